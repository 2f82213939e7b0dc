"""Timesheet approval statuses: weeks of tracked time, submitted and approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.timesheet_approval_statuses import (
        CreateTimesheetApprovalStatus,
        CreateTimesheetApprovalStatusOptions,
        GetTimesheetApprovalStatuses,
        GetTimesheetApprovalStatusesOptions,
        TimesheetApprovalStatus,
        TimesheetApprovalStatusOptions,
        UpdateTimesheetApprovalStatus,
        UpdateTimesheetApprovalStatusOptions,
    )

__all__ = ["TimesheetApprovalStatuses"]


class TimesheetApprovalStatuses(Resource):
    """Timesheet approval statuses: weeks of tracked time, submitted and approved."""

    def get_timesheet_approval_status(
        self,
        timesheet_approval_status_gid: str,
        params: Params = None,
        **options: Unpack[TimesheetApprovalStatusOptions],
    ) -> TimesheetApprovalStatus:
        """Return the complete record of one timesheet approval status.

        GET /timesheet_approval_statuses/{timesheet_approval_status_gid}   (scope timesheet_approval_statuses:read)
        """  # noqa: E501
        return self.client.get(
            path("/timesheet_approval_statuses/{}", timesheet_approval_status_gid),
            params or {},
            **options,
        )

    def update_timesheet_approval_status(
        self,
        timesheet_approval_status_gid: str,
        params: UpdateTimesheetApprovalStatus = NONE,
        **options: Unpack[UpdateTimesheetApprovalStatusOptions],
    ) -> TimesheetApprovalStatus:
        """Submit, recall, approve or reject a timesheet and return its complete record.

        ``approval_status`` is ``submitted``, ``draft``, ``approved`` or ``rejected``; an invalid
        transition raises ``InvalidRequestError``. In records the values are uppercase. Requires a
        paid plan, otherwise raises ``PremiumOnlyError``.

        PUT /timesheet_approval_statuses/{timesheet_approval_status_gid}   (scope timesheet_approval_statuses:write)
        """  # noqa: E501
        return self.client.put(
            path("/timesheet_approval_statuses/{}", timesheet_approval_status_gid),
            params or {},
            **options,
        )

    def get_timesheet_approval_statuses(
        self,
        params: GetTimesheetApprovalStatuses = NONE,
        **options: Unpack[GetTimesheetApprovalStatusesOptions],
    ) -> ItemIterator[TimesheetApprovalStatus]:
        """List the compact records of a workspace's timesheet approval statuses.

        ``workspace`` is required. Filters are ``user``, ``from_date``, ``to_date`` and
        ``approval_statuses``.

        GET /timesheet_approval_statuses   (scope timesheet_approval_statuses:read)
        """
        return self.client.get_collection(
            route("/timesheet_approval_statuses"), params or {}, **options
        )

    def create_timesheet_approval_status(
        self,
        params: CreateTimesheetApprovalStatus = NONE,
        **options: Unpack[CreateTimesheetApprovalStatusOptions],
    ) -> TimesheetApprovalStatus:
        """Create the timesheet approval status of a week and return its complete record.

        ``user``, ``workspace``, ``start_date`` (a Monday) and ``end_date`` (the Sunday after it)
        are required. Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        POST /timesheet_approval_statuses   (scope timesheet_approval_statuses:write)
        """
        return self.client.post(route("/timesheet_approval_statuses"), params or {}, **options)
