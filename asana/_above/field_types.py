"""The types of custom fields: how to write, read and search their values."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

from .._call.dates import as_date, as_datetime, as_day_or_time
from .._call.near import near_names
from .._call.values import composed, moment, plain, short
from ..error import InvalidResponseError
from ..records import Record

__all__ = [
    "MAX_TEXT",
    "OPERATORS",
    "FieldType",
    "Numbers",
    "Pick",
    "UnknownFieldError",
    "enabled_option",
    "find_option",
    "from_text",
    "has_options",
    "keeps",
    "listed",
    "option_name",
    "read",
    "read_only_because",
    "type_of",
]

MAX_TEXT = 1024  # characters of a text value
MOST_LISTED = 30  # names in a message

Numbers = Callable[[str], Any]
"""Converts a string to a number: ``float``, or ``decimal.Decimal``."""

Pick = Callable[[Record, Any], str]
"""Returns the gid of the option that a value identifies."""


class UnknownFieldError(KeyError):
    """The name of a custom field or enum option is unknown or ambiguous."""

    def __str__(self) -> str:
        return str(self.args[0])  # the str() of a KeyError is a repr


@dataclass(frozen=True, eq=False)
class FieldType:
    """One type of custom field.

    :ivar member: the member of a record that holds the value
    :ivar parts: the fields to request of the member, if it is an object
    :ivar json: the type of the value in JSON
    :ivar write: converts a value to the form that Asana accepts; None if the type is read-only
    :ivar read: converts a value from Asana to a Python value
    :ivar operators: the operators of a search, with the functions that convert their operands
    """

    member: str
    parts: tuple[str, ...]
    json: type | tuple[type, ...]
    write: Callable[[Record, Any, Pick], Any] | None
    read: Callable[[Record, Any, Numbers], Any]
    operators: Mapping[str, Callable[[Record, Any], Any]]


def type_of(field: Record) -> FieldType:
    """Return the type of a field; unknown and computed fields are read as displayed text."""
    if _is_formula(field) or _is_id(field):
        return DISPLAYED
    subtype = field.get("resource_subtype") or field.get("type")
    return TYPES.get(str(subtype), DISPLAYED)


def _is_formula(field: Record) -> bool:
    return bool(field.get("is_formula_field")) or field.get("representation_type") == "formula"


def _is_id(field: Record) -> bool:
    return bool(field.get("id_prefix")) or field.get("representation_type") == "custom_id"


def read_only_because(field: Record) -> str | None:
    """Return why a field is read-only, or None if it is not."""
    if _is_formula(field):
        return "Asana calculates it with a formula"
    if _is_id(field):
        return "Asana assigns its IDs"
    if field.get("is_value_read_only"):
        return "Asana calculates it"
    if type_of(field) is DISPLAYED:
        subtype = field.get("resource_subtype")
        return f"its type {subtype!r} is unknown; add its gid and value to the dictionary yourself"
    return None


def has_options(field: Record) -> bool:
    """Return whether the values of a field are enum options."""
    return type_of(field) in (TYPES["enum"], TYPES["multi_enum"])


def listed(names: Iterable[str]) -> str:
    """Return names for a message: the first ones, if there are many."""
    found = list(names)
    rest = f" and {len(found) - MOST_LISTED} more" if len(found) > MOST_LISTED else ""
    return ", ".join(map(repr, found[:MOST_LISTED])) + rest


def _wrong(field: Record, value: Any, takes: str) -> TypeError:
    hint = "; None clears it" if _is_missing(value) else ""
    return TypeError(f"the custom field {field['name']!r} takes {takes}, not {short(value)}{hint}")


def _is_missing(value: Any) -> bool:
    """Return whether a value is the missing value of a data frame: NaN, or NaT, a datetime."""
    return isinstance(value, float | date) and value != value


# Texts and numbers


def _text(field: Record, value: Any, pick: Pick) -> str:
    text = _any_text(field, value)
    if len(text) > MAX_TEXT:
        raise ValueError(
            f"the custom field {field['name']!r} takes at most {MAX_TEXT} characters, "
            f"not {len(text)}"
        )
    return text


def _any_text(field: Record, value: Any) -> str:
    value = plain(value)
    if not isinstance(value, str):
        raise _wrong(field, value, "text")
    return str.__str__(value)


def _number(field: Record, value: Any, pick: Pick | None = None) -> int | float:
    value = plain(value)
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        raise _wrong(field, value, "a number")
    try:
        number = float(value)
    except (OverflowError, ValueError):  # of a signaling NaN
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(
            f"the custom field {field['name']!r} takes a finite number, not {short(value)}; "
            "None clears it"
        )
    if not keeps(number, value):
        raise ValueError(
            f"the custom field {field['name']!r} takes numbers of about 15 digits, "
            f"not {short(value)}; round it"
        )
    if isinstance(value, Integral):
        return int(value)
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def keeps(number: float, value: Any) -> bool:
    """Return whether a float keeps all digits of the number that it was converted from."""
    if isinstance(value, Decimal):
        return Decimal(repr(number)) == value
    return not isinstance(value, Integral) or number == int(value)


def _read_number(field: Record, value: Any, numbers: Numbers) -> Any:
    return numbers(str(value))


def _as_it_is(field: Record, value: Any, numbers: Numbers) -> Any:
    return value


# Options


def find_option(field: Record, wanted: str) -> Record | None:
    """Return the option of a field that has the given gid or name, or None.

    An enabled option takes precedence over a disabled one of the same name.

    :raises UnknownFieldError: several options have the name
    """
    options = field.get("enum_options") or []
    found = [option for option in options if option["gid"] == wanted]
    found = found or [option for option in options if _bare(option.get("name")) == _bare(wanted)]
    found = [option for option in found if option.get("enabled", True)] or found
    if len(found) > 1:
        gids = ", ".join(option["gid"] for option in found)
        raise UnknownFieldError(
            f"the custom field {field['name']!r} has {len(found)} options {wanted!r}: "
            f"use the gid of one: {gids}"
        )
    return found[0] if found else None


def _bare(name: Any) -> str | None:
    return composed(name).strip() if isinstance(name, str) else None


def option_name(field: Record, value: Any) -> str:
    """Return the name or gid of the option that a value identifies."""
    value = plain(value)
    name = value.get("gid") if isinstance(value, Mapping) else value
    if not isinstance(name, str):
        raise _wrong(field, value, "the name or gid of an option")
    return name


def any_option(field: Record, value: Any) -> str:
    """Return the gid of the option that a value identifies, enabled or not.

    :raises UnknownFieldError: the option is unknown
    """
    return str(_option(field, option_name(field, value))["gid"])


def enabled_option(field: Record, value: Any) -> str:
    """Return the gid of the option that a value identifies.

    :raises UnknownFieldError: the option is unknown
    :raises ValueError: the option is disabled
    """
    option = _option(field, option_name(field, value))
    if not option.get("enabled", True):
        raise ValueError(
            f"the option {option.get('name')!r} of the custom field {field['name']!r} is disabled; "
            f"the enabled options are {listed(_enabled(field))}"
        )
    return str(option["gid"])


def _option(field: Record, wanted: str) -> Record:
    option = find_option(field, wanted)
    if option is None:
        near = near_names(wanted, _enabled(field), 1)
        question = f"; did you mean {near[0]!r}? There are" if near else "; there are"
        raise UnknownFieldError(
            f"the custom field {field['name']!r} has no option {short(wanted)}{question} "
            f"{listed(_enabled(field)) or 'none'}"
        )
    return option


def _enabled(field: Record) -> list[str]:
    options = field.get("enum_options") or []
    return [str(option.get("name")) for option in options if option.get("enabled", True)]


def _one_option(field: Record, value: Any, pick: Pick) -> str:
    return pick(field, value)


def _options(field: Record, value: Any, pick: Pick) -> list[str]:
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        raise _wrong(field, value, "a list of options")
    gids = [pick(field, each) for each in value]
    return list(dict.fromkeys(sorted(gids) if isinstance(value, set | frozenset) else gids))


def _read_option(field: Record, value: Any, numbers: Numbers) -> str:
    if not isinstance(value, Mapping):
        raise InvalidResponseError("Invalid Response: an enum option is not a record")
    name = value.get("name")
    if name is None:
        known = find_option(field, str(value.get("gid")))
        name = known and known.get("name")
    if not isinstance(name, str):
        raise ValueError(
            f"the option of the custom field {field['name']!r} has no name: "
            "request fields=[..., *fields.opt_fields]"
        )
    return name


def _read_options(field: Record, value: Any, numbers: Numbers) -> list[str]:
    return [_read_option(field, each, numbers) for each in value]


# Dates


def _date(field: Record, value: Any, pick: Pick) -> dict[str, str]:
    value = plain(value)
    if isinstance(value, Mapping):
        value = value.get("date_time") or value.get("date")
    day = _day_or_time(field, value)
    return {"date_time" if isinstance(day, datetime) else "date": moment(day)}


def _day_or_time(field: Record, value: Any) -> date:
    """Return a date or an aware datetime; the value can be a string."""
    if not isinstance(value, str | date) or _is_missing(value):
        raise _wrong(field, value, "a date or datetime")
    if isinstance(value, str):
        try:
            return as_day_or_time(value)
        except ValueError:
            pass  # raised below, without details of the parser
        takes = "a date such as 2027-03-01, or a time with its zone such as 2027-03-01T09:00:00Z"
        raise ValueError(f"the custom field {field['name']!r} takes {takes}, not {short(value)}")
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError(
            f"the custom field {field['name']!r} takes a datetime with a time zone, "
            f"not {short(value)}: set its tzinfo"
        )
    return value


def _day(field: Record, value: Any) -> str:
    day = _day_or_time(field, plain(value))
    if isinstance(day, datetime):
        raise TypeError(
            f"a search for the custom field {field['name']!r} takes a date without a time, "
            f"such as {day.date().isoformat()}"
        )
    return day.isoformat()


def _read_date(field: Record, value: Any, numbers: Numbers) -> date | None:
    day, time = value.get("date"), value.get("date_time")
    try:
        return as_datetime(time) if time else as_date(day) if day else None
    except (TypeError, ValueError):
        raise InvalidResponseError("Invalid Response: date_value is not a date") from None


# People and other records


def _people(field: Record, value: Any, pick: Pick) -> list[str]:
    return list(dict.fromkeys(_person(field, each) for each in _several(value)))


def _person(field: Record, value: Any) -> str:
    gid = _gid(value)
    if gid is None or not (gid == "me" or "@" in gid or _is_number(gid)):
        takes = 'users: records, gids, email addresses or "me"'
        raise _wrong(field, value, takes)
    return gid


def _references(field: Record, value: Any, pick: Pick) -> list[str]:
    return list(dict.fromkeys(_reference(field, each) for each in _several(value)))


def _reference(field: Record, value: Any) -> str:
    gid = _gid(value)
    if gid is None or not _is_number(gid):
        raise _wrong(field, value, "records or their gids")
    return gid


def _several(value: Any) -> Iterable[Any]:
    """Return the values of a list, or a single value in a list."""
    value = plain(value)
    single = isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable)
    return [value] if single else value


def _gid(value: Any) -> str | None:
    value = plain(value)
    if isinstance(value, Mapping):
        value = value.get("gid")
    if isinstance(value, Integral) and not isinstance(value, bool):
        value = str(int(value))
    return value if isinstance(value, str) else None


def _is_number(gid: str) -> bool:
    return gid.isascii() and gid.isdecimal()


TYPES = {
    "text": FieldType(
        "text_value",
        (),
        str,
        _text,
        _as_it_is,
        dict.fromkeys(("value", "contains", "starts_with", "ends_with"), _any_text),
    ),
    "number": FieldType(
        "number_value",
        (),
        (int, float),
        _number,
        _read_number,
        dict.fromkeys(("value", "less_than", "greater_than"), _number),
    ),
    "enum": FieldType(
        "enum_value", ("name",), dict, _one_option, _read_option, {"value": any_option}
    ),
    "multi_enum": FieldType("multi_enum_values", ("name",), list, _options, _read_options, {}),
    "date": FieldType(
        "date_value",
        ("date", "date_time"),
        dict,
        _date,
        _read_date,
        dict.fromkeys(("value", "before", "after"), _day),
    ),
    "people": FieldType("people_value", ("name",), list, _people, _as_it_is, {}),
    "reference": FieldType("reference_value", ("name",), list, _references, _as_it_is, {}),
}
OPERATORS = frozenset(name for kind in TYPES.values() for name in kind.operators) | {"is_set"}
DISPLAYED = FieldType("display_value", (), str, None, _as_it_is, {})


def from_text(field: Record, text: str) -> Any:
    """Return the value that a text stands for, such as a cell of a CSV file.

    Commas separate several options, people or records.

    :raises ValueError: the field takes numbers, and the text is none
    """
    kind = type_of(field)
    if kind.member == "number_value":
        return _number_in(field, text)
    if kind.json is list:
        return [each.strip() for each in text.split(",") if each.strip()]
    return text if kind.member == "text_value" else text.strip()


def _number_in(field: Record, text: str) -> int | float:
    try:
        number = float(text)
    except ValueError:
        raise ValueError(
            f"{field['name']!r} must be a number such as 1234.5, not {short(text)}"
        ) from None
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def read(field: Record, part: Record, numbers: Numbers) -> Any:
    """Return the Python value of a field from its part of a record.

    :raises ValueError: the value was not requested
    :raises InvalidResponseError: the value does not fit the type of the field
    """
    kind = type_of(field)
    if kind.member not in part:
        raise ValueError(
            f"the record has no {kind.member} of the custom field {field['name']!r}: "
            "request fields=[..., *fields.opt_fields]"
        )
    value = part[kind.member]
    if value is None:
        return None
    if not isinstance(value, kind.json) or isinstance(value, bool):
        found = type(value).__name__
        raise InvalidResponseError(f"Invalid Response: {kind.member} is of type {found}")
    return kind.read(field, value, numbers)
