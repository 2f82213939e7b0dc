"""CA and client certificates, passed as options and from the environment."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

import asana
from asana import error
from tests import faults
from tests.certificates import Authority, tunnel
from tests.conftest import TOKEN, client_of
from tests.faults import Received
from tests.requests_features.work import (
    ACTS,
    BEYOND,
    DONE,
    Serve,
    Sleeps,
    see_that_all_arrived,
    work,
)


@pytest.mark.parametrize("where", ["call", "client", "session", "environment"])
def test_a_bundle_of_authorities_may_be_given(
    serve: Serve, authority: Authority, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    server = serve(*ACTS, greet=authority.handshake())
    client = client_of(server, **({"verify": authority.file} if where == "client" else {}))
    if where == "session":
        client.session.verify = authority.file
    elif where == "environment":
        monkeypatch.setenv("CURL_CA_BUNDLE", authority.file)
    work(client, **({"verify": authority.file} if where == "call" else {}))
    see_that_all_arrived(server)
    assert server.connections == 1


def test_a_bundle_that_is_given_later_is_used(serve: Serve, authority: Authority) -> None:
    server = serve(DONE, greet=authority.handshake())
    client = client_of(server, max_retries=0)
    for _ in range(2):
        with pytest.raises(error.CertificateError):
            client.get("/x")
        client.session.verify = authority.file
        assert client.get("/x") == {"gid": "1"}
        client.session.verify = True


@pytest.mark.parametrize("form", ["one file", "two files"])
@pytest.mark.parametrize("where", ["call", "client", "session"])
def test_a_certificate_of_the_clients_may_be_given(
    serve: Serve, authority: Authority, where: str, form: str
) -> None:
    cert: Any = authority.both if form == "one file" else authority.pair
    server = serve(*ACTS, greet=authority.handshake(demanding=True))
    client = client_of(
        server, verify=authority.file, **({"cert": cert} if where == "client" else {})
    )
    if where == "session":
        client.session.cert = cert
    work(client, **({"cert": cert} if where == "call" else {}))
    see_that_all_arrived(server)
    assert server.connections == 1


def test_a_server_that_demands_a_certificate_refuses_without(
    serve: Serve, authority: Authority
) -> None:
    server = serve(DONE, greet=authority.handshake(demanding=True))
    client = client_of(server, verify=authority.file, max_retries=0)
    for _ in range(2):
        with pytest.raises(error.NetworkError) as caught:
            client.get("/x")
        assert isinstance(caught.value, requests.ConnectionError)
        assert server.requests == []
    assert client.get("/x", cert=authority.pair) == {"gid": "1"}
    with pytest.raises(error.NetworkError):
        client.get("/x")
    client.session.cert = authority.both
    assert client.get("/x") == {"gid": "1"}
    client.session.cert = None
    with pytest.raises(error.NetworkError):
        client.get("/x")
    assert len(server.requests) == 2


@pytest.mark.parametrize("option", ["cert", "verify"])
def test_a_file_of_certificates_that_is_not_there_is_a_mistake(
    serve: Serve, authority: Authority, sleeps: Sleeps, option: str
) -> None:
    server = serve(DONE, greet=authority.handshake())
    missing: dict[str, Any] = {option: "missing.pem"}
    with pytest.raises(ValueError, match=r"certificate file does not exist: 'missing\.pem'"):
        client_of(server).post("/x", {}, **missing)
    assert (sleeps, server.connections) == ([], 0)


def test_a_tunnel_leads_through_the_proxy(serve: Serve, authority: Authority) -> None:
    inside: list[Received] = []
    proxy = serve(tunnel(authority.context(), inside, *ACTS))
    client = asana.Client.access_token(TOKEN, base_url=BEYOND)
    work(client, proxies={"https": f"http://127.0.0.1:{proxy.port}"}, verify=authority.file)
    (opened,) = proxy.requests
    assert (opened.method, opened.target) == ("CONNECT", "127.0.0.1:9")
    assert "authorization" not in opened.headers
    proxy.requests = inside
    see_that_all_arrived(proxy)
    assert proxy.connections == 1


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_deadline_holds_through_a_proxy(
    serve: Serve, authority: Authority, advance: Callable[[float], None], scheme: str
) -> None:
    drip = faults.drip(*faults.SLOW_BODY, advance)
    proxy = serve(drip if scheme == "http" else tunnel(authority.context(), [], drip))
    client = asana.Client.access_token(
        TOKEN,
        base_url=BEYOND.replace("https", scheme),
        proxies={scheme: f"http://127.0.0.1:{proxy.port}"},
        verify=authority.file,
        deadline=10,
    )
    with pytest.raises(error.DeadlineExceededError):
        client.get("/x")
    assert len(proxy.requests) == 1
