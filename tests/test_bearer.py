"""Access tokens, and the auth that sends one to a single origin."""

from typing import Any

import pytest
import requests

from asana import error
from asana._http.bearer import BearerAuth, is_blank, origin, token_text
from asana._http.deadline import NEVER
from asana.session import BearerSession

URL = "https://a.example/api"


@pytest.mark.parametrize(
    ("token", "kind", "message"),
    [
        (None, TypeError, "the access token must be a string, not NoneType"),
        (5, TypeError, "the access token must be a string, not int"),
        ("", ValueError, "the access token is empty"),
        (" \n", ValueError, "the access token is empty"),
        (b" ", ValueError, "the access token is empty"),
        *(
            (token, ValueError, "the access token must consist of printable ASCII characters")
            for token in ("a b", "a\nb", "é", b"\xff", "a\x7f", "a\0b")
        ),
    ],
)
def test_what_is_no_token(token: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as caught:
        token_text(token)
    assert (type(caught.value), str(caught.value)) == (kind, message)


@pytest.mark.parametrize("token", ["0/abc~", " 0/abc~\r\n", b"0/abc~\n"])
def test_a_token_without_its_white_space(token: Any) -> None:
    assert token_text(token) == "0/abc~"


@pytest.mark.parametrize(
    ("token", "blank"),
    [(None, True), ("", True), (" \n", True), (b" ", True), ("a", False), (0, False), ([], False)],
)
def test_a_blank_token(token: Any, blank: bool) -> None:
    assert is_blank(token) is blank


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://A.example/x", ("https", "a.example", 443)),
        ("http://a.example?x", ("http", "a.example", 80)),
        ("https://u:p@a.example:8443", ("https", "a.example", 8443)),
        ("ftp://a.example", ("ftp", "a.example", None)),
        ("a.example", ("", "", None)),
    ],
)
def test_an_origin(url: str, expected: Any) -> None:
    assert origin(url) == expected


def authorized(auth: Any, url: str) -> Any:
    prepared = requests.Request("GET", url).prepare()
    assert auth(prepared) is prepared
    return prepared.headers.get("Authorization")


@pytest.mark.parametrize(
    "auth",
    [
        BearerAuth("t", URL),
        BearerAuth("t", lambda: URL),
        BearerAuth("t", "https://elsewhere.example").bound(URL),
    ],
)
def test_a_token_goes_to_one_origin(auth: Any) -> None:
    assert authorized(auth, "https://a.example:443/other") == "Bearer t"
    for url in ("http://a.example", "https://b.example", "https://a.example:8443"):
        assert authorized(auth, url) is None
    unprepared = requests.PreparedRequest()
    unprepared.headers = requests.structures.CaseInsensitiveDict()
    assert dict(auth(unprepared).headers) == {}


def test_a_fixed_token() -> None:
    auth, refusal = BearerAuth("t", URL), error.NoAuthorizationError()
    assert (auth.has_token, auth.source) == (True, "the token")
    assert auth.authorization == auth.ready(NEVER) == "Bearer t"
    assert auth.renew("Bearer t", NEVER) is False
    assert auth.explained(refusal) is refusal
    none = BearerAuth(None, URL, "mine")
    assert (none.has_token, none.source) == (False, "mine")
    with pytest.raises(error.MissingTokenError, match="there is no access token"):
        none.ready(NEVER)


def test_the_parts_of_a_session() -> None:
    session = BearerSession(" t\n", URL)
    assert (session.access_token, session.token, session.authorized) == (
        "t",
        {"access_token": "t"},
        True,
    )
    auth: Any = session.auth
    assert auth.source == "the access token given to Client.access_token()"
    session.settings = {"base_url": "https://b.example"}
    assert authorized(auth, "https://b.example/x") == "Bearer t"
    session.token = {"access_token": b"u"}
    assert (session.access_token, session.auth.authorization) == ("u", "Bearer u")  # type: ignore[union-attr]
    session.token = {}
    assert (session.access_token, session.token, session.authorized) == (None, {}, False)
    assert BearerSession(None, URL, "mine").auth.source == "mine"  # type: ignore[union-attr]
    own = ("auto_refresh_url", "client_id", "client_secret", "redirect_uri", "scope")
    assert [getattr(session, name) for name in (*own, "token_updater")] == [None] * 6
    assert session.auto_refresh_kwargs == {}
    assert list(session.adapters) == ["https://", "http://"]
