"""The sessions, the credentials and the options that a client is made with."""

from collections import ChainMap
from typing import Any
from unittest import mock

import pytest
import requests

import asana
from asana import options
from asana._http.bearer import BearerAuth
from asana.session import BearerSession, Session

BASE = "https://app.asana.com/api/1.0"
MAKE: Any = asana.Client


@pytest.mark.parametrize("name", ["request", "send", "get", "post", "put", "patch", "delete"])
def test_what_can_send_is_a_session(name: str) -> None:
    own: Any = type("Own", (), {name: lambda self: None})()
    assert MAKE(own).session is own
    client = asana.Client()
    client.session = own
    assert client.session is own


@pytest.mark.parametrize(
    ("given", "message"),
    [
        *(
            (
                token,
                f"session must be a requests session, not {type(token).__name__}; to pass a token, "
                "use asana.Client.access_token(token)",
            )
            for token in ("0/x", b"0/x", {"access_token": "x"})
        ),
        (5, "session must be a requests session, not int"),
        (object(), "session must be a requests session, not object"),
    ],
)
def test_what_is_no_session(given: Any, message: str) -> None:
    client = asana.Client()
    for act in (lambda: MAKE(given), lambda: setattr(client, "session", given)):
        with pytest.raises(TypeError) as caught:
            act()
        assert str(caught.value) == message


def test_without_a_session_a_client_makes_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert type(asana.Client().session) is Session
    client: Any = asana.Client.access_token("0/x")
    client.session = None
    assert type(client.session) is Session
    patched = mock.Mock()
    monkeypatch.setattr(requests, "Session", patched)
    assert asana.Client().session is patched.return_value


@pytest.mark.parametrize("auth", [None, "", print, ("a", "b"), (b"a", b"\xff"), ("é", "")])
def test_what_is_an_auth(auth: Any) -> None:
    assert asana.Client(auth=auth).auth is auth


@pytest.mark.parametrize(
    ("auth", "kind", "message"),
    [
        *(
            (
                auth,
                TypeError,
                "auth must be a callable, or a pair (user name, password) of strings",
            )
            for auth in ("a:b", ("a",), ("a", "b", "c"), ["a", "b"], ("a", None), (1, "b"), 5)
        ),
        (("a", "ż"), ValueError, "auth must be bytes if it has characters outside latin-1"),
        (("ż", "a"), ValueError, "auth must be bytes if it has characters outside latin-1"),
    ],
)
def test_what_is_no_auth(auth: Any, kind: type[Exception], message: str) -> None:
    client = asana.Client()
    for act in (lambda: asana.Client(auth=auth), lambda: setattr(client, "auth", auth)):
        with pytest.raises(kind) as caught:
            act()
        assert str(caught.value) == message
        assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_the_sources_of_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASANA_ACCESS_TOKEN", " 0/e \n")
    for client, token, source in (
        (
            asana.Client.access_token("0/x"),
            "0/x",
            "the access token given to Client.access_token()",
        ),
        (asana.Client.access_token(), "0/e", "the access token in ASANA_ACCESS_TOKEN"),
    ):
        assert type(client.session) is BearerSession
        made: Any = client.session
        assert (made.access_token, made.auth.source) == (token, source)
        assert repr(client) == f"<Client of {BASE}, with {source}>"
    assert repr(asana.Client()) == f"<Client of {BASE}, without credentials>"
    assert repr(asana.Client.access_token(None)) == f"<Client of {BASE}, without credentials>"
    monkeypatch.setenv("ASANA_ACCESS_TOKEN", " ")
    with pytest.raises(ValueError, match="no access") as caught:
        asana.Client.access_token()
    assert str(caught.value) == "no access token: pass one, or set ASANA_ACCESS_TOKEN"


def test_a_token_of_basic_auth_is_a_user_name() -> None:
    for token in ("0/x\n", b"0/x"):
        client = asana.Client.basic_auth(token, deadline=7)
        assert (client.auth.username, client.auth.password) == ("0/x", "")
        assert client.options["deadline"] == 7
    for make in (asana.Client.basic_auth, asana.Client.access_token):
        assert make(None, deadline=7).options["deadline"] == 7


