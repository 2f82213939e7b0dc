"""OAuth as used by web apps for python-asana, and the exceptions that they catch."""

import json
import pickle
import subprocess
import sys
import time
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import oauthlib.oauth2
import pytest

import asana
from asana import error
from tests.faults import FaultServer, failure, reply
from tests.old_code.work import DONE, LISTINGS, Serve, Sleeps

CALLBACK = "https://app.example/callback"
STATE = "s" * 30


def answer(status: int = 200, **fields: Any) -> Any:
    return reply(status, json.dumps(fields).encode(), Content_Type="application/json")


GRANTED = answer(access_token="NEW", token_type="bearer", expires_in=3600, refresh_token="R2")
SAVED = {"access_token": "OLD", "token_type": "bearer", "refresh_token": "R1"}


def app(server: FaultServer | None = None, **keywords: Any) -> Any:
    """The session of a client that an app creates for one web request."""
    given = {"client_id": "42", "client_secret": "secret", "redirect_uri": CALLBACK, **keywords}
    if server is not None:
        given["base_url"] = server.base_url
    return asana.Client.oauth(**given).session


def query(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def forms(server: FaultServer) -> list[dict[str, str]]:
    return [dict(parse_qsl(request.body.decode())) for request in server.requests]


# -- one client creates the URL, another one redeems the code


@pytest.mark.parametrize(
    "arguments",
    [
        {"code": "C"},
        {"code": "C", "state": STATE},
        {"code": "C", "state": None},
        {"code": "C", "include_client_id": True},
        {"code": "C", "auth": None, "method": "POST"},
        {"authorization_response": f"{CALLBACK}?code=C&state={STATE}"},
    ],
)
def test_another_client_redeems_the_code(serve: Serve, arguments: dict[str, Any]) -> None:
    server = serve(GRANTED)
    url, state = app(server).authorization_url()
    assert query(url)["state"] == state
    token = app(server).fetch_token(**arguments)
    assert token["access_token"] == "NEW"
    (form,) = forms(server)
    assert form == {
        "grant_type": "authorization_code",
        "client_id": "42",
        "client_secret": "secret",
        "code": "C",
        "redirect_uri": CALLBACK,
    }


def test_the_same_client_redeems_the_code_without_the_state(serve: Serve) -> None:
    server = serve(GRANTED)
    session = app(server)
    session.authorization_url()
    assert session.fetch_token(code="C")["access_token"] == "NEW"


@pytest.mark.parametrize("constructor", ["oauth", "session"])
def test_a_token_that_was_fetched_is_used_at_once(serve: Serve, constructor: str) -> None:
    server = serve(GRANTED, DONE)
    session = app(server)
    session.fetch_token(code="C")
    client = asana.Client(session, base_url=server.base_url)
    assert client.users.me() == {"gid": "1"}
    assert server.requests[1].headers["authorization"] == "Bearer NEW"


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        ({}, False),
        ({"pkce": True}, True),
        ({"pkce": "S256"}, True),
        ({"pkce": False}, False),
        ({"client_secret": None}, True),
        ({"client_secret": None, "pkce": False}, False),
    ],
)
def test_pkce_is_on_by_itself_where_there_is_no_secret(
    keywords: dict[str, Any], expected: bool
) -> None:
    url, _ = app(**keywords).authorization_url()
    assert ("code_challenge" in query(url)) is expected


def test_another_client_redeems_the_code_with_pkce_and_the_state(serve: Serve) -> None:
    server = serve(GRANTED)
    url, state = app(server, pkce=True).authorization_url()
    app(server, pkce=True).fetch_token(code="C", state=state)
    (form,) = forms(server)
    assert "code_verifier" in form
    assert "code_challenge" in query(url)


@pytest.mark.parametrize("keywords", [{"pkce": True}, {"client_secret": None}])
def test_pkce_needs_the_state(serve: Serve, keywords: dict[str, Any]) -> None:
    server = serve(GRANTED)
    with pytest.raises(error.OAuthStateError):
        app(server, **keywords).fetch_token(code="C")
    assert server.requests == []


@pytest.mark.parametrize("keywords", [{}, {"pkce": True}])
def test_a_state_that_differs_is_refused(serve: Serve, keywords: dict[str, Any]) -> None:
    server = serve(GRANTED)
    session = app(server, **keywords)
    session.authorization_url()
    with pytest.raises(error.OAuthStateError):
        session.fetch_token(code="C", state="x" * 30)
    with pytest.raises(error.OAuthStateError):
        session.fetch_token(authorization_response=f"{CALLBACK}?code=C&state={STATE}")
    with pytest.raises(error.OAuthStateError):
        app(server).fetch_token(code="C", state="")
    assert server.requests == []


