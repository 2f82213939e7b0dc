"""Records, and read access to all of them.

A reference from one record to another is the other `Record` itself.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from asana.sandbox.records.order import Ordered


class Record:
    """An Asana object: its gid, its resource_type and its values.

    Read values with `record["name"]`; write them only through `Store.change`.
    """

    __slots__ = ("gid", "type", "values")

    def __init__(self, gid: str, type_name: str, values: dict[str, Any]) -> None:
        self.gid = gid
        self.type = type_name
        self.values = values

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Return the value, or the default if the record never had one."""
        return self.values.get(name, default)

    def seen_as(self, type_name: str, **more: Any) -> "Record":
        """Return the object as rendered as another type. Do not change the result."""
        return Record(self.gid, type_name, {**self.values, **more})

    def __repr__(self) -> str:
        return f"<{self.type} {self.gid} {self.values.get('name')!r}>"


Values = Mapping[str, Any]

# Index keys that are not simply the value of a field.
_KEYS: dict[str, Callable[[Values], Any]] = {
    "email": lambda values: str(values["email"]).lower(),
    "external": lambda values: (values.get("external") or {}).get("gid"),
    "called": lambda values: str(values["name"]).strip().lower(),
    "part of": lambda values: (values["parent"], values["member"]),
}


class Index:
    """The records of one type by the value of one field, or another key."""

    def __init__(self, name: str, records: Iterable[Record]) -> None:
        self.key = _KEYS.get(name) or (lambda values: values.get(name))
        self.found: dict[Any, dict[Record, None]] = {}
        for record in records:
            self.add(record)

    def add(self, record: Record) -> None:
        """Add a record at its current key."""
        self.found.setdefault(self.key(record.values), {})[record] = None

    def remove(self, record: Record) -> None:
        """Remove a record, which must have the key with which it was added."""
        key = self.key(record.values)
        del self.found[key][record]
        if not self.found[key]:
            del self.found[key]


class Records:
    """All records by type and gid, read-only; only the `Store` changes them."""

    def __init__(self) -> None:
        self._records: dict[str, Ordered[Record]] = {}
        self._by_gid: dict[str, Record] = {}
        self._indexes: dict[str, dict[str, Index]] = {}

    def get(self, type_name: str, gid: str) -> Record | None:
        """Return the record with that type and gid, or None."""
        found = self._by_gid.get(gid)
        return found if found is not None and found.type == type_name else None

    def records(self) -> list[Record]:
        """Return all records."""
        return list(self._by_gid.values())

    def find(self, gid: str) -> Record | None:
        """Return the record with that gid, whatever its type."""
        return self._by_gid.get(gid)

    def all(self, type_name: str) -> list[Record]:
        """Return all records of a type, oldest first."""
        return list(self.of(type_name))

    def of(self, type_name: str) -> Ordered[Record]:
        """Return all current records of a type. Do not change the result."""
        return self._records.get(type_name, Ordered())

    def where(self, type_name: str, name: str, value: Any) -> list[Record]:
        """Return the records of a type with a value in a field, or at a key of `_KEYS`.

        They are in the order in which they received the value. The first search creates an index.
        """
        indexes = self._indexes.setdefault(type_name, {})
        if name not in indexes:
            indexes[name] = Index(name, self.of(type_name))
        return list(indexes[name].found.get(value, ()))

    def user_by_email(self, email: str) -> Record | None:
        """Return the user with an email address, ignoring case."""
        return next(iter(self.where("user", "email", email.lower())), None)
