"""A read-only client rejects every write before it is sent, however it is called."""

import enum
import io
from collections.abc import Callable
from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter

import asana
from asana import error
from asana._http.read_only import check_action, check_request, may_read
from asana.resources.resource import Resource
from tests.faults import FaultServer, data
from tests.operations import LISTED, ClassicName, Operation
from tests.test_conventions import METHODS, Recorder, call, gids, route
from tests.test_request import build

Connect = Callable[..., tuple[asana.Client, FaultServer]]


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


def client_of(adapter: BaseAdapter, **options: Any) -> asana.Client:
    session = requests.Session()
    session.mount("https://", adapter)
    return asana.Client(session, **options)


def by_option(monkeypatch: pytest.MonkeyPatch, adapter: BaseAdapter) -> asana.Client:
    return client_of(adapter, read_only=True)


def by_assignment(monkeypatch: pytest.MonkeyPatch, adapter: BaseAdapter) -> asana.Client:
    client = client_of(adapter)
    client.options["read_only"] = True
    return client


def by_default(monkeypatch: pytest.MonkeyPatch, adapter: BaseAdapter) -> asana.Client:
    monkeypatch.setitem(asana.Client.DEFAULTS, "read_only", True)
    return client_of(adapter)


def by_environment(monkeypatch: pytest.MonkeyPatch, adapter: BaseAdapter) -> asana.Client:
    monkeypatch.setenv("ASANA_READ_ONLY", "1")
    return client_of(adapter, read_only=False)


def by_environment_for_good(monkeypatch: pytest.MonkeyPatch, adapter: BaseAdapter) -> asana.Client:
    client = by_environment(monkeypatch, adapter)
    client.options = {"read_only": False}
    return client


WAYS = [by_option, by_assignment, by_default, by_environment, by_environment_for_good]


@pytest.fixture(params=WAYS, ids=lambda way: way.__name__)
def client(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, recorder: Recorder
) -> asana.Client:
    made: asana.Client = request.param(monkeypatch, recorder)
    assert made.read_only
    return made


@pytest.mark.parametrize("row", LISTED, ids=lambda row: f"{row.resource}.{row.method}")
def test_every_operation_that_writes_is_refused(
    recorder: Recorder, row: Operation | ClassicName
) -> None:
    client = client_of(recorder, read_only=True)
    method = getattr(getattr(client, row.resource), row.method)
    if row.verb == "GET":
        call(method, *gids(row.path))
        assert {request.method for request in recorder.requests} == {"GET"}
        return
    with pytest.raises(error.ReadOnlyError, match="read_only=True"):
        call(method, *gids(row.path))
    assert recorder.requests == []


# They read before they write, and have their own tests.
LOOKING = ("ensure", "ensure_comment", "establish", "importer", "restore", "upsert")


@pytest.mark.parametrize(("resource", "name", "method"), METHODS)
def test_every_public_method_is_a_read_or_refused(
    recorder: Recorder, resource: str, name: str, method: Callable[..., Any]
) -> None:
    verb, path, _ = route(method)
    if verb == "GET" or name in LOOKING:
        return
    client = client_of(recorder, read_only=True)
    with pytest.raises(error.ReadOnlyError):
        call(getattr(getattr(client, resource), name), *gids(path))
    assert recorder.requests == []


def write(client: asana.Client, **options: Any) -> Any:
    return client.tasks.create_task({"name": "x"}, **options)


