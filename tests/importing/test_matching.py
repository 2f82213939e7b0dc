"""Whether a record is what a write with an unknown outcome has created."""

from datetime import datetime, timezone
from typing import Any

import pytest

from asana._importing import settle
from asana._importing.clock import TOLERANCE
from asana._importing.journal import Write
from asana._importing.plan import Wanted
from asana._importing.reports import ImportReport
from asana._importing.rows import Problem, Row

NOON = 4070865600.0  # 2099-01-01T00:00:00Z


def write(kind: str, sent: dict[str, Any], id: str = "w", began: float = NOON) -> Write:
    return Write(id, kind, "k", sent, began=began)


def task(**body: Any) -> Write:
    return write("task", {"body": {"name": "A", **body}, "fields": {}, "parts": {}})


def section(*gids: str) -> list[dict[str, Any]]:
    return [{"section": {"gid": gid}} for gid in gids] + [{"section": None}]


SAME: list[tuple[Write, dict[str, Any]]] = [
    (task(), {}),
    (task(), {"notes": "added later", "completed": True, "assignee": {"gid": "5"}}),
    (task(notes="a  b\n"), {"notes": "a b"}),
    (task(html_notes="<body>a <em>b</em></body>"), {"html_notes": "<body>a b</body>"}),
    (task(html_notes="<body>a</body>"), {"html_notes": "<body>", "notes": "a"}),
    (task(notes="a"), {"html_notes": "<body>changed</body>", "notes": "a"}),
    (task(html_notes="<body>a</body>"), {"html_notes": "<body>a</body>", "notes": "changed"}),
    (write("comment", {"task": "1", "text": "a"}),
     {"text": "a", "html_text": "<body>changed</body>"}),
    (task(assignee="5"), {"assignee": {"gid": "5"}}),
    (task(completed=True), {"completed": True}),
    (task(due_on="2030-01-02", start_on="2030-01-01"),
     {"due_on": "2030-01-02", "start_on": "2030-01-01"}),
    (
        task(due_at="2030-01-02T10:00:00+02:00", start_at="2030-01-02T08:00:00+02:00"),
        {"due_at": "2030-01-02T08:00:00.000Z", "start_at": "2030-01-02T06:00:00.000Z"},
    ),
    (task(memberships=[{"project": "1", "section": "2"}]), {"memberships": section("3", "2")}),
    (write("comment", {"task": "1", "text": "a b"}), {"text": " a\nb"}),
    (write("comment", {"task": "1", "html_text": "<body>a</body>"}),
     {"text": "x", "html_text": "<body>a</body>"}),
    (write("attachment", {"name": "a", "size": 5}), {"name": "a", "size": 5}),
    (write("attachment", {"name": "a", "size": 5}), {"name": "a", "size": None}),
]  # fmt: skip

DIFFERENT: list[tuple[Write, dict[str, Any]]] = [
    (task(notes="a"), {"notes": "b"}),
    (task(notes="a"), {}),
    (task(html_notes="<body>a</body>"), {"html_notes": "<body>b</body>", "notes": "a"}),
    (task(assignee="5"), {"assignee": {"gid": "6"}}),
    (task(assignee="5"), {"assignee": None}),
    (task(completed=True), {"completed": False}),
    (task(due_on="2030-01-02"), {"due_on": "2030-01-03"}),
    (task(start_on="2030-01-02"), {"start_on": "2030-01-03"}),
    (task(due_at="2030-01-02T10:00:00Z"), {"due_at": "2030-01-02T10:00:01.000Z"}),
    (task(start_at="2030-01-02T10:00:00Z"), {"start_at": "2030-01-02T10:00:01.000Z"}),
    (task(memberships=[{"project": "1", "section": "2"}]), {"memberships": section("3")}),
    (task(memberships=[{"project": "1", "section": "2"}]), {"memberships": None}),
    (write("comment", {"task": "1", "text": "a"}), {"text": "b"}),
    (write("comment", {"task": "1", "html_text": "<body>a</body>"}),
     {"text": "a", "html_text": "<body>b</body>"}),
    (write("attachment", {"name": "a", "size": 5}), {"name": "b", "size": 5}),
    (write("attachment", {"name": "a", "size": 5}), {"name": "a", "size": 6}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "record", "same"),
    [(*each, True) for each in SAME] + [(*each, False) for each in DIFFERENT],
    ids=repr,
)
def test_a_record_has_the_content_of_a_write(
    sent: Write, record: dict[str, Any], same: bool
) -> None:
    assert settle._is_content(sent, record) is same


# A record as Asana returns it, without content.
BARE: dict[str, Any] = {
    "completed": False, "assignee": None, "due_on": None, "due_at": None, "start_on": None,
    "start_at": None, "notes": "", "html_notes": "<body></body>", "tags": [], "custom_fields": [],
}  # fmt: skip

