"""The report of an import, and the messages about its rows."""

import pickle
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest

from asana._importing.journal import Journal, Kept, Write
from asana._importing.plan import Wanted
from asana._importing.reports import ImportReport, planned, reported
from asana._importing.rows import Comment, File, Problem, Row
from asana.importing import InvalidRowsError

DEPENDS = "it depends on objects that have not been created"
UNKNOWN = "the outcome of the request is unknown"


def wanted(key: str, **more: Any) -> Wanted:
    return Wanted(Row(f"line {key}", key, {}, **more), {"name": key.upper()}, 0)


class Run:
    """A run of which each decision is given."""

    def __init__(self, *rows: Wanted, there: str = "", **more: Any) -> None:
        self.wanted = list(rows)
        kept = {key: Kept(f"T{key}", {}, {}, True) for key in there}
        opened = more.pop("opened", [])
        self.journal: Any = SimpleNamespace(rows=kept, open_writes=lambda: opened)
        self.tags: list[str] = more.pop("tags", [])
        self.sections: list[str] = more.pop("sections", [])
        self.updates = more.pop("updates", False)
        self.outdated, self.linking = more.pop("outdated", ""), more.pop("linking", "")
        self.made, self.changed = set(more.pop("made", "")), set(more.pop("changed", ""))
        self.failed: dict[str, tuple[str, str]] = more.pop("failed", {})
        self.counts = Counter(more.pop("counts", {}))
        assert more == {}

    def missing_tags(self) -> list[str]:
        return self.tags

    def missing_sections(self) -> list[str]:
        return self.sections

    def due(self, row: Wanted) -> Any:
        return iter(row.row.parts)

    def is_to_link(self, row: Wanted) -> bool:
        return row.key in self.linking

    def is_changed(self, row: Wanted) -> bool:
        return row.key in self.outdated


def steps(run: Any) -> list[tuple[str, str]]:
    return list(planned(run))


def report(run: Any) -> dict[str, Any]:
    """Return what a report has, without what is empty."""
    return {name: value for name, value in vars(reported(run)).items() if value}


def test_the_steps_in_order() -> None:
    parts: dict[str, Any] = {"comments": [Comment("c", {})], "files": [File("f", "x.txt", 1, b"")]}
    rows = [
        wanted("a", **parts, dependencies=["b"]),
        wanted("b", dependencies=["a", "c"]),
        wanted("c"),
        wanted("d" * 80),
    ]
    run = Run(*rows, there="bc", tags=["t"], sections=["s"], linking="ab", outdated="b")
    name = "d" * 28
    rest = f"'{name}...{'d' * 29}'"
    expected = [
        ("t", "create the tag 't'"),
        ("s", "create the section 's'"),
        ("a", "create the task 'A' (line a)"),
        ("a", "comment on 'A' (line a)"),
        ("a", "attach x.txt to 'A' (line a)"),
        ("a", "add 1 dependency to 'A' (line a)"),
        ("b", "add 2 dependencies to 'B' (line b)"),
    ]
    assert steps(run)[:-1] == expected
    assert steps(run)[-1][1].startswith(f"create the task {rest[:20].upper()}")
    run.updates = True
    expected.insert(6, ("b", "update the task 'B' (line b)"))
    assert steps(run)[:-1] == expected


def test_each_row_is_counted_once() -> None:
    rows = [wanted(key) for key in "abcdef"]
    run = Run(*rows, there="abcde", made="ab", changed="bcx", outdated="abde", counts={"task": 2})
    assert report(run) == {
        "made": 2,
        "changed": 1,
        "skipped": 2,
        "outdated": 2,
        "failed": [Problem("line f", "f", DEPENDS)],
        "writes": {"task": 2},
        "gids": {key: f"T{key}" for key in "abcde"},
    }


def test_what_has_failed_is_told_once() -> None:
    rows = [wanted(key, comments=[Comment("c", {})]) for key in "abcd"]
    failed = {
        "task:a": ("a", "one"),
        "comment:a:1": ("a", "two"),
        "tag:b": ("b", "three"),
        "section:s": ("s", "four"),
        "task:gone": ("gone", "five"),
        "section:c": ("c", "six"),
    }
    opened = [Write("task:c", "task", "c", {})]
    run = Run(*rows, failed=failed, opened=opened, tags=["t", "b"], sections=["s"])
    assert report(run)["failed"] == [
        Problem("line a", "a", "one"),
        Problem("line a", "a", "two"),
        Problem("tag", "b", "three"),
        Problem("section", "s", "four"),
        Problem("task", "gone", "five"),
        Problem("section", "c", "six"),
        Problem("a tag or section", "t", DEPENDS),
        Problem("line d", "d", DEPENDS),
    ]


def test_unsettled_writes_are_told_where_they_are() -> None:
    opened = [
        Write("task:a", "task", "a", {}),
        Write("c", "comment", "a", {}, reason="two records"),
        Write("tag:a", "tag", "a", {}),
        Write("section:s", "section", "s", {}),
        Write("task:gone", "task", "gone", {}),
    ]
    assert report(Run(wanted("a"), there="a", opened=opened))["unsettled"] == [
        Problem("line a", "a", f"task: {UNKNOWN}"),
        Problem("line a", "a", "comment: two records"),
        Problem("the tag", "a", f"tag: {UNKNOWN}"),
        Problem("the section", "s", f"section: {UNKNOWN}"),
        Problem("an earlier run", "gone", f"task: {UNKNOWN}"),
    ]


@pytest.mark.parametrize(
    ("outdated", "problems", "steps", "lines"),
    [
        (0, [], [], ["1 made, 2 changed, 3 skipped, 0 failed, 0 unsettled"]),
        (
            4,
            [Problem("row 1", None, "is wrong")],
            ["do it"],
            [
                "1 made, 2 changed, 3 skipped (4 have changed since), 1 failed, 1 unsettled",
                "would do it",
                "failed: row 1: is wrong",
                "unsettled: row 1: is wrong",
            ],
        ),
    ],
)
def test_a_report_is_printed(
    outdated: int, problems: list[Problem], steps: list[str], lines: list[str]
) -> None:
    made = ImportReport(1, 2, 3, outdated, problems, problems, steps=steps)
    assert str(made).splitlines() == lines
    assert made.complete is not bool(problems)
    assert ImportReport(failed=problems).complete is not bool(problems)


@pytest.mark.parametrize(
    ("count", "first", "last"),
    [
        (1, "1 problem, nothing was written:", "row 0: is wrong"),
        (2, "2 problems, nothing was written:", "row 1: is wrong"),
        (20, "20 problems, nothing was written:", "row 19: is wrong"),
        (21, "21 problems, nothing was written:", "… and 1 more"),
        (25, "25 problems, nothing was written:", "… and 5 more"),
    ],
)
def test_many_problems_are_cut(count: int, first: str, last: str) -> None:
    problems = [Problem(f"row {number}", None, "is wrong") for number in range(count)]
    for error in (
        InvalidRowsError(iter(problems)),
        pickle.loads(pickle.dumps(InvalidRowsError(problems))),
    ):
        assert error.problems == problems
        lines = str(error).splitlines()
        assert (lines[0], lines[-1]) == (first, last)
        assert lines[1:21] == [f"row {number}: is wrong" for number in range(min(count, 20))]
        assert len(lines) == 1 + min(count, 21)


def test_a_journal_without_a_path_is_in_memory() -> None:
    journal = Journal(None, "1")
    assert journal.path == ":memory:"
    journal.close()