# -- exceptions


def refused(serve: Serve, act: Any) -> Any:
    return app(serve(act)).fetch_token(code="C")


FAILURES: list[tuple[Any, Any, type[Exception]]] = [
    (
        lambda serve: refused(serve, answer(400, error="invalid_grant")),
        error.OAuthGrantError,
        oauthlib.oauth2.InvalidGrantError,
    ),
    (
        lambda serve: refused(serve, answer(401, error="invalid_client")),
        error.OAuthClientError,
        oauthlib.oauth2.InvalidClientError,
    ),
    (
        lambda serve: refused(serve, answer(400, error="invalid_scope")),
        error.OAuthError,
        oauthlib.oauth2.OAuth2Error,
    ),
    (lambda serve: refused(serve, reply(500)), error.OAuthError, oauthlib.oauth2.OAuth2Error),
    (
        lambda serve: refused(serve, answer(token_type="bearer")),
        error.OAuthUnavailableError,
        oauthlib.oauth2.OAuth2Error,
    ),
    (
        lambda serve: app().fetch_token(authorization_response=f"{CALLBACK}?error=access_denied"),
        error.OAuthDeniedError,
        oauthlib.oauth2.AccessDeniedError,
    ),
    (
        lambda serve: app(state=STATE).fetch_token(code="C", state="x" * 30),
        error.OAuthStateError,
        oauthlib.oauth2.MismatchingStateError,
    ),
    (
        lambda serve: asana.Client.oauth(client_id="42").users.me(),
        error.NoAuthorizationError,
        oauthlib.oauth2.MissingTokenError,
    ),
    (
        lambda serve: asana.Client.access_token(None).users.me(),
        error.NoAuthorizationError,
        oauthlib.oauth2.MissingTokenError,
    ),
]


@pytest.mark.parametrize(("fail", "ours", "theirs"), FAILURES)
def test_an_error_of_oauth_is_one_of_oauthlib(
    serve: Serve, sleeps: Sleeps, fail: Any, ours: Any, theirs: type[Exception]
) -> None:
    with pytest.raises(ours) as caught:
        fail(serve)
    assert isinstance(caught.value, error.AsanaError)
    assert isinstance(caught.value, theirs)
    assert isinstance(caught.value, oauthlib.oauth2.OAuth2Error)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again)) == (type(caught.value), str(caught.value))


def _expired(**fields: Any) -> dict[str, Any]:
    return {"access_token": "OLD", "token_type": "bearer", **fields}


@pytest.mark.parametrize(
    "token",
    [
        _expired(expires_at=1),
        _expired(expires_at="1"),
        _expired(expires_at=1.5, expires_in=3600),
        _expired(expires_in=-30),
        _expired(expires_in="-30"),
    ],
)
@pytest.mark.parametrize("listing", ["me", "items", "prefetched"])
def test_an_expired_token_raises_token_expired_error(
    serve: Serve, token: dict[str, Any], listing: str
) -> None:
    server = serve(failure(401, "Not Authorized"))
    client = asana.Client.oauth(token=token, base_url=server.base_url)
    calls: dict[str, Any] = {"me": lambda tasks: client.users.me(), **LISTINGS}
    with pytest.raises(oauthlib.oauth2.TokenExpiredError) as caught:
        calls[listing](lambda **o: client.tasks.find_by_project("1", **o))
    assert isinstance(caught.value, error.NoAuthorizationError)


def test_a_refused_token_that_has_not_expired_is_no_expired_token(serve: Serve) -> None:
    server = serve(failure(401, "Not Authorized"))
    client = asana.Client.oauth(
        token=_expired(expires_at=time.time() + 99), base_url=server.base_url
    )
    with pytest.raises(error.NoAuthorizationError) as caught:
        client.users.me()
    assert not isinstance(caught.value, oauthlib.oauth2.TokenExpiredError)


def test_a_bare_client_sends_without_credentials(serve: Serve) -> None:
    server = serve(DONE)
    assert asana.Client(base_url=server.base_url).users.me() == {"gid": "1"}
    assert "authorization" not in server.requests[0].headers


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout


