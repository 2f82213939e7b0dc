"""Convert Python values to the form that Asana reads in a query, a header or a JSON body."""

import contextlib
import datetime
import operator
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any

from .warning import warn

__all__ = [
    "MOST_SHOWN",
    "CommaList",
    "as_text",
    "body_default",
    "composed",
    "decoded",
    "encoded",
    "file_path",
    "is_list",
    "is_of_the_caller",
    "label",
    "moment",
    "plain",
    "plain_keys",
    "query_value",
    "query_values",
    "read_once",
    "short",
]


BYTES = (bytes, bytearray, memoryview)

PARAMETER = "the parameter"

MOST_SHOWN = 60  # the maximum number of characters of a value in a message
MOST_LEVELS = 100  # the maximum nesting of lists in a query, which needs none


def short(value: Any) -> str:
    """Return the repr of a value for a message, shortened if it is long. It never raises."""
    from reprlib import Repr  # imported here because only messages need it

    cut = Repr()
    cut.maxstring = cut.maxother = cut.maxlong = MOST_SHOWN
    try:
        text = cut.repr(value)
    except Exception:  # a number has too many digits, or the value's __repr__ fails
        text = f"a value of type {type(value).__name__}"
        if isinstance(value, int):
            text = f"a number of {value.bit_length() * 30103 // 100000 + 1} digits"
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 3]}..."


def is_of_the_caller(failure: BaseException) -> bool:
    """Return whether an exception comes from the caller's code, such as an ``__iter__``.

    A RecursionError can be raised in such code because of deep nesting; it counts as the caller's
    only if most of the stack is.
    """
    theirs, frames, level = 0, 0, failure.__traceback__
    while level is not None:
        name = level.tb_frame.f_globals.get("__name__") or ""
        room = name.partition(".")[0]
        theirs += room != "asana" and room not in sys.stdlib_module_names
        frames, level = frames + 1, level.tb_next
    return theirs * 2 > frames if isinstance(failure, RecursionError) else theirs > 0


def label(what: str, name: Any) -> str:
    """Return the description of a value in a message: its kind and, unless it is None, its name."""
    return what if name is None else f"{what} {short(name)}"


def as_text(value: Any, what: str, name: Any = None) -> str:
    """Return a value as a string.

    :param what: the description of the value in a message; see :func:`label`
    :raises ValueError: it is nested too deep, or is a number with too many digits
    """
    try:
        return str(value)
    except (RecursionError, ValueError) as failure:
        if is_of_the_caller(failure):
            raise
        kind = "has too many digits" if isinstance(failure, ValueError) else "is nested too deep"
    raise ValueError(f"{label(what, name)} {kind}: {short(value)}")


def encoded(text: str, what: str, name: Any = None) -> bytes:
    """Return a string encoded as UTF-8.

    :param what: the description of the string in a message; see :func:`label`
    :raises ValueError: it has a lone surrogate
    """
    try:
        return text.encode()
    except UnicodeEncodeError:
        # The message of the codec does not name the value.
        raise ValueError(f"{label(what, name)} is not valid text: {short(text)}") from None


def decoded(data: bytes | bytearray, what: str, name: Any = None) -> str:
    """Return UTF-8 bytes as a string.

    :param what: the description of the bytes in a message; see :func:`label`
    :raises ValueError: they are not UTF-8
    """
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise ValueError(f"{label(what, name)} is not UTF-8: {short(bytes(data))}") from None


def file_path(path: str | os.PathLike[Any], what: str) -> str:
    """Return the path of a file as a string.

    :param what: the description of the path in a message
    :raises ValueError: the path is invalid on this system
    """
    text = os.fsdecode(path)
    try:
        usable = b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        usable = False
    if not usable:
        raise ValueError(f"{what} must be a valid path, not {short(text)}")
    return text


class CommaList(str):
    """A list in the form of a query, a comma-separated string; JSON needs the list itself.

    :ivar parts: the list
    """

    parts: list[Any]

    @classmethod
    def of(cls, parts: list[Any], name: Any = None) -> "CommaList":
        """Return the comma-separated string of a list.

        :param name: the name of the parameter
        """
        joined = cls(query_value(parts, name))
        joined.parts = parts
        return joined


def plain(value: Any) -> Any:
    """Return the value of a member of an Enum, and other values unchanged."""
    while isinstance(value, Enum):
        value = value.value
    return value


def composed(text: str) -> str:
    """Return a string in the normal form NFC, because some systems write é as e and an accent."""
    return unicodedata.normalize("NFC", text)


def query_values(params: Mapping[str, Any]) -> dict[str, str]:
    """Return parameters as strings for a query: comma-separated lists, ``true``/``false``.

    None and empty dictionaries are omitted.

    :raises TypeError: a value has a type that a query cannot contain
    :raises ValueError: a value is nested too deep, or is a number with too many digits
    """
    return {
        key if type(key) is str else _parameter_name(key): query_value(value, key)
        for key, value in params.items()
        if value is not None and not (isinstance(value, Mapping) and not value)
    }


