"""The content of errors, logs, and sessions of other classes."""

import json
import logging
import pickle
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

import asana
from asana import error
from tests.conftest import TOKEN
from tests.faults import Act, FaultServer, data, failure, reply, reset
from tests.reachable import everything_reachable

Connect = Callable[..., tuple[asana.Client, FaultServer]]
Sleeps = list[float]

DONE = data({"gid": "1"})
METHODS = ("GET", "POST", "PUT", "DELETE")


def send(client: asana.Client, method: str, **options: Any) -> Any:
    return client.request(method, "/things/1", **options)


# -- advice on errors


FIELDS = {"custom_fields": {"1": "2026-06-24"}}
DATE = "date_value: DayAndDateTime is not a JSON object: 2026-06-24"


@pytest.mark.parametrize(
    ("message", "body", "advice"),
    [
        (
            "offset: Your pagination token has expired.",
            {},
            "An offset expires after about 15 minutes",
        ),
        (DATE, FIELDS, 'The value of a date field must be {"date": "2026-06-24"}'),
        ("no", FIELDS, "The value of an enum field must be the gid of an option"),
        (
            "no",
            {"custom_fields": {"Due": "1"}},
            "The keys of custom_fields must be gids, not names",
        ),
        ("custom_fields: 1: no", FIELDS, "The value of an enum field must be the gid of an option"),
        ("notes: Value is not a string: 5", {**FIELDS, "notes": 5}, None),
        ("offset: Your pagination token is invalid.", {}, None),
        ("html_notes: XML is invalid: line 1", {}, "asana.rich_text.from_markdown() converts"),
        ("project: Not a recognized ID: Orders", {}, "Pass a gid; client.projects.named()"),
        ("projects: [0]: Not a recognized ID: A b", {}, "Pass a gid; client.projects."),
        ("assignee: Not a recognized ID: Maya", {}, 'Pass a gid, an email address or "me"'),
        ("project: Not a recognized ID: 12", {}, None),
        ("story: Not a recognized ID: Hello", {}, None),
    ],
)
def test_an_error_tells_what_to_do(
    connect: Connect, message: str, body: Any, advice: str | None
) -> None:
    client, _ = connect(failure(400, message))
    with pytest.raises(error.InvalidRequestError) as caught:
        client.put("/tasks/1", body)
    told = caught.value.advice
    assert told is None if advice is None else str(told).startswith(advice)


# -- leaks


@pytest.mark.parametrize("fault", [failure(400), failure(500), reset, reply(200, b"<html>")])
@pytest.mark.parametrize("method", METHODS)
def test_an_error_holds_no_secret(
    connect: Connect, sleeps: Sleeps, caplog: pytest.LogCaptureFixture, method: str, fault: Act
) -> None:
    caplog.set_level(logging.DEBUG)
    client, server = connect(fault, max_retries=1)
    with pytest.raises(asana.AsanaError) as caught:
        send(client, method)
    assert TOKEN in server.requests[0].headers["authorization"]
    failed = caught.value
    assert TOKEN not in everything_reachable(failed)
    assert TOKEN not in "".join(traceback.format_exception(failed))
    assert TOKEN not in caplog.text
    assert TOKEN.encode() not in pickle.dumps(failed)
    assert TOKEN not in repr(client) + repr(client.session) + repr(client.session.auth)


def test_an_error_pickles_whole(connect: Connect) -> None:
    client, _ = connect(failure(404, "task: Unknown object: 1"))
    with pytest.raises(error.NotFoundError) as caught:
        send(client, "GET")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert type(copy) is error.NotFoundError
    assert str(copy) == str(caught.value) == "Not Found: task: Unknown object: 1 (GET /things/1)"
    assert copy.response.json() == caught.value.response.json()  # type: ignore[union-attr]
    assert (copy.method, copy.path, copy.status) == ("GET", "/things/1", 404)


def test_an_error_carries_the_scrubbed_request(connect: Connect) -> None:
    client, _ = connect(failure(400, Set_Cookie="session=1", X_Hook_Secret="s", X_Id="7"))
    with pytest.raises(error.InvalidRequestError) as caught:
        client.post("/things", {"name": "x"})
    response = caught.value.response
    assert response is not None
    assert response.headers["x-id"] == "7"
    assert response.headers["set-cookie"] == "[redacted]"
    assert response.headers["x-hook-secret"] == "[redacted]"
    assert response.request.headers["Authorization"] == "[redacted]"
    assert json.loads(response.request.body or b"") == {"data": {"name": "x"}}


def test_each_attempt_and_each_wait_is_logged(
    connect: Connect, sleeps: Sleeps, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="asana")
    client, _ = connect(failure(429, Retry_After="7"), DONE)
    client.get("/things/1", assignee="me@example.com")
    assert [r.levelname for r in caplog.records if r.name == "asana"] == [
        "DEBUG",
        "WARNING",
        "DEBUG",
    ]
    assert "retrying in 7 s: Rate Limit Enforced: it failed (GET /things/1)" in caplog.text
    assert "me@example.com" not in "".join(
        r.getMessage() for r in caplog.records if r.name == "asana"
    )