DISGUISES: list[Callable[[asana.Client], Any]] = [
    lambda c: write(c, read_only=False),
    lambda c: c.post("/tasks", {"name": "x"}),
    lambda c: c.put("/tasks/1", {"name": "x"}),
    lambda c: c.delete("/tasks/1"),
    lambda c: c.request("patch", "/tasks/1", data={}),
    lambda c: c.request("PoSt", "/tasks", data={"name": "x"}),
    lambda c: c.post("/tasks/1", {}, method="GET"),
    lambda c: c.get("/tasks/1?opt_method=delete"),
    lambda c: c.get("/tasks/1?opt%5Fmethod=delete"),
    lambda c: c.get("/tasks/1?opt_method="),
    lambda c: c.get("/tasks/1", headers={"X-HTTP-Method-Override": "DELETE"}),
    lambda c: c.attachments.create_on_task("1", io.BytesIO(b"x"), "a.txt"),
    lambda c: c.post("/attachments", {"parent": "1"}, files={"file": ("a", b"x", None)}),
    lambda c: c.batch().tasks.create_task({"name": "x"}),
    lambda c: c.batch().delete("/tasks/1"),
    lambda c: c.batch().post("/tasks", {"name": "x"}),
    lambda c: c.post("/batch", {"actions": [{"method": "post", "relative_path": "/tasks"}]}),
    lambda c: c.post("/batch", {"actions": [action("get"), action("delete")]}),
    lambda c: c.post("/batch", {"actions": [action("get")] * 10 + [action("put")]}),
    lambda c: c.post("/batch", {"actions": [action("get", options={"method": "delete"})]}),
    lambda c: c.post("/batch", {"actions": [action("get", data={"opt_method": "delete"})]}),
    lambda c: c.post("/batch", {"actions": [action("get", path="/tasks/1?opt_method=put")]}),
    lambda c: c.post("/batch", {"actions": [action("get", path="/tasks/1?opt_method=")]}),
    lambda c: c.post("/batch", {"actions": [None]}),
    lambda c: c.post("/batch", {}),
    lambda c: c.post("/batch/", {"actions": [action("get")]}),
    lambda c: c.batch_api.create_batch_request({"actions": [action("post")]}),
    lambda c: c.webhooks.create_webhook(resource="1", target="https://a.example/x"),
    lambda c: list(c.map(lambda gid: c.tasks.delete_task(gid), ["1"])),
    lambda c: c.post("/batch", {"actions": [{**action("get"), Name.METHOD: "delete"}]}),
    lambda c: c.post("/batch", {"actions": [action(Lies("delete"))]}),
    lambda c: c.post("/batch", {"actions": [action("get", options={Text.METHOD: "delete"})]}),
    lambda c: c.post("/batch", {"actions": [action("get", data={Text.OPTION: "delete"})]}),
    lambda c: c.post("/batch", {"actions": [action("get", opt_method="delete")]}),
    lambda c: c.post("/batch", {"actions": [action("get", path=Text.PATH)]}),
    lambda c: c.get("/tasks/1", ODD),
    lambda c: list(c.get_collection("/tasks", ODD)),
    lambda c: c.get("/tasks/1", headers={b"X-HTTP-Method-Override": "DELETE"}),
    lambda c: c.get("/tasks/1", headers={Text.HEADER: "DELETE"}),
    lambda c: with_session_header(c).get("/tasks/1"),
    lambda c: with_session_params(c).get("/tasks/1"),
]


class Text(str, enum.Enum):
    METHOD = "method"
    OPTION = "opt_method"
    PATH = "/tasks/1?opt_method=delete"
    HEADER = "X-HTTP-Method-Override"


class Name(enum.Enum):
    METHOD = "method"
    OPTION = "opt_method"


ODD: Any = {Name.OPTION: "delete"}


