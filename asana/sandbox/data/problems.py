"""Problems of given data: the position, and what was expected there."""

import difflib
from collections.abc import Iterable
from typing import Any

# A position in the data: the surrounding position, and the key or index in it.
Place = tuple["Place", str | int] | tuple[()]


class DataError(ValueError):
    """The data do not describe the state of a sandbox; the message says where and why."""


def wrong(place: Place, expected: str) -> DataError:
    """Return the error for a position."""
    where = spell(place)
    return DataError(f"{where}: {expected}" if where else expected)


def expected(key: str, known: Iterable[str]) -> str:
    """Return the expected keys in place of an unknown one."""
    names = sorted(set(known))
    close = difflib.get_close_matches(str(key), names, 1)
    if close:
        return f"expected {close[0]!r} instead"
    return f"expected one of {', '.join(names)}"


def spell(place: Place) -> str:
    """Return a position as a path of keys, such as `tasks[3].assignee`."""
    if not place:
        return ""
    around, key = place
    before = spell(around)
    if isinstance(key, int):
        return f"{before}[{key}]"
    return f"{before}.{key}" if before else key


def mapping(value: Any, place: Place) -> dict[str, Any]:
    """Return a value that must be a JSON object."""
    if not isinstance(value, dict):
        raise wrong(place, "expected an object")
    return value
