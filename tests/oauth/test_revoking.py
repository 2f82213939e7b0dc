"""Tokens are revoked."""

import pytest

from asana import error
from tests import faults
from tests.faults import Act, Wire, failure, hang_up, raw, reply
from tests.oauth.app import (
    DONE,
    REFRESH,
    REFUSED,
    SECRET,
    SECRETS,
    Serve,
    Sleeps,
    answer,
    bearers,
    form,
    oauth,
    saved,
    session_of,
)
from tests.reachable import everything_reachable


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


NOT_ASANA: dict[str, Act] = {
    "HTML": reply(200, b"<html>Log in to the wireless network</html>", Content_Type="text/html"),
    "text": reply(200, b"OK"),
    "a list": reply(200, b"[]"),
    "a JSON text": reply(200, f'"{REFRESH}"'.encode()),
    "a number": reply(200, b"1"),
    "true": reply(200, b"true"),
    "null": reply(200, b"null"),
    "JSON that is cut": reply(200, b"{"),
    "JSON too deep": faults.too_deep,
    "bytes": reply(200, b"\xff\xfe\x00"),
    "errors of the API": reply(200, b'{"errors": [{"message": "no"}]}'),
    "not sent yet": reply(304),
    "redirect 302": reply(302, Location="https://login.example/"),
    "redirect 307": reply(307, Location="/elsewhere"),
    "HTML that is not allowed": reply(511, b"<html>"),
}


@pytest.mark.parametrize("fault", NOT_ASANA.values(), ids=NOT_ASANA.keys())
def test_row_55_revoking_that_asana_did_not_answer_keeps_the_token(
    serve: Serve, sleeps: Sleeps, fault: Act
) -> None:
    server = serve(fault)
    session = session_of(oauth(server, token=saved(), max_retries=1))
    with pytest.raises(error.OAuthUnavailableError, match="no valid response") as caught:
        session.revoke()
    assert isinstance(caught.value.cause, error.InvalidResponseError | error.ServerError)
    assert (caught.value.method, caught.value.path) == ("POST", "/-/oauth_revoke")
    assert not any(secret in everything_reachable(caught.value) for secret in SECRETS)
    assert session.token["refresh_token"] == REFRESH
    server.acts = [reply(200, b"{}")]
    session.revoke()
    assert session.token == {}


def test_row_55_an_answer_that_is_not_asana_s_is_not_asked_for_again(serve: Serve) -> None:
    server = serve(NOT_ASANA["HTML"])
    with pytest.raises(error.OAuthUnavailableError):
        session_of(oauth(server, token=saved())).revoke()
    assert len(server.requests) == 1


def test_row_55_an_empty_answer_that_may_be_cut_is_asked_for_again(
    serve: Serve, sleeps: Sleeps
) -> None:
    server = serve(raw(b"HTTP/1.1 200 OK\r\n\r\n"), reply(200))
    session = session_of(oauth(server, token=saved()))
    session.revoke()
    assert len(server.requests) == 2
    assert session.token == {}


@pytest.mark.parametrize("code", ["invalid_client", "server_error", None, 5])
def test_row_55_an_error_in_a_success_is_an_error(serve: Serve, code: object) -> None:
    session = session_of(oauth(serve(answer(200, error=code)), token=saved()))
    with pytest.raises(error.OAuthError):
        session.revoke()
    assert session.authorized


@pytest.mark.parametrize("body", [b"", b" \r\n", b"{}", b'{"data": {}}'])
def test_row_55_asana_s_own_answers_revoke(serve: Serve, body: bytes) -> None:
    session = session_of(oauth(serve(reply(200, body)), token=saved()))
    session.revoke()
    assert session.token == {}


def test_a_token_set_while_another_is_revoked_is_kept(serve: Serve) -> None:
    def revoked(wire: Wire) -> bool:
        session.token = {"access_token": "0/set"}
        return reply(200, b"{}")(wire)

    server = serve(revoked, DONE)
    client = oauth(server, token=saved())
    session = session_of(client)
    session.revoke()
    client.get("/x")
    assert bearers(server) == ["Bearer 0/set"]


def test_a_call_that_is_refused_while_the_token_is_revoked_does_not_renew_it(
    serve: Serve,
) -> None:
    def refused(wire: Wire) -> bool:
        session.revoke()
        return REFUSED(wire)

    server = serve(refused, reply(200, b"{}"))
    client = oauth(server, token=saved())
    session = session_of(client)
    with pytest.raises(error.NoAuthorizationError):
        client.get("/x")
    assert [request.target for request in server.requests] == ["/api/1.0/x", "/-/oauth_revoke"]
