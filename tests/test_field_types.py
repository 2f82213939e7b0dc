"""The types of custom fields: what they hold, request and take, and what they refuse."""

import contextlib
import re
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import pytest

import asana
from asana._above import field_types
from asana._above.field_types import TYPES, UnknownFieldError
from asana.error import InvalidResponseError
from asana.fields import Fields

OPTIONS = [
    {"gid": "1", "name": "New", "enabled": True},
    {"gid": "2", "name": "Old", "enabled": False},
    {"gid": "3", "name": "Paid"},
]


def field(subtype: str = "text", **more: Any) -> dict[str, Any]:
    return {"gid": "12", "name": "X", "resource_subtype": subtype, **more}


ENUM = field("enum", enum_options=OPTIONS)


@pytest.mark.parametrize(
    ("subtype", "member", "parts", "json", "operators"),
    [
        ("text", "text_value", (), str, {"value", "contains", "starts_with", "ends_with"}),
        ("number", "number_value", (), (int, float), {"value", "less_than", "greater_than"}),
        ("enum", "enum_value", ("name",), dict, {"value"}),
        ("multi_enum", "multi_enum_values", ("name",), list, set()),
        ("date", "date_value", ("date", "date_time"), dict, {"value", "before", "after"}),
        ("people", "people_value", ("name",), list, set()),
        ("reference", "reference_value", ("name",), list, set()),
        ("emoji", "display_value", (), str, set()),
    ],
)
def test_each_type_has_its_member_and_operators(
    subtype: str, member: str, parts: tuple[str, ...], json: Any, operators: set[str]
) -> None:
    for definition in (field(subtype), {"name": "X", "type": subtype}):
        found = field_types.type_of(definition)
        assert (found.member, found.parts, found.json) == (member, parts, json)
        assert {*found.operators} == operators <= field_types.OPERATORS
    assert field_types.has_options(field(subtype)) is (subtype in ("enum", "multi_enum"))


def test_the_operators_are_those_of_all_types() -> None:
    assert {
        *("value", "contains", "starts_with", "ends_with", "less_than", "greater_than"),
        *("before", "after", "is_set"),
    } == field_types.OPERATORS


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, None),
        ({"is_formula_field": True}, "Asana calculates it with a formula"),
        ({"representation_type": "formula"}, "Asana calculates it with a formula"),
        ({"id_prefix": "A"}, "Asana assigns its IDs"),
        ({"representation_type": "custom_id"}, "Asana assigns its IDs"),
        ({"is_value_read_only": True}, "Asana calculates it"),
        (
            {"resource_subtype": "emoji"},
            "its type 'emoji' is unknown; add its gid and value to the dictionary yourself",
        ),
    ],
)
def test_what_cannot_be_written_has_a_reason(more: dict[str, Any], why: str | None) -> None:
    assert field_types.read_only_because({**field(), **more}) == why
    shown = more.keys() & {"is_formula_field", "representation_type", "id_prefix"}
    assert (field_types.type_of({**field(), **more}).member == "display_value") is bool(
        shown or "resource_subtype" in more
    )


@pytest.mark.parametrize(
    ("subtype", "value", "kind", "message"),
    [
        ("text", 5, TypeError, "the custom field 'X' takes text, not 5"),
        (
            "text",
            float("nan"),
            TypeError,
            "the custom field 'X' takes text, not nan; None clears it",
        ),
        (
            "text",
            "x" * 1025,
            ValueError,
            "the custom field 'X' takes at most 1024 characters, not 1025",
        ),
        ("number", "5", TypeError, "the custom field 'X' takes a number, not '5'"),
        (
            "number",
            float("inf"),
            ValueError,
            "the custom field 'X' takes a finite number, not inf; None clears it",
        ),
        (
            "number",
            2**53 + 1,
            ValueError,
            "the custom field 'X' takes numbers of about 15 digits, not 9007199254740993; round it",
        ),
        ("multi_enum", "a", TypeError, "the custom field 'X' takes a list of options, not 'a'"),
        ("multi_enum", 5, TypeError, "the custom field 'X' takes a list of options, not 5"),
        ("date", 5, TypeError, "the custom field 'X' takes a date or datetime, not 5"),
        (
            "date",
            "soon",
            ValueError,
            "the custom field 'X' takes a date such as 2027-03-01, or a time with its zone such as "
            "2027-03-01T09:00:00Z, not 'soon'",
        ),
        (
            "date",
            datetime(2027, 3, 1),
            ValueError,
            "the custom field 'X' takes a datetime with a time zone, not "
            "datetime.datetime(2027, 3, 1, 0, 0): set its tzinfo",
        ),
        (
            "people",
            "Tom",
            TypeError,
            "the custom field 'X' takes users: records, gids, email addresses or \"me\", not 'Tom'",
        ),
        (
            "reference",
            "me",
            TypeError,
            "the custom field 'X' takes records or their gids, not 'me'",
        ),
    ],
)
def test_a_refused_value_is_explained(
    subtype: str, value: Any, kind: type[Exception], message: str
) -> None:
    write = TYPES[subtype].write
    assert write is not None
    with pytest.raises(kind) as raised:
        write(field(subtype), value, field_types.enabled_option)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (2**53 - 1, 2**53 - 1),
        (float(2**53), float(2**53)),
        (-float(2**53), -float(2**53)),
        (float(2**53 - 1), 2**53 - 1),
        (1.0, 1),
        (0.5, 0.5),
        (Decimal("2.50"), 2.5),
    ],
)
def test_whole_numbers_are_integers_while_floats_are_exact(value: Any, written: Any) -> None:
    write = TYPES["number"].write
    assert write is not None
    found = write(field("number"), value, field_types.enabled_option)
    assert (found, type(found)) == (written, type(written))
    if not isinstance(value, Decimal):
        assert repr(field_types.from_text(field("number"), repr(value))) == repr(written)


