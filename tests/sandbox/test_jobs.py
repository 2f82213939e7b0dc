"""Jobs, and what they duplicate."""

from typing import Any

import pytest

from tests.sandbox.conftest import Api


def finished(api: Api, job: dict[str, Any]) -> dict[str, Any]:
    """The job after two reads."""
    path = f"/jobs/{job['gid']}"
    assert (job["status"], api.get(path)["status"]) == ("in_progress", "in_progress")
    done: dict[str, Any] = api.get(path)
    assert done["status"] == "succeeded"
    return done


def names(records: list[dict[str, Any]]) -> list[str]:
    return [record["name"] for record in records]


@pytest.fixture
def rich(api: Api, project: str, task: str) -> str:
    """A task with all kinds of parts."""
    rich = api.post(
        "/tasks",
        name="Rich",
        notes="Notes",
        projects=[project],
        assignee="tom@example.com",
        due_on="2026-03-10",
        start_on="2026-03-09",
        followers=["priya@example.com"],
    )["gid"]
    api.post(f"/tasks/{rich}/subtasks", name="Sub")
    api.post(f"/tasks/{rich}/addDependencies", dependencies=[task])
    return str(rich)


def test_the_second_look_finds_a_job_finished(api: Api, tom: Api, task: str) -> None:
    job = api.post(f"/tasks/{task}/duplicate")
    assert (job["resource_subtype"], job["new_project"]) == ("duplicate_task", None)
    assert job["new_task"]["name"] == "Duplicate of Fresh task"
    assert finished(api, job)["new_task"] == job["new_task"]
    assert tom.refusal("GET", f"/jobs/{job['gid']}")[0] == 404


def test_a_bare_duplicate_has_only_the_name(api: Api, rich: str) -> None:
    copy = api.post(f"/tasks/{rich}/duplicate", name="Copy")["new_task"]["gid"]
    shown = api.get(f"/tasks/{copy}")
    assert (shown["name"], shown["notes"], shown["assignee"]) == ("Copy", "", None)
    assert (shown["due_on"], shown["projects"]) == (None, [])
    assert names(shown["followers"]) == ["Maya Lindqvist"]
    assert api.get(f"/tasks/{copy}/subtasks") == []


def test_a_duplicate_has_what_is_included(api: Api, rich: str, task: str) -> None:
    everything = (
        "assignee,attachments,dates,dependencies,followers,notes,parent,projects,subtasks,tags"
    )
    job = api.post(f"/tasks/{rich}/duplicate", name="Copy", include=everything)
    copy = job["new_task"]["gid"]
    shown = api.get(f"/tasks/{copy}")
    assert (shown["notes"], shown["start_on"], shown["due_on"]) == (
        "Notes",
        "2026-03-09",
        "2026-03-10",
    )
    assert shown["assignee"]["name"] == "Tom Okafor"
    assert "Priya Nair" in names(shown["followers"])
    assert names(shown["projects"]) == ["Fresh"]
    assert names(api.get(f"/tasks/{copy}/subtasks")) == ["Sub"]
    assert [each["gid"] for each in api.get(f"/tasks/{copy}/dependencies")] == [task]
    assert copy in [each["gid"] for each in api.get(f"/tasks/{task}/dependents")]


def test_a_subtask_is_duplicated_beside_itself(api: Api, task: str) -> None:
    first, _ = (api.post(f"/tasks/{task}/subtasks", name=name)["gid"] for name in "ab")
    api.post(f"/tasks/{first}/duplicate", name="a2", include=["parent"])
    assert names(api.get(f"/tasks/{task}/subtasks")) == ["a", "a2", "b"]


def test_approvals_are_copied_undecided(api: Api, organization: str) -> None:
    approval = api.post(
        "/tasks", workspace=organization, resource_subtype="approval", approval_status="approved"
    )["gid"]
    copy = api.post(f"/tasks/{approval}/duplicate")["new_task"]["gid"]
    shown = api.put(f"/tasks/{copy}", name="Again")
    assert (shown["approval_status"], shown["completed"]) == ("pending", False)


def test_attachments_are_copied(api: Api, task: str) -> None:
    link = {"parent": task, "resource_subtype": "external", "name": "Plan", "url": "https://a.test"}
    reply = api.call("POST", "/attachments", files={k: (None, v) for k, v in link.items()})
    assert reply.status_code == 200, reply.text
    copy = api.post(f"/tasks/{task}/duplicate", include="attachments")["new_task"]["gid"]
    assert names(api.get("/attachments", parent=copy)) == ["Plan"]


def test_unknown_words_in_include_are_refused(api: Api, task: str) -> None:
    refusal = api.refusal("POST", f"/tasks/{task}/duplicate", include="everything")
    assert (refusal[0], refusal[1][:8]) == (400, "include:")


