"""The examples run as a new user runs them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from asana.sandbox import Sandbox

EXAMPLES = Path(__file__).parents[1] / "examples"


def run(name: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLES / name), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_hello_world_in_a_sandbox_of_its_own() -> None:
    told = run("hello_world.py")
    assert "Sandbox: http://127.0.0.1:" in told
    assert "120 tasks, 40 completed" in told
    assert "page 3: 20 tasks" in told


def test_hello_world_with_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox() as sandbox:
        monkeypatch.setenv("ASANA_BASE_URL", sandbox.base_url)
        monkeypatch.setenv("ASANA_ACCESS_TOKEN", sandbox.access_token)
        told = run("hello_world.py")
        assert f"Asana: {sandbox.base_url}" in told
        assert "Deleted all of it again" in told
        names = {p["name"] for p in sandbox.client().projects.get_projects()}
    assert "Open the second roastery" not in names


def test_create_task() -> None:
    told = run("create_task.py", "Water the plants", "--due", "2030-01-02")
    assert ": Water the plants, due 2030-01-02" in told


def test_list_tasks() -> None:
    told = run("list_tasks.py")
    heading, *rows = told.splitlines()[1:]
    assert heading.endswith(f"{len(rows)} open tasks")
    assert len(rows) > 5


def test_nightly_job() -> None:
    due, tagged, commented = run("nightly_job.py").splitlines()[1:]
    count = int(due.split()[0])
    assert count > 2
    assert (tagged, commented) == (f"{count} tagged", f"{count} commented on")


def test_import_csv(tmp_path: Path) -> None:
    first, second, *tasks = run("import_csv.py").splitlines()[1:]
    assert first == "4 made, 0 changed, 0 skipped, 0 failed, 0 unsettled"
    assert second == "0 made, 0 changed, 4 skipped, 0 failed, 0 unsettled"
    assert tasks == ["Find a room", "  Ask the landlord", "Order the desks", "Move in"]
    file = tmp_path / "tasks.csv"
    file.write_text("ID,Title,Parent,Status,Due,Labels,Remark,Waits for\n1,A,,,,,,\n")
    told = run("import_csv.py", str(file), str(tmp_path / "import.db")).splitlines()[1:]
    assert told == [first.replace("4", "1"), "A"]


def test_stream_events() -> None:
    told = run("stream_events.py")
    assert "added    task 'Grind'" in told
    assert len(told.splitlines()) == 1 + 5


def test_webhook_server() -> None:
    told = run("webhook_server.py").splitlines()[1:]
    assert told[0] == "The webhook is established: its target completed the handshake"
    assert told[-1] == "Every delivery was signed by Asana"
    assert sum("added    task" in line and "to project" in line for line in told) == 3


def test_mirror() -> None:
    first, *rest, last = run("mirror.py").splitlines()[1:]
    assert first == "  8 tasks, 0 completed: 0 changes, 1 listings, 8 written, 0 removed"
    assert [line.split(":")[0] for line in rest] == [
        "  8 tasks, 1 completed",
        "  7 tasks, 1 completed",
    ]
    assert last == "  7 tasks, 1 completed: 0 changes, 0 listings, 0 written, 0 removed"


def test_mirror_of_a_project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        monkeypatch.setenv("ASANA_BASE_URL", sandbox.base_url)
        monkeypatch.setenv("ASANA_ACCESS_TOKEN", sandbox.access_token)
        gid = next(sandbox.client().projects.get_projects())["gid"]
        arguments = (gid, "--once", "--database", str(tmp_path / "tasks.db"))
        assert "1 listings" in run("mirror.py", *arguments)
        assert "0 changes, 0 listings" in run("mirror.py", *arguments)


def test_upload(tmp_path: Path) -> None:
    path = tmp_path / "résumé.txt"
    path.write_text("content", encoding="utf-8")
    told = run("upload.py", str(path))
    assert "Uploaded résumé.txt, 7 bytes" in told


def test_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox() as sandbox:
        monkeypatch.setenv("ASANA_BASE_URL", sandbox.base_url)
        monkeypatch.setenv("ASANA_ACCESS_TOKEN", sandbox.access_token)
        first = run("backup.py", str(tmp_path)).splitlines()[1:]
        workspaces = [each["gid"] for each in sandbox.client().workspaces.get_workspaces()]
        assert [line.partition(":")[0] for line in first] == workspaces
        assert first[0].endswith(": 3 projects, 47 tasks, 0 files")
        assert run("backup.py", str(tmp_path), "--markdown").splitlines()[1:] == first


def test_copy_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox() as sandbox:
        monkeypatch.setenv("ASANA_BASE_URL", sandbox.base_url)
        monkeypatch.setenv("ASANA_ACCESS_TOKEN", sandbox.access_token)
        client = sandbox.client()
        project = next(client.projects.get_projects())["gid"]
        [other] = [each["gid"] for each in client.workspaces.get_workspaces()][1:]
        told = run("copy_project.py", project, other, "--work", str(tmp_path))
        assert told.splitlines()[1].startswith("25 made, 0 changed, 0 skipped")
        assert "  not kept: 1 custom field Job number" in told
        again = run("copy_project.py", project, other, "--work", str(tmp_path))
        assert again.splitlines()[1].startswith("0 made, 0 changed, 25 skipped")


@pytest.mark.parametrize(
    "name",
    [
        "backup.py",
        "copy_project.py",
        "create_task.py",
        "list_tasks.py",
        "mirror.py",
        "stream_events.py",
        "upload.py",
        "webhook_server.py",
    ],
)
def test_each_works_with_a_token_too(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox() as sandbox:
        monkeypatch.setenv("ASANA_BASE_URL", sandbox.base_url)
        monkeypatch.setenv("ASANA_ACCESS_TOKEN", sandbox.access_token)
        assert run(name).startswith(f"Asana: {sandbox.base_url}")


def test_every_example_is_tested() -> None:
    tests = Path(__file__).parent.rglob("test_*examples.py")
    tested = "".join(path.read_text(encoding="utf-8") for path in tests)
    for example in EXAMPLES.glob("*.py"):
        helper = example.name in ("account.py", "oauth_app.py")
        assert helper or re.search(rf'"{example.stem}\b', tested), example.name