class Lies(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "get"


def with_session_header(client: asana.Client) -> asana.Client:
    client.session.headers["X-HTTP-Method-Override"] = "DELETE"
    return client


def with_session_params(client: asana.Client) -> asana.Client:
    client.session.params = {"opt_method": "delete"}
    return client


def action(method: str, path: str = "/tasks/1", **parts: Any) -> Any:
    return {"method": method, "relative_path": path, **parts}


@pytest.mark.parametrize("number", range(len(DISGUISES)))
def test_no_disguise_helps(client: asana.Client, recorder: Recorder, number: int) -> None:
    with pytest.raises((error.ReadOnlyError, ValueError)) as caught:
        DISGUISES[number](client)
    assert recorder.requests == []
    if isinstance(caught.value, ValueError):  # rejected for another reason
        assert "method" in str(caught.value)


def test_reads_in_a_batch_are_reads(connect: Connect) -> None:
    client, server = connect(data([{"status_code": 200, "body": {"data": {"gid": "1"}}}]))
    client.options["read_only"] = True
    batch = client.batch()
    batch.tasks.get_task("1")
    [done] = batch.send()
    assert done.result() == {"gid": "1"}
    assert client.post("/batch", {"actions": [action("GET")]})
    assert client.post("/batch", {"actions": iter([action("get")])})
    assert len(server.requests) == 3


def test_a_call_can_ask_for_it(recorder: Recorder) -> None:
    client = client_of(recorder)
    assert not client.read_only
    with pytest.raises(error.ReadOnlyError):
        write(client, read_only=True)
    with pytest.raises(error.ReadOnlyError):
        client.batch().tasks.create_task({}, read_only=True)
    assert recorder.requests == []
    write(client)
    assert len(recorder.requests) == 1


def test_a_file_that_is_not_sent_is_not_read(client: asana.Client) -> None:
    file = io.BytesIO(b"content")
    with pytest.raises(error.ReadOnlyError):
        client.attachments.create_on_task("1", file, "a.txt")
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        *((value, True) for value in ("1", "true", "YES", "?")),
        *((value, False) for value in ("", "0", "False", " off ", "no")),
    ],
)
def test_the_environment_says_yes_or_no(
    monkeypatch: pytest.MonkeyPatch, recorder: Recorder, value: str, refused: bool
) -> None:
    monkeypatch.setenv("ASANA_READ_ONLY", value)
    assert client_of(recorder).read_only is refused


@pytest.mark.parametrize("value", ["yes", "0", None, 2, []])
def test_the_option_is_true_or_false(recorder: Recorder, value: Any) -> None:
    with pytest.raises(TypeError, match="read_only must be True or False"):
        client_of(recorder, read_only=value)


def test_a_client_made_of_another_has_it_too(recorder: Recorder) -> None:
    client = client_of(recorder, read_only=True)
    assert client.access_token("1/2:x").read_only


def test_the_error_names_the_request(recorder: Recorder) -> None:
    with pytest.raises(error.ReadOnlyError) as caught:
        client_of(recorder, read_only=True).delete("/tasks/1?a=b")
    assert (caught.value.method, caught.value.path) == ("DELETE", "/tasks/1")
    assert "ASANA_READ_ONLY" in str(caught.value)


def test_a_subclass_of_the_resources_is_no_way_around(recorder: Recorder) -> None:
    class Mine(Resource):
        def wipe(self) -> Any:
            return self.client.delete("/projects/1")

    with pytest.raises(error.ReadOnlyError):
        Mine(client_of(recorder, read_only=True)).wipe()
    assert recorder.requests == []


# -- the decisions


@pytest.mark.parametrize(("method", "path"), [("GET", "/x"), ("GET", "/batch"), ("POST", "/batch")])
def test_what_may_be_a_read(method: str, path: str) -> None:
    may_read(method, path)


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/batch?a=1"), ("PUT", "/batch"), ("DELETE", "/x?a=secret"), ("get", "/x")],
)
def test_what_is_no_read(method: str, path: str) -> None:
    with pytest.raises(error.ReadOnlyError) as caught:
        may_read(method, path)
    assert (caught.value.method, caught.value.path) == (method, path.partition("?")[0])


