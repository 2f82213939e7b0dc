"""Secrets of every kind are used, and none appears anywhere except in requests."""

import base64
import copy
import io
import logging
import pickle
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

import asana
from asana.sandbox import Sandbox
from tests.faults import Act, FaultServer, data, failure, hang_up, reply
from tests.reachable import everything_reachable

Make = Callable[[FaultServer], asana.Client]

CANARY = "c4n4ry"


def secret(number: int) -> str:
    return f"{CANARY}-{number}-0123456789abcdef"


def with_session(server: FaultServer, **attributes: Any) -> asana.Client:
    session = requests.Session()
    for name, value in attributes.items():
        getattr(session, name).update(value) if name == "headers" else setattr(session, name, value)
    return asana.Client(session, base_url=server.base_url)


def with_headers(server: FaultServer, **headers: str) -> asana.Client:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return asana.Client(base_url=server.base_url, headers=named)


# The ways to pass a secret to a client.
WAYS: dict[str, Make] = {
    "access token": lambda s: asana.Client.access_token(secret(1), base_url=s.base_url),
    "basic auth": lambda s: asana.Client.basic_auth(secret(2), base_url=s.base_url),
    "auth of the client": lambda s: asana.Client(auth=("me", secret(3)), base_url=s.base_url),
    "auth of the session": lambda s: with_session(s, auth=("me", secret(4))),
    "header of the session": lambda s: with_session(s, headers={"Authorization": secret(5)}),
    "header of the client": lambda s: with_headers(s, Authorization=secret(6)),
    "cookie": lambda s: with_headers(s, Cookie=secret(7)),
    "header for a proxy": lambda s: with_headers(s, Proxy_Authorization=secret(8)),
    "password of a proxy": lambda s: asana.Client(
        base_url=s.base_url, proxies={"http": f"http://me:{secret(9)}@127.0.0.1:{s.port}"}
    ),
    "oauth": lambda s: asana.Client.oauth(
        client_id="id",
        client_secret=secret(10),
        token={"access_token": secret(11), "refresh_token": secret(12)},
        base_url=s.base_url,
    ),
}

OUTCOMES: dict[str, Act] = {
    "success": data({"gid": "1"}),
    "refusal": failure(400, Set_Cookie=f"session={secret(13)}"),
    "server error": failure(500),
    "no answer": hang_up,
    "no JSON": reply(200, b"<html>"),
    "redirect": reply(302, Location="https://elsewhere.invalid/"),
}


class Sinks:
    """Everything that a client logs, raises or prints, as one string."""

    def __init__(self) -> None:
        self.log = io.StringIO()
        self.found: list[str] = []

    def __enter__(self) -> "Sinks":
        self.handler = logging.StreamHandler(self.log)
        self.root = logging.getLogger()
        self.level = self.root.level
        self.root.addHandler(self.handler)
        self.root.setLevel(logging.DEBUG)
        self.warnings = warnings.catch_warnings(record=True)
        self.caught = self.warnings.__enter__()
        warnings.simplefilter("always")
        return self

    def __exit__(self, *_: object) -> None:
        self.warnings.__exit__(None, None, None)
        self.root.removeHandler(self.handler)
        self.root.setLevel(self.level)

    def see(self, *things: Any) -> None:
        self.found += [text for thing in things for text in (repr(thing), str(thing))]

    def see_error(self, error: BaseException) -> None:
        self.see(error)
        self.found += [
            everything_reachable(error),
            "".join(traceback.format_exception(error)),
            pickle.dumps(error).decode("latin-1"),
            everything_reachable(pickle.loads(pickle.dumps(error))),
            everything_reachable(copy.copy(error)),
        ]

    def text(self) -> str:
        told = [str(warning.message) for warning in self.caught or []]
        return "\n".join([self.log.getvalue(), *self.found, *told])


@pytest.fixture
def sinks() -> Iterator[Sinks]:
    with Sinks() as made:
        yield made


def show(sinks: Sinks, client: asana.Client) -> None:
    auth = client.session.auth
    sinks.see(client, client.session, client.auth.__class__, client.users)
    if not isinstance(auth, tuple):  # the repr of a caller's pair contains its values
        sinks.see(auth)


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("outcome", OUTCOMES.values(), ids=OUTCOMES.keys())
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_no_canary_comes_out(
    serve: Callable[..., FaultServer], sinks: Sinks, sleeps: list[float], way: Make,
    outcome: Act, method: str,
) -> None:  # fmt: skip
    server = serve(outcome)
    client = way(server)
    show(sinks, client)
    try:
        sinks.see(client.request(method, "/things/1", max_retries=1))
    except asana.AsanaError as error:
        sinks.see_error(error)
    text = sinks.text()
    assert "GET" in text or method in text  # the log was captured
    assert CANARY not in text
    sent = str(server.requests)
    encoded = base64.b64encode(f"{CANARY}-2".encode()).decode()[:8]
    assert server.requests
    assert CANARY in sent or encoded in sent or "Basic " in sent


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_no_canary_comes_out_where_nothing_is_sent(
    serve: Callable[..., FaultServer], sinks: Sinks, way: Make
) -> None:
    client = way(serve(data({})))
    for mistake in (
        lambda: client.get("/x", base_url="http://elsewhere.example"),
        lambda: client.get("/x", headers={"X": f"{secret(14)}\n"}),
        lambda: client.post("/x", {"token": object(), "secret": secret(15)}),
        lambda: client.get("x"),
        lambda: asana.Client.access_token(f"{secret(16)} {secret(17)}"),
        lambda: asana.Client(base_url=f"https://me:{secret(18)}@elsewhere.example"),
    ):
        try:
            mistake()
        except (ValueError, TypeError) as error:
            sinks.see_error(error)
    assert CANARY not in sinks.text()


def test_no_canary_of_netrc_goes_out_or_comes_out(
    serve: Callable[..., FaultServer], sinks: Sinks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login me password {secret(19)}\n")
    monkeypatch.setenv("NETRC", str(netrc))
    server = serve(data({}))
    for client in (asana.Client(base_url=server.base_url), with_session(server, params={"a": 1})):
        client.get("/x")
    assert all("authorization" not in request.headers for request in server.requests)
    assert CANARY not in sinks.text()


def test_the_sandbox_keeps_no_credentials(sinks: Sinks) -> None:
    with Sandbox(token=secret(20)) as sandbox:
        sandbox.client().users.me()
        asana.Client.basic_auth(secret(20), base_url=sandbox.base_url).users.me()
        sinks.see(sandbox.requests, sandbox)
        assert len(sandbox.requests) == 2
    assert CANARY not in sinks.text()
