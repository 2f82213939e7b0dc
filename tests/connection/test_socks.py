"""Behind a SOCKS proxy, too, a sent request may have been executed, and deadlines hold."""

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

import asana
from asana import error
from tests.certificates import Authority
from tests.conftest import TOKEN
from tests.connection.test_begun import DONE, ENDS, every_end, every_method, follow
from tests.faults import FaultServer, Greet, data

pytest.importorskip("socks", reason="SOCKS needs PySocks, as with requests[socks]")

Serve = Callable[..., FaultServer]

GRANTED, REFUSED, UNREACHABLE = 0, 2, 4


def socks(answer: int = GRANTED, inner: Greet | None = None) -> Greet:
    """Greet a client as a SOCKS 5 proxy does, then act as the requested server."""

    def greet(sock: socket.socket, over: threading.Event) -> socket.socket | None:
        with sock.makefile("rb", 0) as reader:
            _, methods = struct.unpack("!BB", reader.read(2) or b"\0\0")
            reader.read(methods)
            sock.sendall(b"\x05\x00")
            kind = (reader.read(4) or b"")[3:]
            reader.read({b"\x01": 6, b"\x04": 18}.get(kind, 0))
        sock.sendall(struct.pack("!BBBB4sH", 5, answer, 0, 1, bytes(4), 0))
        if answer != GRANTED:
            return None
        return sock if inner is None else inner(sock, over)

    return greet


def client_through(proxy: FaultServer, scheme: str = "http", **options: Any) -> asana.Client:
    client = asana.Client.access_token(
        TOKEN,
        base_url=f"{scheme}://127.0.0.1:9/api/1.0",
        proxies={scheme: f"socks5://127.0.0.1:{proxy.port}"},
        max_retries=1,
        **options,
    )
    client.RETRY_JITTER = 0
    return client


@every_method
@every_end
def test_row_41_what_went_through_socks_may_have_been_done(
    serve: Serve, sleeps: list[float], method: str, end: str
) -> None:
    proxy = serve(ENDS[end], DONE, greet=socks())
    follow(client_through(proxy), method, end, proxy.requests)


@every_method
@pytest.mark.parametrize("answer", [REFUSED, UNREACHABLE])
def test_row_42_what_socks_refuses_to_connect_is_sent_again(
    serve: Serve, sleeps: list[float], method: str, answer: int
) -> None:
    proxy = serve(DONE, greet=socks(answer))
    client = client_through(proxy)
    with pytest.raises(error.NetworkError) as caught:
        client.request(method, "/things/1")
    assert not caught.value.sent
    assert len(sleeps) == 1


def test_tls_goes_through_socks(serve: Serve, authority: Authority) -> None:
    proxy = serve(data({"gid": "1"}), greet=socks(inner=authority.handshake()))
    client = client_through(proxy, "https", verify=authority.file)
    assert client.post("/things") == {"gid": "1"}
    assert client.put("/things/1") == {"gid": "1"}
    assert proxy.connections == 1


def test_a_proxy_that_is_not_there_is_a_failure(serve: Serve, sleeps: list[float]) -> None:
    proxy = serve(DONE, greet=socks())
    client = client_through(proxy)
    with suppress(OSError):
        proxy.__exit__(None, None, None)
    with pytest.raises(error.NetworkError) as caught:
        client.post("/things")
    assert not caught.value.sent
