"""The page on which the user gives consent."""

import base64
from typing import Any

import pytest

from tests.oauth.app import (
    CALLBACK,
    CODE,
    GRANTED,
    Serve,
    challenge,
    form,
    oauth,
    query,
    session_of,
)


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
