"""The control API over HTTP, as used by programs in any language."""

import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from asana.sandbox.web import control
from asana.sandbox.web.control import CONTROLS
from asana.sandbox.web.received import redacted
from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api
from tests.sandbox.receiver import Receiver


class Remote:
    """The control API of a sandbox, with its token."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.headers = {"Authorization": f"Bearer {sandbox.control_token}"}

    def call(self, verb: str, path: str, **arguments: Any) -> requests.Response:
        headers = {**self.headers, **arguments.pop("headers", {})}
        url = f"{self.sandbox.url}_sandbox{path}"
        return requests.request(verb, url, headers=headers, timeout=10, **arguments)

    def get(self, path: str, **query: Any) -> Any:
        return self._data(self.call("GET", path, params=query))

    def post(self, path: str, /, **body: Any) -> Any:
        return self._data(self.call("POST", path, json=body))

    def delete(self, path: str) -> Any:
        return self._data(self.call("DELETE", path))

    def refusal(self, verb: str, path: str, **arguments: Any) -> tuple[int, str]:
        reply = self.call(verb, path, **arguments)
        (error,) = reply.json()["errors"]
        assert list(error) == ["message"]
        return reply.status_code, error["message"]

    @staticmethod
    def _data(reply: requests.Response) -> Any:
        assert reply.status_code == 200, reply.text
        return reply.json()["data"]


APP = {"client_id": "1", "client_secret": "s", "redirect_uris": "http://localhost:1/back"}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    path = tmp_path_factory.mktemp("data") / "state.json"
    with Sandbox(
        token="chosen", data=path, save=True, rate_limit=1000, oauth_clients=APP
    ) as sandbox:
        yield sandbox


@pytest.fixture
def remote(own: Sandbox) -> Remote:
    own.reset()
    return Remote(own)


@pytest.fixture
def maya(own: Sandbox) -> Iterator[Api]:
    with requests.Session() as session:
        yield Api(own.base_url, "chosen", session)


# The same controls as in Python


def test_every_control_of_python_has_an_address_and_the_other_way_round() -> None:
    addressed = {member for each in CONTROLS for member in each.members.split()}
    sandbox = Sandbox()
    parts = {
        f"{part}.{name}"
        for part in ("faults", "webhooks", "deprecations", "requests")
        for name, member in vars(type(getattr(sandbox, part))).items()
        if not name.startswith("_") and callable(member)
    }
    own = {name for name in (*vars(Sandbox), *vars(sandbox)) if not name.startswith("_")}
    # The URL is for a running sandbox. Its fields are in the status, or are secrets.
    not_needed = {"start", "stop", "client", "store", "access_token", "service_account_token"}
    not_needed |= {"control_token", "url", "base_url", "host", "port", "user", "requests"}
    not_needed |= {"webhooks", "deprecations"}
    internal = {"faults.strike", "faults.strike_action", "faults.hold", "faults.interrupt"}
    internal |= {"faults.resume", "webhooks.open", "webhooks.close", "webhooks.forget"}
    internal |= {"webhooks.start", "webhooks.stop", "deprecations.forget", "deprecations.notices"}
    internal |= {"requests.keep", "webhooks.deliveries", "webhooks.waiting"}
    inherited = {"requests.clear"}
    assert addressed == (own - not_needed) | (parts - internal) | inherited


def test_each_address_is_there_once() -> None:
    addresses = [each.address for each in CONTROLS]
    assert len(set(addresses)) == len(addresses)
    for each in CONTROLS:
        if each.example:
            assert set(json.loads(each.example)) <= set(each.keys or ["projects"])


def test_the_status(remote: Remote, maya: Api) -> None:
    maya.get("/users/me")
    status = remote.get("/")
    sandbox = remote.sandbox
    assert (status["url"], status["base_url"]) == (sandbox.url, sandbox.base_url)
    assert status["user"] == {"gid": sandbox.user.gid, "name": "Maya Lindqvist"}
    assert [user["tokens"] for user in status["users"]] == [1, 0, 0, 0]
    assert status["users"][1]["email"] == "tom@example.com"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]{12}Z", status["clock"])
    assert status["options"]["rate_limit"] == 1000
    assert status["rate_limits"] == [
        {
            "user": {"gid": sandbox.user.gid, "name": "Maya Lindqvist"},
            **{"used": 1, "limit": 1000, "searches_used": 0, "searches_limit": 60},
        }
    ]
    assert (status["requests"], status["faults"]) == (1, 0)
    assert remote.call("GET", "").json()["data"]["url"] == sandbox.url
    text = json.dumps(status)
    assert "chosen" not in text
    assert sandbox.control_token not in text


def test_the_status_of_other_tokens(remote: Remote, maya: Api) -> None:
    sandbox = remote.sandbox
    for token in (sandbox.service_account_token, "nobody"):
        maya.call("GET", "/users/me", headers={"Authorization": f"Bearer {token}"})
    owners = [each["user"] for each in remote.get("/")["rate_limits"]]
    assert [owner and owner["name"] for owner in owners] == ["Service account", None]


def test_faults(remote: Remote, maya: Api) -> None:
    made = remote.post("/faults", fault="rate_limit", retry_after=3, times=1, route="get_user")
    assert made == {
        **{"id": made["id"], "fault": "rate_limit", "status": 429, "retry_after": 3, "hits": 0},
        **{"route": "get_user", "times": 1, "probability": 1.0, "latency": 0.0},
        **{"message": None, "effect": False},
    }
    other = remote.post("/faults", status=503, message="Later", probability=1, seed=2)
    assert maya.call("GET", "/users/me").headers["Retry-After"] == "3"
    assert maya.refusal("GET", "/users/me") == (503, "Later")
    assert [fault["hits"] for fault in remote.get("/faults")] == [1, 1]
    assert remote.delete(f"/faults/{other['id']}") == {}
    assert [fault["id"] for fault in remote.get("/faults")] == [made["id"]]
    status, message = remote.refusal("DELETE", f"/faults/{other['id']}")
    assert (status, message) == (404, f"there is no fault {other['id']}")
    assert remote.refusal("DELETE", "/faults/rate_limit")[0] == 404
    assert remote.delete("/faults") == {}
    assert remote.get("/faults") == []
    assert maya.call("GET", "/users/me").status_code == 200


def test_reset_dump_and_load(remote: Remote, maya: Api) -> None:
    workspace = maya.get("/workspaces")[0]["gid"]
    maya.post("/tags", name="Kept", workspace=workspace)
    dump = remote.call("GET", "/dump").json()
    assert dump["asana_sandbox"] == 1
    assert remote.post("/reset") == {}
    assert not any(tag["name"] == "Kept" for tag in maya.get(f"/workspaces/{workspace}/tags"))
    assert remote.post("/load", **dump) == {}
    assert any(tag["name"] == "Kept" for tag in maya.get(f"/workspaces/{workspace}/tags"))
    assert remote.post("/load", projects=["Launch"]) == {}
    assert [project["name"] for project in maya.get("/projects")] == ["Launch"]
    for body, words in (
        ({"tasks": 1}, "tasks: expected a list"),
        ({}, "send a dump, or the content of a data file"),
        ({"asana_sandbox": 99, "records": {}}, "asana_sandbox: expected 1, the version"),
    ):
        status, message = remote.refusal("POST", "/load", json=body)
        assert status == 400
        assert message.startswith(words)


def test_save(remote: Remote, maya: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    maya.post("/tags", name="Saved", workspace=maya.get("/workspaces")[0]["gid"])
    assert remote.post("/save") == {}
    path = remote.sandbox._file
    assert path is not None
    assert "Saved" in path.read_text()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("asana.sandbox.data.files.write", full)
    status, message = remote.refusal("POST", "/save")
    assert (status, message[:23]) == (500, "No space left on device")
    assert "Saved" in path.read_text()


def test_without_a_file_there_is_nothing_to_save_to(sandbox: Sandbox) -> None:
    told = (400, "there is no file to save to: start the sandbox with data=<path> and save=True")
    assert Remote(sandbox).refusal("POST", "/save") == told


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


def test_webhooks(remote: Remote, maya: Api, receiver: Receiver) -> None:
    project = maya.get("/projects")[0]["gid"]
    maya.post("/webhooks", resource=project, target=receiver.url)
    remote.post("/webhooks/flush")
    before = len(receiver.deliveries)
    maya.put(f"/projects/{project}", name="Other")
    remote.post("/webhooks/flush")
    assert len(receiver.deliveries) == before + 1
    remote.post("/webhooks/heartbeat")
    assert len(receiver.deliveries) == before + 2


def test_expiry(remote: Remote, maya: Api) -> None:
    workspace = maya.get("/workspaces")[0]["gid"]
    project = maya.get("/projects")[0]["gid"]
    users = f"/workspaces/{workspace}/users"
    offset = maya.call("GET", users, params={"limit": 1}).json()["next_page"]["offset"]
    sync = maya.call("GET", "/events", params={"resource": project}).json()["sync"]
    assert maya.get(users, limit=1, offset=offset)
    assert remote.post("/expire", what="offsets") == {}
    assert "expired" in maya.refusal("GET", users, limit=1, offset=offset)[1]
    assert maya.get("/events", resource=project, sync=sync) == []
    assert remote.post("/expire", what="sync") == {}
    reply = maya.call("GET", "/events", params={"resource": project, "sync": sync})
    assert reply.status_code == 412
    assert remote.post("/expire", what="tokens") == {}


def test_the_clock(remote: Remote, maya: Api) -> None:
    before = remote.get("/")["clock"]
    after = remote.post("/clock", advance=86400.5)["clock"]
    assert after[:10] > before[:10]
    workspace = maya.get("/workspaces")[0]["gid"]
    assert maya.post("/tasks", name="New", workspace=workspace)["created_at"][:10] == after[:10]
    assert remote.get("/requests")[-1]["time"][:10] == after[:10]
    remote.post("/reset")
    assert remote.get("/")["clock"][:10] <= after[:10]
    for wrong in (-1, "1", None, True, 1e12):
        assert remote.refusal("POST", "/clock", json={"advance": wrong})[0] == 400
    remote.post("/clock", advance=100 * 365 * 86400)
    assert remote.refusal("POST", "/clock", json={"advance": 25 * 86400 + 1})[0] == 400
    assert maya.get("/users/me")


def test_strictness_tokens_and_deprecations(remote: Remote, maya: Api) -> None:
    assert remote.post("/strict", strict=True) == {"strict": True}
    assert maya.call("GET", "/users/me?nmae=1").status_code == 400
    assert remote.post("/strict", strict=False) == {"strict": False}
    token = remote.post("/token", user="tom@example.com")["token"]
    assert Api(maya.base_url, token, maya.session).get("/users/me")["name"] == "Tom Okafor"
    assert remote.refusal("POST", "/token", json={"user": "x"}) == (
        404,
        "the sandbox has no user 'x'",
    )
    change = {"name": "new_tasks", "info": "https://example.com/x", "affects": ["/users"]}
    assert remote.post("/deprecations", **change) == {}
    assert "new_tasks" in maya.call("GET", "/users/me").headers["Asana-Change"]
    assert remote.delete("/deprecations/new_tasks") == {}
    assert "Asana-Change" not in maya.call("GET", "/users/me").headers


# The log of requests


def test_a_request_is_shown_with_all_that_happened(remote: Remote, maya: Api) -> None:
    workspace = maya.get("/workspaces")[0]["gid"]
    remote.delete("/requests")
    data = {"name": "Logged", "workspace": workspace}
    created = maya.call("POST", "/tasks?opt_fields=name", json={"data": data}).json()
    (shown,) = remote.get("/requests")
    keys = "id, time, duration, method, path, route, query, body, status, response, error, fault"
    assert list(shown) == keys.split(", ")
    assert (shown["method"], shown["path"], shown["route"]) == ("POST", "/tasks", "POST /tasks")
    assert (shown["status"], shown["error"], shown["fault"]) == (201, None, None)
    assert (shown["query"], shown["body"]) == ({"opt_fields": "name"}, {"data": data})
    assert shown["response"] == created
    assert 0 < shown["duration"] < 10
    maya.call("GET", f"/tasks/{created['data']['gid']}/nothing")
    maya.call("GET", "/tasks/1")
    unrouted, missing = remote.get("/requests", after=shown["id"])
    assert (unrouted["route"], unrouted["error"]) == (None, "No matching route for request")
    assert missing["route"] == "GET /tasks/{task_gid}"
    assert (missing["status"], missing["error"]) == (404, "task: Not a recognized ID: 1")


@pytest.mark.parametrize(
    ("fault", "status", "has_response"),
    [("rate_limit", 429, True), ("drop_after", 0, False), ("garbage_body", 200, False)],
)
def test_a_request_is_shown_with_its_fault(
    remote: Remote, maya: Api, fault: str, status: int, has_response: bool
) -> None:
    remote.sandbox.faults.add(fault, times=1)
    remote.sandbox.faults.add(latency=1e-6)
    try:
        maya.call("GET", "/users/me")
    except requests.ConnectionError:
        assert fault == "drop_after"
    shown = remote.get("/requests")[-1]
    assert (shown["fault"], shown["status"]) == (f"{fault}, latency", status)
    assert (shown["response"] is not None) is has_response


def test_requests_are_paged(remote: Remote, maya: Api) -> None:
    for n in range(5):
        maya.call("GET", f"/nothing/{n}")
    found = remote.get("/requests")
    ids = [each["id"] for each in found]
    assert ids == sorted(set(ids))
    assert [each["path"] for each in found] == [f"/nothing/{n}" for n in range(5)]
    assert remote.get("/requests", limit=2) == found[-2:]
    assert remote.get("/requests", after=ids[0], limit=2) == found[1:3]
    assert remote.get("/requests", after=ids[-1]) == []
    assert remote.get("/requests", after=0) == found
    for query in ({"limit": 0}, {"limit": 1001}, {"limit": "x"}, {"after": -1}, {"after": "1.5"}):
        assert remote.refusal("GET", "/requests", params=query)[0] == 400


def test_secrets_are_not_in_the_log(remote: Remote, maya: Api, receiver: Receiver) -> None:
    sandbox = remote.sandbox
    project = maya.get("/projects")[0]["gid"]
    task = maya.get("/tasks", project=project)[0]["gid"]
    hook = maya.call(
        "POST", "/webhooks", json={"data": {"resource": project, "target": receiver.url}}
    ).json()
    posted = maya.call("POST", f"/tasks/{task}/attachments", files={"file": b"x"}).json()["data"]
    link = maya.get(f"/attachments/{posted['gid']}")["download_url"]
    requests.get(link, timeout=10)
    actions = [{"method": "GET", "relative_path": f"/attachments/{posted['gid']}"}]
    maya.post("/batch", actions=actions)
    maya.call("GET", "/users/me?access_token=hunter2")
    maya.call("PUT", "/users/me", json={"data": {"token": "hunter2", "deep": [{"Password": "h"}]}})
    form = {"grant_type": "refresh_token", "client_id": "1", "client_secret": "s3cret"}
    requests.post(f"{sandbox.url}-/oauth_token", data=form, timeout=10)
    text = remote.call("GET", "/requests").text
    secrets = ["chosen", "hunter2", "s3cret", sandbox.control_token, hook["X-Hook-Secret"]]
    secrets.append(link.partition("token=")[2])
    assert [secret for secret in secrets if secret in text] == []
    assert "download_url" in text
    assert "/-/downloads/" in text
    assert "REDACTED" in text


def test_what_is_no_secret_stays() -> None:
    value = {"token": "", "name": "token", "n": [1, None, True, {"a": "b?token=1"}]}
    assert redacted(value) == value


def test_a_broken_body_is_shown_as_none(remote: Remote, maya: Api) -> None:
    maya.call("POST", "/tasks", data="{", headers={"Content-Type": "application/json"})
    assert remote.get("/requests")[-1]["body"] is None


# Rejections


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": ""},
        {"Authorization": "Bearer chosen"},
        {"Authorization": "Bearer "},
        {"Authorization": "Basic Y2hvc2VuOg=="},
        {"Authorization": "Bearer \u00fc".encode().decode("latin-1")},
    ],
)
def test_it_needs_the_control_token(remote: Remote, headers: dict[str, str]) -> None:
    for each in CONTROLS:
        path = each.path.replace("{id}", "1").replace("{name}", "x")
        status, message = remote.refusal(each.verb, path, headers=headers)
        assert (status, message) == (
            401,
            "send the header Authorization: Bearer <the control token>",
        )


def test_the_control_token_is_none_of_the_api(remote: Remote, maya: Api) -> None:
    other = Api(maya.base_url, remote.sandbox.control_token, maya.session)
    assert other.refusal("GET", "/users/me") == (401, "Not Authorized")


@pytest.mark.parametrize("control_", [each for each in CONTROLS if each.keys is not None])
def test_what_no_address_knows_is_refused(remote: Remote, control_: control.Control) -> None:
    path = control_.path.replace("{id}", "1").replace("{name}", "x")
    if control_.verb == "GET":
        told = remote.refusal("GET", path, params={"nonsense": 1})
    else:
        told = remote.refusal(control_.verb, path, json={"nonsense": 1})
        assert remote.refusal(control_.verb, path, params={"nonsense": 1})[0] == 400
        for wrong in (b"[1]", b'"x"', b"{", b"\xff", b'{"a": NaN}', b"[" * 200):
            assert remote.refusal(control_.verb, path, data=wrong)[0] == 400
    assert told[0] == 400
    assert told[1].startswith("there is no parameter 'nonsense'")


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/faults", {"fault": "rate_limt"}, "did you mean 'rate_limit'?"),
        ("/faults", {"tims": 1}, "there is no parameter 'tims': did you mean 'times'?"),
        ("/faults", {}, "pass the name of a fault"),
        ("/faults", {"status": "503"}, "status must be an error status from 400 to 599, not '503'"),
        ("/faults", {"status": 503, "times": "1"}, "times must be a whole number"),
        ("/faults", {"fault": ["rate_limit"]}, "there is no fault ['rate_limit']"),
        ("/faults", {"status": 503, "effect": 1}, "effect must be true or false, not 1"),
        ("/expire", {}, "what is missing"),
        ("/expire", {"what": "all"}, "what must be one of tokens, offsets, sync, not 'all'"),
        ("/expire", {"what": ["sync"]}, "what must be one of tokens, offsets, sync"),
        ("/strict", {"strict": "yes"}, "strict must be true or false, not 'yes'"),
        ("/token", {"user": 1}, "user must be a non-empty string, not 1"),
        ("/deprecations", {"name": "a"}, "info is missing"),
        ("/deprecations", {"name": 1, "info": "b"}, "a header cannot contain 1"),
        ("/deprecations", {"name": "a b", "info": "b"}, "a header cannot contain"),
        ("/deprecations", {"name": "a", "info": "b", "affects": 1}, "affects must be routes"),
        ("/deprecations", {"name": "日本", "info": "b"}, "a header cannot contain"),
        ("/clock", {"advance": 10**400}, "seconds must be a number"),
        ("/faults", {"latency": 10**400}, "latency must be a number"),
        ("/faults", {"fault": 503}, "pass status=503"),
    ],
)
def test_wrong_values_are_explained(remote: Remote, path: str, body: Any, words: str) -> None:
    status, message = remote.refusal("POST", path, json=body)
    assert (status, words in message) == (400, True), message


@pytest.mark.parametrize(
    ("verb", "path"),
    [("GET", "/fault"), ("PUT", "/faults"), ("GET", "/a%0Ab"), ("GET", "//"), ("PATCH", "/")],
)
def test_an_unknown_address_is_404_with_all_that_there_are(
    remote: Remote, verb: str, path: str
) -> None:
    status, message = remote.refusal(verb, path)
    assert status == 404
    assert "POST /_sandbox/faults, " in message


def test_a_bug_is_500(
    remote: Remote, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(remote.sandbox.faults, "clear", lambda: 1 / 0)
    assert remote.refusal("DELETE", "/faults") == (500, "Server Error")
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("token", ["right", "wrong"])
@pytest.mark.parametrize("verb", ["POST", "PATCH", "QUERY"])
def test_a_body_that_nobody_reads_is_no_request(remote: Remote, verb: str, token: str) -> None:
    control_token = remote.sandbox.control_token if token == "right" else "wrong"
    head = f"Host: localhost\r\nAuthorization: Bearer {control_token}\r\n"
    hidden = f"POST /_sandbox/reset HTTP/1.1\r\n{head}\r\n"
    with socket.create_connection(("127.0.0.1", remote.sandbox.port), timeout=10) as wire:
        first = f"{verb} /_sandbox/no HTTP/1.1\r\n{head}Content-Length: {len(hidden)}\r\n\r\n"
        last = f"GET /_sandbox/faults HTTP/1.1\r\n{head}Connection: close\r\n\r\n"
        wire.sendall((first + hidden + last).encode())
        told = b"".join(iter(lambda: wire.recv(65536), b""))
    found = re.findall(rb"HTTP/1.1 (\d+)", told)
    assert found == ([b"404", b"200"] if token == "right" else [b"401", b"401"])


# Apart from the API


def test_nothing_of_it_is_counted_logged_or_hit(remote: Remote, maya: Api) -> None:
    remote.sandbox.faults.add(status=503)
    for each in CONTROLS:
        remote.call(each.verb, each.path.replace("{id}", "1"), json={}, headers={"Origin": "x"})
        remote.call("GET", "/", headers={"Authorization": ""})
    assert remote.get("/")["requests"] == 0
    assert remote.get("/")["rate_limits"] == []
    assert next(iter(remote.sandbox.faults)).hits == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "elsewhere.example.com"},
        {"Origin": "https://elsewhere.example.com"},
        {"Origin": "null"},
        {"Origin": "http://localhost.example.com"},
    ],
)
def test_other_sites_cannot_use_it(remote: Remote, headers: dict[str, str]) -> None:
    reply = remote.call("POST", "/reset", headers=headers)
    assert reply.status_code == 403
    assert "this machine only" in reply.json()["errors"][0]["message"]


@pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1", "http://[::1]:1"])
def test_pages_of_this_machine_can_use_it(remote: Remote, origin: str) -> None:
    assert remote.call("POST", "/reset", headers={"Origin": origin}).status_code == 200


def test_a_container_is_called_by_its_name() -> None:
    allowed = ["asana", "Host.Docker.Internal"]
    with Sandbox(host="0.0.0.0", token="x" * 16, allowed_hosts=allowed) as sandbox:
        remote = Remote(sandbox)
        for host, status in (
            ("asana:8080", 200),
            ("ASANA", 200),
            ("host.docker.internal:80", 200),
            ("127.0.0.1", 200),
            ("asana.example.com", 403),
            ("0.0.0.0", 403),
            ("203.0.113.9", 403),
            ("", 403),
        ):
            assert remote.call("GET", "/", headers={"Host": host}).status_code == status, host
        assert remote.call("GET", "/", headers={"Origin": "http://asana"}).status_code == 200
        assert remote.call("GET", "/", headers={"Origin": "http://asan"}).status_code == 403


def test_it_has_a_random_token_or_a_chosen_one() -> None:
    assert len({Sandbox().control_token for _ in range(3)}) == 3
    with Sandbox(control_token="mine") as sandbox:
        assert Remote(sandbox).get("/")["url"] == sandbox.url


# As in the documentation

PAGE = (Path(__file__).parents[2] / "docs/reference/sandbox.md").read_text(encoding="utf-8")


def documented(language: str, marker: str) -> str:
    """Return the code block of the page that contains a marker."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.M | re.S)
    (found,) = [block for block in blocks if marker in block]
    return str(found)


