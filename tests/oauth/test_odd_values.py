"""Responses and arguments of any kind raise a documented exception or none.

``ASANA_TEST_CASES`` sets the number of cases; the default is small.
"""

import contextlib
import decimal
import fractions
import io
import json
import math
import pickle
import time
from collections.abc import Callable
from typing import Any, cast

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from requests.adapters import BaseAdapter

import asana
from asana import error
from asana.session import AsanaOAuth2Session
from tests import test_properties  # its settings apply here too
from tests.oauth.app import (
    ACCESS,
    CALLBACK,
    CODE,
    REFRESH,
    SECRETS,
    expired,
    oauth,
    saved,
    session_of,
)

assert test_properties.CASES

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from([10**400, -(10**400), 1e308, math.nan, math.inf, "", "soon", REFRESH])
)
values = st.recursive(
    scalars,
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(), children),
    max_leaves=5,
)
NAMES = [
    *("access_token", "refresh_token", "token_type", "expires_in", "expires_at", "scope"),
    *("error", "error_description", "errors", "data", "id_token"),
]
tokens = st.dictionaries(st.sampled_from(NAMES), st.just("0/x") | values, max_size=8)
granted = tokens.map(lambda token: {"access_token": "0/x", **token})
bodies = st.binary() | (values | tokens | granted).map(lambda body: json.dumps(body).encode())
statuses = st.just(200) | st.sampled_from([101, 201, 204, 206, 302, 307, 400, 401, 429, 500, 503])


