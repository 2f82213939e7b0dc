"""What people plug into ``requests`` goes on working: proxies, certificates, adapters, mocks."""

import io
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, NamedTuple

import pytest
import requests
import requests_mock
import responses
import urllib3
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.auth import AuthBase, HTTPBasicAuth

import asana
from asana import error
from tests import faults
from tests.certificates import Authority
from tests.conftest import TOKEN, client_of
from tests.faults import Act, FaultServer, Received, Wire, data, failure, reply

Connect = Callable[..., tuple[asana.Client, FaultServer]]
Serve = Callable[..., FaultServer]
Sleeps = list[float]

DONE = data({"gid": "1"})

# Where nobody listens.
BEYOND = "https://127.0.0.1:9/api/1.0"


class Answer(NamedTuple):
    """An answer to one request of :func:`work`."""

    method: str
    path: str
    body: dict[str, Any]
    status: int = 200

    def act(self) -> Act:
        return reply(self.status, json.dumps(self.body).encode(), Content_Type="application/json")


def page_of(gid: str, offset: str | None) -> dict[str, Any]:
    following = {"offset": offset, "path": "/x", "uri": "https://elsewhere.invalid/x"}
    return {"data": [{"gid": gid}], "next_page": following if offset else None}


TASKS = "/projects/1/tasks"
ANSWERS = [
    Answer("GET", "/users/me", {"data": {"gid": "me"}}),
    Answer("POST", "/tasks", {"data": {"gid": "12", "name": "new"}}, 201),
    Answer("GET", TASKS, page_of("a", "2000")),
    Answer("GET", TASKS, page_of("b", None)),
    Answer("GET", "/tasks/9", {"errors": [{"message": "task: Unknown object: 9"}]}, 404),
]
ACTS = [answer.act() for answer in ANSWERS]


def work(client: asana.Client, **options: Any) -> None:
    """Do what most scripts do, and see that it is done right."""
    assert client.users.me(**options) == {"gid": "me"}
    assert client.tasks.create_task({"name": "new"}, **options)["gid"] == "12"
    tasks = client.tasks.get_tasks_for_project("1", **options)
    assert [task["gid"] for task in tasks] == ["a", "b"]
    with pytest.raises(error.NotFoundError, match="Unknown object: 9") as caught:
        client.tasks.get_task("9", **options)
    assert (caught.value.status, caught.value.path) == (404, "/tasks/9")


def see_that_all_arrived(server: FaultServer) -> None:
    targets = [target.split("/api/1.0")[1].partition("?")[0] for _, target, *_ in server.requests]
    assert targets == [answer.path for answer in ANSWERS]
    assert [request.method for request in server.requests] == [a.method for a in ANSWERS]
    assert {request.headers["authorization"] for request in server.requests} == {f"Bearer {TOKEN}"}
    assert server.requests[1].json == {"data": {"name": "new"}}
    assert "offset=2000" in server.requests[3].target


# -- proxies


@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
@pytest.mark.parametrize(
    ("excepted", "direct"),
    [
        ("127.0.0.1", True),
        ("a.example,127.0.0.1", True),
        ("127.0.0.0/8", True),
        ("*", True),
        ("a.example", False),
        ("", False),
    ],
)
def test_hosts_that_the_environment_excepts_need_no_proxy(
    connect: Connect,
    serve: Serve,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    excepted: str,
    direct: bool,
) -> None:
    for other in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(other, raising=False)
    client, server = connect(*ACTS)
    proxy = serve(*ACTS)
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
    monkeypatch.setenv(name, excepted)
    work(client)
    used, unused = (server, proxy) if direct else (proxy, server)
    see_that_all_arrived(used)
    assert unused.connections == 0


