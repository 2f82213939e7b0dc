"""The requests for a row that has changed."""

from typing import Any

import pytest

from asana._importing.changes import Change, changes
from asana._importing.journal import Kept
from asana._importing.plan import Wanted
from asana._importing.rows import Row


class Gids:
    """Tags, sections and tasks whose gids are known; others have not been created yet."""

    class project:
        gid = "PROJECT"

    KNOWN = {"x": "X", "y": "Y", "s": "S", "t": "T", "p": "P", "q": "Q", None: "FIRST"}

    def named(self, kind: str, name: str) -> str | None:
        return f"{kind} {self.KNOWN[name]}" if name in self.KNOWN else None

    def section(self, wanted: Wanted) -> str | None:
        return self.KNOWN.get(wanted.fields.get("section"))

    def task(self, key: str) -> str | None:
        return self.KNOWN.get(key)


def between(
    before: dict[str, Any], after: dict[str, Any], old: Any = (), new: Any = ()
) -> list[Change] | None:
    gids: Any = Gids()
    kept = Kept("10", before, {"ids": [], "dependencies": [*old]}, True)
    row = Row("row 1", "k", {}, dependencies=[*new])
    return changes(gids, kept, Wanted(row, after, 0))


def put(**body: Any) -> list[tuple[Any, ...]]:
    return [("PUT", "", body, False)]


def post(action: str, moves: bool = False, **body: Any) -> tuple[Any, ...]:
    return "POST", f"/{action}", body, moves


D = {"due_on": "2030-01-02"}
S = {"start_on": "2030-01-01"}

BODIES: list[tuple[dict[str, Any], dict[str, Any], list[Any]]] = [
    ({}, {}, []),
    ({"name": "a", "notes": "n"}, {"name": "b", "notes": "n"}, put(name="b")),
    ({"notes": "n"}, {}, put(notes="")),
    ({"html_notes": "n"}, {}, put(notes="")),
    ({"notes": "n"}, {"html_notes": "h"}, put(html_notes="h")),
    ({"html_notes": "h"}, {"notes": "n"}, put(notes="n")),
    ({"completed": True}, {}, put(completed=False)),
    ({"resource_subtype": "milestone"}, {}, put(resource_subtype="default_task")),
    (
        {"resource_subtype": "approval", "approval_status": "pending"},
        {},
        put(resource_subtype="default_task"),
    ),
    ({"approval_status": "pending"}, {}, []),
    ({"approval_status": "pending"}, {"approval_status": "rejected"},
     put(approval_status="rejected")),
    ({"assignee": "1"}, {}, put(assignee=None)),
    (D, {}, put(due_on=None)),
    ({**D, **S}, D, put(start_on=None, due_on="2030-01-02")),
    (D, {**D, **S}, put(start_on="2030-01-01", due_on="2030-01-02")),
    ({**D, **S}, {"due_at": "T", **S}, put(due_on=None, due_at="T", start_on="2030-01-01")),
    (
        {"due_at": "T", "start_at": "R"},
        {"due_at": "U", "start_at": "R"},
        put(due_at="U", start_at="R"),
    ),
    ({"custom_fields": {"1": "a", "2": "b", "3": "c"}}, {"custom_fields": {"1": "a", "2": "d"}},
     put(custom_fields={"2": "d", "3": None})),
    ({"custom_fields": {"1": "a"}}, {}, put(custom_fields={"1": None})),
    ({}, {"custom_fields": {"1": "a"}}, put(custom_fields={"1": "a"})),
    # The place
    ({}, {"section": "s"}, [post("addProject", True, project="PROJECT", section="S")]),
    ({"section": "s"}, {"section": "s"}, []),
    ({"section": "s"}, {}, [post("addProject", True, project="PROJECT", section="FIRST")]),
    (
        {"section": "s"},
        {"parent": "p"},
        [post("setParent", True, parent="P"), post("removeProject", project="PROJECT")],
    ),
    ({"parent": "p"}, {"parent": "q"}, [post("setParent", True, parent="Q")]),
    (
        {"parent": "p"},
        {"section": "t"},
        [
            post("setParent", True, parent=None),
            post("addProject", True, project="PROJECT", section="T"),
        ],
    ),
    ({"parent": "p"}, {"parent": "p"}, []),
    # The lists
    ({"tags": ["x"]}, {"tags": ["x", "y"]}, [post("addTag", tag="tag Y")]),
    ({"tags": ["x", "gone", "y"]}, {"tags": ["y"]}, [post("removeTag", tag="tag X")]),
    ({}, {"tags": ["x"]}, [post("addTag", tag="tag X")]),
    ({"tags": ["x"]}, {}, [post("removeTag", tag="tag X")]),
    ({"followers": ["1", "2"]}, {"followers": ["2", "3"]},
     [post("addFollowers", followers=["3"]), post("removeFollowers", followers=["1"])]),
    ({"followers": ["1"]}, {}, [post("removeFollowers", followers=["1"])]),
    ({}, {"followers": ["1"]}, [post("addFollowers", followers=["1"])]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), BODIES, ids=repr)
def test_what_differs_is_written(
    before: dict[str, Any], after: dict[str, Any], expected: list[Any]
) -> None:
    found = between(before, after)
    assert found is not None
    assert [
        (each.verb, str(each.path).removeprefix("/tasks/10"), each.body, each.moves)
        for each in found
    ] == expected
    assert all(each.path.idempotent for each in found if each.verb == "POST")


def test_removed_dependencies_are_removed_and_new_ones_are_created_elsewhere() -> None:
    [change] = between({}, {}, ["p", "q"], ["q", "x"]) or []
    assert (change.verb, change.body, change.moves) == ("POST", {"dependencies": ["P"]}, False)
    assert str(change.path) == "/tasks/10/removeDependencies"
    assert change.path.idempotent


@pytest.mark.parametrize("after", [{"tags": ["new"]}, {"section": "new"}, {"parent": "new"}])
def test_what_has_not_been_created_is_waited_for(after: dict[str, Any]) -> None:
    assert between({"name": "a"}, {"name": "b", **after}) is None


def test_a_change_keeps_the_place_by_default() -> None:
    change: Any = Change
    assert change("PUT", None, {}).moves is False
