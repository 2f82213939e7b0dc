"""Expired and rejected tokens are refreshed."""

import io
import time
from collections.abc import Callable
from typing import Any

import pytest

import asana
from asana import error
from tests import faults
from tests.oauth.app import (
    ACCESS,
    DONE,
    GRANTED,
    NEW_ACCESS,
    NEW_REFRESH,
    REFRESH,
    REFUSED,
    RENEWED,
    SECRET,
    Serve,
    answer,
    bearers,
    expired,
    form,
    oauth,
    saved,
    session_of,
)


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


def test_row_33_a_token_that_is_refused_is_renewed_once(serve: Serve) -> None:
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
    drip = faults.drip(*faults.SLOW_BODY, advance)
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
    with pytest.raises(error.OAuthGrantError, match="authorize the app again"):
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
    assert token == dict(session_of(client).token)
    assert (token["access_token"], token["refresh_token"]) == (NEW_ACCESS, REFRESH)
    token.clear()
    assert session_of(client).authorized


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


def test_a_new_token_is_kept_with_its_lifetime(serve: Serve) -> None:
    session = session_of(oauth(serve(RENEWED), token=expired()))
    assert session.refresh_token()["expires_in"] == 3600
