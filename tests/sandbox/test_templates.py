"""Project templates and task templates."""

from typing import Any

import pytest

from tests.sandbox.conftest import Api


def names(records: list[dict[str, Any]]) -> list[str]:
    return [record["name"] for record in records]


@pytest.fixture
def dated(api: Api, project: str) -> str:
    """A project from March 1 to 31 with one task in between, assigned to Tom."""
    api.put(f"/projects/{project}", start_on="2026-03-01", due_on="2026-03-31", notes="About")
    task = api.post(
        "/tasks",
        name="Middle",
        projects=[project],
        start_on="2026-03-10",
        due_on="2026-03-15",
        assignee="tom@example.com",
    )["gid"]
    api.post(f"/tasks/{task}/subtasks", name="Sub", assignee="tom@example.com")
    return project


def save(api: Api, project: str, **more: Any) -> dict[str, Any]:
    given = {"name": "Template", "public": True, **more}
    job = api.post(f"/projects/{project}/saveAsTemplate", **given)
    assert job["resource_subtype"] == "save_as_template"
    saved: dict[str, Any] = api.get(f"/project_templates/{job['new_project_template']['gid']}")
    return saved


def make(api: Api, template: dict[str, Any], **data: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The project created from a template, and its task."""
    path = f"/project_templates/{template['gid']}/instantiateProject"
    project = api.post(path, name="Made", **data)["new_project"]
    (task,) = api.get(f"/projects/{project['gid']}/tasks", opt_expand=".")
    return api.get(f"/projects/{project['gid']}"), task


def test_a_template_asks_for_dates_and_roles(api: Api, dated: str, organization: str) -> None:
    template = save(api, dated, workspace=organization)
    assert (template["description"], template["owner"]["name"]) == ("About", "Maya Lindqvist")
    assert [each["gid"] for each in template["requested_dates"]] == ["1", "2"]
    assert names(template["requested_roles"]) == ["In place of Tom Okafor"]
    listed = api.get("/project_templates", workspace=organization)
    assert template["gid"] in [each["gid"] for each in listed]


def test_a_template_needs_name_and_public(api: Api, dated: str, personal: str) -> None:
    path = f"/projects/{dated}/saveAsTemplate"
    assert api.refusal("POST", path, public=True) == (400, "name: Missing input")
    wrong = api.refusal("POST", path, name="T", public=True, workspace=personal)
    assert wrong[0] == 400


def test_templates_belong_to_teams(api: Api, guest: Api, dated: str, organization: str) -> None:
    team = api.post("/teams", name="Team", organization=organization)["gid"]
    template = save(api, dated, team=team, public=False)
    assert names(api.get(f"/teams/{team}/project_templates")) == ["Template"]
    assert names(api.get("/project_templates", team=team)) == ["Template"]
    both = api.refusal("GET", "/project_templates", team=team, workspace=organization)
    assert both[0] == 400
    assert guest.refusal("GET", f"/project_templates/{template['gid']}")[0] == 403


def test_requested_dates_move_the_tasks(api: Api, dated: str) -> None:
    template = save(api, dated)
    dates = [{"gid": "1", "value": "2026-05-01"}, {"gid": "2", "value": "2026-06-15"}]
    project, task = make(api, template, requested_dates=dates, is_strict=True)
    assert (project["start_on"], project["due_on"]) == ("2026-05-01", "2026-06-15")
    assert (task["start_on"], task["due_on"]) == ("2026-05-10", "2026-05-15")
    shown = api.get(f"/projects/{project['gid']}", opt_fields="created_from_template.name")
    assert shown["created_from_template"]["name"] == "Template"


def test_dates_have_defaults_unless_strict(api: Api, dated: str) -> None:
    template = save(api, dated)
    project, _ = make(api, template)
    today = api.get(f"/projects/{project['gid']}")["created_at"][:10]
    assert project["start_on"] == today
    path = f"/project_templates/{template['gid']}/instantiateProject"
    first = [{"gid": "1", "value": "2026-05-01"}]
    refusal = api.refusal("POST", path, name="Made", is_strict=True, requested_dates=first)
    assert refusal == (422, "requested_dates: Due Date: Missing input")


def test_a_due_date_alone_is_enough(api: Api, project: str) -> None:
    api.put(f"/projects/{project}", due_on="2026-03-31")
    api.post("/tasks", name="Middle", projects=[project], due_on="2026-03-30")
    template = save(api, project)
    assert [each["gid"] for each in template["requested_dates"]] == ["2"]
    due = [{"gid": "2", "value": "2026-05-31"}]
    made, task = make(api, template, requested_dates=due)
    assert (made["start_on"], made["due_on"]) == (None, "2026-05-31")
    assert task["due_on"] == "2026-05-30"
    made, _ = make(api, template)
    assert made["due_on"] > made["created_at"][:10]


def test_dates_of_tasks_alone_ask_for_a_start(api: Api, project: str) -> None:
    api.post("/tasks", name="Middle", projects=[project], due_on="2026-03-30")
    template = save(api, project)
    assert [each["gid"] for each in template["requested_dates"]] == ["1"]
    start = [{"gid": "1", "value": "2026-05-31"}]
    made, task = make(api, template, requested_dates=start)
    assert (made["start_on"], made["due_on"], task["due_on"]) == (None, None, "2026-05-31")


def test_without_dates_nothing_is_asked(api: Api, project: str) -> None:
    api.post("/tasks", name="Whenever", projects=[project])
    template = save(api, project)
    assert template["requested_dates"] == []
    _, task = make(api, template, is_strict=True)
    assert task["due_on"] is None


def test_roles_are_filled_with_people(api: Api, dated: str) -> None:
    template = save(api, dated)
    role = template["requested_roles"][0]["gid"]
    project, task = make(
        api, template, requested_roles=[{"gid": role, "value": "priya@example.com"}]
    )
    assert task["assignee"]["name"] == "Priya Nair"
    assert "Priya Nair" in names(project["members"])
    _, task = make(api, template)
    assert task["assignee"] is None
    path = f"/project_templates/{template['gid']}/instantiateProject"
    for wrong in ([{"gid": "7", "value": "me"}], [{"gid": role, "value": "nobody@x.test"}], "x"):
        assert api.refusal("POST", path, name="Made", requested_roles=wrong)[0] == 400


def test_a_project_from_a_template_has_a_place(api: Api, project: str, organization: str) -> None:
    api.post("/tasks", name="Whenever", projects=[project])
    team = api.post("/teams", name="Team", organization=organization)["gid"]
    template = save(api, project)
    made, _ = make(api, template, team=team, public=False)
    assert (made["team"]["gid"], made["privacy_setting"]) == (team, "private")
    made, _ = make(api, template, privacy_setting="private")
    assert made["privacy_setting"] == "private"


def test_a_deleted_template_leaves_its_projects(api: Api, dated: str) -> None:
    template = save(api, dated)
    project, _ = make(api, template)
    api.delete(f"/project_templates/{template['gid']}")
    assert api.refusal("GET", f"/project_templates/{template['gid']}")[0] == 404
    shown = api.get(f"/projects/{project['gid']}", opt_fields="created_from_template")
    assert shown["created_from_template"] is None


# Task templates, from the demo data


@pytest.fixture
def website(api: Api, organization: str) -> str:
    projects = api.get("/projects", workspace=organization)
    return str(next(each["gid"] for each in projects if each["name"] == "Website"))


def test_a_task_is_made_by_its_recipe(api: Api, website: str) -> None:
    (template,) = api.get("/task_templates", project=website)
    full = api.get(f"/task_templates/{template['gid']}")
    assert full["template"]["subtasks"][1]["task_resource_subtype"] == "approval_task"
    path = f"/task_templates/{template['gid']}/instantiateTask"
    job = api.post(path)
    task = api.get(f"/tasks/{job['new_task']['gid']}")
    assert (task["name"], names(task["projects"])) == ("Change the menu", ["Website"])
    assert task["due_on"] > task["start_on"]
    subtasks = api.get(f"/tasks/{task['gid']}/subtasks")
    assert [each["resource_subtype"] for each in subtasks] == ["default_task", "approval"]
    named = api.post(path, name="Winter menu")["new_task"]
    assert named["name"] == "Winter menu"
    for made in (task, named):
        api.delete(f"/tasks/{made['gid']}")


def test_task_templates_are_deleted(api: Api, website: str) -> None:
    assert api.refusal("GET", "/task_templates") == (400, "project: Missing input")
    (template,) = api.get("/task_templates", project=website)
    copy = api.post(f"/projects/{website}/duplicate", name="C")["new_project"]["gid"]
    assert api.get("/task_templates", project=copy) == []
    assert template["name"] == "Menu change"