# -- sessions of other classes


class CountingSession(requests.Session):
    """A user's own session, whose methods must be used."""

    calls = 0

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        self.calls += 1
        return super().send(request, **kwargs)


def test_a_session_with_its_own_send_is_called_through_it(
    serve: Callable[..., FaultServer], sleeps: Sleeps
) -> None:
    server = serve(failure(500), DONE)
    session = CountingSession()
    client = asana.Client(session, auth=("user", "pass"), base_url=server.base_url)
    assert client.post("/things", {"name": "x"}, retry_writes=True) == {"gid": "1"}
    assert session.calls == 2
    assert server.requests[1].json == {"data": {"name": "x"}}
    assert server.requests[1].headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize("own", ["params", "hooks", "cookies"])
def test_what_only_requests_applies_is_applied(serve: Callable[..., FaultServer], own: str) -> None:
    server = serve(DONE)
    session = requests.Session()
    seen: list[int] = []
    if own == "params":
        session.params = {"team": "1"}
    elif own == "hooks":
        session.hooks["response"].append(lambda r, **_: seen.append(r.status_code))
    else:
        session.cookies.set("c", "1")
    asana.Client(session, base_url=server.base_url).get("/things/1")
    request = server.requests[0]
    assert {
        "params": request.target.endswith("?team=1"),
        "hooks": seen == [200],
        "cookies": request.headers.get("cookie") == "c=1",
    }[own]


def test_netrc_never_replaces_the_credentials(
    serve: Callable[..., FaultServer], tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login thief password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    server = serve(DONE)
    bearer = {"Authorization": "Bearer mine"}
    asana.Client.access_token("mine", base_url=server.base_url).get("/things/1")
    asana.Client(CountingSession(), base_url=server.base_url, headers=bearer).get("/things/1")
    assert [r.headers["authorization"] for r in server.requests] == ["Bearer mine"] * 2


def test_proxies_of_the_environment_are_used(
    serve: Callable[..., FaultServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(DONE)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
    monkeypatch.setenv("no_proxy", "")
    asana.Client(base_url="http://asana.invalid/api/1.0").get("/things/1")
    assert proxy.requests[0].target == "http://asana.invalid/api/1.0/things/1"


def test_a_proxy_that_is_none_is_a_mistake(connect: Connect, sleeps: Sleeps) -> None:
    client, _ = connect(DONE)
    with pytest.raises(error.AsanaError, match="Not Sent"):
        client.get("/x", proxies={"http": "http://:1"})
    assert sleeps == []


def test_a_connection_is_used_again(connect: Connect) -> None:
    client, server = connect(DONE)
    for _ in range(3):
        client.post("/things", {})
    assert server.connections == 1


def test_a_header_of_the_session_may_change_in_its_place(connect: Connect) -> None:
    client, server = connect(data({}))
    flags = ["a"]
    client.session.headers["Asana-Enable"] = flags  # type: ignore[assignment]
    client.get("/x")
    flags.append("b")
    client.get("/x")
    assert [request.headers["asana-enable"] for request in server.requests] == ["a", "a,b"]


def test_an_auth_of_a_known_kind_may_hook_itself_in(connect: Connect) -> None:
    answers = []

    class Noting(requests.auth.HTTPBasicAuth):
        def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
            request.register_hook("response", lambda response, **_: answers.append(response))  # type: ignore[no-untyped-call]
            return super().__call__(request)  # type: ignore[no-untyped-call,no-any-return]

    client, server = connect(data({}))
    client.auth = Noting("me", "secret")
    client.get("/x")
    assert server.requests[0].headers["authorization"].startswith("Basic ")
    assert len(answers) == 1


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_cookie_that_cannot_be_a_header_is_refused_and_not_shown(
    connect: Connect, sleeps: Sleeps, method: str
) -> None:
    client, server = connect(data({}))
    client.session.cookies.set("a", "s3cret\r\nX-Evil: 1", domain="127.0.0.1", path="/")
    with pytest.raises(ValueError, match="the value of the header Cookie must be"):
        client.request(method, "/x")
    assert (sleeps, server.requests) == ([], [])


def test_a_download_does_not_go_through_a_send_of_the_sessions_own(
    serve: Callable[..., FaultServer], tmp_path: Path
) -> None:
    class Telling(requests.Session):
        def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:
            request.headers["Authorization"] = "Bearer s3cret"
            return super().send(request, **how)

    server = serve(reply(200, b"content", Set_Cookie="a=1"))
    client = asana.Client(Telling(), base_url=server.base_url)
    assert client.download(f"http://127.0.0.1:{server.port}/file", tmp_path / "file") == 7
    assert "authorization" not in server.requests[0].headers
    assert not client.session.cookies
