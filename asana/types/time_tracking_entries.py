"""Time tracking entries: the time that people spent on a task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import CallOptions, ListCallOptions
from .compact import TimeTrackingEntryCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .common import Date
    from .compact import TaskCompact
    from .fields import TimeTrackingEntryField

__all__ = [
    "CreateTimeTrackingEntry",
    "CreateTimeTrackingEntryOptions",
    "GetTimeTrackingEntries",
    "GetTimeTrackingEntriesOptions",
    "TimeTrackingEntry",
    "TimeTrackingEntryFields",
    "TimeTrackingEntryListOptions",
    "TimeTrackingEntryOptions",
    "UpdateTimeTrackingEntry",
    "UpdateTimeTrackingEntryOptions",
]


class TimeTrackingEntry(TimeTrackingEntryCompact):
    """The complete record of a time tracking entry."""

    task: TaskCompact
    created_at: str
    approval_status: Literal["DRAFT", "SUBMITTED", "APPROVED", "REJECTED"] | str
    billable_status: Literal["billable", "nonBillable", "notApplicable"] | str
    description: str


class TimeTrackingEntryFields(TypedDict, total=False):
    """The option with the fields of time tracking entries to return."""

    fields: Iterable[TimeTrackingEntryField | str] | str | None
    opt_fields: Iterable[TimeTrackingEntryField | str] | str | None


class TimeTrackingEntryOptions(TimeTrackingEntryFields, CallOptions, total=False):
    """The options of a call that returns a time tracking entry."""


class TimeTrackingEntryListOptions(TimeTrackingEntryFields, ListCallOptions, total=False):
    """The options of a call that lists time tracking entries."""


class CreateTimeTrackingEntry(TypedDict, total=False):
    """The parameters of :meth:`create_time_tracking_entry`."""

    duration_minutes: int
    entered_on: Date
    attributable_to: str
    billable_status: Literal["billable", "nonBillable", "notApplicable"]
    description: str
    categories: Iterable[str]


class GetTimeTrackingEntries(TypedDict, total=False):
    """The parameters of :meth:`get_time_tracking_entries`."""

    task: str
    attributable_to: str
    portfolio: str
    user: str
    workspace: str
    entered_on_start_date: Date
    entered_on_end_date: Date
    timesheet_approval_status: str


class UpdateTimeTrackingEntry(CreateTimeTrackingEntry, total=False):
    """The parameters of :meth:`update_time_tracking_entry`."""


class CreateTimeTrackingEntryOptions(
    CreateTimeTrackingEntry, TimeTrackingEntryFields, CallOptions, total=False
):
    """The keywords of :meth:`create_time_tracking_entry`."""


class GetTimeTrackingEntriesOptions(
    GetTimeTrackingEntries, TimeTrackingEntryFields, ListCallOptions, total=False
):
    """The keywords of :meth:`get_time_tracking_entries`."""


class UpdateTimeTrackingEntryOptions(
    UpdateTimeTrackingEntry, TimeTrackingEntryFields, CallOptions, total=False
):
    """The keywords of :meth:`update_time_tracking_entry`."""
