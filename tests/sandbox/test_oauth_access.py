"""Access with OAuth tokens, what is stored of them, and which apps can request them."""

import signal
from collections.abc import Iterator
from typing import Any

import pytest
import requests

import asana
from asana.sandbox import __main__ as command
from asana.sandbox.oauth.scopes import DEFAULT, SCOPES, describe, needed_for
from asana.sandbox.web.server import Sandbox
from tests.operations import OPERATIONS
from tests.sandbox.oauth_browser import (
    APP,
    CALLBACK,
    CHALLENGE,
    CLIENTS,
    OOB,
    SECRET,
    STATE,
    VERIFIER,
    Browser,
    refusal,
)

WANTED = "One of the following scopes must be present to use this endpoint"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(oauth_clients=CLIENTS) as running:
        yield running


@pytest.fixture
def browser(sandbox: Sandbox) -> Iterator[Browser]:
    browser = Browser(sandbox)
    with browser.session:
        yield browser


# Scopes


def test_the_scopes_are_those_of_the_reference() -> None:
    for row in OPERATIONS:
        if row.method != "typeahead_for_workspace":  # the only omission in the list
            assert needed_for(row.method) == (row.scope or DEFAULT), row.method
    assert needed_for("typeahead_for_workspace") == "workspaces.typeahead:read"


def test_every_scope_can_be_explained() -> None:
    assert {row.scope for row in OPERATIONS} - {""} <= SCOPES
    assert describe("workspaces.typeahead:read") == "see workspaces typeahead"
    assert all(describe(scope) for scope in SCOPES)


def test_a_scope_opens_its_operations_and_no_others(browser: Browser) -> None:
    token = browser.token(scope="tasks:read workspaces:read users:read")["access_token"]
    me = browser.call(token, "GET", "/users/me").json()["data"]
    mine = {"workspace": me["workspaces"][0]["gid"], "assignee": "me"}
    assert browser.call(token, "GET", "/tasks", params=mine).status_code == 200
    for verb, path, scope in (
        ("POST", "/tasks", "tasks:write"),
        ("DELETE", "/tasks/1", "tasks:delete"),
        ("GET", "/projects", "projects:read"),
        ("POST", "/batch", "default"),
    ):
        reply = browser.call(token, verb, path)
        assert reply.status_code == 403
        assert reply.json()["errors"][0]["message"] == f"{WANTED}: {scope}"


def test_default_opens_everything(browser: Browser) -> None:
    token = browser.token(scope="default")["access_token"]
    action = {"method": "get", "relative_path": "/users/me"}
    reply = browser.call(token, "POST", "/batch", json={"data": {"actions": [action]}})
    assert reply.json()["data"][0]["body"]["data"]["name"] == "Maya Lindqvist"


@pytest.mark.parametrize(
    ("scope", "claims"),
    [
        ("openid", {"sub"}),
        ("openid email", {"sub", "email"}),
        ("openid email profile", {"sub", "email", "name"}),
    ],
)
def test_who_the_user_is(browser: Browser, scope: str, claims: set[str]) -> None:
    token = browser.token(scope=scope)
    told = browser.call(token["access_token"], "GET", "/openid_connect/userinfo").json()
    assert told.keys() == claims
    assert told["sub"] == token["data"]["gid"]


def test_who_the_user_is_remains_closed(browser: Browser, sandbox: Sandbox) -> None:
    default = browser.token()["access_token"]
    for token, status in ((default, 403), (sandbox.access_token, 403), ("guessed", 401)):
        reply = browser.call(token, "GET", "/openid_connect/userinfo")
        assert reply.status_code == status
        assert reply.json()["errors"][0]["help"]


def test_the_configuration_says_where_everything_is(browser: Browser) -> None:
    url = f"{browser.origin}/api/1.0/.well-known/openid-configuration"
    told = requests.get(url, timeout=10).json()
    assert told["issuer"] == browser.origin
    assert browser.url().startswith(told["authorization_endpoint"])
    for name in ("token_endpoint", "revocation_endpoint"):
        assert refusal(requests.post(told[name], timeout=10))[1] == "invalid_request"
    assert requests.get(told["userinfo_endpoint"], timeout=10).status_code == 401


# Secrets


