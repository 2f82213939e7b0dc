"""The apps of the pages on web frameworks, as readers deploy them: real servers, over HTTP."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import requests

from asana.sandbox import Sandbox
from asana.stores import FileSecrets
from asana.webhook import Receiver
from tests.docs.snippets import ROOT, snippets
from tests.fleet.processes import environment, free_port, needs, once, serving
from tests.test_oauth_examples import decide

APP = {"client_id": "app", "client_secret": "secret-canary"}
NAME = "Maya Lindqvist"


class Service(NamedTuple):
    """The app of a page, and the sandbox that it calls."""

    url: str
    sandbox: Sandbox
    secrets: Path

    def task(self, name: str) -> tuple[str, str]:
        """Create a project with a task; return their gids."""
        client = self.sandbox.client()
        workspace = client.users.me()["workspaces"][0]["gid"]
        project = client.projects.create_project(workspace=workspace, name="Launch")["gid"]
        return project, client.tasks.create_task(name=name, projects=[project])["gid"]

    def get(self, path: str) -> requests.Response:
        return requests.get(self.url + path, timeout=30)


def write(page: str, folder: Path) -> None:
    """Write the files of a page."""
    for snippet in snippets(ROOT / page, "python"):
        if snippet.file:
            (folder / snippet.file).write_text(snippet.text, encoding="utf-8")


@contextmanager
def deployed(page: str, folder: Path, *command: str, **settings: str) -> Iterator[Service]:
    """Run a server with the files of a page; ``{port}`` in the command is its port."""
    write(page, folder)
    port = free_port()
    url = f"http://localhost:{port}"
    secrets = folder / "secrets.json"
    with Sandbox(oauth_clients={**APP, "redirect_uris": f"{url}/callback"}) as sandbox:
        env = {
            "ASANA_BASE_URL": sandbox.base_url,
            "ASANA_ACCESS_TOKEN": sandbox.access_token,
            "ASANA_CLIENT_ID": APP["client_id"],
            "ASANA_CLIENT_SECRET": APP["client_secret"],
            "ASANA_REDIRECT_URI": f"{url}/callback",
            "HOOK_SECRETS": str(secrets),
            **settings,
        }
        words = [word.replace("{port}", str(port)) for word in command]
        if command[0] == "django":
            migrate = [sys.executable, "-m", "django", "migrate", "--settings", "settings"]
            subprocess.run(migrate, cwd=folder, env=environment(env), check=True, timeout=60)
        with serving(*words, env=env, port=port, cwd=folder):
            yield Service(url, sandbox, secrets)


UVICORN = ("uvicorn", "main:app", "--port", "{port}", "--log-level", "critical")
DJANGO = ("django", "runserver", "--noreload", "--settings", "settings", "localhost:{port}")


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(("docs/how-to/fastapi.md", UVICORN), marks=needs("fastapi", "uvicorn")),
        pytest.param(("docs/how-to/django.md", DJANGO), marks=needs("django")),
    ],
    ids=["fastapi", "django"],
)
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    page, command = request.param
    folder = tmp_path_factory.mktemp("service")
    with deployed(page, folder, *command, SESSION_SECRET="of the test") as found:
        yield found


def test_tasks_are_listed(service: Service) -> None:
    project, _ = service.task("Print")
    reply = service.get(f"/projects/{project}/tasks")
    found = reply.json()
    assert reply.status_code == 200
    assert (found["tasks"] if isinstance(found, dict) else found) == [
        {"name": "Print", "due_on": None}
    ]


def test_a_project_that_is_not_there(service: Service) -> None:
    assert service.get("/projects/1/tasks").status_code == 404


def test_an_outage_is_one_of_the_service_too(service: Service) -> None:
    project, _ = service.task("Print")
    service.sandbox.faults.add(status=429, retry_after=600)  # longer than its deadline
    try:
        assert service.get(f"/projects/{project}/tasks").status_code == 503
    finally:
        service.sandbox.faults.clear()


def test_a_user_signs_in_and_the_token_is_refreshed(service: Service) -> None:
    with requests.Session() as visitor:
        assert visitor.get(f"{service.url}/me", timeout=30).status_code == 401
        consent = visitor.post(f"{service.url}/login", timeout=30)
        came_back = decide(visitor, consent, "allow")
        assert (came_back.status_code, came_back.text.strip('"')) == (200, NAME)
        service.sandbox.expire_access_tokens()
        assert visitor.get(f"{service.url}/me", timeout=30).text.strip('"') == NAME
        for cookie in visitor.cookies:
            assert "refresh" not in str(cookie.value)
        replayed = visitor.get(came_back.history[-2].headers["Location"], timeout=30)
        assert replayed.status_code == 400


def test_a_user_who_declines_or_did_not_begin_here(service: Service) -> None:
    with requests.Session() as visitor:
        assert visitor.get(f"{service.url}/callback?code=x&state=y", timeout=30).status_code == 400
        consent = visitor.post(f"{service.url}/login", timeout=30)
        assert decide(visitor, consent, "deny").status_code == 400
        assert visitor.get(f"{service.url}/me", timeout=30).status_code == 401


def test_access_that_was_revoked(service: Service) -> None:
    with requests.Session() as visitor:
        decide(visitor, visitor.post(f"{service.url}/login", timeout=30), "allow")
        service.sandbox.reset()  # which forgets all grants
        for _ in range(2):
            reply = visitor.get(f"{service.url}/me", timeout=30)
            assert (reply.status_code, "sign in" in reply.text) == (401, True)


def test_a_webhook_is_received(service: Service) -> None:
    project, _ = service.task("Print")
    client = service.sandbox.client()
    receiver = Receiver(FileSecrets(service.secrets))
    made = client.webhooks.establish(project, f"{service.url}/hooks/a-key", receiver=receiver)
    client.tasks.create_task(name="Fold", projects=[project])
    service.sandbox.webhooks.flush()
    record = client.webhooks.get_webhook(made["gid"])
    assert record["last_success_at"]
    assert not record["last_failure_at"]
    assert requests.post(f"{service.url}/hooks/a-key", json={}, timeout=30).status_code == 401


# -- the service of the page on webhooks


@needs("gunicorn", "flask")
def test_the_service_of_the_page_on_webhooks(tmp_path: Path) -> None:
    command = ("gunicorn", "--workers", "2", "--bind", "localhost:{port}", "triage:app")
    with deployed("docs/how-to/webhooks.md", tmp_path, *command) as service:
        project, old = service.task("Print")
        env = {
            "ASANA_BASE_URL": service.sandbox.base_url,
            "ASANA_ACCESS_TOKEN": service.sandbox.access_token,
            "HOOK_SECRETS": str(service.secrets),
        }
        subprocess.run(
            [sys.executable, "triage.py", project, f"{service.url}/hooks/a-key"],
            cwd=tmp_path,
            env=environment(env),
            check=True,
            timeout=60,
        )
        client = service.sandbox.client()
        new = client.tasks.create_task(name="Fold", projects=[project])["gid"]
        client.tasks.create_task(name="A subtask", parent=new)
        service.sandbox.webhooks.flush()

        def thanks(task_gid: str) -> int:
            stories = client.stories.get_stories_for_task(task_gid, fields=["text"])
            return sum("Thank you!" in story["text"] for story in stories)

        once(lambda: thanks(new))
        assert (thanks(old), thanks(new)) == (0, 1)
        subtasks = client.tasks.get_subtasks_for_task(new, fields=["gid"])
        assert [thanks(each["gid"]) for each in subtasks] == [0]


# -- the function of the page on AWS Lambda


class Extension(BaseHTTPRequestHandler):
    """Answers as the AWS Parameters and Secrets Lambda Extension does."""

    token = ""

    def do_GET(self) -> None:
        shown = self.headers["X-Aws-Parameters-Secrets-Token"] == "session-token"
        known = self.path == "/secretsmanager/get?secretId=asana%2Ftoken"
        self.send_response(200 if shown and known else 400)
        self.end_headers()
        self.wfile.write(json.dumps({"SecretString": self.token}).encode())

    def log_message(self, *_: Any) -> None:
        pass


def test_the_function_takes_its_token_from_the_vault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: dict[str, Any] = {}
    for snippet in snippets(ROOT / "docs/how-to/lambda.md", "python"):
        if snippet.file == "handler.py":
            exec(compile(snippet.text, "handler.py", "exec"), names)
    with Sandbox() as sandbox, HTTPServer(("127.0.0.1", 0), Extension) as server:
        monkeypatch.setattr(Extension, "token", sandbox.access_token)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        monkeypatch.setenv("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", str(server.server_port))
        monkeypatch.setenv("AWS_SESSION_TOKEN", "session-token")
        monkeypatch.setenv("ASANA_TOKEN_SECRET", "asana/token")
        monkeypatch.setenv("ASANA_BASE_URL", sandbox.base_url)
        try:
            assert names["get_client"](names["token"]).users.me()["name"] == NAME
            monkeypatch.setenv("AWS_SESSION_TOKEN", "another")
            with pytest.raises(requests.HTTPError):
                names["secret"]("asana/token")
        finally:
            server.shutdown()
            thread.join()


# -- the DAG of the page on Airflow


def test_the_dag_runs(tmp_path: Path) -> None:
    pytest.importorskip("airflow", reason="not installed: pip install apache-airflow")
    write("docs/how-to/airflow.md", tmp_path)
    with Sandbox() as sandbox:
        client = sandbox.client()
        workspace = client.users.me()["workspaces"][0]["gid"]
        project = client.projects.create_project(workspace=workspace, name="Launch")["gid"]
        task = client.tasks.create_task(name="Print", due_on="2020-01-01", projects=[project])
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "ASANA_BASE_URL": sandbox.base_url,
            "AIRFLOW_CONN_ASANA": json.dumps(
                {"conn_type": "generic", "password": sandbox.access_token}
            ),
            "AIRFLOW_HOME": str(tmp_path / "home"),
            "AIRFLOW__CORE__DAGS_FOLDER": str(tmp_path),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        }
        conf = {"workspace": workspace}
        run = f"import overdue_dag; overdue_dag.the_dag.test(run_conf={conf})"
        for command in (["-m", "airflow", "db", "migrate"], ["-c", run]):
            subprocess.run([sys.executable, *command], cwd=tmp_path, env=env, check=True)
        stories = client.stories.get_stories_for_task(task["gid"], fields=["text"])
        assert sum("This task is overdue." in story["text"] for story in stories) == 1
