"""Routes and fields that only legacy clients use."""

from typing import Any

import pytest

from tests.sandbox.conftest import Api


def names(records: list[dict[str, Any]]) -> list[str]:
    return [record["name"] for record in records]


def test_workspaces_of_a_user(api: Api, organization: str, personal: str) -> None:
    gids = [workspace["gid"] for workspace in api.get("/users/me/workspaces")]
    assert gids == [organization, personal]


def test_teams_of_an_organization(api: Api, organization: str) -> None:
    assert api.get(f"/organizations/{organization}/teams") == api.get(
        f"/workspaces/{organization}/teams"
    )
    made = api.post(f"/organizations/{organization}/teams", name="Old way")
    assert made["organization"]["gid"] == organization


def test_tasks_of_a_workspace(api: Api, personal: str) -> None:
    made = api.post(f"/workspaces/{personal}/tasks", name="Old", assignee="me")
    assert made["gid"] in [
        task["gid"] for task in api.get(f"/workspaces/{personal}/tasks", assignee="me")
    ]
    api.delete(f"/tasks/{made['gid']}")


def test_typeahead_of_a_workspace_spelled_otherwise(api: Api, organization: str) -> None:
    found = api.get(f"/workspace/{organization}/typeahead", type="user", query="tom")
    assert names(found) == ["Tom Okafor"]


def test_templates_are_no_projects_any_more(api: Api, project: str, organization: str) -> None:
    assert api.get("/projects", workspace=organization, is_template="true") == []
    listed = api.get("/projects", workspace=organization, is_template="false")
    assert project in [each["gid"] for each in listed]
    shown = api.get(f"/projects/{project}", opt_fields="is_template,layout")
    assert (shown["is_template"], shown["layout"]) == (False, "list")
    api.put(f"/projects/{project}", default_view="board")
    assert api.get(f"/projects/{project}", opt_fields="layout")["layout"] == "board"


def test_stories_are_listed_by_what_they_are_on(api: Api, task: str, project: str) -> None:
    api.post(f"/tasks/{task}/stories", text="Hello")
    assert api.get("/stories", task=task) == api.get(f"/tasks/{task}/stories")
    assert api.refusal("GET", "/stories") == (400, "You should specify one of task, goal")
    api.post(f"/tasks/{task}/addProject", project=project)
    assert len(api.get(f"/projects/{project}/stories")) == 2


def test_there_are_no_messages(api: Api) -> None:
    assert api.refusal("GET", "/messages/12") == (404, "message: Not a recognized ID: 12")


@pytest.mark.parametrize("kind", ["tasks", "projects"])
def test_objects_have_events(api: Api, kind: str, task: str, project: str) -> None:
    gid = {"tasks": task, "projects": project}[kind]
    assert api.refusal("GET", f"/{kind}/{gid}/events")[0] == 412
