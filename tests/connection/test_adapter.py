"""The adapter of the client's own sessions: the pools, certificates and responses it caches."""

import io
import ssl
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
import requests
import requests.adapters
import urllib3
from urllib3.connection import HTTPConnection

from asana._http import connection, lean
from asana._http.adapter import MOST_POOLS, POOL_SIZE, DeadlineAdapter

PLAIN = requests.adapters.HTTPAdapter
HOST = "https://a.example"


@pytest.fixture
def adapter() -> Any:
    return DeadlineAdapter()


def pool_for(adapter: Any, url: str = f"{HOST}/x", verify: Any = True, **how: Any) -> Any:
    request = requests.Request("GET", url).prepare()
    return adapter.get_connection_with_tls_context(request, verify, **how)


def test_a_pool_is_asked_for_once(adapter: Any) -> None:
    with mock.patch.object(PLAIN, "get_connection_with_tls_context") as ask:
        for path in ("/x", "/y?a=1", "", "?a=1", "/x"):
            pool_for(adapter, HOST + path)
        assert ask.call_count == 1
        pool_for(adapter, "http://a.example/x")
        pool_for(adapter, verify=False)
        pool_for(adapter, cert="client.pem")
        pool_for(adapter, proxies={"https": "http://p.example"})
        pool_for(adapter, proxies={"https": "http://p.example"})
        assert ask.call_count == 5
    given = [tuple(call.args[1:]) for call in ask.mock_calls if call.args]
    proxies = {"https": "http://p.example"}
    assert given == [
        (True, None, None),
        (True, None, None),
        (False, None, None),
        (True, None, "client.pem"),
        (True, proxies, None),
    ]


@pytest.mark.parametrize("end", ["close", "init_poolmanager"])
def test_no_pool_is_kept_beyond_its_manager(adapter: Any, end: str) -> None:
    first = pool_for(adapter)
    adapter.cert_verify(first, HOST, True, None)
    assert adapter._verified
    getattr(adapter, end)(*(() if end == "close" else (1, 1)))
    assert (adapter._pools, adapter._verified) == ({}, set())
    assert pool_for(adapter) is not first


def test_a_pool_that_was_closed_is_replaced(adapter: Any) -> None:
    first = pool_for(adapter)
    first.close()
    adapter.poolmanager.clear()
    second = pool_for(adapter)
    assert second is not first
    assert pool_for(adapter) is second


def test_so_many_pools_are_kept(adapter: Any) -> None:
    sizes = []
    for number in range(MOST_POOLS + 2):
        adapter._verified = {"of another pool"}
        pool_for(adapter, f"https://a{number}.example")
        sizes.append(len(adapter._pools))
        assert adapter._verified == set()
    assert (MOST_POOLS, sizes) == (8, [1, 2, 3, 4, 5, 6, 7, 8, 1, 2])
    assert adapter.poolmanager.pools._maxsize > MOST_POOLS  # the manager closes none of them


def test_a_pool_has_room_for_all_requests(adapter: Any) -> None:
    assert POOL_SIZE == 50 + 15  # reads and writes that Asana allows at a time
    pool = pool_for(adapter)
    assert pool.pool.maxsize == POOL_SIZE
    assert pool.block is False
    adapter.init_poolmanager(3, 4, block=True)
    pool = pool_for(adapter)
    assert (adapter.poolmanager.pools._maxsize, pool.pool.maxsize, pool.block) == (3, 4, True)


def test_certificates_are_set_once_for_each_pool(adapter: Any) -> None:
    one, other = pool_for(adapter), pool_for(adapter, "https://b.example")
    given = [(one, True, None), (one, False, None), (one, True, "client.pem"), (other, True, None)]
    with mock.patch.object(PLAIN, "cert_verify") as set_them:
        for _ in range(2):
            for pool, verify, cert in given:
                adapter.cert_verify(pool, HOST, verify, cert)
    assert set_them.mock_calls == [mock.call(pool, HOST, *rest) for pool, *rest in given]


@pytest.mark.parametrize("on", [True, False])
@pytest.mark.parametrize("scheme", ["http", "https", "socks5", "socks5h"])
def test_the_pools_of_a_proxy(
    adapter: Any, scheme: str, on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lean, "is_on", lambda: on)
    proxy = f"{scheme}://p.example:1"
    context = ssl.create_default_context()
    http = {} if scheme.startswith("socks") else {"proxy_ssl_context": context}
    manager = adapter.proxy_manager_for(proxy, **http)
    assert adapter.proxy_manager_for(proxy) is manager
    options = manager.connection_pool_kw["socket_options"]
    assert options == HTTPConnection.default_socket_options != []
    classes = manager.pool_classes_by_scheme
    if http:
        assert classes is (lean.POOLS if on else connection.POOLS)
        assert manager.proxy_config.ssl_context is context
    else:
        assert classes not in (lean.POOLS, connection.POOLS)
        assert all(
            issubclass(kind.ConnectionCls, connection.TellingMixin) for kind in classes.values()
        )


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("http://a.example", "/"),
        ("http://a.example/", "/"),
        ("http://a.example/b/c?d=e", "/b/c?d=e"),
        ("x://a/b", "/b"),
    ],
)
def test_the_target_of_a_request(adapter: Any, url: str, target: str) -> None:
    request = SimpleNamespace(url=url)
    assert adapter.request_url(request, None) == target
    assert adapter.request_url(request, {}) == target


def test_a_proxy_gets_the_whole_url(adapter: Any) -> None:
    request = requests.Request("GET", "http://a.example/b").prepare()
    assert adapter.request_url(request, {"http": "http://p.example"}) == "http://a.example/b"


JSON = "application/json"


def response_of(adapter: Any, **headers: str) -> Any:
    raw = urllib3.HTTPResponse(
        io.BytesIO(b'{"a": "\xc3\xa9"}'),
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        status=418,
        reason="Teapot",
        preload_content=False,
    )
    request = requests.Request("GET", f"{HOST}/x").prepare()
    response = adapter.build_response(request, raw)
    assert (response.raw, response.request, response.connection) == (raw, request, adapter)
    return response


@pytest.mark.parametrize(
    "kind", [JSON, f"{JSON}; charset=UTF-8", f"{JSON}; charset=utf-8", "text/html", "", None]
)
@pytest.mark.parametrize("cookie", [None, "a=1"])
def test_a_response_is_what_requests_builds(
    adapter: Any, kind: str | None, cookie: str | None
) -> None:
    headers = {"Content_Type": kind, "Set_Cookie": cookie, "X_Request_Id": "7"}
    given = {name: value for name, value in headers.items() if value is not None}
    found, expected = response_of(adapter, **given), response_of(PLAIN(), **given)
    quick = cookie is None and (kind or "").startswith(JSON)
    assert (type(found) is not requests.Response) == quick
    for name in {*vars(expected)} - {"raw", "request", "connection", "cookies", "encoding"}:
        assert getattr(found, name) == getattr(expected, name), name
    assert found.encoding == ("utf-8" if quick else expected.encoding)
    assert "cookies" not in vars(found) or not quick
    assert dict(found.cookies) == dict(expected.cookies)
    assert found.cookies is found.cookies
    assert found.content == expected.content
    assert found.history is not response_of(adapter, **given).history
