"""The order of tasks: which ones are moved, and where to."""

from collections.abc import Iterable
from itertools import combinations, permutations
from typing import Any

import pytest

from asana._importing import order
from asana._importing.journal import Journal, Kept, Write
from asana._importing.plan import Wanted
from asana._importing.rows import Row


@pytest.mark.parametrize(
    ("wanted", "there", "kept"),
    [
        ("", "", ""),
        ("a", "a", "a"),
        ("abc", "abc", "abc"),
        ("abc", "cba", "c"),
        ("abcd", "bcda", "bcd"),
        ("abcd", "dabc", "abc"),
        ("abcde", "acbed", "abd"),
        ("abcdef", "fadbec", "abc"),
    ],
)
def test_the_most_tasks_stay(wanted: str, there: str, kept: str) -> None:
    at = {task: number for number, task in enumerate(there)}
    found = order.in_order([*wanted], at)
    assert len(found) == len(kept)
    assert [each for each in there if each in found] == [each for each in wanted if each in found]


def test_no_more_tasks_could_stay() -> None:
    for there in permutations(range(5)):
        at = {str(task): there.index(task) for task in range(5)}
        found = order.in_order([*"01234"], at)
        rising = (
            size
            for size in range(5, 0, -1)
            for each in combinations(range(5), size)
            if [there.index(task) for task in each] == sorted(there.index(task) for task in each)
        )
        assert len(found) == next(rising)
        places = [at[task] for task in sorted(found)]
        assert places == sorted(places)


@pytest.mark.parametrize(
    ("wanted", "keep", "moves"),
    [
        ("", "", []),
        ("a", "a", []),
        ("abc", "abc", []),
        ("abc", "c", ["b<c", "a<b"]),
        ("abc", "b", ["a<b", "c>b"]),
        ("abc", "a", ["b>a", "c>b"]),
        ("abcd", "ad", ["b>a", "c>b"]),
        ("abc", "", ["b>a", "c>b"]),
    ],
)
def test_each_task_is_moved_beside_its_neighbor(wanted: str, keep: str, moves: list[str]) -> None:
    sign = {"insert_before": "<", "insert_after": ">"}
    found = order.moves([*wanted], set(keep))
    assert [f"{task}{sign[how]}{beside}" for task, how, beside in found] == moves


def test_the_kinds_of_writes() -> None:
    assert {"attachment", "comment", "section", "tag", "task"} == order.CREATES
    assert {"place", "update"} == order.REPEATED


class Run:
    """A run of an import whose client records what it is asked for."""

    def __init__(self, rows: dict[str, dict[str, Any]], placed: str, there: dict[str, str]) -> None:
        self.client: Any = self
        self.project: Any = None
        self.journal = Journal(None, "1")
        self.wanted = [Wanted(Row("row", key, {}), fields, 0) for key, fields in rows.items()]
        for key, fields in rows.items():
            if key != "new":
                self.journal.keep_row(key, Kept(f"T{key}", fields, {}, key in placed))
        self.there = there
        self.listed: list[str] = []
        self.posted: list[Any] = []
        self.done = True

    def each(self, function: Any, items: Iterable[Any]) -> None:
        for each in items:
            function(each)

    def get_collection(self, path: Any, query: Any, **options: Any) -> Any:
        assert (query, options["fields"], options["item_limit"]) == ({}, ["name"], None)
        self.listed.append(str(path))
        return [{"gid": f"T{key}"} for key in self.there[str(path).split("/")[2]]]

    def post(self, path: Any, body: Any, **options: Any) -> None:
        assert (path.idempotent, options) == (True, {"full_payload": False})
        self.posted.append((str(path), body))

    def write(self, write: Write, send: Any) -> bool:
        send()
        assert (write.kind, write.sent) == ("place", self.posted[-1][1])
        assert write.id == f"place:{write.key}"
        task = write.sent.get("task") or self.posted[-1][0].split("/")[2]
        assert self.journal.rows[write.key].gid == task
        return self.done

    def section(self, wanted: Wanted) -> str:
        if wanted.fields["section"] == "refused":
            raise LookupError
        return str(wanted.fields["section"])

    def task(self, key: str) -> str:
        return f"T{key}"

    def arrange(self) -> str:
        """Return the keys of the rows that are placed afterwards."""
        order.arrange(self)
        self.journal.close()
        return "".join(key for key, row in self.journal.rows.items() if row.placed)


