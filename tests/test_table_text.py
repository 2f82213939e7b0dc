"""Tables as text, for terminals and files."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from asana import tables


def lines(rows: Any, *arguments: Any, **keywords: Any) -> list[str]:
    return list(tables.text(rows, *arguments, **keywords))


def test_columns_are_as_wide_as_their_cells() -> None:
    rows = [{"gid": "1", "name": "Ship", "done": True}, {"gid": "22", "name": None, "done": False}]
    assert lines(rows) == ["GID  NAME  DONE", "1    Ship  true", "22         false"]
    assert lines(rows, ["name"]) == ["NAME", "Ship", ""]


def test_values_are_shown_as_people_read_them() -> None:
    record = {
        "assignee": {"gid": "1", "name": "Maya"},
        "parent": {"gid": "2"},
        "tags": [{"name": "a"}, {"name": "b"}],
        "due_on": datetime.date(2026, 3, 1),
        "at": datetime.datetime(2026, 3, 1, 9, tzinfo=datetime.timezone.utc),
        "photo": {"image": "x"},
        "empty": {},
        "count": 0,
    }
    assert lines(record) == [
        "assignee  Maya",
        "parent    2",
        "tags      a, b",
        "due_on    2026-03-01",
        "at        2026-03-01T09:00:00+00:00",
        'photo     {"image": "x"}',
        "empty",
        "count     0",
    ]


def test_a_row_may_lack_columns_or_have_more() -> None:
    assert lines([{"a": 1}, {"b": 2}]) == ["A  B", "1", "   2"]
    assert lines([{"a": 1, "resource_type": "task"}]) == ["A", "1"]
    assert lines([{"a": 1, "resource_type": "task"}], ["resource_type"]) == [
        "RESOURCE_TYPE",
        "task",
    ]


@pytest.mark.parametrize("nothing", [[], [{}], {}, iter(())])
def test_without_columns_there_are_no_lines(nothing: Any) -> None:
    assert lines(nothing) == []


def test_wide_characters_take_two_columns_and_combining_ones_none() -> None:
    rows = [{"name": "東京", "x": 1}, {"name": "e\u0301t", "x": 1}, {"name": "abcd", "x": 1}]
    assert [line.index("1") for line in lines(rows)[1:]] == [4, 7, 6]


def test_nothing_controls_the_terminal() -> None:
    record = {"a\x1b[2J": "b\x1b[31m\n\tc\u202e\u0085d\x00"}
    assert lines(record) == ["a [2J  b [31m c  d"]


def test_lines_are_cut_at_a_width_only_if_there_is_one() -> None:
    rows = [{"name": "x" * 100, "other": "東" * 40}]
    assert len(lines(rows)[1]) == 100 + 2 + 40
    for width in (1, 2, 20, 80):
        assert all(0 < len(line) <= width for line in lines(rows, width=width))
    assert lines(rows, width=10)[1] == "xxxxxxxxx…"


def test_rows_are_read_as_they_are_printed() -> None:
    read = 0

    def rows() -> Iterator[dict[str, int]]:
        nonlocal read
        for read in range(1, 100_001):
            yield {"number": read}

    found = tables.text(rows())
    assert [next(found) for _ in range(3)] == ["NUMBER", "1", "2"]
    assert read <= 201
    assert next(line for line in found if line == "100000")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"name": "a", "gid": "1"}, "a"),
        ({"name": "", "gid": "1"}, "1"),
        ({"gid": "1"}, "1"),
        ({}, ""),
        ({"day": datetime.date(2030, 1, 2)}, '{"day": "2030-01-02"}'),
        (["a", {"name": "b"}, None], "a, b, "),
        (("a", True), "a, true"),
        (False, "false"),
        (None, ""),
        (0, "0"),
        (datetime.date(2030, 1, 2), "2030-01-02"),
    ],
)
def test_a_value_is_a_text(value: Any, shown: str) -> None:
    assert tables.cell(value) == shown


def test_the_first_200_rows_decide_columns_and_widths() -> None:
    rows: list[dict[str, Any]] = [{"a": "x", "b": "y"} for _ in range(202)]
    rows[199]["a"] = "xxx"
    rows[199]["c"] = 1
    rows[200] = {"a": "xxxxx", "b": "y", "d": 1}
    taken = iter(rows)
    found = tables.text(taken)
    assert next(found) == "A    B  C"
    assert next(taken) == rows[200]
    assert [*found][198:] == ["x    y", "xxx  y  1", "x    y"]
    assert lines(rows)[-2:] == ["xxxxx  y", "x    y"]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (None, ["A" + " " * 71 + "B", "x" * 70 + "  y"]),
        (100, ["A" + " " * 61 + "B", "x" * 59 + "…  y"]),
        (63, ["A" + " " * 61 + "B", "x" * 59 + "…  y"]),
        (62, ["A" + " " * 60 + "…", "x" * 59 + "… …"]),
        (3, ["A …", "xx…"]),
        (1, ["…", "…"]),
    ],
)
def test_a_cell_has_60_columns_of_a_line_that_is_limited(
    width: int | None, expected: list[str]
) -> None:
    assert lines([{"a": "x" * 70, "b": "y"}], width=width) == expected


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("東京都", 6, "東京都"),
        ("東京都", 5, "東京…"),
        ("東京都", 4, "東…"),
        ("東京都", 3, "東…"),
        ("東京都", 2, "…"),
        ("\uff21\uff22", 4, "\uff21\uff22"),
        ("\uff21\uff22", 3, "\uff21…"),
        ("e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"),
        ("ééé", 3, "ééé"),
        ("abcd", 4, "abcd"),
        ("abcd", 3, "ab…"),
    ],
)
def test_a_line_is_cut_where_it_is_too_wide(text: str, width: int, expected: str) -> None:
    assert lines([{"a": text}], width=width)[1] == expected


def test_names_of_a_record_may_be_wide() -> None:
    assert lines({"東京": "x", "abc": {"gid": "5"}, "a\nb": "c\nd"}) == [
        "東京  x",
        "abc   5",
        "a b   c d",
    ]
