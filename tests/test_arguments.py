"""Arguments of any type and size: the call works, or a short message names the problem.

``ASANA_TEST_CASES`` sets the number of cases of each kind; the default is small.
"""

import collections
import contextlib
import datetime
import fractions
import functools
import io
import itertools
import json
import os
import pathlib
import re
import types
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple
from unittest import mock

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st
from requests.adapters import BaseAdapter

import asana
from asana import error, options
from asana._call.values import plain, short
from asana.webhook import Receiver, key_of, verify
from tests.conftest import TOKEN
from tests.faults import FaultServer, data
from tests.operations import OPERATIONS, Operation
from tests.test_properties import CASES

# The names here are made up.
pytestmark = pytest.mark.filterwarnings("ignore::asana.UnknownNameWarning")

# Deep enough to overflow any stack.
DEEP = 20_000


# -- values


class Mine(Exception):
    """The exception of the caller's code."""


class MineAsValue(Mine, ValueError):
    pass


class MineAsType(Mine, TypeError):
    pass


class Plain(Enum):
    TEXT = "text"
    NUMBER = 7
    DEEP = ((((1,),),),)


class Text(str, Enum):
    GET = "get"
    HALF = "\ud800"


def raising(method: str, raised: type[Exception], base: type = object) -> Any:
    """Return an object one of whose methods raises."""

    def fail(*_: Any, **__: Any) -> Any:
        raise raised(method)

    methods = {method: fail, "__hash__": object.__hash__}
    return type("Raising", (base,), {"__init__": lambda self: None, **methods})()


class Failing(collections.UserDict[Any, Any]):
    def items(self) -> Any:
        raise MineAsType("items")

    def __getitem__(self, key: Any) -> Any:
        raise MineAsValue("__getitem__")


def failing_generator() -> Iterator[Any]:
    yield "a"
    raise MineAsValue("generator")


@functools.cache
def nested(wrap: Callable[[Any], Any], depth: int = DEEP) -> Any:
    found: Any = 1
    for _ in range(depth):
        found = wrap(found)
    return found


def in_list(value: Any) -> Any:
    return [value]


def in_tuple(value: Any) -> Any:
    return (value,)


def in_dictionary(value: Any) -> Any:
    return {"a": value}


def in_both(value: Any) -> Any:
    return [{"a": value}]


def in_user_list(value: Any) -> Any:
    return collections.UserList([value])


def in_deque(value: Any) -> Any:
    return collections.deque([value])


def circle(kind: Callable[[], Any]) -> Any:
    found = kind()
    if isinstance(found, dict):
        found["a"] = found
    else:
        found.append(found)
    return found


NOON = datetime.datetime(2026, 11, 22, 12)

SIMPLE: list[Any] = [
    *(None, True, False, 0, 1, 5, -1, 101, 10**400, 10**5000, -(10**5000), 2**63, 3_000_000),
    *(0.0, 0.5, 1.5, 1e308, float("nan"), float("inf"), float("-inf"), 1j),
    *(fractions.Fraction(1, 3), fractions.Fraction(10**5000), fractions.Fraction(-1)),
    *(Decimal("1.5"), Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("1E+9999")),
    *("", " ", ".", "..", "a/b", "/a", "/a?b", "text", "a,b", "1204", "7" * 5000, "x" * 9999),
    *("\u00e9", "/\u00e9", "//\u2100.example/", "https://\u2100.example"),
    *("\ud800", "/\ud800", "external:\ud800", "\0", "a\r\nb", "external:", "[", "http://[", "GET"),
    *("https://a.example", "http://127.0.0.1:99999", "https://a\ud800.example"),
    *(b"", b"bytes", b"\xff", bytearray(b"\xff"), memoryview(b"ab"), memoryview(b"abcd")[::2]),
    *([], [None], [[]], ["a", 1], ["\ud800"], [float("nan")], [1, 2, 3], (), (1, 2), (1, 2, 3)),
    *((None, 5), ("a", "b"), [("a", "b")], [("a", 1), ("b",)], [([], 1)], [["a", b"b"]]),
    *({}, {"gid": "1"}, {"a": None}, {1: 2}, {None: 1}, {1.5: 1}, {(1, 2): 3}, {b"a": 1}),
    *({"\ud800": 1}, {10**5000: 1}, {float("nan"): 1}, {"a": {"b": {("c",): 1}}}, {"data": {}}),
    *({"data": 5}, {"actions": 5}, {"actions": [5]}, {"actions": [{"method": 10**5000}]}),
    *({"items": 1}, {"https": 5}, {5: "https://a"}, {"a": 1, None: 2}),
    *(set(), {1, "a"}, {10**5000}, frozenset([None]), range(3), slice(1), ...),
    *(object, list, dict, int, str, len, Mine, Enum, list[int], types, re.compile("a")),
    *(pathlib.Path("a"), pathlib.Path("\ud800"), pathlib.PurePosixPath("/"), uuid.UUID(int=1)),
    *(NOON, NOON.replace(tzinfo=datetime.timezone.utc), NOON.date(), NOON.time(), NOON - NOON),
    *(Plain.TEXT, Plain.NUMBER, Plain.DEEP, Plain, Text.GET, Text.HALF, Mine("m")),
    *(types.MappingProxyType({"a": 1}), collections.UserDict({"a": 1}), collections.UserList([1])),
]  # fmt: skip

