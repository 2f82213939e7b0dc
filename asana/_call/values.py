"""Values as Asana reads them: what a query, a header or a JSON body holds for a Python value."""

import contextlib
import datetime
import operator
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any

from .warning import warn

__all__ = [
    "CommaList",
    "body_default",
    "moment",
    "plain",
    "plain_keys",
    "query_value",
    "query_values",
]


BYTES = (bytes, bytearray, memoryview)


class CommaList(str):
    """A list as a query has it; JSON has the list itself.

    :ivar parts: the list
    """

    parts: list[Any]

    @classmethod
    def of(cls, parts: list[Any]) -> "CommaList":
        """Return the text of a list."""
        joined = cls(query_value(parts))
        joined.parts = parts
        return joined


def plain(value: Any) -> Any:
    """Return the value that a member of an Enum stands for, and any other value as it is."""
    while isinstance(value, Enum):
        value = value.value
    return value


def query_values(params: Mapping[str, Any]) -> dict[str, str]:
    """Return parameters as a query has them: text, comma lists, ``true``/``false``.

    None and an empty dictionary say nothing, and are left out.

    :raises TypeError: a value has no form in a query
    """
    return {
        str(plain(key)): query_value(value)
        for key, value in params.items()
        if value is not None and not (isinstance(value, Mapping) and not value)
    }


def query_value(value: Any) -> str:
    """Return one value as text for a query.

    :raises TypeError: the value is a dictionary or None, which no query can hold
    """
    value = plain(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, Mapping):
        kind = "None" if value is None else "a dictionary"
        raise TypeError(f"a query parameter cannot be {kind}, nor hold one in a list")
    if isinstance(value, datetime.date):
        return _query_moment(value)
    if isinstance(value, bytes | bytearray):
        return value.decode()
    if hasattr(value, "encode"):  # text of another kind, such as Django's lazy strings
        return str(value)
    if isinstance(value, Iterable) or hasattr(value, "__getitem__"):
        parts = [query_value(part) for part in value]
        return ",".join(sorted(parts) if isinstance(value, set | frozenset) else parts)
    if callable(value) or _shows_nothing(type(value)):
        raise TypeError(f"a {type(value).__name__} has no form in a query")
    text = str(value)
    # numpy has truth values of its own.
    return text.lower() if text in ("True", "False") else text


def _shows_nothing(kind: Any) -> bool:
    """Tell whether the text of an object is nothing but its type and its address."""
    return kind.__str__ is object.__str__ and kind.__repr__ is object.__repr__


def _query_moment(value: datetime.date) -> str:
    if isinstance(value, datetime.datetime) and value.tzinfo is None:
        warn(
            f"a datetime without a time zone goes out as it is ({value.isoformat()}), and Asana "
            "reads it as UTC; give it a tzinfo"
        )
    return value.isoformat()


def moment(value: Any) -> str:
    """Return a date or an aware datetime in ISO 8601.

    :raises ValueError: the datetime has no time zone
    :raises TypeError: the value is neither a date nor a datetime
    """
    if not isinstance(value, datetime.date):
        raise TypeError(f"a {type(value).__name__} has no form in JSON")
    if isinstance(value, datetime.datetime) and value.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone, so it is ambiguous: give it a tzinfo")
    return value.isoformat()


def plain_keys(value: Any) -> Any:
    """Return a value of a body whose dictionaries have text in place of members of an Enum."""
    if isinstance(value, Mapping):
        return {plain(key): plain_keys(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain_keys(part) for part in value]
    if isinstance(value, Iterator):
        raise TypeError("a body with an iterator in it, which can be read once, has text as keys")
    return value


def body_default(value: Any) -> Any:
    """Return what JSON has for a value that it does not know; ``json`` calls this.

    :raises ValueError: a datetime without a time zone
    :raises TypeError: the value has no form in JSON
    """
    if isinstance(value, Enum):
        return value.value
    if hasattr(value, "__index__"):  # the integers of numpy, and its arrays
        with contextlib.suppress(TypeError):
            return operator.index(value)
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Iterable) and not hasattr(value, "read") and not isinstance(value, BYTES):
        return list(value)
    scalar = getattr(value, "item", None)  # numpy's other scalars
    if callable(scalar) and isinstance(number := scalar(), bool | int | float | str):
        return number
    return moment(value)
