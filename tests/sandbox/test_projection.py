from typing import Any

import pytest

from asana.sandbox.api.projection import parse_selection
from tests.sandbox.conftest import Api

MAYA = "Maya Lindqvist"


@pytest.fixture
def rich_task(api: Api, organization: str, project: str) -> str:
    """A task with all kinds of parts."""
    parent = api.post("/tasks", name="Parent", projects=[project], assignee="me", liked=True)
    return str(parent["gid"])


def show(api: Api, task: str, fields: str, **more: str) -> Any:
    shown = api.get(f"/tasks/{task}", opt_fields=fields, **more)
    assert shown.pop("gid") == task
    return shown


def test_fields_are_exactly_those_asked_for(api: Api, rich_task: str) -> None:
    assert show(api, rich_task, "name,completed") == {"name": "Parent", "completed": False}


def test_unknown_and_empty_fields_are_dropped(api: Api, rich_task: str) -> None:
    assert show(api, rich_task, "nonsense,name.deeper,,(x|y).z") == {"name": "Parent"}
    assert show(api, rich_task, "") == {}


def test_resource_type_comes_only_when_asked_for(api: Api, rich_task: str) -> None:
    assert show(api, rich_task, "resource_type") == {"resource_type": "task"}


def test_bare_sub_object_has_no_name(api: Api, rich_task: str) -> None:
    assert set(show(api, rich_task, "assignee")["assignee"]) == {"gid", "resource_type"}


def test_named_field_of_a_sub_object(api: Api, rich_task: str) -> None:
    assignee = show(api, rich_task, " this.assignee.name ")["assignee"]
    assert set(assignee) == {"gid", "name"}
    assert assignee["name"] == MAYA


def test_bare_and_named_together(api: Api, rich_task: str) -> None:
    assignee = show(api, rich_task, "assignee,assignee.name")["assignee"]
    assert set(assignee) == {"gid", "resource_type", "name"}


def test_groups_stand_for_several_terms(api: Api, rich_task: str) -> None:
    shown = show(api, rich_task, "this.(followers|assignee).(name|email)")
    assert set(shown) == {"followers", "assignee"}
    assert set(shown["followers"][0]) == {"gid", "name", "email"}


def test_memberships_have_no_gid(api: Api, rich_task: str) -> None:
    (membership,) = show(api, rich_task, "memberships.project.name")["memberships"]
    assert set(membership) == {"project"}
    assert set(membership["project"]) == {"gid", "name"}
    (bare,) = show(api, rich_task, "memberships")["memberships"]
    assert {key: set(value) for key, value in bare.items()} == {
        "project": {"gid", "resource_type"},
        "section": {"gid", "resource_type"},
    }


def test_likes_keep_their_own_gid(api: Api, rich_task: str) -> None:
    (like,) = show(api, rich_task, "likes.user.name")["likes"]
    assert set(like) == {"gid", "user"}
    assert like["user"]["name"] == MAYA


def test_path_through_null_is_null(api: Api, rich_task: str) -> None:
    assert show(api, rich_task, "parent.name") == {"parent": None}


def test_opt_in_fields_come_only_when_named(api: Api, rich_task: str) -> None:
    opt_in = {"html_notes", "created_by", "dependencies", "dependents", "num_subtasks"}
    assert not opt_in & set(api.get(f"/tasks/{rich_task}"))
    shown = show(api, rich_task, ",".join(opt_in))
    assert set(shown) == opt_in
    assert shown["html_notes"] == "<body></body>"


def test_full_record_has_compact_sub_objects(api: Api, rich_task: str) -> None:
    full = api.get(f"/tasks/{rich_task}")
    assert full["resource_type"] == "task"
    assert set(full["assignee"]) == {"gid", "resource_type", "name"}
    assert full["memberships"][0]["section"]["name"] == "Untitled section"
    assert (full["parent"], full["tags"], full["num_likes"]) == (None, [], 1)


def test_collections_are_compact(api: Api, project: str, rich_task: str) -> None:
    (item,) = api.get(f"/projects/{project}/tasks")
    assert set(item) == {"gid", "resource_type", "name", "resource_subtype"}


def test_collections_take_fields(api: Api, project: str, rich_task: str) -> None:
    assert api.get("/tasks", project=project, opt_fields="name") == [
        {"gid": rich_task, "name": "Parent"}
    ]


def test_expand_makes_the_root_full(api: Api, project: str, rich_task: str) -> None:
    (item,) = api.get("/tasks", project=project, opt_expand=".")
    assert item["notes"] == ""
    assert set(item["assignee"]) == {"gid", "resource_type", "name"}


def test_expand_makes_sub_objects_full(api: Api, rich_task: str) -> None:
    full = api.get(f"/tasks/{rich_task}", opt_expand="assignee,memberships.project")
    assert full["assignee"]["email"] == "maya@example.com"
    assert full["memberships"][0]["project"]["default_view"] == "list"
    assert "notes" not in full["followers"][0]


def test_fields_win_over_expand(api: Api, rich_task: str) -> None:
    assert show(api, rich_task, "name", opt_expand="assignee") == {"name": "Parent"}


def test_options_of_a_body_project_the_reply(api: Api, rich_task: str) -> None:
    for fields in (["name"], "name"):
        body = {"data": {}, "options": {"fields": fields}}
        reply = api.call("PUT", f"/tasks/{rich_task}", json=body)
        assert reply.json()["data"] == {"gid": rich_task, "name": "Parent"}
    reply = api.call("PUT", f"/tasks/{rich_task}?opt_fields=name", json={"data": {}})
    assert reply.json()["data"] == {"gid": rich_task, "name": "Parent"}


def test_this_alone_names_the_root() -> None:
    assert parse_selection("this").here
    assert parse_selection(".").here
    assert not parse_selection("this.name").here


def test_bars_outside_a_group_are_part_of_the_name() -> None:
    assert list(parse_selection("a|b").fields) == ["a|b"]
