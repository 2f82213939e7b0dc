from typing import Any

import pytest
import requests

from asana.sandbox.data.problems import DataError
from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api

WRITTEN: dict[str, Any] = {
    "workspaces": [{"name": "Harbour"}, {"name": "Allotment", "is_organization": False}],
    "users": [
        {"name": "Ada", "email": "ada@example.com", "token": "ada-token"},
        {"name": "Bo", "email": "bo@example.com", "workspaces": ["Harbour"], "is_guest": True},
        {"email": "cy@example.com"},
    ],
    "me": "cy@example.com",
    "teams": [{"name": "Crew", "workspace": "Harbour", "members": ["ada@example.com", "Bo"]}],
    "tags": [{"name": "urgent", "color": "light-red", "workspace": "Harbour"}],
    "custom_fields": [
        {
            "name": "Priority",
            "resource_subtype": "enum",
            "enum_options": ["High", {"name": "Low", "color": "green"}],
            "workspace": "Harbour",
        },
        {
            "name": "Kinds",
            "resource_subtype": "multi_enum",
            "enum_options": ["A", "B", "C"],
            "workspace": "Harbour",
        },
        {"name": "Who", "resource_subtype": "people", "workspace": "Harbour"},
        {"name": "When", "resource_subtype": "date", "workspace": "Harbour"},
        {"name": "Cost", "resource_subtype": "number", "workspace": "Harbour"},
    ],
    "projects": [
        {
            "name": "Launch",
            "team": "Crew",
            "sections": ["To do", "Done"],
            "members": ["bo@example.com"],
            "owner": "ada@example.com",
            "custom_fields": ["Priority", "Kinds", "Who", "When", "Cost"],
            "default_view": "board",
        },
        {"name": "Garden", "workspace": "Allotment"},
        {"name": "Talk", "workspace": "Harbour"},
    ],
    "tasks": [
        {
            "name": "Call the printer",
            "project": "Launch",
            "section": "Done",
            "assignee": "bo@example.com",
            "followers": ["ada@example.com"],
            "due_on": "2026-03-09",
            "completed": True,
            "tags": ["urgent"],
            "subtasks": ["Find the number", {"name": "Call", "assignee": "me"}],
            "comments": ["Busy.", {"by": "ada@example.com", "text": "Try again."}],
            "dependencies": ["Write the text"],
            "custom_fields": {
                "Priority": "High",
                "Kinds": ["A", "C"],
                "Who": ["bo@example.com"],
                "When": "2026-03-10",
                "Cost": 12.5,
            },
        },
        {"name": "Write the text", "project": "Launch"},
        {"name": "In two", "projects": ["Launch", "Talk"]},
        {"name": "Alone", "workspace": "Allotment"},
    ],
}
TINY = {
    "projects": [{"name": "One", "sections": ["A"]}],
    "tasks": [{"name": "x", "project": "One"}],
}


def names(records: list[Any]) -> list[str]:
    return [record["name"] for record in records]


def test_a_state_written_by_hand() -> None:
    with Sandbox(data=WRITTEN) as sandbox, requests.Session() as session:
        api = Api(sandbox.base_url, sandbox.access_token, session)
        assert api.get("/users/me")["name"] == "cy"
        harbour, allotment = api.get("/workspaces")
        assert names([harbour, allotment]) == ["Harbour", "Allotment"]
        launch = api.get(
            f"/workspaces/{harbour['gid']}/projects", opt_fields="name,team.name,owner.name"
        )
        assert names(launch) == ["Launch", "Talk"]
        assert (launch[0]["team"]["name"], launch[0]["owner"]["name"]) == ("Crew", "Ada")
        path = f"/projects/{launch[0]['gid']}"
        assert names(api.get(f"{path}/sections")) == ["To do", "Done"]
        text, in_two, printer = api.get(f"{path}/tasks")
        assert names([text, in_two, printer]) == ["Write the text", "In two", "Call the printer"]
        task = api.get(f"/tasks/{printer['gid']}")
        assert task["assignee"]["name"] == "Bo"
        assert task["completed"] is True
        assert task["due_on"] == "2026-03-09"
        assert names(task["tags"]) == ["urgent"]
        assert task["memberships"][0]["section"]["name"] == "Done"
        shown = {each["name"]: each["display_value"] for each in task["custom_fields"]}
        assert shown["Priority"] == "High"
        assert (shown["Kinds"], shown["Who"]) == ("A, C", "Bo")
        assert shown["When"].startswith("2026-03-10")
        assert float(shown["Cost"]) in (12, 13, 12.5)
        assert names(api.get(f"/tasks/{task['gid']}/subtasks")) == ["Find the number", "Call"]
        assert names(api.get(f"/tasks/{task['gid']}/dependencies")) == ["Write the text"]
        stories = api.get(f"/tasks/{task['gid']}/stories", opt_fields="text,created_by.name,type")
        comments = [(s["created_by"]["name"], s["text"]) for s in stories if s["type"] == "comment"]
        assert comments == [("cy", "Busy."), ("Ada", "Try again.")]
        assert Api(sandbox.base_url, "ada-token", session).get("/users/me")["name"] == "Ada"
        assert sandbox.token_for("ada@example.com") == "ada-token"


