"""Records, and read access to all of them.

A reference from one record to another is the other `Record` itself.
"""

from typing import Any


class Record:
    """One object of Asana: its gid, its resource_type and its values.

    Read values with `record["name"]`; write them only through `Store.change`.
    """

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
        """Return the object as another type of record shows it. Do not change the result."""
        return Record(self.gid, type_name, {**self.values, **more})

    def __repr__(self) -> str:
        return f"<{self.type} {self.gid} {self.values.get('name')!r}>"


class Records:
    """All records by type and gid, for reading. Only the `Store` changes them."""

    def __init__(self) -> None:
        self._records: dict[str, dict[str, Record]] = {}
        self._by_gid: dict[str, Record] = {}

    def get(self, type_name: str, gid: str) -> Record | None:
        """Return the record with that type and gid, or None."""
        return self._records.get(type_name, {}).get(gid)

    def records(self) -> list[Record]:
        """Return all records."""
        return list(self._by_gid.values())

    def find(self, gid: str) -> Record | None:
        """Return the record with that gid, whatever its type."""
        return self._by_gid.get(gid)

    def all(self, type_name: str) -> list[Record]:
        """Return all records of a type, oldest first."""
        return list(self._records.get(type_name, {}).values())

    def user_by_email(self, email: str) -> Record | None:
        """Return the user with that e-mail address, ignoring case."""
        wanted = email.lower()
        return next((u for u in self.all("user") if u["email"].lower() == wanted), None)
