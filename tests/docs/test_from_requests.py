"""The two scripts of docs/moving/from-requests.md do the same, and fail as its table says."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

import asana
from asana.sandbox import Sandbox
from tests.docs.snippets import ROOT, snippets

PAGE = ROOT / "docs/moving/from-requests.md"
SCRIPTS = {each.file: each.text for each in snippets(PAGE, "python") if each.file}

Run = Callable[[str], str]


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch, sleeps: list[float]) -> Iterator[Sandbox]:
    with Sandbox() as running:
        monkeypatch.setenv("ASANA_BASE_URL", running.base_url)
        monkeypatch.setenv("ASANA_ACCESS_TOKEN", running.access_token)
        yield running


@pytest.fixture
def run(sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(script: str) -> str:
        exec(compile(SCRIPTS[script], script, "exec"), {"__name__": "__main__"})
        return capsys.readouterr().out

    return run


def project(client: asana.Client, name: str = "Website") -> tuple[str, str]:
    workspace = client.users.me()["workspaces"][0]["gid"]
    return workspace, client.projects.named(workspace, name)["gid"]


def reports(client: asana.Client) -> int:
    """Return how many tasks the scripts have made."""
    mine = client.tasks.get_tasks(assignee="me", workspace=project(client)[0])
    return [task["name"] for task in mine].count("Due dates")


def both(run: Run) -> str:
    before, after = run("before.py"), run("after.py")
    assert before == after
    return before


def test_they_write_the_same_of_many_pages(run: Run, sandbox: Sandbox) -> None:
    client = sandbox.client()
    _, gid = project(client)
    for number in range(250):
        client.tasks.create_task(
            name=f"Tâche {number} ☕",
            due_on="2030-01-01" if number % 2 else None,
            assignee=None if number % 3 else "me",
            projects=[gid],
        )
    assert both(run).startswith("due.txt: 130 tasks, ")
    uploads = [each for each in sandbox.requests if each.path == "/attachments"]
    assert [each.status for each in uploads] == [200, 200]
    files = [file for file in attached(client) if file["name"] == "due.txt"]
    assert len({file["size"] for file in files}) == 1
    assert reports(client) == len(files) == 2


def attached(client: asana.Client) -> Iterator[Any]:
    workspace, _ = project(client)
    for task in client.tasks.get_tasks(assignee="me", workspace=workspace):
        yield from client.attachments.get_attachments_for_object(
            parent=task["gid"], fields=["name", "size"]
        )


def test_a_rate_limit(run: Run, sandbox: Sandbox, sleeps: list[float]) -> None:
    fault = sandbox.faults.add("rate_limit", retry_after=7, times=1)
    run("before.py")
    sandbox.faults.add("rate_limit", retry_after=7, times=1)
    run("after.py")
    assert fault.hits == 1
    assert sleeps == [7, 7]


def test_a_rate_limit_of_unknown_length(run: Run, sandbox: Sandbox) -> None:
    sandbox.faults.add(status=429, times=1)
    with pytest.raises(KeyError):
        run("before.py")
    sandbox.faults.add(status=429, times=1)
    assert run("after.py")


def test_an_outage(run: Run, sandbox: Sandbox) -> None:
    sandbox.faults.add(status=503, route="get_projects", times=1)
    with pytest.raises(SystemExit):
        run("before.py")
    sandbox.faults.add(status=503, route="get_projects", times=1)
    assert run("after.py")


def test_a_broken_connection(run: Run, sandbox: Sandbox) -> None:
    sandbox.faults.add("drop_before", route="get_projects", times=1)
    with pytest.raises(requests.ConnectionError):
        run("before.py")
    sandbox.faults.add("drop_before", route="get_projects", times=1)
    assert run("after.py")


def test_a_lost_response(run: Run, sandbox: Sandbox) -> None:
    client = sandbox.client()
    sandbox.faults.add("drop_after", route="create_task", times=1)
    with pytest.raises(requests.ConnectionError):
        run("before.py")
    run("before.py")
    assert reports(client) == 2
    sandbox.faults.add("drop_after", route="create_task", times=1)
    with pytest.raises(asana.error.UnknownOutcomeError):
        run("after.py")
    assert reports(client) == 3


def test_two_projects_of_one_name(run: Run, sandbox: Sandbox) -> None:
    client = sandbox.client()
    workspace, gid = project(client)
    other = client.projects.create_project(name="Website", workspace=workspace)["gid"]
    assert run("before.py")
    with pytest.raises(LookupError) as caught:
        run("after.py")
    assert gid in str(caught.value)
    assert other in str(caught.value)
