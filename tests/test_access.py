"""The session and the auth of requests: what is a secret, and what a prepared request has."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from requests.auth import AuthBase, HTTPBasicAuth

from asana._http.access import Access
from asana._http.bearer import BearerAuth
from asana.session import Session
from tests.test_request import build

HTTPS = "https://a.example/api"
HTTP = "http://a.example/api"
PLAIN_HTTP = "credentials are sent only over https, or to this machine"
ELSEWHERE = (
    "base_url of a call cannot have another origin, because the client's credentials would be "
    'sent there: create another client, or set client.options["base_url"]'
)


def session_with(**parts: Any) -> Any:
    session: Any = Session()
    for name, value in parts.items():
        if name in ("headers", "cookies"):
            getattr(session, name).update(value)
        else:
            setattr(session, name, value)
    return session


SECRETS = [
    (session_with(), ("user", "password"), {}),
    (session_with(auth=("user", "password")), None, {}),
    (session_with(headers={"authorization": "x"}), None, {}),
    (session_with(headers={"COOKIE": "x"}), None, {}),
    (session_with(cookies={"a": "1"}), None, {}),
    (session_with(params={"a": "1"}), None, {}),
    (session_with(), None, {"Authorization": "x"}),
    (session_with(), None, {"cookie": "x"}),
    (object(), ("user", "password"), {}),
    (object(), None, {"Authorization": "x"}),
]
NO_SECRETS = [
    (session_with(), None, {}),
    (session_with(headers={"X-A": "1"}), None, {"X-B": "1"}),
    (SimpleNamespace(auth="mock", headers={"Authorization": "x"}), None, {}),
]


@pytest.mark.parametrize(("session", "auth", "headers"), SECRETS)
def test_secrets_go_over_https_to_one_origin(session: Any, auth: Any, headers: Any) -> None:
    access = Access(session, auth)
    plain, safe = (build(base_url=url, headers=headers) for url in (HTTP, HTTPS))
    with pytest.raises(ValueError, match=f"^{PLAIN_HTTP}$"):
        access.refuse_plain_http(plain)
    access.refuse_plain_http(safe)
    access.refuse_plain_http(build(base_url="http://127.0.0.1", headers=headers))
    for other in (HTTP, "https://b.example/api", "https://a.example:8443/api"):
        with pytest.raises(ValueError, match=f"^{re.escape(ELSEWHERE)}$"):
            access.refuse_elsewhere(safe, other)
    access.refuse_elsewhere(safe, "https://A.example:443/other")


@pytest.mark.parametrize(("session", "auth", "headers"), NO_SECRETS)
def test_other_requests_go_anywhere(session: Any, auth: Any, headers: Any) -> None:
    access = Access(session, auth)
    access.refuse_plain_http(build(base_url=HTTP, headers=headers))
    access.refuse_elsewhere(build(base_url=HTTP, headers=headers), HTTPS)


BEARER = BearerAuth("t", HTTPS, "the token of a test")
NO_TOKEN = BearerAuth(None, HTTPS, "the token of a test")
OTHER = "the auth of the client or its session"


@pytest.mark.parametrize(
    ("session", "auth", "expected"),
    [
        (session_with(), BEARER, "the token of a test"),
        (session_with(), NO_TOKEN, None),
        (session_with(auth=BEARER), None, "the token of a test"),
        (session_with(auth=("a", "b")), BEARER, "the token of a test"),
        (session_with(auth=("a", "b")), None, OTHER),
        (session_with(), HTTPBasicAuth("a", "b"), OTHER),
        (session_with(), None, None),
        (SimpleNamespace(auth=BEARER), None, None),
    ],
)
def test_the_credential_in_messages(session: Any, auth: Any, expected: str | None) -> None:
    assert Access(session, auth).credential() == expected


class Own(AuthBase):
    pass


@pytest.mark.parametrize(
    ("auth", "plain"),
    [
        (None, True),
        (BEARER, True),
        (("a", "b"), True),
        (HTTPBasicAuth("a", "b"), True),
        (Own(), False),
        (type("Mine", (HTTPBasicAuth,), {})("a", "b"), False),
        (print, False),
    ],
)
def test_which_requests_go_through_the_adapter_directly(auth: Any, plain: bool) -> None:
    session: Any = Session()
    access = Access(session)
    assert access.is_plain("get", auth) is plain
    session.get = print
    assert access.is_plain("get", auth) is False
    assert access.is_plain("put", auth) is plain


def prepared(session: Any = None, auth: Any = None, token: str | None = None, **parts: Any) -> Any:
    session = session or Session()
    session.headers.clear()
    session.headers["A"] = "1"
    request = build("PUT", base_url=HTTPS, headers={"B": "2", "a": "3"})._replace(**parts)
    return Access(session).prepared(request, auth, token)


def test_a_prepared_request() -> None:
    made = prepared(body=b"12345", token="Bearer t")
    assert (made.method, made.url, made.body) == ("PUT", f"{HTTPS}/tasks", b"12345")
    assert dict(made.headers) == {
        "B": "2",
        "a": "3",
        "Content-Length": "5",
        "Authorization": "Bearer t",
    }


@pytest.mark.parametrize(
    ("body", "length"),
    [
        (None, None),
        (b"", "0"),
        (SimpleNamespace(len=7), "7"),
        (SimpleNamespace(len=0), "0"),
        (SimpleNamespace(len=None), None),
    ],
)
def test_the_length_of_a_body(body: Any, length: str | None) -> None:
    made = prepared(body=body)
    assert made.body is body
    assert made.headers.get("Content-Length") == length


def test_a_token_overrides_the_auth() -> None:
    basic = "Basic YTpi"
    assert prepared(auth=("a", "b")).headers["Authorization"] == basic
    assert prepared(auth=("a", "b"), token="Bearer t").headers["Authorization"] == "Bearer t"
    assert "Authorization" not in prepared().headers


def test_the_cookies_of_the_session_go_along() -> None:
    session = session_with(cookies={"a": "1"})
    assert prepared(session).headers["Cookie"] == "a=1"
    assert "Cookie" not in prepared().headers


@pytest.mark.parametrize("where", ["auth", "cookies"])
def test_headers_that_an_auth_or_a_cookie_adds_are_checked(where: str) -> None:
    def add(request: Any) -> Any:
        request.headers["X-A"] = "1\n"
        return request

    session = session_with(cookies={"a": "1\n"} if where == "cookies" else {})
    with pytest.raises(ValueError, match="must be one line of latin-1 text"):
        prepared(session, auth=add if where == "auth" else None)


def test_the_headers_follow_those_of_the_session() -> None:
    session: Any = Session()
    session.headers.clear()
    access, request = Access(session), build(headers={"B": "2"})
    for change, expected in (
        ({}, {"B": "2"}),
        ({"A": "1"}, {"A": "1", "B": "2"}),
        ({"A": ["x"]}, {"A": "x", "B": "2"}),
    ):
        session.headers.update(change)
        assert dict(access._all_headers(request)) == expected
        access._all_headers(request)["C"] = "3"  # a copy
    session.headers["A"].append("y")
    assert dict(access._all_headers(request)) == {"A": "x,y", "B": "2"}
    session.headers = {"D": "4"}
    assert dict(access._all_headers(request)) == {"D": "4", "B": "2"}


def test_a_mock_gets_the_settings_that_are_set() -> None:
    request = build()._replace(verify="v", cert=None, proxies={"https": "p"}, timeout=5)
    access = Access(SimpleNamespace())
    assert access.environment(request) == {"verify": "v", "proxies": {"https": "p"}}


@pytest.mark.parametrize(
    ("given", "session", "expected"),
    [
        ({}, {}, (True, None, {})),
        ({"verify": False}, {}, (False, None, {})),
        ({"cert": ("/dev/null", "/dev/null")}, {}, (True, ("/dev/null", "/dev/null"), {})),
        ({"proxies": {"https": "http://p"}}, {}, (True, None, {"https": "http://p"})),
        ({}, {"verify": "/dev/null", "cert": "/dev/null"}, ("/dev/null", "/dev/null", {})),
        ({}, {"proxies": {"https": "http://s"}}, (True, None, {"https": "http://s"})),
    ],
)
def test_the_environment_of_a_request(
    monkeypatch: pytest.MonkeyPatch, given: Any, session: Any, expected: Any
) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    own: Any = Session()
    access = Access(own)
    plain = build()._replace(verify=None, cert=None, proxies=None)
    first = access.environment(plain)
    assert first == {"verify": True, "cert": None, "proxies": {}}
    for name, value in session.items():
        setattr(own, name, value)
    found = access.environment(plain._replace(**given))
    assert (found["verify"], found["cert"], dict(found["proxies"])) == expected
    found["verify"] = "changed"
    assert access.environment(plain._replace(**given))["verify"] == expected[0]


@pytest.mark.parametrize("name", ["verify", "cert"])
@pytest.mark.parametrize("where", ["request", "session"])
def test_a_file_that_is_missing_is_refused(name: str, where: str) -> None:
    given: Any = ("/dev/null", "/missing/x") if name == "cert" else "/missing/x"
    own: Any = Session()
    request = build()._replace(verify=None, cert=None, proxies=None)
    if where == "session":
        setattr(own, name, given)
    else:
        request = request._replace(**{name: given})
    with pytest.raises(ValueError, match=r"^the certificate file does not exist: '/missing/x'$"):
        Access(own).environment(request)


def test_the_environment_is_searched_once_for_equal_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[str] = []
    merge = requests.Session.merge_environment_settings

    def counting(session: Any, url: str, *rest: Any) -> Any:
        calls.append(url)
        return merge(session, url, *rest)

    monkeypatch.setattr(requests.Session, "merge_environment_settings", counting)
    own: Any = Session()
    access = Access(own)
    request = build(base_url=HTTPS)._replace(verify=None, cert=None, proxies={"a": "http://p"})
    changes: list[Any] = [
        lambda: None,
        lambda: setattr(own, "verify", False),
        lambda: setattr(own, "cert", "/dev/null"),
        lambda: setattr(own, "proxies", {"https": "http://s"}),
        lambda: own.proxies.update(https="http://t"),
        lambda: setattr(own, "trust_env", False),
    ]
    for number, change in enumerate(changes, 1):
        change()
        access.environment(request)
        access.environment(request._replace(url=f"{HTTPS}/other", proxies={"a": "http://p"}))
        assert len(calls) == number
    for part in ({"verify": False}, {"cert": "/dev/null"}, {"proxies": None}):
        access.environment(request._replace(**part))
    access.environment(request._replace(url="https://b.example/x"))
    access.environment(request._replace(url="https://b.example/y"))
    assert len(calls) == len(changes) + 4
