"""Tables: the values of nested columns and lists, and the messages about wrong ones."""

import re
from datetime import date
from typing import Any

import pytest

from asana import tables
from asana.fields import UnknownFieldError
from tests.test_fields import field_of, made

NAMED = [{"gid": "5", "name": "x", "on": None}, {"gid": "6", "name": "y", "on": "a"}]


@pytest.mark.parametrize(
    ("column", "record", "joined", "kept"),
    [
        ("tags", {"tags": NAMED}, "x, y", ["x", "y"]),
        ("tags.on", {"tags": NAMED}, ", a", [None, "a"]),
        ("tags.due_on", {"tags": [{"due_on": "2030-01-02"}]}, "2030-01-02", [date(2030, 1, 2)]),
        ("tags.done", {"tags": [{"done": False}, {"done": 5}]}, "False, 5", [False, 5]),
        ("tags.a", {"tags": [{"a": NAMED}, {"a": []}]}, "x, y, ", [["x", "y"], []]),
        ("tags.a.gid", {"tags": [{"a": NAMED}, {"a": None}]}, "5, 6, ", [["5", "6"], None]),
        ("tags.color", {"tags": NAMED}, "?, ?", ["?", "?"]),
        ("tags.color.x", {"tags": NAMED}, "?, ?", ["?", "?"]),
        ("tags", {"tags": []}, "", []),
        ("a.b.c", {"a": {"b": {"c": {"name": "n"}}}}, "n", "n"),
        ("a.b.c", {"a": {"b": None}}, None, None),
        ("a.b.c", {"a": {"b": 5}}, "?", "?"),
        ("a.b", {"a": {"c": 5}}, "?", "?"),
        ("X", {"custom_fields": []}, "?", "?"),
        ("X", {}, "?", "?"),
        ("X", {"custom_fields": [{"gid": "12", "multi_enum_values": NAMED}]}, "x, y", ["x", "y"]),
    ],
)
def test_nested_values_and_lists(column: str, record: Any, joined: Any, kept: Any) -> None:
    fields = made(field_of("multi_enum"))
    [row] = tables.rows([record], [column], fields, missing="?")
    assert row == {column: joined}
    [row] = tables.rows([record], [column], fields, missing="?", join=None)
    assert row == {column: kept}


@pytest.mark.parametrize(
    ("record", "column", "message"),
    [
        (
            {"tags": [{"gid": "5", "color": "red"}]},
            "tags",
            "the column 'tags' is a record without a name: use one of 'tags.name', 'tags.gid', "
            "'tags.color'",
        ),
        (
            {"a": {"b": {}}},
            "a.b",
            "the column 'a.b' is a record without a name: use one of 'a.b.name'",
        ),
        (
            {"a": 5},
            "a.b",
            "the record has no 'a.b': check the name, request "
            "fields=tables.opt_fields(columns, fields), or pass missing=None",
        ),
        (
            {},
            "section",
            "the record has no memberships: request fields=tables.opt_fields(columns, fields)",
        ),
    ],
)
def test_what_makes_no_cell_is_explained(record: Any, column: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        list(tables.rows([record], [column], project="1"))


@pytest.mark.parametrize("make", [tables.opt_fields, lambda *args: tables.rows([], *args)])
@pytest.mark.parametrize(
    ("columns", "fields", "kind", "message"),
    [
        (
            ["section"],
            None,
            ValueError,
            "the column 'section' needs a project: pass project=",
        ),
        (
            ["custom_fields.X"],
            None,
            ValueError,
            "the column 'custom_fields.X' needs fields=client.custom_fields.of(…)",
        ),
        (["name", ""], None, TypeError, "a column must be a name, not ''"),
        (
            ["name"],
            ["X"],
            TypeError,
            "fields must be the result of client.custom_fields.of",
        ),
        *(
            (
                each,
                None,
                TypeError,
                "columns must be a list of names; pass the custom fields as fields=",
            )
            for each in ("name", 5)
        ),
    ],
)  # fmt: skip
def test_wrong_columns_are_explained(
    make: Any, columns: Any, fields: Any, kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind) as caught:
        make(columns, fields)
    assert str(caught.value) == message


def test_columns_that_are_like_no_custom_field_are_those_of_the_record() -> None:
    fields = made(field_of("text", name="Amount"), field_of("text", gid="13", name="Cost.net"))
    assert tables.opt_fields(["zzz", "yyy.xxx"], fields) == ["zzz", "yyy.xxx"]
    for misspelled in ("Amont", "Cost.nt"):
        with pytest.raises(UnknownFieldError, match="did you mean"):
            tables.opt_fields([misspelled], fields)
