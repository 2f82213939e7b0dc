"""The values of rows: what each field accepts, and what it refuses."""

import math
from datetime import date, datetime, timedelta, timezone
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from asana._importing.rows import FIELDS, MOST_BYTES, Problem, read_row

GIVEN = {"key": "k", "name": "K"}
NONE: dict[str, Any] = {
    "parent": None, "section": None, "assignee": None, "tags": [], "followers": [],
    "custom_fields": {}, "dependencies": [], "comments": [], "files": [],
}  # fmt: skip
EAST = timezone(timedelta(hours=2))


def read(given: dict[str, Any]) -> dict[str, Any]:
    """Return what a row has in addition to its key and name."""
    problems: list[Problem] = []
    row = read_row("row 1", {**GIVEN, **given}, problems)
    assert problems == []
    assert row is not None
    found = {name: getattr(row, name) for name in NONE if getattr(row, name) != NONE[name]}
    found |= {name: value for name, value in row.fields.items() if name != "name"}
    found |= {"comments": [each.fields for each in row.comments]} if row.comments else {}
    files = [(each.name, each.size, each.content) for each in row.files]
    return found | ({"files": files} if files else {})


def refused(given: dict[Any, Any]) -> list[str]:
    """Return the reasons for which a row is refused."""
    problems: list[Problem] = []
    read_row("row 1", given, problems)
    assert {each.where for each in problems} == {"row 1"}
    return sorted(each.reason for each in problems)


def test_a_row_without_content_has_none() -> None:
    assert read({}) == {}
    assert read({name: None for name in FIELDS if name not in GIVEN}) == {}
    assert read(dict.fromkeys(["tags", "comments", "assignee", "notes"], " \t")) == {}
    assert read({"due_on": math.nan, "notes": math.nan}) == {}


DUE = {"due_on": "2027-03-01"}

ACCEPTED: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"notes": " x "}, {"notes": " x "}),
    ({"html_notes": "<body>x</body>"}, {"html_notes": "<body>x</body>"}),
    ({"html_notes": "<body><h1>x</h1></body>"}, {"html_notes": "<body><h1>x</h1></body>"}),
    ({"notes_markdown": "**x**"}, {"html_notes": "<body><strong>x</strong></body>"}),
    ({"notes_markdown": "# x"}, {"html_notes": "<body><h1>x</h1></body>"}),
    ({"due_on": " 2027-03-01 "}, DUE),
    ({"due_on": date(2027, 3, 1)}, DUE),
    ({"due_on": datetime(2027, 3, 1)}, DUE),
    ({"due_at": " 2027-03-01T09:00:00+02:00"}, {"due_at": "2027-03-01T09:00:00+02:00"}),
    ({"due_at": datetime(2027, 3, 1, 9, tzinfo=EAST)}, {"due_at": "2027-03-01T09:00:00+02:00"}),
    ({**DUE, "start_on": "2027-02-01"}, {**DUE, "start_on": "2027-02-01"}),
    (
        {"due_at": "2027-03-01T09:00:00Z", "start_at": "2027-03-01T08:00:00Z"},
        {"due_at": "2027-03-01T09:00:00+00:00", "start_at": "2027-03-01T08:00:00+00:00"},
    ),
    *(
        ({"completed": each}, {"completed": True})
        for each in (True, 1, "true", " YES ", "y", "X", "1", "done", "Completed")
    ),
    *(
        ({"completed": each}, {"completed": False})
        for each in (False, 0, "false", "No", "n", " 0 ")
    ),
    *(
        ({"resource_subtype": f" {each}"}, {"resource_subtype": each})
        for each in ("default_task", "milestone", "approval")
    ),
    *(
        ({"approval_status": each}, {"approval_status": each})
        for each in ("pending", "approved", "rejected", "changes_requested")
    ),
    ({"parent": 5}, {"parent": "5"}),
    ({"parent": 5.0}, {"parent": "5"}),
    ({"parent": " p "}, {"parent": "p"}),
    ({"section": " To do "}, {"section": "To do"}),
    ({"assignee": " me "}, {"assignee": "me"}),
    ({"assignee": {"gid": "7"}}, {"assignee": "7"}),
    ({"tags": "a, b,,a"}, {"tags": ["a", "b"]}),
    ({"tags": ["a, b", " ", None, "c"]}, {"tags": ["a, b", "c"]}),
    ({"tags": frozenset({"a"})}, {"tags": ["a"]}),
    ({"followers": "me,7"}, {"followers": ["me", "7"]}),
    ({"followers": [{"gid": 7}, 8]}, {"followers": ["7", "8"]}),
    ({"followers": {"gid": 7}}, {"followers": ["7"]}),
    ({"dependencies": "1, 2"}, {"dependencies": ["1", "2"]}),
    ({"dependencies": [1, 2.0]}, {"dependencies": ["1", "2"]}),
    ({"dependencies": 1}, {"dependencies": ["1"]}),
    ({"dependencies": range(30)}, {"dependencies": [str(each) for each in range(30)]}),
    ({"custom_fields": {"A": 0, "B": "", "C": None}}, {"custom_fields": {"A": 0}}),
    ({"comments": "a, b"}, {"comments": [{"text": "a, b"}]}),
    (
        {"comments": [
            "a", "", {"markdown": "*b*"}, {"html_text": "<body>c</body>"}, {"text": "d"},
        ]},
        {
            "comments": [
                {"text": "a"},
                {"html_text": "<body><em>b</em></body>"},
                {"html_text": "<body>c</body>"},
                {"text": "d"},
            ]
        },
    ),
    ({"comments": {"text": "a"}}, {"comments": [{"text": "a"}]}),
    ({"attachments": ("a", b"12")}, {"files": [("a", 2, b"12")]}),
    ({"attachments": [(" a ", bytearray(b"12")), ("b", b"")]},
     {"files": [("a", 2, b"12"), ("b", 0, b"")]}),
]  # fmt: skip


