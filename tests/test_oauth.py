"""OAuth against a server on real sockets: consent, tokens, renewal, and what must not leak."""

import base64
import copy
import hashlib
import hmac
import io
import json
import logging
import pickle
import socket
import subprocess
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, urlsplit

import pytest
import requests
import requests_oauthlib

import asana
from asana import error, response, transport
from asana.session import AsanaOAuth2Session
from tests import faults
from tests.faults import Act, FaultServer, Wire, data, failure, hang_up, reply, reset
from tests.test_transport import everything_reachable

Serve = Callable[..., FaultServer]
Sleeps = list[float]

# Each is found wherever it leaks to.
ACCESS, NEW_ACCESS = "0/access-canary", "0/new-access-canary"
REFRESH, NEW_REFRESH = "0/refresh-canary", "0/new-refresh-canary"
SECRET, CODE, VERIFIER = "secret-canary", "0/code-canary", "verifier-canary-" + "v" * 40
SECRETS = (ACCESS, NEW_ACCESS, REFRESH, NEW_REFRESH, SECRET, CODE, VERIFIER)

OOB = "urn:ietf:wg:oauth:2.0:oob"
CALLBACK = "https://app.example/callback"
DONE = data({"gid": "1"})
REFUSED = failure(401, "Not Authorized")


def answer(status: int = 200, **fields: Any) -> Act:
    return reply(status, json.dumps(fields).encode(), Content_Type="application/json")


GRANTED = answer(
    access_token=NEW_ACCESS,
    token_type="bearer",
    expires_in=3600,
    refresh_token=NEW_REFRESH,
    data={"gid": "7", "name": "Greg"},
)
RENEWED = answer(access_token=NEW_ACCESS, token_type="bearer", expires_in=3600)


def saved(**more: Any) -> dict[str, Any]:
    token = {"access_token": ACCESS, "token_type": "bearer", "refresh_token": REFRESH}
    return {**token, **more}


def expired() -> dict[str, Any]:
    return saved(expires_in=3600, expires_at=time.time() - 5)


def session_of(client: asana.Client) -> AsanaOAuth2Session:
    assert isinstance(client.session, AsanaOAuth2Session)
    return client.session


def oauth(server: FaultServer | None = None, **keywords: Any) -> asana.Client:
    if server is not None:
        keywords.setdefault("base_url", server.base_url)
    keywords.setdefault("client_secret", SECRET)
    keywords.setdefault("redirect_uri", CALLBACK)
    return asana.Client.oauth("42", **keywords)


def query(url: str) -> dict[str, str]:
    found = parse_qs(urlsplit(url).query, strict_parsing=True)
    assert all(len(values) == 1 for values in found.values())
    return {name: values[0] for name, values in found.items()}


def form(request: faults.Received) -> dict[str, str]:
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert "authorization" not in request.headers
    return dict(parse_qsl(request.body.decode(), strict_parsing=True))


def bearers(server: FaultServer) -> list[str]:
    return [r.headers["authorization"] for r in server.requests if "authorization" in r.headers]


def challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


# -- the session


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
    with pytest.raises(TypeError, match="a token is a dictionary, not str"):
        oauth(token=ACCESS)
    with pytest.raises(ValueError, match="client_id"):
        asana.Client.oauth().session.authorization_url()  # type: ignore[attr-defined]


def test_calls_go_straight_to_the_adapter(serve: Serve) -> None:
    session = session_of(oauth(serve(DONE), token=saved()))
    assert transport._is_plain(session)
    assert type(session).request is requests.Session.request


def test_without_a_token_nothing_is_sent(serve: Serve) -> None:
    server = serve(DONE)
    client = oauth(server)
    assert not session_of(client).authorized
    with pytest.raises(error.OAuthError, match=r"there is no token.*authorization_url"):
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


# -- consent


def test_the_url_for_the_user(serve: Serve) -> None:
    session = session_of(oauth(scope=["tasks:read", "users:read"]))
    url, state = session.authorization_url(prompt="consent")
    verifier = session.code_verifier
    assert verifier is not None
    assert url.startswith("https://app.asana.com/-/oauth_authorize?")
    assert query(url) == {
        "response_type": "code",
        "client_id": "42",
        "redirect_uri": CALLBACK,
        "scope": "tasks:read users:read",
        "state": state,
        "code_challenge_method": "S256",
        "code_challenge": challenge(verifier),
        "prompt": "consent",
    }
    assert 43 <= len(verifier) <= 128
    assert verifier not in url


@pytest.mark.parametrize(
    ("scope", "sent"),
    [("default", "default"), ("a:read b:read", "a:read b:read"), ({"b", "a"}, "a b"), ([], None)],
)
def test_scopes_are_a_list_or_a_text(scope: Any, sent: str | None) -> None:
    assert query(session_of(oauth(scope=scope)).authorization_url()[0]).get("scope") == sent


def test_states_are_long_and_new_each_time() -> None:
    session = session_of(oauth())
    states = {session.authorization_url()[1] for _ in range(100)}
    assert len(states) == 100
    assert all(len(base64.urlsafe_b64decode(s + "=" * (-len(s) % 4))) * 8 >= 128 for s in states)


