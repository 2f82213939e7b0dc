from typing import Any

import pytest

from tests.sandbox.conftest import Api


@pytest.fixture
def abc(api: Api, project: str) -> dict[str, str]:
    """The sections a, b, c of a project: name -> gid."""
    first = api.get(f"/projects/{project}/sections")[0]["gid"]
    gids = {"a": api.put(f"/sections/{first}", name="a")["gid"]}
    for name in "bc":
        gids[name] = api.post(f"/projects/{project}/sections", name=name)["gid"]
    return gids


def order(api: Api, project: str) -> str:
    return "".join(section["name"] for section in api.get(f"/projects/{project}/sections"))


def test_a_section_knows_its_project(api: Api, project: str) -> None:
    section = api.post(f"/projects/{project}/sections", name="New")
    assert section["project"]["gid"] == section["projects"][0]["gid"] == project
    assert api.get(f"/sections/{section['gid']}") == section


@pytest.mark.parametrize(
    ("position", "expected"),
    [({}, "abcx"), ({"insert_before": "a"}, "xabc"), ({"insert_after": "a"}, "axbc")],
)
def test_a_new_section_has_its_place(
    api: Api, project: str, abc: dict[str, str], position: dict[str, str], expected: str
) -> None:
    data = {key: abc[value] for key, value in position.items()}
    api.post(f"/projects/{project}/sections", name="x", **data)
    assert order(api, project) == expected


@pytest.mark.parametrize("name", [None, "", " "])
def test_a_section_needs_a_name(api: Api, project: str, name: Any) -> None:
    path = f"/projects/{project}/sections"
    assert api.refusal("POST", path, name=name) == (400, "name: Missing input")
    assert api.refusal("POST", path) == (400, "name: Missing input")


@pytest.mark.parametrize(
    ("position", "expected"),
    [({"before_section": "a"}, "cab"), ({"after_section": "a"}, "acb")],
)
def test_sections_are_moved(
    api: Api, project: str, abc: dict[str, str], position: dict[str, str], expected: str
) -> None:
    data = {key: abc[value] for key, value in position.items()}
    path = f"/projects/{project}/sections/insert"
    assert api.post(path, section=abc["c"], **data) == {}
    assert order(api, project) == expected


def test_moving_a_section_is_checked(
    api: Api, project: str, abc: dict[str, str], organization: str
) -> None:
    other = api.post("/projects", name="Other", workspace=organization)["gid"]
    foreign = api.get(f"/projects/{other}/sections")[0]["gid"]
    path = f"/projects/{project}/sections/insert"
    for data, message in (
        ({}, "section: Missing input"),
        ({"section": abc["a"]}, "You should specify one of before_section, after_section"),
        ({"section": abc["a"], "before_section": None}, "before_section: Missing input"),
        (
            {"section": foreign, "before_section": abc["a"]},
            f"section: Section is not in this project: {foreign}",
        ),
        (
            {"section": abc["a"], "after_section": abc["a"]},
            "after_section: Cannot insert a section beside itself",
        ),
        (
            {"section": abc["a"], "after_section": foreign},
            "after_section: The object to insert beside is not in the same list",
        ),
        (
            {"section": abc["a"], "after_section": abc["b"], "before_section": abc["c"]},
            "You may only provide one of before_section or after_section!",
        ),
    ):
        assert api.refusal("POST", path, **data) == (400, message)
    assert order(api, project) == "abc"


def test_only_empty_sections_can_be_deleted_and_never_the_last(
    api: Api, project: str, abc: dict[str, str]
) -> None:
    task = api.post("/tasks", projects=[project])["gid"]
    busy = (400, "section: Cannot delete a section that has tasks")
    assert api.refusal("DELETE", f"/sections/{abc['a']}") == busy
    api.delete(f"/tasks/{task}")
    assert api.delete(f"/sections/{abc['a']}") == {}
    api.delete(f"/sections/{abc['b']}")
    last = (400, "section: Cannot delete the last section of a project")
    assert api.refusal("DELETE", f"/sections/{abc['c']}") == last
    assert order(api, project) == "c"


def test_tasks_are_added_to_the_top(api: Api, project: str, abc: dict[str, str]) -> None:
    for name in "pq":
        api.post("/tasks", name=name, projects=[project])
    tasks = {task["name"]: task["gid"] for task in api.get(f"/sections/{abc['a']}/tasks")}
    for name in "pq":
        assert api.post(f"/sections/{abc['b']}/addTask", task=tasks[name]) == {}
    listed = api.get(f"/sections/{abc['b']}/tasks")
    assert [task["name"] for task in listed] == ["q", "p"]
    api.post(f"/sections/{abc['b']}/addTask", task=tasks["q"], insert_after=tasks["p"])
    listed = api.get(f"/sections/{abc['b']}/tasks")
    assert [task["name"] for task in listed] == ["p", "q"]
    assert api.get(f"/sections/{abc['a']}/tasks") == []


def test_a_task_from_outside_joins_the_project(
    api: Api, project: str, abc: dict[str, str], task: str
) -> None:
    api.post(f"/sections/{abc['b']}/addTask", task=task)
    assert api.get(f"/tasks/{task}")["projects"][0]["gid"] == project


def test_adding_a_task_is_checked(
    api: Api, abc: dict[str, str], organization: str, personal: str
) -> None:
    path = f"/sections/{abc['a']}/addTask"
    separator = api.post("/tasks", workspace=organization, resource_subtype="section")["gid"]
    shown = api.get(f"/tasks/{separator}", opt_fields="is_rendered_as_separator")
    assert shown["is_rendered_as_separator"] is True
    refusal = (400, "task: Cannot add a separator to a section")
    assert api.refusal("POST", path, task=separator) == refusal
    foreign = api.post("/tasks", workspace=personal)["gid"]
    assert api.refusal("POST", path, task=foreign)[0] == 400
    assert api.refusal("POST", path) == (400, "task: Missing input")
