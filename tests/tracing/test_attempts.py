"""The argument of on_attempt: one record for each HTTP request, regardless of its outcome."""

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

import asana
from asana.sandbox import Sandbox
from asana.tracing import Attempt
from tests.faults import FaultServer, hang_up, reply
from tests.oauth import app

ROOT = Path(__file__).parents[2]


class Recorder(list[Attempt]):
    """Records the attempts."""

    def __call__(self, attempt: Attempt) -> None:
        self.append(attempt)


@pytest.fixture
def attempts() -> Recorder:
    return Recorder()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


def test_a_call_is_one_attempt(sandbox: Sandbox, attempts: Recorder) -> None:
    me = sandbox.client(on_attempt=attempts).users.get_user("me")
    (attempt,) = attempts
    assert attempt.method == "GET"
    assert (attempt.route, attempt.path) == ("/users/{}", "/users/me")
    assert attempt.host == sandbox.base_url.split("/")[2]
    assert (attempt.status, attempt.number, attempt.error) == (200, 1, None)
    assert 0 <= attempt.wait < 60
    assert 0 < attempt.seconds < 60
    assert attempt.size > len(me["name"])
    with pytest.raises(AttributeError):
        attempt.status = 500  # type: ignore[misc]


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/tasks/12", "/tasks/{}"),
        ("/tasks/external:order-17/subtasks", "/tasks/{}/subtasks"),
        ("/users/a@example.com", "/users/{}"),
        ("/workspaces/1/tasks/search?text=secret", "/workspaces/{}/tasks/search"),
        ("/custom_field_settings/7", "/custom_field_settings/{}"),
    ],
)
def test_a_path_written_by_hand_has_a_route_too(
    serve: Callable[..., FaultServer], attempts: Recorder, path: str, route: str
) -> None:
    server = serve(reply(200, b'{"data": {}}'))
    asana.Client(base_url=server.base_url, on_attempt=attempts).get(path)
    assert attempts[0].route == route
    assert "secret" not in repr(attempts)


def test_a_failure_carries_its_error(sandbox: Sandbox, attempts: Recorder) -> None:
    with pytest.raises(asana.error.NotFoundError) as raised:
        sandbox.client(on_attempt=attempts).tasks.get_task("1")
    assert attempts[0].status == 404
    assert attempts[0].error is raised.value
    assert raised.value.path == "/tasks/1"