READS = [
    {"method": "get", "relative_path": "/x"},
    {"method": "GeT", "relative_path": "/x?limit=5", "data": {"a": 1}, "options": {"fields": []}},
    {"method": "get", "relative_path": "/x", "data": None, "options": None},
    {"method": "get", "relative_path": "/x?a=method"},
    {"method": "get", "relative_path": "/x?methods="},
]
WRITES = [
    {"method": "put", "relative_path": "/x?a=secret"},
    {"method": None, "relative_path": "/x"},
    {"method": b"get", "relative_path": "/x"},
    {"method": "get", "relative_path": "/x?method="},
    {"method": "get", "relative_path": "/x?a=1&opt%5fmethod=put"},
    {"method": "get", "relative_path": "/x", "data": {"opt_method": "put"}},
    {"method": "get", "relative_path": "/x", "data": {"METHOD": "put"}},
    {"method": "get", "relative_path": "/x", "data": {b"Method": "put"}},
    {"method": "get", "relative_path": "/x", "options": {"method": "put"}},
    {"method": "get", "relative_path": "/x", "data": [["method", "put"]]},
    {"method": "get", "relative_path": "/x", "options": "method"},
    {"method": "get", "relative_path": "/x", "Method": "put"},
    {"method": "get", "relative_path": "/x", "opt_method": "put"},
]


@pytest.mark.parametrize("given", READS, ids=str)
def test_an_action_that_reads(given: dict[str, Any]) -> None:
    check_action(given)


@pytest.mark.parametrize("given", WRITES, ids=str)
def test_an_action_that_may_write(given: dict[str, Any]) -> None:
    with pytest.raises(error.ReadOnlyError) as caught:
        check_action(given)
    assert caught.value.method == str(given["method"]).upper()
    assert caught.value.path == "/x"


BATCH = '{"data": {"actions": [{"method": "get", "relative_path": "/x"}]}}'


def checked(url: str = "", body: Any = None, method: str = "GET", **session: Any) -> None:
    request = build(method, "/batch" if method == "POST" else "/x", headers={"A": "1"})
    made = type("Session", (), session)
    check_request(request._replace(url=f"https://a.example/x{url}", body=body), made)


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"url": "?limit=5&a=method"},
        {"params": None, "headers": None},
        {"params": {"a": "method"}, "headers": {"X-Method": "PUT"}},
        {"params": [("a", "method")]},
        {"params": 5},
        {"method": "POST", "body": BATCH.encode()},
    ],
    ids=str,
)
def test_a_request_that_reads(how: dict[str, Any]) -> None:
    checked(**how)


@pytest.mark.parametrize(
    "how",
    [
        {"url": "?method="},
        {"url": "?a=1&OPT_METHOD=put"},
        {"params": {"method": "put"}},
        {"params": [("opt_method", "put")]},
        {"params": [["Method", "put"]]},
        {"params": [(b"method", "put")]},
        {"params": ["method"]},
        {"headers": {"X-HTTP-Method": "PUT"}},
        {"headers": {"x-http-method-override": "PUT"}},
        {"headers": {b"X-Method-Override": "PUT"}},
        {"method": "POST"},
        {"method": "POST", "body": BATCH},
        {"method": "POST", "body": b"[]"},
        {"method": "POST", "body": b"{}"},
        {"method": "POST", "body": b'{"data": []}'},
        {"method": "POST", "body": b'{"data": {"actions": {}}}'},
        {"method": "POST", "body": BATCH.replace("get", "put").encode()},
        {"method": "POST", "body": BATCH.replace("]}", ', {"method": "put"}]}').encode()},
        {"method": "POST", "body": BATCH.replace("]}}", ']}, "options": {"a": 1}}').encode()},
        {"method": "POST", "body": BATCH.replace("]}", ", 5]}").encode()},
        {"method": "DELETE"},
    ],
    ids=str,
)
def test_a_request_that_may_write(how: dict[str, Any]) -> None:
    with pytest.raises(error.ReadOnlyError) as caught:
        checked(**how)
    path = "/batch" if how.get("method") == "POST" else "/x"
    assert (caught.value.method, caught.value.path) == (how.get("method", "GET"), path)


def test_a_header_of_the_request_that_overrides_the_method() -> None:
    with pytest.raises(error.ReadOnlyError):
        check_request(build(headers={"X-Method-Override": "PUT"}), None)
    check_request(build(headers={"X-Override": "PUT"}), None)
