"""The whole requests that a session sends to the token endpoint, and the URLs for users."""

import math
import os
import time
from collections.abc import Callable
from typing import Any
from unittest.mock import Mock
from urllib.parse import parse_qsl

import pytest
import requests

import asana
from asana import error, options
from asana._http.adapter import DeadlineAdapter
from asana._http.request import Request
from asana.oauth.session import AsanaOAuth2Session
from asana.oauth.tokens import expiry, number, usable
from tests.oauth.app import ACCESS, CALLBACK, CODE, NEW_ACCESS, REFRESH, SECRET, oauth, saved

NOW = 2_000_000_000.0
STATE = "a state that is long enough"
VERIFIER = "ao5IwT2f-2Lhq5QMxHNLb-SGUcLkGyeA2iUCbHn45b8"


class Endpoint:
    """Takes the place of a token endpoint, and keeps the requests."""

    def __init__(self, session: AsanaOAuth2Session) -> None:
        self.requests: list[Request] = []
        session._endpoint = self  # type: ignore[assignment]

    def post(self, request: Request) -> dict[str, Any]:
        self.requests.append(request)
        return {"access_token": NEW_ACCESS, "token_type": "bearer", "expires_in": 3600}

    @property
    def form(self) -> dict[str, str]:
        body = self.requests[-1].body
        assert isinstance(body, bytes)
        return dict(parse_qsl(body.decode(), strict_parsing=True))


@pytest.fixture(autouse=True)
def _clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0)
    monkeypatch.setattr(time, "time", lambda: NOW)


Session = Callable[..., tuple[AsanaOAuth2Session, Endpoint]]


@pytest.fixture
def session() -> Session:
    def make(**keywords: Any) -> tuple[AsanaOAuth2Session, Endpoint]:
        client: Any = oauth(**{"token": saved(), "state": STATE, **keywords})
        return client.session, Endpoint(client.session)

    return make


APP = {"client_id": "42", "client_secret": SECRET}
EXCHANGE = {"grant_type": "authorization_code", **APP, "redirect_uri": CALLBACK, "code": CODE}
REFRESHING = {"grant_type": "refresh_token", **APP, "refresh_token": REFRESH}

ACTS: dict[str, tuple[Callable[..., Any], dict[str, str], str]] = {
    "fetch": (
        lambda session, **sent: session.fetch_token(code=CODE, state=STATE, **sent),
        {**EXCHANGE, "code_verifier": VERIFIER},
        "oauth_token",
    ),
    "refresh": (lambda session, **sent: session.refresh_token(**sent), REFRESHING, "oauth_token"),
    "revoke": (
        lambda session, **sent: session.revoke(**sent),
        {**APP, "token": REFRESH},
        "oauth_revoke",
    ),
}
DEFAULT: dict[str, Any] = {
    "max_retries": 5,
    "timeout": (10, 60),
    "deadline": 300,
    "verify": None,
    "cert": None,
    "proxies": None,
    "on_attempt": None,
}
OTHER: dict[str, Any] = {
    "max_retries": 2,
    "timeout": 3,
    "deadline": 40,
    "verify": False,
    "cert": "client.pem",
    "proxies": {"https": "http://proxy.example"},
    "on_attempt": print,
}


def expected(act: str, host: str = "https://app.asana.com", **settings: Any) -> Request:
    return Request(
        method="POST",
        path=f"/-/{ACTS[act][2]}",
        base_url=host,
        url=f"{host}/-/{ACTS[act][2]}",
        headers={
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        },
        body=b"",
        idempotent=act == "revoke",
        retry_writes=False,
        **{**DEFAULT, **settings},
    )


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("own", [{}, OTHER, {"deadline": None}], ids=["none", "all", "endless"])
@pytest.mark.parametrize("at", ["client", "call", "both"])
def test_a_request_has_the_options_of_the_call_or_of_the_client(
    session: Session, act: str, own: dict[str, Any], at: str
) -> None:
    base = {"client": own, "call": {}, "both": {"max_retries": 9, "timeout": 8, "deadline": 7}}
    made, endpoint = session(**base[at])
    call, form, _ = ACTS[act]
    call(made, **({} if at == "client" else own))
    (sent,) = endpoint.requests
    assert sent._replace(body=b"") == expected(act, **{**base[at], **own})
    assert endpoint.form == form