@pytest.mark.parametrize(
    ("pick", "value", "found"),
    [
        (field_types.enabled_option, "New", "1"),
        (field_types.enabled_option, " Paid", "3"),
        (field_types.enabled_option, {"gid": "3"}, "3"),
        (field_types.any_option, "Old", "2"),
        (field_types.any_option, "2", "2"),
    ],
)
def test_an_option_is_found_by_name_or_gid(pick: Any, value: Any, found: str) -> None:
    assert pick(ENUM, value) == found


@pytest.mark.parametrize(
    ("definition", "value", "kind", "message"),
    [
        (
            ENUM,
            "Old",
            ValueError,
            "the option 'Old' of the custom field 'X' is disabled; "
            "the enabled options are 'New', 'Paid'",
        ),
        (
            ENUM,
            "Payed",
            UnknownFieldError,
            "the custom field 'X' has no option 'Payed'; did you mean 'Paid'? "
            "There are 'New', 'Paid'",
        ),
        (
            ENUM,
            "zzzz",
            UnknownFieldError,
            "the custom field 'X' has no option 'zzzz'; there are 'New', 'Paid'",
        ),
        (
            field("enum"),
            "a",
            UnknownFieldError,
            "the custom field 'X' has no option 'a'; there are none",
        ),
        (
            field("enum", enum_options=[{"gid": "1", "name": "A"}, {"gid": "2", "name": "A "}]),
            "A",
            UnknownFieldError,
            "the custom field 'X' has 2 options 'A': use the gid of one: 1, 2",
        ),
        (
            ENUM,
            5,
            TypeError,
            "the custom field 'X' takes the name or gid of an option, not 5",
        ),
    ],
)
def test_a_refused_option_is_explained(
    definition: dict[str, Any], value: Any, kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind) as raised:
        field_types.enabled_option(definition, value)
    assert str(raised.value) == message


def test_an_enabled_option_goes_before_a_disabled_one() -> None:
    twice = [{"gid": "1", "name": "A", "enabled": False}, {"gid": "2", "name": "A"}]
    assert field_types.find_option(field("enum", enum_options=twice), "A") == twice[1]
    assert field_types.find_option(field("enum", enum_options=twice[:1]), "A") == twice[0]


@pytest.mark.parametrize(
    ("count", "end"), [(2, "'0', '1'"), (30, "'28', '29'"), (31, "'29' and 1 more")]
)
def test_many_names_are_cut(count: int, end: str) -> None:
    assert field_types.listed(map(str, range(count))).endswith(end)


