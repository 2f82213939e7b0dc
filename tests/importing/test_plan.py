"""The rows of an import, checked against each other and the project."""

from typing import Any

import pytest

from asana._importing.journal import Kept
from asana._importing.plan import Wanted, checked
from asana._importing.rows import Problem, Row
from asana.fields import NO_FIELDS, Fields
from tests.test_fields import field_of, made

KEPT = Kept("5", {}, {}, True)


class Names:
    def __init__(self, kind: str, *names: str) -> None:
        self.kind, self.names = kind, names
        self.asked: list[str] = []

    def find(self, name: str) -> str | None:
        self.asked.append(name)
        if name == "twice":
            raise LookupError(f"2 {self.kind}s are named 'twice'")
        return name if name in self.names else None


class Project:
    def __init__(self, fields: Fields | None) -> None:
        self.fields = fields
        self.tags, self.sections = Names("tag", "t"), Names("section", "s")
        self.asked: list[str] = []

    def user(self, name: str) -> str:
        self.asked.append(name)
        if name == "nobody":
            raise LookupError("none of the users is named 'nobody'")
        return {"me": "1", "Ann": "1"}.get(name, name)


def fields() -> Fields:
    options = [{"gid": "31", "name": "New"}, {"gid": "32", "name": "Old"}]
    return made(
        field_of("number", gid="2", name="Cost"),
        field_of("enum", gid="3", name="Stage", enum_options=options),
        field_of("multi_enum", gid="4", name="Labels", enum_options=options),
        field_of("text", gid="6", name="Note"),
    )


def check(
    *rows: Row, kept: Any = (), project: Project | None = None
) -> tuple[list[Wanted], list[Problem]]:
    problems: list[Problem] = []
    there: Any = project or Project(fields())
    return checked(rows, there, dict.fromkeys(kept, KEPT), problems), problems


def row(key: str, **more: Any) -> Row:
    return Row(f"line {key}", key, more.pop("fields", {"name": key}), **more)


def reasons(*rows: Row, **options: Any) -> list[tuple[str | None, str]]:
    """Return the keys and reasons of the problems."""
    found, problems = check(*rows, **options)
    assert [each.where for each in problems] == [f"line {each.key}" for each in problems]
    assert {each.row.key for each in found} <= {each.key for each in rows}
    return [(each.key, each.reason) for each in problems]


VALUES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"fields": {"name": "n", "notes": "x"}}, {"notes": "x"}),
    ({"assignee": "me"}, {"assignee": "1"}),
    ({"followers": ["me", "7", "Ann"]}, {"followers": ["1", "7"]}),
    ({"tags": ["t", "new", "T ", "NEW"]}, {"tags": ["T ", "NEW"]}),
    ({"section": "s"}, {"section": "s"}),
    ({"section": "new"}, {"section": "new"}),
    ({"custom_fields": {"Cost": "5", "Stage": " New "}}, {"custom_fields": {"2": 5, "3": "31"}}),
    ({"custom_fields": {"Labels": "Old, New"}}, {"custom_fields": {"4": ["32", "31"]}}),
    ({"custom_fields": {"2": 1.5, "Note": " x "}}, {"custom_fields": {"2": 1.5, "6": " x "}}),
]


@pytest.mark.parametrize(("given", "expected"), VALUES, ids=repr)
def test_the_fields_of_a_row(given: dict[str, Any], expected: dict[str, Any]) -> None:
    [wanted], problems = check(row("n", **given))
    assert problems == []
    assert (wanted.fields, wanted.level, wanted.key) == ({"name": "n", **expected}, 0, "n")


def test_a_parent_is_a_key_and_a_level() -> None:
    rows = [row("c", parent="b"), row("b", parent="a"), row("a"), row("d", parent="old")]
    found, problems = check(*rows, kept=["old"])
    assert problems == []
    assert [(each.key, each.level, each.fields) for each in found] == [
        ("c", 2, {"name": "c", "parent": "b"}),
        ("b", 1, {"name": "b", "parent": "a"}),
        ("a", 0, {"name": "a"}),
        ("d", 1, {"name": "d", "parent": "old"}),
    ]


CIRCLE = "the row depends on itself: its dependencies form a cycle"

