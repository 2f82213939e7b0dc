"""The requests of an export and of a restore, one by one, and its progress."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from asana import exporting
from asana._exporting import files
from asana._exporting.asked import FIELDS
from asana.sandbox import Sandbox

DATA: dict[str, Any] = {
    "workspaces": [{"name": "Work", "is_organization": True, "email_domains": ["x.example"]}],
    "users": [{"name": "Maya", "email": "maya@x.example"}],
    "projects": [{"name": "Plan"}],
}

# The kind whose fields a request has, by these fields.
KINDS_OF_FIELDS = {
    **{tuple(fields.split()): kind for kind, fields in FIELDS.items()},
    (): None,
}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(data=DATA) as running:
        yield running


class Plan:
    """A project with a task that has a subtask, a comment and a file."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.client = sandbox.client()
        self.gid: str = next(self.client.projects.get_projects())["gid"]
        self.user: str = self.client.users.me()["gid"]
        self.workspace: str = self.client.users.me()["workspaces"][0]["gid"]
        self.task: str = self.client.tasks.create_task(name="A", projects=[self.gid])["gid"]
        self.below: str = self.client.tasks.create_task(name="Below", parent=self.task)["gid"]
        self.client.stories.create_story_for_task(self.task, text="Hi")
        made: Any = self.client.attachments.create_attachment_for_object(
            parent=self.task, file=b"abc", file_name="a.txt"
        )
        self.file: str = made["gid"]
        sandbox.requests.clear()

    def asked(self) -> list[Any]:
        """Return the requests since the last call: path, kind of fields, limit and query.

        The actions of a batch are a list.
        """
        found: list[Any] = []
        for each in list(self.sandbox.requests):
            body: Any = each.body
            if each.path == "/batch":
                found.append([_action(action) for action in body["data"]["actions"]])
                continue
            query = dict(each.query)
            fields = tuple(filter(None, query.pop("opt_fields", "").split(",")))
            limit = query.pop("limit", None)
            kind = KINDS_OF_FIELDS.get(fields, fields)
            found.append((each.path, kind, limit and int(limit), query))
        self.sandbox.requests.clear()
        return found


def _action(action: Mapping[str, Any]) -> tuple[Any, ...]:
    assert action["method"] == "get"
    options = dict(action["options"])
    kind = KINDS_OF_FIELDS[tuple(options.pop("fields"))]
    limit = options.pop("limit", None)
    assert options == {}
    return action["relative_path"], kind, limit, action["data"]


@pytest.fixture
def plan(sandbox: Sandbox) -> Plan:
    return Plan(sandbox)


def requests_of(plan: Plan, due: list[str], **query: str) -> list[Any]:
    """Return the requests of a run in which tasks are due; `query` is that of the events."""
    where = f"/projects/{plan.gid}"
    parent = {"parent": plan.gid}
    return [
        (where, "project", None, {}),
        [
            (f"{where}/sections", "sections", 100, {}),
            (f"{where}/custom_field_settings", "custom_field_settings", 100, {}),
            ("/memberships", "memberships", 100, parent),
            ("/status_updates", "status_updates", 100, parent),
            ("/attachments", "attachments", 100, parent),
        ],
        ("/events", None, None, {"resource": plan.gid, **query}),
        (f"{where}/tasks", "tasks", 100, {}),
        [(f"/tasks/{plan.task}/subtasks", "tasks", 100, {})],
        *([[(f"/tasks/{gid}/stories", "stories", 100, {}) for gid in due]] if due else []),
        *([[("/attachments", "attachments", 100, {"parent": gid}) for gid in due]] if due else []),
    ]


def test_each_request_of_an_export(plan: Plan, tmp_path: Path) -> None:
    told: list[Any] = []
    plan.client.projects.export(plan.gid, tmp_path, progress=lambda *what: told.append(what))
    assert plan.asked() == [
        *requests_of(plan, [plan.task, plan.below]),
        (f"/-/downloads/{plan.file}", None, None, {}),
        [(f"/users/{plan.user}", "users", None, {})],
    ]
    assert told == [
        ("project", 0, 1), ("project", 1, 1), ("tasks", 1, None), ("subtasks", 1, 1),
        ("details", 2, 2), ("users", 1, None),
    ]  # fmt: skip
    plan.client.projects.export(plan.gid, tmp_path)
    [first, parts, events, *rest] = plan.asked()
    sync = events[3]["sync"]
    assert sync
    assert [first, parts, events, *rest] == requests_of(plan, [], sync=sync)


