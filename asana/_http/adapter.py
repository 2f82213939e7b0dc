"""The adapter of our own sessions, which remembers what requests works out for each call."""

import functools
from typing import Any

import requests.adapters
from requests.cookies import RequestsCookieJar
from urllib3 import poolmanager
from urllib3.connection import HTTPConnection

from . import connection, lean
from .headers import Headers

__all__ = ["DeadlineAdapter"]


# As many as Asana serves at once for one token: 50 reads and 15 writes.
POOL_SIZE = 65

# Fewer than a pool manager keeps, so that none of those remembered is dropped by it.
MOST_POOLS = 8

JSON_TYPES = (
    "application/json",
    "application/json; charset=UTF-8",
    "application/json; charset=utf-8",
)


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
        self.poolmanager.pool_classes_by_scheme = _pools()

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Return the pools of connections through a proxy."""
        if proxy in self.proxy_manager:
            return self.proxy_manager[proxy]
        # urllib3 leaves these out for proxies: a body would wait 40 ms for its head to arrive.
        kwargs.setdefault("socket_options", HTTPConnection.default_socket_options)
        manager = super().proxy_manager_for(proxy, **kwargs)
        if isinstance(manager, poolmanager.ProxyManager) and not proxy.startswith("socks"):
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
        if pool is None or pool.pool is None:  # it was closed
            pool = super().get_connection_with_tls_context(request, verify, proxies, cert)
            if len(self._pools) >= MOST_POOLS:
                self._pools = {}
            self._verified = set()  # another pool may come to have the id of one that is gone
            self._pools[key] = pool
        return pool

    def close(self) -> None:
        """Close all connections; the next request makes others."""
        self._pools, self._verified = {}, set()
        super().close()

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
        target: str = request.url[len(_origin(request.url)) :]
        return target if target.startswith("/") else f"/{target}"

    def build_response(self, req: Any, resp: Any) -> requests.Response:
        """Return the response; cookies and encoding are looked into only if there are any."""
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
    """A response that makes a jar for cookies only when it is asked for one."""

    _blank = {name: value for name, value in vars(requests.Response()).items() if name != "cookies"}

    def __init__(self) -> None:
        vars(self).update(self._blank, history=[])

    @functools.cached_property
    def cookies(self) -> RequestsCookieJar:  # type: ignore[override]
        """The cookies, of which there are none."""
        return RequestsCookieJar()


def _pools() -> dict[str, Any]:
    return lean.POOLS if lean.is_on() else connection.POOLS


def _origin(url: str) -> str:
    """Return what comes before the path of a prepared URL."""
    end = url.find("/", url.find("://") + 3)
    return url if end < 0 else url[:end]
