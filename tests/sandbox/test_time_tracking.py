"""Time tracking, its categories, timesheets, and absences."""

from typing import Any

import pytest

from tests.sandbox.conftest import Api


def minutes(records: list[dict[str, Any]]) -> list[int]:
    return [record["duration_minutes"] for record in records]


@pytest.fixture
def category(api: Api, organization: str) -> str:
    made = api.post("/time_tracking_categories", name="Research", workspace=organization)
    return str(made["gid"])


@pytest.fixture
def member(api: Api, project: str) -> str:
    """A task of the project."""
    return str(api.post("/tasks", name="Work", projects=[project])["gid"])


# Categories


def test_categories_are_archived_and_deleted(
    api: Api, organization: str, personal: str, category: str, task: str
) -> None:
    path = f"/time_tracking_categories/{category}"
    assert api.get(path)["is_archived"] is False
    entry = api.post(
        f"/tasks/{task}/time_tracking_entries", duration_minutes=5, categories=[category]
    )
    assert api.put(path, is_archived=True, color="aqua")["color"] == "aqua"
    archived = api.get("/time_tracking_categories", workspace=organization, is_archived="true")
    assert [each["gid"] for each in archived] == [category]
    listed = api.get("/time_tracking_categories", workspace=organization)
    assert category not in [each["gid"] for each in listed]
    new = {"duration_minutes": 5, "categories": [category]}
    assert api.refusal("POST", f"/tasks/{task}/time_tracking_entries", **new)[0] == 400
    assert api.put(f"/time_tracking_entries/{entry['gid']}", categories=[category])
    api.delete(path)
    assert api.get(f"/time_tracking_entries/{entry['gid']}")["categories"] == []
    given = {"name": "New", "workspace": personal}
    assert api.refusal("POST", "/time_tracking_categories", **given)[0] == 402


def test_entries_of_a_category_are_filtered_by_day(api: Api, category: str, task: str) -> None:
    for day in ("2026-01-05", "2026-01-06"):
        given = {"duration_minutes": int(day[-1]), "entered_on": day, "categories": [category]}
        api.post(f"/tasks/{task}/time_tracking_entries", **given)
    path = f"/time_tracking_categories/{category}/time_tracking_entries"
    assert minutes(api.get(path)) == [5, 6]
    assert minutes(api.get(path, start_date="2026-01-06")) == [6]
    assert minutes(api.get(path, end_date="2026-01-05")) == [5]


# Entries


def test_entries_add_up(api: Api, task: str) -> None:
    path = f"/tasks/{task}/time_tracking_entries"
    assert api.get(f"/tasks/{task}")["actual_time_minutes"] is None
    made = api.post(path, duration_minutes=30, description="Thinking")
    assert made["entered_on"] == api.get(f"/tasks/{task}")["created_at"][:10]
    assert (made["approval_status"], made["billable_status"]) == ("DRAFT", "notApplicable")
    api.post(path, duration_minutes=15, entered_on="2026-01-05")
    assert api.get(f"/tasks/{task}")["actual_time_minutes"] == 45
    assert minutes(api.get(path)) == [30, 15]
    one = f"/time_tracking_entries/{made['gid']}"
    assert api.put(one, duration_minutes=40, billable_status="billable")["task"]["gid"] == task
    assert api.get(f"/tasks/{task}")["actual_time_minutes"] == 55
    for entry in api.get(path):
        api.delete(f"/time_tracking_entries/{entry['gid']}")
    assert api.get(f"/tasks/{task}")["actual_time_minutes"] is None


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({}, "duration_minutes: Missing input"),
        ({"duration_minutes": 0}, "duration_minutes: Must be"),
        ({"duration_minutes": 5, "entered_on": "today"}, "entered_on: Date must be"),
        ({"duration_minutes": 5, "billable_status": "free"}, "billable_status: Value is not"),
    ],
)
def test_wrong_entries_are_refused(
    api: Api, task: str, wrong: dict[str, Any], message: str
) -> None:
    status, text = api.refusal("POST", f"/tasks/{task}/time_tracking_entries", **wrong)
    assert (status, text[: len(message)]) == (400, message)


def test_an_entry_has_one_category_and_a_project_of_its_task(
    api: Api, task: str, project: str, category: str, organization: str
) -> None:
    path = f"/tasks/{task}/time_tracking_entries"
    more = api.post("/time_tracking_categories", name="More", workspace=organization)["gid"]
    two = {"duration_minutes": 5, "categories": [category, more]}
    assert api.refusal("POST", path, **two)[0] == 400
    stray = {"duration_minutes": 5, "attributable_to": project}
    assert api.refusal("POST", path, **stray)[0] == 400


def test_entries_are_changed_by_who_entered_them(api: Api, tom: Api, member: str) -> None:
    made = api.post(f"/tasks/{member}/time_tracking_entries", duration_minutes=5)
    path = f"/time_tracking_entries/{made['gid']}"
    assert tom.refusal("PUT", path, duration_minutes=6)[0] == 403
    assert tom.refusal("DELETE", path)[0] == 403