def test_a_state_of_one_s_own(serve: Serve) -> None:
    session = session_of(oauth(serve(GRANTED), state=lambda: "mine" * 10))
    assert session.authorization_url()[1] == "mine" * 10
    assert session.authorization_url(state="other" * 10)[1] == "other" * 10
    with pytest.raises(ValueError, match="128 bits"):
        session.authorization_url(state="short")


def test_without_pkce_no_challenge_goes_out(serve: Serve) -> None:
    server = serve(GRANTED)
    session = session_of(oauth(server, pkce=False))
    url, state = session.authorization_url()
    assert "code_challenge" not in query(url)
    session.fetch_token(code=CODE, state=state)
    assert "code_verifier" not in form(server.requests[0])


# -- codes


def test_a_code_becomes_a_token(serve: Serve) -> None:
    server = serve(GRANTED, DONE)
    client = oauth(server)
    session = session_of(client)
    _, state = session.authorization_url()
    verifier = session.code_verifier
    token = session.fetch_token(code=CODE, state=state)
    assert server.requests[0].target == "/-/oauth_token"
    assert form(server.requests[0]) == {
        "grant_type": "authorization_code",
        "client_id": "42",
        "client_secret": SECRET,
        "redirect_uri": CALLBACK,
        "code": CODE,
        "code_verifier": verifier,
    }
    assert token == session.token
    assert (token["access_token"], token["refresh_token"]) == (NEW_ACCESS, NEW_REFRESH)
    assert token["data"] == {"gid": "7", "name": "Greg"}
    assert 3590 < token["expires_at"] - time.time() <= 3601
    assert session.authorized
    client.get("/x")
    assert bearers(server) == [f"Bearer {NEW_ACCESS}"]


def test_the_session_that_made_the_url_needs_the_code_alone(serve: Serve) -> None:
    server = serve(GRANTED)
    session = session_of(oauth(server, redirect_uri=OOB))
    url, _ = session.authorization_url()
    session.fetch_token(code=CODE)
    sent = form(server.requests[0])
    assert sent["redirect_uri"] == query(url)["redirect_uri"] == OOB
    assert challenge(sent["code_verifier"]) == query(url)["code_challenge"]


def test_the_whole_url_will_do(serve: Serve) -> None:
    server = serve(GRANTED)
    session = session_of(oauth(server))
    _, state = session.authorization_url()
    session.fetch_token(authorization_response=f"{CALLBACK}?code={CODE}&state={state}")
    assert form(server.requests[0])["code"] == CODE


def test_a_new_session_finds_the_verifier_by_the_state(serve: Serve) -> None:
    server = serve(GRANTED)
    url, state = session_of(oauth(server)).authorization_url()
    session_of(oauth(server)).fetch_token(code=CODE, state=state)
    sent = form(server.requests[0])
    assert challenge(sent["code_verifier"]) == query(url)["code_challenge"]
    # The state is seen by the browser; the verifier cannot be found without the secret.
    _, same = session_of(oauth(server)).authorization_url(state=state)
    other = session_of(oauth(server, client_secret="another"))
    other.authorization_url(state=same)
    assert other.code_verifier != sent["code_verifier"]


def test_a_new_session_may_be_made_with_the_state(serve: Serve) -> None:
    server = serve(GRANTED)
    url, state = session_of(oauth(server)).authorization_url()
    with pytest.raises(error.OAuthStateError):
        session_of(oauth(server, state=state)).fetch_token(code=CODE, state="x" * 43)
    session_of(oauth(server, state=state)).fetch_token(code=CODE, state=state)
    verifier = form(server.requests[0])["code_verifier"]
    assert challenge(verifier) == query(url)["code_challenge"]


def test_an_app_without_a_secret_keeps_the_verifier(serve: Serve) -> None:
    server = serve(GRANTED)
    first = session_of(oauth(server, client_secret=None))
    _, state = first.authorization_url()
    with pytest.raises(ValueError, match="code_verifier="):
        session_of(oauth(server, client_secret=None)).fetch_token(code=CODE, state=state)
    assert server.requests == []
    second = session_of(oauth(server, client_secret=None))
    second.fetch_token(code=CODE, state=state, code_verifier=first.code_verifier)
    sent = form(server.requests[0])
    assert sent["code_verifier"] == first.code_verifier
    assert "client_secret" not in sent


def test_the_verifier_stands_for_the_state(serve: Serve) -> None:
    server = serve(GRANTED)
    session_of(oauth(server)).fetch_token(code=CODE, code_verifier=VERIFIER)
    assert form(server.requests[0])["code_verifier"] == VERIFIER


def test_a_state_that_differs_is_refused_before_anything_is_sent(serve: Serve) -> None:
    server = serve(GRANTED)
    session = session_of(oauth(server))
    _, state = session.authorization_url()
    other = state[:-1] + ("a" if state[-1] != "a" else "b")
    for wrong in (other, "", "ż" * 43):
        with pytest.raises(error.OAuthStateError, match="not the one expected"):
            session.fetch_token(code=CODE, state=wrong)
    for wrong in (f"?code={CODE}&state={other}", f"?code={CODE}", "?error=access_denied&state=x"):
        with pytest.raises(error.OAuthStateError):
            session.fetch_token(authorization_response=CALLBACK + wrong)
    with pytest.raises(error.OAuthStateError):
        session.fetch_token(
            authorization_response=f"{CALLBACK}?code={CODE}&state={state}", state=other
        )
    assert server.requests == []
    session.fetch_token(code=CODE, state=state)  # the right one is not spoilt by wrong ones