def test_oauthlib_is_not_imported_before_oauth_is_used() -> None:
    assert (
        run(
            "import sys, asana\n"
            "client = asana.Client.access_token('t')\n"
            "client.session.authorized, client.session.token, client.batch(), client.events\n"
            "asana.error.OAuthError, asana.error.TokenExpiredError\n"
            "try: client.session.authorization_url()\n"
            "except TypeError: pass\n"
            "try: asana.Client.access_token(None).users.me()\n"
            "except asana.error.NoAuthorizationError: pass\n"
            "print([name for name in sys.modules if 'oauthlib' in name])\n"
        )
        == "[]\n"
    )


# -- refreshing manually


@pytest.mark.parametrize(
    ("keywords", "expected"),
    [
        ({}, {}),
        ({"refresh_token": "R1"}, {}),
        ({"client_id": "42", "client_secret": "secret"}, {}),
        ({"client_id": 42, "client_secret": "secret"}, {}),
        ({"client_id": "9", "client_secret": "z"}, {"client_id": "9", "client_secret": "z"}),
        ({"redirect_uri": CALLBACK}, {"redirect_uri": CALLBACK}),
        ({"body": "a=1"}, {"a": "1"}),
        ({"auth": ("42", "secret"), "headers": {"X-Id": "1"}, "timeout": 3, "verify": True}, {}),
        ({"redirect_uri": None, "proxies": {}}, {}),
        (
            {
                "client_id": "42",
                "client_secret": "secret",
                "redirect_uri": CALLBACK,
                "refresh_token": "R0",
            },
            {"redirect_uri": CALLBACK, "refresh_token": "R0"},
        ),
    ],
)
@pytest.mark.parametrize("url", ["given", "named", "omitted"])
def test_a_token_is_refreshed_by_hand(
    serve: Serve, keywords: dict[str, Any], expected: dict[str, str], url: str
) -> None:
    server = serve(GRANTED, DONE)
    session = app(server, token=SAVED)
    places = (session.token_url,) if url == "given" else ()
    named = {"token_url": session.token_url} if url == "named" else {}
    token = session.refresh_token(*places, **named, **keywords)
    assert (token["access_token"], session.token["access_token"]) == ("NEW", "NEW")
    form = {
        "grant_type": "refresh_token",
        "client_id": "42",
        "client_secret": "secret",
        "refresh_token": "R1",
    }
    assert forms(server) == [{**form, **expected}]
    asana.Client(session, base_url=server.base_url).users.me()
    assert server.requests[1].headers["authorization"] == "Bearer NEW"


@pytest.mark.parametrize("how", ["client", "session"])
def test_the_app_may_be_named_in_the_call_alone(serve: Serve, how: str) -> None:
    server = serve(GRANTED)
    if how == "client":
        session: Any = asana.Client.oauth(token=SAVED, base_url=server.base_url).session
    else:
        session = asana.session.AsanaOAuth2Session(token=SAVED, base_url=server.base_url)
    token = session.refresh_token(session.token_url, client_id="42", client_secret="secret")
    assert token["access_token"] == "NEW"
    assert forms(server)[0]["client_id"] == "42"


def test_the_app_may_be_named_in_the_keywords_of_refreshing_alone(serve: Serve) -> None:
    server = serve(GRANTED, DONE)
    saved: list[Any] = []
    client = asana.Client.oauth(
        token={**SAVED, "expires_at": 1},
        auto_refresh_kwargs={"client_id": 42, "client_secret": "secret"},
        token_updater=saved.append,
        base_url=server.base_url,
    )
    client.users.me()
    assert server.requests[1].headers["authorization"] == "Bearer NEW"
    assert [token["access_token"] for token in saved] == ["NEW"]


# -- numbers as ids


class Whole:
    """An integer of another library."""

    def __index__(self) -> int:
        return 59024

    def __str__(self) -> str:
        return "59024"


@pytest.mark.parametrize("client_id", [59024, "59024", b"59024", Whole(), Decimal(59024)])
def test_the_id_of_an_app_may_be_a_number(serve: Serve, client_id: Any) -> None:
    server = serve(GRANTED)
    session = app(server, client_id=client_id, token=SAVED)
    assert query(session.authorization_url()[0])["client_id"] == "59024"
    session.fetch_token(code="C")
    session.refresh_token()
    session.refresh_token(session.token_url, client_id=client_id)
    assert [form["client_id"] for form in forms(server)] == ["59024"] * 3


@pytest.mark.parametrize("client_id", [True, 1.5, [], {}])
def test_other_ids_of_an_app_are_refused(client_id: Any) -> None:
    with pytest.raises(TypeError):
        app(client_id=client_id)
