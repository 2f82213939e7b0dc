"""The state of the sandbox: records, and the only methods that change them."""

import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from asana.sandbox.records.order import Ordered
from asana.sandbox.records.record import Record, Records
from asana.sandbox.records.schema.table import TYPES
from asana.sandbox.records.values import format_moment

FIRST_GID = 1200000000000001

Clock = Callable[[], datetime]
Step = Callable[[], object]


@dataclass(frozen=True)
class Change:
    """A change of a record; `fields` maps each changed field to its old and new value."""

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
        self._transactions = 0
        self._undo: list[Step] = []
        self._later: list[Step] = []

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
        """Set the clock to a fixed time, for a block that creates history."""
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
        """Add a record; fields without a value get the default of their type."""
        record = Record(self.new_gid(), type_name, TYPES[type_name].defaults() | values)
        if "created_at" in TYPES[type_name].fields and record.get("created_at") is None:
            record.values["created_at"] = self.timestamp()
        if "modified_at" in TYPES[type_name].fields:
            record.values["modified_at"] = record["created_at"]
        self._enter(record)
        self.on_undo(lambda: self._leave(record))
        self._tell(Change("added", record, user=self.actor))
        return record

    def change(self, record: Record, **values: Any) -> dict[str, tuple[Any, Any]]:
        """Write values and return, for each field that has changed, its old and new value."""
        changed = {
            name: (record.values.get(name), value)
            for name, value in values.items()
            if name not in record.values or record.values[name] != value
        }
        before = record.values
        self._write(record, {**before, **values})
        self.on_undo(lambda: self._write(record, before))
        if changed:
            self._tell(Change("changed", record, changed, self.actor))
        return changed

    def put(self, record: Record, field: str, item: Record, before: Record | None = None) -> None:
        """Insert an item into an ordered field, or move it within; by default to the end."""
        items: Ordered[Record] = record[field]
        if item in items:
            self.drop(record, field, item)
        items.insert(item, before)
        self.on_undo(lambda: items.remove(item))

    def drop(self, record: Record, field: str, item: Record) -> None:
        """Remove an item from an ordered field."""
        items: Ordered[Record] = record[field]
        following = items.remove(item)
        self.on_undo(lambda: items.insert(item, following))

    def delete(self, record: Record) -> None:
        """Remove a record. The caller must remove all references to it."""
        following = self._leave(record)
        self.on_undo(lambda: self._enter(record, following))
        self._tell(Change("deleted", record, user=self.actor))

    def replace(self, records: Iterable[Record], next_gid: int = 0) -> None:
        """Replace all records, without notifying the listeners."""
        self._records, self._by_gid, self._indexes = {}, {}, {}
        for record in records:
            self._enter(record)
        newest = max(map(int, self._by_gid), default=0)
        self._next_gid = max(next_gid, newest + 1, FIRST_GID)

    # Records and their indexes

    def _enter(self, record: Record, before: Record | None = None) -> None:
        self._by_gid[record.gid] = record
        self._records.setdefault(record.type, Ordered()).insert(record, before)
        if before is not None:  # an index can only be appended to
            self._indexes.pop(record.type, None)
        for index in self._indexes.get(record.type, {}).values():
            index.add(record)

    def _leave(self, record: Record) -> Record | None:
        for index in self._indexes.get(record.type, {}).values():
            index.remove(record)
        del self._by_gid[record.gid]
        return self._records[record.type].remove(record)

    def _write(self, record: Record, values: dict[str, Any]) -> None:
        """Replace the values of a record, which may no longer be in the store."""
        indexes = self._indexes.get(record.type, {}) if self.find(record.gid) is record else {}
        moved = [i for i in indexes.values() if i.key(values) != i.key(record.values)]
        for index in moved:
            index.remove(record)
        record.values = values
        for index in moved:
            index.add(record)

    def _tell(self, change: Change) -> None:
        for listener in self.listeners:
            listener(change)

    # Transactions

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Undo all changes of a block if it raises an exception."""
        with self.lock:
            undo, later, next_gid = len(self._undo), len(self._later), self._next_gid
            self._transactions += 1
            try:
                yield
            except BaseException:
                while len(self._undo) > undo:
                    self._undo.pop()()
                del self._later[later:]
                self._next_gid = next_gid
                raise
            finally:
                self._transactions -= 1
            if not self._transactions:
                self._undo.clear()
                self._finish()

    def _finish(self) -> None:
        steps, self._later = self._later, []
        for step in steps:
            step()

    def on_undo(self, step: Step) -> None:
        """Register how to undo a change if the transaction fails."""
        if self._transactions:
            self._undo.append(step)

    def afterwards(self, step: Step) -> None:
        """Run a step that cannot be undone after the transaction, or immediately outside of one."""
        if self._transactions:
            self._later.append(step)
        else:
            step()

    # Tokens

    def token_for(self, user: Record) -> str:
        """Return the personal access token of a user, which is created on first use."""
        for token, owner in self.tokens.items():
            if owner is user:
                return token
        token = f"2/{user.gid}/{self.new_gid()}:{secrets.token_hex(16)}"
        self.tokens[token] = user
        return token


def _utc_now() -> datetime:
    return datetime.now(timezone.utc)