def test_entries_are_filtered(
    api: Api, tom: Api, member: str, project: str, organization: str
) -> None:
    path = f"/tasks/{member}/time_tracking_entries"
    api.post(path, duration_minutes=1, attributable_to=project, entered_on="2025-01-06")
    tom.post(path, duration_minutes=2, entered_on="2025-01-07")
    portfolio = api.post("/portfolios", name="P", workspace=organization)["gid"]
    api.post(f"/portfolios/{portfolio}/addItem", item=project)

    def found(**query: str) -> list[int]:
        return minutes(api.get("/time_tracking_entries", **query))

    assert found(task=member) == [1, 2]
    assert found(attributable_to=project) == [1]
    assert found(portfolio=portfolio) == [1, 2]
    assert found(task=member, user="tom@example.com") == [2]
    assert found(task=member, timesheet_approval_status="DRAFT") == [1, 2]
    assert found(task=member, timesheet_approval_status="APPROVED") == []
    assert found(workspace=organization, entered_on_end_date="2025-01-06") == [1]
    assert found(workspace=organization, entered_on_start_date="2026-01-01", task=member) == []
    assert api.refusal("GET", "/time_tracking_entries", workspace=organization)[0] == 400


def test_free_workspaces_have_no_entries(api: Api, personal: str) -> None:
    task = api.post("/tasks", workspace=personal)["gid"]
    path = f"/tasks/{task}/time_tracking_entries"
    assert api.refusal("POST", path, duration_minutes=5)[0] == 402
    assert api.refusal("GET", path)[0] == 402


# Timesheets


def sheet(api: Api, organization: str, monday: str, sunday: str, **more: str) -> dict[str, Any]:
    given = {"user": "me", "workspace": organization, "start_date": monday, "end_date": sunday}
    made: dict[str, Any] = api.post("/timesheet_approval_statuses", **{**given, **more})
    return made


def test_a_timesheet_moves_from_status_to_status(api: Api, organization: str, task: str) -> None:
    entry = api.post(
        f"/tasks/{task}/time_tracking_entries", duration_minutes=5, entered_on="2025-02-05"
    )
    made = sheet(api, organization, "2025-02-03", "2025-02-09")
    assert made["approval_status"] == "DRAFT"
    path = f"/timesheet_approval_statuses/{made['gid']}"
    for status in ("submitted", "rejected", "submitted", "approved"):
        assert api.put(path, approval_status=status)["approval_status"] == status.upper()
        shown = api.get(f"/time_tracking_entries/{entry['gid']}")
        assert shown["approval_status"] == status.upper()
    refusal = api.refusal("PUT", path, approval_status="rejected")
    assert refusal == (400, "approval_status: Cannot go from approved to rejected")
    assert api.refusal("PUT", path, approval_status="APPROVED")[0] == 400
    assert api.refusal("PUT", path) == (400, "approval_status: Missing input")
    assert api.get(path)["approval_status"] == "APPROVED"


@pytest.mark.parametrize(
    ("monday", "sunday"),
    [("2025-03-04", "2025-03-10"), ("2025-03-03", "2025-03-10")],
)
def test_a_timesheet_is_a_week(api: Api, organization: str, monday: str, sunday: str) -> None:
    given = {"user": "me", "workspace": organization, "start_date": monday, "end_date": sunday}
    assert api.refusal("POST", "/timesheet_approval_statuses", **given)[0] == 400


def test_timesheets_are_filtered(api: Api, organization: str) -> None:
    weeks = [("2025-04-07", "2025-04-13"), ("2025-04-14", "2025-04-20")]
    first, second = (sheet(api, organization, *week)["gid"] for week in weeks)
    given = {"user": "me", "workspace": organization, "start_date": weeks[0][0]}
    again = api.refusal("POST", "/timesheet_approval_statuses", end_date=weeks[0][1], **given)
    assert again[0] == 400
    api.put(f"/timesheet_approval_statuses/{second}", approval_status="submitted")

    def found(**query: str) -> list[str]:
        listed = api.get("/timesheet_approval_statuses", workspace=organization, **query)
        return [each["gid"] for each in listed]

    april = {"user": "me", "from_date": "2025-04-01", "to_date": "2025-04-30"}
    assert found(**april) == [first, second]
    assert found(**april, approval_statuses="draft") == [first]
    assert found(**april, approval_statuses="SUBMITTED,APPROVED") == [second]
    assert found(user="me", from_date="2025-04-14", to_date="2025-04-15") == [second]
    assert api.refusal("GET", "/timesheet_approval_statuses")[0] == 400


# Absences


def test_absences_are_kept(api: Api, organization: str) -> None:
    days = {"start_date": "2026-07-01", "end_date": "2026-07-10"}
    made = api.post("/ooo_entries", user="me", workspace=organization, **days)
    assert (made["user"]["name"], made["created_by"]["name"]) == ("Maya Lindqvist",) * 2

    def found(**query: str) -> list[str]:
        listed = api.get("/ooo_entries", user="me", workspace=organization, **query)
        return [each["gid"] for each in listed]

    assert found() == [made["gid"]]
    assert found(start_date="2026-07-10", end_date="2026-08-01") == [made["gid"]]
    assert found(start_date="2026-07-11") == found(end_date="2026-06-30") == []
    path = f"/ooo_entries/{made['gid']}"
    assert api.put(path, end_date="2026-07-12")["end_date"] == "2026-07-12"
    assert api.refusal("PUT", path, end_date="2026-06-01")[0] == 400
    assert api.refusal("PUT", path, end_date=None) == (400, "end_date: Missing input")
    assert api.refusal("PUT", path, user="me")[0] == 400
    assert api.delete(path) == {}


def test_only_admins_enter_absences_of_others(api: Api, tom: Api, organization: str) -> None:
    days = {"start_date": "2026-07-01", "end_date": "2026-07-10", "workspace": organization}
    assert tom.refusal("POST", "/ooo_entries", user="maya@example.com", **days)[0] == 403
    made = api.post("/ooo_entries", user="tom@example.com", **days)
    assert made["created_by"]["name"] == "Maya Lindqvist"
    tom.delete(f"/ooo_entries/{made['gid']}")
    assert api.refusal("GET", "/ooo_entries", user="me")[0] == 400
