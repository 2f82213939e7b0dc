"""OAuth as an app and its users meet it, over HTTP."""

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

import asana
from asana.sandbox.oauth_scopes import DEFAULT, SCOPES, describe, needed_for
from asana.sandbox.server import Sandbox
from tests.operations import OPERATIONS
from tests.sandbox.conftest import Clock

OOB = "urn:ietf:wg:oauth:2.0:oob"
CALLBACK = "http://127.0.0.1:8000/callback?from=asana"
SECRET = "secret-canary"
STATE = "state-canary-0123456789"
VERIFIER = "verifier-canary-" + "v" * 40
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode()[:43]
APP = {"client_id": "app", "client_secret": SECRET}
CLIENTS = [
    {**APP, "name": "Bean <counter>", "redirect_uris": [CALLBACK, OOB]},
    {"client_id": "other", "client_secret": "other secret", "redirect_uris": CALLBACK},
    {"client_id": "small", "client_secret": "small secret", "scopes": "tasks:read users:read"},
]


class Browser:
    """A user, who looks at the consent page and presses one of its buttons."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.origin = sandbox.base_url.removesuffix("/api/1.0")
        self.session = requests.Session()

    def url(self, **changes: str | None) -> str:
        asked = {
            "client_id": "app",
            "redirect_uri": CALLBACK,
            "response_type": "code",
            "state": STATE,
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            **changes,
        }
        given = {name: value for name, value in asked.items() if value is not None}
        address = f"{self.origin}/-/oauth_authorize"
        return str(requests.Request("GET", address, params=given).prepare().url)

    def open(self, url: str) -> requests.Response:
        return self.session.get(url, timeout=10, allow_redirects=False)

    def press(self, page: requests.Response, answer: str, **fields: str) -> requests.Response:
        """Send the form of a page."""
        assert page.status_code == 200, page.text
        (ticket,) = re.findall(r'name="ticket" value="([^"]+)"', page.text)
        (user,) = re.findall(r'value="(\d+)" selected', page.text)
        form = {"ticket": ticket, "user": user, "answer": answer, **fields}
        return self.session.post(
            f"{self.origin}/-/oauth_authorize", data=form, timeout=10, allow_redirects=False
        )

    def code(self, url: str, **fields: str) -> str:
        """Allow what a URL asks for; the code."""
        code: str = came_back(self.press(self.open(url), "allow", **fields))["code"]
        return code

    def post(self, name: str, **form: str | None) -> requests.Response:
        return requests.post(f"{self.origin}/-/oauth_{name}", data=form, timeout=10)

    def exchange(self, code: str, **changes: str | None) -> requests.Response:
        form = {
            **APP,
            "grant_type": "authorization_code",
            "redirect_uri": CALLBACK,
            "code": code,
            "code_verifier": VERIFIER,
        }
        return self.post("token", **(form | changes))

    def token(self, **changes: str | None) -> dict[str, Any]:
        """The answer to a code for what a URL with these changes asks for."""
        reply = self.exchange(self.code(self.url(**changes)))
        assert reply.status_code == 200, reply.text
        return dict(reply.json())

    def refresh(self, refresh_token: str, **changes: str) -> requests.Response:
        form = {**APP, "grant_type": "refresh_token", "refresh_token": refresh_token}
        return self.post("token", **(form | changes))

    def call(self, access_token: str, verb: str, path: str, **how: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {access_token}"}
        url = f"{self.origin}/api/1.0{path}"
        return requests.request(verb, url, headers=headers, timeout=10, **how)


def came_back(reply: requests.Response) -> dict[str, str]:
    """The parameters with which the user was sent back to the app."""
    assert reply.status_code == 302, reply.text
    address, _, query = reply.headers["Location"].partition("?")
    assert address == CALLBACK.partition("?")[0]
    found = {name: values[0] for name, values in parse_qs(query).items()}
    assert found.pop("from") == "asana"
    return found


def refusal(reply: requests.Response) -> tuple[int, str, str]:
    problem = reply.json()
    assert problem["error_uri"].startswith("https://asana.com/")
    assert "/" not in reply.text  # which Asana escapes
    return reply.status_code, problem["error"], problem["error_description"]


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def sandbox(clock: Clock) -> Iterator[Sandbox]:
    with Sandbox(clock=clock, oauth_clients=CLIENTS) as running:
        yield running


@pytest.fixture
def browser(sandbox: Sandbox) -> Iterator[Browser]:
    browser = Browser(sandbox)
    with browser.session:
        yield browser


# The consent page


def test_the_page_says_who_asks_for_what(browser: Browser) -> None:
    page = browser.open(browser.url(scope="tasks:read tasks:write"))
    assert "<h1>Allow Bean &lt;counter&gt;?</h1>" in page.text
    assert "see tasks <code>tasks:read</code>" in page.text
    assert "create and change tasks <code>tasks:write</code>" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_an_app_that_names_no_scope_asks_for_everything(browser: Browser) -> None:
    assert "<code>default</code>" in browser.open(browser.url()).text


def test_the_main_user_is_preselected_among_all(browser: Browser, sandbox: Sandbox) -> None:
    page = browser.open(browser.url())
    assert f'value="{sandbox.user.gid}" selected>Maya Lindqvist' in page.text
    assert "Tom Okafor" in page.text
    assert "Service account" not in page.text


def test_the_answer_goes_back_with_the_state(browser: Browser) -> None:
    answer = came_back(browser.press(browser.open(browser.url()), "allow"))
    assert answer.keys() == {"code", "state"}
    assert answer["state"] == STATE


@pytest.mark.parametrize("answer", ["deny", "", "ALLOW"])
def test_whatever_is_not_allowed_is_denied(browser: Browser, answer: str) -> None:
    assert came_back(browser.press(browser.open(browser.url()), answer)) == {
        "error": "access_denied",
        "error_description": "The user denied access to your application.",
        "state": STATE,
    }


@pytest.mark.parametrize("user", ["1", "", "me"])
def test_only_a_demo_user_can_agree(browser: Browser, user: str) -> None:
    back = came_back(browser.press(browser.open(browser.url()), "allow", user=user))
    assert back["error"] == "access_denied"


def test_the_form_serves_once(browser: Browser) -> None:
    page = browser.open(browser.url())
    browser.press(page, "deny")
    again = browser.press(page, "allow")
    assert again.status_code == 400
    assert "used already" in again.text


@pytest.mark.parametrize("ticket", ["", "guessed"])
def test_a_form_that_was_not_shown_is_refused(browser: Browser, ticket: str) -> None:
    assert browser.press(browser.open(browser.url()), "allow", ticket=ticket).status_code == 400


def test_the_form_is_not_good_for_ever(browser: Browser, clock: Clock) -> None:
    page = browser.open(browser.url())
    clock.advance(minutes=10)
    assert browser.press(page, "allow").status_code == 400


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"client_id": None}, "client_id"),
        ({"client_id": "nobody"}, "client_id"),
        ({"redirect_uri": None}, "redirect_uri"),
        ({"redirect_uri": "http://127.0.0.1:8000/callback"}, "redirect_uri"),
        ({"redirect_uri": CALLBACK + "/"}, "redirect_uri"),
        ({"client_id": "other", "redirect_uri": OOB}, "redirect_uri"),
    ],
)
def test_an_unknown_app_or_redirect_is_told_to_the_user_only(
    browser: Browser, changes: dict[str, str | None], words: str
) -> None:
    page = browser.open(browser.url(**changes, scope="nonsense"))
    assert page.status_code == 400
    assert page.headers["Content-Type"].startswith("text/plain")
    assert words in page.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": None}, "unsupported_response_type"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"state": None}, "invalid_request"),
        ({"scope": "tasks:read everything"}, "invalid_scope"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
    ],
)
def test_every_other_failure_is_told_to_the_app(
    browser: Browser, changes: dict[str, str | None], error: str
) -> None:
    back = came_back(browser.open(browser.url(**changes)))
    assert back["error"] == error
    assert back.get("state") == changes.get("state", STATE)


def test_an_app_asks_for_no_more_than_it_is_registered_for(browser: Browser) -> None:
    url = {"client_id": "small", "redirect_uri": OOB}
    assert browser.open(browser.url(**url, scope="tasks:read")).status_code == 200
    for scope, refused in (("tasks:read tags:read", "tags:read"), (None, "default")):
        page = browser.open(browser.url(**url, scope=scope))
        assert "forbidden_scopes" in page.text
        assert f"`{refused}` scopes" in page.text


def test_the_code_is_shown_where_there_is_nowhere_to_go_back_to(browser: Browser) -> None:
    page = browser.press(browser.open(browser.url(redirect_uri=OOB)), "allow")
    (code,) = re.findall(r'<code id="code">(\w+)</code>', page.text)
    assert browser.exchange(code, redirect_uri=OOB).status_code == 200
    denied = browser.press(browser.open(browser.url(redirect_uri=OOB)), "deny")
    assert '<code id="error">access_denied</code>' in denied.text


# Tokens


def test_a_code_is_exchanged_for_tokens(browser: Browser, sandbox: Sandbox) -> None:
    token = browser.token()
    gid = sandbox.user.gid
    assert token.pop("access_token") != token.pop("refresh_token")
    assert token == {
        "token_type": "bearer",
        "expires_in": 3600,
        "data": {"id": gid, "gid": gid, "name": "Maya Lindqvist", "email": "maya@example.com"},
    }


def test_the_token_is_that_of_whoever_signed_in(browser: Browser, sandbox: Sandbox) -> None:
    tom = sandbox.store.user_by_email("tom@example.com")
    assert tom is not None
    token = browser.exchange(browser.code(browser.url(), user=tom.gid)).json()
    me = browser.call(token["access_token"], "GET", "/users/me").json()["data"]
    assert me["name"] == token["data"]["name"] == "Tom Okafor"


def test_a_code_serves_once(browser: Browser) -> None:
    code = browser.code(browser.url())
    assert browser.exchange(code).status_code == 200
    assert refusal(browser.exchange(code)) == (
        400,
        "invalid_grant",
        "The `code` provided was invalid.",
    )


def test_a_code_is_good_for_ten_minutes(browser: Browser, clock: Clock) -> None:
    code = browser.code(browser.url())
    clock.advance(minutes=10)
    assert refusal(browser.exchange(code))[1] == "invalid_grant"


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"code_verifier": VERIFIER + "x"}, (400, "invalid_grant", "code_verifier")),
        ({"code_verifier": None}, (400, "invalid_grant", "code_verifier")),
        ({"redirect_uri": OOB}, (400, "invalid_grant", "redirect_uri")),
        ({"redirect_uri": None}, (400, "invalid_request", "redirect_uri")),
        ({"code": None}, (400, "invalid_request", "code")),
        ({"code": "guessed"}, (400, "invalid_grant", "code")),
        ({"client_id": None}, (400, "invalid_request", "client_id")),
        ({"client_id": "nobody"}, (401, "invalid_client", "client_id")),
        ({"client_secret": "wrong"}, (401, "invalid_client", "client_secret")),
        ({"client_secret": None}, (400, "invalid_request", "client_secret")),
        (
            {"client_id": "other", "client_secret": "other secret"},
            (400, "invalid_grant", "code"),
        ),
        ({"grant_type": "password"}, (400, "unsupported_grant_type", "grant_type")),
        ({"grant_type": None}, (400, "invalid_request", "grant_type")),
    ],
)
def test_a_wrong_exchange_is_refused(
    browser: Browser, changes: dict[str, str | None], refused: tuple[int, str, str]
) -> None:
    code = browser.code(browser.url())
    status, error, description = refusal(browser.exchange(code, **changes))
    assert (status, error) == refused[:2]
    assert f"`{refused[2]}`" in description


def test_pkce_can_be_left_out_but_not_added_later(browser: Browser) -> None:
    url = browser.url(code_challenge=None, code_challenge_method=None)
    assert browser.exchange(browser.code(url), code_verifier=None).status_code == 200
    assert refusal(browser.exchange(browser.code(url)))[1] == "invalid_grant"


def test_only_a_form_is_taken(browser: Browser) -> None:
    url = f"{browser.origin}/-/oauth_token"
    for body in ({"json": {"grant_type": "refresh_token"}}, {"data": b"[]"}, {}):
        reply = requests.post(url, timeout=10, **body)  # type: ignore[arg-type]
        assert refusal(reply) == (400, "invalid_request", "The body must be a form.")
    assert requests.get(url, timeout=10).status_code == 404


def test_a_refresh_token_gives_access_tokens_only(browser: Browser) -> None:
    first = browser.token()
    second = browser.refresh(first["refresh_token"]).json()
    assert "refresh_token" not in second
    assert second["data"] == first["data"]
    for token in (first, second):
        reply = browser.call(token["access_token"], "GET", "/users/me")
        assert reply.status_code == 200


def test_a_wrong_refresh_is_refused(browser: Browser) -> None:
    refused = (400, "invalid_grant", "The `refresh_token` provided was invalid.")
    kept = browser.token()["refresh_token"]
    assert refusal(browser.refresh("guessed")) == refused
    theirs = {"client_id": "other", "client_secret": "other secret"}
    assert refusal(browser.refresh(kept, **theirs)) == refused
    assert refusal(browser.refresh(kept, client_secret="wrong"))[0] == 401
    assert browser.refresh(kept).status_code == 200


# The life of a token


def expired(reply: requests.Response) -> bool:
    message = reply.json().get("errors", [{"message": ""}])[0]["message"]
    return reply.status_code == 401 and message.startswith("The bearer token has expired.")


def test_a_token_is_good_for_an_hour(browser: Browser, clock: Clock) -> None:
    access_token = browser.token()["access_token"]
    clock.advance(seconds=3599)
    assert browser.call(access_token, "GET", "/users/me").status_code == 200
    clock.advance(seconds=1)
    assert expired(browser.call(access_token, "GET", "/users/me"))


def test_a_test_can_let_tokens_expire(browser: Browser, sandbox: Sandbox) -> None:
    token = browser.token()
    sandbox.expire_access_tokens()
    assert expired(browser.call(token["access_token"], "GET", "/users/me"))
    fresh = browser.refresh(token["refresh_token"]).json()["access_token"]
    assert browser.call(fresh, "GET", "/users/me").status_code == 200
    assert browser.call(sandbox.access_token, "GET", "/users/me").status_code == 200


def test_revoking_ends_everything_that_came_of_the_consent(browser: Browser) -> None:
    first, other = browser.token(), browser.token()
    second = browser.refresh(first["refresh_token"]).json()
    for _ in range(2):  # what is unknown, as then, is fine
        reply = browser.post("revoke", **APP, token=first["refresh_token"])
        assert (reply.status_code, reply.json()) == (200, {})
    for token in (first, second):
        reply = browser.call(token["access_token"], "GET", "/users/me")
        assert reply.json()["errors"][0]["message"] == "Not Authorized"
    assert refusal(browser.refresh(first["refresh_token"]))[1] == "invalid_grant"
    assert browser.call(other["access_token"], "GET", "/users/me").status_code == 200


def test_a_wrong_revocation_is_refused(browser: Browser) -> None:
    token = browser.token()
    kept = token["refresh_token"]
    assert refusal(browser.post("revoke", **APP, token=token["access_token"]))[0] == 400
    assert refusal(browser.post("revoke", **APP))[0] == 400
    assert refusal(browser.post("revoke", token=kept, client_id="app"))[0] == 400
    wrong = {"client_id": "app", "client_secret": "wrong"}
    assert refusal(browser.post("revoke", token=kept, **wrong))[0] == 401
    theirs = {"client_id": "other", "client_secret": "other secret"}
    assert browser.post("revoke", token=kept, **theirs).status_code == 200
    assert browser.refresh(kept).status_code == 200


# Scopes


def test_the_scopes_are_those_of_the_reference() -> None:
    for row in OPERATIONS:
        if row.method != "typeahead_for_workspace":  # the list's one omission
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
        assert reply.json()["errors"][0]["message"].endswith(f"required: {scope}")


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
    with pytest.raises(asana.error.ForbiddenError, match="required: tasks:write"):
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
        ({"client_secret": ""}, "an id and a secret"),
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
    from asana.sandbox import __main__ as command

    made: list[Sandbox] = []
    start = Sandbox.start
    monkeypatch.setattr(Sandbox, "start", lambda self: made.append(self) or start(self))
    monkeypatch.setattr(command.threading, "Event", lambda: _Stopped())
    monkeypatch.setattr(command.signal, "signal", lambda *_: None)
    arguments = ["--oauth-client", f"app:secret:{CALLBACK}", "--oauth-client", "copy:secret"]
    assert command.main(arguments) == 0
    apps = made[0]._services.oauth.apps
    assert apps["app"].redirect_uris == (CALLBACK,)
    assert apps["copy"].redirect_uris == (OOB,)
    assert command.main(["--oauth-client", "nothing"]) == 1


class _Stopped:
    def wait(self, _: float) -> bool:
        return True

    def set(self) -> None:
        pass
