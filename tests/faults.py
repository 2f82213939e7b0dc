"""A server on a raw socket with prescribed faults, which counts the requests that reach it."""

import contextlib
import json
import socket
import struct
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, NamedTuple

# The maximum number of recorded bytes of a body.
KEPT = 1_000_000


class Received(NamedTuple):
    """One request that arrived completely."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Wire:
    """The connection of a request, for an act.

    :ivar request: the request to respond to
    """

    request: Received

    def __init__(self, sock: socket.socket, over: threading.Event) -> None:
        self.sock = sock
        self.over = over

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the end of the test, or for some seconds; return whether it has ended."""
        return self.over.wait(seconds)

    def reset(self) -> None:
        """Make closing send a reset instead of an orderly shutdown."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


Act = Callable[[Wire], bool]
"""Answers one request; returns whether the connection stays open."""

Greet = Callable[[socket.socket, threading.Event], socket.socket | None]


def raw(data: bytes, keep: bool = False) -> Act:
    def act(wire: Wire) -> bool:
        wire.send(data)
        return keep

    return act


def reply(status: int, body: bytes = b"", **headers: str) -> Act:
    """Send a valid response; underscores in header names become hyphens."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
    return raw(head + body, keep=True)


def data(payload: Any, status: int = 200, **headers: str) -> Act:
    return reply(status, json.dumps({"data": payload}).encode(), **headers)


def page(payload: list[Any], offset: str | None) -> Act:
    following = {"offset": offset, "path": "/x", "uri": "http://elsewhere.invalid/x"}
    body = {"data": payload, "next_page": following if offset else None}
    return reply(200, json.dumps(body).encode())


def failure(status: int, message: str = "it failed", **headers: str) -> Act:
    errors = [{"message": message, "help": "read the docs", "phrase": "6 sad squid"}]
    return reply(status, json.dumps({"errors": errors}).encode(), **headers)


too_deep = reply(200, b"[" * 100_000)
"""Answers with JSON that is nested too deep to be read."""


def silence(wire: Wire) -> bool:
    """Send nothing while the client waits."""
    wire.wait()
    return False


def hang_up(wire: Wire) -> bool:
    """Close the connection in an orderly way, without a response."""
    return False


def reset(wire: Wire) -> bool:
    wire.reset()
    return False


def then_silence(start: bytes) -> Act:
    """Send only the start of a response."""

    def act(wire: Wire) -> bool:
        wire.send(start)
        return silence(wire)

    return act


def drip(start: bytes, byte: bytes, advance: Callable[[float], None]) -> Act:
    """Send the start of a response, then one byte per second until the client gives up.

    :param advance: advances the client's clock
    """

    def act(wire: Wire) -> bool:
        wire.send(start)
        try:
            while not wire.wait(0.001):
                advance(1)
                wire.send(byte)
        except OSError:
            pass  # the client gave up, as it should
        return False

    return act


SLOW_BODY = (b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b" ")
"""What :func:`drip` sends when it is the body that does not come."""


class Gauge:
    """Counts concurrent requests at a server, and holds them until the expected number is there.

    :param expected: the expected number of concurrent requests
    :ivar most: the maximum number of concurrent requests
    """

    def __init__(self, expected: int) -> None:
        self.most = 0
        self._expected = expected
        self._count = 0
        self._came = threading.Condition()

    def hold(self, wire: Wire, count: int = 1) -> None:
        """Count a request, or its actions, and hold it."""
        with self._came:
            self._count += count
            self.most = max(self.most, self._count)
            self._came.notify_all()
            self._came.wait_for(lambda: self.most >= self._expected, 30)
        wire.wait(0.1)  # gives an unexpected request time to arrive
        with self._came:
            self._count -= count


class FaultServer:
    """Responds to each request with the next act; the last one is repeated.

    :param greet: called with each new connection, for example for a TLS handshake; it returns the
        socket to use, or None to close the connection
    """

    def __init__(self, *acts: Act, greet: Greet | None = None) -> None:
        self.acts = list(acts)
        self.greet = greet
        self.scheme = "http" if greet is None else "https"
        self.requests: list[Received] = []
        self._over = threading.Event()
        self._arrived = threading.Condition()
        self._threads: list[threading.Thread] = []
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)

    @property
    def port(self) -> int:
        port: int = self._listener.getsockname()[1]
        return port

    @property
    def base_url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/api/1.0"

    @property
    def connections(self) -> int:
        return len(self._threads) - 1

    def forget_closed(self) -> None:
        """Discard the recorded data of closed connections, for tests with very many."""
        self._threads = [t for t in self._threads if t.is_alive()]
        self._sockets = [s for s in self._sockets if s.fileno() >= 0]

    def wait_arrived(self, count: int) -> None:
        """Wait for a number of requests: a client can give up before they are recorded."""
        with self._arrived:
            self._arrived.wait_for(lambda: len(self.requests) >= count, 5)

    def wait_closed(self) -> None:
        """Wait until the server has closed all its connections."""
        for thread in self._threads[1:]:
            thread.join(5)

    def __enter__(self) -> "FaultServer":
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        _shut(self._listener)
        for sock in self._sockets:
            _shut(sock)
        for thread in self._threads:
            thread.join(5)

    def _start(self, target: Callable[..., None], *args: Any) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._sockets.append(sock)
            self._start(self._serve, sock)

    def _serve(self, sock: socket.socket) -> None:
        try:
            greeted = sock if self.greet is None else self.greet(sock, self._over)
        except OSError:
            greeted = None  # the client rejected the handshake
        if greeted is None:
            sock.close()
        else:
            self._answer(greeted)

    def _answer(self, sock: socket.socket) -> None:
        self._sockets.append(sock)
        wire = Wire(sock, self._over)
        reader = sock.makefile("rb")
        try:
            while (received := _receive(reader)) is not None:
                with self._arrived:
                    self.requests.append(received)
                    self._arrived.notify_all()
                    act = self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]
                wire.request = received
                if not act(wire):
                    break
        except OSError:
            pass  # the client closed the connection first
        finally:
            reader.close()
            sock.close()


def _shut(sock: socket.socket) -> None:
    """Wake the threads that wait on a socket, and close it."""
    with contextlib.suppress(OSError):  # already closed, or never connected
        sock.shutdown(socket.SHUT_RDWR)
    sock.close()


def _receive(reader: Any) -> Received | None:
    start = reader.readline().decode("latin-1").split()
    if len(start) != 3:
        return None
    headers = {}
    while line := reader.readline().decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = _body(reader, headers)
    return None if body is None else Received(start[0], start[1], headers, body)


def _body(reader: Any, headers: dict[str, str]) -> bytes | None:
    """Return a body, or None if the client gave up."""
    if headers.get("transfer-encoding") == "chunked":
        return _chunks(reader)
    left = int(headers.get("content-length", 0))
    body: bytes = reader.read(min(left, KEPT))
    left -= len(body)
    while left > 0:
        more = reader.read(min(left, KEPT))  # a large upload is not kept in memory
        if not more:
            return None
        left -= len(more)
    return body


def _chunks(reader: Any) -> bytes | None:
    body: bytes = b""
    while line := reader.readline():
        size = int(line, 16)
        body += reader.read(size)
        reader.readline()
        if not size:
            return body
    return None
