"""Lists of fields as any iterable, for all requests that use them."""

import collections
import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest

import asana
from tests.faults import data, failure, page, reply
from tests.old_code.work import DONE, LISTINGS, Connect, Sleeps, targets, two_pages

# The names here are made up.
pytestmark = pytest.mark.filterwarnings("ignore::asana.UnknownNameWarning")


class Iterable:
    def __iter__(self) -> Any:
        return iter(["a", "b"])


ITERABLES: dict[str, Callable[[], Any]] = {
    "list": lambda: ["a", "b"],
    "tuple": lambda: ("a", "b"),
    "set": lambda: {"a", "b"},
    "frozenset": lambda: frozenset("ab"),
    "keys": lambda: {"a": 1, "b": 2}.keys(),
    "values": lambda: {1: "a", 2: "b"}.values(),
    "generator": lambda: (name for name in ("a", "b")),
    "iterator": lambda: iter(["a", "b"]),
    "map": lambda: map(str, ["a", "b"]),
    "filter": lambda: filter(None, ["a", "", "b"]),
    "chain": lambda: itertools.chain("a", "b"),
    "deque": lambda: collections.deque("ab"),
    "class": Iterable,
    "user list": lambda: collections.UserList(["a", "b"]),
    "text": lambda: "a,b",
}

every_iterable = pytest.mark.parametrize("kind", ITERABLES)
every_name = pytest.mark.parametrize("name", ["fields", "opt_fields", "opt_expand"])


@every_iterable
@every_name
def test_any_iterable_is_a_list_in_a_query(connect: Connect, kind: str, name: str) -> None:
    client, server = connect(DONE)
    make = ITERABLES[kind]
    client.users.me(**{name: make()})
    client.request("get", "/users/me", **{name: make()})
    client.delete("/users/me", **{name: make()})
    wanted = [f"/users/me?opt_{name.removeprefix('opt_')}=a,b"] * 3
    assert targets(server) == wanted
    if name.startswith("opt_"):
        client.users.me({name: make()})
        client.request("get", "/users/me", params={name: make()})
        assert targets(server)[3:] == wanted[:2]


def fields_of(content: Any, name: str) -> str:
    value = content["options"][name.removeprefix("opt_")]
    return value if isinstance(value, str) else ",".join(value)


@every_iterable
@every_name
def test_any_iterable_is_a_list_in_a_body(connect: Connect, kind: str, name: str) -> None:
    client, server = connect(DONE)
    make = ITERABLES[kind]
    client.tasks.create({"name": "x"}, **{name: make()})
    client.tasks.update("1", {"name": "x"}, **{name: make()})
    short = name.removeprefix("opt_")
    client.post("/x", {"data": {"name": "x"}, "options": {short: make()}})
    client.request("post", "/x", data={"data": {"name": "x"}, "options": {short: make()}})
    client.tasks.create({"name": "x", f"opt_{short}": make()})
    client.tasks.create({"data": {"name": "x"}, f"opt_{short}": make()})
    for request in server.requests:
        assert request.json["data"] == {"name": "x"}
        assert fields_of(request.json, name) == "a,b"


@every_iterable
@pytest.mark.parametrize("listing", ["prefetched", "pages"])
@pytest.mark.parametrize("how", ["keyword", "params", "options"])
def test_any_iterable_serves_all_pages(connect: Connect, kind: str, listing: str, how: str) -> None:
    client, server = connect(*two_pages())
    value = ITERABLES[kind]()
    params = {"opt_fields": value} if how == "params" else {}
    call = {"fields": value} if how == "keyword" else {}
    if how == "options":
        client.options["fields"] = value
    found = LISTINGS[listing](lambda **o: client.tasks.find_by_project("9", params, **o), **call)
    assert found == ["1", "2"]
    assert ["opt_fields=a,b" in target for target in targets(server)] == [True, True]


EMPTY = reply(200, b'{"data": [], "sync": "S1", "has_more": true}')
EVENT = reply(200, b'{"data": [{"n": 1}], "sync": "S2"}')
NO_TOKEN = reply(412, b'{"sync": "S1", "errors": [{"message": "Sync token invalid"}]}')

