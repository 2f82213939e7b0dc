"""Audit log: who did what in an organization."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from .common import ListOptions

if TYPE_CHECKING:
    from .common import DateTime
    from .sets import ApiAuthenticationMethod, AuditActorType, AuditContextType

__all__ = [
    "AuditLogEvent",
    "AuditLogEventActor",
    "AuditLogEventContext",
    "AuditLogEventDetails",
    "AuditLogEventResource",
    "GetAuditLogEvents",
    "GetAuditLogEventsOptions",
]


class AuditLogEvent(TypedDict):
    """The complete record of an audit log event."""

    gid: str
    created_at: str
    event_type: str
    event_category: str
    actor: AuditLogEventActor
    resource: AuditLogEventResource
    details: AuditLogEventDetails
    context: AuditLogEventContext


class AuditLogEventActor(TypedDict):
    """The actor of an audit log event."""

    actor_type: AuditActorType | str
    gid: str
    name: str
    email: str


class AuditLogEventResource(TypedDict):
    """The object of an audit log event."""

    resource_type: str
    resource_subtype: str
    gid: str
    name: str | None
    email: str


class AuditLogEventDetails(TypedDict):
    """The details of an audit log event."""

    old_value: str | None
    new_value: str | None
    group: dict[str, Any]
    saml_response: str | None


class AuditLogEventContext(TypedDict):
    """The context of an audit log event."""

    context_type: AuditContextType | str
    api_authentication_method: ApiAuthenticationMethod | str
    client_ip_address: str
    user_agent: str
    oauth_app_name: str
    rule_name: str
    on_behalf_of_user_id: int


class GetAuditLogEvents(TypedDict, total=False):
    """The parameters of :meth:`get_audit_log_events`."""

    start_at: DateTime
    end_at: DateTime
    event_type: str
    actor_type: AuditActorType
    actor_gid: str
    resource_gid: str


class GetAuditLogEventsOptions(GetAuditLogEvents, ListOptions, total=False):
    """The keywords of :meth:`get_audit_log_events`."""