def _parameter_name(key: Any) -> str:
    return as_text(plain(key), "the name of a parameter")


def query_value(value: Any, name: Any = None, level: int = 0) -> str:
    """Return one value as a string for a query.

    :param name: the name of the parameter, for messages
    :param level: the number of lists that contain it
    :raises TypeError: the value is a dictionary, None, or of another type without a string form
    :raises ValueError: it is nested too deep, or is a number with too many digits
    """
    value = plain(value)
    if isinstance(value, str):
        return str.__str__(value)
    if type(value) is int:  # as the limit of each page is
        return as_text(value, PARAMETER, name)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, Mapping):
        kind = "None" if value is None else "a dictionary"
        raise TypeError(f"{label(PARAMETER, name)} cannot be {kind} or contain {kind}")
    if isinstance(value, datetime.date):
        return _query_moment(value)
    if isinstance(value, bytes | bytearray):
        return decoded(value, PARAMETER, name)
    if hasattr(value, "encode"):  # another kind of string, such as a lazy string of Django
        return str(value)
    if is_list(value):
        return _comma_list(value, name, level)
    if callable(value) or _shows_nothing(type(value)):
        kind = type(value).__name__
        raise TypeError(f"{label(PARAMETER, name)} cannot be of type {kind}")
    text = as_text(value, PARAMETER, name)
    # numpy has its own booleans.
    return text.lower() if text in ("True", "False") else text


def read_once(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return values for many requests, with iterators as lists: one request would exhaust them."""
    return {name: _read_inside(value) for name, value in (values or {}).items()}


def _read_inside(value: Any) -> Any:
    """Return a value with its iterators as lists, including those in ``custom_fields``."""
    if isinstance(value, Mapping) and any(isinstance(each, Iterator) for each in value.values()):
        return read_once(value)
    return list(value) if isinstance(value, Iterator) else value


def is_list(value: Any) -> bool:
    """Return whether a value is iterable, which strings are too."""
    known = isinstance(value, Iterable) or hasattr(value, "__getitem__")
    return known and not isinstance(value, type)


def _comma_list(value: Any, name: Any, level: int) -> str:
    if level >= MOST_LEVELS:
        raise ValueError(f"{label(PARAMETER, name)} is nested too deep, or contains itself")
    parts = [query_value(part, name, level + 1) for part in value]
    return ",".join(sorted(parts) if isinstance(value, set | frozenset) else parts)


def _shows_nothing(kind: Any) -> bool:
    """Return whether the string of an object is only its type and address."""
    return kind.__str__ is object.__str__ and kind.__repr__ is object.__repr__


def _query_moment(value: datetime.date) -> str:
    if isinstance(value, datetime.datetime) and value.tzinfo is None:
        warn(
            f"a datetime without a time zone is sent as {value.isoformat()}, which Asana reads as "
            "UTC; set its tzinfo"
        )
    return value.isoformat()


def moment(value: Any) -> str:
    """Return a date or an aware datetime in ISO 8601.

    :raises ValueError: the datetime has no time zone
    :raises TypeError: the value is neither a date nor a datetime
    """
    if not isinstance(value, datetime.date):
        raise TypeError(f"values of type {type(value).__name__} are not supported")
    if isinstance(value, datetime.datetime) and value.tzinfo is None:
        raise ValueError(f"{short(value)} has no time zone, so it is ambiguous: set its tzinfo")
    return value.isoformat()


def plain_keys(value: Any) -> Any:
    """Return a value of a body with members of an Enum, as keys of dictionaries, as strings.

    :raises TypeError: the value contains an iterator, which could be read only once
    """
    if isinstance(value, Mapping):
        return {plain(key): plain_keys(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain_keys(part) for part in value]
    if isinstance(value, Iterator):
        raise TypeError("with keys that are not strings, use lists instead of iterators")
    return value


def body_default(value: Any) -> Any:
    """Return a JSON value for a value that ``json`` does not support; ``json`` calls this.

    :raises ValueError: the value is a datetime without a time zone
    :raises TypeError: the value has a type that cannot be encoded
    """
    if isinstance(value, Enum):
        return value.value
    if hasattr(value, "__index__"):  # numpy integers, and also numpy arrays
        with contextlib.suppress(TypeError):
            return operator.index(value)
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Iterable) and not hasattr(value, "read") and not isinstance(value, BYTES):
        return list(value)
    scalar = getattr(value, "item", None)  # other numpy scalars
    if callable(scalar) and isinstance(number := scalar(), bool | int | float | str):
        return number
    return moment(value)
