"""Exceptions of the caller's code during a call, and the outcome that is reported."""

import http.cookiejar
import io
import pickle
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter

import asana
from asana import error
from tests.conftest import TOKEN
from tests.faults import FaultServer, data, failure, reply
from tests.reachable import everything_reachable

Serve = Callable[..., FaultServer]
METHODS = ["GET", "POST", "PUT", "DELETE"]
DONE = data({"gid": "1"}, Set_Cookie="a=1")

RAISED = [
    ValueError("of the caller's"),
    TypeError("of the caller's"),
    OSError("of the caller's"),
    requests.ConnectionError("of the caller's"),
    error.NotFoundError(),
    RuntimeError("of the caller's"),
]
every_method = pytest.mark.parametrize("method", METHODS)
every_exception = pytest.mark.parametrize("raised", RAISED, ids=lambda each: type(each).__name__)


class Policy(http.cookiejar.DefaultCookiePolicy):
    """A cookie policy that fails."""

    raised: Exception

    def set_ok(self, cookie: Any, request: Any) -> bool:
        raise self.raised


def with_hook(session: requests.Session, raised: Exception) -> None:
    def hook(*_: Any, **__: Any) -> None:
        raise raised

    session.hooks["response"].append(hook)


def with_cookies(session: requests.Session, raised: Exception) -> None:
    policy = Policy()
    policy.raised = raised
    session.cookies.set_policy(policy)


def with_observer(session: requests.Session, raised: Exception) -> None:
    """Make the client's check of response headers fail; see :class:`Observed`."""
    Observed.raised = raised


class Observed(asana.Client):
    raised: Exception | None = None

    def _log_asana_change_header(self, *headers: Any) -> None:
        if self.raised is not None:
            raise self.raised


@pytest.fixture(autouse=True)
def _no_observer(monkeypatch: pytest.MonkeyPatch, sleeps: list[float]) -> None:
    monkeypatch.setattr(Observed, "raised", None)


def mounted() -> requests.Session:
    session = requests.Session()
    session.mount("http://", HTTPAdapter())
    session.headers["Authorization"] = f"Bearer {TOKEN}"
    return session


SESSIONS: dict[str, Callable[[], requests.Session | None]] = {
    "ours": lambda: None,
    "requests": requests.Session,
    "mounted": mounted,
}

every_session = pytest.mark.parametrize("session", SESSIONS)
every_place = pytest.mark.parametrize("place", [with_hook, with_cookies, with_observer])


def client_of(server: FaultServer, session: str, **options: Any) -> asana.Client:
    made = SESSIONS[session]()
    options["base_url"] = server.base_url
    return Observed.access_token(TOKEN, **options) if made is None else Observed(made, **options)


@every_method
@every_exception
@every_session
@every_place
def test_row_45_an_exception_after_the_request_has_left_is_not_a_refusal(
    serve: Serve, method: str, raised: Exception, session: str, place: Callable[..., None]
) -> None:
    server = serve(DONE)
    client = client_of(server, session)
    place(client.session, raised)
    kind = type(raised) if method == "GET" else error.UnknownOutcomeError
    with pytest.raises(kind) as caught:
        client.request(method, "/things/1")
    found: Any = caught.value if method == "GET" else caught.value.cause  # type: ignore[attr-defined]
    assert found is raised
    assert len(server.requests) == 1


@every_method
@every_exception
@every_session
@every_place
def test_row_45_the_status_goes_before_the_exception(
    serve: Serve, method: str, raised: Exception, session: str, place: Callable[..., None]
) -> None:
    server = serve(failure(403, "not yours", Set_Cookie="a=1"))
    client = client_of(server, session)
    place(client.session, raised)
    with pytest.raises(error.ForbiddenError, match="not yours"):
        client.request(method, "/things/1")
    assert len(server.requests) == 1


@every_method
def test_row_45_raise_for_status_in_a_hook_changes_nothing(
    serve: Serve, sleeps: list[float], method: str
) -> None:
    server = serve(failure(429, Retry_After="3"), failure(404, "no such thing"))
    client = client_of(server, "ours")
    client.session.hooks["response"].append(lambda r, **_: r.raise_for_status())
    with pytest.raises(error.NotFoundError, match="no such thing"):
        client.request(method, "/things/1")
    assert sleeps == [3.0]