@pytest.fixture(autouse=True)
def subtasks(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    listed: list[Any] = []

    def subtasks_of(run: Any, gids: list[str], options: Any) -> dict[str, Any]:
        assert options["fields"] == ["name"]
        listed.append(gids)
        found = {gid: [{"gid": f"T{key}"} for key in run.there.get(gid, ())] for gid in gids}
        return {gid: each for gid, each in found.items() if each}

    monkeypatch.setattr(order, "subtasks_of", subtasks_of)
    return listed


S, T, P = {"section": "S"}, {"section": "T"}, {"parent": "p"}


@pytest.mark.parametrize(
    ("rows", "placed", "there", "posted", "after"),
    [
        ({"a": S, "b": S}, "ab", {}, [], "ab"),
        ({"a": S}, "", {}, [], "a"),
        ({"a": S, "b": T}, "", {}, [], "ab"),
        ({"a": S, "b": S}, "", {"S": "ab"}, [], "ab"),
        ({"a": S, "b": S}, "", {"S": "ba"}, [("a", "insert_before", "b")], "ab"),
        ({"a": S, "b": S}, "a", {"S": "xbya"}, [("b", "insert_after", "a")], "ab"),
        ({"a": S, "b": S}, "b", {"S": "ba"}, [("a", "insert_before", "b")], "ab"),
        # What was moved by hand stays.
        ({"a": S, "b": S, "c": S}, "ab", {"S": "bac"}, [("c", "insert_after", "b")], "abc"),
        # What is elsewhere is not moved.
        ({"a": S, "b": S, "c": S}, "", {"S": "ca"}, [("a", "insert_before", "c")], "abc"),
        ({"a": S, "b": S, "c": S}, "a", {"S": "cb"}, [("b", "insert_before", "c")], "abc"),
        ({"a": S, "new": S}, "", {}, [], "a"),
        ({"a": {"section": "refused"}, "b": {"section": "refused"}}, "", {}, [], ""),
    ],
)
def test_tasks_of_a_section_are_moved(
    rows: Any, placed: str, there: Any, posted: list[Any], after: str, subtasks: list[Any]
) -> None:
    run = Run(rows, placed, there)
    assert run.arrange() == after
    assert run.listed == [f"/sections/{section}/tasks" for section in there]
    assert run.posted == [
        ("/sections/S/addTask", {"task": f"T{task}", how: f"T{beside}"})
        for task, how, beside in posted
    ]
    assert subtasks == []


def test_tasks_below_a_parent_are_moved(subtasks: list[Any]) -> None:
    rows = {
        "a": P,
        "b": P,
        "c": P,
        "d": {"parent": "q"},
        "e": {"parent": "r"},
        "f": {"parent": "r"},
    }
    run = Run(rows, "a", {"Tp": "cba"})
    assert run.arrange() == "abcdef"
    assert subtasks == [["Tp", "Tr"]]
    assert run.listed == []
    assert run.posted == [
        ("/tasks/Tb/setParent", {"parent": "Tp", "insert_after": "Ta"}),
        ("/tasks/Tc/setParent", {"parent": "Tp", "insert_after": "Tb"}),
    ]


def test_tasks_are_not_placed_until_all_moves_are_done() -> None:
    run = Run({"a": S, "b": S, "c": S}, "", {"S": "cba"})
    run.done = False
    assert run.arrange() == ""
    assert len(run.posted) == 1


def test_a_section_and_a_parent_of_one_gid_are_two_places() -> None:
    rows = {"a": {"section": "Tp"}, "b": {"parent": "p"}}
    run = Run(rows, "", {})
    assert (run.arrange(), run.posted, run.listed) == ("ab", [], [])