def test_a_new_session_compares_the_url_with_the_state_it_is_given(serve: Serve) -> None:
    server = serve(GRANTED)
    _, state = session_of(oauth(server)).authorization_url()
    with pytest.raises(error.OAuthStateError):
        session_of(oauth(server)).fetch_token(
            authorization_response=f"{CALLBACK}?code={CODE}&state=forged", state=state
        )
    assert server.requests == []


@pytest.mark.parametrize("how", ["code", "authorization_response"])
def test_a_new_session_does_not_take_a_code_without_its_state(serve: Serve, how: str) -> None:
    server = serve(GRANTED)
    given = {"code": CODE, "authorization_response": f"{CALLBACK}?code={CODE}&state={'s' * 43}"}
    with pytest.raises(error.OAuthStateError, match=r"does not know the state.*state=") as caught:
        session_of(oauth(server)).fetch_token(**{how: given[how]})
    assert server.requests == []
    assert CODE not in everything_reachable(caught.value)


def test_an_app_that_gave_up_pkce_compares_the_state_itself(serve: Serve) -> None:
    server = serve(GRANTED)
    session_of(oauth(server, pkce=False)).fetch_token(code=CODE)
    assert form(server.requests[0])["code"] == CODE


def test_a_state_serves_once(serve: Serve) -> None:
    server = serve(answer(400, error="invalid_grant"), GRANTED)
    session = session_of(oauth(server))
    _, state = session.authorization_url()
    with pytest.raises(error.OAuthGrantError):
        session.fetch_token(code=CODE, state=state)
    with pytest.raises(error.OAuthStateError, match="used already"):
        session.fetch_token(code=CODE, state=state)
    with pytest.raises(error.OAuthStateError):
        session.fetch_token(code=CODE)
    assert len(server.requests) == 1


def test_a_state_serves_one_of_many_threads(serve: Serve) -> None:
    server = serve(GRANTED)
    session = session_of(oauth(server))
    _, state = session.authorization_url()

    def fetch(_: int) -> bool:
        try:
            session.fetch_token(code=CODE, state=state)
        except error.OAuthStateError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(fetch, range(8))) == 1
    assert len(server.requests) == 1


def test_states_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return False

    monkeypatch.setattr(hmac, "compare_digest", compare)
    session = session_of(oauth())
    _, state = session.authorization_url()
    with pytest.raises(error.OAuthStateError):
        session.fetch_token(code=CODE, state=state)
    assert compared == [(state.encode(), state.encode())]


def test_fetching_needs_a_code(serve: Serve) -> None:
    session = session_of(oauth(serve(GRANTED)))
    _, state = session.authorization_url()
    for nothing in ({}, {"code": ""}, {"authorization_response": f"{CALLBACK}?state={state}"}):
        with pytest.raises(ValueError, match="code="):
            session.fetch_token(**nothing)


def test_old_and_unknown_keywords_of_fetching(serve: Serve) -> None:
    session = session_of(oauth(serve(GRANTED)))
    session.authorization_url()
    session.fetch_token(code=CODE, include_client_id=True, timeout=3)
    session.authorization_url()
    with pytest.raises(TypeError, match="no option 'timeuot'"):
        session.fetch_token(code=CODE, timeuot=3)
    with pytest.raises(ValueError, match="timeout"):
        session.fetch_token(code=CODE, timeout=-3)
    session.fetch_token(code=CODE)  # a mistake in the call does not use up the state


# -- refusals


def fetch(session: AsanaOAuth2Session) -> None:
    _, state = session.authorization_url()
    session.fetch_token(code=CODE, state=state)


def test_a_user_who_does_not_agree(serve: Serve) -> None:
    server = serve(GRANTED)
    session = session_of(oauth(server))
    _, state = session.authorization_url()
    url = f"{CALLBACK}?error=access_denied&error_description=The+user+said+no.&state={state}"
    with pytest.raises(error.OAuthDeniedError, match="has no access") as caught:
        session.fetch_token(authorization_response=url)
    assert (caught.value.error, caught.value.description) == ("access_denied", "The user said no.")
    with pytest.raises(error.OAuthDeniedError):
        session_of(oauth(server)).fetch_token(authorization_response=url)
    assert server.requests == []


