"""The mocks in users' tests: ``responses`` and ``requests-mock``."""

import io
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, NamedTuple

import pytest
import requests
import requests_mock
import responses

import asana
from asana import error
from tests.conftest import TOKEN
from tests.requests_features.work import ANSWERS, DONE, TASKS, Connect, Sleeps, page_of, work

URL = "https://app.asana.com/api/1.0"


class Mock(NamedTuple):
    """The interface of a mock library that the tests below need.

    :ivar add: registers responses for a method and a path, returned one after the other
    :ivar sent: returns the received requests
    """

    add: Callable[..., None]
    sent: Callable[[], list[Any]]


class Mocked(NamedTuple):
    """A response of a mock."""

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
    """A socket that rejects every call."""
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
    tasks: Any = client.tasks
    assert tasks.create_task({"name": "new"}, fields=["gid"]) == {"gid": "12"}
    listed = tasks.get_tasks_for_project("1", fields=["gid"], page_size=5)
    assert list(listed) == [{"gid": "a"}]
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
    made: Any = client.tasks.create_task({"name": "ab"})
    assert made == {"name": "abab"}
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
        made: Any = client.tasks.create_task({"name": "new"})
        assert made == {"gid": "12"}
        with pytest.raises(requests_mock.NoMockAddress, match="No mock address: POST"):
            client.tasks.create_task({"name": "other"})
    assert (sleeps, offline) == ([], [])


def test_requests_mock_names_what_it_does_not_know(client: asana.Client, sleeps: Sleeps) -> None:
    with requests_mock.Mocker(), pytest.raises(requests_mock.NoMockAddress, match="address: POST"):
        client.tasks.create_task({"name": "other"})
