"""Values as Asana reads them: what a query, a header or a JSON body holds for a Python value."""

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

MOST_SHOWN = 60  # characters of a value in a message
MOST_LEVELS = 100  # of lists in a query, which has none at all


def short(value: Any) -> str:
    """Return what a message shows of a value: its repr, cut where it is long. It never fails."""
    from reprlib import Repr  # which only messages need

    cut = Repr()
    cut.maxstring = cut.maxother = cut.maxlong = MOST_SHOWN
    try:
        text = cut.repr(value)
    except Exception:  # of a number with too many digits, or of the caller's
        text = f"a value of type {type(value).__name__}"
        if isinstance(value, int):
            text = f"a number of {value.bit_length() * 30103 // 100000 + 1} digits"
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 3]}..."


def is_of_the_caller(failure: BaseException) -> bool:
    """Tell whether an exception comes from code of the caller's, such as an ``__iter__``.

    Nesting that is too deep may end in such code, which is not to blame where most of the stack
    is not its own.
    """
    theirs, frames, level = 0, 0, failure.__traceback__
    while level is not None:
        name = level.tb_frame.f_globals.get("__name__") or ""
        room = name.partition(".")[0]
        theirs += room != "asana" and room not in sys.stdlib_module_names
        frames, level = frames + 1, level.tb_next
    return theirs * 2 > frames if isinstance(failure, RecursionError) else theirs > 0


def label(what: str, name: Any) -> str:
    """Return what a message calls a value: what it is and, unless that is None, its name."""
    return what if name is None else f"{what} {short(name)}"


def as_text(value: Any, what: str, name: Any = None) -> str:
    """Return the text of a value.

    :param what: the value in a message; see :func:`label`
    :raises ValueError: it is nested too deep, or a number with too many digits
    """
    try:
        return str(value)
    except (RecursionError, ValueError) as failure:
        if is_of_the_caller(failure):
            raise
        kind = "has too many digits" if isinstance(failure, ValueError) else "is nested too deep"
    raise ValueError(f"{label(what, name)} {kind}: {short(value)}")


def encoded(text: str, what: str, name: Any = None) -> bytes:
    """Return a text in UTF-8.

    :param what: the text in a message; see :func:`label`
    :raises ValueError: it holds half of a surrogate pair
    """
    try:
        return text.encode()
    except UnicodeEncodeError:
        # The codec's message says neither which text it is nor what to do.
        raise ValueError(f"{label(what, name)} is not valid text: {short(text)}") from None


def decoded(data: bytes | bytearray, what: str, name: Any = None) -> str:
    """Return bytes in UTF-8 as text.

    :param what: the bytes in a message; see :func:`label`
    :raises ValueError: they are no UTF-8
    """
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise ValueError(f"{label(what, name)} is not UTF-8: {short(bytes(data))}") from None


def file_path(path: str | os.PathLike[Any], what: str) -> str:
    """Return the path of a file as text.

    :param what: the path in a message
    :raises ValueError: no file can have it
    """
    text = os.fsdecode(path)
    try:
        usable = b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        usable = False
    if not usable:
        raise ValueError(f"{what} is not the path of a file: {short(text)}")
    return text


class CommaList(str):
    """A list as a query has it; JSON has the list itself.

    :ivar parts: the list
    """

    parts: list[Any]

    @classmethod
    def of(cls, parts: list[Any], name: Any = None) -> "CommaList":
        """Return the text of a list.

        :param name: the name of the parameter
        """
        joined = cls(query_value(parts, name))
        joined.parts = parts
        return joined


def plain(value: Any) -> Any:
    """Return the value that a member of an Enum stands for, and any other value as it is."""
    while isinstance(value, Enum):
        value = value.value
    return value


def composed(text: str) -> str:
    """Return a text with composed characters: some systems write é as e and an accent."""
    return unicodedata.normalize("NFC", text)


def query_values(params: Mapping[str, Any]) -> dict[str, str]:
    """Return parameters as a query has them: text, comma lists, ``true``/``false``.

    None and an empty dictionary say nothing, and are left out.

    :raises TypeError: a value has no form in a query
    :raises ValueError: a value is nested too deep, or a number with too many digits
    """
    return {
        key if type(key) is str else _parameter_name(key): query_value(value, key)
        for key, value in params.items()
        if value is not None and not (isinstance(value, Mapping) and not value)
    }


def _parameter_name(key: Any) -> str:
    return as_text(plain(key), "the name of a parameter")


def query_value(value: Any, name: Any = None, level: int = 0) -> str:
    """Return one value as text for a query.

    :param name: the name of the parameter, for messages
    :param level: how many lists it is in
    :raises TypeError: the value is a dictionary or None, which no query can hold
    :raises ValueError: it is nested too deep, or a number with too many digits
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
        raise TypeError(f"{label(PARAMETER, name)} cannot be {kind}, nor hold one in a list")
    if isinstance(value, datetime.date):
        return _query_moment(value)
    if isinstance(value, bytes | bytearray):
        return decoded(value, PARAMETER, name)
    if hasattr(value, "encode"):  # text of another kind, such as Django's lazy strings
        return str(value)
    if is_list(value):
        return _comma_list(value, name, level)
    if callable(value) or _shows_nothing(type(value)):
        kind = type(value).__name__
        raise TypeError(f"{label(PARAMETER, name)}: a {kind} has no form in a query")
    text = as_text(value, PARAMETER, name)
    # numpy has truth values of its own.
    return text.lower() if text in ("True", "False") else text


def read_once(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return values that can be used for many requests: an iterator would be empty after one."""
    return {name: _read_inside(value) for name, value in (values or {}).items()}


def _read_inside(value: Any) -> Any:
    """Return a value with its iterators as lists, those of ``custom_fields`` too."""
    if isinstance(value, Mapping) and any(isinstance(each, Iterator) for each in value.values()):
        return read_once(value)
    return list(value) if isinstance(value, Iterator) else value


def is_list(value: Any) -> bool:
    """Tell whether there are values in a value, which may be text too."""
    known = isinstance(value, Iterable) or hasattr(value, "__getitem__")
    return known and not isinstance(value, type)


def _comma_list(value: Any, name: Any, level: int) -> str:
    if level >= MOST_LEVELS:
        raise ValueError(f"{label(PARAMETER, name)} is nested too deep, or holds itself")
    parts = [query_value(part, name, level + 1) for part in value]
    return ",".join(sorted(parts) if isinstance(value, set | frozenset) else parts)


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
        raise ValueError(f"{short(value)} has no time zone, so it is ambiguous: give it a tzinfo")
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
