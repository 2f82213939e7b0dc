"""Dumping the whole state as JSON, and restoring it.

A dump has every record with all values that differ from their defaults. A record inside a value is
a reference, `{"$ref": gid}`. Deleted records that are still referred to, such as the task that a
job created, are listed separately, as are records shown as another type; references to them include
the type.
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from asana.sandbox.data.problems import Place, expected, mapping, wrong
from asana.sandbox.records.copying import ProjectPlan, TaskPlan
from asana.sandbox.records.order import Ordered, copied
from asana.sandbox.records.record import Record
from asana.sandbox.records.schema.parts import Field
from asana.sandbox.records.schema.table import TYPES
from asana.sandbox.records.store import Store

VERSION = 1

_KEYS = ("asana_sandbox", "me", "next_gid", "records", "gone", "files")
_PLANS: dict[str, type[Any]] = {"project": ProjectPlan, "task": TaskPlan}
_REFERENCE, _REFERENCES = (
    f'{many} such as {{"$ref": "1200000000000001"}}' for many in ("a reference", "references")
)
# Webhooks are not dumped: their targets may no longer exist, and their secrets must not be stored.
_LEFT_OUT = frozenset(["webhook"])


# From records to JSON


def dump(store: Store, user: Record, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the state; `files` are the contents of attachments."""
    writer = _Writer(store)
    state: dict[str, Any] = {
        "asana_sandbox": VERSION,
        "me": user.gid,
        "next_gid": store.next_gid,
        "records": {
            name: entries
            for name in TYPES
            if name not in _LEFT_OUT
            and (entries := [writer.entry(record) for record in store.all(name)])
        },
    }
    gone = writer.gone()
    if gone:
        state["gone"] = gone
    if files:
        state["files"] = {name: base64.b64encode(each).decode() for name, each in files.items()}
    return state


class _Writer:
    """Writes records, and collects those that are not in the store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.defaults = {name: each.defaults() for name, each in TYPES.items()}
        self.loose: dict[tuple[str, str], Record] = {}

    def entry(self, record: Record) -> dict[str, Any]:
        """Return a record with its values, in the order of its type's fields."""
        defaults, values = self.defaults[record.type], record.values
        names = [*(n for n in defaults if n in values), *(n for n in values if n not in defaults)]
        return {"gid": record.gid} | {
            name: self.value(values[name])
            for name in names
            if name not in defaults or not _same(values[name], defaults[name])
        }

    def value(self, value: Any) -> Any:
        """Return a value, with references instead of records."""
        if isinstance(value, Record):
            return self._reference(value)
        if isinstance(value, list | tuple | Ordered):
            return [self.value(each) for each in value]
        if isinstance(value, dict):
            return {name: self.value(each) for name, each in value.items()}
        for name, kind in _PLANS.items():
            if isinstance(value, kind):
                return {"$plan": name} | {key: self.value(v) for key, v in vars(value).items()}
        return value

    def _reference(self, record: Record) -> dict[str, str]:
        if self.store.find(record.gid) is record and record.type not in _LEFT_OUT:
            return {"$ref": record.gid}
        self.loose.setdefault((record.gid, record.type), record)
        return {"$ref": record.gid, "$as": record.type}

    def gone(self) -> dict[str, list[Any]]:
        """Return the records that are not in the store; writing one may find another."""
        found: dict[str, list[Any]] = {}
        written: set[tuple[str, str]] = set()
        while new := self.loose.keys() - written:
            for key in [key for key in self.loose if key in new]:
                found.setdefault(key[1], []).append(self.entry(self.loose[key]))
            written |= new
        return found


def _same(value: Any, default: Any) -> bool:
    return type(value) is type(default) and bool(value == default)


# From JSON to records


def is_dump(data: Mapping[str, Any]) -> bool:
    """Return whether data is a dump instead of handwritten."""
    return "asana_sandbox" in data or "records" in data


def restore(store: Store, data: Mapping[str, Any]) -> Record:
    """Replace the records of a store with a dump, and return the main user."""
    for key in data:
        if key not in _KEYS:
            raise wrong(((), key), expected(key, _KEYS))
    if data.get("asana_sandbox") != VERSION:
        raise wrong(((), "asana_sandbox"), f"expected {VERSION}, the version of the format")
    reader = _Reader()
    records = reader.records(data.get("records", {}), ((), "records"))
    reader.loose(data.get("gone", {}), ((), "gone"))
    reader.fill()
    user = reader.known.get(str(data.get("me")))
    if user is None or user.type != "user":
        raise wrong(((), "me"), "expected the gid of a user among the records")
    next_gid = data.get("next_gid", 0)
    if not isinstance(next_gid, int):
        raise wrong(((), "next_gid"), "expected a number")
    store.replace(records, next_gid)
    return user