BASES = (object, str, dict, int, list, float)
METHODS = (
    *("__str__", "__repr__", "__iter__", "__eq__", "__index__", "__float__", "__bool__", "__len__"),
    *("__getitem__", "__contains__", "__fspath__", "__call__", "__hash__", "__format__", "__int__"),
    *("read", "write", "item", "items", "keys", "encode", "load", "get", "__getattr__", "tell"),
)
RAISED = [Mine, MineAsValue, MineAsType]


def makers() -> dict[str, Callable[[], Any]]:
    found: dict[str, Callable[[], Any]] = {}
    for number, value in enumerate(SIMPLE):
        found[f"simple {number}"] = functools.partial(lambda value: value, value)
    for number, (base, method) in enumerate(itertools.product(BASES, METHODS)):
        if base is object or number % len(METHODS) < 8:
            how = method, RAISED[number % 3], base
            found[f"{method} of {base.__name__}"] = functools.partial(raising, *how)
    return found


MAKERS: dict[str, Callable[[], Any]] = {
    **makers(),
    "a failing mapping": Failing,
    "a failing generator": failing_generator,
    "a generator": lambda: (each for each in "ab"),
    "an iterator": lambda: iter(["a", None]),
    "pairs": lambda: iter([("a", 1)]),
    "an object": object,
    "a mock": mock.Mock,
    "a magic mock": mock.MagicMock,
    "a file": lambda: io.BytesIO(b"content"),
    "a text file": lambda: io.StringIO("content"),
    "a text wrapper": lambda: io.TextIOWrapper(io.BytesIO(b"content")),
    "deep lists": lambda: nested(in_list),
    "deep tuples": lambda: nested(in_tuple),
    "deep dictionaries": lambda: nested(in_dictionary),
    "deep both": lambda: nested(in_both),
    "deep user lists": lambda: nested(in_user_list, 2000),
    "deep deques": lambda: nested(in_deque),
    **{
        f"{depth} lists": functools.partial(nested, in_list, depth)
        for depth in (99, 300, 900, 950, 990)
    },
    "a list in itself": lambda: circle(list),
    "a dictionary in itself": lambda: circle(dict),
    "a deque in itself": lambda: circle(collections.deque),
}


def is_hashable(value: Any) -> bool:
    try:
        hash(value)
    except Exception:
        return False
    return True


WRAPPERS: dict[str, Callable[[Any], Any]] = {
    "list": lambda value: [value],
    "tuple": lambda value: (value,),
    "pair": lambda value: ("a", value),
    "pairs": lambda value: [("a", value)],
    "two": lambda value: (value, value),
    "dictionary": lambda value: {"a": value},
    "data": lambda value: {"data": {"a": value}},
    "options": lambda value: {"data": {}, "options": {"fields": value}},
    "file": lambda value: {"file": ("name", value)},
    "named file": lambda value: [("file", (value, b"content", value, value))],
    "key": lambda value: {value: 1} if is_hashable(value) else {"a": value},
    "iterator": lambda value: iter([value]),
    "user list": lambda value: collections.UserList([value]),
    "user dictionary": lambda value: collections.UserDict({"a": value}),
    "proxy": lambda value: types.MappingProxyType({"a": value}),
}


class Recipe(NamedTuple):
    """A function that creates a value; unlike some values, it has a repr."""

    wrappers: list[str]
    maker: str

    def made(self) -> Any:
        value = MAKERS[self.maker]()
        for name in self.wrappers:
            value = WRAPPERS[name](value)
        return value


recipes = st.builds(
    Recipe,
    st.lists(st.sampled_from(sorted(WRAPPERS)), max_size=2),
    st.sampled_from(list(MAKERS)),
)


# -- expected results

TASK = {"gid": "1", "name": "n", "projects": [{"gid": "9"}], "created_at": "2026-01-01T00:00:00Z"}
ANSWERS: list[Any] = [
    {"data": {}},
    {"data": []},
    {"data": [TASK], "sync": "S", "has_more": False},
    {"data": {**TASK, "status": "succeeded", "download_url": "https://a.example/file"}},
]


def actions_of(body: bytes) -> list[Any]:
    """Return the actions of a batch, which can be anything, including an upload."""
    if not body.startswith(b"{"):
        return []
    actions = json.loads(body)["data"].get("actions")
    return actions if isinstance(actions, list) else []


