"""The types of custom fields: each value that one takes or refuses, and how options are found."""

import math
from datetime import date, datetime, timezone
from enum import Enum
from fractions import Fraction
from typing import Any

import pytest

from asana._above import field_types
from asana._above.field_types import TYPES
from tests.test_field_types import OPTIONS, field


class Color(Enum):
    """A value of an Enum stands for what it holds."""

    NAME = "New"
    NUMBER = 5
    HALF = 0.5
    DAY = "2027-03-01"
    TIME = datetime(2027, 3, 1, 9, tzinfo=timezone.utc)
    GID = "77"


NINE = "2027-03-01T09:00:00+00:00"


@pytest.mark.parametrize(
    ("subtype", "value", "written"),
    [
        ("text", Color.NAME, "New"),
        ("number", Color.NUMBER, 5),
        ("number", Color.HALF, 0.5),
        ("number", Fraction(1, 2), 0.5),
        ("number", 10**15 + 1, 10**15 + 1),
        ("number", -(2**53), -(2**53)),
        ("enum", Color.NAME, "1"),
        ("enum", {"gid": "3", "name": "New"}, "3"),
        ("multi_enum", ["Paid", "New", "3", "New"], ["3", "1"]),
        ("multi_enum", {"Paid", "New"}, ["1", "3"]),
        ("multi_enum", frozenset(["Paid", "New"]), ["1", "3"]),
        ("multi_enum", ("Paid", Color.NAME), ["3", "1"]),
        ("multi_enum", iter(["New", {"gid": "3"}]), ["1", "3"]),
        ("date", Color.DAY, {"date": "2027-03-01"}),
        ("date", Color.TIME, {"date_time": NINE}),
        ("date", {"date": date(2027, 3, 1)}, {"date": "2027-03-01"}),
        ("date", {"date": "2027-03-01", "date_time": NINE}, {"date_time": NINE}),
        ("date", {"date": None, "date_time": NINE}, {"date_time": NINE}),
        ("date", {"date_time": Color.TIME.value}, {"date_time": NINE}),
        ("people", "me", ["me"]),
        ("people", Color.GID, ["77"]),
        ("people", 5, ["5"]),
        ("people", {"gid": 5}, ["5"]),
        ("people", ["a@b.c", "me", "5", "a@b.c", 5], ["a@b.c", "me", "5"]),
        ("people", [], []),
        ("people", iter(["me"]), ["me"]),
        ("reference", 5, ["5"]),
        ("reference", Color.GID, ["77"]),
        ("reference", {"gid": "5"}, ["5"]),
        ("reference", [5, "5", {"gid": 5}, "6"], ["5", "6"]),
        ("reference", [], []),
    ],
)  # fmt: skip
def test_each_type_takes_what_stands_for_a_value(subtype: str, value: Any, written: Any) -> None:
    definition = field(subtype, enum_options=OPTIONS)
    write = TYPES[subtype].write
    assert write is not None
    found = write(definition, value, field_types.enabled_option)
    assert (found, type(found)) == (written, type(written))


TAKES = {
    "text": "text",
    "number": "a number",
    "enum": "the name or gid of an option",
    "multi_enum": "a list of options",
    "date": "a date or datetime",
    "people": 'users: records, gids, email addresses or "me"',
    "reference": "records or their gids",
}


class NotATime(datetime):
    """The missing time of a data frame."""

    def __ne__(self, other: object) -> bool:
        return True

    __hash__ = datetime.__hash__


@pytest.mark.parametrize("subtype", TAKES)
@pytest.mark.parametrize(
    ("value", "end"),
    [
        (float("nan"), "nan; None clears it"),
        (NotATime(1, 1, 1), "NotATime(1, 1, 1, 0, 0); None clears it"),
        (True, "True"),
        (b"5", "b'5'"),
        (1j, "1j"),
        ({"name": "New"}, "{'name': 'New'}"),
        (object, "<class 'object'>"),
    ],
)
def test_each_type_says_what_it_takes(subtype: str, value: Any, end: str) -> None:
    write = TYPES[subtype].write
    assert write is not None
    with pytest.raises((TypeError, ValueError)) as raised:
        write(field(subtype, enum_options=OPTIONS), value, field_types.enabled_option)
    takes = TAKES[subtype]
    if subtype == "date" and isinstance(value, dict):
        end = "None"
    if (subtype, end) == ("number", "nan; None clears it"):
        takes = "a finite number"
    assert str(raised.value) == f"the custom field 'X' takes {takes}, not {end}"


@pytest.mark.parametrize("subtype", ["people", "reference"])
@pytest.mark.parametrize("value", ["Tom", "", "\uff11", "1.5", {"gid": None}, [["5"]], None])
def test_a_record_has_a_gid(subtype: str, value: Any) -> None:
    write = TYPES[subtype].write
    assert write is not None
    for given in (value, [value]):
        with pytest.raises(TypeError, match="the custom field 'X' takes"):
            write(field(subtype), given, field_types.enabled_option)


@pytest.mark.parametrize(
    ("subtype", "operator", "value", "operand"),
    [
        *(
            ("text", operator, Color.NAME, "New")
            for operator in ("value", "contains", "starts_with", "ends_with")
        ),
        ("text", "value", "x" * 2000, "x" * 2000),
        *(("number", operator, 5.0, 5) for operator in ("value", "less_than", "greater_than")),
        ("enum", "value", "Old", "2"),
        ("enum", "value", {"gid": "3"}, "3"),
        *(("date", operator, Color.DAY, "2027-03-01") for operator in ("value", "before", "after")),
        ("date", "value", " 2027-03-01", None),
    ],
)
def test_each_operator_takes_the_values_of_its_type(
    subtype: str, operator: str, value: Any, operand: Any
) -> None:
    search = TYPES[subtype].operators[operator]
    if operand is None:
        with pytest.raises(ValueError, match="takes a date such as"):
            search(field(subtype), value)
    else:
        found = search(field(subtype, enum_options=OPTIONS), value)
        assert (found, type(found)) == (operand, type(operand))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-2.5", -2.5),
        (" 7 ", 7),
        ("9007199254740992", 2.0**53),
        ("-9007199254740991", 1 - 2**53),
        ("inf", math.inf),
        ("1e400", math.inf),
    ],
)
def test_a_text_is_a_number(text: str, value: Any) -> None:
    found = field_types.from_text(field("number"), text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("1", "1"),  # a gid goes before a name
        ("Cafe\u0301 ", "3"),
        (" caf\u00e9", None),
        ("4", "4"),
        ("5", None),
        ("", None),
    ],
)
def test_an_option_is_found(name: str, found: str | None) -> None:
    options = [
        {"gid": "1", "name": "one", "enabled": False},
        {"gid": "3", "name": " Caf\u00e9"},
        {"gid": "4"},
        {"gid": "6", "name": "1"},
    ]
    option = field_types.find_option(field("enum", enum_options=options), name)
    assert (option and option["gid"]) == found
    assert field_types.find_option(field("enum", enum_options=None), name) is None
