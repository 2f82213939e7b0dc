"""What a client is made of, the whole requests that it builds, and its messages."""

import io
import platform
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import parse_qsl

import pytest

import asana
from asana import AsanaChangeWarning, error
from asana._http.call import Call
from asana._http.request import Request

Sent = list[tuple[Request, Call]]
BASE = "https://app.asana.com/api/1.0"
MAKE: Any = asana.Client


@pytest.fixture
def recorded() -> tuple[asana.Client, Sent]:
    """A client, and the requests that it would send."""
    client, sent = asana.Client.access_token("0/x"), list[tuple[Request, Call]]()

    def send(request: Request, call: Call) -> Any:
        sent.append((request, call))
        return 7 if request.template == "download" else {"data": {"gid": "1"}, "more": 2}

    client._api = client._downloads = mock.Mock(send=send)
    return client, sent


OPTIONS: dict[str, Any] = {
    "max_retries": 2,
    "timeout": 3,
    "deadline": 40,
    "verify": False,
    "cert": "client.pem",
    "proxies": {"https": "http://proxy.example"},
    "rate_limit": 50,
    "on_attempt": print,
}
DEFAULT: dict[str, Any] = {
    "max_retries": 5,
    "timeout": (10, 60),
    "deadline": 300,
    "verify": None,
    "cert": None,
    "proxies": None,
    "rate_limit": None,
    "on_attempt": None,
}


def request_of(method: str, path: str, client: asana.Client, **parts: Any) -> Request:
    return Request(
        method=method,
        path=path,
        base_url=BASE,
        **{
            "url": f"{BASE}{path}",
            "headers": {"X-Asana-Client-Lib": client._version_header()},
            "body": None,
            "idempotent": False,
            "retry_writes": False,
            "load": (0, 1) if method != "GET" else (1, 0),
            **DEFAULT,
            **parts,
        },
    )


@pytest.mark.parametrize("at", ["client", "call"])
@pytest.mark.parametrize("own", [{}, OPTIONS, {"deadline": None}], ids=["none", "all", "endless"])
def test_a_request_has_the_options_of_the_call_or_of_the_client(
    recorded: tuple[asana.Client, Sent], at: str, own: dict[str, Any]
) -> None:
    client, sent = recorded
    if at == "client":
        client.options.update(own)
    given = own if at == "call" else {}
    assert client.request("get", "/x", {"a": 1}, **given) == {"gid": "1"}
    ((request, call),) = sent
    assert request == request_of("GET", "/x", client, url=f"{BASE}/x?a=1", **own)
    assert (call.deadline.remaining() > 1000) is (own.get("deadline", 1) is None)


def test_the_parts_of_a_write(recorded: tuple[asana.Client, Sent]) -> None:
    client, sent = recorded
    client.headers["X-Mine"] = "1"
    headers: dict[str, Any] = {"content-type": "application/json", "X-Mine": "1", "X-Call": "2"}
    whole: Any = client.request(
        "post",
        "/x",
        {"q": 1},
        {"a": 1},
        idempotent=True,
        retry_writes=True,
        full_payload=True,
        headers={"X-Call": "2"},
    )
    assert whole == {"data": {"gid": "1"}, "more": 2}
    assert sent[0][0] == request_of(
        "POST",
        "/x",
        client,
        url=f"{BASE}/x?q=1",
        headers={**headers, "X-Asana-Client-Lib": client._version_header()},
        body=b'{"data": {"a": 1}}',
        idempotent=True,
        retry_writes=True,
    )


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ({"query": {"a": 1}}, "/x?a=1"),
        ({"query": "a"}, "/x?query=a"),
        ({"params": {"b": 2}, "query": "a"}, "/x?query=a&b=2"),
        ({"params": {}}, "/x"),
    ],
)
def test_a_query_is_a_dictionary_or_a_parameter(
    recorded: tuple[asana.Client, Sent], given: dict[str, Any], url: str
) -> None:
    client, sent = recorded
    client.request("get", "/x", **given)
    assert sent[0][0].url == BASE + url


