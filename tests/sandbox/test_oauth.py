"""Consent, codes and tokens, as apps and users see them over HTTP."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs

import pytest
import requests

from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Clock
from tests.sandbox.oauth_browser import (
    APP,
    CALLBACK,
    CLIENTS,
    OOB,
    STATE,
    VERIFIER,
    Browser,
    came_back,
    refusal,
)


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


def in_fragment(reply: requests.Response) -> dict[str, str]:
    """The parameters with which the implicit grant redirects the user to the app."""
    assert reply.status_code == 302, reply.text
    address, _, fragment = reply.headers["Location"].partition("#")
    assert address == CALLBACK
    return {name: values[0] for name, values in parse_qs(fragment).items()}


def test_the_implicit_grant_gives_a_token_at_once(browser: Browser, clock: Clock) -> None:
    url = browser.url(response_type="token", code_challenge=None, code_challenge_method=None)
    back = in_fragment(browser.press(browser.open(url), "allow"))
    token = back.pop("access_token")
    assert back == {"token_type": "bearer", "expires_in": "3600", "state": STATE}
    assert browser.call(token, "GET", "/users/me").status_code == 200
    clock.advance(hours=1)
    assert browser.call(token, "GET", "/users/me").status_code == 401


def test_refusals_of_the_implicit_grant_are_in_the_fragment_too(browser: Browser) -> None:
    denied = in_fragment(browser.press(browser.open(browser.url(response_type="token")), "deny"))
    assert (denied["error"], denied["state"]) == ("access_denied", STATE)
    wrong = in_fragment(browser.open(browser.url(response_type="token", scope="everything")))
    assert (wrong["error"], wrong["state"]) == ("invalid_scope", STATE)


def test_a_token_can_be_copied(browser: Browser) -> None:
    url = browser.url(response_type="token", redirect_uri=OOB)
    page = browser.press(browser.open(url), "allow")
    (token,) = re.findall(r'<code id="code">([^<]+)</code>', page.text)
    assert browser.call(unescape(token), "GET", "/users/me").status_code == 200


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
        ({"response_type": "id_token"}, "unsupported_response_type"),
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
        reply = requests.post(url, timeout=10, **body)
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
    for _ in range(2):  # unknown tokens, as on the second pass, are accepted
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
    access = refusal(browser.post("revoke", **APP, token=token["access_token"]))
    assert access[:2] == (400, "unsupported_token_type")
    assert refusal(browser.post("revoke", **APP))[0] == 400
    assert refusal(browser.post("revoke", token=kept, client_id="app"))[0] == 400
    wrong = {"client_id": "app", "client_secret": "wrong"}
    assert refusal(browser.post("revoke", token=kept, **wrong))[0] == 401
    theirs = {"client_id": "other", "client_secret": "other secret"}
    assert browser.post("revoke", token=kept, **theirs).status_code == 200
    assert browser.refresh(kept).status_code == 200
