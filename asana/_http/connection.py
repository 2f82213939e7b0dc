"""The connections of our adapter: urllib3's, ended by the call's deadline.

A socket's timeout bounds one read, so a server that sends a byte now and then holds a caller for
ever. Here each read from the socket waits no longer than what is left of the call. No thread is
needed, and no data is copied.
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

# A page of a listing in one read from the socket, instead of in pieces of 8 KiB.
BUFFER_SIZE = 64 * 1024


# Of a length in bytes; Python itself refuses to read a number of some thousand digits.
MOST_DIGITS = 18


class _SocketReader(io.RawIOBase):
    """Reads a socket, each time no longer than the deadline allows."""

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
    """Stands in for the socket where http.client asks it for a file to read."""

    def __init__(self, sock: Any, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def makefile(self, mode: str) -> Any:
        if self._deadline is NEVER:
            return self._sock.makefile(mode)
        return io.BufferedReader(_SocketReader(self._sock, self._deadline), BUFFER_SIZE)


class _Head:
    """The lines of a head, the last of which is empty; http.client takes any end for one."""

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
    """A response whose head is whole, and whose reads end with the call's deadline."""

    fp: Any

    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(_Socket(sock, active.sending.deadline), *args, **kwargs)  # type: ignore[arg-type]

    def begin(self) -> None:
        """Read the head."""
        if self.headers is None:
            self.fp = _Head(self.fp)
        super().begin()
        if isinstance(self.fp, _Head):
            self.fp = self.fp.file
        if not self.chunked:
            check_lengths(self.headers.get_all("content-length", []))


def check_lengths(values: list[str]) -> None:
    """Refuse lengths that contradict each other, or that no body has; a text is no length at all.

    :raises urllib3.exceptions.InvalidHeader: where the body ends cannot be known
    """
    found = {part.strip() for value in values for part in value.split(",")}
    if len(found) > 1 or any(len(each) > MOST_DIGITS or each.startswith("-") for each in found):
        raise exceptions.InvalidHeader("Content-Length is not the length of a body")


class TellingMixin(connection.HTTPConnection):
    """Tells when a request begins to leave: what a proxy is asked for before does not count."""

    _connecting = False

    def connect(self) -> None:
        """Connect, through a tunnel where there is one."""
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
        if sending.begun:  # the head went within what the timeout leaves of the call
            self._check_deadline()
        sending.begun = True
        super().send(data)

    def _check_deadline(self) -> None:
        """Let a part of a body take no longer than what is left of the call."""
        if active.sending.deadline.remaining() <= 0:
            raise TimeoutError("the deadline of the call has passed")
        bound(self.sock, active.sending.deadline.bound(self.timeout))


class _HTTPConnection(TellingMixin):
    response_class = BoundedResponse


class HandshakeMixin(TellingMixin, connection.HTTPSConnection):
    """Tells a handshake that failed from a request that did."""

    def connect(self) -> None:
        """Connect; nothing was sent where that fails."""
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
    """A pool of connections that tell when a request begins to leave."""

    def urlopen(self, *args: Any, **how: Any) -> Any:
        """Send a request."""
        sending = active.sending
        sending.begun = sending.begun or False  # what has begun stays so
        return super().urlopen(*args, **how)


class _HTTPPool(TellingPool):
    ConnectionCls: Any = _HTTPConnection


class _HTTPSPool(TellingPool, connectionpool.HTTPSConnectionPool):
    ConnectionCls: Any = _HTTPSConnection


POOLS = {"http": _HTTPPool, "https": _HTTPSPool}


def telling(pools: dict[str, Any]) -> dict[str, Any]:
    """Return pools of another kind, such as those of SOCKS, whose connections tell as well."""
    return {scheme: _telling(pool) for scheme, pool in pools.items()}


def _telling(pool: Any) -> Any:
    kind = pool.ConnectionCls
    mixin = HandshakeMixin if issubclass(kind, connection.HTTPSConnection) else TellingMixin
    telling_kind = type(
        f"Telling{kind.__name__}", (mixin, kind), {"response_class": BoundedResponse}
    )
    return type(f"Telling{pool.__name__}", (TellingPool, pool), {"ConnectionCls": telling_kind})