def test_no_proxy_of_the_environment_where_it_is_not_trusted(
    connect: Connect, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, server = connect(*ACTS)
    proxy = serve(*ACTS)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
    monkeypatch.setenv("no_proxy", "")
    assert client.users.me() == {"gid": "me"}
    assert (len(proxy.requests), server.connections) == (1, 0)
    client.session.trust_env = False
    work(client)
    see_that_all_arrived(server)
    assert len(proxy.requests) == 1


@pytest.mark.parametrize("where", ["call", "client", "session"])
def test_a_proxy_may_be_given(connect: Connect, serve: Serve, where: str) -> None:
    proxy = serve(*ACTS)
    proxies = {"http": f"http://127.0.0.1:{proxy.port}"}
    client, server = connect(DONE, **({"proxies": proxies} if where == "client" else {}))
    if where == "session":
        client.session.proxies = dict(proxies)
    work(client, **({"proxies": proxies} if where == "call" else {}))
    see_that_all_arrived(proxy)
    assert proxy.requests[0].target == f"{server.base_url}/users/me"
    assert (proxy.connections, server.connections) == (1, 0)
    client.session.proxies = {}
    client.get("/x", **({"proxies": {}} if where == "client" else {}))
    assert (len(proxy.requests), len(server.requests)) == (5, 1)  # the next goes straight


# -- certificates


@pytest.fixture(autouse=True)
def _no_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("where", ["call", "client", "session", "environment"])
def test_a_bundle_of_authorities_may_be_given(
    serve: Serve, authority: Authority, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    server = serve(*ACTS, greet=authority.handshake())
    client = client_of(server, **({"verify": authority.file} if where == "client" else {}))
    if where == "session":
        client.session.verify = authority.file
    elif where == "environment":
        monkeypatch.setenv("CURL_CA_BUNDLE", authority.file)
    work(client, **({"verify": authority.file} if where == "call" else {}))
    see_that_all_arrived(server)
    assert server.connections == 1


def test_a_bundle_that_is_given_later_is_used(serve: Serve, authority: Authority) -> None:
    server = serve(DONE, greet=authority.handshake())
    client = client_of(server, max_retries=0)
    for _ in range(2):
        with pytest.raises(error.CertificateError):
            client.get("/x")
        client.session.verify = authority.file
        assert client.get("/x") == {"gid": "1"}
        client.session.verify = True


@pytest.mark.parametrize("form", ["one file", "two files"])
@pytest.mark.parametrize("where", ["call", "client", "session"])
def test_a_certificate_of_the_clients_may_be_given(
    serve: Serve, authority: Authority, where: str, form: str
) -> None:
    cert: Any = authority.both if form == "one file" else authority.pair
    server = serve(*ACTS, greet=authority.handshake(demanding=True))
    client = client_of(
        server, verify=authority.file, **({"cert": cert} if where == "client" else {})
    )
    if where == "session":
        client.session.cert = cert
    work(client, **({"cert": cert} if where == "call" else {}))
    see_that_all_arrived(server)
    assert server.connections == 1


def test_a_server_that_demands_a_certificate_refuses_without(
    serve: Serve, authority: Authority
) -> None:
    server = serve(DONE, greet=authority.handshake(demanding=True))
    client = client_of(server, verify=authority.file, max_retries=0)
    for _ in range(2):
        with pytest.raises(error.NetworkError) as caught:
            client.get("/x")
        assert isinstance(caught.value, requests.ConnectionError)
        assert server.requests == []
    assert client.get("/x", cert=authority.pair) == {"gid": "1"}
    with pytest.raises(error.NetworkError):
        client.get("/x")
    client.session.cert = authority.both
    assert client.get("/x") == {"gid": "1"}
    client.session.cert = None
    with pytest.raises(error.NetworkError):
        client.get("/x")
    assert len(server.requests) == 2


@pytest.mark.parametrize("option", ["cert", "verify"])
def test_a_file_of_certificates_that_is_not_there_is_a_mistake(
    serve: Serve, authority: Authority, sleeps: Sleeps, option: str
) -> None:
    server = serve(DONE, greet=authority.handshake())
    missing: dict[str, Any] = {option: "missing.pem"}
    with pytest.raises(ValueError, match=r"no such file of certificates: 'missing\.pem'"):
        client_of(server).post("/x", {}, **missing)
    assert (sleeps, server.connections) == ([], 0)


def tunnel(context: ssl.SSLContext, inside: list[Received], *acts: Act) -> Act:
    """Let a client through to a server that is in here too, and keep what reaches it."""

    def act(wire: Wire) -> bool:
        wire.send(b"HTTP/1.1 200 Connection established\r\nA: 1\r\n\r\n")
        with context.wrap_socket(wire.sock, server_side=True) as sock:
            reader = sock.makefile("rb")
            for inner in acts:
                received = faults._receive(reader)
                assert received is not None
                inside.append(received)
                inner(Wire(sock, wire.over))
            reader.close()
        return False

    return act


def test_a_tunnel_leads_through_the_proxy(serve: Serve, authority: Authority) -> None:
    inside: list[Received] = []
    proxy = serve(tunnel(authority.context(), inside, *ACTS))
    client = asana.Client.access_token(TOKEN, base_url=BEYOND)
    work(client, proxies={"https": f"http://127.0.0.1:{proxy.port}"}, verify=authority.file)
    (opened,) = proxy.requests
    assert (opened.method, opened.target) == ("CONNECT", "127.0.0.1:9")
    assert "authorization" not in opened.headers
    proxy.requests = inside
    see_that_all_arrived(proxy)
    assert proxy.connections == 1


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_deadline_holds_through_a_proxy(
    serve: Serve, authority: Authority, advance: Callable[[float], None], scheme: str
) -> None:
    drip = faults.drip(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", b" ", advance)
    proxy = serve(drip if scheme == "http" else tunnel(authority.context(), [], drip))
    client = asana.Client.access_token(
        TOKEN,
        base_url=BEYOND.replace("https", scheme),
        proxies={scheme: f"http://127.0.0.1:{proxy.port}"},
        verify=authority.file,
        deadline=10,
    )
    with pytest.raises(error.DeadlineExceededError):
        client.get("/x")
    assert len(proxy.requests) == 1


# -- adapters


class CountingAdapter(HTTPAdapter):
    """A user's own adapter, with something to do at each request."""

    calls = 0

    def send(self, request: requests.PreparedRequest, *args: Any, **how: Any) -> requests.Response:
        self.calls += 1
        request.headers["X-Adapter"] = "mine"
        return super().send(request, *args, **how)


def test_a_mounted_adapter_sends_by_its_own_way(connect: Connect) -> None:
    client, server = connect(*ACTS)
    adapter = CountingAdapter()
    client.session.mount(server.base_url, adapter)
    work(client)
    see_that_all_arrived(server)
    assert adapter.calls == len(ANSWERS)
    assert {request.headers["x-adapter"] for request in server.requests} == {"mine"}


def test_the_nearest_adapter_sends(connect: Connect, serve: Serve) -> None:
    client, server = connect(DONE)
    other = serve(DONE)
    near, far = CountingAdapter(), CountingAdapter()
    client.session.mount("http://", far)
    client.session.mount(server.base_url, near)
    client.get("/x")
    client.get("/x", base_url=other.base_url)
    client.get("/x", base_url=other.base_url)
    assert (near.calls, far.calls) == (1, 2)


@pytest.mark.parametrize("status", [429, 503])
def test_a_plain_adapter_takes_the_place_of_ours(
    connect: Connect, sleeps: Sleeps, status: int
) -> None:
    client, server = connect(failure(status, Retry_After="3"), *ACTS)
    client.session.mount("http://", HTTPAdapter())
    work(client)
    del server.requests[0]
    see_that_all_arrived(server)
    assert (server.connections, sleeps) == (1, [3.0])


def test_a_plain_adapter_reports_what_ours_would(connect: Connect, sleeps: Sleeps) -> None:
    client, server = connect(faults.reset, faults.hang_up, DONE)
    client.session.mount("http://", HTTPAdapter())
    assert client.get("/x") == {"gid": "1"}
    server.acts = [faults.hang_up]
    with pytest.raises(error.UnknownOutcomeError) as caught:
        client.post("/x")
    assert isinstance(caught.value.cause, error.ConnectionFailedError)
    assert sleeps == [1.0, 2.0]


class Inside(BaseAdapter):
    """Answers in this process, with :data:`ANSWERS` one after the other."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.left = list(ANSWERS)
        self.sent: list[requests.PreparedRequest] = []
        self.how: list[dict[str, Any]] = []

    def send(  # type: ignore[override]
        self, request: requests.PreparedRequest, **how: Any
    ) -> requests.Response:
        self.sent.append(request)
        self.how.append(how)
        return respond(self.kind, self.left.pop(0), request)

    def close(self) -> None:
        pass


def respond(kind: str, answer: Answer, request: requests.PreparedRequest) -> requests.Response:
    """Return a response as people make them."""
    body = json.dumps(answer.body).encode()
    if kind == "of urllib3":
        return HTTPAdapter().build_response(
            request,
            urllib3.HTTPResponse(io.BytesIO(body), status=answer.status, preload_content=False),
        )
    response = requests.Response()
    response.status_code = answer.status
    response.request, response.url = request, request.url or ""
    if kind == "with a file":
        response.raw = io.BytesIO(body)
    else:
        response._content = body
    return response


# The last kind is what most hand-written mocks return.
RESPONSES = [
    "of urllib3",
    "with a file",
    "with its content",
]


@pytest.mark.parametrize("kind", RESPONSES)
def test_an_adapter_may_answer_in_this_process(kind: str, sleeps: Sleeps) -> None:
    client = asana.Client.access_token(TOKEN, timeout=(3, 4), max_retries=0)
    inside = Inside(kind)
    client.session.mount("https://app.asana.com", inside)
    work(client)
    assert [sent.path_url.partition("?")[0] for sent in inside.sent] == [
        "/api/1.0" + answer.path for answer in ANSWERS
    ]
    assert {sent.headers["Authorization"] for sent in inside.sent} == {f"Bearer {TOKEN}"}
    assert inside.how[0].keys() == {"stream", "timeout", "verify", "cert", "proxies"}
    assert inside.how[0]["timeout"] == (3, 4)


# -- sessions


class Counting(requests.Session):
    """A user's own session."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = {"request": 0, "send": 0, "get_adapter": 0}


class WithRequest(Counting):
    def request(self, *args: Any, **how: Any) -> requests.Response:
        self.calls["request"] += 1
        return super().request(*args, **how)


class WithGetAdapter(Counting):
    def get_adapter(self, url: str) -> BaseAdapter:
        self.calls["get_adapter"] += 1
        return super().get_adapter(url)


class WithBoth(WithRequest):
    def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        self.calls["send"] += 1
        return super().send(request, **how)


@pytest.mark.parametrize(
    ("kind", "called"),
    [
        (Counting, set()),
        (WithRequest, {"request"}),
        (WithGetAdapter, {"get_adapter"}),
        (WithBoth, {"request", "send"}),
    ],
)
def test_a_session_is_used_as_its_author_meant_it(
    serve: Serve, kind: type[Counting], called: set[str]
) -> None:
    server = serve(*ACTS)
    session = kind()
    session.headers["X-Mine"] = "1"
    client = asana.Client(
        session, base_url=server.base_url, headers={"Authorization": f"Bearer {TOKEN}"}
    )
    work(client)
    see_that_all_arrived(server)
    assert session.calls == {name: len(ANSWERS) if name in called else 0 for name in session.calls}
    assert {request.headers["x-mine"] for request in server.requests} == {"1"}


def test_a_plain_session_is_tried_again_like_ours(serve: Serve, sleeps: Sleeps) -> None:
    server = serve(faults.reset, failure(429, Retry_After="3"), DONE)
    client = asana.Client(requests.Session(), base_url=server.base_url)
    client.RETRY_JITTER = 0
    assert client.get("/x") == {"gid": "1"}
    assert sleeps == [1.0, 3.0]


@pytest.mark.parametrize("own", ["send", "request"])
def test_a_method_that_is_set_on_the_session_is_called(
    monkeypatch: pytest.MonkeyPatch, own: str
) -> None:
    client = asana.Client.access_token(TOKEN)
    left = list(ANSWERS)
    seen: list[tuple[str, str]] = []

    def send(request: requests.PreparedRequest, **how: Any) -> requests.Response:
        seen.append((request.method or "", request.url or ""))
        return respond("with a file", left.pop(0), request)

    def request(method: str, url: str, **how: Any) -> requests.Response:
        return send(requests.Request(method, url).prepare())

    monkeypatch.setattr(client.session, own, {"send": send, "request": request}[own])
    work(client)
    assert [(method, url.partition("?")[0]) for method, url in seen] == [
        (answer.method, f"https://app.asana.com/api/1.0{answer.path}") for answer in ANSWERS
    ]


@pytest.mark.parametrize("own", ["send", "request"])
def test_a_method_that_is_set_on_all_sessions_is_called(
    monkeypatch: pytest.MonkeyPatch, sleeps: Sleeps, own: str
) -> None:
    client = asana.Client.access_token(TOKEN)
    left = list(ANSWERS)

    def answer(session: requests.Session, *args: Any, **how: Any) -> requests.Response:
        return respond("with a file", left.pop(0), requests.PreparedRequest())

    monkeypatch.setattr(requests.Session, own, answer)
    work(client)
    assert left == []


def test_things_happen_in_their_order(connect: Connect) -> None:
    events: list[str] = []

    class Auth(AuthBase):
        def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
            events.append(f"auth {request.method}")
            return request

    class Adapter(HTTPAdapter):
        def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:  # type: ignore[override]
            events.append("send")
            return super().send(request, **how)

    client, server = connect(DONE)
    client.session.auth = Auth()
    client.session.mount("http://", Adapter())
    client.session.hooks["response"].append(lambda *_, **__: events.append("hook"))
    client.session.hooks["response"].append(lambda *_, **__: events.append("another"))
    client.get("/x")
    client.post("/x", {"name": "x"})
    once = ["send", "hook", "another"]
    assert events == ["auth GET", *once, "auth POST", *once]
    assert server.requests[1].json == {"data": {"name": "x"}}


def test_a_hook_may_put_another_response_in_place(connect: Connect) -> None:
    client, server = connect(failure(500))
    answers = iter(ANSWERS)

    def replace(response: requests.Response, **_: Any) -> requests.Response:
        response.close()
        return respond("with a file", next(answers), response.request)

    client.session.hooks["response"].append(replace)
    work(client)
    assert len(server.requests) == len(ANSWERS)


def test_parameters_of_the_session_join_each_request(connect: Connect) -> None:
    client, server = connect(*ACTS)
    client.session.params = {"opt_mine": "1"}
    work(client)
    see_that_all_arrived(server)
    assert all("opt_mine=1" in request.target for request in server.requests)


@pytest.mark.parametrize("hooked", [False, True], ids=["alone", "beside a hook"])
@pytest.mark.parametrize("where", ["session", "client"])
@pytest.mark.parametrize(
    "auth", [HTTPBasicAuth("me", "pass"), ("me", "pass")], ids=["an object", "a pair"]
)
def test_auth_is_applied_to_each_request(serve: Serve, where: str, auth: Any, hooked: bool) -> None:
    server = serve(*ACTS)
    session = requests.Session()
    if hooked:
        session.hooks["response"].append(lambda *_, **__: None)
    client = asana.Client(session, base_url=server.base_url)
    (session if where == "session" else client).auth = auth
    work(client)
    shown = [request.headers["authorization"] for request in server.requests]
    assert shown == ["Basic bWU6cGFzcw=="] * len(ANSWERS)


class Signing(AuthBase):
    """Signs what goes out, and looks at what comes back."""

    def __init__(self) -> None:
        self.statuses: list[int] = []

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["X-Signature"] = f"{request.method} {request.path_url} {request.body!r}"
        request.register_hook("response", self.look)  # type: ignore[no-untyped-call]
        return request

    def look(self, response: requests.Response, **_: Any) -> None:
        self.statuses.append(response.status_code)


def test_auth_sees_the_whole_request(connect: Connect) -> None:
    client, server = connect(DONE)
    client.session.auth = Signing()
    client.post("/x", {"name": "x"}, query={"a": 1})
    (request,) = server.requests
    expected = f"POST {request.target} {request.body!r}"
    assert request.headers["x-signature"] == expected


@pytest.mark.parametrize(
    "hooked",
    [
        False,
        True,
    ],
)
def test_auth_sees_the_answer(connect: Connect, hooked: bool) -> None:
    client, _ = connect(*ACTS)
    if hooked:
        client.session.hooks["response"].append(lambda *_, **__: None)
    client.session.auth = signing = Signing()
    work(client)
    assert signing.statuses == [answer.status for answer in ANSWERS]


@pytest.mark.parametrize("hooks", [None, {}])
def test_a_session_may_have_no_hooks_at_all(connect: Connect, hooks: Any) -> None:
    client, _ = connect(DONE)
    client.session.hooks = hooks
    assert client.get("/x") == {"gid": "1"}


# -- mocks


URL = "https://app.asana.com/api/1.0"


class Mock(NamedTuple):
    """What the tests below need of a library of mocks.

    :ivar add: told a method, a path and answers, gives them one after the other
    :ivar sent: returns the requests that came
    """

    add: Callable[..., None]
    sent: Callable[[], list[Any]]


class Mocked(NamedTuple):
    """One answer of a mock."""

    body: dict[str, Any]
    status: int = 200
    headers: dict[str, str] = {}


@contextmanager
def by_responses(client: asana.Client) -> Iterator[Mock]:
    with responses.RequestsMock() as mock:

        def add(method: str, path: str, *answers: Mocked | Exception) -> None:
            for answer in answers:
                if isinstance(answer, Exception):
                    mock.add(method, URL + path, body=answer)
                else:
                    mock.add(
                        method,
                        URL + path,
                        json=answer.body,
                        status=answer.status,
                        headers=answer.headers,
                    )

        yield Mock(add, lambda: [call.request for call in mock.calls])


def of_requests_mock(mock: Any) -> Mock:
    def add(method: str, path: str, *answers: Mocked | Exception) -> None:
        told = [
            {"exc": answer}
            if isinstance(answer, Exception)
            else {"json": answer.body, "status_code": answer.status, "headers": answer.headers}
            for answer in answers
        ]
        mock.register_uri(method, URL + path, told)

    return Mock(add, lambda: list(mock.request_history))


@contextmanager
def by_requests_mock(client: asana.Client) -> Iterator[Mock]:
    with requests_mock.Mocker() as mock:
        yield of_requests_mock(mock)


@contextmanager
def by_requests_mock_on_the_session(client: asana.Client) -> Iterator[Mock]:
    with requests_mock.Mocker(session=client.session) as mock:
        yield of_requests_mock(mock)


@contextmanager
def by_an_adapter_of_requests_mock(client: asana.Client) -> Iterator[Mock]:
    adapter = requests_mock.Adapter()
    client.session.mount("https://app.asana.com", adapter)
    yield of_requests_mock(adapter)


Open = Callable[[asana.Client], AbstractContextManager[Mock]]

MOCKS = [
    by_responses,
    by_requests_mock_on_the_session,
    by_an_adapter_of_requests_mock,
    by_requests_mock,
]


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whatever a socket is asked for, which is refused."""
    asked: list[str] = []

    def refuse(*args: Any, **_: Any) -> Any:
        asked.append(repr(args))
        raise OSError("there is no network here")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "socket", refuse)
    return asked


@pytest.fixture
def client() -> asana.Client:
    found = asana.Client.access_token(TOKEN)
    found.RETRY_JITTER = 0
    return found


every_mock = pytest.mark.parametrize("mocked", MOCKS, ids=lambda mocked: mocked.__name__)


@every_mock
def test_a_mock_answers(
    client: asana.Client, mocked: Open, sleeps: Sleeps, offline: list[str]
) -> None:
    with mocked(client) as mock:
        for method, path in dict.fromkeys((a.method, a.path) for a in ANSWERS):
            told = [
                Mocked(a.body, a.status) for a in ANSWERS if (a.method, a.path) == (method, path)
            ]
            mock.add(method, path, *told)
        work(client)
        sent = mock.sent()
    assert [request.method for request in sent] == [answer.method for answer in ANSWERS]
    assert [request.url.removeprefix(URL).partition("?")[0] for request in sent] == [
        answer.path for answer in ANSWERS
    ]
    assert json.loads(sent[1].body) == {"data": {"name": "new"}}
    assert sent[1].headers["Content-Type"] == "application/json"
    assert {request.headers["Authorization"] for request in sent} == {f"Bearer {TOKEN}"}
    assert "offset=2000" in sent[3].url
    assert offline == []


@every_mock
@pytest.mark.parametrize("status", [429, 503])
def test_a_mock_that_asks_to_wait_is_asked_again(
    client: asana.Client, mocked: Open, sleeps: Sleeps, offline: list[str], status: int
) -> None:
    with mocked(client) as mock:
        mock.add(
            "GET",
            "/users/me",
            Mocked({}, status, {"Retry-After": "3"}),
            Mocked({"data": {"gid": "me"}}),
        )
        assert client.users.me() == {"gid": "me"}
        assert len(mock.sent()) == 2
    assert (sleeps, offline) == ([3.0], [])


FAILURES: list[tuple[type[Exception], type[error.AsanaError]]] = [
    (requests.ConnectionError, error.ConnectionFailedError),
    (requests.ConnectTimeout, error.ConnectTimeoutError),
    (requests.ReadTimeout, error.ReadTimeoutError),
    (requests.exceptions.SSLError, error.TLSError),
    (requests.exceptions.ProxyError, error.ProxyFailedError),
    (OSError, error.ConnectionFailedError),
]


@every_mock
@pytest.mark.parametrize(("raised", "kind"), FAILURES, ids=lambda kind: kind.__name__)
def test_what_a_mock_raises_is_the_error_it_stands_for(
    client: asana.Client,
    mocked: Open,
    sleeps: Sleeps,
    offline: list[str],
    raised: type[Exception],
    kind: type[error.AsanaError],
) -> None:
    with mocked(client) as mock:
        mock.add("GET", "/users/me", raised("the mock says no"))
        with pytest.raises(kind, match="the mock says no") as caught:
            client.users.me(max_retries=0)
        assert len(mock.sent()) == 1
    assert type(caught.value) is kind
    assert offline == []


@every_mock
def test_a_write_whose_connection_a_mock_breaks_is_of_unknown_outcome(
    client: asana.Client, mocked: Open, sleeps: Sleeps, offline: list[str]
) -> None:
    with mocked(client) as mock:
        mock.add("POST", "/tasks", requests.ConnectionError("the mock says no"))
        with pytest.raises(error.UnknownOutcomeError, match="the mock says no"):
            client.tasks.create_task({"name": "x"})
        assert len(mock.sent()) == 1
    assert (sleeps, offline) == ([], [])


@pytest.mark.parametrize(
    "mocked",
    [
        by_responses,
        by_an_adapter_of_requests_mock,
        by_requests_mock,
        by_requests_mock_on_the_session,
    ],
    ids=lambda mocked: mocked.__name__,
)
def test_a_mock_gives_a_download(
    client: asana.Client, mocked: Open, sleeps: Sleeps, offline: list[str]
) -> None:
    target = io.BytesIO()
    with mocked(client) as mock:
        mock.add("GET", "/file", Mocked({"a": 1}))
        client.download(f"{URL}/file", target)
        (request,) = mock.sent()
    assert json.loads(target.getvalue()) == {"a": 1}
    assert "Authorization" not in request.headers
    assert offline == []


def test_a_mock_that_is_over_mocks_no_more(connect: Connect) -> None:
    client, server = connect(DONE)
    url = f"{server.base_url}/x"
    with responses.RequestsMock() as first:
        first.get(url, json={"data": {}})
        assert client.get("/x") == {}
    assert client.get("/x") == {"gid": "1"}
    with requests_mock.Mocker(session=client.session) as second:
        second.get(url, json={"data": {}})
        assert client.get("/x") == {}
    assert client.get("/x") == {"gid": "1"}
    assert len(server.requests) == 2


@responses.activate
def test_responses_matches_bodies_and_headers(client: asana.Client, offline: list[str]) -> None:
    responses.post(
        f"{URL}/tasks",
        json={"data": {"gid": "12"}},
        match=[
            responses.matchers.json_params_matcher(
                {"data": {"name": "new"}, "options": {"fields": ["gid"]}}
            ),
            responses.matchers.header_matcher(
                {"Authorization": f"Bearer {TOKEN}", "content-type": "application/json"}
            ),
        ],
    )
    responses.get(
        f"{URL}{TASKS}",
        json=page_of("a", None),
        match=[responses.matchers.query_param_matcher({"limit": "5", "opt_fields": "gid"})],
    )
    assert client.tasks.create_task({"name": "new"}, fields=["gid"]) == {"gid": "12"}
    tasks = client.tasks.get_tasks_for_project("1", fields=["gid"], page_size=5)
    assert list(tasks) == [{"gid": "a"}]
    assert offline == []


@pytest.mark.parametrize("name", ["other", "new, but not quite"])
@responses.activate
def test_responses_refuses_what_does_not_match(
    client: asana.Client, offline: list[str], name: str
) -> None:
    matcher = responses.matchers.json_params_matcher({"data": {"name": "new"}})
    responses.post(f"{URL}/tasks", json={"data": {"gid": "12"}}, match=[matcher])
    with pytest.raises(error.AsanaError, match="Connection refused by Responses"):
        client.tasks.create_task({"name": name})
    assert offline == []


@responses.activate
def test_responses_may_answer_by_a_function(client: asana.Client, offline: list[str]) -> None:
    def echo(request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        name = json.loads(request.body or b"")["data"]["name"]
        return 201, {"X-Id": "7"}, json.dumps({"data": {"name": name * 2}})

    responses.add_callback(responses.POST, f"{URL}/tasks", callback=echo)
    assert client.tasks.create_task({"name": "ab"}) == {"name": "abab"}
    assert offline == []


def test_requests_mock_matches_bodies_and_headers(
    client: asana.Client, sleeps: Sleeps, offline: list[str]
) -> None:
    with requests_mock.Mocker(session=client.session) as mock:
        mock.post(
            f"{URL}/tasks",
            json={"data": {"gid": "12"}},
            request_headers={"Authorization": f"Bearer {TOKEN}"},
            additional_matcher=lambda request: request.json() == {"data": {"name": "new"}},
        )
        assert client.tasks.create_task({"name": "new"}) == {"gid": "12"}
        with pytest.raises(requests_mock.NoMockAddress, match="No mock address: POST"):
            client.tasks.create_task({"name": "other"})
    assert (sleeps, offline) == ([], [])