EXACT: list[tuple[Write, dict[str, Any], bool]] = [
    (task(), {}, True),
    (task(), {"completed": True}, False),
    (task(), {"assignee": {"gid": "5"}}, False),
    (task(), {"notes": "more"}, False),
    (task(notes="a"), {"notes": "a", "html_notes": "<body>changed</body>"}, True),
    (task(html_notes="<body>a</body>"), {"notes": "x", "html_notes": "<body>a</body>"}, True),
    (task(), {"due_on": "2030-01-02"}, False),
    (task(), {"start_on": "2030-01-02"}, False),
    (
        task(due_at="2030-01-02T10:00:00Z", start_at="2030-01-02T09:00:00Z"),
        {
            "due_on": "2030-01-02",
            "due_at": "2030-01-02T10:00:00.000Z",
            "start_on": "2030-01-02",
            "start_at": "2030-01-02T09:00:00.000Z",
        },
        True,
    ),
    (task(due_on="2030-01-02"), {"due_on": "2030-01-02"}, True),
    (task(completed=True), {"completed": True}, True),
    (task(tags=["1"]), {"tags": [{"gid": "1"}]}, True),
    (task(tags=["1"]), {"tags": [{"gid": "1"}, {"gid": "2"}]}, False),
    (task(), {"tags": [{"gid": "1"}]}, False),
    *(
        (
            task(**fields),
            {
                "custom_fields": [
                    {"gid": "7", "resource_subtype": "number", "number_value": value}
                ],
            },
            same,
        )
        for fields, value, same in (
            ({}, None, True),
            ({}, 5, False),
            ({"custom_fields": {"7": 5}}, 5, True),
            ({"custom_fields": {"7": 5}}, 6, False),
            ({"custom_fields": {"7": 5}}, None, False),
        )
    ),
]


@pytest.mark.parametrize(("sent", "record", "same"), EXACT, ids=repr)
def test_a_record_has_nothing_else(sent: Write, record: dict[str, Any], same: bool) -> None:
    assert settle._is_exactly(sent, {**BARE, **record}) is same


def test_only_equal_writes_are_interchangeable() -> None:
    sent = [task(notes="a"), task(notes="b"), task(notes="a")]
    sent[0].sent["parts"]["ids"] = ["of one row"]
    assert settle._alike(sent) == [[sent[0], sent[2]], [sent[1]]]
    files = [write("attachment", {"name": "a", "size": size}) for size in (1, 2, 1)]
    assert settle._alike(files) == [[files[0], files[2]], [files[1]]]


@pytest.mark.parametrize(
    ("created", "since"),
    [
        (NOON, True), (NOON - TOLERANCE, True), (NOON - TOLERANCE - 1, False),
        (None, True), ("yesterday", True),
    ],
)  # fmt: skip
def test_a_record_was_created_since_the_write_began(created: Any, since: bool) -> None:
    if isinstance(created, float):
        created = datetime.fromtimestamp(created, timezone.utc).isoformat()
    record = {"created_at": created, "name": " a", "type": "comment"}
    assert settle._is_since(task(), record) is since
    assert settle._is_task(task(), record) is since
    assert settle._is_comment(task(), record) is since
    assert not settle._is_task(task(), {**record, "name": "B"})
    assert not settle._is_comment(task(), {**record, "type": "system"})
    assert settle._is_since(task(), {})


@pytest.mark.parametrize(
    ("creator", "own"),
    [(None, True), ({"gid": "5"}, True), ({"gid": "6"}, False), ({}, False)],
)
def test_a_record_was_created_by_a_user_of_the_import(creator: Any, own: bool) -> None:
    assert settle._is_by({"created_by": creator}, {"5"}) is own


def test_the_fields_that_are_compared_are_requested() -> None:
    assert {*settle.TOLD_BY, "notes", "html_notes", "name", "created_at", "custom_fields"} <= {
        each.removesuffix(".gid") for each in settle.TASK
    }
    assert {"type", "text", "html_text", "created_at", "created_by.gid"} == {*settle.COMMENT}
    assert {"name", "size", "created_at"} == {*settle.FILE}


def test_the_message_about_an_ambiguous_result() -> None:
    one, two = {"gid": "1"}, {"gid": "2"}
    rest = (
        "; delete what should not exist, or pass the outcome to importer.settle(), then run the "
        "import again"
    )
    assert settle._ambiguous([one]) == (
        f"it is unknown whether it was created: there is one record that may be the result: 1{rest}"
    )
    assert settle._ambiguous([one, two]) == (
        "it is unknown whether it was created: there are 2 records that may be the result: "
        f"1, 2{rest}"
    )


def test_a_report_is_printed_with_all_it_has() -> None:
    assert str(ImportReport()) == "0 made, 0 changed, 0 skipped, 0 failed, 0 unsettled"
    assert ImportReport().complete
    assert (ImportReport().writes, ImportReport().gids, ImportReport().steps) == ({}, {}, [])
    problem = Problem("row 1", "k", "is wrong")
    report = ImportReport(
        1, 2, 3, 4, [problem], [problem, problem], steps=["create the task 'A' (row 1)"]
    )
    assert str(report).splitlines() == [
        "1 made, 2 changed, 3 skipped (4 have changed since), 1 failed, 2 unsettled",
        "would create the task 'A' (row 1)",
        "failed: row 1 (k): is wrong",
        "unsettled: row 1 (k): is wrong",
        "unsettled: row 1 (k): is wrong",
    ]
    assert not report.complete
    assert not ImportReport(unsettled=[problem]).complete


def test_the_writes_of_a_row() -> None:
    row = Row("row 1", "k", {}, dependencies=["a", "b"])
    wanted = Wanted(row, {}, 0)
    assert wanted.linked == 'dependencies:["k", "a", "b"]'
    assert wanted.parts == {"ids": [wanted.linked], "dependencies": ["a", "b"]}
    without = Wanted(Row("row 1", "k", {}), {}, 0)
    assert (without.linked, without.parts) == (None, {"ids": [], "dependencies": []})
