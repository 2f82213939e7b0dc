"""The examples of distributed work, with real workers, servers and Redis."""

import base64
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from asana.sandbox import Sandbox
from asana.webhook import Receiver
from tests.fleet.conftest import RedisServer
from tests.fleet.processes import EXAMPLES, environment, free_port, needs, once, running, serving


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def env(sandbox: Sandbox, redis_server: RedisServer, tmp_path: Path) -> dict[str, str]:
    return {
        "ASANA_BASE_URL": sandbox.base_url,
        "ASANA_ACCESS_TOKEN": sandbox.access_token,
        "REDIS_URL": redis_server.url,
        "OUTPUT": str(tmp_path / "tasks"),
        "HOOK_SECRETS": str(tmp_path / "secrets.json"),
    }


def run(name: str, *arguments: str, env: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:asana", EXAMPLES / name, *arguments],
        capture_output=True,
        env=environment(env),
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def project_of(sandbox: Sandbox) -> str:
    client = sandbox.client()
    workspace = client.users.me()["workspaces"][0]["gid"]
    return str(client.projects.create_project(workspace=workspace, name="Followed")["gid"])


def worker(app: str, pool: str = "prefork") -> list[str]:
    quiet = ("--loglevel", "WARNING", "--without-gossip", "--without-mingle")
    return ["celery", "--app", f"{app}:queue", "worker", "--pool", pool, "-c", "2", *quiet]


@needs("celery", "gunicorn")
def test_webhooks_of_several_web_workers_are_handled_by_celery(
    sandbox: Sandbox, env: dict[str, str]
) -> None:
    client, project, port = sandbox.client(), project_of(sandbox), free_port()
    gunicorn = ["gunicorn", "--workers", "3", "--bind", f"127.0.0.1:{port}", "fleet_webhooks:web"]
    with running(*worker("fleet_webhooks"), env=env), serving(*gunicorn, env=env, port=port) as url:
        told = run("fleet_webhooks.py", project, f"{url}/hard-to-guess", env=env)
        assert "calls the web workers" in told
        tasks = [
            client.tasks.create_task(projects=[project], name=f"Task {n}")["gid"] for n in range(5)
        ]

        def comments(task: str) -> list[str]:
            stories = client.stories.get_stories_for_task(task)
            return [each["text"] for each in stories if each["type"] == "comment"]

        once(lambda: all(comments(task) for task in tasks))
        assert [len(comments(task)) for task in tasks] == [1] * 5


@needs("celery")
def test_a_listing_is_fanned_out_by_project(
    sandbox: Sandbox, env: dict[str, str], tmp_path: Path
) -> None:
    client = sandbox.client()
    workspace = client.users.me()["workspaces"][0]["gid"]
    with running(*worker("fleet_listing"), env=env):
        told = run("fleet_listing.py", workspace, env=env)
    expected = {
        project["gid"]: [task["gid"] for task in client.tasks.get_tasks_for_project(project["gid"])]
        for project in client.projects.get_projects(workspace=workspace)
    }
    found = {
        path.stem: [json.loads(line)["gid"] for line in path.read_text("utf-8").splitlines()]
        for path in (tmp_path / "tasks").iterdir()
    }
    assert found == expected
    total = sum(map(len, expected.values()))
    assert total > 10
    assert told == f"{total} tasks of {len(expected)} projects\n"


@needs("fastapi", "uvicorn")
def test_webhooks_behind_fastapi(
    sandbox: Sandbox, env: dict[str, str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    client, project, port = sandbox.client(), project_of(sandbox), free_port()
    uvicorn = ["uvicorn", "--port", str(port), "--log-level", "warning", "fastapi_webhooks:app"]
    receiver = Receiver(tmp_path / "secrets.json")
    with serving(*uvicorn, env=env, port=port) as url:
        client.webhooks.establish(project, f"{url}/key", receiver=receiver)
        task = client.tasks.create_task(projects=[project], name="New")
        sandbox.webhooks.flush()
    assert f"added {task['gid']}" in capfd.readouterr().out


# -- Lambda


class Gateway(BaseHTTPRequestHandler):
    """Calls a Lambda handler as a function URL does."""

    handler: Any
    encoded = False

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        text = base64.b64encode(body).decode() if self.encoded else body.decode()
        event = {
            "rawPath": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "body": text,
            "isBase64Encoded": self.encoded,
        }
        answer = type(self).handler(event, None)
        self.send_response(answer["statusCode"])
        for name, value in answer["headers"].items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer["body"].encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def functions(monkeypatch: pytest.MonkeyPatch, env: dict[str, str]) -> Iterator[Any]:
    """The functions after a cold start."""
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.syspath_prepend(str(EXAMPLES))
    monkeypatch.delitem(sys.modules, "lambda_webhook", raising=False)
    yield import_module("lambda_webhook")
    del sys.modules["lambda_webhook"]


def test_a_cold_start_of_a_lambda_starts_no_threads_and_sends_nothing(
    sandbox: Sandbox, env: dict[str, str]
) -> None:
    code = "import lambda_webhook, threading; print(threading.active_count())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=EXAMPLES,
        env=environment({**env, "REDIS_URL": "redis://127.0.0.1:1"}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("1\n", "")
    assert sandbox.requests == []


@pytest.mark.parametrize("encoded", [False, True])
def test_a_lambda_behind_a_webhook(
    functions: Any, sandbox: Sandbox, encoded: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    client, project = sandbox.client(), project_of(sandbox)
    kind = type("Handler", (Gateway,), {"handler": functions.webhook, "encoded": encoded})
    server = HTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        target = f"http://127.0.0.1:{server.server_port}/hooks/key"
        client.webhooks.establish(project, target, receiver=functions.receiver)
        task = client.tasks.create_task(projects=[project], name="New")
        sandbox.webhooks.flush()
        assert f"added task {task['gid']}" in capsys.readouterr().out
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Context:
    """The context of a Lambda with its remaining time."""

    def __init__(self, *left: int) -> None:
        self._left = [*left]

    def get_remaining_time_in_millis(self) -> int:
        return self._left.pop(0) if len(self._left) > 1 else self._left[0]


def test_a_lambda_on_a_schedule_goes_on_where_the_last_one_was(
    functions: Any, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, project = sandbox.client(), project_of(sandbox)
    monkeypatch.setenv("ASANA_PROJECT", project)
    assert functions.scheduled({}, Context(60_000)) == {"handled": 1}  # the first is a resync
    assert functions.scheduled({}, Context(60_000)) == {"handled": 0}
    for number in range(80):  # more than one page of events
        client.tasks.create_task(projects=[project], name=f"Task {number}")
    first = functions.scheduled({}, Context(60_000, 20_000))["handled"]
    assert first == 100
    assert functions.scheduled({}, Context(60_000))["handled"] >= 60
    assert functions.scheduled({}, Context(60_000)) == {"handled": 0}