def test_each_retry_is_an_attempt(
    sandbox: Sandbox, attempts: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    sandbox.faults.add("rate_limit", times=2)
    sandbox.client(on_attempt=attempts).users.me()
    assert [(each.number, each.status) for each in attempts] == [(1, 429), (2, 429), (3, 200)]
    assert [type(each.error).__name__ for each in attempts[:2]] == ["RateLimitEnforcedError"] * 2


def test_the_wait_is_the_time_since_the_attempt_before(
    serve: Callable[..., FaultServer], attempts: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    monkeypatch.setattr("time.sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    server = serve(reply(429, b"{}", Retry_After="7"), reply(200, b'{"data": {}}'))
    asana.Client(base_url=server.base_url, on_attempt=attempts).get("/x")
    assert [each.wait for each in attempts] == [0, 7]


def test_no_response_has_no_status(attempts: Recorder, serve: Callable[..., FaultServer]) -> None:
    server = serve(hang_up)
    client = asana.Client(base_url=server.base_url, on_attempt=attempts, max_retries=0)
    with pytest.raises(asana.error.NetworkError):
        client.get("/x")
    (attempt,) = attempts
    assert (attempt.status, attempt.size) == (None, 0)
    assert isinstance(attempt.error, asana.error.NetworkError)


def test_a_redirect_is_an_attempt_without_error(
    serve: Callable[..., FaultServer], attempts: Recorder
) -> None:
    server = serve(reply(307, b"", Location="/api/1.0/y"), reply(200, b'{"data": {}}'))
    asana.Client(base_url=server.base_url, on_attempt=attempts).get("/x")
    assert [(each.status, each.error) for each in attempts] == [(307, None), (200, None)]
    assert [each.number for each in attempts] == [1, 2]


def test_what_is_refused_at_the_call_is_no_attempt(attempts: Recorder) -> None:
    client = asana.Client(on_attempt=attempts, read_only=True)
    with pytest.raises(asana.error.ReadOnlyError):
        client.post("/tasks", {"name": "x"})
    assert attempts == []


def test_request_ids_and_headers(serve: Callable[..., FaultServer], attempts: Recorder) -> None:
    server = serve(
        reply(200, b'{"data": {}}', X_Asana_Api_Version="1.1", X_Request_Id="abc"),
        reply(404, b'{"errors": []}', X_Asana_Request_Id="def", X_Request_Id="abc"),
    )
    client = asana.Client(base_url=server.base_url, on_attempt=attempts)
    client.get("/x")
    with pytest.raises(asana.error.NotFoundError) as raised:
        client.get("/x")
    assert [each.request_id for each in attempts] == ["abc", "def"]
    assert attempts[0].headers == {"x-asana-api-version": "1.1"}
    assert raised.value.request_id == "def"
    assert raised.value.headers == {"x-asana-request-id": "def"}
    assert asana.error.NotFoundError().headers == {}
    assert asana.error.NotFoundError().request_id is None


def test_what_it_raises_is_logged_and_not_raised(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(attempt: Attempt) -> None:
        raise ValueError("no room for it")

    with caplog.at_level(logging.ERROR, "asana"):
        assert sandbox.client(on_attempt=fail).users.me()["gid"]
    assert "on_attempt failed" in caplog.text
    assert "no room for it" in caplog.text
    assert sandbox.access_token not in caplog.text
    (record,) = caplog.records
    assert record.exc_info is not None
    assert record.exc_info[2] is not None
    assert record.exc_info[2].tb_frame.f_code.co_name == "fail"


def test_an_interrupt_goes_on(sandbox: Sandbox) -> None:
    def interrupt(attempt: Attempt) -> None:
        raise KeyboardInterrupt

    client = sandbox.client(on_attempt=interrupt)
    with pytest.raises(KeyboardInterrupt):
        client.users.me()
    client.options["on_attempt"] = None
    assert client.users.me()["gid"]


def test_requests_that_it_makes_are_not_reported(sandbox: Sandbox) -> None:
    seen: list[str] = []

    def ask(attempt: Attempt) -> None:
        seen.append(attempt.path)
        client.users.get_user("me")

    client = sandbox.client(on_attempt=ask)
    client.workspaces.get_workspace(next(iter(sandbox.client().workspaces.get_workspaces()))["gid"])
    assert len(seen) == 1


def test_an_exception_of_a_hook_is_an_attempt(sandbox: Sandbox, attempts: Recorder) -> None:
    def hook(response: requests.Response, *_: Any, **__: Any) -> None:
        raise LookupError("of the caller")

    client = sandbox.client(on_attempt=attempts)
    client.session.hooks["response"].append(hook)
    with pytest.raises(LookupError):
        client.users.me()
    assert [each.error for each in attempts] == [None]


def test_downloads(sandbox: Sandbox, attempts: Recorder, tmp_path: Path) -> None:
    client = sandbox.client(on_attempt=attempts)
    gid = client.users.me()["workspaces"][0]["gid"]
    task = client.tasks.create_task(name="With a file", workspace=gid)
    file = client.attachments.create_attachment_for_object(
        parent=task["gid"], file=b"content", file_name="a.txt"
    )
    client.attachments.download(file["gid"], tmp_path / "a.txt")
    assert (attempts[-1].route, attempts[-1].size) == ("download", len(b"content"))


def test_token_refreshes(serve: Callable[..., FaultServer], attempts: Recorder) -> None:
    server = serve(app.RENEWED, app.DONE)
    app.oauth(server, token=app.expired(), on_attempt=attempts).get("/x")
    assert [each.method for each in attempts] == ["POST", "GET"]
    assert attempts[0].route == "/-/oauth_token"
    for secret in (app.REFRESH, app.NEW_ACCESS, app.SECRET):
        assert secret not in repr(attempts)


def test_threads(sandbox: Sandbox, attempts: Recorder) -> None:
    client = sandbox.client(on_attempt=attempts)
    list(client.map(lambda _: client.users.me(), range(40)))
    assert len(attempts) == 40


@pytest.mark.parametrize("value", ["print", 5, {}])
def test_it_is_a_function(value: Any) -> None:
    with pytest.raises(TypeError, match="on_attempt must be callable, not"):
        asana.Client(on_attempt=value)


def test_each_field_is_documented() -> None:
    page = (ROOT / "docs/how-to/tracing.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert told == list(Attempt._fields)
    described = re.findall(r":ivar (\w+):", Attempt.__doc__ or "")
    assert described == list(Attempt._fields)
