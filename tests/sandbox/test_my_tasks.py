"""User task lists and typeahead."""

import pytest

from tests.sandbox.conftest import Api


@pytest.fixture
def mine(api: Api, personal: str) -> str:
    """Maya's list in her own workspace, without demo tasks."""
    return str(api.get("/users/me/user_task_list", workspace=personal)["gid"])


def test_there_is_one_list_per_user_and_workspace(api: Api, personal: str, mine: str) -> None:
    task_list = api.get(f"/user_task_lists/{mine}")
    assert task_list["name"] == "My tasks in Maya's allotment"
    assert task_list["owner"]["name"] == "Maya Lindqvist"
    assert api.get("/users/me/user_task_list", workspace=personal) == task_list
    missing = (400, "workspace: Missing input")
    assert api.refusal("GET", "/users/me/user_task_list") == missing
    path = "/users/tom@example.com/user_task_list"
    assert api.refusal("GET", path, workspace=personal)[0] == 400
    (membership,) = api.get(f"/workspaces/{personal}/workspace_memberships")
    shown = api.get(f"/workspace_memberships/{membership['gid']}")
    assert shown["user_task_list"]["gid"] == mine


def test_everybody_has_a_list_of_their_own(api: Api, tom: Api, organization: str) -> None:
    lists = [
        each.get("/users/me/user_task_list", workspace=organization)["gid"] for each in (api, tom)
    ]
    assert lists[0] != lists[1]
    assert tom.get(f"/user_task_lists/{lists[1]}")["owner"]["name"] == "Tom Okafor"


def test_the_list_has_what_is_assigned(api: Api, personal: str, mine: str) -> None:
    made = [
        api.post("/tasks", name=name, workspace=personal, assignee="me")["gid"] for name in "abc"
    ]
    api.post("/tasks", name="nobody's", workspace=personal)
    path = f"/user_task_lists/{mine}/tasks"
    assert [task["gid"] for task in api.get(path)] == made
    assert api.get("/tasks", user_task_list=mine) == api.get(path)
    for gid in made:
        api.delete(f"/tasks/{gid}")
    assert api.get(path) == []


def test_tasks_are_inserted_and_assigned(
    api: Api, personal: str, organization: str, mine: str
) -> None:
    first = api.post("/tasks", name="first", workspace=personal, assignee="me")["gid"]
    task = api.post("/tasks", name="new", workspace=personal)["gid"]
    path = f"/user_task_lists/{mine}/tasks/insert"
    assert api.post(path, task=task, insert_before=first) == {}
    listed = [each["gid"] for each in api.get(f"/user_task_lists/{mine}/tasks")]
    assert listed == [task, first]
    assert api.get(f"/tasks/{task}")["assignee"]["name"] == "Maya Lindqvist"
    foreign = api.post("/tasks", workspace=organization)["gid"]
    assert api.refusal("POST", path, task=foreign)[0] == 400
    api.delete(f"/tasks/{task}")
    api.delete(f"/tasks/{first}")


def test_typeahead_finds_by_name(api: Api, organization: str) -> None:
    path = f"/workspaces/{organization}/typeahead"
    found = api.get(path, resource_type="project", query="PIER")
    assert [each["name"] for each in found] == ["Open Pier Street"]
    found = api.get(path, type="user", query="priya@")
    assert [each["name"] for each in found] == ["Priya Nair"]
    found = api.get(path, resource_type="team", query="roast")
    assert [each["name"] for each in found] == ["Roastery"]
    assert api.get(path, resource_type="goal", query="nobody wants this") == []


def test_typeahead_is_one_page(api: Api, organization: str) -> None:
    path = f"/workspaces/{organization}/typeahead"
    reply = api.call("GET", path, params={"resource_type": "task", "count": 3}).json()
    assert len(reply["data"]) == 3
    assert "next_page" not in reply
    assert len(api.get(path, resource_type="task")) == 20
    assert api.refusal("GET", path, resource_type="task", count=101)[0] == 400
    assert api.refusal("GET", path) == (400, "resource_type: Missing input")
    assert api.refusal("GET", path, resource_type="odd")[0] == 400


def test_typeahead_shows_followed_tasks_first(api: Api, tom: Api, project: str) -> None:
    workspace = api.get(f"/projects/{project}")["workspace"]["gid"]
    tom.post("/tasks", name="Zebra of Tom", projects=[project])
    api.post("/tasks", name="Zebra of Maya", projects=[project])
    tom.post("/tasks", name="Zebra two of Tom", projects=[project])
    path = f"/workspaces/{workspace}/typeahead"
    found = api.get(path, resource_type="task", query="zebra")
    names = [each["name"] for each in found]
    assert names == ["Zebra of Maya", "Zebra two of Tom", "Zebra of Tom"]