def test_a_few_lines_are_enough() -> None:
    with Sandbox(data=TINY, token="mine") as sandbox, requests.Session() as session:
        api = Api(sandbox.base_url, "mine", session)
        (workspace,) = api.get("/workspaces")
        (project,) = api.get(f"/workspaces/{workspace['gid']}/projects")
        assert names(api.get(f"/projects/{project['gid']}/tasks")) == ["x"]
        service = Api(sandbox.base_url, sandbox.service_account_token, session)
        assert service.get(f"/workspaces/{workspace['gid']}/audit_log_events") == []


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"task": []}, "task: expected 'tasks' instead"),
        ({"zzz": []}, "zzz: expected one of custom_fields, me, projects, "),
        ({"tasks": {}}, "tasks: expected a list"),
        ({"tasks": [1]}, "tasks[0]: expected an object"),
        ({"tasks": [{"nmae": "x"}]}, "tasks[0].nmae: expected 'name' instead"),
        ({"workspaces": [{}]}, "workspaces[0].name: expected a non-empty string"),
        ({"users": [{"name": "x"}]}, "users[0].email: expected a non-empty string"),
        (
            {"users": [{"email": "a@example.com"}, {"email": "A@example.com"}]},
            "users[1].email: expected a unique email address, but A@example.com is already used",
        ),
        ({"me": "x@example.com"}, "me: expected the name of a user, and none is called 'x@example"),
        (
            {"tasks": [{"name": "x", "project": "Lunch"}]},
            "tasks[0].project: expected the name of a project, and none is called 'Lunch'",
        ),
        (
            {**TINY, "tasks": [{"name": "x", "project": "One", "section": "B"}]},
            "tasks[0].section: expected the name of a section, and none is called 'B'; known",
        ),
        (
            {"tasks": [{"name": "x", "section": "A"}]},
            "tasks[0].section: expected a project next to",
        ),
        (
            {"projects": ["P", "P"], "tasks": [{"name": "x", "project": "P"}]},
            "tasks[0].project: expected the name of one project, and 2 are called 'P'",
        ),
        (
            {"workspaces": [{"name": "A"}, {"name": "B"}], "projects": ["P"]},
            "projects[0].workspace: expected the name of one of the workspaces; "
            "known names are 'A', 'B'",
        ),
        (
            {"tasks": [{"name": "x", "due_on": "soon"}]},
            "tasks[0]: due_on: Date must be in ISO-8601 (yyyy-mm-dd) format, not: soon",
        ),
        ({"tasks": [{"name": "x", "subtasks": [{"a": 1}]}]}, "tasks[0].subtasks[0].a: expected"),
        ({"tasks": [{"name": "x", "comments": [7]}]}, "tasks[0].comments[0]: expected an object"),
        ({"tasks": [{"name": "x", "dependencies": ["y"]}]}, "tasks[0].dependencies[0]: expected"),
        ({"tasks": [{"name": "x", "custom_fields": {"F": 1}}]}, "tasks[0].custom_fields.F: expect"),
    ],
)
def test_mistakes_of_hand_are_explained(data: dict[str, Any], problem: str) -> None:
    with pytest.raises(DataError) as caught:
        Sandbox(data=data)
    assert str(caught.value).startswith(problem)
