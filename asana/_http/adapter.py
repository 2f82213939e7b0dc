"""The adapter of the client's own sessions, which caches what requests computes per call."""

import functools
from typing import Any

import requests.adapters
from requests.cookies import RequestsCookieJar
from urllib3 import poolmanager
from urllib3.connection import HTTPConnection

from . import connection, lean
from .headers import Headers

__all__ = ["DeadlineAdapter"]


# Asana's limit of concurrent requests per token: 50 reads and 15 writes.
POOL_SIZE = 65

# Fewer than a pool manager keeps, so that it never closes a cached pool.
MOST_POOLS = 8

JSON_TYPES = (
    "application/json",
    "application/json; charset=UTF-8",
    "application/json; charset=utf-8",
)


class DeadlineAdapter(requests.adapters.HTTPAdapter):
    """An HTTPAdapter whose connections respect the deadline of a call.

    It caches what requests computes for each call, such as the pool of a URL and its certificates,
    because that takes longer than sending the request.
    """

    def __init__(self) -> None:
        self._pools: dict[Any, Any] = {}
        self._verified: set[Any] = set()
        super().__init__(pool_maxsize=POOL_SIZE)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Create the pools of direct connections."""
        self._pools, self._verified = {}, set()
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pools()

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Return the pools of connections through a proxy."""
        if proxy in self.proxy_manager:
            return self.proxy_manager[proxy]
        # urllib3 omits TCP_NODELAY for proxies, which would delay each body by 40 ms.
        kwargs.setdefault("socket_options", HTTPConnection.default_socket_options)
        manager = super().proxy_manager_for(proxy, **kwargs)
        if isinstance(manager, poolmanager.ProxyManager):  # SOCKS has another kind
            manager.pool_classes_by_scheme = _pools()
        else:
            manager.pool_classes_by_scheme = connection.telling(manager.pool_classes_by_scheme)
        return manager

    def get_connection_with_tls_context(
        self, request: Any, verify: Any, proxies: Any = None, cert: Any = None
    ) -> Any:
        """Return the pool of connections for a request."""
        key = (_origin(request.url), verify, cert, tuple((proxies or {}).items()))
        pool = self._pools.get(key)
        if pool is None or pool.pool is None:  # the pool was closed
            pool = super().get_connection_with_tls_context(request, verify, proxies, cert)
            if len(self._pools) >= MOST_POOLS:
                self._pools = {}
            self._verified = set()  # a new pool can have the id of a deleted one
            self._pools[key] = pool
        return pool

    def close(self) -> None:
        """Close all connections; the next request opens new ones."""
        self._pools, self._verified = {}, set()
        super().close()

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Set the certificates of a pool, once per pool."""
        key = (id(conn), verify, cert)
        if key not in self._verified:
            super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]
            self._verified.add(key)

    def request_url(self, request: Any, proxies: Any) -> str:
        """Return the request target."""
        if proxies:
            return super().request_url(request, proxies)
        url: str = request.url
        start = url.find("/", url.find("://") + 3)
        return "/" if start < 0 else url[start:]

    def build_response(self, req: Any, resp: Any) -> requests.Response:
        """Return the response. For usual JSON, skip the parsing of cookies and the encoding."""
        kind = resp.headers.get("Content-Type", "")
        if "Set-Cookie" in resp.headers or kind not in JSON_TYPES:
            return super().build_response(req, resp)
        response = _Response()
        response.status_code = resp.status
        response.headers = Headers.of(resp.headers.itermerged())
        response.encoding = "utf-8"
        response.raw = resp
        response.reason = resp.reason
        response.url = req.url
        response.request = req
        response.connection = self
        return response


class _Response(requests.Response):
    """A response that creates its cookie jar on first use."""

    _blank = {name: value for name, value in vars(requests.Response()).items() if name != "cookies"}

    def __init__(self) -> None:
        vars(self).update(self._blank, history=[])

    @functools.cached_property
    def cookies(self) -> RequestsCookieJar:  # type: ignore[override]
        """The cookies: an empty jar."""
        return RequestsCookieJar()


def _pools() -> dict[str, Any]:
    return lean.POOLS if lean.is_on() else connection.POOLS


def _origin(url: str) -> str:
    """Return the part of a prepared URL before the path."""
    end = url.find("/", url.find("://") + 3)
    return url if end < 0 else url[:end]
