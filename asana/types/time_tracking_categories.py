"""Time tracking categories: the kinds of work that time is tracked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions, ListCallOptions
from .compact import TimeTrackingCategoryCompact
from .time_tracking_entries import TimeTrackingEntryFields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .common import Date
    from .fields import TimeTrackingCategoryField
    from .sets import EnumColor

__all__ = [
    "CreateTimeTrackingCategory",
    "CreateTimeTrackingCategoryOptions",
    "GetTimeTrackingCategories",
    "GetTimeTrackingCategoriesOptions",
    "GetTimeTrackingEntriesForTimeTrackingCategory",
    "GetTimeTrackingEntriesForTimeTrackingCategoryOptions",
    "TimeTrackingCategory",
    "TimeTrackingCategoryFields",
    "TimeTrackingCategoryOptions",
    "UpdateTimeTrackingCategory",
    "UpdateTimeTrackingCategoryOptions",
]


class TimeTrackingCategory(TimeTrackingCategoryCompact):
    """The complete record of a time tracking category."""

    is_archived: bool


class TimeTrackingCategoryFields(TypedDict, total=False):
    """The option with the fields of time tracking categories to return."""

    fields: Iterable[TimeTrackingCategoryField | str] | str | None
    opt_fields: Iterable[TimeTrackingCategoryField | str] | str | None


class TimeTrackingCategoryOptions(TimeTrackingCategoryFields, CallOptions, total=False):
    """The options of a call that returns a time tracking category."""


class CreateTimeTrackingCategory(TypedDict, total=False):
    """The parameters of :meth:`create_time_tracking_category`."""

    name: str
    color: EnumColor
    workspace: str


class GetTimeTrackingCategories(TypedDict, total=False):
    """The parameters of :meth:`get_time_tracking_categories`."""

    workspace: str
    is_archived: bool


class GetTimeTrackingEntriesForTimeTrackingCategory(TypedDict, total=False):
    """The parameters of :meth:`get_time_tracking_entries_for_time_tracking_category`."""

    start_date: Date
    end_date: Date


class UpdateTimeTrackingCategory(TypedDict, total=False):
    """The parameters of :meth:`update_time_tracking_category`."""

    name: str
    color: EnumColor
    is_archived: bool


class CreateTimeTrackingCategoryOptions(
    CreateTimeTrackingCategory, TimeTrackingCategoryFields, CallOptions, total=False
):
    """The keywords of :meth:`create_time_tracking_category`."""


class GetTimeTrackingCategoriesOptions(
    GetTimeTrackingCategories, TimeTrackingCategoryFields, ListCallOptions, total=False
):
    """The keywords of :meth:`get_time_tracking_categories`."""


class GetTimeTrackingEntriesForTimeTrackingCategoryOptions(
    GetTimeTrackingEntriesForTimeTrackingCategory,
    TimeTrackingEntryFields,
    ListCallOptions,
    total=False,
):
    """The keywords of :meth:`get_time_tracking_entries_for_time_tracking_category`."""


class UpdateTimeTrackingCategoryOptions(
    UpdateTimeTrackingCategory, TimeTrackingCategoryFields, CallOptions, total=False
):
    """The keywords of :meth:`update_time_tracking_category`."""