@pytest.mark.parametrize("make", ["access_token", "oauth", "basic_auth"])
def test_a_client_that_another_one_makes_has_its_options(make: str) -> None:
    first = asana.Client(headers={"X-Mine": "1"}, deadline=7, base_url="https://a.example/b")
    first.options["workspace"] = "5"
    made: Any = getattr(first, make)("0/x", timeout=3)
    own = made.options
    assert (own["deadline"], own["timeout"], own["workspace"]) == (7, 3, "5")
    assert own["base_url"] == "https://a.example/b"
    assert made.headers == {"X-Mine": "1"}
    assert made.headers is not first.headers
    other: Any = getattr(first, make)("0/x", deadline=8, headers={"X-Other": "2"})
    assert (other.options["deadline"], other.headers) == (8, {"X-Other": "2"})


def test_the_arguments_of_oauth_are_those_of_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    made = mock.Mock()
    monkeypatch.setattr("asana.session.AsanaOAuth2Session", made)
    given: dict[str, Any] = {
        "redirect_uri": "r",
        "token": {"access_token": "t"},
        "scope": "s",
        "token_updater": print,
        "pkce": True,
        "token_store": "store",
        "state": "state",
    }
    client = asana.Client.oauth("id", "secret", **given, base_url="https://a.example", deadline=7)
    made.assert_called_once_with("secret", client_id="id", base_url="https://a.example", **given)
    assert client.session is made.return_value
    assert (client.options["deadline"], client.options["base_url"]) == (7, "https://a.example")


def test_a_session_with_a_token_follows_the_options_of_its_client() -> None:
    client: Any = asana.Client.access_token("0/x", base_url="https://a.example")
    assert client.session.settings is client.options
    client.options = {"deadline": 7}
    assert client.session.settings is client.options
    assert dict(client.options.own) == {"deadline": 7, "base_url": BASE}
    client.session = BearerSession("0/y", "https://b.example")
    assert client.session.settings is client.options
    other: Any = Session()
    client.session = other
    assert not hasattr(other, "settings")
    assert isinstance(asana.Client.access_token("x").session.auth, BearerAuth)


def test_the_base_url_may_be_that_of_a_subclass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASANA_BASE_URL", "https://environment.example")

    class Old(asana.Client):
        DEFAULT_OPTIONS = {"base_url": "https://old.example/", "deadline": 7}

    class New(Old):
        DEFAULTS = {"base_url": "https://new.example"}

    class Plain(asana.Client):
        DEFAULTS = {"deadline": 8}

    assert Old().options["base_url"] == "https://old.example"
    assert (New().options["base_url"], New().options["deadline"]) == ("https://new.example", 300)
    assert (Plain().options["base_url"], Plain().options["deadline"]) == (
        "https://environment.example",
        8,
    )
    assert type(Old._defaults()) is ChainMap
    assert asana.Client._defaults() is options.DEFAULTS
    client: Any = Old()
    client.options = {}
    assert client.options["base_url"] == "https://old.example"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        *(
            (name, f"the client has no option {name!r}; use asana.Client.access_token(token)")
            for name in (
                *("token", "access_token", "accesstoken", "personal_access_token", "TOKEN"),
                *("personal_token", "api_key", "apikey", "_token", "personal__access_token"),
            )
        ),
        *(
            (name, f"the client has no option {name!r}; use asana.Client.oauth({name}=…)")
            for name in (
                *("client_id", "client_secret", "redirect_uri"),
                *("scope", "token_updater", "token_store"),
            )
        ),
        *(
            (name, f"the client has no option {name!r}; use base_url=…")
            for name in ("host", "url", "api_url")
        ),
        ("page_szie", "the client has no option 'page_szie'; did you mean 'page_size'?"),
        ("my_token", "the client has no option 'my_token'"),
        ("tokens", "the client has no option 'tokens'"),
    ],
)
def test_an_unknown_option_has_a_hint(given: str, message: str) -> None:
    with pytest.raises(TypeError) as caught:
        MAKE(**{given: "x"})
    assert str(caught.value) == message


def test_the_names_of_options_in_asana_s_documentation() -> None:
    client = asana.Client(opt_fields=["a"], limit="any", headers=None)
    assert client.options["opt_fields"] == ["a"]
    assert client.headers == {}
    with pytest.raises(TypeError, match=r"^headers must be a dictionary, not "):
        asana.Client(headers=5)
