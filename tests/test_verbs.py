"""The verbs: how each one calls ``request``, and what reaches the server."""

import json
import warnings
from collections.abc import Callable, Iterator
from enum import Enum, IntEnum
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

import asana
from asana._call.paths import path
from asana._call.values import CommaList
from tests.faults import FaultServer, Received, data, page

# Any name is sent, because Asana can add parameters.
pytestmark = pytest.mark.filterwarnings("ignore::asana.UnknownNameWarning")

Connect = Callable[..., tuple[asana.Client, FaultServer]]

JSON = {"content-type": "application/json"}


class Recorder(asana.Client):
    """A client that overrides ``request`` as old programs do, and records the calls."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.calls: list[tuple[str, str, dict[str, Any]]] = []

    def request(self, method: str, path: str, **options: Any) -> Any:  # type: ignore[override]
        self.calls.append((method, path, options))
        return {"gid": "1", "data": []}


class Overriding(Recorder):
    """A client that overrides the other verbs with their signatures in python-asana."""

    def __init__(self) -> None:
        super().__init__()
        self.verbs: list[str] = []

    def get(self, path: str, query: Any, **options: Any) -> Any:  # type: ignore[override]
        self.verbs.append("get")
        return super().get(path, query, **options)

    def post(self, path: str, data: Any, **options: Any) -> Any:  # type: ignore[override]
        self.verbs.append("post")
        return super().post(path, data, **options)

    def put(self, path: str, data: Any, **options: Any) -> Any:  # type: ignore[override]
        self.verbs.append("put")
        return super().put(path, data, **options)

    def delete(self, path: str, data: Any, **options: Any) -> Any:  # type: ignore[override]
        self.verbs.append("delete")
        return super().delete(path, data, **options)

    def get_collection(  # type: ignore[override]
        self, path: str, query: Any, **options: Any
    ) -> Any:
        self.verbs.append("get_collection")
        return super().get_collection(path, query, **options)


class Field(str, Enum):
    NAME = "name"
    DUE = "due_on"
    FIELDS = "opt_fields"


class Plain(Enum):
    NAME = "name"
    DUE = "due_on"


class Number(IntEnum):
    FIVE = 5


@pytest.fixture
def client() -> Recorder:
    return Recorder()


def query(received: Received) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(received.target).query, keep_blank_values=True))


def wrapped(fields: Any, /, **options: Any) -> dict[str, Any]:
    return {"data": fields, "options": options}


# -- the call of request


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda c: c.get("/x"), ("get", "/x", {"params": {}})),
        (lambda c: c.get("/x", None), ("get", "/x", {"params": {}})),
        (lambda c: c.get("/x", {}), ("get", "/x", {"params": {}})),
        (lambda c: c.get("/x", ""), ("get", "/x", {"params": {}})),
        (lambda c: c.get("/x", [("a", 1)]), ("get", "/x", {"params": {"a": 1}})),
        (
            lambda c: c.get("/x", {"a": 1}, b=2, limit=3, pretty=True),
            ("get", "/x", {"params": {"a": 1, "b": 2, "limit": 3, "opt_pretty": True}}),
        ),
        (
            lambda c: c.get("/x", timeout=3, full_payload=True, headers={"X": "1"}),
            (
                "get",
                "/x",
                {"params": {}, "timeout": 3, "full_payload": True, "headers": {"X": "1"}},
            ),
        ),
        (
            lambda c: c.post("/x", {"a": 1}),
            ("post", "/x", {"data": wrapped({"a": 1}), "headers": JSON}),
        ),
        (lambda c: c.post("/x"), ("post", "/x", {"data": wrapped({}), "headers": JSON})),
        (
            lambda c: c.post("/x", {"a": 1}, b=2, fields=["c"], method="put", max_retries=0),
            (
                "post",
                "/x",
                {
                    "data": wrapped({"a": 1, "b": 2}, fields=["c"], method="put"),
                    "headers": JSON,
                    "max_retries": 0,
                },
            ),
        ),
        (
            lambda c: c.post("/x", {"a": 1}, headers={"X": "1"}),
            ("post", "/x", {"data": wrapped({"a": 1}), "headers": {**JSON, "X": "1"}}),
        ),
        (
            lambda c: c.post("/x", {"a": 1}, query={"b": 2}, limit=3),
            (
                "post",
                "/x",
                {"data": wrapped({"a": 1}), "headers": JSON, "params": {"b": 2, "limit": 3}},
            ),
        ),
        (
            lambda c: c.post("/x", {"a": 1}, idempotent=True),
            ("post", "/x", {"data": wrapped({"a": 1}), "headers": JSON, "idempotent": True}),
        ),
        (
            lambda c: c.post("/x", {"a": 1}, files={"file": b"f"}),
            ("post", "/x", {"data": wrapped({"a": 1}), "files": {"file": b"f"}}),
        ),
        (
            lambda c: c.put("/x", {"a": 1}, opt_fields="b"),
            ("put", "/x", {"data": wrapped({"a": 1}, fields="b"), "headers": JSON}),
        ),
        (lambda c: c.delete("/x"), ("delete", "/x", {})),
        (lambda c: c.delete("/x", None), ("delete", "/x", {})),
        (lambda c: c.delete("/x", timeout=3), ("delete", "/x", {"timeout": 3})),
        (
            lambda c: c.delete("/x", {"a": 1}, b=2),
            ("delete", "/x", {"params": {"a": 1, "b": 2}}),
        ),
        (lambda c: c.users.me(), ("get", "/users/me", {"params": {}})),
        (
            lambda c: c.tasks.create_task({"name": "x"}, opt_fields="name"),
            ("post", "/tasks", {"data": wrapped({"name": "x"}, fields="name"), "headers": JSON}),
        ),
        (
            lambda c: c.tasks.update_task("1", name="x"),
            ("put", "/tasks/1", {"data": wrapped({"name": "x"}), "headers": JSON}),
        ),
        (lambda c: c.tasks.delete_task("1"), ("delete", "/tasks/1", {})),
        (
            lambda c: list(c.tasks.get_tasks(project="1", item_limit=5)),
            (
                "get",
                "/tasks",
                {"params": {"project": "1", "limit": 5}, "full_payload": True},
            ),
        ),
    ],
)
def test_a_verb_passes_only_keywords_that_are_set(
    client: Recorder, call: Callable[[Recorder], Any], expected: tuple[str, str, dict[str, Any]]
) -> None:
    call(client)
    assert client.calls == [expected]


def test_resources_call_overridden_verbs() -> None:
    client = Overriding()
    client.users.me()
    client.tasks.create_task(name="x")
    client.tasks.update_task("1", {"name": "x"})
    client.tasks.delete_task("1")
    list(client.tasks.get_tasks(project="1"))
    assert client.verbs == ["get", "post", "put", "delete", "get_collection", "get"]
    assert [method for method, _, _ in client.calls] == ["get", "post", "put", "delete", "get"]


def test_an_overridden_request_changes_nothing_on_the_wire(connect: Connect) -> None:
    class Logged(asana.Client):
        def request(self, method: str, path: str, **options: Any) -> Any:  # type: ignore[override]
            methods.append(method)
            return super().request(method, path, **options)

    methods: list[str] = []
    plain, server = connect(data({"gid": "1"}), fields=["a"])
    logged = Logged(base_url=server.base_url, fields=["a"])
    for client in (plain, logged):
        client.get("/x", {"a": 1}, pretty=True)
        client.post("/x", {"a": 1}, pretty=True, query={"b": 2})
        client.put("/x", {"data": {"a": 1}})
        client.delete("/x", {"a": 1})
    assert methods == ["get", "post", "put", "delete"]
    sent = [(each.method, each.target, each.body) for each in server.requests]
    assert sent[:4] == sent[4:]
    assert sent[1] == (
        "POST",
        "/api/1.0/x?b=2",
        b'{"data": {"a": 1}, "options": {"fields": ["a"], "pretty": true}}',
    )


def test_json_headers_are_merged_with_the_headers_option(connect: Connect) -> None:
    client, server = connect(data({}))
    client.options["headers"] = {"X": "1", "content-type": "application/json; charset=utf-8"}
    client.post("/x")
    client.post("/x", headers={"Y": "2"})
    one, other = (received.headers for received in server.requests)
    assert (one["x"], one["content-type"]) == ("1", "application/json; charset=utf-8")
    assert (other["y"], other["content-type"]) == ("2", "application/json")


def test_idempotent_travels_on_the_path_and_not_as_a_keyword(client: Recorder) -> None:
    client.post(path("/tasks/{}/addTag", "1", idempotent=True), {"tag": "2"})
    [(_, called, options)] = client.calls
    assert getattr(called, "idempotent", None) is True
    assert "idempotent" not in options


# -- arguments by name


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda c: c.get(path="/x"), {"params": {}}),
        (lambda c: c.get(path="/x", query={"a": 1}), {"params": {"a": 1}}),
        (lambda c: c.get("/x", query={"a": 1}), {"params": {"a": 1}}),
        (lambda c: c.get("/x", query={}), {"params": {}}),
        (lambda c: c.get("/x", query=None), {"params": {}}),
        (lambda c: c.get("/x", params={"a": 1}), {"params": {"a": 1}}),
        (lambda c: c.post(path="/x", data={"a": 1}), {"data": wrapped({"a": 1}), "headers": JSON}),
        (lambda c: c.put("/x", data={"a": 1}), {"data": wrapped({"a": 1}), "headers": JSON}),
        (
            lambda c: c.put("/x", data={"data": {"a": 1}}),
            {"data": wrapped({"a": 1}), "headers": JSON},
        ),
        (
            lambda c: c.post("/x", params={"a": 1}),
            {"data": wrapped({}), "params": {"a": 1}, "headers": JSON},
        ),
        (lambda c: c.delete(path="/x", data={"a": 1}), {"params": {"a": 1}}),
        (
            lambda c: list(c.get_collection(path="/x", query={"a": 1})),
            {"params": {"a": 1, "limit": 100}, "full_payload": True},
        ),
    ],
)
def test_arguments_may_be_given_by_name(
    client: Recorder, call: Callable[[Recorder], Any], expected: dict[str, Any]
) -> None:
    call(client)
    [(_, called, options)] = client.calls
    assert (called, options) == ("/x", expected)


def test_the_arguments_of_request_may_be_given_by_name(connect: Connect) -> None:
    client, server = connect(data({"gid": "1"}))
    assert client.request(method="get", path="/x", params={"a": 1}) == {"gid": "1"}
    client.request(method="post", path="/x", data={"a": 1})
    assert [each.method for each in server.requests] == ["GET", "POST"]
    assert query(server.requests[0]) == {"a": "1"}
    assert server.requests[1].json == {"data": {"a": 1}}


def test_parameters_named_like_arguments_are_sent(client: Recorder) -> None:
    client.get("/x", path="a", query="b")
    client.get("/x", {"c": 1}, path="a", query="b", params="d")
    client.post("/x", {"c": 1}, path="a", query="b")
    client.delete("/x", {}, path="a", data="b")
    list(client.typeahead.typeahead_for_workspace("1", resource_type="user", query="b"))
    sent = [options.get("params") or options["data"]["data"] for _, _, options in client.calls]
    assert sent == [
        {"path": "a", "query": "b"},
        {"path": "a", "query": "b", "params": "d", "c": 1},
        {"path": "a", "query": "b", "c": 1},
        {"path": "a", "data": "b"},
        {"resource_type": "user", "query": "b"},
    ]


def test_a_request_without_a_path_or_a_method_is_refused() -> None:
    client = asana.Client()
    for refused in (client.get, client.post, client.put, client.delete, client.get_collection):
        with pytest.raises(TypeError, match="missing argument: path"):
            refused()
    with pytest.raises(TypeError, match="missing argument: method"):
        client.request(path="/x")


# -- None in a query


@pytest.mark.parametrize(
    "call",
    [
        lambda c, **how: c.get("/x", {"due_on": None, "a": 1}, **how),
        lambda c, **how: c.get("/x", due_on=None, a=1, **how),
        lambda c, **how: c.delete("/x", {"due_on": None, "a": 1}, **how),
        lambda c, **how: c.post("/x", query={"due_on": None, "a": 1}, **how),
        lambda c, **how: list(c.get_collection("/x", {"due_on": None, "a": 1}, **how)),
        lambda c, **how: list(c.get_collection("/x", due_on=None, a=1, **how)),
        lambda c, **how: c.request("get", "/x", params={"due_on": None, "a": 1}, **how),
        lambda c, **how: c.request("get", "/x", due_on=None, a=1, **how),
    ],
)
def test_none_in_a_query_is_left_out_with_a_warning_or_refused(
    connect: Connect, call: Callable[..., Any]
) -> None:
    client, server = connect(page([], None))
    with pytest.warns(UserWarning, match="due_on is None, so it is not sent") as caught:
        call(client)
    assert len(caught) == 1
    assert caught[0].filename == __file__
    assert "due_on" not in query(server.requests[0])
    assert query(server.requests[0])["a"] == "1"
    with pytest.raises(TypeError, match="due_on is None"):
        call(client, strict=True)
    client.options["strict"] = True
    with pytest.raises(TypeError, match="due_on is None"):
        call(client)
    with pytest.warns(UserWarning, match="due_on is None"):
        call(client, strict=False)
    assert len(server.requests) == 2


def test_none_in_a_query_warns_once_for_all_pages(connect: Connect) -> None:
    client, server = connect(page([{"gid": "1"}], "o"), page([{"gid": "2"}], None))
    with pytest.warns(UserWarning, match="due_on is None") as caught:
        assert len(list(client.get_collection("/x", {"due_on": None}))) == 2
    assert len(caught) == 1
    assert list(map(query, server.requests)) == [{"limit": "100"}, {"limit": "100", "offset": "o"}]


@pytest.mark.parametrize("name", ["fields", "opt_fields", "expand", "limit", "offset", "sync"])
def test_none_for_an_option_is_left_out_without_a_warning(client: Recorder, name: str) -> None:
    client.options["strict"] = True
    client.get("/x", {name: None} if name.startswith("opt_") else {}, **{name: None})
    assert client.calls == [("get", "/x", {"params": {}})]


def test_none_in_a_body_is_a_value(client: Recorder) -> None:
    client.options["strict"] = True
    client.put("/x", {"due_on": None}, assignee=None)
    [(_, _, options)] = client.calls
    assert options["data"] == wrapped({"due_on": None, "assignee": None})


def test_zero_false_and_empty_text_are_values(client: Recorder) -> None:
    client.get("/x", {"a": 0, "b": False, "c": ""}, offset=0)
    [(_, _, options)] = client.calls
    assert options["params"] == {"a": 0, "b": False, "c": "", "offset": 0}


def test_an_empty_dictionary_in_a_query_is_left_out(connect: Connect) -> None:
    client, server = connect(page([], None))
    client.get("/x", {"custom_fields": {}, "a": 1})
    list(client.get_collection("/x", custom_fields={}))
    assert list(map(query, server.requests)) == [{"a": "1"}, {"limit": "100"}]


# -- wrapped bodies


@pytest.mark.parametrize(
    ("given", "keywords", "expected"),
    [
        ({"data": {"a": 1}}, {}, wrapped({"a": 1})),
        ({"data": {}}, {}, wrapped({})),
        ({"data": {"a": 1}}, {"b": 2}, wrapped({"a": 1, "b": 2})),
        ({"data": {"a": 1}}, {"a": 2}, wrapped({"a": 1})),
        ({"data": {"a": 1}, "options": {"pretty": True}}, {}, wrapped({"a": 1}, pretty=True)),
        ({"data": {"a": 1}, "options": None}, {}, wrapped({"a": 1})),
        (
            {"data": {"a": 1}, "options": {"fields": "b"}},
            {"fields": "c", "pretty": True},
            wrapped({"a": 1}, fields="b", pretty=True),
        ),
        ({"data": {"a": 1}, "opt_fields": "b"}, {}, wrapped({"a": 1}, fields="b")),
        ({"data": {"a": 1, "opt_fields": "b"}}, {}, wrapped({"a": 1}, fields="b")),
        ({"a": 1, "opt_fields": ("b", "c")}, {}, wrapped({"a": 1}, fields=["b", "c"])),
        ({"a": 1, "opt_fields": None}, {"fields": "b"}, wrapped({"a": 1})),
        ([("a", 1)], {}, wrapped({"a": 1})),
        ({"options": {"a": 1}}, {}, wrapped({"options": {"a": 1}})),
    ],
)
@pytest.mark.parametrize("verb", ["post", "put"])
def test_a_body_may_be_wrapped(
    client: Recorder, verb: str, given: Any, keywords: dict[str, Any], expected: Any
) -> None:
    before = json.dumps(given)
    getattr(client, verb)("/x", given, **keywords)
    assert client.calls == [(verb, "/x", {"data": expected, "headers": JSON})]
    assert json.dumps(given) == before


NOT_A_BODY: list[Any] = [
    {"data": {"data": {"a": 1}}},
    {"data": {"data": "text"}},
    {"data": {"a": 1, "data": {}}},
    {"data": {"a": 1}, "b": 2},
    {"data": {"a": 1}, "options": {}, "b": 2},
    {"data": {}, "query": {}},
    {"data": "text"},
    {"data": [1]},
    {"data": None},
]


@pytest.mark.parametrize("given", NOT_A_BODY)
def test_data_that_asana_would_ignore_is_refused(given: Any) -> None:
    client = Recorder()
    refusals: list[Callable[[], Any]] = [
        lambda: client.post("/x", given),
        lambda: client.put("/x", given),
        lambda: client.post("/x", data=given),
        lambda: client.tasks.create_task(given),
        lambda: client.tasks.update_task("1", given),
        lambda: asana.Client().request("post", "/x", data=given),
        lambda: client.post("/x", given, files={"file": b"f"}),
    ]
    for refused in refusals:
        with pytest.raises(ValueError, match="Asana would ignore"):
            refused()
    assert client.calls == []


@pytest.mark.parametrize("given", NOT_A_BODY)
def test_a_batch_refuses_data_that_asana_would_ignore_at_the_call(given: Any) -> None:
    batch = asana.Client().batch()
    refusals: list[Callable[[], Any]] = [
        lambda: batch.post("/x", given),
        lambda: batch.put("/x", given),
        lambda: batch.tasks.create_task(given),
        lambda: batch.tasks.update_task("1", given),
    ]
    for refused in refusals:
        with pytest.raises(ValueError, match="Asana would ignore"):
            refused()
    assert len(batch) == 0


def test_a_batch_takes_wrapped_bodies() -> None:
    batch: Any = asana.Client().batch()
    action = batch.tasks.update_task("1", {"data": {"name": "x"}, "opt_fields": "name"})
    assert action.content == {
        "method": "put",
        "relative_path": "/tasks/1",
        "data": {"name": "x"},
        "options": {"fields": "name"},
    }


# -- client options


def test_unknown_client_options_go_out_with_every_verb(connect: Connect) -> None:
    client, server = connect(page([{"gid": "1"}], "o"), page([], None))
    client.options["workspace_id"] = 5
    client.options["opt_fields"] = ["a", "b"]
    list(client.get_collection("/x"))
    client.get("/x")
    client.delete("/x")
    client.request("get", "/x")
    for received in server.requests:
        assert query(received).items() >= {"workspace_id": "5", "opt_fields": "a,b"}.items()
    assert len(server.requests) == 5
    client.post("/x", {"name": "n"})
    client.put("/x", {"data": {"name": "n"}})
    client.request("patch", "/x", data={"name": "n"})
    for received in server.requests[5:]:
        assert query(received) == {}
        assert received.json == {
            "data": {"workspace_id": 5, "name": "n"},
            "options": {"fields": ["a", "b"]},
        }
    client.post("/x", {"name": "n"}, files={"file": b"f"})
    assert b'name="workspace_id"\r\n\r\n5\r\n' in server.requests[-1].body
    assert query(server.requests[-1]) == {"opt_fields": "a,b"}


def test_the_paging_of_the_client_is_for_reads_alone(client: Recorder) -> None:
    client.options.update(limit=5, fields=["a"])
    client.options["offset"] = "o"
    client.get("/x")
    client.delete("/x")
    client.delete("/x", limit=6)
    client.put("/x", {})
    sent = [options.get("params") for _, _, options in client.calls]
    assert sent == [
        {"limit": 5, "offset": "o", "opt_fields": "a"},
        {"opt_fields": "a"},
        {"limit": 6, "opt_fields": "a"},
        None,
    ]


def test_a_delete_by_request_has_no_paging_of_the_client(connect: Connect) -> None:
    client, server = connect(data({}))
    client.options["limit"] = 5
    for method in ("delete", "DELETE", "get", "GeT"):
        client.request(method, "/x")
    assert [query(each) for each in server.requests] == [{}, {}, {"limit": "5"}, {"limit": "5"}]


def test_call_parameters_override_unknown_client_options(client: Recorder) -> None:
    client.options["workspace_id"] = 5
    client.get("/x", workspace_id=6)
    client.get("/x", {"workspace_id": 7}, workspace_id=6)
    client.put("/x", {"workspace_id": 7})
    sent = [options.get("params") or options["data"]["data"] for _, _, options in client.calls]
    assert [each["workspace_id"] for each in sent] == [6, 7, 7]


def test_client_options_go_out_with_each_batch_action() -> None:
    client = asana.Client(fields="a")
    client.options["workspace_id"] = 5
    batch: Any = client.batch()
    assert batch.get("/x").content == {
        "method": "get",
        "relative_path": "/x",
        "data": {"workspace_id": "5"},
        "options": {"fields": "a"},
    }
    assert batch.put("/x", {"name": "n"}, fields=None).content == {
        "method": "put",
        "relative_path": "/x",
        "data": {"workspace_id": 5, "name": "n"},
    }


@pytest.mark.parametrize("by_name", [{"fields": None}, {"opt_fields": None}])
def test_none_in_a_call_unsets_a_client_option(connect: Connect, by_name: dict[str, Any]) -> None:
    client, server = connect(page([], None), fields="a", pretty=True)
    client.get("/x", **by_name)
    client.get("/x", {"opt_fields": None})
    client.delete("/x", **by_name)
    client.request("get", "/x", **by_name)
    assert list(map(query, server.requests)) == [{"opt_pretty": "true"}] * 4
    client.post("/x", {"a": 1}, **by_name)
    client.put("/x", {"a": 1, "opt_fields": None})
    client.request("put", "/x", data={"data": {"a": 1}, "options": {"fields": None}})
    expected = wrapped({"a": 1}, pretty=True)
    assert [received.json for received in server.requests[4:]] == [expected] * 3


@pytest.mark.parametrize("how", [{}, {"prefetch": True}, {"iterator_type": "pages"}])
def test_none_unsets_a_client_option_on_every_page(connect: Connect, how: dict[str, Any]) -> None:
    client, server = connect(
        page([{"gid": "1"}], "o"), page([{"gid": "2"}], "p"), page([], None), fields="a"
    )
    list(client.get_collection("/x", fields=None, **how))
    assert list(map(query, server.requests)) == [
        {"limit": "100"},
        {"limit": "100", "offset": "o"},
        {"limit": "100", "offset": "p"},
    ]


def test_options_set_during_a_listing_do_not_affect_it(connect: Connect) -> None:
    client, server = connect(page([{"gid": "1"}], "o"), page([], None))
    items = client.get_collection("/x", a=1)
    next(items)
    client.options["fields"] = "b"
    assert list(items) == []
    assert query(server.requests[1]) == {"a": "1", "limit": "100", "offset": "o"}


# -- iterators


def letters() -> Iterator[str]:
    yield from "ab"


@pytest.mark.parametrize(
    ("given", "names"), [([], ["opt_fields"]), ([], ["fields"]), (["opt_fields"], [])]
)
@pytest.mark.parametrize(
    "make", [letters, {"a": 1, "b": 2}.keys, lambda: map(str, "ab"), lambda: {"b", "a"}]
)
def test_any_iterable_of_fields_serves_all_pages(
    connect: Connect, make: Callable[[], Any], given: list[str], names: list[str]
) -> None:
    client, server = connect(page([{"gid": "1"}], "o"), page([], None))
    list(client.get_collection("/x", dict.fromkeys(given, make()), **dict.fromkeys(names, make())))
    assert [query(received)["opt_fields"] for received in server.requests] == ["a,b", "a,b"]


def test_generators_among_the_parameters_serve_all_pages(connect: Connect) -> None:
    client, server = connect(page([{"gid": "1"}], "o"), page([], None))
    list(client.get_collection("/x", {"a": letters()}, b=letters()))
    for received in server.requests:
        assert query(received).items() >= {"a": "a,b", "b": "a,b"}.items()


def test_generators_in_a_body_are_sent_as_lists(connect: Connect) -> None:
    client, server = connect(data({}))
    client.post("/x", {"followers": letters(), "opt_fields": letters()}, tags=letters())
    assert server.requests[0].json == {
        "data": {"followers": ["a", "b"], "tags": ["a", "b"]},
        "options": {"fields": ["a", "b"]},
    }


def test_fields_are_a_comma_list_with_its_parts(client: Recorder) -> None:
    client.get("/x", opt_fields=["a", "b.c"])
    [(_, _, options)] = client.calls
    fields = options["params"]["opt_fields"]
    assert type(fields) is CommaList
    assert (fields, fields.parts) == ("a,b.c", ["a", "b.c"])


@pytest.mark.parametrize("fields", [["a", None], (None,), {"a": None}.values()])
def test_none_among_the_fields_is_refused_by_every_verb(client: Recorder, fields: Any) -> None:
    refusals: list[Callable[[], Any]] = [
        lambda: client.get("/x", opt_fields=fields),
        lambda: client.get("/x", {"opt_fields": fields}),
        lambda: client.get_collection("/x", fields=fields),
        lambda: client.delete("/x", fields=fields),
        lambda: client.post("/x", fields=fields),
        lambda: client.put("/x", {"a": 1, "opt_fields": fields}),
    ]
    for refused in refusals:
        with pytest.raises(TypeError, match="cannot contain None"):
            refused()
    assert client.calls == []


def test_none_in_a_list_of_parameters_is_refused(connect: Connect) -> None:
    client, server = connect(data({}))
    with pytest.raises(TypeError, match="cannot be None"):
        client.get("/x", {"assignee.any": ["1", None]})
    assert server.requests == []


# -- enums


def test_enums_stand_for_their_values_in_a_query(connect: Connect) -> None:
    client, server = connect(page([], None))
    params: dict[Any, Any] = {Field.NAME: Field.DUE, Plain.DUE: Plain.NAME, Number.FIVE: 5}
    client.get("/x", params)
    client.get("/x", {Field.FIELDS: [Field.NAME, Plain.DUE]})
    client.get("/x", opt_fields=Field.NAME)
    client.get("/x", **{Field.FIELDS: (field for field in Plain)})
    client.options[Field.FIELDS] = [Plain.NAME]
    client.get("/x")
    assert list(map(query, server.requests)) == [
        {"name": "due_on", "due_on": "name", "5": "5"},
        {"opt_fields": "name,due_on"},
        {"opt_fields": "name"},
        {"opt_fields": "name,due_on"},
        {"opt_fields": "name"},
    ]


def test_enums_stand_for_their_values_in_a_body(connect: Connect) -> None:
    client, server = connect(data({}))
    client.put(
        "/x",
        {Field.NAME: Plain.DUE, "n": Number.FIVE, "list": [Field.DUE, Plain.NAME]},
        opt_fields=[Field.NAME, Plain.DUE],
    )
    client.put("/x", {"a": 1, Field.FIELDS: Plain.NAME})
    assert [received.json for received in server.requests] == [
        wrapped({"name": "due_on", "n": 5, "list": ["due_on", "name"]}, fields=["name", "due_on"]),
        wrapped({"a": 1}, fields="name"),
    ]


def test_enums_stand_for_their_values_in_a_batch() -> None:
    batch: Any = asana.Client().batch()
    assert batch.get("/x", {Field.NAME: Plain.DUE}, fields=[Plain.NAME]).content == {
        "method": "get",
        "relative_path": "/x",
        "data": {"name": "due_on"},
        "options": {"fields": ["name"]},
    }
    assert batch.put("/x", {Field.NAME: Plain.DUE}, fields=[Plain.NAME]).content == {
        "method": "put",
        "relative_path": "/x",
        "data": {"name": "due_on"},
        "options": {"fields": ["name"]},
    }


# -- misspelled options


def test_a_likely_misspelled_option_goes_out_and_warns_once(client: Recorder) -> None:
    with pytest.warns(UserWarning, match="'page_sise' is sent as a parameter; did you mean"):
        client.get("/x", page_sise=5)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        client.get("/x", page_sise=5)
    assert client.calls == [("get", "/x", {"params": {"page_sise": 5}})] * 2
