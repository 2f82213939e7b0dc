"""What docs/how-to/proxies.md says of settings is true, over real sockets."""

import os
import ssl
from collections.abc import Callable
from typing import Any

import pytest

import asana
from tests.certificates import Authority
from tests.conftest import client_of
from tests.docs.snippets import ROOT, snippets
from tests.faults import FaultServer, data

Serve = Callable[..., FaultServer]

DONE = data({"gid": "1", "name": "Maya"})


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


def adapter() -> Any:
    """Return the adapter that the page shows."""
    page = ROOT / "docs/how-to/proxies.md"
    shown = next(each for each in snippets(page, "python") if "TLS13Adapter" in each.text)
    names: dict[str, Any] = {"asana": asana}
    exec(shown.text, names)
    return names["TLS13Adapter"]()


@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_the_adapter_of_the_page_requires_tls_1_3(
    serve: Serve,
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
    newest: ssl.TLSVersion,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority.file)
    context = authority.context()
    context.maximum_version = newest

    server = serve(DONE, greet=lambda sock, over: context.wrap_socket(sock, server_side=True))
    client = client_of(server, max_retries=0)
    client.session.mount("https://", adapter())

    if newest is ssl.TLSVersion.TLSv1_3:
        assert client.users.me()["name"] == "Maya"
    else:
        with pytest.raises(asana.error.TLSError):
            client.users.me()


def test_no_proxy_is_for_the_environment(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy, server = serve(DONE), serve(DONE)
    url = f"http://127.0.0.1:{proxy.port}"
    monkeypatch.setenv("HTTP_PROXY", url)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    client_of(server).users.me()
    assert (len(proxy.requests), len(server.requests)) == (0, 1)

    client_of(server, proxies={"http": url}).users.me()
    assert (len(proxy.requests), len(server.requests)) == (1, 1)

    client_of(server, proxies={"http://127.0.0.2": url}).users.me()
    assert (len(proxy.requests), len(server.requests)) == (1, 2)


def test_without_the_environment_there_is_no_proxy(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(DONE)
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    client = client_of(server)
    client.session.trust_env = False
    assert client.users.me()["name"] == "Maya"


def test_ssl_cert_file_has_no_effect(
    serve: Serve, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", authority.file)
    server = serve(DONE, greet=authority.handshake())
    with pytest.raises(asana.error.CertificateError):
        client_of(server).users.me()


def test_a_client_without_its_certificate_fails(serve: Serve, authority: Authority) -> None:
    server = serve(DONE, greet=authority.handshake(demanding=True))
    with pytest.raises(asana.error.NetworkError):
        client_of(server, verify=authority.file, max_retries=0).users.me()
    assert client_of(server, verify=authority.file, cert=authority.pair).users.me()