class Wire(BaseAdapter):
    """An adapter without connections, which counts requests."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str] = []
        self.answer: Any = ANSWERS[0]

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        body: Any = request.body
        if body is not None and not isinstance(body, bytes):
            body = b"".join(body)
        f"{request.method} {request.url}".encode()
        self.sent.append(request.method or "")
        answer = self.answer
        if request.url and request.url.endswith("/batch"):
            result = {"status_code": 200, "body": self.answer}
            answer = {"data": [result] * len(actions_of(body))}
        response = requests.Response()
        response.status_code = 200
        response.url, response.request = request.url or "", request
        response.raw = io.BytesIO(json.dumps(answer).encode())
        return response

    def close(self) -> None:
        pass


def wired(make: Callable[..., Any] = asana.Client.access_token, **how: Any) -> Any:
    client = make(**(how or {"accessToken": TOKEN}))
    client.session.mount("https://", Wire())
    client.session.mount("http://", Wire())
    return client


def wires(client: Any) -> list[Wire]:
    adapters = getattr(client.session, "adapters", {})
    return [each for each in adapters.values() if isinstance(each, Wire)]


# Messages of Python itself, which name nothing that the caller knows.
NAMELESS = re.compile(
    r"'[\w. ]+' object |can only |cannot (unpack|convert|use)|unhashable|unsupported|sequence item"
    r"|descriptor|argument of|Exceeds|int\(\)|float\(\)|The truth|embedded|Invalid|Circular"
    r"|Out of|keys must|maximum|.*codec can't|not enough|too many|expected |must be "
    r"|.*argument must|'<|not expecting|Object of type|dictionary update|not all|list indices"
    r"|decoding|object of type|object "
)
# Messages for calls that Python itself rejects.
SIGNATURE = re.compile(
    r".*\(\) (got|missing|takes) |.*got multiple values|.*keywords must be strings"
)


# Words by which a message names the problem.
NAMED = re.compile(
    r"\b(gid|external id|path|method|parameters?|params|query|body|fields?|header|files?|upload|key"
    r"|download|certificates|proxy|proxies|batch|mirror|store|session|argument|auth|token|scope|state"
    r"|receiver|target|filters|iterable|function|secret|signature|client|action|URL|options?|data"
    rf"|{'|'.join([*options.OPTIONS, *options.ALIASES])}|on_\w+|max_\w+|progress|pkce|concurrency"
    r"|token_updater|window|opt_jsonp|client_id|client_secret|redirect_uri)\b"
)


@contextmanager
def judged(client: Any = None) -> Iterator[None]:
    """Fail if a caller could not understand an exception."""
    raised: Exception | None = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # each is documented
        try:
            yield
        except (error.AsanaError, Mine):
            return
        except (FileNotFoundError, IsADirectoryError):
            return  # the path of a file that does not exist; the message has it
        except (TypeError, ValueError) as failure:
            raised = failure
    if raised is None or SIGNATURE.match(str(raised)):
        return
    text = str(raised)
    assert type(raised) in (TypeError, ValueError), repr(raised)
    assert NAMED.search(text), text
    assert not NAMELESS.match(text), text
    assert len(text) < 300, text
    text.encode()
    assert client is None or not any(wire.sent for wire in wires(client)), text


def read(result: Any) -> None:
    """Read the first item of a listing."""
    if hasattr(result, "__next__"):
        list(itertools.islice(result, 3))


@pytest.fixture(autouse=True)
def _no_waits(sleeps: list[float]) -> None:
    pass


# -- all operations

PLACES = ("gid", "params", "value", "key", "keyword", "fields", "option")
NAMES = (
    *options.OPTIONS,
    *options.ALIASES,
    *("opt_jsonp", "data", "params", "query", "files", "file", "method", "path", "pages", "a"),
    *("idempotent", "item", "self", "file_name", "file_content_type"),
)


def call(client: Any, operation: Operation, place: str, name: str, value: Any) -> None:
    """Call an operation with a value as one of its arguments."""
    gids: list[Any] = ["1"] * operation.path.count("{")
    params: Any = {}
    how: dict[str, Any] = {}
    if place == "gid" and gids:
        gids[-1] = value
    elif place == "value":
        params = {"a": value}
    elif place == "key":
        params = WRAPPERS["key"](value)
    elif place == "keyword":
        how = {"a": value}
    elif place == "fields":
        params = {"opt_fields": value}
    elif place == "option":
        how = {name: value}
    else:
        params = value
    method = getattr(getattr(client, operation.resource), operation.method)
    read(method(*gids, params, **how))


# One client for all operations, because no call affects the next one.
shared = functools.cache(wired)


def tried(operation: Operation, place: str, name: str, recipe: Recipe, answer: Any) -> None:
    client = shared()
    forget(client)
    for wire in wires(client):
        wire.answer = answer
    with judged(client):
        call(client, operation, place, name, recipe.made())


@given(
    st.sampled_from(OPERATIONS),
    st.sampled_from(PLACES),
    st.sampled_from(NAMES),
    recipes,
    st.sampled_from(ANSWERS),
)
@settings(max_examples=CASES * 5)
def test_row_62_any_argument_of_any_operation(
    operation: Operation, place: str, name: str, recipe: Recipe, answer: Any
) -> None:
    tried(operation, place, name, recipe, answer)


def test_row_62_every_operation_and_every_value() -> None:
    makers, names = itertools.cycle(MAKERS), itertools.cycle(NAMES)
    for operation, place in itertools.product(OPERATIONS, PLACES):
        tried(operation, place, next(names), Recipe([], next(makers)), ANSWERS[0])


# -- all other functions with arguments

# The validity of these depends on existing files.
CERTIFICATES = ("cert", "verify")

Use = Callable[[Any, str, Any], Any]


def options_of(client: Any, name: str, value: Any) -> None:
    client.options[name] = value
    client.users.me()


def assigned(client: Any, name: str, value: Any) -> None:
    client.options = value
    client.users.me()


def recorded(client: Any, name: str, value: Any) -> None:
    batch = client.batch()
    with judged(client):
        batch.tasks.create_task({"a": value})
    with judged(client):
        batch.tasks.get_task(value)
    with judged(client):
        batch.tasks.get_tasks(a=value, **{name: value})
    with judged(client):
        batch.request(value, "/tasks")
    with judged(client):
        batch.request("put", value)
    with judged(client):
        batch.post("/tasks", value)
    actions = batch.send()
    assert all(action.done for action in actions)
    for action in actions:
        with judged():
            read(action.result())


def batch_option(client: Any, name: str, value: Any) -> None:
    batch = client.batch(**{name: value})
    batch.tasks.get_task("1")
    batch.send()


def mapped(client: Any, name: str, value: Any) -> None:
    how: dict[str, Any] = {"function": id, "iterable": "ab", "concurrency": 2}
    which = {"function": "function", "a": "iterable"}.get(name, "concurrency")
    if which != "function" or not callable(value):
        read(client.map(**{**how, which: value}))


def fed(client: Any, name: str, value: Any) -> None:
    named = ("resource", "store", "coalesce", "on_resync", "poll_interval", "max_interval")
    for argument in (*named, name):
        if argument == "store" and isinstance(value, str | os.PathLike):
            continue  # it would create a file
        with judged(client):
            client.events.feed(**{"resource": "1", "store": None, argument: value}).poll()
        forget(client)


def mirrored(client: Any, name: str, value: Any) -> None:
    for argument in ("project", "store", "fields", "poll_interval", "max_interval", name):
        if argument == "store" and isinstance(value, str | os.PathLike):
            continue  # it would create a database
        with judged(client):
            client.events.mirror(**{"project": "9", "store": {}, argument: value}).update()
        forget(client)


def received(client: Any, name: str, value: Any) -> None:
    for argument in ("on_events", "on_heartbeat", "max_body", "max_waiting", "window"):
        with judged():
            Receiver({}, **{argument: value})
    receiver = Receiver({"k": "5" * 64})
    signed = {"X-Hook-Signature": "5"}
    uses: list[Callable[[], Any]] = [
        lambda: Receiver(value if not is_path(value) else {}),
        lambda: receiver.handle(value, b"", "k"),
        lambda: receiver.handle(WRAPPERS["key"](value), b"", "k"),
        lambda: receiver.handle({"X-Hook-Signature": value}, b"", "k"),
        lambda: receiver.handle({"X-Hook-Secret": value}, b"", "k"),
        lambda: receiver.handle(signed, value, "k"),
        lambda: receiver.handle(signed, b"", value),
        lambda: receiver.expect(value),
        lambda: receiver.forget(value),
        lambda: verify(value, b"", "5"),
        lambda: verify("5", value, "5"),
        lambda: verify("5", b"", value),
        lambda: key_of(value),
    ]
    for use in uses:
        with judged():
            use()


def established(client: Any, name: str, value: Any) -> None:
    arguments = ("resource", "target", "filters", "receiver", "key", "replace", name)
    for argument in arguments:
        if argument in ("files", *CERTIFICATES):
            continue  # a webhook has no files
        how = {"resource": "1", "target": "https://a.example/k", "receiver": Receiver({})}
        with judged(client):
            client.webhooks.establish(**{**how, argument: value})
        forget(client)


def waited(client: Any, name: str, value: Any) -> None:
    for argument in ("job", "timeout", "poll_interval", name):
        with judged(client):
            client.jobs.wait(**{"job": "1", "timeout": 0, argument: value})
        forget(client)


def searched(client: Any, name: str, value: Any) -> None:
    for argument in ("sort_ascending", "sort_by", "opt_fields", "fields", "limit", "offset", name):
        with judged(client):
            how = {"item_limit": 200, argument: value}
            read(client.tasks.search_tasks_for_workspace("1", **how))
        forget(client)


def downloaded(client: Any, name: str, value: Any) -> None:
    url, sink = "https://a.example/file", io.BytesIO()
    name = "deadline" if name in CERTIFICATES else name
    uses: list[Callable[[], Any]] = [
        lambda: client.download(value, sink),
        lambda: client.download(url, value if not is_path(value) else sink),
        lambda: client.download(url, sink, value if not callable(value) else None),
        lambda: client.download(url, sink, **{name: value}),
        lambda: client.attachments.download("1", value if not is_path(value) else sink),
        lambda: client.attachments.download("1", sink, **{name: value}),
        lambda: client.attachments.download(value, sink),
    ]
    for use in uses:
        with judged(client):
            use()
        forget(client)


def is_path(value: Any) -> bool:
    """Return whether a value can be the path of a file, or is a file that accepts anything."""
    return isinstance(value, str | os.PathLike) or hasattr(value, "write")


def uploaded(client: Any, name: str, value: Any) -> None:
    create, on_task = (
        client.attachments.create_attachment_for_object,
        client.attachments.create_attachment_for_task,
    )
    file = value if not isinstance(plain(value), str | os.PathLike) else b"content"
    uses: list[Callable[[], Any]] = [
        lambda: create({"parent": "1"}, file=file, file_name="a"),
        lambda: create({"parent": "1"}, file=file),
        lambda: create({"parent": "1"}, file=b"a", file_name=value),
        lambda: create({"parent": "1"}, file=b"a", file_name="a", file_content_type=value),
        lambda: create({"parent": value}, file=b"a", file_name="a"),
        lambda: create({"parent": "1", "file": file}),
        lambda: create(value, file=b"a", file_name="a"),
        lambda: on_task("1", file, "a"),
        lambda: on_task("1", b"a", value),
        lambda: client.post("/a", {}, files=value),
        lambda: client.post("/a", {}, files={"file": value}),
        lambda: client.post("/a", {}, files={"file": ("a", b"a", value)}),
        lambda: client.post("/a", {}, files={"file": ("a", b"a", None, value)}),
        lambda: client.post("/a", {}, files={"file": ("a", b"a", None, {"X-A": value})}),
        lambda: client.post("/a", {}, files=[(value, b"a")]),
        lambda: client.post("/a", {"a": value}, files={"file": b"a"}, **{name: value}),
    ]
    for use in uses:
        with judged(client):
            use()
        forget(client)


def requested(client: Any, name: str, value: Any) -> None:
    uses: list[Callable[[], Any]] = [
        lambda: client.request(value, "/a"),
        lambda: client.request("get", value),
        lambda: client.request("get", "/a", value),
        lambda: client.request("post", "/a", None, value),
        lambda: client.request("post", "/a", value, {}),
        lambda: client.get(value),
        lambda: client.post(value, {"a": 1}),
        lambda: client.put(value),
        lambda: client.delete(value),
        lambda: read(client.get_collection(value)),
        lambda: read(client.get_collection("/a", value)),
        lambda: read(client.get_collection("/a", **{name: value})),
        lambda: client.delete("/a", value),
        lambda: client.delete("/a", **{name: value}),
        lambda: client.get("/a", headers={"X-A": value}),
        lambda: client.get("/a", headers=WRAPPERS["key"](value)),
        lambda: client.get("/a", proxies=WRAPPERS["key"](value)),
        lambda: client.get("/a", proxies={"https": value}),
        lambda: client.get("/a", timeout=(value, 5)),
    ]
    for use in uses:
        with judged(client):
            use()
        forget(client)


def constructed(client: Any, name: str, value: Any) -> None:
    makes: list[Callable[[], Any]] = [
        lambda: asana.Client(value),
        lambda: asana.Client(**{name: value}),
        lambda: asana.Client.access_token(value),
        lambda: asana.Client.basic_auth(value),
        lambda: asana.Client.access_token(TOKEN, **{name: value}),
        lambda: asana.Client(auth=value if not callable(value) else None),
    ]
    for make in makes:
        with judged():
            made = make()
            if isinstance(made.session, requests.Session):
                made.session.mount("https://", Wire())
                made.session.mount("http://", Wire())
                made.users.me()


def authorized(client: Any, name: str, value: Any) -> None:
    how = {"client_id": "1", "client_secret": "s", "redirect_uri": "https://a.example/b"}
    for argument in (*how, "scope", "token_updater", "pkce", "state", "base_url", name):
        with judged():
            session: Any = asana.Client.oauth(**{**how, argument: value}).session
            session.authorization_url()
    with judged():
        wired(asana.Client.oauth, token=value, **how).users.me()


def with_client_options(client: Any, name: str, value: Any) -> None:
    client.options.update({name: value})
    for use in (client.users.me, client.tasks.create_task, client.workspaces.get_workspaces):
        with judged(client):
            read(use())
        forget(client)


def forget(client: Any) -> None:
    for wire in wires(client):
        wire.sent.clear()


USES: dict[str, Use] = {
    use.__name__: use
    for use in (
        *(options_of, assigned, recorded, batch_option, mapped, fed, mirrored, received),
        *(established, waited, searched, downloaded, uploaded, requested, constructed),
        *(authorized, with_client_options),
    )
}


def used(use: str, name: str, recipe: Recipe, answer: Any) -> None:
    client = wired()
    for wire in wires(client):
        wire.answer = answer
    with judged(client):
        USES[use](client, name, recipe.made())


@given(st.sampled_from(list(USES)), st.sampled_from(NAMES), recipes, st.sampled_from(ANSWERS))
@settings(max_examples=CASES * 2)
def test_row_62_any_argument_of_anything_else(
    use: str, name: str, recipe: Recipe, answer: Any
) -> None:
    used(use, name, recipe, answer)


# -- the row, value by value

NOT_TEXT = [None, 5, b"/tasks", pathlib.Path("/tasks"), ["/tasks"], mock.Mock()]
HUGE = [10**400, 10**5000, -(10**5000), float("nan"), float("inf"), True, "5", [1, 2], (1, 2, 3)]
NO_JSON = [float("nan"), float("inf"), 10**5000, [1, {"b": 10**5000}]]
VERY_DEEP = 100_000


def refused(use: Callable[[Any], Any], kind: type[Exception], words: str) -> None:
    client = wired()
    with pytest.raises(kind, match=words) as caught:
        use(client)
    assert type(caught.value) is kind
    assert len(str(caught.value)) < 200
    assert not any(wire.sent for wire in wires(client))


@pytest.mark.parametrize(
    "value", [5, b"https://a.example", ["https://a.example"], pathlib.Path("a")]
)
def test_row_62_a_base_url_that_is_no_text(value: Any) -> None:
    refused(lambda _: asana.Client(base_url=value), TypeError, "base_url must be a string, not")
    refused(
        lambda _: asana.Client.access_token("t", base_url=value), TypeError, "base_url must be a"
    )
    refused(lambda client: client.users.me(base_url=value), TypeError, "base_url must be a string")


@pytest.mark.parametrize(
    "value", ["", "a", "ftp://a", "https://[", "https://a:port", "https://a\ud800", "https://a b"]
)
def test_row_62_a_base_url_that_is_none(value: str) -> None:
    refused(
        lambda _: asana.Client(base_url=value), ValueError, "base_url must be an http or https URL"
    )
    refused(
        lambda client: client.attachments.download("1", io.BytesIO(), base_url=value),
        ValueError,
        "base_url must be an http or https URL",
    )


@pytest.mark.parametrize("value", NOT_TEXT, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("verb", ["get", "get_collection", "post", "put", "delete"])
def test_row_62_a_path_that_is_no_text(verb: str, value: Any) -> None:
    words = "path must be a string, not"
    refused(lambda client: getattr(client, verb)(value), TypeError, words)
    refused(lambda client: getattr(client.batch(), verb)(value), TypeError, words)


@pytest.mark.parametrize("value", NOT_TEXT, ids=lambda value: type(value).__name__)
def test_row_62_a_method_that_is_no_text(value: Any) -> None:
    words = "method must be a string"
    refused(lambda client: client.request(value, "/a"), TypeError, words)
    refused(lambda client: client.batch().request(value, "/a"), TypeError, words)


@pytest.mark.parametrize("value", HUGE, ids=short)
@pytest.mark.parametrize("name", ["deadline", "timeout"])
def test_row_62_a_time_that_is_none(name: str, value: Any) -> None:
    words = f"{name} must be a positive number of seconds"
    refused(lambda client: client.users.me(**{name: value}), ValueError, words)
    refused(lambda _: asana.Client(**{name: value}), ValueError, words)


@pytest.mark.parametrize("value", [fractions.Fraction(7, 2), Decimal("3.5"), 1e300, 10**9])
@pytest.mark.parametrize("name", ["deadline", "timeout"])
def test_row_62_any_number_is_a_time(
    connect: Callable[..., tuple[asana.Client, FaultServer]], name: str, value: Any
) -> None:
    client, _ = connect(data({"gid": "1"}))
    other = {"deadline": "timeout", "timeout": "deadline"}[name]
    assert client.users.me(**{name: value, other: None})["gid"] == "1"
    assert client.users.me(timeout=(value, value), deadline=None)["gid"] == "1"


def test_row_62_a_rate_limit_that_nothing_reaches() -> None:
    client = wired(accessToken="t", rate_limit=10**400)
    assert client.users.me() == {}


@pytest.mark.parametrize("wrap", [in_list, in_tuple, in_dictionary, in_both, in_deque])
def test_row_62_nesting_that_no_stack_holds(wrap: Any) -> None:
    deep = nested(wrap, VERY_DEEP)
    refused(lambda client: client.tasks.create_task(name=deep), ValueError, "'name' .*too deep")
    refused(lambda client: client.batch().tasks.create_task({"name": deep}), ValueError, "'name'")
    kind = ValueError if wrap is in_deque else TypeError
    refused(lambda client: client.tasks.get_task(deep), kind, "gid must be|gid is nested")
    if wrap is not in_dictionary:
        kind = TypeError if wrap is in_both else ValueError
        refused(lambda client: list(client.tasks.get_tasks(project=deep)), kind, "'project'")
    header = {"X-A": deep}
    refused(lambda client: client.users.me(headers=header), ValueError, "the header X-A must")


def test_row_62_a_batch_takes_no_action_that_it_could_not_send() -> None:
    client = wired()
    batch = client.batch()
    for depth in range(80, 1000, 10):
        with contextlib.suppress(ValueError):
            batch.tasks.create_task({"name": nested(in_list, depth)})
    assert len(batch) > 0
    assert all(action.error is None for action in batch.send())


@pytest.mark.parametrize("kind", [list, dict, collections.deque])
def test_row_62_what_holds_itself(kind: Any) -> None:
    held = circle(kind)
    refused(
        lambda client: client.tasks.create_task(name=held), ValueError, "'name' cannot be encoded"
    )
    if kind is not dict:
        refused(lambda client: client.users.me(a=held), ValueError, "'a' is nested too deep")


HALF = "a\ud800"


@pytest.mark.parametrize(
    ("use", "words"),
    [
        (lambda client: client.get(f"/{HALF}"), "path is not valid text"),
        (lambda client: client.batch().get(f"/{HALF}"), "path is not valid text"),
        (lambda client: client.tasks.get_task(HALF), "not a gid"),
        (lambda client: client.tasks.get_task(f"external:{HALF}"), "not an external id"),
        (lambda client: client.users.me(a=HALF), "the parameter 'a' is not valid text"),
        (lambda client: client.users.me({HALF: 1}), "the name of a parameter is not valid text"),
        (lambda client: client.users.me(a=[b"\xff"]), "the parameter 'a' is not UTF-8"),
        (lambda client: client.users.me(opt_fields=["a", HALF]), "opt_fields.* is not valid"),
        (lambda client: list(client.tasks.get_tasks(offset=HALF)), "'offset' is not valid text"),
        (lambda client: client.users.me(headers={"X-A": HALF}), "header X-A must be"),
        (lambda client: client.users.me(headers={HALF: "a"}), "not a valid header name"),
        (lambda client: client.post("/a", {"a": HALF}, files={"f": b""}), "the field 'a' is not"),
        (lambda client: client.post("/a", {HALF: 1}, files={"f": b""}), "the name of a field is"),
        (lambda client: client.post("/a", files={"f": (HALF, b"")}), "the name of a file is not"),
        (lambda client: client.post("/a", files={HALF: b""}), "the name of a file is not valid"),
        (lambda client: client.post("/a", files={"f": HALF}), "the content of a file is not valid"),
        (
            lambda client: client.post(
                "/a", files={"f": io.TextIOWrapper(io.BytesIO(b"\xff"), "utf-8", "surrogateescape")}
            ),
            "the content of a file is not valid",
        ),
        (lambda client: client.download(f"https://a/{HALF}", "a"), "the URL of a download is not"),
        (lambda client: client.download("https://a.example", HALF), "must be a valid path"),
        (lambda client: client.events.feed("1", HALF), "the path of a store must be"),
        (lambda client: client.events.mirror("1", HALF), "the path of a database must be"),
        (lambda client: asana.Client(auth=(HALF, "b")), "auth must be bytes"),
    ],
)  # fmt: skip
def test_row_62_half_of_a_surrogate_pair(use: Callable[[Any], Any], words: str) -> None:
    refused(use, ValueError, words)


@pytest.mark.parametrize("value", NO_JSON, ids=short)
def test_row_62_a_number_that_json_has_not(value: Any) -> None:
    words = "the field 'name' cannot be encoded as JSON"
    refused(lambda client: client.tasks.create_task(a=1, name=value), ValueError, words)
    refused(lambda client: client.batch().tasks.create_task(a=1, name=value), ValueError, words)


def test_row_62_fields_that_cannot_be_compared() -> None:
    uncomparable = [Decimal("sNaN"), raising("__eq__", Mine)]
    for own, asked in itertools.product(uncomparable, repeat=2):
        client = wired()
        client.options["fields"] = own
        for fields in (asked, [asked], ["name", asked]):
            for use in (client.users.me, client.tasks.create_task):
                forget(client)
                with judged(client):
                    assert use(fields=fields) == {}


def test_row_62_a_number_with_too_many_digits() -> None:
    number = 10**5000
    refused(lambda client: client.tasks.get_task(number), ValueError, "gid has too many digits")
    refused(lambda client: client.users.me(a=number), ValueError, "'a' has too many digits")
    refused(lambda client: client.users.me({number: 1}), ValueError, "the name of a parameter has")
    refused(lambda client: client.users.me(headers={"X-A": number}), ValueError, "the header X-A")
    words = "limit must be a whole number"
    refused(lambda client: client.tasks.get_tasks(limit="7" * 5000), ValueError, words)


@pytest.mark.parametrize(
    ("use", "words"),
    [
        (lambda client: client.post("/a", files=5), "files must be a dictionary"),
        (lambda client: client.post("/a", files=[5]), "files must consist of pairs"),
        (lambda client: client.post("/a", files={"f": (5, b"")}), "name of a file must be"),
        (lambda client: client.post("/a", files={"f": ("a", b"", None, 5)}), "headers of a file"),
        (
            lambda client: client.post("/a", files={"f": ("a", b"", None, {None: "b"})}),
            "a header of a file must be a string, not None",
        ),
        (lambda client: client.delete("/a", 5, params={"a": 1}), "params must be a dictionary"),
        (
            lambda client: client.post("/batch", {"actions": [{"data": 5}]}),
            "^data must be a dictionary, not int",
        ),
        (lambda client: client.users.me(headers=[("a", "b")]), "headers must be a dictionary"),
        (lambda client: asana.Client(headers=5), "headers must be a dictionary, not int"),
        (lambda client: client.users.me(proxies={None: "http://a"}), "proxies must be a dict"),
        (lambda client: client.users.me(proxies={"https": 5}), "proxies must be a dictionary"),
        (lambda client: client.users.me(verify=5), "verify must be True, False or a path"),
        (lambda client: client.users.me(cert=("a", "b", "c")), "cert must be a path, or a pair"),
        (lambda client: client.tasks.create_task({(1, 2): 3}), r"the field \(1, 2\) cannot be"),
        (lambda client: client.options.update(5), "options must be a dictionary, not int"),
        (lambda client: setattr(client, "options", [5]), "options must be a dictionary, not list"),
        (lambda client: asana.Client(5), "session must be a requests session, not int"),  # type: ignore[arg-type]
        (lambda client: asana.Client(auth=5), "auth must be a callable, or a pair"),
        (lambda client: client.map(str, 5), "iterable must be an iterable of items, not int"),
        (lambda client: client.download(b"https://a", "a"), "URL of a download must be a string"),
        (lambda client: client.download("https://a", "a", 5), "progress must be callable"),
        (lambda client: client.attachments.download("1", 5), "target must be a path or a file"),
        (lambda client: client.events.feed("1", on_resync=5), "on_resync must be callable"),
        (lambda client: Receiver({}, on_events=5), "on_events must be callable, not int"),  # type: ignore[arg-type]
        (lambda client: Receiver({}).handle(5, b""), "headers must be a dictionary, or pairs"),  # type: ignore[arg-type]
        (lambda client: Receiver({}).handle({}, b"", []), "key must be a string"),  # type: ignore[arg-type]
        (lambda client: asana.Client.oauth(client_id=[]), "client_id must be a string, not list"),
    ],
)  # fmt: skip
def test_row_62_what_has_another_type(use: Callable[[Any], Any], words: str) -> None:
    refused(use, TypeError, words)


@pytest.mark.parametrize("raised", [ValueError("mine"), TypeError("mine"), Mine()])
def test_row_62_what_the_caller_raises_comes_out(raised: Exception) -> None:
    class Fails(collections.UserList[Any]):
        def __iter__(self) -> Any:
            raise raised

    class Shown:
        def __str__(self) -> str:
            raise raised

    uses: list[Callable[[Any], Any]] = [
        lambda client: client.tasks.create_task(name=Fails()),
        lambda client: client.users.me(a=Fails()),
        lambda client: client.users.me(a=Shown()),
        lambda client: client.users.me(fields=Fails()),
        lambda client: client.users.me(headers={"X-A": Shown()}),
        lambda client: client.post("/a", {"a": Shown()}, files={"f": b""}),
        lambda client: client.tasks.get_task(Shown()),
        lambda client: client.batch().tasks.create_task(name=Fails()),
    ]
    for use in uses:
        with pytest.raises(type(raised)) as caught:
            use(wired())
        assert caught.value is raised


def test_row_62_recursion_of_the_caller_comes_out() -> None:
    class Endless:
        def __str__(self) -> str:
            return str(self)

    with pytest.raises(RecursionError):
        wired().users.me(a=Endless())


@pytest.mark.parametrize("maker", MAKERS)
def test_row_62_a_message_shows_little_of_any_value(maker: str) -> None:
    text = short(MAKERS[maker]())
    assert 0 < len(text) <= 60
    text.encode()


def test_row_62_establish_deletes_nothing_for_what_cannot_be_sent() -> None:
    client = wired()
    for wire in wires(client):
        wire.answer = {"data": [{"gid": "5", "target": "https://a.example/k"}]}
    establish = client.webhooks.establish
    headers = {"X-A": HALF}
    for wrong in ({"filters": [object()]}, {"timeout": "x"}, {"headers": headers}, {"a": object()}):
        with pytest.raises((TypeError, ValueError)):
            establish("1", "https://a.example/k", receiver=Receiver({}), replace=True, **wrong)
    assert not any(wire.sent for wire in wires(client))