def test_each_request_after_events_and_after_a_gap(plan: Plan, tmp_path: Path) -> None:
    plan.client.projects.export(plan.gid, tmp_path)
    story: Any = next(
        each
        for each in exporting.records(tmp_path, "stories")
        if each["resource_subtype"] == "comment_added"
    )
    plan.client.projects.export(plan.gid, tmp_path)
    plan.asked()
    plan.client.stories.update_story(story["gid"], text="Ho")
    plan.asked()
    plan.client.projects.export(plan.gid, tmp_path)
    asked = plan.asked()
    sync = asked[2][3]["sync"]
    assert asked == requests_of(plan, [plan.task], sync=sync)
    [last] = {
        max(each["modified_at"] for each in exporting.records(tmp_path, "tasks"))
    }  # both have the time of the last one
    plan.sandbox.expire_sync_tokens()
    plan.client.projects.export(plan.gid, tmp_path)
    asked = plan.asked()
    after = {"project": plan.gid, "modified_since": last}
    assert asked[4] == ("/tasks", ("modified_at",), 100, after)
    listed = plan.client.tasks.get_tasks(**after)
    due = [each["gid"] for each in listed]
    assert due == [plan.task]
    assert [*asked[:4], *asked[5:]] == requests_of(plan, due, sync=asked[2][3]["sync"])
    assert asked[2][3]["sync"] != sync


def test_each_request_of_an_export_has_the_given_options(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts: list[Any] = []
    options: dict[str, Any] = {"on_attempt": attempts.append, "timeout": 50}
    monkeypatch.setattr(files, "FRESH", -1)  # so that a new URL is requested
    for number in range(2):
        plan.client.projects.export(plan.gid, tmp_path / "project", **options)
        assert len(attempts) == len(plan.asked()), number
        attempts.clear()
        plan.sandbox.expire_sync_tokens()
    plan.client.workspaces.export(plan.workspace, tmp_path / "workspace", **options)
    assert len(attempts) == len(plan.asked())


def test_each_request_of_the_export_of_a_workspace(plan: Plan, tmp_path: Path) -> None:
    made = plan.client.projects.create_project(name="B", workspace=plan.workspace)["gid"]
    plan.client.projects.delete_project(plan.gid)
    plan.asked()
    told: list[Any] = []
    manifest: Any = plan.client.workspaces.export(
        plan.workspace, tmp_path, progress=lambda *what: told.append(what)
    )
    asked = plan.asked()
    where, own = f"/workspaces/{plan.workspace}", {"workspace": plan.workspace}
    assert asked[:3] == [
        (where, "workspace", None, {}),
        [
            ("/projects", "project", 100, own),
            (f"{where}/users", "users", None, {}),
            (f"{where}/teams", "teams", 100, {}),
            (f"{where}/tags", "tags", 100, {}),
            (f"{where}/custom_fields", "custom_fields", 100, {}),
        ],
        (f"/projects/{made}", "project", None, {}),
    ]
    assert told[:2] == [("project", 0, 1), ("project", 1, 1)]
    assert manifest["parts"] == [{"path": f"projects/{made}"}]
    assert (manifest["workspace"], manifest["run"], manifest["skipped"]) == (plan.workspace, 1, [])
    assert [*manifest["records"]] == [
        "workspace", "teams", "users", "tags", "custom_fields", "projects", "removed"
    ]  # fmt: skip
    part = json.loads((tmp_path / "projects" / made / "manifest.json").read_bytes())
    assert (part["project"], part["run"]) == (made, 1)
    assert plan.client.workspaces.export(plan.workspace, tmp_path)["run"] == 2