def run(command: list[str], sandbox: Sandbox, directory: Path) -> str:
    """Run a program with the settings of a sandbox, and return its output."""
    environment = {
        **{"SANDBOX": f"{sandbox.url}_sandbox", "CONTROL_TOKEN": sandbox.control_token},
        **{"ASANA_BASE_URL": sandbox.base_url, "ASANA_ACCESS_TOKEN": sandbox.access_token},
        "PATH": os.environ["PATH"],
    }
    done = subprocess.run(
        command, env=environment, cwd=directory, timeout=60, stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode()


@pytest.mark.skipif(shutil.which("curl") is None, reason="this machine has no curl")
def test_the_example_with_curl_runs(remote: Remote, tmp_path: Path) -> None:
    lines = [
        line.removeprefix("$ ")
        for line in documented("console", "$SANDBOX/faults").splitlines()
        if line.startswith("$ ") and "export" not in line
    ]
    told = run(["/bin/sh", "-ec", "\n".join(lines)], remote.sandbox, tmp_path)
    assert '"fault": "rate_limit"' in told
    assert '"errors"' in told  # from the fault that it adds
    assert (tmp_path / "state.json").stat().st_size > 1000


@pytest.mark.skipif(shutil.which("node") is None, reason="this machine has no Node.js")
def test_the_example_with_javascript_runs(remote: Remote, tmp_path: Path) -> None:
    program = tmp_path / "example.mjs"
    program.write_text(documented("javascript", "CONTROL_TOKEN"))
    told = run([str(shutil.which("node")), str(program)], remote.sandbox, tmp_path)
    assert told.splitlines() == [
        "503 200",
        "GET /users/{user_gid} 503 503",
        "GET /users/{user_gid} 200 null",
    ]
