"""Timesheet approval statuses: weeks of entered time, submitted and approved."""

from typing import Any

from .._call.paths import path
from ..page_iterator import ItemIterator
from ..records import Record
from .resource import Params, Resource

__all__ = ["TimesheetApprovalStatuses"]


class TimesheetApprovalStatuses(Resource):
    """Timesheet approval statuses: weeks of entered time, submitted and approved."""

    def get_timesheet_approval_status(
        self, timesheet_approval_status_gid: str, params: Params = None, **options: Any
    ) -> Record:
        """Return the complete record of one timesheet approval status.

        GET /timesheet_approval_statuses/{timesheet_approval_status_gid}   (scope timesheet_approval_statuses:read)
        """  # noqa: E501
        return self.client.get(
            path("/timesheet_approval_statuses/{}", timesheet_approval_status_gid),
            params or {},
            **options,
        )

    def update_timesheet_approval_status(
        self, timesheet_approval_status_gid: str, params: Params = None, **options: Any
    ) -> Record:
        """Submit, recall, approve or reject a week and return its complete record.

        ``approval_status`` is ``submitted``, ``draft``, ``approved`` or ``rejected``; a step that
        is not possible is an ``InvalidRequestError``. Records have it in capitals. Needs a paid
        plan, else ``PremiumOnlyError``.

        PUT /timesheet_approval_statuses/{timesheet_approval_status_gid}   (scope timesheet_approval_statuses:write)
        """  # noqa: E501
        return self.client.put(
            path("/timesheet_approval_statuses/{}", timesheet_approval_status_gid),
            params or {},
            **options,
        )

    def get_timesheet_approval_statuses(
        self, params: Params = None, **options: Any
    ) -> ItemIterator:
        """List the compact records of a workspace's timesheet approval statuses.

        ``workspace`` is required. Filters are ``user``, ``from_date``, ``to_date`` and
        ``approval_statuses``.

        GET /timesheet_approval_statuses   (scope timesheet_approval_statuses:read)
        """
        return self.client.get_collection("/timesheet_approval_statuses", params or {}, **options)

    def create_timesheet_approval_status(self, params: Params = None, **options: Any) -> Record:
        """Create the timesheet approval status of a week and return its complete record.

        ``user``, ``workspace``, ``start_date`` (a Monday) and ``end_date`` (the Sunday after it)
        are required. Needs a paid plan, else ``PremiumOnlyError``.

        POST /timesheet_approval_statuses   (scope timesheet_approval_statuses:write)
        """
        return self.client.post("/timesheet_approval_statuses", params or {}, **options)
