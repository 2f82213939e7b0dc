"""Tokens are given back."""

import pytest

from asana import error
from tests.faults import failure, hang_up, reply
from tests.oauth.app import REFRESH, SECRET, Serve, Sleeps, answer, form, oauth, saved, session_of


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
