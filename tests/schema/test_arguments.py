"""The arguments of a method from texts."""

import re
from typing import Any

import pytest

from asana import schema


def test_arguments_are_typed_by_their_parameters() -> None:
    given = [
        ("name", "12"),
        ("completed", "true"),
        ("due_on", ""),
        ("projects", "1,2"),
        ("projects", ["3"]),
        ("external.gid", "a=b"),
        ("followers", None),
    ]
    assert schema.arguments("tasks.create_task", given) == {
        "name": "12",
        "completed": True,
        "due_on": None,
        "projects": ["1", "2", "3"],
        "external": {"gid": "a=b"},
        "followers": None,
    }
    assert schema.arguments("tasks.get_task", [("task_gid", "7")]) == {"task_gid": "7"}


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("get_task", [("task_gid", "7")], {"task_gid": "7"}),
        ("create_task", [], {}),
        ("create_task", [("completed", True)], {"completed": True}),
        ("create_task", [("external", {"gid": "1"})], {"external": {"gid": "1"}}),
        (
            "create_task",
            [("external.gid", "1"), ("external.data", "a.b")],
            {"external": {"gid": "1", "data": "a.b"}},
        ),
        (
            "create_task",
            [("custom_fields.12", "3"), ("custom_fields.13", 4)],
            {"custom_fields": {"12": "3", "13": 4}},
        ),
        (
            "create_task",
            [("projects", "1"), ("projects", "2, 3"), ("tags", "4")],
            {"projects": ["1", "2", "3"], "tags": ["4"]},
        ),
        (
            "search_tasks_for_workspace",
            [("workspace_gid", "7"), ("projects.any", "1"), ("due_on.before", "2026-01-01")],
            {"workspace_gid": "7", "projects.any": "1", "due_on.before": "2026-01-01"},
        ),
        ("update_task", [("task_gid", "12"), ("name", "")], {"task_gid": "12", "name": ""}),
    ],
)
def test_arguments_are_found_by_their_names(
    name: str, given: list[tuple[str, Any]], expected: dict[str, Any]
) -> None:
    assert schema.arguments(f"tasks.{name}", given) == expected


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ([("nmae", "x")], "tasks.create_task has no parameter 'nmae'; did you mean name?"),
        ([("nmae.a", "x")], "tasks.create_task has no parameter 'nmae.a'; did you mean name?"),
        ([("zzzzz", "x")], "tasks.create_task has no parameter 'zzzzz'"),
        ([("name", "x"), ("name", "y")], "name is given twice"),
        ([("external.gid", "x"), ("external.gid", "y")], "external.gid is given twice"),
        ([("projects", "x"), ("projects", None)], "projects is given twice"),
        ([("projects", None), ("projects", "x")], "projects is given twice"),
        ([("external.id", "x")], "external has no 'id': it has gid, data"),
        ([("memberships.project", "1")], "memberships is a list: it has no 'project'"),
        ([("completed.a", "1")], "completed is not an object: it has no 'a'"),
        ([("due_on.before", "1")], "due_on is not an object: it has no 'before'"),
        ([("external.", "1")], "external has no '': it has gid, data"),
        ([("completed", "yes")], "completed is true or false, not 'yes'"),
    ],
)
def test_arguments_that_a_method_lacks_are_refused(given: Any, why: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(why)}$"):
        schema.arguments("tasks.create_task", given)


def test_a_gid_is_not_an_object() -> None:
    with pytest.raises(ValueError, match=r"^task_gid is not an object: it has no 'name'$"):
        schema.arguments("tasks.get_task", [("task_gid.name", "x")])


def test_the_numbers_of_an_import_are_numbers() -> None:
    given = [("update", "true"), ("concurrency", "5"), ("grace", "2.5")]
    assert schema.arguments("projects.importer", given) == {
        "update": True,
        "concurrency": 5,
        "grace": 2.5,
    }
