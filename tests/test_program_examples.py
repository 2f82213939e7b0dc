"""The examples that are entire programs: their results, and their number of requests."""

import csv
import io
import re
import sys
from collections.abc import Iterator
from importlib import import_module, util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import asana
from asana.sandbox import Sandbox
from tests.test_examples import EXAMPLES, run

PROJECT = "Open Pier Street"

# The seven programs, and how many of their lines may contain details of Asana's formats.
PROGRAMS = [
    "nightly_report.py",
    "test_nightly_report.py",
    "intake_form.py",
    "webhook_triage.py",
    "migrate.py",
    "dashboard.py",
    "workspace_sql.py",
    "commit_hook.py",
    "my_tasks.py",
]
MOST_LINES = 3
KNOWLEDGE = re.compile(
    r"opt_|memberships|enum_value|_value\b|enum_options|<body|resource_subtype|\boffset\b|next_page"
    r"|completed_since|sync|X-Hook|Retry-After|status ==|\[\"data\"\]"
)


def needs(*modules: str) -> pytest.MarkDecorator:
    missing = [name for name in modules if util.find_spec(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"{', '.join(missing)} is not installed")


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Import an example."""
    monkeypatch.syspath_prepend(str(EXAMPLES))
    before = set(sys.modules)

    def load(name: str) -> ModuleType:
        return import_module(name)

    yield load
    for name in set(sys.modules) - before:
        if getattr(sys.modules[name], "__file__", None) and EXAMPLES.as_posix() in str(
            sys.modules[name].__file__
        ):
            del sys.modules[name]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_says_little_of_how_asana_writes_things(name: str) -> None:
    lines = (EXAMPLES / name).read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if KNOWLEDGE.search(line)]) <= MOST_LINES


def test_nightly_report(tmp_path: Path) -> None:
    told = run("nightly_report.py", "--output", str(tmp_path / "report.csv"))
    assert "14 open tasks" in told
    with (tmp_path / "report.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    paint = next(row for row in rows if row["name"] == "Paint the walls")
    assert (paint["section"], paint["Priority"], paint["Cost"]) == ("Fit-out", "Low", "850.5")


def test_the_report_takes_four_requests(example: Any, sandbox: Sandbox) -> None:
    report, client = example("nightly_report"), sandbox.client()
    rows = list(report.open_tasks(client, PROJECT))
    assert len(sandbox.requests) == 4
    sandbox.requests.clear()
    assert naive_report(client) == {row["gid"]: row["Priority"] for row in rows}
    assert len(sandbox.requests) == 3 + len(rows)


def naive_report(client: asana.Client) -> dict[str, Any]:
    """The simplest program: a listing, then a request for each task."""
    workspace = client.users.me()["workspaces"][0]["gid"]
    found = {}
    for project in client.projects.get_projects(workspace=workspace):
        if project["name"] == PROJECT:
            for task in client.tasks.get_tasks_for_project(project["gid"], completed_since="now"):
                full: Any = client.tasks.get_task(task["gid"])
                fields = {each["name"]: each for each in full["custom_fields"]}
                found[task["gid"]] = fields["Priority"]["display_value"]
    return found


def test_test_nightly_report() -> None:
    told = run_pytest("test_nightly_report.py")
    assert "4 passed" in told


def run_pytest(name: str) -> str:
    import subprocess

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", name],
        cwd=EXAMPLES,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@needs("mistune")
def test_intake_form(example: Any, sandbox: Sandbox) -> None:
    client = sandbox.client()
    app = example("intake_form").make_app(client, PROJECT).test_client()
    page = app.get("/").text
    assert "<option>High" in page
    form = {"id": "17", "title": "More light", "priority": "High", "details": "By the **door**"}
    sandbox.requests.clear()
    assert "Thank you" in app.post("/", data=form).text
    assert len(sandbox.requests) <= 3
    assert "Thank you" in app.post("/", data=form).text
    workspace = client.users.me()["workspaces"][0]["gid"]
    project = client.projects.named(workspace, PROJECT)["gid"]
    section = client.sections.named(project, "Requests")["gid"]
    made = list(client.tasks.get_tasks_for_section(section, fields=["html_notes", "name"]))
    assert [task["name"] for task in made] == ["More light"]
    assert "<strong>door</strong>" in made[0]["html_notes"]


def test_webhook_triage() -> None:
    assert run("webhook_triage.py").splitlines()[-1] == "Greeted 'Order cups', priority Medium"


@needs("mistune")
def test_migrate() -> None:
    assert run("migrate.py").splitlines()[1:] == [
        "first run: 3 created, 0 found",
        "second run: 0 created, 3 found",
    ]


@needs("mistune")
def test_a_migration_that_is_killed_is_finished_by_the_next(example: Any, sandbox: Sandbox) -> None:
    migrate, client = example("migrate"), sandbox.client()
    rows = list(csv.DictReader(io.StringIO(migrate.ROWS)))

    class KilledError(Exception):
        pass

    def until(count: int) -> Iterator[dict[str, str]]:
        yield from rows[:count]
        raise KilledError

    with pytest.raises(KilledError):
        migrate.migrate(client, "New home", until(2))
    assert migrate.migrate(client, "New home", rows) == (1, 2)
    workspace = client.users.me()["workspaces"][0]["gid"]
    project = client.projects.named(workspace, "New home")["gid"]
    assert len(list(client.tasks.get_tasks_for_project(project))) == 3


@needs("matplotlib")
def test_dashboard(tmp_path: Path) -> None:
    told = run("dashboard.py", "--output", str(tmp_path / "dashboard.png"))
    assert "Opening day             0 complete    4 not" in told
    assert (tmp_path / "dashboard.png").read_bytes().startswith(b"\x89PNG")


@needs("duckdb", "pandas")
def test_workspace_sql() -> None:
    told = run("workspace_sql.py", "SELECT count(*) AS tasks, count(due_on) AS due FROM tasks")
    assert re.search(r"│\s+\d+ │\s+\d+ │", told)


@needs("mistune")
def test_commit_hook(example: Any, sandbox: Sandbox) -> None:
    hook, client = example("commit_hook"), sandbox.client()
    workspace = client.users.me()["workspaces"][0]["gid"]
    task = client.tasks.create_task(name="Mend the door", workspace=workspace)["gid"]
    message = (
        f"Oil the hinges\n\nSee {task}, and closes https://app.asana.com/0/1/{task}, 99999999999"
    )
    for _ in range(2):
        told = list(hook.report(client, "0123abcdef", message, "https://example.com/commit"))
    assert told == [
        f"{task}: linked",
        f"{task}: linked and completed",
        "99999999999: there is no such task",
    ]
    assert client.tasks.get_task(task)["completed"]
    stories = list(client.stories.get_stories_for_task(task, fields=["type", "html_text"]))
    comments = [story["html_text"] for story in stories if story["type"] == "comment"]
    assert len(comments) == 1
    assert '<a href="https://example.com/commit/0123abcdef">0123abc</a>' in comments[0]


@needs("mistune")
def test_commit_hook_as_a_program() -> None:
    assert re.fullmatch(r"\d+: linked and completed", run("commit_hook.py").splitlines()[-1])


def test_my_tasks() -> None:
    told = run("my_tasks.py", "--days", "30").splitlines()
    assert told[1].startswith("7 tasks are yours")
    assert any("(Open Pier Street)" in line for line in told)