FOLLOWS: dict[str, Any] = {
    "get_next": lambda c, fields: c.events.get_next({"resource": "1", "sync": "s"}, fields=fields),
    "iterator": lambda c, fields: next(
        c.events.get_iterator({"resource": "1", "sync": "s"}, fields=fields)
    ),
    "iterator params": lambda c, fields: next(
        c.events.get_iterator({"resource": "1", "sync": "s", "opt_fields": fields})
    ),
    "feed": lambda c, fields: next(c.events.feed("1", {"1": "s"}, fields=fields)),
}


@every_iterable
@pytest.mark.parametrize("follow", FOLLOWS)
def test_any_iterable_serves_all_questions_for_events(
    connect: Connect, sleeps: Sleeps, monkeypatch: pytest.MonkeyPatch, kind: str, follow: str
) -> None:
    monkeypatch.setattr("asana.feed.Feed.wait", lambda *_: None)
    client, server = connect(EMPTY, EMPTY, EVENT)
    FOLLOWS[follow](client, ITERABLES[kind]())
    assert ["opt_fields=a,b" in target for target in targets(server)] == [True] * 3


@every_iterable
def test_any_iterable_serves_the_first_question_for_events(connect: Connect, kind: str) -> None:
    client, server = connect(NO_TOKEN, EVENT)
    next(client.events.get_iterator({"resource": "1"}, fields=ITERABLES[kind]()))
    assert ["opt_fields=a,b" in target for target in targets(server)] == [True] * 2


@every_iterable
def test_any_iterable_serves_a_mirror(connect: Connect, kind: str) -> None:
    first, second = two_pages()
    client, server = connect(NO_TOKEN, first, second, reply(200, b'{"data": [], "sync": "S2"}'))
    client.events.mirror("9", {}, fields=ITERABLES[kind]()).update()
    asked = [target for target in targets(server) if "opt_fields" in target]
    assert len(asked) >= 2
    for target in asked:
        fields = target.split("opt_fields=")[1].partition("&")[0].split(",")
        assert sorted(fields) == ["a", "b", "projects"]


@every_iterable
def test_any_iterable_serves_a_call_that_is_sent_again(
    connect: Connect, sleeps: Sleeps, kind: str
) -> None:
    client, server = connect(failure(429, Retry_After="1"), DONE, failure(429), DONE)
    client.users.me(fields=ITERABLES[kind]())
    client.tasks.create(name="x", fields=ITERABLES[kind]())
    assert targets(server)[:2] == ["/users/me?opt_fields=a,b"] * 2
    assert [fields_of(request.json, "fields") for request in server.requests[2:]] == ["a,b"] * 2


@every_iterable
def test_any_iterable_serves_searches_uploads_and_batches(connect: Connect, kind: str) -> None:
    full = [
        {"gid": str(n), "created_at": f"2026-01-01T00:01:{59 - n // 2:02}Z"} for n in range(100)
    ]
    client, server = connect(data(full), data([]))
    make = ITERABLES[kind]
    assert len(list(client.tasks.search_in_workspace("1", fields=make(), item_limit=200))) == 100
    assert all("opt_fields=a,b,created_at" in target for target in targets(server))
    server.acts = [DONE]
    client.attachments.create_on_task("1", b"x", "n", opt_fields=make())
    assert "opt_fields=a,b" in targets(server)[-1]
    batch = client.batch()
    actions: list[Any] = [
        batch.users.me(opt_fields=make()),
        batch.users.me({"opt_fields": make()}),
        batch.tasks.create(name="x", opt_fields=make()),
        batch.tasks.find_by_project("9", fields=make()),
    ]
    assert [fields_of(action.content, "fields") for action in actions] == ["a,b"] * 4


@every_iterable
def test_any_iterable_is_a_list_of_another_parameter(connect: Connect, kind: str) -> None:
    client, server = connect(*two_pages())
    list(client.tasks.find_all({"tags": ITERABLES[kind]()}))
    assert ["tags=a,b" in target for target in targets(server)] == [True, True]
    if kind != "text":
        server.acts = [DONE]
        client.tasks.create(tags=ITERABLES[kind]())
        assert server.requests[-1].json["data"] == {"tags": ["a", "b"]}


