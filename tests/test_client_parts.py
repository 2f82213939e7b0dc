"""What a client is made of, the whole requests that it builds, and its messages."""

import io
import platform
import threading
from collections import ChainMap
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import parse_qsl

import pytest
import requests

import asana
from asana import AsanaChangeWarning, error, options
from asana._http.bearer import BearerAuth
from asana._http.call import Call
from asana._http.request import Request
from asana.session import BearerSession, Session

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


# -- sessions and credentials


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