@pytest.mark.parametrize("act", ACTS)
def test_a_request_goes_to_the_origin_of_the_base_url(session: Session, act: str) -> None:
    host = "https://asana.example:8443"
    made, endpoint = session(base_url=f"{host}/api/1.0")
    ACTS[act][0](made)
    assert endpoint.requests[0]._replace(body=b"") == expected(act, host)


@pytest.mark.parametrize("act", ACTS)
def test_a_session_without_a_client_has_the_usual_options(act: str) -> None:
    made = AsanaOAuth2Session(
        SECRET, client_id="42", redirect_uri=CALLBACK, token=saved(), state=STATE, pkce=True
    )
    assert made.settings == {**options.DEFAULTS, "base_url": "https://app.asana.com/api/1.0"}
    endpoint = Endpoint(made)
    ACTS[act][0](made)
    assert endpoint.requests[0]._replace(body=b"") == expected(act)
    assert endpoint.form == ACTS[act][1]


@pytest.mark.parametrize(
    ("given", "form"),
    [
        ({"refresh_token": "0/other"}, {**REFRESHING, "refresh_token": "0/other"}),
        ({"body": "a=1&b=x+y"}, {**REFRESHING, "a": "1", "b": "x y"}),
        ({"body": None}, REFRESHING),
        ({"body": b"a=1", "more": 5, "none": None}, {**REFRESHING, "a": "1", "more": "5"}),
        ({"body": "a=1", "a": "2"}, {**REFRESHING, "a": "2"}),
        ({"auth": ("a", "b"), "headers": {"a": "b"}}, REFRESHING),
        ({"client_secret": "other"}, {**REFRESHING, "client_secret": "other"}),
    ],
)
def test_the_form_of_a_refresh(
    session: Session, given: dict[str, Any], form: dict[str, str]
) -> None:
    made, endpoint = session()
    made.refresh_token(**given)
    assert endpoint.form == form


OTHER_APP = {"grant_type": "refresh_token", "client_id": "43", "refresh_token": REFRESH}


@pytest.mark.parametrize(
    ("keywords", "given", "form"),
    [
        ({"more": "1"}, {}, {**REFRESHING, "more": "1"}),
        ({"more": "1"}, {"more": "2"}, {**REFRESHING, "more": "2"}),
        ({"client_id": "43"}, {}, OTHER_APP),
        ({"client_id": "44"}, {"client_id": "43"}, OTHER_APP),
    ],
)
def test_a_refresh_has_the_keywords_of_the_session(
    session: Session, keywords: dict[str, str], given: dict[str, Any], form: dict[str, str]
) -> None:
    made, endpoint = session(auto_refresh_kwargs=keywords)
    made.refresh_token(**given)
    assert endpoint.form == form


def test_a_refresh_may_go_to_another_address(session: Session) -> None:
    made, endpoint = session()
    made.refresh_token("https://a.example:1/b/c")
    sent = endpoint.requests[0]
    assert sent.url == "https://a.example:1/b/c"
    assert (sent.base_url, sent.path) == ("https://a.example:1", "/b/c")


def test_a_refresh_returns_the_token_that_the_session_has(session: Session) -> None:
    made, _ = session()
    token = {
        "access_token": NEW_ACCESS,
        "token_type": "bearer",
        "refresh_token": REFRESH,
        "expires_in": 3600,
        "expires_at": NOW + 3600,
    }
    returned: Any = made.refresh_token()
    assert returned == made.token == token
    returned.clear()
    assert made.token == token


def test_a_fetched_token_is_a_copy(session: Session) -> None:
    made, _ = session()
    fetched: Any = made.fetch_token(code=CODE, state=STATE)
    assert fetched["access_token"] == NEW_ACCESS
    fetched.clear()
    assert made.token["access_token"] == NEW_ACCESS


def test_the_old_keywords_of_fetching_have_no_effect(session: Session) -> None:
    made, endpoint = session()
    unused = ("auth", "body", "client", "force_querystring", "headers", "method")
    made.fetch_token(code=CODE, state=STATE, include_client_id=True, **dict.fromkeys(unused, "x"))
    assert endpoint.requests[0]._replace(body=b"") == expected("fetch")
    assert endpoint.form == ACTS["fetch"][1]


