"""The log of events: what every change means to those who watch, and whom it concerns."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from asana.sandbox.changes.happenings import Happening, happenings
from asana.sandbox.records.homes import workspace_of
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Change, Store

CAPACITY = 10_000  # events that are kept; the oldest make room

# Who watches one of these is not told of the tasks inside.
_HIGH = frozenset(["workspace", "team", "portfolio"])
_LOW = frozenset(["task", "story", "attachment", "section"])

# The fields that say what a record lies in. A task's workspace is too far away to hear of it.
_HOMES = ("project", "parent", "portfolio", "goal", "team", "organization", "workspace")
_OWN_HOMES = {"story": ("target",), "task": ("parent",)}


@dataclass(frozen=True)
class Event:
    """One thing that happened; `audience` are the records whose watchers are told of it."""

    number: int
    created_at: str
    user: Record | None
    happening: Happening
    workspace: Record
    audience: frozenset[Record] = field(repr=False)

    @property
    def resource(self) -> Record:
        """What it happened to."""
        return self.happening.resource

    @property
    def action(self) -> str:
        """What happened to it."""
        return self.happening.action

    def concerns(self, watched: Record) -> bool:
        """Whether it is told to who watches a record; a workspace's stream has everything."""
        return watched in self.audience or watched is self.workspace

    def as_record(self) -> Record:
        """The event as the API shows it."""
        values: dict[str, Any] = {
            "user": self.user,
            "resource": self.resource,
            "type": self.resource.type,
            "action": self.action,
            "parent": self.happening.parent,
            "created_at": self.created_at,
            "change": self.happening.change,
        }
        return Record("", "event", values)


class EventLog:
    """Turns the changes of the store into events, and keeps the newest of them."""

    def __init__(self, store: Store, capacity: int = CAPACITY) -> None:
        self.store = store
        self.listeners: list[Callable[[Event], None]] = []
        self.next_number = 0
        self._events: deque[Event] = deque(maxlen=capacity)
        store.listeners.append(self._hear)

    @property
    def first_number(self) -> int:
        """The number of the oldest event that is kept, or else of the next one."""
        return self.next_number - len(self._events)

    def since(self, number: int) -> Iterator[Event]:
        """The events from a number on."""
        return islice(self._events, number - self.first_number, None)

    def newest(self, count: int) -> list[Event]:
        """The last few events, the newest first."""
        return list(islice(reversed(self._events), count))

    def forget(self) -> None:
        """Keep none of the events so far; those to come are numbered on."""
        self._events.clear()

    def _hear(self, change: Change) -> None:
        for happening in happenings(change, self.store):
            event = Event(
                self.next_number,
                self.store.timestamp(),
                change.user,
                happening,
                workspace_of(happening.resource),
                audience(happening),
            )
            self._events.append(event)
            self.next_number += 1
            for listener in self.listeners:
                listener(event)


def audience(happening: Happening) -> frozenset[Record]:
    """The records that a happening is reported to."""
    heard = around(happening.resource)
    if happening.parent is not None:
        heard |= around(happening.parent)
    if happening.resource.type in _LOW:
        heard = {record for record in heard if record.type not in _HIGH}
    return frozenset(heard)


def around(record: Record) -> set[Record]:
    """A record and what it lies in, as far as news travel: up to the projects of a task."""
    found = {record}
    if record.type == "task":
        found.update(membership["project"] for membership in record["memberships"])
    found.update(record.get("portfolios", ()))
    for name in _OWN_HOMES.get(record.type, _HOMES):
        home = record.get(name)
        if isinstance(home, Record):
            found |= around(home)
    return found