@every_session
def test_what_fails_before_the_request_has_left_comes_out_as_it_is(
    serve: Serve, session: str
) -> None:
    class Auth(requests.auth.AuthBase):
        def __call__(self, request: Any) -> Any:
            raise raised

    raised = OSError("no key")
    server = serve(DONE)
    client = client_of(server, session)
    client.session.auth = Auth()
    batch = client.batch()
    action: Any = batch.tasks.create_task({})
    for send in (lambda: client.post("/things"), batch.send):
        with pytest.raises(OSError, match="no key") as caught:
            send()
        assert caught.value is raised
    assert server.requests == []
    assert (len(batch), action.sent) == (1, False)


class Elsewhere(requests.auth.AuthBase):
    """An auth whose hook sends a request to another server, which does not exist."""

    def __call__(self, prepared: Any) -> Any:
        prepared.register_hook("response", lambda *_, **__: ask_nobody())
        return prepared


def ask_nobody() -> None:
    requests.get("http://127.0.0.1:1/", timeout=1)


class AsksMeanwhile(requests.Session):
    def request(self, *args: Any, **how: Any) -> Any:
        response = super().request(*args, **how)
        with closing(response):
            ask_nobody()
        return response


class AdapterAsksMeanwhile(HTTPAdapter):
    def build_response(self, *args: Any) -> Any:
        response = super().build_response(*args)
        with closing(response):
            ask_nobody()
        return response


class Wrapped:
    """A session that is not one of requests."""

    def post(self, url: str, data: Any = None, headers: Any = None) -> Any:
        requests.post(url, data=data, headers=headers, timeout=5)
        ask_nobody()


def with_adapter() -> requests.Session:
    session = requests.Session()
    session.mount("http://", AdapterAsksMeanwhile())
    return session