# -- the verifier, the state and the addresses


def test_servers_of_different_releases_derive_the_same_verifier(session: Session) -> None:
    made, _ = session()
    made.authorization_url()
    assert made.code_verifier == VERIFIER


def test_random_texts_have_256_bits() -> None:
    made: Any = asana.Client.oauth("42", redirect_uri=CALLBACK).session
    _, state = made.authorization_url()
    assert (len(state), len(made.code_verifier)) == (43, 43)
    assert state != made.code_verifier


@pytest.mark.parametrize(("length", "fits"), [(21, False), (22, True)])
def test_the_shortest_state(session: Session, length: int, fits: bool) -> None:
    made, _ = session(state="s" * length)
    if fits:
        assert made.authorization_url()[1] == "s" * 22
    else:
        with pytest.raises(
            ValueError, match=r"^state must have at least 128 bits; omit it to get a random one$"
        ):
            made.authorization_url()


def test_a_code_is_fetched_with_a_state_alone(session: Session) -> None:
    made, endpoint = session()
    made.fetch_token(code=CODE, code_verifier="v" * 43, state=STATE)
    assert endpoint.form["code_verifier"] == "v" * 43  # the given one before the derived one
    with pytest.raises(error.OAuthStateError, match="the state is unknown to this session"):
        made.fetch_token(code=CODE)


@pytest.mark.parametrize("pkce", [True, False])
def test_a_redirect_with_an_error_uses_up_the_state(session: Session, pkce: bool) -> None:
    made, endpoint = session(pkce=pkce, client_secret=None)
    url = f"{CALLBACK}?error=access_denied&state={STATE.replace(' ', '+')}"
    with pytest.raises(error.OAuthDeniedError):
        made.fetch_token(authorization_response=url)
    with pytest.raises(error.OAuthStateError, match="the state has already been used"):
        made.fetch_token(authorization_response=url, state=STATE)
    assert endpoint.requests == []


def test_the_addresses_of_asana() -> None:
    session = AsanaOAuth2Session()
    assert [session.authorize_url, session.token_url, session.revoke_url] == [
        "https://app.asana.com/-/oauth_authorize",
        "https://app.asana.com/-/oauth_token",
        "https://app.asana.com/-/oauth_revoke",
    ]


def test_a_subclass_may_have_addresses_of_its_own() -> None:
    class Mine(AsanaOAuth2Session):
        token_url = "https://proxy.example/token"

    assert Mine().token_url == "https://proxy.example/token"
    assert Mine(base_url="https://a.example/x").token_url == "https://a.example/-/oauth_token"


def test_each_address_has_the_adapter_of_the_client(session: Session) -> None:
    adapters = session()[0].adapters
    assert list(adapters) == ["https://", "http://"]
    assert {type(adapter) for adapter in adapters.values()} == {DeadlineAdapter}


def test_the_request_of_a_session_may_be_a_mock(monkeypatch: pytest.MonkeyPatch) -> None:
    patched = Mock()
    monkeypatch.setattr(requests.Session, "request", patched)
    made = AsanaOAuth2Session()
    assert made.request is AsanaOAuth2Session.request is patched
    monkeypatch.setattr(requests.Session, "request", lambda self, *parts: (self, *parts))
    assert made.request("GET", "/x") == (made, "GET", "/x")
    assert AsanaOAuth2Session.request(made, "GET") == (made, "GET")


# -- when a token is due


@pytest.mark.parametrize(
    ("token", "margin", "due_in"),
    [
        ({"expires_at": NOW + 5000}, 60, 4940),
        ({"expires_at": NOW + 5000, "expires_in": 3600}, 60, 4940),
        ({"expires_at": NOW + 5000, "expires_in": 500}, 60, 4950),
        ({"expires_at": NOW + 5000, "expires_in": 3600}, 90, 4910),
        ({"expires_at": NOW + 5000, "expires_in": 3600}, 900, 4640),
        ({"expires_at": NOW + 5000, "expires_in": 3600}, -5, 5000),
        ({"expires_at": NOW + 5000, "expires_in": -5}, 60, 5000),
        ({"expires_in": 3600}, 60, 3540),
        ({}, 60, math.inf),
    ],
)
def test_when_a_token_is_due(
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    token: dict[str, Any],
    margin: int,
    due_in: float,
) -> None:
    made, _ = session(token=saved(**token))
    assert made.refresh_margin == 60
    made.refresh_margin = margin
    ends = expiry(token) or math.inf
    for now, due in ((NOW + min(due_in, 9000) - 0.5, False), (NOW + due_in, due_in < math.inf)):
        monkeypatch.setattr(time, "time", lambda now=now: now)
        assert made._is_due() is due
        assert made._has_expired() is (due and now >= ends)


