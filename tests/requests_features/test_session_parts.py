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
from asana._http.bearer import BearerAuth
from asana._http.call import Call
from asana._http.caller import CallerError
from asana._http.connection import BoundedResponse
from asana._http.deadline import active
from asana._http.request import Request
from tests.test_request import build

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
    bare = send.func.__self__
    assert type(bare) is Session
    assert (bare.adapters, bare.auth) == ({"": adapter}, None)
    assert list(bare.resolve_redirects(requests.Response(), None, stream=True)) == []


@pytest.mark.parametrize(
    ("send", "expected"),
    [
        (Session.send, False),
        (traced(Session.send), False),
        (mock.Mock(), True),
        (traced(mock.Mock(__name__="send")), True),
    ],
    ids=["original", "traced", "mock", "traced mock"],
)
def test_a_mock_stands_in_for_send(
    monkeypatch: pytest.MonkeyPatch, send: Any, expected: bool
) -> None:
    monkeypatch.setattr(Session, "send", send)
    assert sessions.has_stand_in_for_send(Session()) is expected
    own = type("Own", (Session,), {"send": lambda *_: None})()
    assert sessions.has_stand_in_for_send(own) is expected
    own.send = None
    assert sessions.has_stand_in_for_send(own) is True


@pytest.mark.parametrize("verb", ["get", "put"])
def test_a_session_is_plain(verb: str) -> None:
    session: Any = Session()
    assert sessions.is_plain(session, verb)
    for name in ("send", "request", "prepare_request", verb):
        vars(session)[name] = None
        assert not sessions.is_plain(session, verb)
        del vars(session)[name]
    vars(session)["post"] = None
    assert sessions.is_plain(session, verb)
    session.params = {"a": 1}
    assert not sessions.is_plain(session, verb)
    session.params, session.hooks = None, None
    assert sessions.is_plain(session, verb)
    session.hooks = {"response": [print]}
    assert not sessions.is_plain(session, verb)
    assert not sessions.is_plain(mock.Mock(spec=Session), verb)


# -- sending by the method of the verb's name


