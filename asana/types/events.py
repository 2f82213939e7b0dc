"""Events: what has changed on a resource since a sync token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from .common import ListCallOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import NamedResource, UserCompact
    from .fields import EventField

__all__ = [
    "Event",
    "EventChange",
    "EventFields",
    "EventsPayload",
    "GetEvents",
    "GetEventsOptions",
]


class Event(TypedDict):
    """The complete record of an event."""

    user: UserCompact | None
    resource: NamedResource
    type: str
    action: str
    parent: NamedResource | None
    created_at: str
    change: EventChange


class EventChange(TypedDict):
    """The change of an event."""

    field: str
    action: str
    new_value: Any
    added_value: Any
    removed_value: Any


class EventsPayload(TypedDict):
    """The whole body of a response with events."""

    data: list[Event]
    sync: str
    has_more: bool


class EventFields(TypedDict, total=False):
    """The option with the fields of events to return."""

    fields: Iterable[EventField | str] | str | None
    opt_fields: Iterable[EventField | str] | str | None


class GetEvents(TypedDict, total=False):
    """The parameters of :meth:`get_events`."""

    resource: str
    sync: str | None


class GetEventsOptions(GetEvents, EventFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_events`."""
