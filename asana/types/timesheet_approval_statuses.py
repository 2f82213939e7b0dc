"""Timesheet approval statuses: weeks of tracked time, submitted and approved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import CallOptions, ListCallOptions
from .compact import TimesheetApprovalStatusCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .common import Date
    from .fields import TimesheetApprovalStatusField

__all__ = [
    "CreateTimesheetApprovalStatus",
    "CreateTimesheetApprovalStatusOptions",
    "GetTimesheetApprovalStatuses",
    "GetTimesheetApprovalStatusesOptions",
    "TimesheetApprovalStatus",
    "TimesheetApprovalStatusFields",
    "TimesheetApprovalStatusOptions",
    "UpdateTimesheetApprovalStatus",
    "UpdateTimesheetApprovalStatusOptions",
]


class TimesheetApprovalStatus(TimesheetApprovalStatusCompact):
    """The complete record of a timesheet approval status."""


class TimesheetApprovalStatusFields(TypedDict, total=False):
    """The option with the fields of timesheet approval statuses to return."""

    fields: Iterable[TimesheetApprovalStatusField | str] | str | None
    opt_fields: Iterable[TimesheetApprovalStatusField | str] | str | None


class TimesheetApprovalStatusOptions(TimesheetApprovalStatusFields, CallOptions, total=False):
    """The options of a call that returns a timesheet approval status."""


class CreateTimesheetApprovalStatus(TypedDict, total=False):
    """The parameters of :meth:`create_timesheet_approval_status`."""

    user: str
    workspace: str
    start_date: Date
    end_date: Date


class GetTimesheetApprovalStatuses(TypedDict, total=False):
    """The parameters of :meth:`get_timesheet_approval_statuses`."""

    workspace: str
    user: str
    from_date: Date
    to_date: Date
    approval_statuses: str | Iterable[str]


class UpdateTimesheetApprovalStatus(TypedDict, total=False):
    """The parameters of :meth:`update_timesheet_approval_status`."""

    approval_status: Literal["submitted", "draft", "approved", "rejected"]
    message: str


class CreateTimesheetApprovalStatusOptions(
    CreateTimesheetApprovalStatus, TimesheetApprovalStatusFields, CallOptions, total=False
):
    """The keywords of :meth:`create_timesheet_approval_status`."""


class GetTimesheetApprovalStatusesOptions(
    GetTimesheetApprovalStatuses, TimesheetApprovalStatusFields, ListCallOptions, total=False
):
    """The keywords of :meth:`get_timesheet_approval_statuses`."""


class UpdateTimesheetApprovalStatusOptions(
    UpdateTimesheetApprovalStatus, TimesheetApprovalStatusFields, CallOptions, total=False
):
    """The keywords of :meth:`update_timesheet_approval_status`."""
