"""The options of `python -m asana.sandbox`."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from asana.sandbox import __main__ as command
from asana.sandbox.web.server import Sandbox

if sys.platform == "linux":
    import resource

ROOT = Path(__file__).parents[2]


@pytest.fixture
def while_it_runs(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run the command, do something once it listens, and stop it as Ctrl-C does."""

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


@pytest.mark.parametrize("data", [{"projects": ["Ours"]}, Sandbox().dump()], ids=["own", "dump"])
@pytest.mark.parametrize(("option", "status"), [(["--strict"], 400), ([], 200)])
def test_it_can_be_strict(
    while_it_runs: Callable[..., int], tmp_path: Path, data: Any, option: list[str], status: int
) -> None:
    path = tmp_path / "state.json"
    path.write_text(json.dumps(data))
    statuses: list[int] = []

    def ask(sandbox: Sandbox) -> None:
        for query in ("", "?opt_fields=name", "?opt_feilds=name"):
            url = f"{sandbox.base_url}/workspaces{query}"
            reply = requests.get(url, headers={"Authorization": "Bearer chosen"}, timeout=10)
            statuses.append(reply.status_code)

    assert while_it_runs(ask, *option, "--data", str(path), "--save") == 0
    assert statuses == [200, 200, status]


@pytest.mark.parametrize(
    ("options", "status", "kind"),
    [([], 200, "headers"), (["--plan", "free", "--plain-batch-headers"], 402, "location")],
)
def test_plan_and_age(
    while_it_runs: Callable[..., int], options: list[str], status: int, kind: str
) -> None:
    def ask(sandbox: Sandbox) -> None:
        client = sandbox.client()
        [home, _] = client.workspaces.get_workspaces()
        [result] = client.batch_api.create_batch_request(
            actions=[
                {
                    "method": "post",
                    "relative_path": "/tags",
                    "data": {"name": "U", "workspace": home["gid"]},
                }
            ]
        )
        assert kind in result["headers"]
        reply = requests.get(
            f"{sandbox.base_url}/workspaces/{home['gid']}/tasks/search",
            headers={"Authorization": "Bearer chosen"},
            timeout=10,
        )
        assert reply.status_code == status

    assert while_it_runs(ask, *options) == 0


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
    ("arguments", "status", "problem"),
    [
        (
            ["--data", "no/where.json", "--save"],
            2,
            "cannot save no/where.json: the directory does not exist",
        ),
        (["--save"], 2, "--save needs --data FILE"),
        (["--"], 2, "write a program after --"),
        (["sh", "-c", "true"], 2, "unknown option -c; write -- before a program"),
        (["--tokn=secret"], 2, "unknown option --tokn\n"),
        (["--prot=8", "--", "true"], 2, "unknown option --prot\n"),
        (["--data", "nothing.json"], 1, "cannot read nothing.json: No such file or directory"),
        (["--data", "bad.json"], 1, "bad.json, line 1, column 2: expected JSON, "),
        (["--data", "wrong.json"], 1, "wrong.json: tasks: expected a list"),
        (["--rate-limit", "0"], 2, "rate_limit must be a whole number of at least 1, not 0"),
        (["--plan", "gold"], 2, "plan must be one of paid, free, not 'gold'"),
        (["--latency", "-1"], 2, "latency must be from 0 to 86400 seconds, not -1.0"),
        (["--latency", "nan"], 2, "latency must be a number, not nan"),
        (["--port", "99999"], 2, "port must be a whole number from 0 to 65535, not 99999"),
        (["--port", "-1"], 2, "port must be a whole number from 0 to 65535, not -1"),
        (["--host", "0.0.0.0"], 2, "other machines can reach 0.0.0.0: pass a token of at least 16"),
        (["--host", "::", "--token", "x" * 15], 2, "other machines can reach ::: pass a token of"),
        (
            ["--host", "0.0.0.0", "--token", "x" * 16, "--control-token", "short"],
            *(2, "other machines can reach 0.0.0.0: pass a control token of at least 16 character"),
        ),
        (["--token", ""], 2, "token must consist of printable ASCII characters without spaces"),
        (["--control-token", "a b"], 2, "control_token must consist of printable ASCII character"),
        (["--host", ""], 2, "host must be a non-empty string, not ''"),
        (
            ["--allowed-host", "asana:8080"],
            2,
            "an allowed host must be a name without a port, such as",
        ),
        (["--oauth-client", "app"], 2, "an OAuth client requires a client_id and a client_secret"),
    ],
)
def test_problems_are_one_line(
    arguments: list[str],
    status: int,
    problem: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.json").write_text("{")
    Path("wrong.json").write_text('{"tasks": 1}')
    assert command.main(arguments) == status
    told = capsys.readouterr().err
    assert told.startswith(f"asana.sandbox: {problem}")
    assert told.count("\n") == 1


@contextmanager
def process_of(path: Path, limit: int | None = None) -> Iterator["subprocess.Popen[str]"]:
    """Run the command with a file to save to, and a limit on the size of files."""
    options = ["--token", "chosen", "--data", str(path), "--save"]
    arguments = [sys.executable, "-W", "error", "-m", "asana.sandbox", *options]
    with subprocess.Popen(
        arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert any("Ctrl-C" in line for line in process.stdout)
        if limit is not None:
            limit_files(process, limit)
        try:
            yield process
        finally:
            process.kill()


def limit_files(process: "subprocess.Popen[str]", size: int) -> None:
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


on_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux can limit another process"
)


@on_linux
def test_row_67_a_state_that_cannot_be_saved_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    with process_of(path, limit=1000) as process:
        assert process.stderr is not None
        process.send_signal(signal.SIGTERM)
        told = process.stderr.readline()
        assert told.startswith(f"asana.sandbox: cannot write {path}: File too large (the previous")
        assert "press Ctrl-C again" in told
        assert list(tmp_path.iterdir()) == []
        limit_files(process, resource.RLIM_INFINITY)
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=60)[1] == ""
    assert process.returncode == 0
    assert Sandbox(data=path).user["name"] == "Maya Lindqvist"


@on_linux
def test_row_67_the_second_failure_to_save_ends_it(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text("{}")
    with process_of(path, limit=100) as process:
        assert process.stderr is not None
        process.send_signal(signal.SIGTERM)
        assert "press Ctrl-C again" in process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        assert "stopping without saving" in process.communicate(timeout=60)[1]
    assert process.returncode == 1
    assert path.read_text() == "{}"


def test_a_process_saves_when_it_is_terminated(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    with process_of(path) as process:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    assert Sandbox(data=path).user["name"] == "Maya Lindqvist"


def test_it_goes_on_when_nobody_reads_what_it_says() -> None:
    arguments = [sys.executable, "-W", "error", "-m", "asana.sandbox", "--token", "chosen"]
    with subprocess.Popen(
        arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        url = next(lines).split()[-1] + "/users/me"
        assert any("Ctrl-C" in line for line in lines)
        process.stdout.close()
        for _ in range(3):
            reply = requests.get(url, headers={"Authorization": "Bearer chosen"}, timeout=10)
            assert reply.status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


GREET = "import asana; print(asana.Client.access_token().users.me()['name'])"


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (GREET, 0),
        (f"{GREET}; raise SystemExit(3)", 3),
        (f"{GREET}; import os, signal; os.kill(os.getpid(), signal.SIGTERM)", 143),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="signals have other numbers on Windows")
def test_it_runs_a_program(capfd: pytest.CaptureFixture[str], code: str, status: int) -> None:
    assert command.main(["--token", "chosen", "--", sys.executable, "-uc", code]) == status
    assert capfd.readouterr().out == "Maya Lindqvist\n"


def test_the_state_that_a_program_leaves_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text('{"projects": ["Ours"]}', encoding="utf-8")
    code = (
        "import asana; client = asana.Client.access_token();"
        "gid = client.users.me()['workspaces'][0]['gid'];"
        "client.projects.create_project(workspace=gid, name='Theirs')"
    )
    options = ["--data", str(path), "--save", "--"]
    assert command.main([*options, sys.executable, "-c", code]) == 0
    assert "Theirs" in path.read_text(encoding="utf-8")


def test_a_program_that_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--", "/no/such/program"]) == 127
    assert "cannot run /no/such/program" in capsys.readouterr().err
