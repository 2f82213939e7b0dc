"""The state of the sandbox: records, and the one place where they change."""

import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from asana.sandbox.records.record import Record, Records
from asana.sandbox.records.schema.table import TYPES
from asana.sandbox.records.values import format_moment

FIRST_GID = 1200000000000001

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Change:
    """A change of one record; `fields` maps each changed field to its old and new value."""

    action: str
    record: Record
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    user: Record | None = None


class Store(Records):
    """All records and the only methods that change them; also tokens, the clock and the lock."""

    def __init__(self, clock: Clock | None = None) -> None:
        super().__init__()
        self.clock: Clock = clock or _utc_now
        self.lock = threading.RLock()
        self.tokens: dict[str, Record] = {}
        self.actor: Record | None = None
        self.listeners: list[Callable[[Change], None]] = []
        self._next_gid = FIRST_GID

    @property
    def next_gid(self) -> int:
        """Return the gid of the next new record, as a number."""
        return self._next_gid

    # Time

    def now(self) -> datetime:
        """Return the current time of the clock."""
        return self.clock()

    def timestamp(self) -> str:
        """Return the current time in Asana's format."""
        return format_moment(self.now())

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """Stop the clock at a moment, for a block that writes history."""
        clock, self.clock = self.clock, lambda: moment
        try:
            yield
        finally:
            self.clock = clock

    # Writing

    @contextmanager
    def acting(self, user: Record) -> Iterator[None]:
        """Attribute all changes to a user, for a block that holds the lock."""
        with self.lock:
            before, self.actor = self.actor, user
            try:
                yield
            finally:
                self.actor = before

    def new_gid(self) -> str:
        """Return an unused gid."""
        gid = str(self._next_gid)
        self._next_gid += 1
        return gid

    def create(self, type_name: str, **values: Any) -> Record:
        """Add a record; fields without a value take the default of their type."""
        record = Record(self.new_gid(), type_name, TYPES[type_name].defaults() | values)
        if "created_at" in TYPES[type_name].fields and record.get("created_at") is None:
            record.values["created_at"] = self.timestamp()
        if "modified_at" in TYPES[type_name].fields:
            record.values["modified_at"] = record["created_at"]
        self._records.setdefault(type_name, {})[record.gid] = record
        self._by_gid[record.gid] = record
        self._tell(Change("added", record, user=self.actor))
        return record

    def change(self, record: Record, **values: Any) -> dict[str, tuple[Any, Any]]:
        """Write values and return, for each field that differs now, its old and new value."""
        changed = {
            name: (record.values.get(name), value)
            for name, value in values.items()
            if name not in record.values or record.values[name] != value
        }
        record.values.update(values)
        if changed:
            self._tell(Change("changed", record, changed, self.actor))
        return changed

    def delete(self, record: Record) -> None:
        """Remove a record. The caller must remove all references to it."""
        del self._records[record.type][record.gid]
        del self._by_gid[record.gid]
        self._tell(Change("deleted", record, user=self.actor))

    def replace(self, records: Iterable[Record], next_gid: int = 0) -> None:
        """Hold these records and no others, without telling the listeners."""
        self._records, self._by_gid = {}, {}
        for record in records:
            self._records.setdefault(record.type, {})[record.gid] = record
            self._by_gid[record.gid] = record
        newest = max(map(int, self._by_gid), default=0)
        self._next_gid = max(next_gid, newest + 1, FIRST_GID)

    def _tell(self, change: Change) -> None:
        for listener in self.listeners:
            listener(change)

    # Tokens

    def token_for(self, user: Record) -> str:
        """Return the personal access token of a user, which is made on first use."""
        for token, owner in self.tokens.items():
            if owner is user:
                return token
        token = f"2/{user.gid}/{self.new_gid()}:{secrets.token_hex(16)}"
        self.tokens[token] = user
        return token


def _utc_now() -> datetime:
    return datetime.now(timezone.utc)
