"""Exports and imports as commands."""

import json
from pathlib import Path

import pytest

from asana.sandbox import Sandbox
from tests.cli.conftest import Run

PROJECT = "1200000000000035"
ROWS = "key,Title,Section\n1,Pack,To do\n2,Go,To do\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("tasks.csv").write_text(ROWS, encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "file"),
    [
        ((PROJECT, "backup"), "tasks.jsonl"),
        (("--project", "website", "backup", "files=false"), "tasks.jsonl"),
        (("backup", "files=false"), "projects.jsonl"),
    ],
)
def test_a_project_or_a_workspace_is_exported(
    words: tuple[str, ...], file: str, sandbox: Sandbox, run: Run
) -> None:
    result = run("export", *words, "--read-only")
    assert result.code == 0, result.err
    assert json.loads(result.out)["format"] == 1
    assert Path("backup", file).read_text(encoding="utf-8")
    shown = run("export", *words, terminal=True)
    assert shown.err.startswith("\r")


def test_tasks_are_imported_once(sandbox: Sandbox, run: Run) -> None:
    project = sandbox.client().projects.create_project(workspace="1200000000000001", name="Trip")
    words = ("import", "tasks.csv", "--project", "trip", "--journal", "import.db")
    columns = 'columns:={"key": "key", "Title": "name", "Section": "section"}'
    planned = run(*words, columns, "--dry-run", terminal=True)
    assert "would create" in planned.out
    assert not list(sandbox.client().tasks.get_tasks_for_project(project["gid"]))
    done = run(*words, columns)
    assert (done.code, json.loads(done.out)["made"]) == (0, 2)
    again = run(*words, columns, terminal=True)
    assert (again.code, again.out.splitlines()[0][:35]) == (
        0,
        "0 made, 0 changed, 2 skipped, 0 fai",
    )
    assert Path("import.db").exists()


def test_rows_that_fail_are_in_the_exit_code(sandbox: Sandbox, run: Run) -> None:
    sandbox.faults.add(status=403, route="create_task")
    words = ("import", "tasks.csv", "--project", PROJECT)
    result = run(*words, 'columns:={"key": "key", "Title": "name"}')
    sandbox.faults.clear()
    assert result.code == 1
    assert len(json.loads(result.out)["failed"]) == 2
    assert Path("tasks.csv.journal").exists()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("tasks.csv",), "write asana import FILE --project NAME"),
        (("--project", PROJECT), "write asana import FILE --project NAME"),
        (("tasks.csv", "--project", PROJECT, "udpate=true"), "did you mean update?"),
        (("tasks.csv", "--project", PROJECT, "update=yes"), "update is true or false"),
        (("tasks.csv", "--project", PROJECT, 'columns:={"Titel": "name"}'), "Titel"),
    ],
)
def test_what_cannot_be_imported_is_refused(
    words: tuple[str, ...], why: str, sandbox: Sandbox, run: Run
) -> None:
    result = run("import", *words)
    assert result.code == 2
    assert why in result.err
    assert {each.method for each in sandbox.requests} <= {"GET"}


@pytest.mark.usefixtures("sandbox")
def test_a_file_that_is_not_there_leaves_no_journal(run: Run) -> None:
    result = run("import", "mising.csv", "--project", PROJECT)
    assert (result.code, "mising.csv: No such file" in result.err) == (1, True)
    assert not Path("mising.csv.journal").exists()