ASKING: dict[str, Callable[[], Any]] = {
    "an auth": lambda: asana.Client(auth=Elsewhere()),
    "a session": lambda: asana.Client(AsksMeanwhile()),
    "an adapter": lambda: asana.Client(with_adapter()),
    "a wrapped session": lambda: asana.Client(Wrapped()),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("who", ASKING)
def test_row_45_a_request_that_fails_meanwhile_is_not_the_write(serve: Serve, who: str) -> None:
    server = serve(data({"gid": "1"}, 201))
    client = ASKING[who]()
    client.options["base_url"] = server.base_url
    with pytest.raises(error.UnknownOutcomeError) as caught:
        client.post("/things", {"name": "x"})
    assert isinstance(caught.value.cause, requests.ConnectionError)
    assert len(server.requests) == 1


@pytest.mark.parametrize("raised", [error.RateLimitEnforcedError(), ZeroDivisionError()])
def test_row_45_hooks_of_an_auth_come_after_the_response(serve: Serve, raised: Exception) -> None:
    class Auth(requests.auth.AuthBase):
        def __call__(self, prepared: Any) -> Any:
            prepared.register_hook("response", self.fail)
            return prepared

        def fail(self, *_: Any, **__: Any) -> None:
            raise raised

    server = serve(data({"gid": "1"}, 201), failure(403, "not yours"))
    client = client_of(server, "ours", auth=Auth())
    with pytest.raises(error.UnknownOutcomeError) as caught:
        client.post("/things")
    assert caught.value.cause is raised
    with pytest.raises(error.ForbiddenError, match="not yours"):
        client.post("/things")
    assert len(server.requests) == 2


def test_a_request_that_a_hook_sends_again_may_have_been_done(
    serve: Serve, sleeps: list[float]
) -> None:
    server = serve(failure(401), lambda wire: False, DONE)
    client = client_of(server, "ours")

    def again(response: Any, **how: Any) -> Any:
        response.content  # noqa: B018 - frees the connection
        return response.connection.send(response.request, **how)

    client.session.hooks["response"].append(again)
    with pytest.raises(error.UnknownOutcomeError):
        client.post("/things")
    assert len(server.requests) == 2


@every_exception
@pytest.mark.parametrize("when", [1, 2])
@pytest.mark.parametrize("sized", [True, False])
@every_session
def test_row_51_what_reading_a_file_raises_comes_out_as_it_is(
    serve: Serve, raised: Exception, when: int, sized: bool, session: str
) -> None:
    class File(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if super().tell() >= when * 40_000:
                raise raised
            return super().read(size)

        def tell(self) -> int:
            if not sized:
                raise OSError("a pipe")
            return super().tell()

    server = serve(DONE)
    client = client_of(server, session)
    with pytest.raises(type(raised)) as caught:
        client.attachments.create_on_task("1", File(bytes(200_000)), "a.bin")
    assert caught.value is raised
    assert server.requests == []


def test_the_cause_leads_to_no_credentials(serve: Serve) -> None:
    server = serve(DONE)
    client = client_of(server, "ours")

    def hook(response: requests.Response, **_: Any) -> None:
        raise requests.HTTPError("no", response=response)

    client.session.hooks["response"].append(hook)
    with pytest.raises(error.UnknownOutcomeError) as caught:
        client.post("/things", {"name": "x"})
    found = caught.value
    assert TOKEN not in "".join(map(repr, everything_reachable(found)))


def test_the_error_is_pickled_whatever_its_cause() -> None:
    class Local(Exception):
        pass

    kept = error.UnknownOutcomeError(error.ServerError())
    assert isinstance(pickle.loads(pickle.dumps(kept)).cause, error.ServerError)
    found = pickle.loads(pickle.dumps(error.UnknownOutcomeError(Local())))
    assert found.cause is None
    assert "Local" in str(found)


@every_method
@pytest.mark.parametrize("value", ["a=\x00", "a=b\rc", "a=\x01b", "a\x00=1", "a=\u20ac"])
@pytest.mark.parametrize("hooked", [False, True])
def test_row_58_a_cookie_that_cannot_be_sent_back_is_ignored(
    serve: Serve, method: str, value: str, hooked: bool
) -> None:
    raw = value.encode("utf-8")
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\nSet-Cookie: %b\r\nSet-Cookie: good=1\r\n\r\n"
    server = serve(lambda wire: wire.send(head % raw + b'{"data":{}}') is None)
    client = client_of(server, "ours")
    if hooked:
        client.session.hooks["response"].append(lambda *_, **__: None)
    for _ in range(3):
        assert client.request(method, "/things/1") == {}
    assert "good=1" in server.requests[-1].headers["cookie"]


def test_an_empty_answer_is_still_read(serve: Serve) -> None:
    server = serve(reply(204))
    assert client_of(server, "ours").delete("/things/1") == {}


class StrictSession(requests.Session):
    """A session that raises for error statuses, as in many programs."""

    def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        response = super().send(request, **how)
        response.raise_for_status()
        return response


class StrictAdapter(HTTPAdapter):
    """An adapter that does the same."""

    def send(self, *args: Any, **how: Any) -> requests.Response:
        response = super().send(*args, **how)
        response.raise_for_status()
        return response


def strict_session() -> requests.Session:
    return StrictSession()


def session_of_a_strict_adapter() -> requests.Session:
    session = requests.Session()
    session.mount("http://", StrictAdapter())
    return session


@every_method
@pytest.mark.parametrize("make", [strict_session, session_of_a_strict_adapter])
def test_row_45_what_raises_for_a_status_changes_nothing(
    serve: Serve, make: Callable[[], requests.Session], method: str
) -> None:
    server = serve(failure(403, "not yours"))
    client = asana.Client(make(), base_url=server.base_url)
    with pytest.raises(error.ForbiddenError, match="not yours"):
        client.request(method, "/x")


def test_row_45_what_stands_for_sending_and_fails_is_not_a_refusal(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    def traced(*_: Any, **__: Any) -> requests.Response:
        raise KeyError("span")

    monkeypatch.setattr(requests.Session, "send", traced)
    server = serve(DONE)
    with pytest.raises(error.UnknownOutcomeError):
        asana.Client(requests.Session(), base_url=server.base_url).post("/x")
