"""Behind a proxy, too, a request that has been sent may have been executed."""

import socket
from collections.abc import Callable
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3.util.connection import create_connection

import asana
from asana import error
from asana._http.adapter import DeadlineAdapter
from tests import faults
from tests.certificates import Authority, tunnel
from tests.conftest import TOKEN
from tests.faults import Act, FaultServer, Received, data, hang_up, reply, reset

DONE = data({"gid": "1"})
METHODS = ["GET", "POST", "PUT", "DELETE"]
ENDS: dict[str, Act] = {
    "closed": hang_up,
    "reset": reset,
    "stalled": faults.silence,
    "head cut": faults.raw(b"HTTP/1.1 200 OK\r\nX-"),
    "body cut": faults.raw(b'HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{"data":{}}'),
    "lengths that differ": faults.raw(
        b'HTTP/1.1 200 OK\r\nContent-Length: 11, 12\r\n\r\n{"data":{}}'
    ),
}

SessionOf = Callable[[], requests.Session | None]

every_method = pytest.mark.parametrize("method", METHODS)
every_end = pytest.mark.parametrize("end", ENDS, indirect=True)


@pytest.fixture(params=["lean", "plain", "requests", "mounted"])
def session_of(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> SessionOf:
    """Return the factory of a session of each kind; None is the default session."""
    monkeypatch.setenv("ASANA_LEAN", "0" if request.param == "plain" else "1")

    def session() -> requests.Session | None:
        if request.param in ("lean", "plain"):
            return None
        made = requests.Session()
        if request.param == "mounted":
            made.mount("http://", HTTPAdapter(pool_maxsize=1))
            made.mount("https://", HTTPAdapter(pool_maxsize=1))
        made.headers["Authorization"] = f"Bearer {TOKEN}"
        return made

    return session


def client_through(
    scheme: str, proxy: FaultServer, session_of: SessionOf, **options: Any
) -> asana.Client:
    """Return a client of a server that only the proxy can reach."""
    options |= {
        "base_url": f"{scheme}://127.0.0.1:9/api/1.0",
        "proxies": {scheme: f"http://127.0.0.1:{proxy.port}"},
    }
    session = session_of()
    if session is None:
        return asana.Client.access_token(TOKEN, **options)
    return asana.Client(session, **options)


def is_ours(client: asana.Client) -> bool:
    return isinstance(client.session.get_adapter("https://"), DeadlineAdapter)


def follow(client: asana.Client, method: str, end: str, sent: list[Received]) -> None:
    """Send a request, and check the effect of the end of the first response."""
    if method == "POST":
        with pytest.raises(error.UnknownOutcomeError):
            client.request(method, "/things/1")
        assert len(sent) == 1
    elif end == "lengths that differ" or (end == "head cut" and not is_ours(client)):
        # Without the library's own connections, a truncated head looks like one with an empty body.
        kind = error.InvalidResponseError if method == "GET" else error.UnknownOutcomeError
        with pytest.raises(kind):
            client.request(method, "/things/1")
        assert len(sent) == 1
    else:
        assert client.request(method, "/things/1") == {"gid": "1"}
        assert len(sent) == 2


@every_method
@every_end
def test_row_41_what_a_proxy_was_sent_may_have_been_done(
    serve: Callable[..., FaultServer],
    sleeps: list[float],
    session_of: SessionOf,
    method: str,
    end: str,
) -> None:
    proxy = serve(ENDS[end], DONE)
    client = client_through("http", proxy, session_of)
    follow(client, method, end, proxy.requests)


@every_method
@every_end
def test_row_41_what_went_through_a_tunnel_may_have_been_done(
    serve: Callable[..., FaultServer],
    authority: Authority,
    sleeps: list[float],
    session_of: SessionOf,
    method: str,
    end: str,
) -> None:
    inside: list[Received] = []
    context = authority.context()
    proxy = serve(tunnel(context, inside, ENDS[end]), tunnel(context, inside, DONE))
    client = client_through("https", proxy, session_of, verify=authority.file)
    follow(client, method, end, inside)


@every_method
@pytest.mark.parametrize("status", [502, 503])
def test_row_42_a_tunnel_that_was_refused_for_now_is_asked_for_again(
    serve: Callable[..., FaultServer], sleeps: list[float], method: str, status: int
) -> None:
    proxy = serve(reply(status), reply(status), reply(407))
    client = client_through("https", proxy, lambda: None)
    with pytest.raises(error.ProxyFailedError, match="407"):
        client.request(method, "/things/1")
    assert [request.method for request in proxy.requests] == ["CONNECT"] * 3
    assert len(sleeps) == 2


@every_method
@pytest.mark.parametrize("end", [hang_up, reset], ids=["closed", "reset"])
def test_a_tunnel_that_breaks_before_it_stands_has_carried_nothing(
    serve: Callable[..., FaultServer], sleeps: list[float], method: str, end: Act
) -> None:
    proxy = serve(end, end, reply(403))
    client = client_through("https", proxy, lambda: None)
    with pytest.raises(error.ProxyFailedError, match="403"):
        client.request(method, "/things/1")
    assert len(proxy.requests) == 3


@every_method
@pytest.mark.parametrize("ahead", [b"Content-Length: 0\r\n", b""])
def test_row_43_a_redirect_that_is_cut_is_never_followed(
    serve: Callable[..., FaultServer],
    sleeps: list[float],
    session_of: SessionOf,
    method: str,
    ahead: bytes,
) -> None:
    head = b"HTTP/1.1 307 Moved\r\n" + ahead + b"Location: /api/1.0/things/12"
    server = serve(faults.raw(head))
    client = asana.Client(session_of(), base_url=server.base_url, max_retries=1)
    with pytest.raises(error.AsanaError):
        client.request(method, "/things/123")
    assert {request.target for request in server.requests} == {"/api/1.0/things/123"}


@every_method
def test_a_redirect_that_is_whole_is_followed(
    serve: Callable[..., FaultServer], session_of: SessionOf, method: str
) -> None:
    server = serve(reply(307, Location="/api/1.0/things/124"), DONE)
    client = asana.Client(session_of(), base_url=server.base_url)
    assert client.request(method, "/things/123") == {"gid": "1"}
    assert server.requests[1].target == "/api/1.0/things/124"


def test_behind_a_proxy_a_body_does_not_wait_for_its_head(
    serve: Callable[..., FaultServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[socket.socket] = []

    def connect(*args: Any, **how: Any) -> socket.socket:
        made.append(create_connection(*args, **how))
        return made[-1]

    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    client = client_through("http", serve(DONE), lambda: None)
    client.post("/things", {"name": "x"})
    [sock] = made
    assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