def test_the_method_and_the_path_may_be_named(recorded: tuple[asana.Client, Sent]) -> None:
    client, sent = recorded
    request: Any = client.request
    request(method="put", path="/x")
    request("get", path="/y")
    assert [(each.method, each.path) for each, _ in sent] == [("PUT", "/x"), ("GET", "/y")]
    for given, missing in (({}, "method"), ({"method": "get"}, "path"), ({"path": "/x"}, "method")):
        with pytest.raises(TypeError, match=f"^missing argument: {missing}$"):
            request(**given)


@pytest.mark.parametrize(("given", "deadline"), [({}, None), ({"deadline": 5}, 5)])
def test_an_upload_has_no_deadline_of_its_own(
    recorded: tuple[asana.Client, Sent], given: dict[str, Any], deadline: int | None
) -> None:
    client, sent = recorded
    files = {"file": ("a.txt", io.BytesIO(b"x"), "text/plain")}
    client.request("post", "/attachments", data={"a": True}, files=files, **given)
    request = sent[0][0]
    assert (request.deadline, request.files, request.fields) == (deadline, files, {"a": "true"})


@pytest.mark.parametrize(
    ("call", "template", "idempotent"),
    [
        (lambda client: client.tasks.get_task("7"), "/tasks/{}", False),
        (lambda client: client.tasks.create_task(name="x"), "/tasks", False),
        (lambda client: client.tasks.add_tag_for_task("7", tag="8"), "/tasks/{}/addTag", True),
        (lambda client: client.get("/tasks/7"), None, False),
    ],
)
def test_a_method_knows_its_route(
    recorded: tuple[asana.Client, Sent],
    call: Callable[[asana.Client], Any],
    template: str | None,
    idempotent: bool,
) -> None:
    client, sent = recorded
    call(client)
    request = sent[0][0]
    assert (request.template, request.idempotent) == (template, idempotent)
    assert type(request.path) is str


def test_a_call_goes_to_no_other_origin_with_the_token(
    recorded: tuple[asana.Client, Sent],
) -> None:
    client, sent = recorded
    with pytest.raises(ValueError, match=r"^base_url of a call cannot have another origin"):
        client.get("/x", base_url="https://a.example")
    client.get("/x", base_url="https://app.asana.com/api/2.0")
    assert [each.url for each, _ in sent] == ["https://app.asana.com/api/2.0/x"]
    client.options["base_url"] = "https://a.example"
    client.get("/x")
    assert sent[-1][0].base_url == "https://a.example"


def test_an_error_of_a_request_is_raised(recorded: tuple[asana.Client, Sent]) -> None:
    client, _ = recorded
    failure = error.NotFoundError()
    client._api = client._downloads = mock.Mock(send=lambda *given: failure)
    with pytest.raises(error.NotFoundError) as caught:
        client.get("/x")
    assert caught.value is failure
    with pytest.raises(error.NotFoundError):
        client.download("https://a.example/b", io.BytesIO())


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.tasks.get_task("7", fields=["nmae"]),
        lambda client: client.tasks.create_task(name="x", fields=["nmae"]),
        lambda client: client.tasks.create_task(nmae="x"),
        lambda client: client.tasks.get_tasks_for_project("7", opt_fields="nmae"),
    ],
)
def test_a_strict_client_refuses_unknown_names(
    recorded: tuple[asana.Client, Sent], call: Callable[[asana.Client], Any]
) -> None:
    client, sent = recorded
    client.options["strict"] = True
    with pytest.raises(TypeError, match=r"has no .* did you mean 'name'\?$"):
        list(call(client))
    assert sent == []