WRONG: list[tuple[list[Row], list[tuple[str, str]]]] = [
    ([row("a"), row("a")], [("a", "line a has the same key")]),
    ([row("a", assignee="nobody")], [("a", "assignee: none of the users is named 'nobody'")]),
    (
        [row("a", assignee="nobody"), row("b", followers=["nobody", "me"])],
        [
            ("a", "assignee: none of the users is named 'nobody'"),
            ("b", "followers: see the first row with 'nobody'"),
        ],
    ),
    ([row("a", section="twice")], [("a", "section: 2 sections are named 'twice'")]),
    ([row("a", tags=["twice"])], [("a", "tag: 2 tags are named 'twice'")]),
    ([row("a", parent="x")], [("a", "parent: no row has the key 'x'")]),
    (
        [row("first", parent="fist")],
        [("first", "parent: no row has the key 'fist'; did you mean 'first'?")],
    ),
    (
        [row("a", parent="b"), row("b", parent="a")],
        [(key, f"the row is its own ancestor: its parent is '{up}'") for key, up in ("ab", "ba")],
    ),
    (
        [row("a", parent="b"), row("b", parent="c"), row("c", parent="b")],
        [
            (key, f"the row is its own ancestor: its parent is '{up}'")
            for key, up in ("ab", "bc", "cb")
        ],
    ),
    (
        [row(f"{n}", parent=f"{n - 1}" if n else None) for n in range(7)],
        [("6", "subtasks can be at most 5 levels deep")],
    ),
    ([row("a", dependencies=["x"])], [("a", "dependencies: no row has the key 'x'")]),
    ([row("a", dependencies=["a"])], [("a", CIRCLE)]),
    (
        [row("a", dependencies=["b"]), row("b", dependencies=["c"]), row("c", dependencies=["b"])],
        [("b", CIRCLE), ("c", CIRCLE)],
    ),
    (
        [
            row("hub", dependencies=["d0"]),
            row("d0"),
            *(row(f"d{n}", dependencies=["hub"]) for n in range(1, 31)),
        ],
        [("hub", "a task can have at most 30 dependencies and dependents")],
    ),
    (
        [row("a", parent="b", custom_fields={"Cost": 1}), row("b")],
        [("a", "custom_fields: a subtask has none, because it is not directly in the project")],
    ),
    (
        [row("a", custom_fields={"Cost": "x", "Zzz": 1, "Stage": 5})],
        [
            ("a", "custom_fields: 'Cost' must be a number such as 1234.5, not 'x'"),
            (
                "a",
                "custom_fields: no custom field 'Zzz'; there are 'Cost', 'Stage', 'Labels', 'Note'",
            ),
            (
                "a",
                "custom_fields: the custom field 'Stage' takes the name or gid of an option, not 5",
            ),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), WRONG, ids=repr)
def test_what_is_wrong_with_rows(rows: list[Row], expected: list[tuple[str, str]]) -> None:
    assert reasons(*rows) == expected


def test_what_is_right_with_rows() -> None:
    assert reasons(*(row(f"{n}", parent=f"{n - 1}" if n else None) for n in range(6))) == []
    hub = row("hub", dependencies=["d0"])
    assert (
        reasons(hub, row("d0"), *(row(f"d{n}", dependencies=["hub"]) for n in range(1, 30))) == []
    )
    diamond = [row("a", dependencies=["b", "c"]), row("b", dependencies=["d"])]
    assert reasons(*diamond, row("c", dependencies=["d"]), row("d")) == []
    assert reasons(row("a", dependencies=["old"]), kept=["old"]) == []


def test_without_custom_fields_the_plan_is_named() -> None:
    project = Project(None)
    assert reasons(row("a", custom_fields={"Cost": 1}), project=project) == [
        ("a", f"custom_fields: {NO_FIELDS}")
    ]
    assert reasons(row("a"), project=project) == []


def test_a_name_is_looked_up_once() -> None:
    project = Project(fields())
    rows = [row("a", assignee="Ann", tags=["t", "t"], section="s", followers=["Ann"])]
    rows.append(row("b", assignee="Ann", tags=["t"], section="s"))
    assert reasons(*rows, project=project) == []
    assert (project.asked, project.tags.asked, project.sections.asked) == (["Ann"], ["t"], ["s"])
    project = Project(fields())
    assert len(reasons(row("a", tags=["twice"]), row("b", tags=["twice"]), project=project)) == 1
    assert project.tags.asked == ["twice"]


def test_rows_with_problems_are_left_out_if_their_place_is_unknown() -> None:
    found, problems = check(row("a", parent="x"), row("b", assignee="nobody"), row("b"))
    assert [(each.key, each.fields) for each in found] == [("b", {"name": "b", "assignee": None})]
    assert len(problems) == 3