@pytest.mark.parametrize(
    ("token", "at"),
    [
        ({}, None),
        ({"expires_in": 5}, NOW + 5),
        ({"expires_in": "5", "expires_at": None}, NOW + 5),
        ({"expires_in": 5, "expires_at": 7}, 7),
        ({"expires_in": 5, "expires_at": "soon"}, NOW + 5),
        ({"expires_at": "7.5"}, 7.5),
        ({"expires_at": True}, None),
    ],
)
def test_the_expiry_of_a_token(token: dict[str, Any], at: float | None) -> None:
    assert expiry(token) == at


@pytest.mark.parametrize(
    ("value", "found"),
    [
        *((1, 1.0), ("1.5", 1.5), (math.inf, math.inf), (0, 0.0), (b"2", 2.0)),
        *((None, None), (True, None), (False, None), ("", None), ("x", None), ([], None)),
        *(({}, None), (math.nan, None), ("nan", None), (10**400, None)),
    ],
)
def test_numbers_of_a_token(value: Any, found: float | None) -> None:
    assert number(value) == found
    assert type(number(value)) is type(found)


@pytest.mark.parametrize(
    ("token", "kept"),
    [
        ({"expires_in": 5, "expires_at": NOW + 5}, {"expires_in": 5, "expires_at": NOW + 5}),
        ({"expires_in": 9, "expires_at": NOW + 5}, {"expires_in": 9, "expires_at": NOW + 5}),
        ({"expires_at": NOW + 5}, {"expires_in": 5.0, "expires_at": NOW + 5}),
        (
            {"expires_in": "x", "expires_at": NOW + 1},
            {"expires_in": 1.0, "expires_at": NOW + 1},
        ),
        ({"expires_in": 5, "expires_at": NOW}, {}),
        ({"expires_at": NOW + 0.5}, {"expires_in": 0.5, "expires_at": NOW + 0.5}),
        ({"expires_in": 0}, {}),
        ({"expires_at": 0.5}, {}),
        ({"refresh_token": ""}, {}),
        ({"refresh_token": None, "scope": "a"}, {"scope": "a"}),
        ({"refresh_token": "r"}, {"refresh_token": "r"}),
    ],
)
def test_a_new_token_has_no_invalid_members(token: dict[str, Any], kept: dict[str, Any]) -> None:
    assert usable({"access_token": ACCESS, **token}) == {"access_token": ACCESS, **kept}


@pytest.mark.parametrize(
    ("token", "kind", "text"),
    [
        ({}, KeyError, "'access_token'"),
        (
            {"access_token": "a", "refresh_token": 5},
            TypeError,
            "the refresh token must be a string",
        ),
        ({"access_token": 5}, TypeError, "the access token must be a string, not int"),
    ],
)
def test_a_new_token_that_is_none(token: dict[str, Any], kind: type[Exception], text: str) -> None:
    with pytest.raises(kind, match=f"^{text}$"):
        usable(token)


# -- messages


def made(**keywords: Any) -> AsanaOAuth2Session:
    return AsanaOAuth2Session(**keywords)


