"""TLS: untrusted servers receive nothing, and a failed handshake sends no request."""

import socket
import threading
import warnings
from collections.abc import Callable

import pytest
import requests
import urllib3

from asana import error
from tests.certificates import Authority
from tests.conftest import TOKEN, client_of
from tests.faults import FaultServer, Greet, data

Serve = Callable[..., FaultServer]

DONE = data({"gid": "1"})
METHODS = ("GET", "POST", "PUT", "DELETE")


def first(odd: Greet, then: Greet) -> Greet:
    """Greet the first connection in one way and all others in another."""
    greetings = [odd]

    def greet(sock: socket.socket, over: threading.Event) -> socket.socket | None:
        return (greetings.pop() if greetings else then)(sock, over)

    return greet


def stall(sock: socket.socket, over: threading.Event) -> socket.socket | None:
    over.wait()
    return None


def hang_up(sock: socket.socket, over: threading.Event) -> socket.socket | None:
    sock.recv(1)
    return None


@pytest.mark.parametrize("method", METHODS)
def test_a_trusted_server_is_talked_to(serve: Serve, authority: Authority, method: str) -> None:
    server = serve(DONE, greet=authority.handshake())
    client = client_of(server, verify=authority.file)
    for _ in range(3):
        assert client.request(method, "/x") == {"gid": "1"}
    assert server.connections == 1
    assert server.requests[0].headers["authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize("method", METHODS)
def test_an_unknown_authority_is_final(
    serve: Serve, authority: Authority, sleeps: list[float], method: str
) -> None:
    server = serve(DONE, greet=authority.handshake())
    with pytest.raises(error.CertificateError) as caught:
        client_of(server).request(method, "/x")
    assert isinstance(caught.value, requests.exceptions.SSLError)
    assert (server.requests, sleeps) == ([], [])


@pytest.mark.parametrize("method", METHODS)
def test_row_3_a_certificate_for_another_host_is_final(
    serve: Serve, authority: Authority, sleeps: list[float], method: str
) -> None:
    server = serve(DONE, greet=authority.handshake("other.example"))
    with pytest.raises(error.CertificateError):
        client_of(server, verify=authority.file).request(method, "/x")
    assert (server.requests, sleeps) == ([], [])


@pytest.mark.parametrize("odd", [stall, hang_up], ids=["stalls", "breaks off"])
@pytest.mark.parametrize("method", METHODS)
def test_a_handshake_that_fails_sent_nothing(
    serve: Serve,
    authority: Authority,
    sleeps: list[float],
    first_timeout: Callable[[float], None],
    method: str,
    odd: Greet,
) -> None:
    server = serve(DONE, greet=first(odd, authority.handshake()))
    client = client_of(server, verify=authority.file)
    if odd is stall:
        first_timeout(0.2)
    assert client.request(method, "/x") == {"gid": "1"}
    assert sleeps == [1.0]
    assert len(server.requests) == 1


def test_a_handshake_that_breaks_off_is_named(serve: Serve) -> None:
    server = serve(DONE, greet=hang_up)
    with pytest.raises(error.ConnectionFailedError, match="TLS handshake: ") as caught:
        client_of(server, max_retries=0).get("/x")
    assert caught.value.sent is False


def test_row_4_a_handshake_that_always_stalls_is_a_connect_timeout(serve: Serve) -> None:
    server = serve(DONE, greet=stall)
    with pytest.raises(error.ConnectTimeoutError) as caught:
        client_of(server, timeout=(0.1, 30), max_retries=0).post("/x", {})
    assert isinstance(caught.value, requests.ConnectTimeout)
    assert caught.value.sent is False


def test_no_verification_holds_for_one_call_and_warns(serve: Serve, authority: Authority) -> None:
    server = serve(DONE, greet=authority.handshake())
    client = client_of(server)
    for _ in range(2):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            client.get("/x", verify=False)
        assert urllib3.exceptions.InsecureRequestWarning in {w.category for w in caught}
        with pytest.raises(error.CertificateError):
            client.get("/x")
    assert len(server.requests) == 2


def test_the_authorities_of_the_environment_are_used(
    serve: Serve, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority.file)
    server = serve(DONE, greet=authority.handshake())
    assert client_of(server).get("/x") == {"gid": "1"}
