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

__all__ = ["POOLS", "BoundedResponse", "HandshakeMixin"]

# A page of a listing in one read from the socket, instead of in pieces of 8 KiB.
BUFFER_SIZE = 64 * 1024


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


class BoundedResponse(http.client.HTTPResponse):
    """A response whose reads end with the call's deadline."""

    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(_Socket(sock, active.deadline), *args, **kwargs)  # type: ignore[arg-type]


class _HTTPConnection(connection.HTTPConnection):
    response_class = BoundedResponse


class HandshakeMixin(connection.HTTPSConnection):
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


class _HTTPPool(connectionpool.HTTPConnectionPool):
    ConnectionCls: Any = _HTTPConnection


class _HTTPSPool(connectionpool.HTTPSConnectionPool):
    ConnectionCls: Any = _HTTPSConnection


POOLS = {"http": _HTTPPool, "https": _HTTPSPool}