@pytest.mark.parametrize(
    ("definition", "part", "value"),
    [
        (field(), {"text_value": "a"}, "a"),
        (field(), {"text_value": None}, None),
        (field("number"), {"number_value": 1.5}, Decimal("1.5")),
        (ENUM, {"enum_value": {"gid": "1", "name": "Other"}}, "Other"),
        (ENUM, {"enum_value": {"gid": "2"}}, "Old"),
        (
            field("multi_enum", enum_options=OPTIONS),
            {"multi_enum_values": [{"gid": "1"}, {"gid": "9", "name": "b"}]},
            ["New", "b"],
        ),
        (field("date"), {"date_value": {"date": "2027-03-01"}}, date(2027, 3, 1)),
        (
            field("date"),
            {"date_value": {"date": "2027-03-01", "date_time": "2027-03-01T09:00:00.000Z"}},
            datetime(2027, 3, 1, 9, tzinfo=timezone.utc),
        ),
        (field("date"), {"date_value": {"date": None, "date_time": None}}, None),
        (field("people"), {"people_value": [{"gid": "5"}]}, [{"gid": "5"}]),
        (field("emoji"), {"display_value": "shown"}, "shown"),
    ],
)
def test_a_part_of_a_record_is_read(
    definition: dict[str, Any], part: dict[str, Any], value: Any
) -> None:
    found = field_types.read(definition, part, Decimal)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("definition", "part", "kind", "message"),
    [
        (
            field(),
            {"number_value": 1},
            ValueError,
            "the record has no text_value of the custom field 'X': "
            "request fields=[..., *fields.opt_fields]",
        ),
        (
            field(),
            {"text_value": 5},
            InvalidResponseError,
            "Invalid Response: text_value is of type int",
        ),
        (
            field("number"),
            {"number_value": True},
            InvalidResponseError,
            "Invalid Response: number_value is of type bool",
        ),
        (
            field("multi_enum"),
            {"multi_enum_values": ["a"]},
            InvalidResponseError,
            "Invalid Response: an enum option is not a record",
        ),
        (
            ENUM,
            {"enum_value": {"gid": "9"}},
            ValueError,
            "the option of the custom field 'X' has no name: "
            "request fields=[..., *fields.opt_fields]",
        ),
        (
            field("date"),
            {"date_value": {"date": "soon"}},
            InvalidResponseError,
            "Invalid Response: date_value is not a date",
        ),
    ],
)
def test_what_cannot_be_read_is_explained(
    definition: dict[str, Any], part: dict[str, Any], kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind, match=re.escape(message)):
        field_types.read(definition, part, float)


@pytest.mark.parametrize(
    ("subtype", "text", "value"),
    [
        ("text", " a ", " a "),
        ("number", "5", 5),
        ("number", "1e3", 1000),
        ("enum", " New ", "New"),
        ("multi_enum", "a, b,,c", ["a", "b", "c"]),
        ("people", "5", ["5"]),
        ("date", " 2027-03-01 ", "2027-03-01"),
        ("emoji", " x ", "x"),
    ],
)
def test_a_cell_stands_for_a_value(subtype: str, text: str, value: Any) -> None:
    found = field_types.from_text(field(subtype), text)
    assert (found, type(found)) == (value, type(value))


def test_a_search_takes_days() -> None:
    search = TYPES["date"].operators["before"]
    assert search(field("date"), date(2027, 3, 1)) == "2027-03-01"
    with pytest.raises(TypeError) as raised:
        search(field("date"), "2027-03-01T09:00:00Z")
    assert str(raised.value) == (
        "a search for the custom field 'X' takes a date without a time, such as 2027-03-01"
    )


def made(*definitions: dict[str, Any]) -> Fields:
    return Fields(asana.Client(), lambda: definitions)


@pytest.mark.parametrize(
    ("fields", "given", "message"),
    [
        (made(ENUM), {"X__is_set": "yes"}, "X__is_set is true or false, not 'yes'"),
        (
            made(field("number")),
            {"X": "much"},
            "'X' must be a number such as 1234.5, not 'much'",
        ),
    ],
)
def test_a_refused_text_is_explained(fields: Fields, given: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        fields.from_texts(given)


@pytest.mark.parametrize(
    ("filters", "kind", "message"),
    [
        ({"X__is_set": "x"}, TypeError, "is_set must be True or False, not 'x'"),
        (
            {"X": None},
            ValueError,
            "None is not a value: to search for empty fields, use 'X__is_set'",
        ),
    ],
)
def test_a_refused_search_is_explained(
    filters: dict[str, Any], kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        made(ENUM).search(filters)


def test_a_field_that_is_only_set_or_not_says_how_to_search_it() -> None:
    with pytest.raises(ValueError, match=re.escape("only by is_set: use 'X__is_set'")):
        made(field("people")).search({"X": "5"})


@pytest.mark.parametrize("wrong", [5, {"name": "A"}])
def test_an_option_to_create_is_a_name(wrong: Any) -> None:
    with pytest.raises(TypeError, match="'X' takes the name or gid of an option, not "):
        made(ENUM).values({"X": wrong}, ensure=True)
    with pytest.raises(ValueError, match=r"^an option of the custom field 'X' needs a name$"):
        made(ENUM).values({"X": " "}, ensure=True)


@pytest.mark.parametrize(("value", "expected"), [("New", []), ("Old", ["Old"]), ("A", ["A"])])
def test_an_option_is_created_or_enabled_once(
    value: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ensured: list[str] = []
    fields = made(field("multi_enum", enum_options=OPTIONS))
    monkeypatch.setattr(fields, "ensure_option", lambda gid, name: ensured.append(name))
    with contextlib.suppress(ValueError, UnknownFieldError):
        fields.values({"X": [value, value]}, ensure=True)
    assert ensured == expected
