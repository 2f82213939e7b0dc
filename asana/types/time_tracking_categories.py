"""Time tracking categories: kinds of work that time is entered for."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import ListOptions, Options
from .compact import TimeTrackingCategoryCompact

if TYPE_CHECKING:
    from .common import Date
    from .sets import EnumColor

__all__ = [
    "CreateTimeTrackingCategory",
    "CreateTimeTrackingCategoryOptions",
    "GetTimeTrackingCategories",
    "GetTimeTrackingCategoriesOptions",
    "GetTimeTrackingEntriesForTimeTrackingCategory",
    "GetTimeTrackingEntriesForTimeTrackingCategoryOptions",
    "TimeTrackingCategory",
    "UpdateTimeTrackingCategory",
    "UpdateTimeTrackingCategoryOptions",
]


class TimeTrackingCategory(TimeTrackingCategoryCompact):
    """The complete record of a time tracking category."""

    is_archived: bool


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


class CreateTimeTrackingCategoryOptions(CreateTimeTrackingCategory, Options, total=False):
    """The keywords of :meth:`create_time_tracking_category`."""


class GetTimeTrackingCategoriesOptions(GetTimeTrackingCategories, ListOptions, total=False):
    """The keywords of :meth:`get_time_tracking_categories`."""


class GetTimeTrackingEntriesForTimeTrackingCategoryOptions(
    GetTimeTrackingEntriesForTimeTrackingCategory, ListOptions, total=False
):
    """The keywords of :meth:`get_time_tracking_entries_for_time_tracking_category`."""


class UpdateTimeTrackingCategoryOptions(UpdateTimeTrackingCategory, Options, total=False):
    """The keywords of :meth:`update_time_tracking_category`."""