class Verbs:
    """An object with a method of a session, which records its arguments."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def put(self, url: str, **how: Any) -> str:
        self.calls.append((url, how))
        return "response"


HOW = {"timeout": 5, "verify": "v"}
SENT = {"allow_redirects": False, "stream": True, **HOW}
READ = build("PUT", query={"a": "", "b": "x y"}, headers={"X-A": "1"})
WRITE = READ._replace(body='{"name": "é"}'.encode())
UPLOAD = build("PUT", headers={"X-A": "1", "content-TYPE": "x"})._replace(
    body=b"multipart", files={"file": b"x"}, fields={"parent": "1"}
)


def unsettled() -> int:
    return active.sending.unsettled


@pytest.mark.parametrize(
    ("request_", "more"),
    [
        (READ, {"params": {"a": "", "b": "x y"}, "headers": {"X-A": "1"}}),
        (
            WRITE,
            {
                "params": {"a": "", "b": "x y"},
                "headers": {"X-A": "1"},
                "data": '{"name": "é"}',
            },
        ),
        (
            UPLOAD,
            {
                "params": {},
                "headers": {"X-A": "1"},
                "data": {"parent": "1"},
                "files": {"file": b"x"},
            },
        ),
    ],
    ids=["read", "write", "upload"],
)
def test_a_mock_gets_the_arguments_of_python_asana(request_: Request, more: dict[str, Any]) -> None:
    session = Verbs()
    call, before = Call(None), unsettled()
    call.auth = ("user", "password")
    assert sessions.send_by_name(session, request_, call, HOW) == "response"
    url = request_.url.partition("?")[0]
    assert session.calls == [(url, {**SENT, **more, "auth": ("user", "password")})]
    assert (active.sending.begun, unsettled()) == (None, before + 1)


def test_without_an_auth_a_mock_gets_one_that_does_nothing() -> None:
    session = Verbs()
    sessions.send_by_name(session, READ, Call(None), HOW)
    ((_, how),) = session.calls
    prepared = requests.PreparedRequest()
    assert how["auth"](prepared) is prepared
    assert vars(prepared) == vars(requests.PreparedRequest())


def test_a_token_goes_to_a_mock_for_the_base_url_alone() -> None:
    session, call = Verbs(), Call(None)
    call.auth = BearerAuth("t", "https://elsewhere.example")
    sessions.send_by_name(session, READ, call, HOW)
    ((_, how),) = session.calls
    for url, sent in ((READ.url, {"Authorization": "Bearer t"}), ("https://other.example", {})):
        prepared = requests.Request("GET", url).prepare()
        prepared.headers.clear()
        assert how["auth"](prepared).headers == sent


@pytest.mark.parametrize("auth", [None, ("user", "password"), BearerAuth("t", READ.base_url)])
def test_a_session_of_requests_gets_the_request_whole(
    monkeypatch: pytest.MonkeyPatch, auth: Any
) -> None:
    calls: list[Any] = []
    monkeypatch.setattr(sessions, "stand_in", lambda session, names: False)
    monkeypatch.setattr(Session, "put", lambda session, *args, **how: calls.append((args, how)))
    call, before = Call(None), unsettled()
    call.auth = auth
    sessions.send_by_name(Session(), WRITE, call, HOW)
    (((url,), how),) = calls
    step = how.pop("auth")
    assert url == WRITE.url
    assert how == {**SENT, "headers": {"X-A": "1"}, "data": WRITE.body}
    assert unsettled() == before
    prepared = requests.Request("PUT", WRITE.url, hooks={"response": print}).prepare()
    active.sending.begun = False
    assert step(prepared) is prepared
    assert (active.sending.begun, unsettled()) == (None, before + 1)
    assert prepared.hooks["response"] == [sessions._keep, print]
    expected = {None: None, ("user", "password"): "Basic dXNlcjpwYXNzd29yZA=="}
    assert prepared.headers.get("Authorization") == expected.get(auth, "Bearer t")


def test_an_auth_that_fails_has_sent_nothing() -> None:
    mine = KeyError("mine")

    def fail(_: Any) -> None:
        raise mine

    before = unsettled()
    with pytest.raises(CallerError) as caught:
        sessions._LastStep(fail)(requests.PreparedRequest())
    assert caught.value.reason is caught.value.__cause__ is mine
    assert unsettled() == before


def test_a_session_with_its_own_preparation_gets_the_request_whole() -> None:
    calls: list[Any] = []

    class Own(Session):
        def prepare_request(self, request: requests.Request) -> Any:
            calls.append((request.method, request.url, request.data, request.headers))
            raise KeyError("mine")

    before = unsettled()
    with pytest.raises(KeyError):
        sessions.send_by_name(Own(), WRITE, Call(None), {})
    assert calls == [("PUT", WRITE.url, WRITE.body, {"X-A": "1"})]
    assert unsettled() == before + 1


def test_a_response_is_kept_for_the_hooks() -> None:
    response = requests.Response()
    sessions._keep(response, 1, stream=True)
    assert active.sending.response is response
    active.sending.response = None


@pytest.mark.parametrize("plain", [True, False], ids=["function", "mock"])
def test_a_patched_oauthlib_gets_the_method(monkeypatch: pytest.MonkeyPatch, plain: bool) -> None:
    import requests_oauthlib

    calls: list[Any] = []

    def request(*args: Any, **how: Any) -> str:
        calls.append((args, how))
        return "response"

    patched = request if plain else mock.Mock(side_effect=request)
    monkeypatch.setattr(requests_oauthlib.OAuth2Session, "request", patched)
    session = Session()
    how = {"timeout": 5}
    assert sessions.send_by_name(session, READ, Call(None), how) == "response"
    ((args, found),) = calls
    url = READ.url.partition("?")[0]
    assert args == ((session, "PUT", url) if plain else ("PUT", url))
    found.pop("auth")
    assert found == {
        "timeout": 5,
        "headers": {"X-A": "1"},
        "params": {"a": "", "b": "x y"},
        "allow_redirects": False,
        "stream": True,
    }


# -- exceptions of mocks


@pytest.mark.parametrize("own", [True, False])
def test_an_exception_of_a_mock_comes_out(monkeypatch: pytest.MonkeyPatch, own: bool) -> None:
    mine = KeyError("mine")
    session: Any = Session()
    sessions.raise_of_a_mock(session, "https://a.example", mine)
    if own:
        session.send = None
    else:
        session.mount("https://", requests.adapters.BaseAdapter())
    with pytest.raises(KeyError):
        sessions.raise_of_a_mock(session, "https://a.example", mine)
    with pytest.raises(KeyError):
        sessions.raise_of_a_mock(object(), "https://a.example", mine)


def test_an_exception_of_the_package_of_a_mock_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = type("Mine", (Exception,), {"__module__": "mocking.errors"})()
    send = mock.Mock(__module__="mocking.core")
    session = Session()
    monkeypatch.setattr(Session, "send", send)
    with pytest.raises(type(mine)):
        sessions.raise_of_a_mock(session, "https://a.example", mine)
    sessions.raise_of_a_mock(session, "https://a.example", KeyError())


def test_the_package_of_what_has_none() -> None:
    assert sessions._package(1) == "None"
    assert sessions._package(Session.send) == "requests"