WITHOUT_FORM: dict[str, Callable[[], Any]] = {
    "None in a list": lambda: ["a", None],
    "None in a generator": lambda: (name for name in ("a", None)),
    "None alone in a list": lambda: [None],
    "a dictionary": lambda: {"a": 1},
    "a counter": lambda: collections.Counter("ab"),
    "a dictionary in a list": lambda: ["a", {}],
}

READS: dict[str, Any] = {
    "get": lambda c, fields: c.users.me(fields=fields),
    "params": lambda c, fields: c.users.me({"opt_fields": fields}),
    "post": lambda c, fields: c.tasks.create(name="x", fields=fields),
    "field of a post": lambda c, fields: c.tasks.create({"name": "x", "opt_fields": fields}),
    "envelope": lambda c, fields: c.tasks.create(
        {"data": {"name": "x"}, "options": {"fields": fields}}
    ),
    "listing": lambda c, fields: list(c.tasks.find_by_project("9", fields=fields)),
    "prefetched": lambda c, fields: list(
        c.tasks.find_by_project("9", fields=fields, prefetch=True)
    ),
    "search": lambda c, fields: list(
        c.tasks.search_in_workspace("9", fields=fields, item_limit=200)
    ),
    "upload": lambda c, fields: c.attachments.create_on_task("1", b"x", "n", fields=fields),
    "batch": lambda c, fields: c.batch().users.me(fields=fields),
    "write in a batch": lambda c, fields: c.batch().tasks.create(name="x", fields=fields),
    "events": lambda c, fields: c.events.get({"resource": "1"}, fields=fields),
}


@pytest.mark.parametrize("value", WITHOUT_FORM)
@pytest.mark.parametrize("read", READS)
def test_what_has_no_form_is_refused(connect: Connect, value: str, read: str) -> None:
    client, server = connect(page([], None))
    with pytest.raises(TypeError):
        READS[read](client, WITHOUT_FORM[value]())
    assert server.requests == []


@pytest.mark.parametrize(
    "value", [object(), ["a", object()], len], ids=["alone", "listed", "called"]
)
@pytest.mark.parametrize("read", ["get", "params", "post", "listing"])
def test_an_object_that_is_no_text_is_refused(connect: Connect, value: Any, read: str) -> None:
    client, server = connect(page([], None))
    with pytest.raises(TypeError):
        READS[read](client, value)
    assert server.requests == []


class Indexed:
    """Supports iteration by index only."""

    def __getitem__(self, index: int) -> str:
        return ["a", "b"][index]


def test_what_is_iterated_over_by_indices_is_a_list(connect: Connect) -> None:
    client, server = connect(DONE)
    client.users.me(opt_fields=Indexed())
    assert targets(server) == ["/users/me?opt_fields=a,b"]


def test_fields_of_bytes_are_text_everywhere(connect: Connect) -> None:
    client, server = connect(page([], None))
    client.users.me(opt_fields=b"a,b")
    list(client.tasks.search_in_workspace("1", opt_fields=b"a,b", item_limit=200))
    action: Any = client.batch().users.me(opt_fields=b"a,b")
    assert all("opt_fields=a,b" in target for target in targets(server))
    assert json.dumps(action.content["options"]) in ('{"fields": "a,b"}', '{"fields": ["a", "b"]}')


def test_all_fields_come_back_from_the_sandbox(asana_client: asana.Client) -> None:
    workspace = next(iter(asana_client.workspaces.get_workspaces()))["gid"]
    columns = {"name": "Name", "completed": "Done"}
    project = asana_client.projects.create_project(name="x", workspace=workspace)["gid"]
    for number in range(3):
        asana_client.tasks.create_task(name=str(number), projects=[project])
    tasks = asana_client.tasks.get_tasks_for_project(
        project, opt_fields=columns.keys(), page_size=1
    )
    assert [task.keys() for task in tasks] == [{"gid", "name", "completed"}] * 3
