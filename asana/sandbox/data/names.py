"""Find the records that handwritten data refers to by name."""

from collections.abc import Collection, Iterable
from itertools import islice
from typing import Any

from asana.sandbox.data.problems import DataError, Place, wrong
from asana.sandbox.records.record import Record

Index = dict[Any, list[Record]]


class Names:
    """Indexes of records by gid, name and email address."""

    def __init__(self) -> None:
        self._indexes: dict[Any, tuple[int, Index]] = {}

    def find(
        self, records: Collection[Record], key: Any, name: Any, place: Place, kind: str
    ) -> Record:
        """Return the record with a name; the index for the key is extended with the records."""
        count, index = self._indexes.get(key, (0, {}))
        if count != len(records):
            index = _index(records)
            self._indexes[key] = len(records), index
        return _only(records, index, name, place, kind)


def pick(records: Collection[Record], name: Any, place: Place, kind: str) -> Record:
    """Return the record with a name from a short list."""
    return _only(records, _index(records), name, place, kind)


def _index(records: Iterable[Record]) -> Index:
    index: Index = {}
    for record in records:
        for spelling in {record.gid, record.get("name"), record.get("email")}:
            index.setdefault(spelling, []).append(record)
    return index


def _only(records: Iterable[Record], index: Index, name: Any, place: Place, kind: str) -> Record:
    what = kind.replace("_", " ")
    found = index.get(name, []) if isinstance(name, str) else []
    if len(found) > 1:
        raise wrong(
            place, (f"expected the name of one {what}, and {len(found)} are called {name!r}")
        )
    if not found:
        raise unknown(f"expected the name of a {what}, and none is called {name!r}", records, place)
    return found[0]


def unknown(problem: str, records: Iterable[Record], place: Place) -> DataError:
    """Return an error that lists the names of some records."""
    names = [repr(record["name"]) for record in islice(records, 10)]
    return wrong(place, f"{problem}; known names are {', '.join(names)}" if names else problem)
