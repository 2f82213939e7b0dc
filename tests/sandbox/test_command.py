"""The options of `python -m asana.sandbox`."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from asana.sandbox import __main__ as command
from asana.sandbox.data import files as data_files
from asana.sandbox.web.server import Sandbox

ROOT = Path(__file__).parents[2]


@pytest.fixture
def while_it_runs(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run the command, do something as soon as it listens, and stop it as Ctrl-C does."""

    def run(do: Callable[[Sandbox], Any], *arguments: str) -> int:
        start = Sandbox.start

        def start_and_do(sandbox: Sandbox) -> Sandbox:
            start(sandbox)
            do(sandbox)
            return sandbox

        monkeypatch.setattr(Sandbox, "start", start_and_do)
        monkeypatch.setattr(signal, "signal", lambda number, handler: handler(number, None))
        return command.main(["--quiet", "--token", "chosen", *arguments])

    return run


def get(sandbox: Sandbox) -> requests.Response:
    headers = {"Authorization": "Bearer chosen"}
    return requests.get(f"{sandbox.base_url}/users/me", headers=headers, timeout=10)


def test_a_rate_limit(while_it_runs: Callable[..., int]) -> None:
    statuses: list[int] = []

    def ask(sandbox: Sandbox) -> None:
        statuses.extend(get(sandbox).status_code for _ in range(3))

    assert while_it_runs(ask, "--rate-limit", "2") == 0
    assert statuses == [200, 200, 429]


def test_latency(while_it_runs: Callable[..., int]) -> None:
    waits: list[float] = []

    def ask(sandbox: Sandbox) -> None:
        sandbox.faults.wait = waits.append
        assert get(sandbox).status_code == 200

    assert while_it_runs(ask, "--latency", "1.5") == 0
    assert waits == [1.5]


def test_data_are_loaded_and_saved(
    while_it_runs: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "state.json"
    path.write_text('{"projects": ["Ours"], "users": [{"name": "Ada", "email": "a@example.com"}]}')

    def write(sandbox: Sandbox) -> None:
        client = sandbox.client()
        (workspace,) = client.workspaces.get_workspaces()
        client.tags.create_tag(name="new", workspace=workspace["gid"])

    assert while_it_runs(write, "--data", str(path), "--save") == 0
    out = capsys.readouterr().out
    assert "as Ada, whose token is chosen" in out
    assert out.endswith(f"\nThe state is in {path}.\n\nThe sandbox has stopped.\n")
    records = json.loads(path.read_text())["records"]
    assert [records[kind][0]["name"] for kind in ("project", "tag")] == ["Ours", "new"]
    assert Sandbox(data=path).user["name"] == "Ada"


def test_data_are_not_saved_unless_asked(while_it_runs: Callable[..., int], tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text("{}")
    assert while_it_runs(get, "--data", str(path)) == 0
    assert path.read_text() == "{}"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--data", "no/where.json", "--save"], "cannot save no/where.json: there is no such dir"),
        (["--save"], "to save, give the file as data"),
        (["--data", "nothing.json"], "cannot read nothing.json: No such file or directory"),
        (["--data", "bad.json"], "bad.json, line 1, column 2: expected JSON, "),
        (["--data", "wrong.json"], "wrong.json: tasks: expected a list"),
        (["--rate-limit", "0"], "a rate limit is at least 1 request a minute, not 0"),
        (["--latency", "-1"], "latency must not be negative, as -1.0 is"),
    ],
)
def test_problems_are_one_line(
    arguments: list[str],
    problem: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.json").write_text("{")
    Path("wrong.json").write_text('{"tasks": 1}')
    assert command.main(arguments) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"asana.sandbox: {problem}")
    assert told.count("\n") == 1


def test_a_failure_to_save_is_explained(
    while_it_runs: Callable[..., int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(data_files, "write", refuse)
    path = tmp_path / "state.json"
    assert while_it_runs(get, "--data", str(path), "--save") == 1
    told = capsys.readouterr().err
    assert told == f"asana.sandbox: cannot write {path}: No space left on device\n"


def test_a_process_saves_when_it_is_terminated(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    options = ["--token", "chosen", "--data", str(path), "--save"]
    arguments = [sys.executable, "-W", "error", "-m", "asana.sandbox", *options]
    with subprocess.Popen(
        arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert any("Ctrl-C" in line for line in process.stdout)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    assert Sandbox(data=path).user["name"] == "Maya Lindqvist"
