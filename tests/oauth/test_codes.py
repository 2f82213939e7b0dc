"""A code can be exchanged for a token only by the session that started the authorization."""

import hmac
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from asana import error
from tests.oauth.app import (
    CALLBACK,
    CODE,
    DONE,
    GRANTED,
    NEW_ACCESS,
    NEW_REFRESH,
    OOB,
    SECRET,
    VERIFIER,
    Serve,
    answer,
    bearers,
    challenge,
    form,
    oauth,
    query,
    session_of,
)
from tests.reachable import everything_reachable


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
    # The browser sees the state; the verifier cannot be derived without the secret.
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
        with pytest.raises(error.OAuthStateError, match="not the expected one"):
            session.fetch_token(code=CODE, state=wrong)
    for wrong in (f"?code={CODE}&state={other}", f"?code={CODE}", "?error=access_denied&state=x"):
        with pytest.raises(error.OAuthStateError):
            session.fetch_token(authorization_response=CALLBACK + wrong)
    with pytest.raises(error.OAuthStateError):
        session.fetch_token(
            authorization_response=f"{CALLBACK}?code={CODE}&state={state}", state=other
        )
    assert server.requests == []
    session.fetch_token(code=CODE, state=state)  # wrong states do not invalidate the right one


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
    with pytest.raises(error.OAuthStateError, match=r"the state is unknown.*state=") as caught:
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
    with pytest.raises(error.OAuthStateError, match="already been used"):
        session.fetch_token(code=CODE, state=state)
    with pytest.raises(error.OAuthStateError):
        session.fetch_token(code=CODE)
    assert len(server.requests) == 1


def test_a_state_serves_one_of_many_threads(serve: Serve) -> None:
    server = serve(GRANTED)
    session = session_of(oauth(server))
    _, state = session.authorization_url()

    together = threading.Barrier(20)

    def fetch(_: int) -> bool:
        together.wait(10)
        try:
            session.fetch_token(code=CODE, state=state)
        except error.OAuthStateError:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(fetch, range(20))) == 1
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
    session.fetch_token(code=CODE)  # a wrong call does not use up the state
