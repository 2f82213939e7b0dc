"""The adapter of our own sessions: its connections end when the call's deadline does.

A socket's timeout bounds one read, so a server that sends a byte now and then holds a caller for
ever. Here each read from the socket waits no longer than what is left of the call. No thread is
needed, and no data is copied.
"""

import http.client
import io
import math
import ssl
import threading
import time
from typing import Any

import requests.adapters
from requests.structures import CaseInsensitiveDict
from urllib3 import connection, connectionpool, exceptions, poolmanager

# As many as Asana serves at once for one token: 50 reads and 15 writes.
POOL_SIZE = 65

# Fewer than a pool manager keeps, so that none of those remembered is dropped by it.
MOST_POOLS = 8

JSON_TYPES = (
    "application/json",
    "application/json; charset=UTF-8",
    "application/json; charset=utf-8",
)


class Deadline:
    """A point in time after which a call is over; ``seconds=None`` never comes."""

    __slots__ = ("at",)

    def __init__(self, seconds: float | None) -> None:
        self.at = math.inf if seconds is None else time.monotonic() + seconds

    def remaining(self) -> float:
        """Return the seconds left: infinite without a deadline, negative after it."""
        return self.at - time.monotonic()

    def bound(self, timeout: float | None) -> float | None:
        """Return the timeout, in seconds, or what is left where that is less."""
        if self.at == math.inf:
            return timeout
        left = max(self.remaining(), 0.001)  # 0 would make the socket non-blocking
        return left if timeout is None else min(timeout, left)


NEVER = Deadline(None)


class _Active(threading.local):
    """The deadline of the call that this thread is sending; a response keeps it for its body."""

    deadline = NEVER


active = _Active()


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
        self._sock.settimeout(self._deadline.bound(self._timeout))
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
        return io.BufferedReader(_SocketReader(self._sock, self._deadline))


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(_Socket(sock, active.deadline), *args, **kwargs)  # type: ignore[arg-type]


class _HTTPConnection(connection.HTTPConnection):
    response_class = _Response


class _HTTPSConnection(connection.HTTPSConnection):
    response_class = _Response

    def connect(self) -> None:
        """Connect, and tell a handshake that failed from a request that did: nothing was sent."""
        try:
            super().connect()
        except ssl.SSLCertVerificationError:
            raise
        except TimeoutError as timeout:
            raise exceptions.ConnectTimeoutError(self, "TLS handshake timed out") from timeout
        except (ssl.SSLError, ConnectionError) as failure:
            raise exceptions.NewConnectionError(self, f"TLS handshake: {failure}") from failure


class _HTTPPool(connectionpool.HTTPConnectionPool):
    ConnectionCls = _HTTPConnection


class _HTTPSPool(connectionpool.HTTPSConnectionPool):
    ConnectionCls = _HTTPSConnection


POOLS = {"http": _HTTPPool, "https": _HTTPSPool}


class DeadlineAdapter(requests.adapters.HTTPAdapter):
    """An HTTPAdapter whose connections obey the deadline of the call they serve.

    What requests works out anew for each call, such as the pool for a URL and its certificates, is
    remembered here: it takes longer than the sending itself.
    """

    def __init__(self) -> None:
        self._pools: dict[Any, Any] = {}
        self._verified: set[Any] = set()
        super().__init__(pool_maxsize=POOL_SIZE)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools of direct connections."""
        self._pools, self._verified = {}, set()
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Return the pools of connections through an HTTP proxy; SOCKS has its own kind."""
        manager = super().proxy_manager_for(proxy, **kwargs)
        if isinstance(manager, poolmanager.ProxyManager) and not proxy.startswith("socks"):
            manager.pool_classes_by_scheme = POOLS
        return manager

    def get_connection_with_tls_context(
        self, request: Any, verify: Any, proxies: Any = None, cert: Any = None
    ) -> Any:
        """Return the pool of connections for a request."""
        key = (_origin(request.url), verify, cert, tuple((proxies or {}).items()))
        pool = self._pools.get(key)
        if pool is None or pool.pool is None:  # it was closed
            pool = super().get_connection_with_tls_context(request, verify, proxies, cert)
            if len(self._pools) >= MOST_POOLS:
                self._pools = {}
            self._verified = set()  # another pool may come to have the id of one that is gone
            self._pools[key] = pool
        return pool

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Set up the certificates of a pool, which are its own: once will do."""
        key = (id(conn), verify, cert)
        if key not in self._verified:
            super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]
            self._verified.add(key)

    def request_url(self, request: Any, proxies: Any) -> str:
        """Return what stands in the first line of a request."""
        if proxies:
            return super().request_url(request, proxies)
        target: str = request.url[len(_origin(request.url)) :].partition("#")[0]
        return target if target.startswith("/") else f"/{target}"

    def build_response(self, req: Any, resp: Any) -> requests.Response:
        """Return the response; cookies and encoding are looked into only if there are any."""
        kind = resp.headers.get("Content-Type", "")
        if "Set-Cookie" in resp.headers or kind not in JSON_TYPES:
            return super().build_response(req, resp)
        response = requests.Response()
        response.status_code = resp.status
        response.headers = CaseInsensitiveDict(resp.headers)
        response.encoding = "utf-8"
        response.raw = resp
        response.reason = resp.reason
        response.url = req.url
        response.request = req
        response.connection = self
        return response


def _origin(url: str) -> str:
    """Return what comes before the path of a prepared URL."""
    end = url.find("/", url.find("://") + 3)
    return url if end < 0 else url[:end]