@pytest.mark.parametrize(
    ("status", "code", "kind", "todo"),
    [
        (400, "invalid_grant", error.OAuthGrantError, "agree again"),
        (401, "invalid_client", error.OAuthClientError, "client_secret"),
        (400, "unauthorized_client", error.OAuthClientError, "client_secret"),
        (400, "unsupported_grant_type", error.OAuthError, "authorization_url"),
        (200, "invalid_grant", error.OAuthGrantError, "agree again"),
    ],
)
def test_refusals_of_the_token_endpoint(
    serve: Serve, status: int, code: str, kind: type[error.OAuthError], todo: str
) -> None:
    words = f"The `code` {CODE} was\r\ninvalid: {SECRET}."
    server = serve(answer(status, error=code, error_description=words, error_uri="https://x"))
    with pytest.raises(kind, match=todo) as caught:
        fetch(session_of(oauth(server)))
    failed = caught.value
    assert type(failed) is kind
    assert isinstance(failed, asana.AsanaError)
    assert (failed.error, failed.status) == (code, status)
    assert failed.description == "The `code` [redacted] was  invalid: [redacted]."
    assert str(failed).startswith(f"OAuth: {code}: The `code` [redacted] was")
    assert (failed.method, failed.path) == ("POST", "/-/oauth_token")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [
        (failure(400), error.OAuthError),
        (reply(401), error.OAuthClientError),
        (reply(404, b"<html>" + CODE.encode()), error.OAuthError),
        (answer(400, error=["x"], error_description=5), error.OAuthError),
    ],
)
def test_refusals_without_words(serve: Serve, refusal: Act, kind: type[error.OAuthError]) -> None:
    with pytest.raises(error.OAuthError) as caught:
        fetch(session_of(oauth(serve(refusal))))
    assert type(caught.value) is kind
    assert (caught.value.error, caught.value.description) == (None, None)


