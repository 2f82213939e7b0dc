"""The connections of our adapter: those of urllib3, limited by the deadline of the call.

A socket timeout limits a single read, so a server that sends a byte now and then could block a call
indefinitely. Here, each read waits at most for the time that is left of the call, without extra
threads or copies.
"""

import http.client
import io
import ssl
from typing import Any

from urllib3 import connection, connectionpool, exceptions

from .deadline import NEVER, Deadline, active, bound

__all__ = [
    "POOLS",
    "BoundedResponse",
    "HandshakeMixin",
    "TellingMixin",
    "TellingPool",
    "check_lengths",
    "telling",
]

# Large enough to read a page of a listing at once, instead of in pieces of 8 KiB.
BUFFER_SIZE = 64 * 1024


# The maximum number of digits of a length; Python refuses to parse thousands of them.
MOST_DIGITS = 18


class _SocketReader(io.RawIOBase):
    """Reads from a socket, and limits each read by the deadline."""

    def __init__(self, sock: Any, deadline: Deadline) -> None:
        self._sock = sock
        self._raw = sock.makefile("rb", 0)
        self._timeout = sock.gettimeout()
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._deadline.remaining() <= 0:
            raise TimeoutError("the deadline of the call has passed")
        bound(self._sock, self._deadline.bound(self._timeout))
        count: int | None = self._raw.readinto(buffer)
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Socket:
    """Replaces the socket from which http.client makes its file."""

    def __init__(self, sock: Any, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def makefile(self, mode: str) -> Any:
        if self._deadline is NEVER:
            return self._sock.makefile(mode)
        return io.BufferedReader(_SocketReader(self._sock, self._deadline), BUFFER_SIZE)


class _Head:
    """A file that raises if the headers are cut off; http.client accepts them as complete."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def readline(self, limit: int = -1) -> bytes:
        line: bytes = self.file.readline(limit)
        if not line.endswith(b"\n") and len(line) != limit:
            raise http.client.RemoteDisconnected("the connection ended within the headers")
        return line

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


class BoundedResponse(http.client.HTTPResponse):
    """A response with complete headers, whose reads are limited by the deadline of the call."""

    fp: Any

    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(_Socket(sock, active.sending.deadline), *args, **kwargs)  # type: ignore[arg-type]

    def begin(self) -> None:
        """Read the status line and the headers."""
        if self.headers is None:
            self.fp = _Head(self.fp)
        super().begin()
        if isinstance(self.fp, _Head):
            self.fp = self.fp.file
        if not self.chunked:
            check_lengths(self.headers.get_all("content-length", []))


def check_lengths(values: list[str]) -> None:
    """Raise if values of Content-Length conflict, or are negative or too large.

    A value that is not a number is ignored, as http.client does.

    :raises urllib3.exceptions.InvalidHeader: the end of the body cannot be determined
    """
    found = {part.strip() for value in values for part in value.split(",")}
    if len(found) > 1 or any(len(each) > MOST_DIGITS or each.startswith("-") for each in found):
        raise exceptions.InvalidHeader("Content-Length is invalid")


class TellingMixin(connection.HTTPConnection):
    """Records when sending a request starts. The CONNECT request to a proxy does not count."""

    _connecting = False

    def connect(self) -> None:
        """Connect, through a tunnel if there is a proxy for https."""
        self._connecting = True
        try:
            super().connect()
        finally:
            self._connecting = False

    def send(self, data: Any) -> None:
        """Send a part of a request."""
        if self._connecting:
            super().send(data)
            return
        if self.sock is None:
            self.connect()
        sending = active.sending
        if sending.begun:  # the headers were sent under the timeout of the request
            self._check_deadline()
        sending.begun = True
        super().send(data)

    def _check_deadline(self) -> None:
        """Limit the time to send a part of a body by the deadline."""
        if active.sending.deadline.remaining() <= 0:
            raise TimeoutError("the deadline of the call has passed")
        bound(self.sock, active.sending.deadline.bound(self.timeout))


class _HTTPConnection(TellingMixin):
    response_class = BoundedResponse


class HandshakeMixin(TellingMixin, connection.HTTPSConnection):
    """Distinguishes a failed TLS handshake from a failed request."""

    def connect(self) -> None:
        """Connect. A failed handshake raises an exception that shows that nothing was sent."""
        try:
            super().connect()
        except ssl.SSLCertVerificationError:
            raise
        except TimeoutError as timeout:
            raise exceptions.ConnectTimeoutError(self, "TLS handshake timed out") from timeout
        except (ssl.SSLError, ConnectionError) as failure:
            raise exceptions.NewConnectionError(self, f"TLS handshake: {failure}") from failure


class _HTTPSConnection(HandshakeMixin):
    response_class = BoundedResponse


class TellingPool(connectionpool.HTTPConnectionPool):
    """A pool of connections that record when sending a request starts."""

    def urlopen(self, *args: Any, **how: Any) -> Any:
        """Send a request."""
        sending = active.sending
        sending.begun = sending.begun or False  # True stays True
        return super().urlopen(*args, **how)


class _HTTPPool(TellingPool):
    ConnectionCls: Any = _HTTPConnection


class _HTTPSPool(TellingPool, connectionpool.HTTPSConnectionPool):
    ConnectionCls: Any = _HTTPSConnection


POOLS = {"http": _HTTPPool, "https": _HTTPSPool}


def telling(pools: dict[str, Any]) -> dict[str, Any]:
    """Return subclasses of other pools, such as those for SOCKS, that record it as well."""
    return {scheme: _telling(pool) for scheme, pool in pools.items()}


def _telling(pool: Any) -> Any:
    kind = pool.ConnectionCls
    mixin = HandshakeMixin if issubclass(kind, connection.HTTPSConnection) else TellingMixin
    telling_kind = type(
        f"Telling{kind.__name__}", (mixin, kind), {"response_class": BoundedResponse}
    )
    return type(f"Telling{pool.__name__}", (TellingPool, pool), {"ConnectionCls": telling_kind})
