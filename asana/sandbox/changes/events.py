"""The event log: the meaning of each change of the store, and its watchers."""

from collections import deque
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from asana.sandbox.changes.happenings import Happening, happenings
from asana.sandbox.records.homes import workspace_of
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Change, Store

CAPACITY = 10_000  # events kept in the log

# The number of the request in progress; 0 outside of a request.
CAUSE: ContextVar[int] = ContextVar("cause", default=0)

# Watchers of these types do not receive the events of tasks inside them.
_HIGH = frozenset(["workspace", "team", "portfolio"])
_LOW = frozenset(["task", "story", "attachment", "section"])

# The fields that refer to the containers of a record; those of a task exclude its workspace.
_HOMES = ("project", "parent", "portfolio", "goal", "team", "organization", "workspace")
_OWN_HOMES = {"story": ("target",), "task": ("parent",)}


@dataclass(frozen=True)
class Event:
    """An event; watchers of the records in `audience` receive it. See `CAUSE`."""

    number: int
    created_at: str
    user: Record | None
    happening: Happening
    workspace: Record
    audience: frozenset[Record] = field(repr=False)
    cause: int = field(default=0, repr=False)

    @property
    def resource(self) -> Record:
        """Return the record of the event."""
        return self.happening.resource

    @property
    def action(self) -> str:
        """Return the action of the event."""
        return self.happening.action

    def concerns(self, watched: Record) -> bool:
        """Return whether watchers of a record receive it; a workspace's stream has all events."""
        return watched in self.audience or watched is self.workspace

    def as_record(self) -> Record:
        """Return the event as rendered in a stream, in which a story has no user."""
        is_story = self.resource.type == "story"
        values: dict[str, Any] = {
            "user": None if is_story else self.user,
            "resource": self.resource.seen_as("story_of_event") if is_story else self.resource,
            "type": self.resource.type,
            "action": self.action,
            "parent": self.happening.parent,
            "created_at": self.created_at,
            "change": self.happening.change,
        }
        return Record("", "event", values)


class EventLog:
    """Converts changes of the store to events, and stores the latest ones."""

    def __init__(self, store: Store, capacity: int = CAPACITY) -> None:
        self.store = store
        self.listeners: list[Callable[[Event], None]] = []
        self.next_number = 0
        self._events: deque[Event] = deque(maxlen=capacity)
        store.listeners.append(self._hear)

    @property
    def first_number(self) -> int:
        """Return the number of the oldest event kept, or of the next one if there is none."""
        return self.next_number - len(self._events)

    def since(self, number: int) -> Iterator[Event]:
        """Return the events starting from a number."""
        return islice(self._events, number - self.first_number, None)

    def newest(self, count: int) -> list[Event]:
        """Return the latest events, newest first."""
        return list(islice(reversed(self._events), count))

    def forget(self) -> None:
        """Drop all events; the numbering continues."""
        self._events.clear()

    def _hear(self, change: Change) -> None:
        for happening in happenings(change, self.store):
            event = partial(
                Event,
                created_at=self.store.timestamp(),
                user=change.user,
                happening=happening,
                workspace=workspace_of(happening.resource),
                audience=audience(happening),
                cause=CAUSE.get(),
            )
            self.store.afterwards(partial(self._append, event))

    def _append(self, make: Callable[[int], Event]) -> None:
        event = make(self.next_number)
        self._events.append(event)
        self.next_number += 1
        for listener in self.listeners:
            listener(event)


def audience(happening: Happening) -> frozenset[Record]:
    """Return the records whose watchers receive a happening."""
    heard = around(happening.resource)
    if happening.parent is not None:
        heard |= around(happening.parent)
    if happening.resource.type in _LOW:
        heard = {record for record in heard if record.type not in _HIGH}
    return frozenset(heard)


def around(record: Record) -> set[Record]:
    """Return a record and its containers; for a task, up to its projects."""
    found = {record}
    if record.type == "task":
        found.update(membership["project"] for membership in record["memberships"])
    found.update(record.get("portfolios", ()))
    for name in _OWN_HOMES.get(record.type, _HOMES):
        home = record.get(name)
        if isinstance(home, Record):
            found |= around(home)
    return found