# Projects


def test_a_duplicate_of_a_project_has_its_sections_and_tasks(
    api: Api, project: str, rich: str
) -> None:
    api.post(f"/projects/{project}/sections", name="Later")
    api.post(f"/projects/{project}/addMembers", members="tom@example.com")
    job = api.post(f"/projects/{project}/duplicate", name="Copy")
    assert finished(api, job)["resource_subtype"] == "duplicate_project"
    copy = f"/projects/{job['new_project']['gid']}"
    assert names(api.get(f"{copy}/sections")) == ["Untitled section", "Later"]
    (task,) = api.get(f"{copy}/tasks", opt_expand=".")
    assert (task["name"], task["notes"], task["due_on"]) == ("Rich", "", None)
    assert names(api.get(copy)["members"]) == ["Maya Lindqvist"]
    assert api.refusal("POST", f"/projects/{project}/duplicate")[0] == 400


def test_a_duplicate_of_a_project_has_what_is_included(
    api: Api, project: str, rich: str, organization: str
) -> None:
    other = api.post("/projects", name="Other", workspace=organization)["gid"]
    api.post(f"/tasks/{rich}/addProject", project=other)
    api.put(f"/projects/{project}", notes="About", due_on="2026-04-01", start_on="2026-03-01")
    api.post(f"/projects/{project}/addMembers", members="tom@example.com")
    words = "members,notes,permissions,task_dates,task_notes,task_projects,task_subtasks"
    include = f"{words},task_assignee,task_followers,task_dependencies"
    job = api.post(f"/projects/{project}/duplicate", name="Copy", include=include)
    copy = api.get(f"/projects/{job['new_project']['gid']}")
    assert (copy["notes"], copy["due_on"], copy["start_on"]) == (
        "About",
        "2026-04-01",
        "2026-03-01",
    )
    assert names(copy["members"]) == ["Maya Lindqvist", "Tom Okafor"]
    (task,) = api.get(f"/projects/{copy['gid']}/tasks", opt_expand=".")
    assert (task["notes"], task["due_on"]) == ("Notes", "2026-03-10")
    assert sorted(names(task["projects"])) == ["Copy", "Other"]


@pytest.mark.parametrize(
    ("schedule", "start", "due"),
    [
        ({"start_on": "2026-06-01"}, "2026-06-01", "2026-06-02"),
        ({"due_on": "2026-06-06"}, "2026-06-05", "2026-06-06"),
        ({"due_on": "2026-06-06", "should_skip_weekends": True}, "2026-06-05", "2026-06-08"),
    ],
)
def test_dates_of_a_duplicate_can_be_moved(
    api: Api, project: str, rich: str, schedule: dict[str, Any], start: str, due: str
) -> None:
    job = api.post(
        f"/projects/{project}/duplicate",
        name="Copy",
        include="task_dates",
        schedule_dates=schedule,
    )
    (task,) = api.get(f"/projects/{job['new_project']['gid']}/tasks", opt_expand=".")
    assert (task["start_on"], task["due_on"]) == (start, due)


def test_moving_dates_needs_dates(api: Api, project: str, rich: str) -> None:
    path = f"/projects/{project}/duplicate"
    start = {"start_on": "2026-06-01"}
    refusal = api.refusal("POST", path, name="Copy", schedule_dates=start)
    assert refusal == (400, "schedule_dates: You must include task_dates")
    both = {**start, "due_on": "2026-07-01"}
    for wrong in (both, {"should_skip_weekends": True}):
        given = {"name": "Copy", "include": "task_dates", "schedule_dates": wrong}
        assert api.refusal("POST", path, **given)[0] == 400
    api.delete(f"/tasks/{rich}")
    given = {"name": "Copy", "include": "task_dates", "schedule_dates": start}
    assert api.post(path, **given)["new_project"]


# Rollups


def test_dates_of_subtasks_roll_up(api: Api, project: str) -> None:
    task = api.post("/tasks", name="Parent", projects=[project])["gid"]
    api.post(f"/tasks/{task}/subtasks", due_on="2026-03-04", start_on="2026-03-03")
    last = api.post(f"/tasks/{task}/subtasks", due_on="2026-03-09")["gid"]
    job = api.post(f"/tasks/{task}/rollup")
    assert finished(api, job)["new_task"]["gid"] == task
    shown = api.get(f"/tasks/{task}")
    assert (shown["start_on"], shown["due_on"]) == ("2026-03-03", "2026-03-09")
    api.put(f"/tasks/{last}", due_on="2026-03-12")
    assert api.post(f"/projects/{project}/rollup")["new_project"]["gid"] == project
    assert api.get(f"/tasks/{task}")["due_on"] == "2026-03-12"
