"""Rejections, lost requests and timeouts of the token endpoint, and which URLs it may have."""

import json
import socket
from collections.abc import Callable
from typing import Any

import pytest

import asana
from asana import error
from asana._http import response
from tests import faults
from tests.faults import Act, failure, reply
from tests.oauth.app import (
    CALLBACK,
    CODE,
    DONE,
    GRANTED,
    RENEWED,
    SECRET,
    SECRETS,
    UNUSABLE,
    VERIFIER,
    Serve,
    Sleeps,
    answer,
    expired,
    fetch,
    oauth,
    saved,
    session_of,
)
from tests.reachable import everything_reachable


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
        (400, "invalid_grant", error.OAuthGrantError, "authorize the app again"),
        (401, "invalid_client", error.OAuthClientError, "client_secret"),
        (400, "unauthorized_client", error.OAuthClientError, "client_secret"),
        (400, "unsupported_grant_type", error.OAuthError, "authorization_url"),
        (200, "invalid_grant", error.OAuthGrantError, "authorize the app again"),
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


@pytest.mark.parametrize("fault", UNUSABLE.values(), ids=UNUSABLE.keys())
def test_an_exchange_is_never_repeated(serve: Serve, sleeps: Sleeps, fault: Act) -> None:
    server = serve(fault, GRANTED)
    session = session_of(oauth(server, retry_writes=True))
    with pytest.raises(
        error.OAuthUnavailableError, match=r"no valid response.*Try again"
    ) as caught:
        fetch(session)
    assert isinstance(caught.value.cause, asana.AsanaError)
    assert caught.value.status == caught.value.cause.status
    assert (caught.value.method, caught.value.path) == ("POST", "/-/oauth_token")
    assert not isinstance(caught.value, error.RetryableAsanaError | error.UnknownOutcomeError)
    assert len(server.requests) == 1
    assert not session.authorized


@pytest.mark.parametrize("fault", UNUSABLE.values(), ids=UNUSABLE.keys())
def test_row_34_a_lost_answer_to_a_refresh_keeps_the_old_token(
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


@pytest.mark.parametrize(
    "body",
    [
        "access_token=0/form&token_type=bearer",
        "<a href='/login?x=1&access_token=0/html'>",
        {"access_token": "0/x", "refresh_token": 5},
        {"access_token": "0/x", "refresh_token": ["0/y"]},
        {"access_token": ["0/x"]},
        {"access_token": True},
        {"access_token": {}},
        {"access_token": ""},
        {"access_token": None},
        {"access_token": "0/x", "scope": 5},
        {"access_token": "0/x", "expires_in": []},
        {"access_token": "0/x", "errors": [{"message": "no"}]},
        {"data": {"access_token": "0/x"}},
    ],
)
def test_row_55_an_exchange_that_asana_did_not_answer_keeps_the_token(
    serve: Serve, body: Any
) -> None:
    text = body if isinstance(body, str) else json.dumps(body)
    token = expired()
    client = oauth(serve(reply(200, text.encode()), RENEWED, DONE), token=token)
    with pytest.raises(error.OAuthUnavailableError):
        client.get("/x")
    assert session_of(client).token == token
    assert client.get("/x") == {"gid": "1"}


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
    drip = faults.drip(*faults.SLOW_BODY, advance)
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
        lambda: oauth(redirect_uri="http://app.invalid/cb").session.authorization_url(),
        lambda: session_of(oauth()).fetch_token(
            authorization_response=f"http://app.invalid/cb?code={CODE}&state=x"
        ),
    ):
        with pytest.raises(ValueError, match="only over https, or to this machine") as caught:
            send()
        assert not any(secret in everything_reachable(caught.value) for secret in SECRETS)
    with pytest.raises(ValueError, match="only over https"):
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
