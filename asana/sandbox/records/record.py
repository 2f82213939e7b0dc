"""Records, and the collection of all of them as everybody may read it.

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
        """The value, or the default when this record never had one."""
        return self.values.get(name, default)

    def seen_as(self, type_name: str, **more: Any) -> "Record":
        """The same object as another type of record shows it; not to be changed."""
        return Record(self.gid, type_name, {**self.values, **more})

    def __repr__(self) -> str:
        return f"<{self.type} {self.gid} {self.values.get('name')!r}>"


class Records:
    """All records, by type and gid. Only the `Store` changes them."""

    def __init__(self) -> None:
        self._records: dict[str, dict[str, Record]] = {}
        self._by_gid: dict[str, Record] = {}

    def get(self, type_name: str, gid: str) -> Record | None:
        """The record of that type and gid, if there is one."""
        return self._records.get(type_name, {}).get(gid)

    def records(self) -> list[Record]:
        """Every record there is."""
        return list(self._by_gid.values())

    def find(self, gid: str) -> Record | None:
        """The record with that gid, whatever its type."""
        return self._by_gid.get(gid)

    def all(self, type_name: str) -> list[Record]:
        """Every record of a type, oldest first."""
        return list(self._records.get(type_name, {}).values())

    def user_by_email(self, email: str) -> Record | None:
        """The user with that e-mail address, in any spelling of upper and lower case."""
        wanted = email.lower()
        return next((u for u in self.all("user") if u["email"].lower() == wanted), None)
