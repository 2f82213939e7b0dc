"""The user's own sessions, with methods, hooks, parameters and auth."""

from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.auth import AuthBase, HTTPBasicAuth

import asana
from tests import faults
from tests.conftest import TOKEN
from tests.faults import failure
from tests.requests_features.work import (
    ACTS,
    ANSWERS,
    DONE,
    Connect,
    Serve,
    Sleeps,
    respond,
    see_that_all_arrived,
    work,
)


class Counting(requests.Session):
    """A user's own session."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = {"request": 0, "send": 0, "get_adapter": 0}


class WithRequest(Counting):
    def request(self, *args: Any, **how: Any) -> requests.Response:
        self.calls["request"] += 1
        return super().request(*args, **how)


class WithGetAdapter(Counting):
    def get_adapter(self, url: str) -> BaseAdapter:
        self.calls["get_adapter"] += 1
        return super().get_adapter(url)


class WithBoth(WithRequest):
    def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        self.calls["send"] += 1
        return super().send(request, **how)


@pytest.mark.parametrize(
    ("kind", "called"),
    [
        (Counting, set()),
        (WithRequest, {"request"}),
        (WithGetAdapter, {"get_adapter"}),
        (WithBoth, {"request", "send"}),
    ],
)
def test_a_session_is_used_as_its_author_meant_it(
    serve: Serve, kind: type[Counting], called: set[str]
) -> None:
    server = serve(*ACTS)
    session = kind()
    session.headers["X-Mine"] = "1"
    client = asana.Client(
        session, base_url=server.base_url, headers={"Authorization": f"Bearer {TOKEN}"}
    )
    work(client)
    see_that_all_arrived(server)
    assert session.calls == {name: len(ANSWERS) if name in called else 0 for name in session.calls}
    assert {request.headers["x-mine"] for request in server.requests} == {"1"}


def test_a_plain_session_is_tried_again_like_ours(serve: Serve, sleeps: Sleeps) -> None:
    server = serve(faults.reset, failure(429, Retry_After="3"), DONE)
    client = asana.Client(requests.Session(), base_url=server.base_url)
    client.RETRY_JITTER = 0
    assert client.get("/x") == {"gid": "1"}
    assert sleeps == [1.0, 3.0]


@pytest.mark.parametrize("own", ["send", "request"])
def test_a_method_that_is_set_on_the_session_is_called(
    monkeypatch: pytest.MonkeyPatch, own: str
) -> None:
    client = asana.Client.access_token(TOKEN)
    left = list(ANSWERS)
    seen: list[tuple[str, str]] = []

    def send(request: requests.PreparedRequest, **how: Any) -> requests.Response:
        seen.append((request.method or "", request.url or ""))
        return respond("with a file", left.pop(0), request)

    def request(method: str, url: str, **how: Any) -> requests.Response:
        return send(requests.Request(method, url).prepare())

    monkeypatch.setattr(client.session, own, {"send": send, "request": request}[own])
    work(client)
    assert [(method, url.partition("?")[0]) for method, url in seen] == [
        (answer.method, f"https://app.asana.com/api/1.0{answer.path}") for answer in ANSWERS
    ]


@pytest.mark.parametrize("own", ["send", "request"])
def test_a_method_that_is_set_on_all_sessions_is_called(
    monkeypatch: pytest.MonkeyPatch, sleeps: Sleeps, own: str
) -> None:
    client = asana.Client.access_token(TOKEN)
    left = list(ANSWERS)

    def answer(session: requests.Session, *args: Any, **how: Any) -> requests.Response:
        return respond("with a file", left.pop(0), requests.PreparedRequest())

    monkeypatch.setattr(requests.Session, own, answer)
    work(client)
    assert left == []


def test_things_happen_in_their_order(connect: Connect) -> None:
    events: list[str] = []

    class Auth(AuthBase):
        def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
            events.append(f"auth {request.method}")
            return request

    class Adapter(HTTPAdapter):
        def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:  # type: ignore[override]
            events.append("send")
            return super().send(request, **how)

    client, server = connect(DONE)
    client.session.auth = Auth()
    client.session.mount("http://", Adapter())
    client.session.hooks["response"].append(lambda *_, **__: events.append("hook"))
    client.session.hooks["response"].append(lambda *_, **__: events.append("another"))
    client.get("/x")
    client.post("/x", {"name": "x"})
    once = ["send", "hook", "another"]
    assert events == ["auth GET", *once, "auth POST", *once]
    assert server.requests[1].json == {"data": {"name": "x"}}


def test_a_hook_may_put_another_response_in_place(connect: Connect) -> None:
    client, server = connect(failure(500))
    answers = iter(ANSWERS)

    def replace(response: requests.Response, **_: Any) -> requests.Response:
        response.close()
        return respond("with a file", next(answers), response.request)

    client.session.hooks["response"].append(replace)
    work(client)
    assert len(server.requests) == len(ANSWERS)


def test_parameters_of_the_session_join_each_request(connect: Connect) -> None:
    client, server = connect(*ACTS)
    client.session.params = {"opt_mine": "1"}
    work(client)
    see_that_all_arrived(server)
    assert all("opt_mine=1" in request.target for request in server.requests)


@pytest.mark.parametrize("hooked", [False, True], ids=["alone", "beside a hook"])
@pytest.mark.parametrize("where", ["session", "client"])
@pytest.mark.parametrize(
    "auth", [HTTPBasicAuth("me", "pass"), ("me", "pass")], ids=["an object", "a pair"]
)
def test_auth_is_applied_to_each_request(serve: Serve, where: str, auth: Any, hooked: bool) -> None:
    server = serve(*ACTS)
    session = requests.Session()
    if hooked:
        session.hooks["response"].append(lambda *_, **__: None)
    client = asana.Client(session, base_url=server.base_url)
    (session if where == "session" else client).auth = auth
    work(client)
    shown = [request.headers["authorization"] for request in server.requests]
    assert shown == ["Basic bWU6cGFzcw=="] * len(ANSWERS)


class Signing(AuthBase):
    """Signs outgoing requests, and inspects responses."""

    def __init__(self) -> None:
        self.statuses: list[int] = []

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["X-Signature"] = f"{request.method} {request.path_url} {request.body!r}"
        request.register_hook("response", self.look)  # type: ignore[no-untyped-call]
        return request

    def look(self, response: requests.Response, **_: Any) -> None:
        self.statuses.append(response.status_code)


def test_auth_sees_the_whole_request(connect: Connect) -> None:
    client, server = connect(DONE)
    client.session.auth = Signing()
    client.post("/x", {"name": "x"}, query={"a": 1})
    (request,) = server.requests
    expected = f"POST {request.target} {request.body!r}"
    assert request.headers["x-signature"] == expected


@pytest.mark.parametrize(
    "hooked",
    [
        False,
        True,
    ],
)
def test_auth_sees_the_answer(connect: Connect, hooked: bool) -> None:
    client, _ = connect(*ACTS)
    if hooked:
        client.session.hooks["response"].append(lambda *_, **__: None)
    client.session.auth = signing = Signing()
    work(client)
    assert signing.statuses == [answer.status for answer in ANSWERS]


@pytest.mark.parametrize("hooks", [None, {}])
def test_a_session_may_have_no_hooks_at_all(connect: Connect, hooks: Any) -> None:
    client, _ = connect(DONE)
    client.session.hooks = hooks
    assert client.get("/x") == {"gid": "1"}
