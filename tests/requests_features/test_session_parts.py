"""How the client recognizes replaced methods of a session, and reads what a mock returns."""

import functools
import io
from http.client import HTTPResponse
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
import requests

from asana._http import sessions
from asana._http.connection import BoundedResponse

Session = requests.Session


def traced(function: Any, times: int = 1) -> Any:
    """Return a wrapper of a function, as a tracer makes it."""
    for _ in range(times):
        function = _wrapper(function)
    return function


def _wrapper(function: Any) -> Any:
    @functools.wraps(function)
    def wrapper(*arguments: Any, **keywords: Any) -> Any:
        return function(*arguments, **keywords)

    return wrapper


@pytest.mark.parametrize("name", ["send", "request", "prepare_request", *sessions.VERBS])
def test_only_a_tracers_wrapper_is_not_a_stand_in(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not sessions.stand_in(Session(), [name])
    monkeypatch.setattr(Session, "send", traced(Session.send, 2))
    assert not sessions.stand_in(Session(), [name])
    if name != "send":
        monkeypatch.setattr(Session, name, traced(getattr(Session, name), 2))
    watched = name in ("send", "request")
    assert sessions.stand_in(Session(), [name]) is not watched

    own: Any = type("Own", (Session,), {name: getattr(Session, name)})
    assert sessions.stand_in(own(), [name])
    monkeypatch.undo()
    session = Session()
    vars(session)[name] = getattr(session, name)
    assert sessions.stand_in(session, ["close", name])


def test_a_wrapper_of_request_alone_is_a_stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "request", traced(Session.request))
    assert sessions.stand_in(Session(), ["request"])
    assert not sessions.stand_in(Session(), ["get", "send"])


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [("a", "b", True), ("a", "b\nc", False), ("a\r", "b", False), ("é", "€", False)],
)
def test_broken_cookies_are_dropped(name: str, value: str, kept: bool) -> None:
    session = Session()
    session.cookies.set("good", "1", domain="a.example", path="/x")
    session.cookies.set(name, value, domain="b.example", path="/y")
    sessions.drop_broken_cookies(session)
    assert (name in session.cookies.get_dict()) is kept
    assert session.cookies["good"] == "1"
    sessions.drop_broken_cookies(mock.Mock())  # which has none


@pytest.mark.parametrize(
    ("given", "content", "payload"),
    [
        ({"content": b"abc", "text": "x"}, b"abc", {"a": "é"}),
        ({"text": "é"}, "é".encode(), {"a": "é"}),
        ({}, b'{"a": "\\u00e9"}', {"a": "é"}),
        ({"json": mock.Mock(side_effect=ValueError)}, b"", None),
        ({"json": lambda: {1}.pop}, b'"<built-in', None),
        ({"headers": {"X-Request-Id": "7"}}, b'{"a": "\\u00e9"}', {"a": "é"}),
        ({"headers": "odd"}, b'{"a": "\\u00e9"}', {"a": "é"}),
    ],
)
def test_a_response_of_a_mock(given: dict[str, Any], content: bytes, payload: Any) -> None:
    made: Any = sessions.adopted(
        SimpleNamespace(**{"status_code": 418, "json": lambda: {"a": "é"}, **given})
    )
    assert isinstance(made, sessions.Adopted)
    assert made.status_code == 418
    assert made.raw.read()[: len(content) or None] == content
    assert made.payload == payload or callable(made.payload)
    assert dict(made.headers) == (given["headers"] if "X-" in str(given.get("headers")) else {})
    assert made.headers.get("x-request-id") == made.headers.get("X-Request-Id")


@pytest.mark.parametrize(("given", "kind"), [(None, "NoneType"), ({}, "dict"), ("x", "str")])
def test_what_is_no_response(given: Any, kind: str) -> None:
    with pytest.raises(TypeError) as caught:
        sessions.adopted(given)
    assert str(caught.value) == f"the session must return responses, not {kind}"
    assert sessions.Adopted.payload is None


@pytest.mark.parametrize("kind", [HTTPResponse, BoundedResponse, object])
@pytest.mark.parametrize("connected", [True, False, None])
@pytest.mark.parametrize("last", ["Location", "X-Other"])
@pytest.mark.parametrize("status", [299, 300, 399, 400])
def test_a_location_that_may_be_cut_is_removed(
    kind: Any, connected: bool | None, last: str, status: int
) -> None:
    names = ["X-First", *{"Location", "X-Other"} - {last}, last]
    original: Any = kind() if kind is object else kind.__new__(kind)
    if kind is not object:
        original.headers = dict.fromkeys(names, "/x")
        original.fp = io.BytesIO()
    raw: Any = io.BytesIO()
    raw = SimpleNamespace(read=raw.read, _original_response=original)
    if connected is not None:
        raw._connection = SimpleNamespace(is_connected=connected)
    response = requests.Response()
    response.status_code, response.raw = status, raw
    response.headers["Location"] = "/x"
    assert sessions.adopted(response) is response
    cut = kind is HTTPResponse and last == "Location" and not connected and 300 <= status < 400
    assert ("Location" in response.headers) is not cut


def test_a_response_that_a_test_built_can_be_read_again() -> None:
    built: Any = requests.Response()
    built._content, built.status_code = b"abc", 200
    for _ in range(2):
        copy = sessions.adopted(built)
        assert copy is not built
        assert b"".join(copy.iter_content(2)) == b"abc"
        assert copy.status_code == 200
    built._content = None
    assert sessions.adopted(built).content == b""


@pytest.mark.parametrize(
    ("function", "names"),
    [
        (lambda url, headers: None, ["headers"]),
        (lambda url, data=None, **how: None, ["data", "headers", "stream"]),
        (lambda url, *args: None, []),
        (mock.Mock(), ["data", "headers", "stream"]),
        (object(), ["data", "headers", "stream"]),
    ],
)
def test_a_function_gets_the_keywords_it_accepts(function: Any, names: list[str]) -> None:
    how = {"data": 1, "headers": 2, "stream": 3}
    assert sorted(sessions._taken(function, how)) == names


def test_the_content_type_belongs_to_the_body() -> None:
    headers = {"content-Type": "a", "Accept": "b", "Content-Type-X": "c"}
    assert sessions._without_content_type(headers) == {"Accept": "b", "Content-Type-X": "c"}


def test_a_traced_request_goes_through_the_adapter(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session()
    adapter = session.get_adapter("https://a.example")
    assert sessions.sender(session, "https://a.example") == adapter.send
    monkeypatch.setattr(Session, "send", traced(Session.send))
    send: Any = sessions.sender(session, "https://a.example")
    assert callable(send.func)
    assert send.keywords == {"allow_redirects": False}


def test_the_package_of_what_has_none() -> None:
    assert sessions._package(1) == "None"
    assert sessions._package(Session.send) == "requests"
