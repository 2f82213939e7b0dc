"""No secret appears in an error, log, warning or repr."""

import copy
import logging
import pickle
import traceback
import warnings
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, quote

import pytest

import asana
from asana import error
from tests.faults import Act, FaultServer, data, failure, hang_up
from tests.oauth.app import (
    CODE,
    DONE,
    GRANTED,
    NEW_ACCESS,
    NEW_REFRESH,
    REFUSED,
    RENEWED,
    SECRETS,
    UNUSABLE,
    VERIFIER,
    Serve,
    Sleeps,
    answer,
    bearers,
    expired,
    fetch,
    oauth,
    saved,
    session_of,
)
from tests.reachable import everything_reachable


def consent(server: FaultServer) -> None:
    session = session_of(oauth(server))
    _, state = session.authorization_url()
    session.fetch_token(code=CODE, state=state, code_verifier=VERIFIER)


def renew(server: FaultServer) -> None:
    oauth(server, token=expired()).get("/x")


def renew_refused(server: FaultServer) -> None:
    server.acts.insert(0, REFUSED)
    oauth(server, token=saved()).get("/x")


def revoke(server: FaultServer) -> None:
    session_of(oauth(server, token=saved(), max_retries=0)).revoke()


ECHO = {"error_description": " ".join(SECRETS), "error_uri": f"https://x/{CODE}"}
LEAKS: dict[str, Act] = {
    **UNUSABLE,
    "all is well": GRANTED,
    "400": answer(400, error="invalid_grant", **ECHO),
    "401": answer(401, error="invalid_client", **ECHO),
    "400 in the envelope": failure(400, " ".join(SECRETS)),
    "500 that echoes": failure(500, " ".join(SECRETS)),
}


def sent_secrets(server: FaultServer) -> set[str]:
    """Return the secrets that the client has sent, which must not appear in errors."""
    text = "".join(
        " ".join(value for _, value in parse_qsl(request.body.decode()))
        + request.headers.get("authorization", "")
        for request in server.requests
    )
    return {secret for secret in SECRETS if secret in text}


@pytest.mark.parametrize("fault", LEAKS.values(), ids=LEAKS.keys())
@pytest.mark.parametrize("act", [consent, renew, renew_refused, revoke])
def test_no_secret_leaks(
    serve: Serve,
    sleeps: Sleeps,
    caplog: pytest.LogCaptureFixture,
    act: Callable[[FaultServer], None],
    fault: Act,
) -> None:
    caplog.set_level(logging.DEBUG)
    server = serve(fault, DONE)
    sinks = []
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            act(server)
        except asana.AsanaError as failed:
            sinks += [
                everything_reachable(failed),
                "".join(traceback.format_exception(failed)),
                pickle.dumps(failed).decode("latin-1"),
                repr(failed) + str(failed),
                everything_reachable(pickle.loads(pickle.dumps(failed))),
            ]
    sinks += [everything_reachable(record) for record in caplog.records]
    sinks += [caplog.text, *(everything_reachable(warning) for warning in warned)]
    assert any(record.name == "asana" for record in caplog.records)
    assert any(record.name.startswith("urllib3") for record in caplog.records)
    # A response may echo secrets that were never sent with it, such as those of another app.
    known = sent_secrets(server) | ({NEW_ACCESS, NEW_REFRESH} if fault not in ECHOES else set())
    assert known
    for secret in known:
        for form in (secret, quote(secret, safe="")):
            assert not any(form in sink for sink in sinks), secret


ECHOES = tuple(LEAKS[name] for name in ("400", "401", "400 in the envelope", "500 that echoes"))


def test_a_session_and_a_client_show_no_secret(serve: Serve) -> None:
    client = oauth(serve(GRANTED), token=saved())
    session = session_of(client)
    session.authorization_url()
    for shown in (client, session, session.auth, client.users):
        assert not any(secret in repr(shown) + str(shown) for secret in SECRETS)
    for hidden in (session, session.auth):
        with pytest.raises(TypeError, match="cannot be pickled"):
            pickle.dumps(hidden)
    with pytest.raises(TypeError, match="cannot be pickled"):
        copy.copy(session)


def test_errors_of_oauth_pickle_whole(serve: Serve) -> None:
    with pytest.raises(error.OAuthUnavailableError) as caught:
        fetch(session_of(oauth(serve(hang_up))))
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again)) == (error.OAuthUnavailableError, str(caught.value))
    assert str(again.cause) == str(caught.value.cause)
    assert str(error.OAuthUnavailableError()).startswith("OAuth: no valid response. The old token")


def test_netrc_is_not_shown_to_the_token_endpoint(
    serve: Serve, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login thief password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    server = serve(RENEWED, DONE)
    oauth(server, token=expired()).get("/x")
    assert "authorization" not in server.requests[0].headers
    assert bearers(server) == [f"Bearer {NEW_ACCESS}"]


@pytest.mark.parametrize("pkce", [True, False])
def test_an_empty_state_is_no_state(serve: Serve, pkce: bool) -> None:
    server = serve(data({}))
    client = asana.Client.oauth(
        "id", "secret", "https://a.example/back", pkce=pkce, base_url=server.base_url
    )
    session: Any = client.session
    with pytest.raises(error.OAuthStateError, match="not the expected one"):
        session.fetch_token(authorization_response="https://a.example/back?code=x", state="")
    assert server.requests == []
