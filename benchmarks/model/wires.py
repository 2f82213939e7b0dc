"""Connections from a client to the ledger: sockets, a proxy, a tunnel, or memory."""

import io
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import urllib3
from urllib3.util.connection import create_connection as connect

from tests import faults
from tests.certificates import Authority
from tests.faults import Act, FaultServer, Wire

from .ledger import Ledger

__all__ = ["Place", "in_process", "over_sockets"]


class Place:
    """A connection to the server.

    :ivar base_url: the base URL of the API
    :ivar options: the options ``proxies`` and ``verify`` for the client
    :ivar tidy: discards the recorded data of finished requests
    """

    def __init__(self, base_url: str, tidy: Callable[[], None], **options: Any) -> None:
        self.base_url, self.tidy, self.options = base_url, tidy, options


@contextmanager
def over_sockets(ledger: Ledger, proxy: str) -> Iterator[Place]:
    """Serve on a socket: directly, as a proxy, or at the end of a proxy's tunnel."""
    with ExitStack() as stack:
        # Through a proxy, urllib3 delays each body by 40 ms.
        stack.enter_context(mock.patch("urllib3.util.connection.create_connection", without_delay))
        options: dict[str, Any] = {}
        act: Act = ledger.act
        if proxy == "connect":
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            authority = Authority(folder)
            options["verify"] = authority.file
            act = tunnel(ledger, authority)
        server = stack.enter_context(FaultServer(act))
        address = f"127.0.0.1:{server.port}"
        if proxy != "none":
            scheme = "https" if proxy == "connect" else "http"
            options["proxies"] = {scheme: f"http://{address}"}
            address = "127.0.0.1:9"  # no server listens here

        def tidy() -> None:
            server.requests.clear()
            server.forget_closed()

        scheme = "https" if proxy == "connect" else "http"
        yield Place(f"{scheme}://{address}/api/1.0", tidy, **options)


def without_delay(*args: Any, **how: Any) -> socket.socket:
    sock = connect(*args, **how)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def tunnel(ledger: Ledger, authority: Authority) -> Act:
    """Let a client through to the ledger, most of the time."""
    context = authority.context()

    def act(wire: Wire) -> bool:
        if ledger.chance.random() < 0.02:
            ledger.met["no tunnel"] += 1
            refusals = [faults.hang_up, faults.reset, faults.reply(502), faults.reply(407)]
            ledger.chance.choice(refusals)(wire)
            return False
        wire.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with context.wrap_socket(wire.sock, server_side=True) as sock:
            sock.settimeout(0.5)  # nothing else could end the wait for a request
            reader = sock.makefile("rb")
            inner = Wire(sock, wire.over)
            while (received := faults._receive(reader)) is not None:
                inner.request = received
                if not ledger.act(inner):
                    break
            reader.close()
        return False

    return act


class MemoryWire(Wire):
    """Replaces a connection: it records sent data, and each wait times out immediately."""

    def __init__(self) -> None:
        self.sent = b""
        self.stalled = self.was_reset = False

    def send(self, data: bytes) -> None:
        self.sent += data

    def wait(self, seconds: float | None = None) -> bool:
        self.stalled = True
        return True

    def reset(self) -> None:
        self.was_reset = True


class MemorySocket:
    """A socket connected to the ledger, which it calls when a request is complete."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._wire = MemoryWire()
        self._asked = b""
        self._over = False
        self._timeout: float | None = None
        self._raw = _Raw(self)

    # The interface that urllib3 and http.client use.

    def settimeout(self, timeout: float | None) -> None:
        self._timeout = timeout

    def gettimeout(self) -> float | None:
        return self._timeout

    def setsockopt(self, *_: Any) -> None:
        pass

    def fileno(self) -> int:
        return -1

    def shutdown(self, how: int) -> None:
        self._over = True

    def close(self) -> None:
        self._over = True

    def makefile(self, mode: str = "rb", buffering: int | None = None, **_: Any) -> Any:
        return self._raw if buffering == 0 else io.BufferedReader(_Raw(self))

    def sendall(self, data: Any) -> None:
        if self._over:
            raise (
                ConnectionResetError("reset") if self._wire.was_reset else BrokenPipeError("closed")
            )
        self._asked += bytes(data)
        reader = io.BytesIO(self._asked)
        received = faults._receive(reader) if b"\r\n\r\n" in self._asked else None
        if received is not None and _is_whole(self._asked):
            self._asked = b""
            self._wire.request = received
            self._over = not self._ledger.act(self._wire)

    def take(self, size: int) -> bytes:
        """Return data of the response; after the last, behave like a socket without data."""
        data, self._wire.sent = self._wire.sent[:size], self._wire.sent[size:]
        if data:
            return data
        if self._wire.stalled:
            raise TimeoutError("timed out")
        if self._wire.was_reset:
            raise ConnectionResetError("reset")
        return b""

    @property
    def is_readable(self) -> bool:
        return self._over or bool(self._wire.sent)


class _Raw(io.RawIOBase):
    def __init__(self, sock: MemorySocket) -> None:
        self._sock = sock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._sock.take(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _is_whole(asked: bytes) -> bool:
    """Return whether a request has arrived with its entire body."""
    head, _, body = asked.partition(b"\r\n\r\n")
    lower = head.lower()
    if b"transfer-encoding: chunked" in lower:
        return body.endswith(b"0\r\n\r\n")
    _, found, rest = lower.partition(b"content-length:")
    return not found or len(body) >= int(rest.split(b"\r\n")[0])


@contextmanager
def in_process(ledger: Ledger, proxy: str) -> Iterator[Place]:
    """Replace the sockets by memory."""

    def wait(sock: Any, *args: Any, **how: Any) -> bool:
        return sock.is_readable if isinstance(sock, MemorySocket) else real(sock, *args, **how)

    real = urllib3.util.wait_for_read
    options: dict[str, Any] = {}
    if proxy == "http":
        options["proxies"] = {"http": "http://127.0.0.1:8"}

    def memory(address: tuple[str, int], *args: Any, **how: Any) -> MemorySocket | socket.socket:
        # Threads of earlier tests may open connections to servers of their own.
        if address[1] not in (8, 9):
            return connect(address, *args, **how)
        return MemorySocket(ledger)

    with (
        mock.patch("urllib3.util.connection.create_connection", memory),
        mock.patch("urllib3.connection.wait_for_read", wait),
    ):
        yield Place("http://127.0.0.1:9/api/1.0", lambda: None, **options)
