"""Replacements that tests use for sessions, for their methods, and for those of the client."""

import io
import json
import socket
from typing import Any
from unittest import mock

import pytest
import requests

import asana
from asana.session import AsanaOAuth2Session
from tests.conftest import TOKEN
from tests.old_code.work import LISTINGS, MAKERS, Make, Sleeps, response

# Nothing listens there.
NOWHERE: dict[str, Any] = {"base_url": "http://127.0.0.1:9/api/1.0", "max_retries": 0}

VERBS: dict[str, Any] = {
    "get": lambda c: c.users.me(),
    "post": lambda c: c.tasks.create(name="café"),
    "put": lambda c: c.tasks.update("1", name="x"),
    "delete": lambda c: c.tasks.delete("1"),
    "patch": lambda c: c.request("patch", "/x", data={"a": 1}),
}

every_maker = pytest.mark.parametrize("maker", [*MAKERS, "bare"])
every_verb = pytest.mark.parametrize("verb", VERBS)


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail the test if its client opens a connection."""

    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def _bare(kind: type[asana.Client], **options: Any) -> asana.Client:
    return kind(**options)


def made(maker: str, kind: type[asana.Client] = asana.Client) -> asana.Client:
    make: Make = MAKERS.get(maker, _bare)
    return make(kind, **NOWHERE)


def one(status: int = 200) -> requests.Response:
    return response({"data": {"gid": "1"}}, status)


class Reply:
    """Only those parts of a response that python-asana uses."""

    def __init__(self, body: Any, status: int = 200, **headers: str) -> None:
        self.status_code = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.body = body

    def json(self) -> Any:
        return self.body


# -- methods of the session


@every_maker
@every_verb
def test_a_mock_in_place_of_a_session_method_answers(maker: str, verb: str) -> None:
    client = made(maker)
    method = mock.Mock(return_value=one())
    setattr(client.session, verb, method)
    assert VERBS[verb](client) == {"gid": "1"}
    (url,), keywords = method.call_args
    assert url.startswith("http://127.0.0.1:9/api/1.0/")
    assert "?" not in url
    if verb in ("post", "put", "patch"):
        assert isinstance(keywords["data"], str)
        assert keywords["headers"]["content-type"] == "application/json"


@every_maker
@every_verb
@pytest.mark.parametrize("autospec", [False, True])
def test_a_patched_method_of_all_sessions_answers(maker: str, verb: str, autospec: bool) -> None:
    client = made(maker)
    with mock.patch.object(
        requests.Session, verb, autospec=autospec, return_value=one()
    ) as patched:
        assert VERBS[verb](client) == {"gid": "1"}
    assert patched.call_count == 1


@every_maker
@every_verb
@pytest.mark.parametrize("name", ["request", "send"])
def test_a_patched_request_or_send_of_all_sessions_answers(
    maker: str, verb: str, name: str
) -> None:
    client = made(maker)
    with mock.patch(f"requests.sessions.Session.{name}", return_value=one()) as patched:
        assert VERBS[verb](client) == {"gid": "1"}
    assert patched.call_count == 1


@pytest.mark.parametrize("maker", ["access_token", "oauth", "session"])
@every_verb
def test_a_patched_request_of_oauth_sessions_answers(maker: str, verb: str) -> None:
    client = made(maker)
    with mock.patch("requests_oauthlib.OAuth2Session.request", return_value=one()) as patched:
        assert VERBS[verb](client) == {"gid": "1"}
    assert patched.call_args[0][:1] == (verb.upper(),)


@pytest.mark.parametrize("maker", ["oauth", "session"])
@pytest.mark.parametrize("name", ["get", "request"])
def test_a_patched_method_of_the_session_of_python_asana_answers(maker: str, name: str) -> None:
    with mock.patch.object(AsanaOAuth2Session, name, return_value=one()):
        assert made(maker).users.me() == {"gid": "1"}


@every_maker
def test_a_patched_adapter_answers(maker: str) -> None:
    with mock.patch("requests.adapters.HTTPAdapter.send", return_value=one()):
        assert made(maker).users.me() == {"gid": "1"}


# -- sessions as a whole


@pytest.mark.parametrize(
    "session",
    [
        mock.Mock(),
        mock.MagicMock(),
        mock.Mock(spec=requests.Session),
        mock.MagicMock(spec=requests.Session),
        mock.Mock(spec=requests.Session()),
        mock.create_autospec(requests.Session, instance=True),
        mock.create_autospec(requests.Session()),
        mock.Mock(spec=["get", "post"]),
    ],
    ids=[
        "Mock",
        "MagicMock",
        "spec of the class",
        "MagicMock with spec",
        "spec of an instance",
        "autospec of the class",
        "autospec of an instance",
        "spec of names",
    ],
)
@pytest.mark.parametrize("how", ["constructor", "attribute", "attribute of a token's client"])
def test_a_mock_in_place_of_the_session_answers(session: Any, how: str) -> None:
    session.get.reset_mock()
    session.get.return_value = one()
    session.post.return_value = one(201)
    if how == "constructor":
        client = asana.Client(session, **NOWHERE)
    else:
        client = asana.Client(**NOWHERE) if how == "attribute" else made("access_token")
        client.session = session
    assert client.users.me(opt_fields="name") == {"gid": "1"}
    assert session.get.call_args[1]["params"] == {"opt_fields": "name"}
    task: Any = client.tasks.create(name="x")
    assert task == {"gid": "1"}
    assert json.loads(session.post.call_args[1]["data"]) == {"data": {"name": "x"}}


def test_a_patched_session_class_makes_mocks() -> None:
    with mock.patch("requests.Session") as session_class:
        session_class.return_value.get.return_value = one()
        client = asana.Client(**NOWHERE)
        assert client.users.me() == {"gid": "1"}


def test_an_object_with_one_method_is_a_session() -> None:
    class Narrow:
        def get(self, url: str, auth: Any = None, params: Any = None, headers: Any = None) -> Any:
            return Reply({"data": {"url": url, "params": params}})

    session: Any = Narrow()
    found: Any = asana.Client(session, **NOWHERE).users.me(opt_fields=["a", "b"])
    assert found["params"] == {"opt_fields": "a,b"}


# -- responses


@pytest.mark.parametrize("listing", LISTINGS)
@every_maker
def test_a_mocked_listing_is_read_page_by_page(maker: str, listing: str) -> None:
    client = made(maker)
    pages = [
        Reply({"data": [{"gid": "1"}], "next_page": {"offset": "A"}}),
        Reply({"data": [{"gid": "2"}], "next_page": None}),
    ]
    client.session.get = mock.Mock(side_effect=pages)  # type: ignore[method-assign]
    assert LISTINGS[listing](lambda **o: client.tasks.find_by_project("9", **o)) == ["1", "2"]
    assert client.session.get.call_args[1]["params"]["offset"] == "A"


@every_maker
@pytest.mark.parametrize("kind", ["made by hand", "no more than it needs", "a mock"])
def test_a_mocked_error_is_raised(maker: str, kind: str) -> None:
    body = {"errors": [{"message": "Gone"}]}
    answers: dict[str, Any] = {
        "made by hand": response(body, 404),
        "no more than it needs": Reply(body, 404),
        "a mock": mock.Mock(status_code=404, headers={}, json=lambda: body),
    }
    client = made(maker)
    client.session.get = mock.Mock(return_value=answers[kind])  # type: ignore[method-assign]
    with pytest.raises(asana.error.NotFoundError, match="Gone"):
        client.users.me()


def test_a_mocked_rate_limit_is_waited_out(sleeps: Sleeps) -> None:
    client = asana.Client.access_token(TOKEN, base_url="http://127.0.0.1:9")
    answers = [Reply({"errors": []}, 429, Retry_After="2"), Reply({"data": {"gid": "1"}})]
    client.session.get = mock.Mock(side_effect=answers)  # type: ignore[method-assign]
    assert client.users.me() == {"gid": "1"}
    assert sleeps == [2.0]


@pytest.mark.parametrize(
    "raised",
    [
        requests.exceptions.Timeout,
        requests.exceptions.ConnectTimeout,
        requests.exceptions.ReadTimeout,
        requests.exceptions.ConnectionError,
        requests.exceptions.SSLError,
        requests.exceptions.ProxyError,
        requests.exceptions.ChunkedEncodingError,
    ],
)
@every_maker
def test_what_a_mock_raises_is_raised_under_the_same_class(maker: str, raised: Any) -> None:
    client = made(maker)
    client.session.get = mock.Mock(side_effect=raised)  # type: ignore[method-assign]
    with pytest.raises(raised) as caught:
        client.users.me()
    assert isinstance(caught.value, asana.error.RetryableAsanaError)


def test_what_a_mock_raises_that_is_no_network_failure_comes_through() -> None:
    client = made("access_token")
    client.session.get = mock.Mock(side_effect=RuntimeError("boom"))  # type: ignore[method-assign]
    with pytest.raises(RuntimeError, match="boom"):
        client.users.me()


def test_one_mocked_response_serves_many_calls() -> None:
    client = made("access_token")
    client.session.get = mock.Mock(return_value=one())  # type: ignore[method-assign]
    found: Any = client.map(client.tasks.find_by_id, [str(number) for number in range(20)])
    assert list(found) == [{"gid": "1"}] * 20


# -- uploads, downloads, batches, events


@every_maker
def test_a_mock_receives_uploads_as_files(maker: str) -> None:
    client = made(maker)
    client.session.post = post = mock.Mock(return_value=one())  # type: ignore[method-assign]
    client.attachments.create_on_task("1", b"x", "n.txt", "text/plain")
    file = io.BytesIO(b"content")
    client.attachments.create_attachment_for_object({"parent": "1"}, file=file, file_name="n")
    first, second = (call[1] for call in post.call_args_list)
    assert first["files"] == [("file", ("n.txt", b"x", "text/plain"))]
    assert second["files"][0][1][:2] == ("n", file)
    assert second["data"] == {"parent": "1"}
    assert "content-type" not in {name.lower() for name in second["headers"]}


@pytest.mark.parametrize("how", ["method", "session"])
def test_a_mock_answers_downloads(how: str) -> None:
    client = made("access_token")
    if how == "session":
        client.session = mock.Mock()
    record = {"data": {"download_url": "https://127.0.0.1:9/f", "host": "asana"}}
    answers = [response(record), response(b"content")]
    client.session.get = mock.Mock(side_effect=answers)  # type: ignore[method-assign]
    target = io.BytesIO()
    assert client.attachments.download("1", target) == len(b"content")
    assert target.getvalue() == b"content"


@every_maker
def test_a_mock_answers_batches_and_events(maker: str) -> None:
    client = made(maker)
    client.session.post = mock.Mock(  # type: ignore[method-assign]
        return_value=response({"data": [{"status_code": 200, "body": {"data": {"gid": "7"}}}]})
    )
    batch = client.batch()
    action: Any = batch.users.me()
    batch.send()
    assert action.result() == {"gid": "7"}
    client.session.get = mock.Mock(  # type: ignore[method-assign]
        return_value=response({"data": [{"n": 1}], "sync": "S2"})
    )
    assert client.events.get_next({"resource": "1", "sync": "s"}) == ([{"n": 1}], "S2")
    assert next(client.events.feed("1", {"1": "s"})) == {"n": 1}


# -- methods of the client


class Marking(asana.Client):
    """Marks each record that passes through `request`."""

    def request(self, method: str, path: str, **options: Any) -> Any:  # type: ignore[override]
        return {**super().request(method, path, **options), "marked": True}


@pytest.mark.parametrize("maker", MAKERS)
def test_a_subclass_and_a_mock_work_together(maker: str) -> None:
    client = made(maker, Marking)
    client.session.get = mock.Mock(return_value=one())  # type: ignore[method-assign]
    assert client.users.me() == {"gid": "1", "marked": True}


def test_a_mock_in_place_of_a_verb_answers() -> None:
    client: Any = made("access_token")
    client.get = mock.Mock(return_value={"gid": "1"})
    assert client.users.me() == {"gid": "1"}
    client.get.assert_called_once_with("/users/me", {})
    client.post = mock.Mock(return_value={"gid": "2"})
    assert client.tasks.create({"name": "x"}) == {"gid": "2"}
    client.post.assert_called_once_with("/tasks", {"name": "x"})
    client.get_collection = mock.Mock(return_value=[{"gid": "3"}])
    assert client.tasks.find_by_project("9") == [{"gid": "3"}]
    client.get_collection.assert_called_once_with("/projects/9/tasks", {})
    client.request = mock.Mock(return_value={"gid": "4"})
    assert client.tasks.update("1", {"name": "x"}) == {"gid": "4"}
    assert client.request.call_args[0] == ("put", "/tasks/1")


def test_a_mock_in_place_of_get_answers_one_page() -> None:
    client: Any = made("access_token")
    client.get = mock.Mock(return_value=[{"gid": "1"}])
    assert client.tasks.find_by_project("9", iterator_type=None) == [{"gid": "1"}]