def decoded(given: Any) -> dict[str, bytes]:
    """Return the contents of the attachments in a dump."""
    place: Place = ((), "files")
    if not isinstance(given, Mapping):
        raise wrong(place, "expected an object")
    files = {}
    for name, text in given.items():
        if not name.startswith("kept-") or "/" in name or "\\" in name:
            raise wrong((place, name), "expected a name from a dump")
        try:
            files[name] = base64.b64decode(text, validate=True)
        except (binascii.Error, TypeError, ValueError) as error:
            raise wrong((place, name), "expected base64") from error
    return files


class _Reader:
    """Creates all records before setting their values, so that references can be resolved."""

    def __init__(self) -> None:
        self.known: dict[str, Record] = {}
        self.others: dict[tuple[str, str], Record] = {}
        self.empty: list[tuple[Record, dict[str, Any], Place]] = []

    def records(self, given: Any, place: Place) -> list[Record]:
        """Return the records of the store."""
        found = []
        for record, where in self._made(given, place):
            if record.gid in self.known:
                raise wrong(
                    (where, "gid"), (f"expected a unique gid, but {record.gid} is already used")
                )
            self.known[record.gid] = record
            found.append(record)
        return found

    def loose(self, given: Any, place: Place) -> None:
        """Read the records that are not in the store."""
        for record, _ in self._made(given, place):
            self.others[record.gid, record.type] = record

    def _made(self, given: Any, place: Place) -> list[tuple[Record, Place]]:
        made: list[tuple[Record, Place]] = []
        for name, entries in mapping(given, place).items():
            if name not in TYPES:
                raise wrong((place, name), expected(name, TYPES))
            if not isinstance(entries, list):
                raise wrong((place, name), "expected a list of records")
            defaults = TYPES[name].defaults()
            for n, entry in enumerate(entries):
                where: Place = ((place, name), n)
                gid = mapping(entry, where).get("gid")
                if not isinstance(gid, str) or not gid.isdecimal():
                    raise wrong((where, "gid"), "expected a string of digits")
                record = Record(gid, name, copied(defaults))
                self.empty.append((record, entry, where))
                made.append((record, where))
        return made

    def fill(self) -> None:
        """Set the values of all records."""
        for record, entry, place in self.empty:
            fields = TYPES[record.type].fields
            for name, value in entry.items():
                if name != "gid":
                    where: Place = (place, name)
                    found = self.value(value, where)
                    _check(fields.get(name), found, where)
                    ordered = isinstance(record.values.get(name), Ordered)
                    record.values[name] = _ordered(found, where) if ordered else found

    def value(self, value: Any, place: Place) -> Any:
        """Return a value, with records instead of references."""
        if isinstance(value, list):
            return [self.value(each, (place, n)) for n, each in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if "$ref" in value:
            return self._referred(value, (place, "$ref"))
        found = {name: self.value(each, (place, name)) for name, each in value.items()}
        if "$plan" not in value:
            return found
        try:
            return _PLANS[found.pop("$plan")](**found)
        except (KeyError, TypeError) as error:
            raise wrong(place, "expected a plan from a dump") from error

    def _referred(self, reference: dict[str, Any], place: Place) -> Record:
        gid = str(reference["$ref"])
        if "$as" in reference:
            found = self.others.get((gid, reference["$as"]))
        else:
            found = self.known.get(gid)
        if found is None:
            raise wrong(place, f"expected the gid of a record, but there is no {gid}")
        return found


def _ordered(value: Any, place: Place) -> Ordered[Record]:
    if not isinstance(value, list) or not all(isinstance(each, Record) for each in value):
        raise wrong(place, f"expected a list of {_REFERENCES}")
    return Ordered(dict.fromkeys(value))


def _check(field: Field | None, value: Any, place: Place) -> None:
    """Raise an error unless a value that must be a record is one."""
    if field is None or not field.refers or value is None:
        return
    values = value if field.many and isinstance(value, list) else [value]
    if not all(isinstance(each, Record) for each in values):
        raise wrong(place, f"expected {_REFERENCES if field.many else _REFERENCE}")
