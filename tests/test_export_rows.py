"""The rows of an export whose records have every kind of content."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from asana import exporting
from asana._exporting.rows import Rows

KINDS = ("users", "custom_field_settings", "tree", "stories", "attachments", "files", "tasks")

HOME = {"project": {"gid": "1"}, "section": {"name": "To do"}}
ELSEWHERE = {"project": {"gid": "2"}, "section": {"name": "Not here"}}
OPTIONS = [{"name": "new"}, {"name": "used", "enabled": True}, {"name": "old", "enabled": False}]


def exported(folder: Path, **kinds: Iterable[Mapping[str, Any]]) -> Path:
    """Write an export of the project 1 with these records."""
    for kind in KINDS:
        lines = [f"{json.dumps(each)}\n" for each in kinds.get(kind, ())]
        (folder / f"{kind}.jsonl").write_text("".join(lines), encoding="utf-8")
    manifest = {"project": "1", "records": {kind: {"path": f"{kind}.jsonl"} for kind in KINDS}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def row_of(folder: Path, task: Mapping[str, Any], **kinds: Any) -> dict[str, Any]:
    """Return what differs from an empty row in the row of a task, and the losses as ``lost``."""
    given = {"gid": "10", "name": "A", **task}
    tree = [{"gid": "10"}, {"gid": "11"}]
    rows = Rows(exported(folder, tasks=[given], **{"tree": tree, **kinds}))
    [row] = rows
    found = {name: value for name, value in row.items() if EMPTY.get(name, ...) != value}
    assert EMPTY.keys() <= row.keys()
    return found | ({"lost": dict(rows.lost)} if rows.lost else {})


EMPTY: dict[str, Any] = {
    "key": "10", "name": "A", "due_on": None, "due_at": None, "start_on": None, "start_at": None,
    "completed": None, "section": None, "assignee": None, "followers": [], "tags": [],
    "custom_fields": {}, "dependencies": [], "comments": [], "attachments": [],
}  # fmt: skip


def field(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"custom_field": {"name": name, "resource_subtype": kind, **more}}


def value(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "resource_subtype": kind, **more}


USERS = [
    {"gid": "5", "name": "Tom", "email": "tom@example.com"},
    {"gid": "6", "name": "Ann"},
    {"gid": "7", "email": "seven@example.com"},
]
SETTINGS = [
    field("Text", "text"),
    field("Number", "number"),
    field("Day", "date"),
    field("Enum", "enum", enum_options=OPTIONS),
    field("Multi", "multi_enum", enum_options=OPTIONS),
    field("Free", "enum"),
    field("People", "people"),
    field("Sum", "number", is_formula_field=True),
    field("Other", "reference"),
]

DATES = [
    ({"due_on": "2030-01-02"}, {"due_on": "2030-01-02"}),
    ({"due_on": "2030-01-02", "due_at": "T2"}, {"due_at": "T2"}),
    (
        {"due_on": "2030-01-02", "start_on": "2030-01-01"},
        {"due_on": "2030-01-02", "start_on": "2030-01-01"},
    ),
    (
        {"due_on": "2030-01-02", "due_at": "T2", "start_on": "2030-01-01", "start_at": "T1"},
        {"due_at": "T2", "start_at": "T1"},
    ),
    ({"due_at": "T2", "start_on": "2030-01-01"}, {"due_at": "T2", "start_on": "2030-01-01"}),
    ({"start_on": "2030-01-01", "start_at": "T1"}, {}),
    ({"completed": True}, {"completed": True}),
    ({"completed": False}, {"completed": False}),
]  # fmt: skip

SUBTYPES = [
    *(({"resource_subtype": each}, {"resource_subtype": each}) for each in (
        "default_task", "milestone",
    )),
    ({"resource_subtype": "section"}, {}),
    ({"resource_subtype": "milestone", "approval_status": "pending"},
     {"resource_subtype": "milestone"}),
    ({"resource_subtype": "approval", "approval_status": "rejected"},
     {"resource_subtype": "approval", "approval_status": "rejected"}),
    ({"approval_status": "pending"}, {}),
]  # fmt: skip

PLACES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"memberships": [HOME]}, {"section": "To do"}),
    ({"memberships": [{"project": {"gid": "1"}}]}, {}),
    (
        {"memberships": [ELSEWHERE, HOME, ELSEWHERE]},
        {"section": "To do", "lost": {"places in other projects": 2}},
    ),
    ({"memberships": [{"project": None}]}, {"lost": {"places in other projects": 1}}),
    ({"parent": {"gid": "99"}, "memberships": [HOME]}, {"section": "To do"}),
    ({"dependencies": [{"gid": "11"}, {"gid": "98"}, {"gid": "99"}]},
     {"dependencies": ["11"], "lost": {"dependencies on tasks of other projects": 2}}),
    ({"tags": [{"name": "red"}, {"name": "é"}]}, {"tags": ["red", "é"]}),
]  # fmt: skip

PEOPLE: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"assignee": {"gid": "5"}}, {"assignee": "tom@example.com"}),
    ({"assignee": {"gid": "6"}}, {"assignee": "6"}),
    ({"assignee": {"gid": "8", "name": "Eve"}}, {"lost": {"assignee Eve": 1}}),
    ({"assignee": {"gid": "8"}}, {"lost": {"assignee Somebody": 1}}),
    (
        {"followers": [{"gid": "8", "name": "Eve"}, {"gid": "7"}, {"gid": "5"}]},
        {"followers": ["seven@example.com", "tom@example.com"], "lost": {"follower Eve": 1}},
    ),
]

TEXTS = [
    ({"notes": "plain"}, {"notes": "plain"}),
    ({"notes": ""}, {}),
    ({"notes": "a", "html_notes": "<body>a</body>"}, {"html_notes": "<body>a</body>"}),
    ({"notes": "a", "html_notes": "<body></body>"}, {"notes": "a"}),
    ({"notes": "a", "html_notes": "<body><video>a</video></body>"}, {"notes": "a"}),
    (
        {"html_notes": '<body>to <a data-asana-gid="5"/></body>'},
        {"html_notes": '<body>to <a data-asana-gid="5"/></body>'},
    ),
    ({"html_notes": "<body>a\nb</body>"}, {"html_notes": "<body>a\nb</body>"}),
    (
        {"html_notes": '<body><a href="https://x/1" rel="me">a</a></body>'},
        {"html_notes": '<body><a href="https://x/1">a</a></body>'},
    ),
]


@pytest.mark.parametrize(
    ("task", "expected"), [*DATES, *SUBTYPES, *PLACES, *PEOPLE, *TEXTS], ids=repr
)
def test_a_row_has_the_fields_of_its_task(
    tmp_path: Path, task: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert row_of(tmp_path, task, users=USERS) == expected


def test_a_subtask_has_a_parent_in_place_of_a_section(tmp_path: Path) -> None:
    for places, lost in (([], {}), ([HOME], {"subtasks that are in the project too": 1})):
        task = {"gid": "10", "parent": {"gid": "11"}, "memberships": places}
        rows = Rows(exported(tmp_path, tree=[{"gid": "10"}, {"gid": "11"}], tasks=[task]))
        [row] = rows
        assert row["parent"] == "11"
        assert "section" not in row
        assert dict(rows.lost) == lost


VALUES: list[tuple[dict[str, Any], Any, dict[str, int]]] = [
    (value("Text", "text", text_value="x", display_value="y"), "x", {}),
    (value("Number", "number", number_value=0, display_value="y"), 0, {}),
    (value("Number", "number", display_value="5"), None, {}),
    (value("Text", "text", text_value=""), None, {}),
    (value("Day", "date", date_value={"date": "D"}, display_value="y"), "D", {}),
    (value("Day", "date", date_value={"date": "D", "date_time": "T"}), "T", {}),
    (value("Day", "date", date_value=None), None, {}),
    (value("Enum", "enum", enum_value={"name": "used"}), "used", {}),
    (value("Enum", "enum", enum_value=None), None, {}),
    (
        value("Enum", "enum", enum_value={"name": "old"}),
        None,
        {"values of Enum whose options are disabled": 1},
    ),
    (value("Free", "enum", enum_value={"name": "new"}), None,
     {"values of Free whose options are disabled": 1}),
    (
        value("Multi", "multi_enum", multi_enum_values=[
            {"name": "old"}, {"name": "used"}, {"name": "new"},
        ]),
        ["used", "new"],
        {"values of Multi whose options are disabled": 1},
    ),
    (value("Multi", "multi_enum", multi_enum_values=[]), None, {}),
    (
        value("People", "people", people_value=[{"gid": "5"}, {"gid": "9", "name": "Eve"}]),
        ["tom@example.com"],
        {"People Eve": 1},
    ),
    (value("People", "people", people_value=None), None, {}),
    (value("Other", "reference", display_value="shown"), "shown", {}),
    (value("Sum", "number", number_value=3), None,
     {"values of Sum, which is read-only": 1}),
    (value("Gone", "text", text_value="x"), None,
     {"values of Gone, which the project does not have": 1}),
    (value("Gone", "enum", enum_value={"name": "any"}), None,
     {"values of Gone, which the project does not have": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("given", "expected", "lost"), VALUES, ids=repr)
def test_a_row_has_the_values_of_its_custom_fields(
    tmp_path: Path, given: dict[str, Any], expected: Any, lost: dict[str, int]
) -> None:
    found = row_of(
        tmp_path, {"custom_fields": [given]}, users=USERS, custom_field_settings=SETTINGS
    )
    values = {"custom_fields": {given["name"]: expected}} if expected is not None else {}
    assert found == {**values, **({"lost": lost} if lost else {})}


def story(task: str, **more: Any) -> dict[str, Any]:
    return {
        "target": {"gid": task},
        "type": "comment",
        "created_at": "2030-01-02T03:04:05.678Z",
        "created_by": {"gid": "5", "name": "not the current name"},
        **more,
    }


COMMENTS: list[tuple[dict[str, Any], Any]] = [
    ({"text": "plain"}, "Tom, 2030-01-02 03:04 UTC:\nplain"),
    ({"text": "", "sticker_name": "rocket"}, "Tom, 2030-01-02 03:04 UTC:\nrocket"),
    ({}, "Tom, 2030-01-02 03:04 UTC:\n"),
    ({"text": "x", "created_by": {"gid": "9", "name": "Eve"}}, "Eve, 2030-01-02 03:04 UTC:\nx"),
    ({"text": "x", "created_by": None}, "Somebody, 2030-01-02 03:04 UTC:\nx"),
    ({"text": "x", "created_by": {"gid": "7"}}, "7, 2030-01-02 03:04 UTC:\nx"),
    (
        {
            "html_text": "<body><em>a</em></body>",
            "text": "a",
            "created_by": {"gid": "9", "name": "<E>"},
        },
        {"html_text": "<body><strong>&lt;E&gt;, 2030-01-02 03:04 UTC:</strong>\n<em>a</em></body>"},
    ),
    ({"html_text": "<body> </body>", "text": "a"}, "Tom, 2030-01-02 03:04 UTC:\na"),
    ({"html_text": "<body><h1>a</h1></body>", "text": "a"}, "Tom, 2030-01-02 03:04 UTC:\na"),
]


@pytest.mark.parametrize(("given", "expected"), COMMENTS, ids=repr)
def test_a_comment_begins_with_its_author_and_time(
    tmp_path: Path, given: dict[str, Any], expected: Any
) -> None:
    stories = [
        story("1", text="of the project"),
        story("10", type="system", text="not a comment"),
        story("10", **given),
        story("11", text="of another task"),
    ]
    assert row_of(tmp_path, {}, users=USERS, stories=stories) == {"comments": [expected]}


def test_attachments_are_files_and_links(tmp_path: Path) -> None:
    parent = {"parent": {"gid": "10"}}
    attachments = [
        {"gid": "20", "name": "of the project", "host": "asana", "parent": {"gid": "1"}},
        {"gid": "21", "name": "a.txt", "host": "asana", **parent},
        {"gid": "22", "host": "asana", **parent},
        {"gid": "23", "name": "missing", "host": "asana", **parent},
        {"gid": "27", "name": "missing too", "host": "asana", **parent},
        {"gid": "24", "name": "Plans", "host": "dropbox", "view_url": "https://x", **parent},
        {"gid": "25", "name": "No URL", "host": "external", **parent},
        {"gid": "26", "name": "of another", "host": "asana", "parent": {"gid": "11"}},
    ]
    files = [{"attachment": gid, "path": f"files/{gid}"} for gid in ("20", "21", "22", "26")]
    assert row_of(tmp_path, {}, attachments=attachments, files=files) == {
        "attachments": [("a.txt", tmp_path / "files/21"), ("22", tmp_path / "files/22")],
        "comments": ["Attached: Plans https://x", "Attached: No URL"],
        "lost": {"files that are missing in the export": 2},
    }


def test_losses_are_counted(tmp_path: Path) -> None:
    tasks = [{"gid": gid, "memberships": [ELSEWHERE, HOME]} for gid in ("10", "11")]
    rows = Rows(exported(tmp_path, tree=tasks, tasks=tasks))
    assert len([*rows]) == 2
    assert rows.lost == {"places in other projects": 2}


def test_at_most_thirty_dependencies_are_kept(tmp_path: Path) -> None:
    gids = [str(number) for number in range(100, 140)]
    tree = [{"gid": gid} for gid in ["10", *gids]]
    task = {"dependencies": [{"gid": gid} for gid in gids]}
    assert row_of(tmp_path, task, tree=tree) == {"dependencies": gids[:30]}


def test_the_rows_function_reads_all_fields(tmp_path: Path) -> None:
    task = {"gid": "10", "custom_fields": [value("Text", "text", text_value="x")]}
    folder = exported(tmp_path, tasks=[task], custom_field_settings=SETTINGS)
    [row] = exporting.rows(folder)
    assert row["custom_fields"] == {"Text": "x"}


def test_only_the_given_fields_users_and_mentions_are_kept(tmp_path: Path) -> None:
    link = '<body><a href="https://x/1" data-asana-gid="5">@Tom</a></body>'
    task = {
        "gid": "10",
        "assignee": {"gid": "5"},
        "html_notes": link,
        "custom_fields": [
            value("Text", "text", text_value="x"),
            value("Number", "number", number_value=1),
        ],
    }
    stories = [story("10", html_text=link)]
    folder = exported(
        tmp_path, tasks=[task], users=USERS, custom_field_settings=SETTINGS, stories=stories
    )
    rows = Rows(folder, {"5": "55"}, ["Number", "Sum"], False)
    [row] = rows
    plain = '<a href="https://x/1">@Tom</a>'
    assert (row["assignee"], row["custom_fields"]) == ("55", {"Number": 1})
    assert row["html_notes"] == f"<body>{plain}</body>"
    assert row["comments"] == [
        {"html_text": f"<body><strong>Tom, 2030-01-02 03:04 UTC:</strong>\n{plain}</body>"}
    ]
    assert rows.lost == {"values of Text, which the project does not have": 1}
