"""Receivers behind production servers: gunicorn with several workers, and uvicorn."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from asana.stores import FileSecrets
from tests.fleet.processes import ROOT, free_port, needs, once, serving
from tests.hook_server import BODY, SECRET, signature

MAX_BODY = 4 * 1024 * 1024  # as docs/how-to/webhooks.md has it
CHUNKED = "Transfer-Encoding: chunked"
GUNICORN = ["gunicorn", "--workers", "2", "--log-level", "critical"]
UVICORN = ["uvicorn", "--log-level", "critical", "--factory"]


class Server:
    """A server in its own process."""

    def __init__(self, kind: str, port: int, folder: Path) -> None:
        self.kind, self.port = kind, port
        self.secrets = FileSecrets(folder / "secrets.json")
        self.secrets.swap("k", None, SECRET)
        self.events = folder / "events"
        self.env = {"HOOK_SECRETS": str(folder / "secrets.json"), "HOOK_EVENTS": str(self.events)}

    def command(self) -> list[str]:
        app = f"tests.hook_apps:{self.kind}"
        if self.kind == "gevent":
            bound = ["--worker-class", "gevent", "--bind", f"127.0.0.1:{self.port}"]
            return [*GUNICORN, *bound, "tests.hook_apps:plain()"]
        if self.kind in ("asgi", "fastapi"):
            return [*UVICORN, "--port", str(self.port), app]
        return [*GUNICORN, "--bind", f"127.0.0.1:{self.port}", f"{app}()"]

    def send(self, body: bytes, *headers: str, key: str = "k", method: str = "POST") -> bytes:
        """Send a raw request; return the response, which may be empty."""
        lines = [f"{method} /hooks/{key} HTTP/1.1", "Host: x", "Connection: close", *headers]
        answer = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as sock:
            with suppress(OSError):  # it may be rejected before everything has been sent
                sock.sendall("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)
            with suppress(OSError):
                while more := sock.recv(65536):
                    answer += more
        return answer

    def status(self, body: bytes, *headers: str, **how: Any) -> int:
        return int(self.send(body, *headers, **how).split()[1])

    def taken(self) -> int:
        """Return the number of deliveries passed on."""
        return len(self.events.read_text().splitlines()) if self.events.exists() else 0


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("plain", marks=needs("gunicorn")),
        pytest.param("gevent", marks=needs("gunicorn", "gevent")),
        pytest.param("flask", marks=needs("gunicorn")),
        pytest.param("django", marks=needs("gunicorn")),
        pytest.param("asgi", marks=needs("uvicorn")),
        pytest.param("fastapi", marks=needs("fastapi", "uvicorn")),
    ],
)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    found = Server(request.param, free_port(), tmp_path_factory.mktemp("hooks"))
    with serving(*found.command(), env=found.env, port=found.port, cwd=ROOT):
        yield found


def signed(body: bytes) -> str:
    return f"X-Hook-Signature: {signature(body)}"


def length(body: bytes, more: int = 0) -> str:
    return f"Content-Length: {len(body) + more}"


def body_of(size: int) -> bytes:
    return BODY[:-1] + b" " * (size - len(BODY)) + BODY[-1:]


def chunked(*chunks: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in (*chunks, b""))


@pytest.mark.parametrize(("size", "status"), [(MAX_BODY, 200), (MAX_BODY + 1, 413)])
def test_a_body_may_be_as_large_as_it_may_be(server: Server, size: int, status: int) -> None:
    body, before = body_of(size), server.taken()
    assert server.status(body, length(body), signed(body)) == status
    assert server.taken() - before == (status == 200)


@pytest.mark.parametrize(
    ("chunks", "status"),
    [([BODY], 200), ([BODY[:9], BODY[9:]], 200), ([body_of(MAX_BODY + 1)], 413)],
)
def test_a_body_in_chunks(server: Server, chunks: list[bytes], status: int) -> None:
    before = server.taken()
    assert server.status(chunked(*chunks), CHUNKED, signed(b"".join(chunks))) == status
    assert server.taken() - before == (status == 200)


@pytest.mark.parametrize(
    ("headers", "statuses"),
    [
        ([length(BODY, -5), signed(BODY)], {401, 400}),
        (["Content-Length: many", signed(BODY)], {400, 401}),
        (["Content-Length: -1", signed(BODY)], {400, 401}),
        ([length(BODY)], {401}),
        ([length(BODY), "X-Hook-Signature: \xe9"], {400, 401}),
        ([length(BODY), signed(BODY), f"X-Hook-Signature: {'0' * 64}"], {401}),
        ([length(BODY), f"x-hook-signature: {'0' * 64}", signed(BODY)], {401}),
    ],
)
def test_what_is_not_asanas_is_refused(
    server: Server, headers: list[str], statuses: set[int]
) -> None:
    before = server.taken()
    assert server.status(BODY, *headers) in statuses
    assert server.taken() == before


def test_a_key_without_a_secret(server: Server) -> None:
    assert server.status(BODY, length(BODY), signed(BODY), key="other") == 401
    assert server.status(BODY, length(BODY), signed(BODY), key="%2e%2e%20k") == 401


def test_a_header_has_any_case(server: Server) -> None:
    sent = f"x-HOOK-signature: {signature(BODY)}"
    assert server.status(BODY, f"content-LENGTH: {len(BODY)}", sent) == 200


def test_nothing_but_a_post(server: Server) -> None:
    assert server.status(b"", method="GET") == 405


def test_a_handshake_that_another_process_awaits(server: Server) -> None:
    secret = f"X-Hook-Secret: {SECRET}"
    assert server.status(b"", "Content-Length: 0", secret, key="new") == 403
    server.secrets.swap("new", None, "")
    answer = server.send(b"", "Content-Length: 0", secret, key="new")
    assert answer.split()[1] == b"200"
    assert SECRET.encode() in answer.partition(b"\r\n\r\n")[0]
    assert server.secrets.get("new") == SECRET
    other = f"X-Hook-Secret: {SECRET[::-1]}"
    assert server.status(b"", "Content-Length: 0", other, key="new") == 403
    server.secrets.swap("new", SECRET, None)


def test_a_sender_that_hangs_up(server: Server) -> None:
    before = server.taken()
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as sock:
        lines = ["POST /hooks/k HTTP/1.1", "Host: x", length(BODY, 5), signed(BODY)]
        sock.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + BODY[:-1])
    once(lambda: server.status(BODY, length(BODY), signed(BODY)) == 200)
    assert server.taken() == before + 1
