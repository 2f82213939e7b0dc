"""Allocations, budgets and rates."""

from typing import Any

import pytest

from tests.sandbox.conftest import Api

JUNE = {"start_date": "2026-06-01", "end_date": "2026-06-05"}  # from Monday to Friday


@pytest.fixture
def placeholder(api: Api, organization: str) -> str:
    """The barista of the demo data, who is not hired yet."""
    listed = api.get("/allocations", workspace=organization)
    return str(next(a["assignee"]["gid"] for a in listed if a["assignee"]["name"] == "Barista"))


def test_an_allocation_is_kept(api: Api, project: str, organization: str) -> None:
    effort = {"type": "hours", "value": 2}
    made = api.post("/allocations", parent=project, assignee="me", effort=effort, **JUNE)
    assert (made["effort"], made["resource_subtype"]) == (effort, "project_allocation")
    assert api.get("/allocations", parent=project) == [made]
    assert made in api.get("/allocations", assignee="me", workspace=organization)
    path = f"/allocations/{made['gid']}"
    assert api.put(path, effort=None)["effort"] is None
    assert api.refusal("PUT", path, end_date="2026-05-01")[0] == 400
    assert api.refusal("PUT", path, end_date=None) == (400, "end_date: Missing input")
    assert api.delete(path) == {}
    assert api.get("/allocations", parent=project) == []


def test_placeholders_are_shown_as_users(api: Api, project: str, placeholder: str) -> None:
    made = api.post("/allocations", parent=project, assignee=placeholder, **JUNE)
    assert made["assignee"]["resource_type"] == "user"
    assert made["assignee"]["name"] == "Barista"
    shown = api.get("/allocations", parent=project, opt_fields="assignee")
    assert shown[0]["assignee"] == {"gid": placeholder, "resource_type": "user"}


@pytest.mark.parametrize(
    "effort",
    [{"type": "days", "value": 1}, {"type": "hours"}, {"type": "hours", "value": "x"}, "x"],
)
def test_wrong_efforts_are_refused(api: Api, project: str, effort: Any) -> None:
    given = {"parent": project, "assignee": "me", "effort": effort, **JUNE}
    assert api.refusal("POST", "/allocations", **given)[0] == 400


def test_allocations_need_a_scope_and_a_plan(api: Api, personal: str, placeholder: str) -> None:
    assert api.refusal("GET", "/allocations")[0] == 400
    assert api.refusal("GET", "/allocations", assignee="me")[0] == 400
    free = api.post("/projects", workspace=personal)["gid"]
    given = {"parent": free, "assignee": placeholder, **JUNE}
    assert api.refusal("POST", "/allocations", **given)[0] == 402


# Budgets


def test_a_project_has_one_budget(api: Api, project: str) -> None:
    assert api.get("/budgets", parent=project) == []
    made = api.post("/budgets", parent=project, budget_type="time")
    assert made["estimate"] == {
        "billable_status_filter": "billable",
        "source": "none",
        "enabled": False,
        "units": None,
        "value": None,
    }
    assert made["total"] == {"enabled": False, "value": None, "units": "minutes"}
    assert api.get("/budgets", parent=project) == [made]
    assert api.refusal("POST", "/budgets", parent=project, budget_type="cost")[0] == 400
    path = f"/budgets/{made['gid']}"
    assert api.refusal("PUT", path, parent=project)[0] == 400
    assert api.delete(path) == {}
    assert api.refusal("GET", "/budgets") == (400, "parent: Missing input")


def test_totals_are_kept_for_each_type(api: Api, project: str) -> None:
    total = {"enabled": True, "value": 600}
    made = api.post("/budgets", parent=project, budget_type="time", total=total)
    path = f"/budgets/{made['gid']}"
    assert made["total"]["value"] == 600
    assert api.put(path, budget_type="cost")["total"] == {**total, "value": None, "units": "EUR"}
    assert api.put(path, total={"value": 99})["total"]["value"] == 99
    assert api.put(path, budget_type="time")["total"]["value"] == 600
    assert api.put(path, total={"enabled": False})["total"]["value"] is None


def test_budgets_follow_work_and_rates(api: Api, project: str, organization: str) -> None:
    task = api.post("/tasks", projects=[project], assignee="me")["gid"]
    path = f"/tasks/{task}/time_tracking_entries"
    api.post(path, duration_minutes=90, billable_status="billable")
    api.post(path, duration_minutes=30)
    api.post("/rates", parent=project, resource="me", rate=40)
    (hours,) = (
        each["gid"]
        for each in api.get(f"/workspaces/{organization}/custom_fields")
        if each["asana_created_field"] == "estimated_time"
    )
    api.post(f"/projects/{project}/addCustomFieldSetting", custom_field=hours)
    api.put(f"/tasks/{task}", custom_fields={hours: 120})
    tasks = {"enabled": True, "source": "tasks"}
    budget = api.post("/budgets", parent=project, budget_type="time", estimate=tasks)
    one = f"/budgets/{budget['gid']}"
    assert (budget["estimate"]["value"], budget["estimate"]["units"]) == (120, "minutes")
    assert budget["actual"]["value"] == 90
    for name, value in (("non_billable", 30), ("any", 120)):
        changed = api.put(one, actual={"billable_status_filter": name})
        assert changed["actual"]["value"] == value
    cost = api.put(one, budget_type="cost", actual={"billable_status_filter": "billable"})
    assert (cost["actual"]["value"], cost["actual"]["units"]) == (60, "EUR")
    assert cost["estimate"]["value"] == 80
    for effort in ({"type": "hours", "value": 2}, {"type": "percent", "value": 50}, None):
        api.post("/allocations", parent=project, assignee="me", effort=effort, **JUNE)
    plans = api.put(one, budget_type="time", estimate={"source": "capacity_plans"})
    assert plans["estimate"]["value"] == 5 * 60 * (2 + 4)


@pytest.mark.parametrize(
    "wrong",
    [
        {"estimate": {"enabled": True}},
        {"estimate": {"enabled": True, "source": "none"}},
        {"estimate": {"source": "dreams"}},
        {"actual": "x"},
        {"total": {"value": "x"}},
        {"budget_type": "space"},
    ],
)
def test_wrong_budgets_are_refused(api: Api, project: str, wrong: dict[str, Any]) -> None:
    given = {"parent": project, "budget_type": "time", **wrong}
    assert api.refusal("POST", "/budgets", **given)[0] == 400


# Rates


def test_each_person_has_one_rate_per_project(api: Api, project: str, placeholder: str) -> None:
    made = api.post("/rates", parent=project, resource=placeholder, rate=19.5)
    assert (made["rate"], made["currency_code"]) == (19.5, "EUR")
    mine = api.post("/rates", parent=project, resource="me", rate=50)
    assert api.get("/rates", parent=project) == [made, mine]
    assert api.get("/rates", parent=project, resource="me") == [mine]
    again = api.refusal("POST", "/rates", parent=project, resource="me", rate=51)
    assert again == (400, f"resource: There is already a rate: {mine['resource']['gid']}")
    path = f"/rates/{mine['gid']}"
    assert api.put(path, rate=55)["rate"] == 55
    assert api.refusal("PUT", path, rate=None) == (400, "rate: Missing input")
    assert api.refusal("PUT", path, resource="me")[0] == 400
    assert api.delete(path) == {}
