"""Asana's input/output options, from the client to a sandbox and back."""

from collections.abc import Iterator
from typing import Any

import pytest

import asana
from asana.sandbox import Sandbox


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def task(client: asana.Client) -> Any:
    workspace = client.users.me()["workspaces"][0]["gid"]
    project = client.projects.create_project({"workspace": workspace, "name": "p"})
    return client.tasks.create_task(
        {"name": "t", "projects": [project["gid"]], "assignee": "me", "notes": "n"}
    )


@pytest.mark.parametrize(
    "fields", [["name", "assignee.name"], "name,assignee.name", ("name", "assignee.name")]
)
def test_fields_are_exactly_those_asked_for(client: asana.Client, task: Any, fields: Any) -> None:
    me = client.users.me()
    expected = {
        "gid": task["gid"],
        "name": "t",
        "assignee": {"gid": me["gid"], "name": me["name"]},
    }
    assert client.tasks.get_task(task["gid"], fields=fields) == expected
    assert client.tasks.get_task(task["gid"], opt_fields=fields) == expected
    assert client.tasks.get_task(task["gid"], {"opt_fields": fields}) == expected
    assert client.tasks.update_task(task["gid"], {"name": "t"}, fields=fields) == expected
    beside: Any = {"name": "t", "opt_fields": fields}
    assert client.tasks.update_task(task["gid"], beside) == expected


def test_fields_take_groups_and_this(client: asana.Client, task: Any) -> None:
    found = client.tasks.get_task(task["gid"], fields=["this.(assignee|workspace).name"])
    assert set(found) == {"gid", "assignee", "workspace"}
    assert set(found["workspace"]) == {"gid", "name"}


def test_expand_fills_in_sub_objects(client: asana.Client, task: Any) -> None:
    found: Any = client.tasks.get_task(task["gid"])
    assert "email" not in found["assignee"]
    for expand in (["assignee", "projects"], "assignee,projects"):
        found = client.tasks.get_task(task["gid"], expand=expand)
        assert found["assignee"]["email"]
        assert "notes" in found["projects"][0]


def test_expand_of_the_root_fills_in_a_listing(client: asana.Client, task: Any) -> None:
    project = task["projects"][0]["gid"]
    tasks: Any = client.tasks
    (compact,) = tasks.get_tasks_for_project(project)
    (full,) = tasks.get_tasks_for_project(project, expand=".")
    assert "notes" not in compact
    assert full["notes"] == "n"


def test_fields_win_over_expand(client: asana.Client, task: Any) -> None:
    found: Any = client.tasks.get_task(task["gid"], fields=["assignee"], expand=["assignee"])
    assert set(found["assignee"]) == {"gid", "resource_type"}


def test_pretty_changes_nothing_but_the_form(client: asana.Client, task: Any) -> None:
    assert client.tasks.get_task(task["gid"], pretty=True) == client.tasks.get_task(task["gid"])


def test_a_post_can_be_turned_into_another_method(
    client: asana.Client, sandbox: Sandbox, task: Any
) -> None:
    changed = client.post(f"/tasks/{task['gid']}", {"name": "changed"}, method="put")
    assert changed["name"] == "changed"
    assert sandbox.requests[-1].method == "POST"
    assert client.post(f"/tasks/{task['gid']}", method="delete") == {}
    with pytest.raises(asana.error.NotFoundError):
        client.tasks.get_task(task["gid"])


def test_booleans_and_lists_arrive_as_meant(
    client: asana.Client, sandbox: Sandbox, task: Any
) -> None:
    workspace = task["workspace"]["gid"]
    archived = client.projects.get_projects(workspace=workspace, archived=True)
    assert task["projects"][0]["gid"] not in [project["gid"] for project in archived]
    assert sandbox.requests[-1].query["archived"] == "true"
    client.tasks.update_task(task["gid"], {"due_on": None, "completed": False})
    assert sandbox.requests[-1].body == {"data": {"due_on": None, "completed": False}}
