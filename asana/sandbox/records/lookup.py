"""Find the records that a request refers to by gid, email address or external gid."""

import re
from typing import Any

from asana.sandbox.errors import ApiError, invalid, unknown
from asana.sandbox.records.access import Access
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store

_GID = re.compile(r"\d{1,32}", re.ASCII)
_EXTERNAL = "external:"


# Legacy types, which represent a newer type and subtype.
_OLD_KINDS = {
    "project_membership": ("membership", "project_membership"),
    "portfolio_membership": ("membership", "portfolio_membership"),
    "project_status": ("status_update", "project_status_update"),
}


class Lookup:
    """Finds records for one caller.

    A type name can list several types, separated by spaces, if any of them is accepted.
    """

    def __init__(self, store: Store, user: Record) -> None:
        self.store = store
        self.user = user
        self.access = Access(store)

    def in_path(self, type_name: str, raw: str) -> Record:
        """Return the record in a path; 400 if malformed, 404 if unknown, 403 if not visible."""
        where = type_name.partition(" ")[0]
        record = self._find(type_name, raw, where)
        if record is None:
            raise unknown(where, raw)
        self.access.require(self.user, record)
        return record

    def one(self, type_name: str, raw: Any, where: str) -> Record:
        """Return the record for a value in a body or query; 400 if there is none."""
        record = self._find(type_name, raw, where)
        if record is None:
            raise invalid(f"{where}: Unknown object: {raw}")
        if record.type != "user":  # handlers check the membership of users
            self.access.require(self.user, record)
        return record

    def many(self, type_name: str, raw: Any, where: str) -> list[Record]:
        """Return the records of an array or comma-separated string, without duplicates."""
        if raw is None:
            return []
        if isinstance(raw, str):
            raw = [each for each in raw.split(",") if each.strip()]
        if not isinstance(raw, list):
            raise _not_a_gid(raw, where)
        found = [self.one(type_name, each, f"{where}: [{n}]") for n, each in enumerate(raw)]
        return list(dict.fromkeys(found))

    def _find(self, type_name: str, raw: Any, where: str) -> Record | None:
        if not isinstance(raw, str):
            raise _not_a_gid(raw, where)
        raw = raw.strip()
        types = type_name.split()
        if "user" in types:
            if raw == "me":
                return self.user
            if "@" in raw:
                return self.store.user_by_email(raw)
        if "task" in types and raw.startswith(_EXTERNAL):
            return self._external(raw.removeprefix(_EXTERNAL))
        if not _GID.fullmatch(raw):
            raise invalid(f"{where}: Not a recognized ID: {raw}")
        return next((found for each in types if (found := self._get(each, raw))), None)

    def _get(self, type_name: str, gid: str) -> Record | None:
        if type_name not in _OLD_KINDS:
            return self.store.get(type_name, gid)
        kind, subtype = _OLD_KINDS[type_name]
        record = self.store.get(kind, gid)
        if record is None or record["resource_subtype"] != subtype:
            return None
        return record.seen_as(type_name)

    def _external(self, gid: str) -> Record | None:
        """Return the task with an external gid."""
        return next(iter(self.store.where("task", "external", gid)), None)


def _not_a_gid(raw: Any, where: str) -> ApiError:
    kinds = {bool: "boolean", int: "number", float: "number", list: "array", dict: "object"}
    return invalid(f"{where}: Not a valid GID type: {kinds.get(type(raw), 'null')}")