def test_nothing_secret_is_kept_of_requests(browser: Browser, sandbox: Sandbox) -> None:
    sandbox.requests.clear()
    code = browser.code(browser.url(scope="openid"))
    token = browser.exchange(code).json()
    browser.refresh(token["refresh_token"])
    browser.call(token["access_token"], "GET", "/openid_connect/userinfo")
    browser.post("revoke", **APP, token=token["refresh_token"])
    paths = [request.path for request in sandbox.requests]
    assert paths == [
        *("/-/oauth_authorize", "/-/oauth_authorize", "/-/oauth_token", "/-/oauth_token"),
        *("/openid_connect/userinfo", "/-/oauth_revoke"),
    ]
    assert sandbox.requests[2].body["grant_type"] == "authorization_code"
    kept = repr(sandbox.requests)
    for secret in (SECRET, STATE, VERIFIER, CHALLENGE, code, *map(str, token.values())):
        assert secret not in kept


# End to end


def test_the_client_goes_all_the_way(sandbox: Sandbox, browser: Browser) -> None:
    saved: list[dict[str, Any]] = []
    client = asana.Client.oauth(
        client_id="app",
        client_secret=SECRET,
        redirect_uri=CALLBACK,
        scope=["users:read", "tasks:read"],
        base_url=sandbox.base_url,
        token_updater=saved.append,
    )
    session: Any = client.session
    url, state = session.authorization_url()
    token = session.fetch_token(code=browser.code(url), state=state)
    assert client.users.me()["name"] == token["data"]["name"]
    sandbox.expire_access_tokens()
    assert client.users.me()["name"] == "Maya Lindqvist"
    assert saved[0]["refresh_token"] == token["refresh_token"]
    with pytest.raises(asana.error.ForbiddenError, match=f"{WANTED}: tasks:write"):
        client.tasks.create_task({"name": "x"})
    session.revoke()
    again = asana.Client.oauth(token=saved[0], base_url=sandbox.base_url)
    with pytest.raises(asana.error.NoAuthorizationError):
        again.users.me()


def test_the_client_tells_a_denial_from_a_wrong_secret(sandbox: Sandbox, browser: Browser) -> None:
    def session(secret: str) -> Any:
        client = asana.Client.oauth("app", secret, CALLBACK, base_url=sandbox.base_url)
        return client.session

    denied = session(SECRET)
    url, _ = denied.authorization_url()
    back = browser.press(browser.open(url), "deny").headers["Location"]
    with pytest.raises(asana.error.OAuthDeniedError):
        denied.fetch_token(authorization_response=back)
    wrong = session("wrong")
    url, _ = wrong.authorization_url()
    with pytest.raises(asana.error.OAuthClientError):
        wrong.fetch_token(code=browser.code(url))


# Registration


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"client_secret": ""}, "a client_id and a client_secret"),
        ({"redirect_uris": "http://app.example/callback"}, "https"),
        ({"redirect_uris": "callback"}, "https"),
        ({"redirect_uris": "https://app.example/#here"}, "fragment"),
        ({"scopes": ["tasks:eat"]}, "tasks:eat"),
    ],
)
def test_what_cannot_be_registered(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Sandbox(oauth_clients={**APP, **changes})


def test_an_app_may_be_registered_piece_by_piece(sandbox: Sandbox) -> None:
    pieces = [{**APP, "redirect_uris": CALLBACK}, APP]
    oauth = Sandbox(oauth_clients=pieces)._services.oauth
    assert oauth.apps["app"].redirect_uris == (CALLBACK, OOB)
    assert SECRET not in repr(oauth.apps)
    with pytest.raises(ValueError, match="two secrets"):
        Sandbox(oauth_clients=[APP, {**APP, "client_secret": "another"}])


def test_the_command_line_registers_apps(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Sandbox] = []
    monkeypatch.setattr(Sandbox, "start", lambda sandbox: made.append(sandbox))
    monkeypatch.setattr(signal, "signal", lambda number, handler: handler(number, None))
    arguments = ["--oauth-client", f"app:secret:{CALLBACK}", "--oauth-client", "copy:secret"]
    assert command.main(arguments) == 0
    apps = made[0]._services.oauth.apps
    assert apps["app"].redirect_uris == (CALLBACK,)
    assert apps["copy"].redirect_uris == (OOB,)


def test_the_command_line_explains_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--oauth-client", "app"]) == 2
    assert (
        capsys.readouterr().err
        == "asana.sandbox: an OAuth client requires a client_id and a client_secret\n"
    )