@pytest.mark.parametrize("at", ["call", "client", "environment"])
def test_a_client_that_only_reads_sends_no_write(
    recorded: tuple[asana.Client, Sent], at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, sent = recorded
    if at == "environment":
        client._read_only = True
    if at == "client":
        client.options["read_only"] = True
    with pytest.raises(error.ReadOnlyError):
        client.post("/x", {}, **({"read_only": True} if at == "call" else {}))
    client.get("/x", **({"read_only": True} if at == "call" else {}))
    assert [request.method for request, _ in sent] == ["GET"]


# -- downloads


@pytest.mark.parametrize("at", ["client", "call"])
@pytest.mark.parametrize(("url", "path"), [("/b/c?d=e", "/b/c"), ("", "/"), ("/b#f", "/b")])
def test_a_download_has_the_options_but_no_credentials(
    recorded: tuple[asana.Client, Sent], at: str, url: str, path: str
) -> None:
    client, sent = recorded
    client.headers["X-Mine"] = "1"
    where = "https://files.example:8443"
    own = {**OPTIONS, "headers": {"X-Call": "2"}} if at == "call" else {}
    if at == "client":
        client.options.update(OPTIONS)
    seen: list[Any] = []
    target = io.BytesIO()
    assert client.download(where + url, target, lambda *given: seen.append(given), **own) == 7
    ((request, call),) = sent
    expected = request_of(
        "GET",
        path,
        client,
        **{**OPTIONS, "deadline": 40 if at == "call" else None},
        url=where + url,
        headers={"Accept-Encoding": "identity", **own.get("headers", {})},
        template="download",
    )
    assert request == expected._replace(base_url=where)
    assert call.sink is not None


def test_a_download_goes_to_a_path(
    recorded: tuple[asana.Client, Sent], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = recorded
    opened = mock.MagicMock()
    monkeypatch.setattr("asana.client.open_sink", opened)
    client.download("https://a.example/b", tmp_path / "b", print)
    opened.assert_called_once_with(tmp_path / "b", print)
    client.download("https://a.example/b", tmp_path / "b")
    assert opened.call_args == mock.call(tmp_path / "b", None)


def test_a_download_is_refused_in_the_clear(recorded: tuple[asana.Client, Sent]) -> None:
    client, sent = recorded
    with pytest.raises(ValueError, match="https"):
        client.download("http://a.example/b", io.BytesIO())
    with pytest.raises(TypeError):
        client.download("https://a.example/b", 5)
    assert sent == []


# -- the rest


def test_a_client_closes_its_session() -> None:
    closed: list[Any] = []
    session: Any = mock.Mock(close=lambda: closed.append(1))
    with MAKE(session) as client:
        assert client.session is session
        assert closed == []
    assert closed == [1]
    client.close()
    assert closed == [1, 1]


@pytest.mark.parametrize("call", ["copy", "pickle"])
def test_a_client_is_not_copied(call: str) -> None:
    with pytest.raises(TypeError) as caught:
        {"copy": __import__("copy").copy, "pickle": __import__("pickle").dumps}[call](MAKE())
    assert str(caught.value) == (
        "a client cannot be pickled or copied, because it holds connections and credentials; "
        "share it among threads, and create one in each process, for example with "
        "asana.Client.access_token()"
    )


def test_the_waits_are_attributes_of_the_class() -> None:
    client: Any = asana.Client()
    backoff = client._backoff()
    own = (backoff.delay, backoff.factor, backoff.jitter, backoff.longest)
    assert own == (client.RETRY_DELAY, client.RETRY_BACKOFF, client.RETRY_JITTER, client.MAX_WAIT)
    client.RETRY_DELAY, client.RETRY_BACKOFF, client.RETRY_JITTER, client.MAX_WAIT = 5, 6, 7, 8
    backoff = client._backoff()
    assert (backoff.delay, backoff.factor, backoff.jitter, backoff.longest) == (5, 6, 7, 8)
    assert asana.Client.RETRY_QUOTA == 100


@pytest.mark.parametrize(
    ("option", "environment", "expected"),
    [(False, "", False), (True, "", True), (False, "1", True), (True, "1", True)],
)
def test_whether_a_client_only_reads(
    option: bool, environment: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASANA_READ_ONLY", environment)
    assert asana.Client(read_only=option).read_only is expected


def test_the_header_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"python_version": "3.99", "system": "Ünix", "release": "7 a"}.items():
        monkeypatch.setattr(platform, name, lambda value=value: value)
    client = asana.Client()
    values = {
        "language": "Python",
        "version": asana.__version__,
        "language_version": "3.99",
        "os": "Ünix",
        "os_version": "7 a",
    }
    assert client._version_values() == values
    header = client._version_header()
    assert dict(parse_qsl(header)) == values
    assert header.endswith("&os=%C3%9Cnix&os_version=7+a")
    monkeypatch.setattr(platform, "system", lambda: pytest.fail("it is known already"))
    assert client._version_header() == header
    for old, new in (("_versionValues", "_version_values"), ("_versionHeader", "_version_header")):
        assert getattr(asana.Client, old) is getattr(asana.Client, new)


CHANGED = {
    "Asana-Change": "name=new_goals;info=https://a.example;affected=true,name=other;affected=false"
}


@pytest.mark.parametrize("logs", [True, False])
def test_changes_of_asana_are_warned_of(logs: bool) -> None:
    client: Any = asana.Client()
    client.LOG_ASANA_CHANGE_WARNINGS = logs
    if logs:
        with pytest.warns(AsanaChangeWarning, match="new_goals") as caught:
            client._observe({}, CHANGED)
        assert len(caught) == 1
    else:
        client._observe({}, CHANGED)


def test_the_module_has_all_resource_classes_under_their_old_name() -> None:
    module: Any = asana.client
    assert module.RESOURCE_CLASSES["tasks"] is type(asana.Client().tasks)
    with pytest.raises(AttributeError) as caught:
        _ = module.RESOURCE_CLASES
    assert str(caught.value) == "module 'asana.client' has no attribute 'RESOURCE_CLASES'"


def test_each_status_has_a_class() -> None:
    module: Any = asana.client
    expected: dict[Any, Any] = {**error.STATUS_ERRORS, 500: error.ServerError}
    expected[None] = error.RetryableAsanaError
    assert expected == module.STATUS_MAP


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        ((5, []), TypeError, "function must be callable, not int"),
        ((print, 5), TypeError, "iterable must be an iterable of items, not int"),
        ((print, [], 0), ValueError, "concurrency must be a positive whole number, not 0"),
        ((print, [], "5"), ValueError, "concurrency must be a positive whole number, not '5'"),
    ],
)
def test_a_map_that_cannot_be(arguments: Any, kind: type[Exception], message: str) -> None:
    client: Any = asana.Client()
    with pytest.raises(kind) as caught:
        client.map(*arguments)
    assert str(caught.value) == message


def test_a_map_passes_its_arguments_on(monkeypatch: pytest.MonkeyPatch) -> None:
    results = mock.Mock()
    monkeypatch.setattr("asana._http.parallel.results", results)
    client = asana.Client()
    assert client.map(print, [1]) is results.return_value
    client.map(print, (each for each in "a"), 3, return_errors=True)
    assert results.mock_calls[0] == mock.call(print, [1], 10, False)
    assert results.mock_calls[1].args[2:] == (3, True)


def test_a_batch_passes_its_arguments_on(monkeypatch: pytest.MonkeyPatch) -> None:
    made = mock.Mock()
    monkeypatch.setattr("asana.batch.Batch", made)
    client = asana.Client()
    assert client.batch() is made.return_value
    client.batch(3, deadline=7)
    assert made.mock_calls == [mock.call(client, 5), mock.call(client, 3, deadline=7)]


def test_threads_share_a_client() -> None:
    client = asana.Client.access_token("0/x")
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(client.tasks.client))
    thread.start()
    thread.join()
    assert found == [client]
