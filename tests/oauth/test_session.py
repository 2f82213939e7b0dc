"""OAuth sessions, and the clients that use them."""

import subprocess
import sys

import pytest
import requests
import requests_oauthlib

import asana
from asana import error
from asana._http import sessions
from asana.session import AsanaOAuth2Session
from tests.oauth.app import (
    ACCESS,
    CALLBACK,
    DONE,
    NEW_ACCESS,
    REFUSED,
    RENEWED,
    SECRET,
    Serve,
    bearers,
    expired,
    oauth,
    saved,
    session_of,
)
from tests.reachable import everything_reachable


def test_neither_the_package_nor_its_clients_load_oauthlib() -> None:
    code = (
        "import sys, asana; asana.Client.access_token('x'); loaded = lambda: "
        "[m for m in ('oauthlib', 'requests_oauthlib', 'asana.oauth') if m in sys.modules]; "
        "print(loaded()); asana.session.AsanaOAuth2Session; print(len(loaded()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "3"]


def test_the_session_has_its_old_path_and_addresses() -> None:
    assert asana.session.AsanaOAuth2Session is AsanaOAuth2Session
    assert issubclass(AsanaOAuth2Session, requests_oauthlib.OAuth2Session)
    assert AsanaOAuth2Session.authorize_url == "https://app.asana.com/-/oauth_authorize"
    assert AsanaOAuth2Session.token_url == "https://app.asana.com/-/oauth_token"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        asana.session.nothing  # noqa: B018


def test_the_addresses_are_on_the_origin_of_the_base_url(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = session_of(oauth(base_url="https://asana.example:8443/api/1.0"))
    assert session.authorize_url == "https://asana.example:8443/-/oauth_authorize"
    assert session.token_url == "https://asana.example:8443/-/oauth_token"
    assert session.revoke_url == "https://asana.example:8443/-/oauth_revoke"
    assert session_of(oauth()).token_url == AsanaOAuth2Session.token_url
    monkeypatch.setenv("ASANA_BASE_URL", "http://localhost:8080/api/1.0")
    assert session_of(oauth()).token_url == "http://localhost:8080/-/oauth_token"
    assert AsanaOAuth2Session().token_url == "http://localhost:8080/-/oauth_token"


def test_the_session_takes_the_old_keywords(serve: Serve) -> None:
    server = serve(DONE)
    session = AsanaOAuth2Session(
        SECRET,
        client_id="42",
        redirect_uri=CALLBACK,
        scope=["default"],
        token=saved(),
        state="s" * 30,
        token_updater=print,
        auto_refresh_url="https://elsewhere.example/token",
        auto_refresh_kwargs={"more": "1"},
        pkce="S256",
        base_url=server.base_url,
    )
    assert asana.Client(session, base_url=server.base_url).get("/x") == {"gid": "1"}
    assert (session.client_id, session.client_secret, session.scope) == ("42", SECRET, ["default"])
    assert session.access_token == ACCESS
    assert session.authorization_url()[1] == "s" * 30


def test_a_token_alone_makes_a_client(serve: Serve) -> None:
    server = serve(REFUSED)
    client = asana.Client.oauth(token={"access_token": ACCESS}, base_url=server.base_url)
    with pytest.raises(error.NoAuthorizationError):
        client.get("/x")
    assert bearers(server) == [f"Bearer {ACCESS}"]


def test_options_are_the_client_s_and_the_rest_is_the_session_s() -> None:
    client = oauth(timeout=3, headers={"Asana-Enable": "a"}, state="s" * 30)
    assert (client.options["timeout"], client.headers) == (3, {"Asana-Enable": "a"})
    assert session_of(client).state == "s" * 30
    assert session_of(client.oauth("43", scope="default")).settings["timeout"] == 3
    with pytest.raises(TypeError, match="timeuot"):
        oauth(timeuot=3)


def test_what_cannot_be_is_refused_without_showing_it() -> None:
    for keywords in (
        {"pkce": "plain"},
        {"token": {"access_token": "canary\r\nX: y"}},
        {"token": {"access_token": b"canary\xff"}},
        {"client_secret": b"canary\xff"},
    ):
        with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is looked at
            oauth(**keywords)
        assert "canary" not in everything_reachable(caught.value)
    with pytest.raises(TypeError, match="token must be a dictionary, not str"):
        oauth(token=ACCESS)
    with pytest.raises(ValueError, match="client_id"):
        asana.Client.oauth().session.authorization_url()


def test_calls_go_straight_to_the_adapter(serve: Serve) -> None:
    session = session_of(oauth(serve(DONE), token=saved()))
    assert sessions.is_plain(session)
    assert type(session).request is requests.Session.request


def test_without_a_token_nothing_is_sent(serve: Serve) -> None:
    server = serve(DONE)
    client = oauth(server)
    assert not session_of(client).authorized
    with pytest.raises(error.NoAuthorizationError, match=r"there is no token.*authorization_url"):
        client.get("/x")
    assert server.requests == []


def test_a_session_used_by_hand_shows_the_token_to_asana_only(serve: Serve) -> None:
    server, other = serve(RENEWED, DONE), serve(DONE)
    session = session_of(oauth(server, token=expired()))
    session.get(server.base_url + "/users/me")
    session.get(other.base_url + "/users/me")
    assert bearers(server) == [f"Bearer {NEW_ACCESS}"]
    assert bearers(other) == []


def test_a_session_with_cookies_is_used_as_its_author_meant_it(serve: Serve) -> None:
    server = serve(RENEWED, REFUSED, RENEWED, DONE)
    client = oauth(server, token=expired())
    client.session.cookies.set("c", "1")
    assert client.get("/x") == {"gid": "1"}
    assert [r.headers.get("cookie") for r in server.requests] == ["c=1"] * 4
