"""Receivers behind real servers, whose clients send bodies of any size and wrong lengths."""

import logging
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.servers.basehttp import (  # type: ignore[import-untyped]
    ThreadedWSGIServer,
)
from django.core.servers.basehttp import (
    WSGIRequestHandler as DjangoRequestHandler,
)
from werkzeug.serving import make_server as make_werkzeug

from asana.webhook import Receiver
from tests.hook_server import APPS, BODY, SECRET, SIGNATURE, configure_django, signature


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


class QuietDjango(DjangoRequestHandler):  # type: ignore[misc]
    def log_message(self, *_: Any) -> None:
        pass


def in_djangos_server(app: Any) -> Any:
    """The server behind ``manage.py runserver``."""
    configure_django()
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietDjango)
    server.set_app(app)
    return server


SERVERS: dict[str, Callable[[Any], socketserver.BaseServer]] = {
    "werkzeug": lambda app: make_werkzeug("127.0.0.1", 0, app, threaded=True),
    "wsgiref": lambda app: make_server("127.0.0.1", 0, app, handler_class=Quiet),
    "django": in_djangos_server,
}


class Served:
    """A receiver behind a server, and the number of events passed on."""

    def __init__(self, app: Callable[[Receiver], Any], server: str) -> None:
        self.events = 0
        self.receiver = Receiver({"k": SECRET, "new": ""}, self.count, window=1e-9)
        self.kind = server
        self.app = app
        self.server: Any = SERVERS[server](app(self.receiver))

    def count(self, key: str, events: list[Any]) -> None:
        self.events += len(events)

    def post(self, body: bytes, *headers: str, key: str = "k") -> tuple[int, str]:
        """Send a raw request; return the status and the head of the response."""
        lines = [f"POST /hooks/{key} HTTP/1.1", "Host: x", "Connection: close", *headers]
        with socket.create_connection(self.server.server_address[:2], timeout=5) as sock:
            with suppress(OSError):  # it may be rejected before everything has been sent
                sock.sendall("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)
                sock.shutdown(socket.SHUT_WR)
            answer = b""
            while more := sock.recv(65536):
                answer += more
        head = answer.partition(b"\r\n\r\n")[0].decode("latin-1")
        return int(head.split()[1]), head

    def status(self, body: bytes, *headers: str) -> int:
        return self.post(body, *headers)[0]


@pytest.fixture(params=APPS, ids=["wsgi_app", "flask", "django"])
def app(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture(params=SERVERS)
def served(
    request: pytest.FixtureRequest, app: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Served]:
    for name in ("werkzeug", "django.server", "django.request"):
        monkeypatch.setattr(logging.getLogger(name), "disabled", True)
    found = Served(app, request.param)
    thread = threading.Thread(target=found.server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield found
    finally:
        found.server.shutdown()
        thread.join()
        found.server.server_close()


def signed(body: bytes) -> str:
    return f"X-Hook-Signature: {signature(body)}"


def length(body: bytes, more: int = 0) -> str:
    return f"Content-Length: {len(body) + more}"


def chunked(*chunks: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in (*chunks, b""))


def body_of(size: int) -> bytes:
    return BODY[:-1] + b" " * (size - len(BODY)) + BODY[-1:]


MAX_BODY = 4 * 1024 * 1024  # as docs/how-to/webhooks.md has it
CHUNKED = "Transfer-Encoding: chunked"


@pytest.mark.parametrize(("size", "status"), [(MAX_BODY, 200), (MAX_BODY + 1, 413)])
def test_a_body_may_be_as_large_as_it_may_be(served: Served, size: int, status: int) -> None:
    body = body_of(size)
    assert len(body) == size
    assert served.status(body, length(body), signed(body)) == status
    assert served.events == (status == 200)


@pytest.mark.parametrize(
    ("chunks", "status"),
    [
        ([BODY], 200),
        ([BODY[:9], BODY[9:]], 200),
        ([body_of(MAX_BODY)], 200),
        ([body_of(MAX_BODY + 1)], 413),
    ],
)
def test_a_body_in_chunks(served: Served, chunks: list[bytes], status: int) -> None:
    if served.kind != "werkzeug":
        status = 401  # the other two ignore chunks: the body is empty, and its signature wrong
    answer = served.status(chunked(*chunks), CHUNKED, signed(b"".join(chunks)))
    assert (answer, served.events) == (status, int(status == 200))


@pytest.mark.parametrize("body", [b"zz\r\n" + BODY, b"50\r\n" + BODY[:9], b"-1\r\n\r\n", b""])
def test_chunks_that_are_none(served: Served, body: bytes) -> None:
    answer = served.status(body, CHUNKED, signed(BODY))
    assert answer == (400 if served.kind == "werkzeug" else 401)
    assert served.events == 0


@pytest.mark.parametrize(
    ("header", "statuses"),
    [
        (length(BODY, -5), {401}),
        (length(BODY, MAX_BODY), {413, 400}),
        ("Content-Length: 0", {401}),
        ("Content-Length: -1", {401}),
        ("Content-Length: many", {401}),
        ("Content-Length: \xb2", {401}),
        ("Content-Length: " + "9" * 20, {413, 400}),
        ("Content-Length: " + "9" * 5000, {413, 401}),  # Flask does not parse it as a number
        ("X-Length: 5", {401}),
    ],
)
def test_a_length_that_lies(served: Served, header: str, statuses: set[int]) -> None:
    assert served.status(BODY, header, signed(BODY)) in statuses
    assert served.events == 0


def test_a_body_that_is_shorter_than_it_says_is_what_came_or_nothing(served: Served) -> None:
    assert served.status(BODY, length(BODY, 5), signed(BODY)) in (200, 400)
    assert served.status(BODY[:-1], length(BODY), signed(BODY)) in (400, 401)
    assert served.events <= 1


def test_a_header_has_any_case(served: Served) -> None:
    for name in ("x-hook-signature", "X-HOOK-SIGNATURE", "x-Hook-sIGNATURE"):
        assert served.status(BODY, f"content-LENGTH: {len(BODY)}", f"{name}: {SIGNATURE}") == 200
    assert served.events == 3


def test_a_signature_that_comes_twice(served: Served) -> None:
    other = f"x-hook-signature: {'0' * 64}"
    for headers in ((other, signed(BODY)), (signed(BODY), other)):
        assert served.status(BODY, length(BODY), *headers) == 401
    assert served.events == 0
    assert served.status(BODY, length(BODY), signed(BODY), signed(BODY)) == 200
    assert served.events == 1


def test_a_handshake_in_two_headers(served: Served) -> None:
    first, second = f"X-Hook-Secret: {SECRET}", f"x-hook-secret: {SECRET[::-1]}"
    assert served.post(b"", "Content-Length: 0", first, second, key="new")[0] == 403
    status, head = served.post(b"", "Content-Length: 0", first, key="new")
    assert (status, SECRET in head) == (200, True)
    assert served.receiver.secrets.get("new") == SECRET
