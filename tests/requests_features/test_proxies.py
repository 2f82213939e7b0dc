"""Proxies, from the environment and passed as options."""

import pytest

from tests.requests_features.work import ACTS, DONE, Connect, Serve, see_that_all_arrived, work


@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
@pytest.mark.parametrize(
    ("excepted", "direct"),
    [
        ("127.0.0.1", True),
        ("a.example,127.0.0.1", True),
        ("127.0.0.0/8", True),
        ("*", True),
        ("a.example", False),
        ("", False),
    ],
)
def test_hosts_that_the_environment_excepts_need_no_proxy(
    connect: Connect,
    serve: Serve,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    excepted: str,
    direct: bool,
) -> None:
    for other in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(other, raising=False)
    client, server = connect(*ACTS)
    proxy = serve(*ACTS)
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
    monkeypatch.setenv(name, excepted)
    work(client)
    used, unused = (server, proxy) if direct else (proxy, server)
    see_that_all_arrived(used)
    assert unused.connections == 0


def test_no_proxy_of_the_environment_where_it_is_not_trusted(
    connect: Connect, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, server = connect(*ACTS)
    proxy = serve(*ACTS)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
    monkeypatch.setenv("no_proxy", "")
    assert client.users.me() == {"gid": "me"}
    assert (len(proxy.requests), server.connections) == (1, 0)
    client.session.trust_env = False
    work(client)
    see_that_all_arrived(server)
    assert len(proxy.requests) == 1


@pytest.mark.parametrize("where", ["call", "client", "session"])
def test_a_proxy_may_be_given(connect: Connect, serve: Serve, where: str) -> None:
    proxy = serve(*ACTS)
    proxies = {"http": f"http://127.0.0.1:{proxy.port}"}
    client, server = connect(DONE, **({"proxies": proxies} if where == "client" else {}))
    if where == "session":
        client.session.proxies = dict(proxies)
    work(client, **({"proxies": proxies} if where == "call" else {}))
    see_that_all_arrived(proxy)
    assert proxy.requests[0].target == f"{server.base_url}/users/me"
    assert (proxy.connections, server.connections) == (1, 0)
    client.session.proxies = {}
    client.get("/x", **({"proxies": {}} if where == "client" else {}))
    assert (len(proxy.requests), len(server.requests)) == (5, 1)  # the next request goes directly
