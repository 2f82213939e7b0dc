"""Events: what has changed on a resource since the last look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from .common import ListOptions

if TYPE_CHECKING:
    from .compact import NamedResource, UserCompact

__all__ = [
    "Event",
    "EventChange",
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


class GetEvents(TypedDict, total=False):
    """The parameters of :meth:`get_events`."""

    resource: str
    sync: str | None


class GetEventsOptions(GetEvents, ListOptions, total=False):
    """The keywords of :meth:`get_events`."""