class Answers(BaseAdapter):
    """Answers the token endpoint with one response, and the API with success."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__()
        self.status, self.body = status, body
        self.urls: list[str] = []

    def send(self, request: Any, *args: Any, **how: Any) -> requests.Response:
        self.urls.append(request.url)
        response = requests.Response()
        token = "/-/" in request.url
        response.status_code = self.status if token else 200
        response.raw = io.BytesIO(self.body if token else b'{"data": {}}')
        response.request, response.url = request, request.url
        return response

    def close(self) -> None:
        pass


def session_with(answers: Answers, **keywords: Any) -> AsanaOAuth2Session:
    session: Any = oauth(max_retries=0, **keywords).session
    session.mount("https://", answers)
    return session  # type: ignore[no-any-return]


def fetched(session: AsanaOAuth2Session) -> None:
    _, state = session.authorization_url()
    session.fetch_token(code=CODE, state=state)


EXCHANGES: list[Callable[[AsanaOAuth2Session], Any]] = [
    fetched,
    lambda session: session.refresh_token(),
    lambda session: asana.Client(session, max_retries=0).get("/x"),
]


@given(st.sampled_from(EXCHANGES), statuses, bodies)
def test_any_answer_to_an_exchange_is_a_token_or_an_error_of_oauth(
    exchange: Callable[[AsanaOAuth2Session], Any], status: int, body: bytes
) -> None:
    token = expired()
    answers = Answers(status, body)
    session = session_with(answers, token=token)
    try:
        exchange(session)
    except error.OAuthError as failure:
        dump = pickle.dumps(failure)
        assert not any(secret.encode() in dump for secret in SECRETS)
        assert session.token == token
        return
    assert 200 <= status < 300
    assert json.loads(body)["access_token"].strip() == session.token["access_token"]
    refresh_token = session.token.get("refresh_token", "")
    assert isinstance(refresh_token, str)
    assert refresh_token or exchange is fetched  # the old token is never lost
    # It is valid for a while, and can be passed to another client.
    count = len(answers.urls)
    asana.Client(session).get("/x")
    assert len(answers.urls) == count + 1
    again: Any = AsanaOAuth2Session(client_id="42", token=session.token)
    assert again.token["access_token"] == session.token["access_token"]


@given(statuses, bodies)
def test_any_answer_to_revoking_is_a_success_or_an_error_of_oauth(status: int, body: bytes) -> None:
    token = saved()
    session = session_with(Answers(status, body), token=token)
    try:
        session.revoke()
    except error.OAuthError as failure:
        dump = pickle.dumps(failure)
        assert not any(secret.encode() in dump for secret in SECRETS)
        assert session.token == token
        return
    assert 200 <= status < 300
    assert session.token == {}
    assert not body.strip() or isinstance(json.loads(body), dict)


# -- arguments


class Odd:
    """An object of an unexpected type."""


odd = (
    values
    | st.binary()
    | st.sampled_from(
        [
            *(
                Odd(),
                object(),
                b"\xff",
                "\ud800",
                "\x00",
                "a\r\nb: c",
                "http://[",
                "http://x:y",
            ),
            *(range(3), {1, 2}, (), ("a", 5), decimal.Decimal(5), fractions.Fraction(1, 2)),
            *(complex(1, 2), bytearray(b"x"), memoryview(b"x"), iter([5])),
        ]
    )
)
token_fields = st.sampled_from([*NAMES, "5"]) | st.integers()
odd_tokens = st.dictionaries(token_fields, odd, max_size=5)
CONSTRUCTOR = [
    *("client_id", "client_secret", "redirect_uri", "scope", "token", "token_updater", "pkce"),
    *("state", "auto_refresh_url", "auto_refresh_kwargs", "timeout", "deadline"),
    *("max_retries", "unknown"),
]
SETTINGS = ["timeout", "deadline", "max_retries", "proxies", "unknown"]
METHODS: dict[str, list[str]] = {
    "authorization_url": ["state", "prompt", "scope"],
    "fetch_token": ["code", "authorization_response", "state", "code_verifier", *SETTINGS],
    "refresh_token": ["token_url", "refresh_token", "body", "client_id", *SETTINGS],
    "revoke": SETTINGS,
}
GIVEN = {
    "client_id": "42",
    "client_secret": "secret",
    "redirect_uri": CALLBACK,
    "token": {"access_token": ACCESS, "refresh_token": REFRESH},
}


def attempt(call: Callable[..., Any], keywords: dict[str, Any], names: Any = ()) -> Any:
    """Return the result of a call, or None if an argument is rejected by name."""
    try:
        return call(**keywords)
    except (ValueError, TypeError) as caught:
        refused = caught
    assert not isinstance(refused, UnicodeError)
    named = [*keywords, *names, "client_id", "refresh token", "code", "only over https", "128 bits"]
    assert any(name in str(refused) for name in named), repr(refused)
    return None


@given(st.dictionaries(st.sampled_from(CONSTRUCTOR), odd, min_size=1, max_size=2), odd_tokens)
def test_any_argument_of_a_session_is_taken_or_refused(
    keywords: dict[str, Any], token: dict[Any, Any]
) -> None:
    if "token" in keywords and len(token) > 2:
        keywords["token"] = token
    client = attempt(asana.Client.oauth, {**GIVEN, **keywords})
    if client is None or not isinstance(client.session, AsanaOAuth2Session):
        return
    answers = Answers(200, b'{"access_token": "0/x", "expires_in": 3600}')
    client.session.mount("https://", answers)
    client.session.mount("http://", answers)
    for call in (client.session.authorization_url, client.session.refresh_token):
        with contextlib.suppress(error.AsanaError):
            attempt(call, {}, keywords)
    with contextlib.suppress(error.AsanaError, ValueError, TypeError):
        client.get("/x", max_retries=0)


@given(st.sampled_from(list(METHODS)), st.data())
def test_any_argument_of_a_method_is_taken_or_refused_before_anything_is_sent(
    method: str, data: st.DataObject
) -> None:
    keywords = data.draw(
        st.dictionaries(st.sampled_from(METHODS[method]), odd, min_size=1, max_size=2)
    )
    answers = Answers(200, b'{"access_token": "0/x", "expires_in": 3600}')
    session: Any = AsanaOAuth2Session(**cast(Any, GIVEN))
    session.mount("https://", answers)
    session.mount("http://", answers)
    if method == "fetch_token":
        _, state = session.authorization_url()
        keywords = {"code": CODE, "state": state, **keywords}
    before = dict(session.token)
    try:
        done = attempt(getattr(session, method), keywords)
    except error.AsanaError:
        return
    if done is None and method != "revoke":
        assert answers.urls == []
        assert session.token == before


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda s: s.authorization_url(state=["x"]), "state must be a string, not list"),
        (lambda s: s.authorization_url(state=1 << 99999), "state must be a string, not int"),
        (lambda s: s.authorization_url(prompt="\ud800"), "prompt must be valid UTF-8"),
        (lambda s: s.fetch_token(code=["x"]), "code must be a string, not list"),
        (
            lambda s: s.fetch_token(code=CODE, code_verifier={}),
            "code_verifier must be a string, not dict",
        ),
        (lambda s: s.fetch_token(code=CODE, state=1.5), "state must be a string, not float"),
        (
            lambda s: s.fetch_token(authorization_response=5.5),
            "authorization_response must be a string",
        ),
        (lambda s: s.fetch_token(authorization_response="http://["), "authorization_response"),
        (lambda s: s.refresh_token(5.5), "token_url must be a string, not float"),
        (lambda s: s.refresh_token("http://x:y"), "token_url must be an http or https URL"),
        (lambda s: s.refresh_token("elsewhere"), "token_url must be an http or https URL"),
        (lambda s: s.refresh_token(refresh_token=[]), "refresh_token must be a string, not list"),
        (lambda s: s.refresh_token(body=5.5), "body must be a string, not float"),
        (lambda s: s.refresh_token(deadline=-1), "deadline must be a positive number"),
        (lambda s: s.revoke(deadline="soon"), "deadline must be a positive number"),
        (lambda s: s.revoke(timeuot=5), "no option 'timeuot'"),
        (
            lambda s: setattr(s, "token", {"refresh_token": ["x"]}),
            "refresh_token must be a string, not list",
        ),
        (
            lambda s: setattr(s, "token", {"access_token": 5}),
            "access token must be a string, not int",
        ),
        (lambda s: oauth(scope=5), "scope must be a string or a list of strings, not int"),
        (lambda s: oauth(scope=["a", None]), "scope must be a string, not NoneType"),
        (lambda s: oauth(scope={"a": 1}), "scope must be a string or a list of strings, not dict"),
        (lambda s: session_of(oauth(redirect_uri="http://[")).authorization_url(), "redirect_uri"),
        (lambda s: oauth(auto_refresh_kwargs=["x"]), "auto_refresh_kwargs must be a dictionary"),
        (lambda s: oauth(auto_refresh_url=5.5), "auto_refresh_url must be a string, not float"),
        (lambda s: oauth(client_secret=object()), "client_secret must be a string, not object"),
    ],
)
def test_what_is_refused_is_named(call: Callable[[Any], Any], words: str) -> None:
    answers = Answers(200, b"{}")
    session = session_with(answers, token=saved(expires_at=time.time() - 5))
    _, state = session.authorization_url()
    with pytest.raises((TypeError, ValueError), match=words):
        call(session)
    assert answers.urls == []
    answers.body = b'{"access_token": "0/x"}'
    session.fetch_token(code=CODE, state=state if "state" not in words else None)


def test_a_scope_that_can_be_read_once_is_in_each_url() -> None:
    session: Any = oauth(scope=iter(["a", b"b"])).session
    for _ in range(2):
        assert "scope=a%20b" in session.authorization_url()[0]
