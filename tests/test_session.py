"""Bearer sessions: the token is sent to one origin only."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest
import requests

import asana
import asana.oauth.session
from asana._http.adapter import MOST_POOLS, DeadlineAdapter
from asana._http.bearer import BearerAuth, origin, token_text
from asana._http.headers import Headers
from asana.session import BearerSession, Session
from tests.faults import FaultServer, data, reply


def authorized(url: str) -> str | None:
    prepared = requests.Request("GET", url).prepare()
    return BearerAuth("token", "https://app.asana.com/api/1.0")(prepared).headers.get(
        "Authorization"
    )


@pytest.mark.parametrize(
    "url", ["https://app.asana.com/x", "https://app.asana.com:443/", "https://APP.asana.com/x"]
)
def test_the_token_goes_to_the_origin_of_the_base_url(url: str) -> None:
    assert authorized(url) == "Bearer token"


@pytest.mark.parametrize(
    "url",
    [
        "http://app.asana.com/x",
        "https://app.asana.com:8443/x",
        "https://asana.com/x",
        "https://app.asana.com.evil.invalid/x",
        "https://evil.invalid/https://app.asana.com/",
        "https://app.asana.com@evil.invalid/",
    ],
)
def test_the_token_goes_nowhere_else(url: str) -> None:
    assert authorized(url) is None


def test_an_origin_is_scheme_host_and_port() -> None:
    assert origin("https://A.example/x") == ("https", "a.example", 443)
    assert origin("http://a.example:8080") == ("http", "a.example", 8080)


@pytest.mark.parametrize("token", [" 0/abc\n", b"0/abc", "0/abc"])
def test_a_token_is_taken_without_the_white_space_of_its_file(token: Any) -> None:
    assert token_text(token) == "0/abc"
    assert BearerSession(token, "https://a.example").token == {"access_token": "0/abc"}


@pytest.mark.parametrize("token", ["", " ", "a b", "a\r\nX: b", "a\x00", "zażółć"])
def test_what_is_no_token_is_refused_without_showing_it(token: str) -> None:
    with pytest.raises(ValueError, match="access token") as caught:
        token_text(token)
    assert not token.strip() or token not in str(caught.value)


def test_bytes_that_are_no_text_are_refused_without_showing_them() -> None:
    with pytest.raises(ValueError, match="must consist of printable ASCII") as caught:
        token_text(b"0/abc\xff")
    assert caught.value.__cause__ is None
    assert "abc" not in repr(caught.value)
    assert not isinstance(caught.value, UnicodeError)


@pytest.mark.parametrize("token", [None, 5, {"access_token": "x"}])
def test_a_token_is_a_string(token: Any) -> None:
    with pytest.raises(TypeError, match="the access token must be a string"):
        token_text(token)


# -- the session of a client with an access token


def test_the_token_can_be_replaced_and_removed() -> None:
    session = BearerSession(" 0/abc\n", "https://a.example")
    assert (session.access_token, session.authorized) == ("0/abc", True)
    session.token = {"access_token": "0/def", "token_type": "bearer"}
    assert (session.access_token, session.token) == ("0/def", {"access_token": "0/def"})
    for nothing in ({}, {"access_token": None}, {"access_token": " "}):
        session.token = nothing
        assert (session.access_token, session.token, session.authorized) == (None, {}, False)
        session.access_token = "0/ghi"
        assert session.authorized is True


def test_a_replaced_token_goes_to_the_base_url_of_the_settings(
    serve: Callable[..., FaultServer],
) -> None:
    server, other = serve(data({})), serve(data({}))
    session = BearerSession("0/abc", server.base_url)
    session.access_token = "0/def"
    for each in (server, other):
        session.get(f"{each.base_url}/x")
    session.settings = {"base_url": other.base_url}
    session.get(f"{other.base_url}/x")
    sent = [each.headers.get("authorization") for each in (*server.requests, *other.requests)]
    assert sent == ["Bearer 0/def", None, "Bearer 0/def"]


def test_the_origin_of_the_token_is_known() -> None:
    auth: Any = BearerSession("0/abc", "https://a.example", "the file of the token").auth
    assert (type(auth), auth.has_token, auth.source) == (BearerAuth, True, "the file of the token")
    auth = BearerSession(None, "https://a.example").auth
    assert (auth.has_token, auth.source) == (
        False,
        "the access token given to Client.access_token()",
    )


def test_a_session_with_a_token_has_the_attributes_of_an_oauth_session() -> None:
    session = BearerSession("0/abc", "https://a.example")
    names = ("auto_refresh_url", "client_id", "client_secret", "redirect_uri", "scope")
    assert [getattr(session, name) for name in (*names, "token_updater")] == [None] * 6
    assert session.auto_refresh_kwargs == {}
    refusal = (
        r"^this client has a fixed access token; for OAuth, use "
        r"asana\.Client\.oauth\(client_id=…, client_secret=…, redirect_uri=…\)$"
    )
    for name in ("authorization_url", "fetch_token", "refresh_token", "revoke"):
        with pytest.raises(TypeError, match=refusal):
            getattr(session, name)("https://a.example", code="x")


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickle.dumps])
def test_a_session_with_a_token_is_not_copied(copied: Callable[[Any], Any]) -> None:
    with pytest.raises(
        TypeError, match=r"^a session cannot be pickled or copied, because it holds"
    ):
        copied(BearerSession("0/abc", "https://a.example"))


def test_sessions_are_imported_when_they_are_needed() -> None:
    assert asana.session.AsanaOAuth2Session is asana.oauth.session.AsanaOAuth2Session
    with pytest.raises(AttributeError, match=r"^module 'asana.session' has no attribute 'Nothing'"):
        asana.session.Nothing  # noqa: B018


def test_the_adapters_of_a_session_respect_deadlines() -> None:
    session = Session()
    assert list(session.adapters) == ["https://", "http://"]
    assert {type(each) for each in session.adapters.values()} == {DeadlineAdapter}
    assert type(session.headers) is Headers
    assert dict(session.headers) == dict(requests.Session().headers)


# -- the adapter of the client's own sessions


def test_a_closed_pool_is_replaced(serve: Callable[..., FaultServer]) -> None:
    server = serve(data({}))
    session = Session()
    client = asana.Client(session, base_url=server.base_url)
    for _ in range(2):
        client.get("/x")
        session.close()
    client.get("/x")
    assert len(server.requests) == 3


def test_closing_the_session_closes_its_connections(serve: Callable[..., FaultServer]) -> None:
    server = serve(data({}))
    session = Session()
    asana.Client(session, base_url=server.base_url).get("/x")
    session.close()
    server.wait_closed()
    assert not any(thread.is_alive() for thread in server._threads[1:])


def test_many_hosts_are_not_remembered_for_ever(serve: Callable[..., FaultServer]) -> None:
    servers = [serve(data({"gid": str(number)})) for number in range(12)]
    client = asana.Client()
    for _ in range(2):
        for number, server in enumerate(servers):
            assert client.get("/x", base_url=server.base_url) == {"gid": str(number)}
    adapter: Any = client.session.get_adapter(servers[0].base_url)
    assert len(adapter._pools) <= MOST_POOLS


@pytest.mark.parametrize("path", ["/x?a=1#fragment", "?a=1", ""])
def test_the_session_can_be_used_by_itself(serve: Callable[..., FaultServer], path: str) -> None:
    server = serve(
        reply(200, b"caf\xe9", Content_Type="text/plain; charset=latin-1", Set_Cookie="a=1"),
        reply(200, b'{"a": 1}', Content_Type="application/json"),
    )
    root = f"http://127.0.0.1:{server.port}"
    with Session() as session:
        first = session.get(root + path)
        second = session.get(root + path)
    assert (first.text, first.cookies["a"]) == ("café", "1")
    assert (second.json(), second.encoding, second.reason) == ({"a": 1}, "utf-8", "Whatever")
    assert server.requests[0].target == {"": "/", "?a=1": "/?a=1"}.get(path, "/x?a=1")
    assert server.requests[1].headers["cookie"] == "a=1"
