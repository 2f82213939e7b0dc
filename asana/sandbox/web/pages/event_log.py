"""The page of events, grouped by the request that caused them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from asana.sandbox.changes.events import CAPACITY, Event
from asana.sandbox.web.pages.visit import Shown, Visit, scan
from asana.sandbox.web.received import ReceivedRequest

PAGE = 30  # groups


@dataclass(frozen=True)
class Group:
    """The events of one request; the request is None if it is not in the log."""

    request: ReceivedRequest | None
    events: list[Event] = field(repr=False)


def events(visit: Visit) -> Shown:
    """Show the events visible to the acting user, those of the latest request first."""
    found, at = scan(visit, _groups(visit), PAGE)
    return "events.html", {"groups": found, "pager": at}


def _groups(visit: Visit) -> Iterator[Group]:
    known = {each.cause: each for each in list(visit.sources.requests)}
    newest = visit.sources.dispatcher.services.streams.log.newest(CAPACITY)
    for cause, found in groupby(newest, lambda event: event.cause):
        # Events of background work have no cause; each is a separate group.
        group = [event for event in found if _is_seen(visit, event)]
        if group:
            yield Group(known.get(cause) if cause else None, group[::-1])


def _is_seen(visit: Visit, event: Event) -> bool:
    try:
        return visit.access.sees(visit.user, event.resource)
    except LookupError:  # a part of another record
        return visit.access.membership(visit.user, event.workspace) is not None


def told(event: Event) -> dict[str, Any]:
    """Return an event as text for a page."""
    change = event.happening.change or {}
    parent = event.happening.parent
    return {
        "when": event.created_at,
        "who": event.user["name"] if event.user else "Asana",
        "action": event.action,
        "resource": event.resource,
        "name": str(event.resource.get("name") or event.resource.get("text") or ""),
        "field": str(change.get("field", "")),
        "place": str(parent.get("name") or "") if parent else "",
    }