@pytest.mark.parametrize(
    ("act", "kind", "message"),
    [
        (
            lambda: AsanaOAuth2Session(pkce="plain"),
            ValueError,
            'pkce must be True, False, None or "S256"',
        ),
        (
            lambda: AsanaOAuth2Session(pkce=[]),  # type: ignore[arg-type]
            ValueError,
            'pkce must be True, False, None or "S256"',
        ),
        (
            lambda: AsanaOAuth2Session(token=[("access_token", "x")]),
            TypeError,
            "token must be a dictionary, not list",
        ),
        (
            lambda: AsanaOAuth2Session(token_updater=[5]),
            TypeError,
            "token_updater must be callable, not list",
        ),
        (
            lambda: AsanaOAuth2Session(token_store={"load": 1}),
            TypeError,
            "token_store must have the methods load, save and lock",
        ),
        (
            lambda: AsanaOAuth2Session(auto_refresh_kwargs=[5]),
            TypeError,
            "auto_refresh_kwargs must be a dictionary, not list",
        ),
        (
            lambda: AsanaOAuth2Session(scope=5.5),
            TypeError,
            "scope must be a string or a list of strings, not float",
        ),
        (
            lambda: AsanaOAuth2Session(scope=[5.5]),
            TypeError,
            "scope must be a string, not float",
        ),
        (
            lambda: AsanaOAuth2Session().authorization_url(),
            ValueError,
            "the session has no client_id: pass that of your app",
        ),
        (
            lambda: AsanaOAuth2Session(client_id="1").revoke(),
            ValueError,
            "there is no refresh token",
        ),
        (
            lambda: AsanaOAuth2Session(client_id="1").fetch_token(),
            ValueError,
            "fetch_token needs code=, or authorization_response= with a code",
        ),
        (
            lambda: AsanaOAuth2Session(client_id="1").fetch_token(code="c", state=STATE),
            ValueError,
            "without a client_secret, a new session needs code_verifier=",
        ),
        (
            lambda: AsanaOAuth2Session(client_id="1").revoke(timeuot=1),
            TypeError,
            "the token endpoint has no option 'timeuot'",
        ),
        (
            lambda: AsanaOAuth2Session(client_id="1", redirect_uri="http://[").authorization_url(),
            ValueError,
            "redirect_uri must be a URL",
        ),
        (
            lambda: AsanaOAuth2Session(
                client_id="1", redirect_uri="http://a.example"
            ).authorization_url(),
            ValueError,
            "codes and tokens are sent only over https, or to this machine",
        ),
        (
            lambda: AsanaOAuth2Session(client_id="1").fetch_token(
                authorization_response="http://["
            ),
            ValueError,
            "authorization_response must be a URL",
        ),
        (
            lambda: AsanaOAuth2Session(client_id="1", token=saved()).refresh_token("ftp://a"),
            ValueError,
            "token_url must be an http or https URL without credentials",
        ),
        *(
            (
                lambda name=name: made(**{name: 5.5}),
                TypeError,
                f"{name} must be a string, not float",
            )
            for name in ("client_id", "redirect_uri", "auto_refresh_url", "client_secret", "state")
        ),
        *(
            (
                lambda name=name: made(**{name: b"\xff"}),
                ValueError,
                f"{name} must be valid UTF-8",
            )
            for name in ("client_id", "redirect_uri", "auto_refresh_url", "client_secret", "state")
        ),
    ],
)
def test_an_argument_that_is_refused(
    act: Callable[[], Any], kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind) as caught:
        act()
    assert str(caught.value) == message


@pytest.mark.parametrize("name", ["client_id", "redirect_uri", "auto_refresh_url"])
@pytest.mark.parametrize(("given", "kept"), [(b"x", "x"), (5, "5"), ("x", "x"), (None, None)])
def test_texts_may_be_bytes_or_numbers(name: str, given: Any, kept: str | None) -> None:
    assert getattr(AsanaOAuth2Session(**{name: given}), name) == kept


def test_the_environment_has_the_base_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "ASANA_BASE_URL", "https://b.example/api")
    assert AsanaOAuth2Session().base_url() == "https://b.example/api"
    assert AsanaOAuth2Session(base_url="https://c.example").base_url() == "https://c.example"


def test_a_token_is_explained() -> None:
    made: Any = AsanaOAuth2Session(token=saved(expires_at=NOW + 5))
    assert made._bearer.source == "the OAuth token of the session"
    assert made._bearer.has_token
    refused = error.NoAuthorizationError()
    assert made._bearer.explained(refused) is refused
    made.token = saved(expires_at=NOW)
    assert type(made._bearer.explained(refused)) is error.TokenExpiredError
    made.token = {}
    assert not made._bearer.has_token
    with pytest.raises(error.MissingTokenError) as caught:
        _ = made._bearer.authorization
    assert str(caught.value) == f"No Authorization: there is no token. {error.OAuthError.advice}"
