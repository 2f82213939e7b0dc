"""Audit log: who did what in an organization."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path
from ..page_iterator import AuditLogAPIIterator, ItemIterator
from .resource import Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.audit_log_api import AuditLogEvent, GetAuditLogEvents, GetAuditLogEventsOptions

__all__ = ["AuditLogAPI"]


class AuditLogAPI(Resource):
    """Audit log: who did what in an organization."""

    def get_audit_log_events(
        self,
        workspace_gid: str,
        params: GetAuditLogEvents = NONE,
        **options: Unpack[GetAuditLogEventsOptions],
    ) -> ItemIterator[AuditLogEvent]:
        """List the audit log events of an organization in the last 90 days, oldest first.

        ``start_at`` (inclusive), ``end_at`` (exclusive), ``event_type``, ``actor_type``,
        ``actor_gid`` and ``resource_gid`` are filters; an event matches all of them. The log has no
        last page: the iteration stops when there are currently no more events, and
        ``iterator.pages.offset`` is the offset for fetching newer ones later. Requires a service
        account of an Enterprise organization.

        GET /workspaces/{workspace_gid}/audit_log_events
        """
        return self.client.get_collection(
            path("/workspaces/{}/audit_log_events", workspace_gid, pages=AuditLogAPIIterator),
            params or {},
            **options,
        )