UNUSABLE: dict[str, Act] = {
    "reset": reset,
    "closed": hang_up,
    "cut": faults.raw(b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"access_token":'),
    "500": failure(500, NEW_ACCESS),
    "502 with HTML": reply(502, b"<html>"),
    "503 with Retry-After": failure(503, Retry_After="1"),
    "HTML": reply(200, b"<html>" + NEW_ACCESS.encode()),
    "empty": reply(200),
    "a list": reply(200, json.dumps([NEW_ACCESS]).encode()),
    "text": reply(200, json.dumps(NEW_ACCESS).encode()),
    "JSON that is cut": reply(200, f'{{"access_token": "{NEW_ACCESS}", '.encode()),
    "JSON too deep": faults.too_deep,
    "no token": answer(token_type="bearer", refresh_token=NEW_REFRESH),
    "a token that is none": answer(access_token=f"{NEW_ACCESS}\r\nX: y", token_type="bearer"),
    "a token that is a number": answer(access_token=5, token_type="bearer"),
    "a senseless expiry": answer(access_token=NEW_ACCESS, expires_in="soon"),
    "an endless expiry": reply(
        200, f'{{"access_token":"{NEW_ACCESS}","expires_in":1e999}}'.encode()
    ),
    "redirect 302": reply(302, Location="/elsewhere"),
    "redirect 307": reply(307, Location="/elsewhere"),
}


@pytest.mark.parametrize("fault", UNUSABLE.values(), ids=UNUSABLE.keys())
def test_an_exchange_is_never_repeated(serve: Serve, sleeps: Sleeps, fault: Act) -> None:
    server = serve(fault, GRANTED)
    session = session_of(oauth(server, retry_writes=True))
    with pytest.raises(error.OAuthUnavailableError, match=r"no usable answer.*Try again") as caught:
        fetch(session)
    assert isinstance(caught.value.cause, asana.AsanaError)
    assert caught.value.status == caught.value.cause.status
    assert (caught.value.method, caught.value.path) == ("POST", "/-/oauth_token")
    assert not isinstance(caught.value, error.RetryableAsanaError | error.UnknownOutcomeError)
    assert len(server.requests) == 1
    assert not session.authorized


@pytest.mark.parametrize("fault", UNUSABLE.values(), ids=UNUSABLE.keys())
def test_a_lost_answer_to_a_refresh_keeps_the_old_token(
    serve: Serve, sleeps: Sleeps, fault: Act
) -> None:
    server = serve(fault, RENEWED, DONE)
    token = expired()
    updated: list[Any] = []
    client = oauth(server, token=token, token_updater=updated.append)
    with pytest.raises(error.OAuthUnavailableError, match="The old token is kept"):
        client.post("/x")
    assert len(server.requests) == 1
    assert session_of(client).token == token
    assert updated == []
    assert client.post("/x") == {"gid": "1"}  # the next call tries again
    assert [r.target for r in server.requests[1:]] == ["/-/oauth_token", "/api/1.0/x"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_secret_follows_a_redirect(serve: Serve, status: int) -> None:
    other = serve(GRANTED)
    for target in (f"{other.base_url}/steal", "/elsewhere"):
        server = serve(reply(status, Location=target), GRANTED)
        with pytest.raises(error.OAuthUnavailableError, match="redirected elsewhere"):
            fetch(session_of(oauth(server)))
        assert len(server.requests) == 1
    assert other.connections == 0


def test_what_never_arrived_is_sent_again(sleeps: Sleeps) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(error.OAuthUnavailableError) as caught:
        fetch(session_of(oauth(base_url=f"http://127.0.0.1:{port}", max_retries=2)))
    assert isinstance(caught.value.cause, error.ConnectionFailedError)
    assert len(sleeps) == 2


def test_rate_limits_of_the_token_endpoint_are_waited_out(serve: Serve, sleeps: Sleeps) -> None:
    server = serve(failure(429, Retry_After="7"), GRANTED)
    fetch(session_of(oauth(server)))
    assert sleeps == [7.0]


def test_the_token_endpoint_obeys_timeout_and_deadline(
    serve: Serve, advance: Callable[[float], None]
) -> None:
    with pytest.raises(error.OAuthUnavailableError) as caught:
        fetch(session_of(oauth(serve(faults.silence), timeout=0.1)))
    assert isinstance(caught.value.cause, error.ReadTimeoutError)
    drip = faults.drip(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", b" ", advance)
    with pytest.raises(error.OAuthUnavailableError) as caught:
        fetch(session_of(oauth(serve(drip), deadline=10)))
    assert isinstance(caught.value.cause, error.DeadlineExceededError)


def test_the_answer_has_a_cap(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response, "BODY_CAP", 1000)
    with pytest.raises(error.OAuthUnavailableError, match="too large"):
        fetch(session_of(oauth(serve(reply(200, b" " * 2000)))))


# -- plain http


@pytest.mark.parametrize("variable", [None, "OAUTHLIB_INSECURE_TRANSPORT"])
def test_plain_http_is_for_this_machine_only(
    monkeypatch: pytest.MonkeyPatch, variable: str | None
) -> None:
    if variable:
        monkeypatch.setenv(variable, "1")
    plain = "http://asana.invalid/api/1.0"
    session = session_of(oauth(base_url=plain, token=saved()))
    for send in (
        session.authorization_url,
        session.refresh_token,
        session.revoke,
        lambda: session.fetch_token(code=CODE, code_verifier=VERIFIER),
        lambda: oauth(base_url=plain, token=saved()).get("/x"),
        lambda: oauth(redirect_uri="http://app.invalid/cb").session.authorization_url(),  # type: ignore[attr-defined]
        lambda: session_of(oauth()).fetch_token(
            authorization_response=f"http://app.invalid/cb?code={CODE}&state=x"
        ),
    ):
        with pytest.raises(ValueError, match="https only, or to this machine") as caught:
            send()
        assert not any(secret in everything_reachable(caught.value) for secret in SECRETS)
    with pytest.raises(ValueError, match="https only"):
        session_of(oauth(token=saved())).refresh_token("http://asana.invalid/token")


def test_plain_http_to_this_machine_will_do(serve: Serve) -> None:
    server = serve(GRANTED)
    session = session_of(oauth(server, redirect_uri="http://localhost:5000/cb"))
    url, state = session.authorization_url()
    assert url.startswith(f"http://127.0.0.1:{server.port}/-/oauth_authorize?")
    session.fetch_token(
        authorization_response=f"http://localhost:5000/cb?code={CODE}&state={state}"
    )
    assert session.authorized


# -- renewal


def test_a_token_is_renewed_before_it_expires(serve: Serve) -> None:
    server = serve(RENEWED, DONE)
    client = oauth(server, token=saved(expires_in=3600, expires_at=time.time() + 30))
    assert client.get("/x") == {"gid": "1"}
    assert form(server.requests[0]) == {
        "grant_type": "refresh_token",
        "client_id": "42",
        "client_secret": SECRET,
        "refresh_token": REFRESH,
    }
    assert bearers(server) == [f"Bearer {NEW_ACCESS}"]
    client.get("/x")
    assert len(server.requests) == 3


def test_a_refresh_without_a_new_refresh_token_keeps_the_old(serve: Serve) -> None:
    session = session_of(oauth(serve(RENEWED), token=expired()))
    assert session.refresh_token()["refresh_token"] == REFRESH
    assert session.token["access_token"] == NEW_ACCESS
    session = session_of(oauth(serve(GRANTED), token=expired()))
    assert session.refresh_token()["refresh_token"] == NEW_REFRESH == session.token["refresh_token"]


@pytest.mark.parametrize(
    ("more", "due"),
    [
        ({}, False),
        ({"expires_in": 3600}, False),
        ({"expires_in": 3600, "expires_at": 3000}, False),
        ({"expires_in": 3600, "expires_at": 50}, True),
        ({"expires_in": "3600", "expires_at": "-1"}, True),
        ({"expires_at": -1.5}, True),
        ({"expires_in": 20, "expires_at": 10}, False),
        ({"expires_in": 20, "expires_at": 1}, True),
        ({"expires_at": "tomorrow"}, False),
        ({"expires_at": None, "expires_in": None}, False),
    ],
)
def test_when_a_saved_token_is_due(serve: Serve, more: dict[str, Any], due: bool) -> None:
    server = serve(*([RENEWED] if due else []), DONE)
    at = more.get("expires_at")
    if isinstance(at, float | int):
        more = {**more, "expires_at": time.time() + at}
    elif at and at.lstrip("-").isdigit():
        more = {**more, "expires_at": str(time.time() + int(at))}
    token = saved(**more)
    kept = dict(token)
    assert oauth(server, token=token).get("/x") == {"gid": "1"}
    assert len(server.requests) == (2 if due else 1)
    assert token == kept


def test_a_token_that_is_refused_is_renewed_once(serve: Serve) -> None:
    server = serve(REFUSED, RENEWED, DONE)
    client = oauth(server, token=saved())
    assert client.post("/x", {"name": "x"}) == {"gid": "1"}
    assert bearers(server) == [f"Bearer {ACCESS}", f"Bearer {NEW_ACCESS}"]
    assert server.requests[0].body == server.requests[2].body

    server = serve(REFUSED, RENEWED, REFUSED)
    with pytest.raises(error.NoAuthorizationError):
        oauth(server, token=saved()).get("/x")
    assert len(server.requests) == 3


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_a_refused_request_goes_again_whatever_it_is(serve: Serve, method: str) -> None:
    server = serve(REFUSED, RENEWED, DONE)
    assert oauth(server, token=saved()).request(method, "/x") == {"gid": "1"}


def test_a_renewed_upload_is_sent_whole(serve: Serve) -> None:
    server = serve(REFUSED, RENEWED, DONE)
    client = oauth(server, token=saved())
    client.post("/attachments", files={"file": ("a.txt", io.BytesIO(b"content"), "text/plain")})
    assert b"content" in server.requests[0].body
    assert server.requests[0].body == server.requests[2].body


def test_an_upload_that_cannot_be_rewound_is_not_sent_in_part(serve: Serve) -> None:
    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *args: Any) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    server = serve(REFUSED, RENEWED, DONE)
    client = oauth(server, token=saved())
    with pytest.raises(error.NoAuthorizationError):
        client.post("/attachments", files={"file": ("a.txt", Stream(b"content"), "text/plain")})
    assert [r.target for r in server.requests] == ["/api/1.0/attachments", "/-/oauth_token"]
    assert client.get("/x") == {"gid": "1"}


def test_the_deadline_of_a_call_holds_after_a_refresh_too(
    serve: Serve, advance: Callable[[float], None]
) -> None:
    drip = faults.drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b" ", advance)
    server = serve(RENEWED, drip)
    with pytest.raises(error.DeadlineExceededError):
        oauth(server, token=expired()).get("/x", deadline=10)
    assert len(server.requests) == 2


def test_a_token_that_cannot_be_renewed_is_shown_as_it_is(serve: Serve) -> None:
    for client in (
        oauth(server := serve(REFUSED), token={"access_token": ACCESS, "expires_at": 1}),
        asana.Client.oauth(token=expired(), base_url=server.base_url),
    ):
        with pytest.raises(error.NoAuthorizationError):
            client.get("/x")
    assert bearers(server) == [f"Bearer {ACCESS}"] * 2


def test_a_refresh_that_is_refused(serve: Serve) -> None:
    server = serve(answer(400, error="invalid_grant", error_description=f"{REFRESH} was revoked"))
    client = oauth(server, token=expired())
    with pytest.raises(error.OAuthGrantError, match="agree again"):
        client.get("/x")
    assert session_of(client).token["access_token"] == ACCESS
    assert len(server.requests) == 1


def test_the_updater_has_the_token_before_asana_does(serve: Serve) -> None:
    server = serve(RENEWED, DONE)
    calls: list[tuple[dict[str, Any], int]] = []
    client = oauth(
        server, token=expired(), token_updater=lambda t: calls.append((t, len(server.requests)))
    )
    client.get("/x")
    ((token, sent),) = calls
    assert sent == 1
    assert token == session_of(client).token
    assert (token["access_token"], token["refresh_token"]) == (NEW_ACCESS, REFRESH)
    token.clear()
    assert session_of(client).authorized


def test_an_updater_that_fails_does_not_lose_the_token(serve: Serve) -> None:
    client = oauth(serve(RENEWED, DONE), token=expired(), token_updater=lambda token: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        client.get("/x")
    assert session_of(client).token["access_token"] == NEW_ACCESS
    assert client.get("/x") == {"gid": "1"}


def test_an_updater_may_use_the_client(serve: Serve) -> None:
    server = serve(RENEWED, REFUSED, DONE)
    refused: list[bool] = []

    def update(token: dict[str, Any]) -> None:
        try:
            client.get("/users/me")
        except error.NoAuthorizationError:
            refused.append(True)  # the new token is not out before it is saved

    client = oauth(server, token=expired(), token_updater=update)
    client.get("/x")
    assert refused == [True]
    assert bearers(server) == [f"Bearer {ACCESS}", f"Bearer {NEW_ACCESS}"]


def test_settings_of_requests_oauthlib_for_renewal(serve: Serve) -> None:
    server, elsewhere = serve(DONE), serve(RENEWED)
    client = asana.Client.oauth(
        client_id="42",
        token=expired(),
        auto_refresh_url=f"http://127.0.0.1:{elsewhere.port}/token",
        auto_refresh_kwargs={"client_id": "43", "client_secret": SECRET},
        base_url=server.base_url,
    )
    client.get("/x")
    sent = form(elsewhere.requests[0])
    assert (sent["client_id"], sent["client_secret"]) == ("43", SECRET)


def test_refreshing_as_with_requests_oauthlib(serve: Serve) -> None:
    server = serve(RENEWED)
    session = session_of(asana.Client.oauth("42", token=saved(), base_url=server.base_url))
    session.refresh_token(
        session.token_url, refresh_token="another", client_id="43", client_secret=SECRET, timeout=3
    )
    assert form(server.requests[0]) == {
        "grant_type": "refresh_token",
        "client_id": "43",
        "client_secret": SECRET,
        "refresh_token": "another",
    }
    assert session.token["refresh_token"] == "another"
    for token in ({}, {"access_token": ACCESS}):
        with pytest.raises(ValueError, match="no refresh token"):
            session_of(oauth(server, token=token)).refresh_token()


def test_a_token_can_be_set(serve: Serve) -> None:
    server = serve(DONE)
    client = oauth(server)
    session_of(client).token = {"access_token": "0/set"}
    client.get("/x")
    assert bearers(server) == ["Bearer 0/set"]
    assert session_of(client).access_token == "0/set"


# -- many threads


def many(client: asana.Client, threads: int = 16) -> list[Any]:
    """Call from many threads at once; return the results, or what was raised."""
    start = threading.Barrier(threads)

    def call(_: int) -> Any:
        start.wait(10)
        try:
            return client.get("/x")
        except asana.AsanaError as failed:
            return failed

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(call, range(threads)))


def two_servers(serve: Serve, api: list[Act], tokens: list[Act], **keywords: Any) -> Any:
    """Return a client, the server of the API, and the server of its token endpoint."""
    server, endpoint = serve(*api), serve(*tokens)
    client = oauth(server, **keywords)
    session_of(client).token_url = f"http://127.0.0.1:{endpoint.port}/-/oauth_token"
    return client, server, endpoint


class Waiting:
    """Stands for the lock of a session, and counts who has come to it."""

    def __init__(self, session: Any) -> None:
        self.count = 0
        self._lock = session._lock
        self._came = threading.Condition()
        session._lock = self

    def acquire(self, **how: Any) -> Any:
        with self._came:
            self.count += 1
            self._came.notify_all()
        return self._lock.acquire(**how)

    def release(self) -> None:
        self._lock.release()

    def all_of(self, threads: int, act: Act) -> Act:
        """Answer when all of them have come."""

        def late(wire: Wire) -> bool:
            with self._came:
                assert self._came.wait_for(lambda: self.count >= threads, 10)
            return act(wire)

        return late


def test_many_threads_with_an_expired_token_make_one_refresh(serve: Serve) -> None:
    updated: list[Any] = []
    client, server, endpoint = two_servers(
        serve, [DONE], [RENEWED], token=expired(), token_updater=updated.append
    )
    endpoint.acts = [Waiting(session_of(client)).all_of(16, RENEWED)]
    assert many(client) == [{"gid": "1"}] * 16
    assert len(endpoint.requests) == len(updated) == 1
    assert set(bearers(server)) == {f"Bearer {NEW_ACCESS}"}


def test_many_threads_whose_token_is_refused_make_one_refresh(serve: Serve) -> None:
    together = threading.Barrier(16)

    def refuse(wire: Wire) -> bool:
        together.wait(10)  # all have shown the old token before any is refused
        return REFUSED(wire)

    client, server, endpoint = two_servers(serve, [refuse] * 16 + [DONE], [RENEWED], token=saved())
    assert many(client) == [{"gid": "1"}] * 16
    assert len(endpoint.requests) == 1
    assert bearers(server) == [f"Bearer {ACCESS}"] * 16 + [f"Bearer {NEW_ACCESS}"] * 16


def test_threads_that_wait_for_a_refresh_share_its_failure(serve: Serve) -> None:
    client, server, endpoint = two_servers(serve, [DONE], [RENEWED], token=expired())
    endpoint.acts.insert(0, Waiting(session_of(client)).all_of(16, hang_up))
    failed = many(client)
    assert {type(each) for each in failed} == {error.OAuthUnavailableError}
    assert len({id(each) for each in failed}) == 16
    assert len(endpoint.requests) == 1
    assert server.requests == []
    assert client.get("/x") == {"gid": "1"}


def test_no_thread_waits_for_a_refresh_beyond_its_deadline(serve: Serve) -> None:
    hold = threading.Event()

    def held(wire: Wire) -> bool:
        hold.wait(10)
        return hang_up(wire)

    client, _, endpoint = two_servers(serve, [DONE], [held, faults.silence], token=expired())
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(client.get, "/x")
        while not endpoint.requests:
            time.sleep(0.001)
        with pytest.raises(error.DeadlineExceededError):
            client.get("/x", deadline=0.1)
        assert not first.done()
        hold.set()
        with pytest.raises(error.OAuthUnavailableError):
            first.result()
    with pytest.raises(error.OAuthUnavailableError) as caught:
        client.get("/x", deadline=0.1)
    assert isinstance(caught.value.cause, error.DeadlineExceededError)


# -- revoking


def test_revoking_gives_the_refresh_token_back(serve: Serve) -> None:
    server = serve(reply(200, b"{}"))
    client = oauth(server, token=saved())
    session_of(client).revoke()
    assert server.requests[0].target == "/-/oauth_revoke"
    assert form(server.requests[0]) == {
        "client_id": "42",
        "client_secret": SECRET,
        "token": REFRESH,
    }
    assert session_of(client).token == {}
    assert not session_of(client).authorized
    with pytest.raises(error.OAuthError, match="there is no token"):
        client.get("/x")
    with pytest.raises(ValueError, match="no refresh token"):
        session_of(client).revoke()


def test_revoking_may_be_repeated(serve: Serve, sleeps: Sleeps) -> None:
    server = serve(hang_up, failure(500), reply(200))
    session = session_of(oauth(server, token=saved()))
    session.revoke(timeout=3)
    assert len(server.requests) == 3
    assert not session.authorized


def test_revoking_that_is_refused_keeps_the_token(serve: Serve) -> None:
    server = serve(answer(400, error="invalid_request", error_description=f"{REFRESH}?"))
    session = session_of(oauth(server, token=saved()))
    with pytest.raises(error.OAuthError, match=r"invalid_request: \[redacted\]\?"):
        session.revoke()
    assert session.authorized


# -- what must not leak


def consent(server: FaultServer) -> None:
    session = session_of(oauth(server))
    _, state = session.authorization_url()
    session.fetch_token(code=CODE, state=state, code_verifier=VERIFIER)


def renew(server: FaultServer) -> None:
    oauth(server, token=expired()).get("/x")


def renew_refused(server: FaultServer) -> None:
    server.acts.insert(0, REFUSED)
    oauth(server, token=saved()).get("/x")


def revoke(server: FaultServer) -> None:
    session_of(oauth(server, token=saved(), max_retries=0)).revoke()


ECHO = {"error_description": " ".join(SECRETS), "error_uri": f"https://x/{CODE}"}
LEAKS: dict[str, Act] = {
    **UNUSABLE,
    "all is well": GRANTED,
    "400": answer(400, error="invalid_grant", **ECHO),
    "401": answer(401, error="invalid_client", **ECHO),
    "400 in the envelope": failure(400, " ".join(SECRETS)),
    "500 that echoes": failure(500, " ".join(SECRETS)),
}


def sent_secrets(server: FaultServer) -> set[str]:
    """Return the secrets that the client has sent: those it may not show in an error."""
    text = "".join(
        " ".join(value for _, value in parse_qsl(request.body.decode()))
        + request.headers.get("authorization", "")
        for request in server.requests
    )
    return {secret for secret in SECRETS if secret in text}


@pytest.mark.parametrize("fault", LEAKS.values(), ids=LEAKS.keys())
@pytest.mark.parametrize("act", [consent, renew, renew_refused, revoke])
def test_no_secret_leaks(
    serve: Serve,
    sleeps: Sleeps,
    caplog: pytest.LogCaptureFixture,
    act: Callable[[FaultServer], None],
    fault: Act,
) -> None:
    caplog.set_level(logging.DEBUG)
    server = serve(fault, DONE)
    sinks = []
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            act(server)
        except asana.AsanaError as failed:
            sinks += [
                everything_reachable(failed),
                "".join(traceback.format_exception(failed)),
                pickle.dumps(failed).decode("latin-1"),
                repr(failed) + str(failed),
                everything_reachable(pickle.loads(pickle.dumps(failed))),
            ]
    sinks += [everything_reachable(record) for record in caplog.records]
    sinks += [caplog.text, *(everything_reachable(warning) for warning in warned)]
    assert any(record.name == "asana" for record in caplog.records)
    assert any(record.name.startswith("urllib3") for record in caplog.records)
    # An answer may echo secrets that were never sent with it, such as another app's: not ours.
    known = sent_secrets(server) | ({NEW_ACCESS, NEW_REFRESH} if fault not in ECHOES else set())
    assert known
    for secret in known:
        for form in (secret, quote(secret, safe="")):
            assert not any(form in sink for sink in sinks), secret


ECHOES = tuple(LEAKS[name] for name in ("400", "401", "400 in the envelope", "500 that echoes"))


def test_a_session_and_a_client_show_no_secret(serve: Serve) -> None:
    client = oauth(serve(GRANTED), token=saved())
    session = session_of(client)
    session.authorization_url()
    for shown in (client, session, session.auth, client.users):
        assert not any(secret in repr(shown) + str(shown) for secret in SECRETS)
    for hidden in (session, session.auth):
        with pytest.raises(TypeError, match="not pickled"):
            pickle.dumps(hidden)
    with pytest.raises(TypeError, match="not pickled"):
        copy.copy(session)


def test_errors_of_oauth_pickle_whole(serve: Serve) -> None:
    with pytest.raises(error.OAuthUnavailableError) as caught:
        fetch(session_of(oauth(serve(hang_up))))
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again)) == (error.OAuthUnavailableError, str(caught.value))
    assert str(again.cause) == str(caught.value.cause)
    assert str(error.OAuthUnavailableError()).startswith("OAuth: no usable answer. The old token")


def test_netrc_is_not_shown_to_the_token_endpoint(
    serve: Serve, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login thief password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    server = serve(RENEWED, DONE)
    oauth(server, token=expired()).get("/x")
    assert "authorization" not in server.requests[0].headers
    assert bearers(server) == [f"Bearer {NEW_ACCESS}"]


@pytest.mark.parametrize("pkce", [True, False])
def test_an_empty_state_is_no_state(serve: Serve, pkce: bool) -> None:
    server = serve(data({}))
    client = asana.Client.oauth(
        "id", "secret", "https://a.example/back", pkce=pkce, base_url=server.base_url
    )
    session: Any = client.session
    with pytest.raises(error.OAuthStateError, match="not the one expected"):
        session.fetch_token(authorization_response="https://a.example/back?code=x", state="")
    assert server.requests == []
