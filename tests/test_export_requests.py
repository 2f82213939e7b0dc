"""The requests of an export and of a restore, one by one, and its progress."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

import pytest

import asana
from asana import exporting
from asana._exporting import files
from asana._exporting.asked import FIELDS
from asana._exporting.journal import Journal
from asana._exporting.project import ProjectExport
from asana._exporting.workspace import WorkspaceExport
from asana.error import (
    ForbiddenError,
    NoAuthorizationError,
    NotFoundError,
    PremiumOnlyError,
    RateLimitEnforcedError,
    ServerError,
)
from asana.sandbox import Sandbox
from tests.overriding import overriding

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
        self.client = overriding(sandbox.client())
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


def test_an_empty_project_has_no_time_to_list_changes_since(plan: Plan, tmp_path: Path) -> None:
    empty = plan.client.projects.create_project(name="Empty", workspace=plan.workspace)["gid"]
    plan.client.projects.export(empty, tmp_path)
    plan.sandbox.expire_sync_tokens()
    plan.asked()
    assert plan.client.projects.export(empty, tmp_path)["records"]["tasks"]["count"] == 0
    paths = [each[0] for each in plan.asked() if isinstance(each, tuple)]
    assert paths == [f"/projects/{empty}", "/events", f"/projects/{empty}/tasks"]


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


# -- what goes wrong


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = Journal(str(tmp_path / "journal"), ["project", "1"])
    yield opened
    opened.close()


class Refusing:
    """Raises an error at each GET, or returns an empty record; keeps what was asked."""

    def __init__(self, error: Exception | None) -> None:
        self.error = error
        self.asked: list[Any] = []

    def get(self, path: str, query: Any, **options: Any) -> Any:
        self.asked.append((path, options))
        if self.error is not None:
            raise self.error
        return {"gid": "5"}


def an_export(client: Any, journal: Journal) -> ProjectExport:
    options = {"timeout": 7}
    return ProjectExport(client, journal, options, progress=None, files=False, markdown=False)


@pytest.mark.parametrize(
    ("error", "gone"), [(NotFoundError(), True), (ForbiddenError(), True), (None, False)]
)
def test_a_task_that_cannot_be_read_is_gone(journal: Journal, error: Any, gone: bool) -> None:
    client = Refusing(error)
    assert an_export(client, journal)._is_gone("5") is gone
    assert client.asked == [("/tasks/5", {"timeout": 7, "fields": ["gid"]})]


@pytest.mark.parametrize(
    ("error", "brief"),
    [
        (NotFoundError(), []),
        (ForbiddenError(), []),
        (PremiumOnlyError(), []),
        (None, [{"gid": "5"}]),
    ],
)
def test_a_brief_that_cannot_be_read_is_left_out(
    journal: Journal, error: Any, brief: list[Any]
) -> None:
    client = Refusing(error)
    assert an_export(client, journal)._brief({"gid": "5"}) == brief
    fields = FIELDS["brief"].split()
    assert client.asked == [("/project_briefs/5", {"timeout": 7, "fields": fields})]
    assert an_export(client, journal)._brief(None) == []
    assert len(client.asked) == 1


def test_other_errors_are_raised(journal: Journal) -> None:
    export = an_export(Refusing(ServerError()), journal)
    with pytest.raises(ServerError):
        export._is_gone("5")
    with pytest.raises(ServerError):
        export._brief({"gid": "5"})


@pytest.mark.parametrize("status", [402, 404])
def test_parts_that_the_plan_lacks_are_empty(plan: Plan, tmp_path: Path, status: int) -> None:
    for route in ("get_custom_field_settings_for_project", "get_statuses_for_object"):
        plan.sandbox.faults.add(status=status, route=route)
    counts = plan.client.projects.export(plan.gid, tmp_path)["records"]
    assert (counts["custom_field_settings"]["count"], counts["status_updates"]["count"]) == (0, 0)
    assert (counts["sections"]["count"], counts["memberships"]["count"] > 0) == (1, True)


def test_parts_that_are_forbidden_are_an_error(plan: Plan, tmp_path: Path) -> None:
    plan.sandbox.faults.add(status=403, route="get_sections_for_project")
    with pytest.raises(ForbiddenError):
        plan.client.projects.export(plan.gid, tmp_path)


@pytest.mark.parametrize("status", [403, 404])
def test_what_is_known_of_a_hidden_user_is_kept(plan: Plan, tmp_path: Path, status: int) -> None:
    plan.sandbox.faults.add(status=status, route="get_user")
    plan.client.projects.export(plan.gid, tmp_path)
    assert [*exporting.records(tmp_path, "users")] == [{"gid": plan.user, "name": "Maya"}]


@pytest.mark.parametrize("status", [403, 404])
def test_a_hidden_task_keeps_what_is_known_of_it(plan: Plan, tmp_path: Path, status: int) -> None:
    plan.client.projects.export(plan.gid, tmp_path)
    before = [*exporting.records(tmp_path, "stories")]
    plan.client.tasks.update_task(plan.task, name="B")
    plan.sandbox.faults.add(status=status, route="get_stories_for_task")
    plan.client.projects.export(plan.gid, tmp_path)
    assert [*exporting.records(tmp_path, "stories")] == before
    assert [each["name"] for each in exporting.records(tmp_path, "tasks")] == ["B", "Below"]


def test_progress_is_counted_over_all_steps(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PAGE", "CHUNK", "PARENTS"):
        monkeypatch.setattr(f"asana._exporting.project.{name}", 1)
    second = plan.client.tasks.create_task(name="B", projects=[plan.gid])["gid"]
    plan.client.tasks.create_task(name="Below B", parent=second)
    monkeypatch.setattr(files, "FRESH", -1)
    monkeypatch.setattr(files, "AT_A_TIME", 1)
    plan.client.attachments.create_attachment_for_object(
        parent=second, file=b"b", file_name="b.txt"
    )
    told: list[Any] = []
    plan.client.projects.export(plan.gid, tmp_path, progress=lambda *what: told.append(what))
    assert told == [
        ("project", 0, 1), ("project", 1, 1), ("tasks", 1, None), ("tasks", 2, None),
        ("subtasks", 1, 2), ("subtasks", 2, 2),
        *(("details", number, 4) for number in range(1, 5)),
        ("files", 1, None), ("files", 2, None), ("users", 1, None),
    ]  # fmt: skip
    tree = [(each["depth"], each["gid"]) for each in exporting.records(tmp_path, "tree")]
    assert [depth for depth, _ in tree] == [0, 1, 0, 1]
    assert [each["name"] for each in exporting.records(tmp_path, "tasks")] in (
        ["A", "Below", "B", "Below B"],
        ["B", "Below B", "A", "Below"],
    )


# -- workspaces


@pytest.mark.parametrize(
    ("error", "skipped"),
    [
        (NotFoundError(), True),
        (ForbiddenError(), True),
        (PremiumOnlyError(), True),
        (ServerError(), False),
        (RateLimitEnforcedError(), False),
        (NoAuthorizationError(), False),
        (KeyboardInterrupt(), False),
    ],
)
def test_projects_that_cannot_be_exported_are_skipped(
    plan: Plan, tmp_path: Path, error: BaseException, skipped: bool
) -> None:
    bad = [
        plan.client.projects.create_project(name=name, workspace=plan.workspace)["gid"]
        for name in ("Bad", "Worse")
    ]
    exported: list[Any] = []

    def export(project: str, folder: str) -> Any:
        exported.append((project, folder))
        if project in bad:
            raise error

    def run() -> Any:
        exported.clear()
        with closing(Journal(str(tmp_path), ["workspace", plan.workspace])) as journal:
            return WorkspaceExport(plan.client, journal, {}, export).go()

    listed = [each["gid"] for each in plan.client.projects.get_projects(workspace=plan.workspace)]
    if skipped:
        manifest = run()
        assert manifest["parts"] == [{"path": f"projects/{plan.gid}"}]
        reason = f"{type(error).__name__}: {error}"
        assert manifest["skipped"] == [
            {"project": gid, "reason": reason} for gid in listed if gid in bad
        ]
        assert exported == [(gid, str(tmp_path / "projects" / gid)) for gid in listed]
        return
    for number in range(2):
        with pytest.raises(type(error)):
            run()
        first = next(gid for gid in listed if gid in bad)
        assert number == 0 or exported == [(first, str(tmp_path / "projects" / first))]


@pytest.mark.parametrize("status", [402, 403, 404])
def test_what_a_workspace_does_not_show_is_empty(plan: Plan, tmp_path: Path, status: int) -> None:
    for route in ("get_teams_for_workspace", "get_custom_fields_for_workspace"):
        plan.sandbox.faults.add(status=status, route=route)
    with closing(Journal(str(tmp_path), ["workspace", plan.workspace])) as journal:
        export: Any = WorkspaceExport(plan.client, journal, {}, lambda *_: None)  # type: ignore[arg-type]
        counts = export.go()["records"]
    assert [counts[kind]["count"] for kind in ("teams", "custom_fields")] == [0, 0]
    assert [counts[kind]["count"] for kind in ("workspace", "users", "projects")] == [1, 1, 1]


# -- arguments


class Run:
    """An export that does nothing; keeps its arguments."""

    given: ClassVar[list[Any]] = []

    def __init__(self, client: Any, journal: Journal, *args: Any, **options: Any) -> None:
        self.given.append((journal.get("target"), journal.folder, *args, options))
        self.export = args[-1]

    def go(self) -> Any:
        if callable(self.export):
            self.export("5", f"{self.given[0][1]}/5")
        return {"done": len(self.given)}


@pytest.mark.parametrize("files", [True, False])
def test_the_arguments_of_an_export_are_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: bool
) -> None:
    monkeypatch.setattr("asana._exporting.project.ProjectExport", Run)
    monkeypatch.setattr("asana._exporting.workspace.WorkspaceExport", Run)
    monkeypatch.setattr(Run, "given", [])
    client = asana.Client.access_token("x")
    how: Any = {"files": files, "markdown": not files, "progress": print}
    assert client.projects.export("1", tmp_path / "p", **how, timeout=7) == {"done": 1}
    where = str(tmp_path / "w")
    project = (["project", "1"], str(tmp_path / "p"), {"timeout": 7}, how)
    assert Run.given == [project]
    Run.given.clear()
    assert client.workspaces.export("2", where, **how, timeout=7) == {"done": 2}
    workspace, inner = Run.given
    assert workspace[:3] == (["workspace", "2"], where, {"timeout": 7})
    assert inner == (["project", "5"], f"{where}/5", {"timeout": 7}, how)


@pytest.mark.parametrize("kind", ["projects", "workspaces"])
@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"progress": 5}, "progress must be callable, not int"),
        ({"page_size": 5}, "an export has no option 'page_size'"),
        ({"timeout": "soon"}, "timeout"),
        ({"folder": "a\0b"}, "the folder of an export must be a valid path, not"),
    ],
)
def test_a_wrong_argument_of_an_export_is_an_error(
    tmp_path: Path, kind: str, given: dict[str, Any], message: str
) -> None:
    own = getattr(asana.Client.access_token("x"), kind)
    arguments = {"folder": tmp_path / "x", **given}
    with pytest.raises((TypeError, ValueError), match=f"^{message}"):
        own.export("1", **arguments)
    batch = getattr(asana.Client.access_token("x").batch(), kind)
    with pytest.raises(ValueError, match="a batch cannot contain batches"):
        batch.export("1", tmp_path / "x")
    assert [*tmp_path.iterdir()] == []
