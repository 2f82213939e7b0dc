"""Sections of "My tasks", and external gids of tasks."""

from typing import Any

import pytest

from tests.sandbox.conftest import Api


def names(records: list[dict[str, Any]]) -> list[str]:
    return [record["name"] for record in records]


@pytest.fixture
def mine(api: Api, personal: str) -> str:
    return str(api.get("/users/me/user_task_list", workspace=personal)["gid"])


@pytest.fixture
def chore(api: Api, personal: str) -> str:
    return str(api.post("/tasks", name="Weed", workspace=personal, assignee="me")["gid"])


def test_a_list_has_sections(api: Api, mine: str, personal: str, chore: str) -> None:
    first, second, *_ = api.get(f"/projects/{mine}/sections")
    assert (first["name"], second["name"]) == ("Recently assigned", "Do today")
    task = api.get(f"/tasks/{chore}")
    assert task["assignee_section"]["gid"] == first["gid"]
    assert chore in [each["gid"] for each in api.get(f"/sections/{first['gid']}/tasks")]
    changed = api.put(f"/tasks/{chore}", assignee_section=second["gid"])
    assert changed["assignee_section"]["name"] == "Do today"
    assert names(api.get("/tasks", section=second["gid"])) == ["Weed"]
    api.post(f"/sections/{first['gid']}/addTask", task=chore)
    assert api.get("/tasks", section=second["gid"]) == []
    assert api.get(f"/tasks/{chore}")["memberships"] == []
    api.delete(f"/tasks/{chore}")


def test_sections_of_a_list_are_made_and_moved(api: Api, mine: str) -> None:
    path = f"/projects/{mine}/sections"
    made = api.post(path, name="Some day")
    first = api.get(path)[0]
    api.post(f"{path}/insert", section=made["gid"], after_section=first["gid"])
    assert names(api.get(path))[1] == "Some day"
    assert api.refusal("DELETE", f"/sections/{made['gid']}")[0] == 400


def test_only_the_assignee_sees_the_section(
    api: Api, tom: Api, organization: str, project: str
) -> None:
    for each in (api, tom):
        each.get("/users/me/user_task_list", workspace=organization)
    task = api.post("/tasks", projects=[project], assignee="tom@example.com")["gid"]
    assert tom.get(f"/tasks/{task}")["assignee_section"]["name"] == "Recently assigned"
    assert "assignee_section" not in api.get(f"/tasks/{task}")
    changed = api.put(f"/tasks/{task}", assignee="me")
    assert changed["assignee_section"]["name"] == "Recently assigned"


def test_a_section_must_be_the_assignees_own(
    api: Api, tom: Api, organization: str, chore: str, project: str
) -> None:
    toms = tom.get("/users/me/user_task_list", workspace=organization)["gid"]
    foreign = tom.get(f"/projects/{toms}/sections")[0]["gid"]
    ordinary = api.get(f"/projects/{project}/sections")[0]["gid"]
    for wrong in (foreign, ordinary):
        assert api.refusal("PUT", f"/tasks/{chore}", assignee_section=wrong)[0] == 400
    api.delete(f"/tasks/{chore}")


def test_a_list_is_no_project(api: Api, mine: str) -> None:
    refusal = api.refusal("GET", f"/projects/{mine}")
    assert refusal == (404, f"project: Not a recognized ID: {mine}")


# External


def test_a_gid_of_ones_own_stands_for_the_task(api: Api, organization: str) -> None:
    made = api.post(
        "/tasks",
        name="Outside",
        workspace=organization,
        external={"gid": "order:7", "data": "blue"},
    )
    assert made["external"] == {"gid": "order:7", "data": "blue"}
    read = api.get("/tasks/external:order:7")
    assert read == {**made, "actual_time_minutes": None}
    changed = api.put("/tasks/external:order:7", external={"gid": "order:8"})
    assert changed["external"] == {"gid": "order:8", "data": None}
    assert api.refusal("GET", "/tasks/external:order:7")[0] == 404
    api.put("/tasks/external:order:8", external=None)
    assert "external" not in api.get(f"/tasks/{made['gid']}")


@pytest.mark.parametrize("wrong", [{"gid": "x" * 1025}, {"data": "x" * 32769}, {"gid": 7}, "x"])
def test_what_applications_keep_has_limits(api: Api, task: str, wrong: Any) -> None:
    assert api.refusal("PUT", f"/tasks/{task}", external=wrong)[0] == 400