def test_a_set_is_sorted() -> None:
    assert read({"tags": {"b", "a"}}) == {"tags": ["a", "b"]}


@pytest.mark.parametrize(("given", "expected"), ACCEPTED, ids=repr)
def test_values_are_read(given: dict[str, Any], expected: dict[str, Any]) -> None:
    assert read(given) == expected


def test_attachments_are_paths(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"123")
    for value in (path, str(path), [path]):
        assert read({"attachments": value}) == {"files": [("a.txt", 3, str(path))]}
    assert read({"attachments": ("b.txt", path)}) == {"files": [("b.txt", 3, str(path))]}


def test_a_file_has_at_most_100_mb(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with open(path, "wb") as file:
        file.truncate(MOST_BYTES)
    assert read({"attachments": [path]})["files"][0][1] == 104_857_600
    with open(path, "wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert refused({**GIVEN, "attachments": [path]}) == [
        "attachments: must be at most 100 MB, the limit of Asana, not 104,857,601 bytes"
    ]


def test_equal_parts_have_different_ids_and_later_ones_the_same() -> None:
    def ids(**given: Any) -> list[str]:
        row = read_row("row 1", {**GIVEN, **given}, [])
        return [each.id for each in row.parts] if row else []

    comments = ids(comments=["a", "b", "a"])
    assert [each[:10] for each in comments] == ["comment:k:"] * 3
    assert [each.rsplit(":")[-1] for each in comments] == ["1", "1", "2"]
    assert ids(comments=["b", "a", "a"]) == [comments[1], comments[0], comments[2]]
    files = ids(attachments=[("a", b"1"), ("a", b"2"), ("a", b"33"), ("b", b"1")])
    assert files[0].startswith("attachment:k:")
    assert files[1].removesuffix(":2") == files[0].removesuffix(":1")
    assert len({each.rsplit(":", 1)[0] for each in files}) == 3


REFUSED: list[tuple[dict[Any, Any], str]] = [
    ({"nmae": 1}, "there is no field 'nmae'; did you mean 'name'?"),
    ({"zzzzzz": 1}, "there is no field 'zzzzzz'"),
    ({5: 1}, "there is no field 5"),
    ({"notes": 5}, "notes: must be a string, not int"),
    ({"html_notes": "x"}, "html_notes: "),
    ({"notes_markdown": b"x"}, "notes_markdown: must be a string, not bytes"),
    ({"notes": "a", "html_notes": "<body>a</body>"}, "pass only one of notes, html_notes"),
    (
        {"notes": "a", "html_notes": "<body>a</body>", "notes_markdown": "a"},
        "pass only one of notes, html_notes, notes_markdown",
    ),
    (
        {**DUE, "due_at": "2027-03-01T09:00:00Z"},
        "pass only one of due_on, due_at",
    ),
    ({"start_on": "2027-03-01"}, "a start date requires a due date"),
    ({"start_at": "2027-03-01T09:00:00Z"}, "a start date requires a due date"),
    ({"due_on": "1.3."}, "due_on: must be a date such as 2027-03-01, not '1.3.'"),
    ({**DUE, "start_on": "x"}, "start_on: must be a date such as 2027-03-01, not 'x'"),
    ({"due_on": 5}, "due_on: must be a date, not int"),
    *(
        (
            {"due_on": datetime(2027, 3, 1, *time)},
            f"due_on: must be a date without a time, not {datetime(2027, 3, 1, *time)!r}: "
            "use due_at or start_at",
        )
        for time in ((1,), (0, 1), (0, 0, 1))
    ),
    ({"due_at": "9:00"}, "due_at: a time is written 2027-03-01T09:00:00Z, not '9:00'"),
    ({"due_at": date(2027, 3, 1)}, "due_at: must be a datetime, not date"),
    ({"completed": "perhaps"}, "completed: must be true or false, not 'perhaps'"),
    (
        {"resource_subtype": "section"},
        "resource_subtype: must be one of default_task, milestone, approval, not 'section'",
    ),
    (
        {"approval_status": "x"},
        "approval_status: must be one of pending, approved, rejected, changes_requested, not 'x'",
    ),
    ({"parent": 1.5}, "parent: must be a string, not float"),
    ({"parent": "p", "section": "s"},
     "a row cannot have both a parent and a section: omit one of them"),
    ({"section": ["s"]}, "section: must be a string, not list"),
    ({"assignee": ["me"]}, "assignee: must be a string, not list"),
    ({"assignee": {"name": "x"}}, "assignee: must be a string, not NoneType"),
    ({"tags": [5]}, "tags: must be a string, not int"),
    ({"dependencies": range(31)}, "a task can have at most 30 dependencies"),
    ({"custom_fields": [1]}, "custom_fields: must be a dictionary of values by name, not list"),
    ({"custom_fields": {5: 1}}, "custom_fields: must be a string, not int"),
    ({"comments": 5}, "comments: must be a string, not int"),
    ({"comments": {"text": " "}}, "comments: a comment must not be empty"),
    *(
        (
            {"comments": [wrong]},
            "comments: a comment must be a string, {'markdown': …} or {'html_text': …}",
        )
        for wrong in ({}, {"x": "y"}, {"text": "a", "markdown": "b"})
    ),
    ({"comments": [{"html_text": "x"}]}, "comments: "),
    ({"comments": [{"html_text": "<body><h1>x</h1></body>"}]}, "comments: "),
    ({"attachments": b"x"}, "attachments: bytes require a name: pass (name, bytes)"),
    ({"attachments": (" ", b"x")}, "attachments: a file must have a name"),
    ({"attachments": 5}, "attachments: must be a path or (name, bytes), not int"),
    (
        {"attachments": PurePosixPath("/nowhere/at/all")},
        "attachments: the file '/nowhere/at/all' does not exist",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("given", "reason"), REFUSED, ids=repr)
def test_wrong_values_are_refused(given: dict[Any, Any], reason: str) -> None:
    [found] = refused({**GIVEN, **given})
    if reason.endswith(": "):
        assert found.startswith(reason)
        assert len(found) > len(reason)
    else:
        assert found == reason


def test_a_row_requires_a_key_and_a_name() -> None:
    missing = "key is missing: give each row an id of your own, by which later runs recognize it"
    assert refused({"name": "x"}) == [missing]
    assert refused({"key": " "}) == [missing]
    assert refused({"key": b"x"}) == ["key: must be a string, not bytes"]
    assert refused({"key": "x"}) == ["name is missing"]
    row = read_row("row 1", {"key": " x ", "name": ""}, [])
    assert row is not None
    assert (row.where, row.key, row.fields) == ("row 1", "x", {"name": ""})


def test_a_problem_names_its_row() -> None:
    assert str(Problem("row 1", None, "is wrong")) == "row 1: is wrong"
    assert str(Problem("row 1", "k", "is wrong")) == "row 1 (k): is wrong"
    problems: list[Problem] = []
    read_row("row 1", {**GIVEN, "notes": 5}, problems)
    assert [each.key for each in problems] == ["k"]


def test_the_parts_of_a_row_are_described() -> None:
    row = read_row("row 1", {**GIVEN, "comments": "a", "attachments": ("f", b"")}, [])
    assert row is not None
    assert [each.words for each in row.parts] == ["comment on", "attach f to"]
