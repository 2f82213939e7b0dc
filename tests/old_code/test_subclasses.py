"""Subclasses of the client that override its verbs, as programs for python-asana do."""

import copy
import io
import json
from typing import Any

import pytest

import asana
from tests.conftest import TOKEN
from tests.faults import data, failure, page, reply
from tests.old_code.work import (
    DONE,
    LISTINGS,
    MAKERS,
    Serve,
    Sleeps,
    answered,
    parts,
    targets,
    two_pages,
)

# The names here are made up.
pytestmark = pytest.mark.filterwarnings("ignore::asana.UnknownNameWarning")

JSON = {"headers": {"content-type": "application/json"}}


class Logging(asana.Client):
    """Records the arguments of `request`."""

    calls: list[tuple[str, str, dict[str, Any]]]

    def request(self, method: str, path: str, **options: Any) -> Any:  # type: ignore[override]
        self.__dict__.setdefault("calls", []).append((method, path, copy.copy(options)))
        return super().request(method, path, **options)


def logging_client(serve: Serve, *acts: Any, **options: Any) -> Any:
    return Logging.access_token(TOKEN, base_url=serve(*acts).base_url, **options)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda c: c.users.me(), ("get", "/users/me", {"params": {}})),
        (
            lambda c: c.users.me(opt_fields=["name", "email"]),
            ("get", "/users/me", {"params": {"opt_fields": "name,email"}}),
        ),
        (
            lambda c: c.tasks.create({"name": "x"}),
            ("post", "/tasks", {"data": {"data": {"name": "x"}, "options": {}}, **JSON}),
        ),
        (
            lambda c: c.tasks.create_task(name="x", fields=["name"]),
            (
                "post",
                "/tasks",
                {"data": {"data": {"name": "x"}, "options": {"fields": ["name"]}}, **JSON},
            ),
        ),
        (
            lambda c: c.tasks.update("1", {"name": "x"}),
            ("put", "/tasks/1", {"data": {"data": {"name": "x"}, "options": {}}, **JSON}),
        ),
        (lambda c: c.tasks.delete("1"), ("delete", "/tasks/1", {})),
        (
            lambda c: c.tasks.add_tag("1", tag="2"),
            ("post", "/tasks/1/addTag", {"data": {"data": {"tag": "2"}, "options": {}}, **JSON}),
        ),
        (
            lambda c: c.users.me(timeout=3, headers={"X-Id": "1"}),
            ("get", "/users/me", {"params": {}, "timeout": 3, "headers": {"X-Id": "1"}}),
        ),
        (
            lambda c: c.events.get({"resource": "1", "sync": "s"}),
            ("get", "/events", {"params": {"resource": "1", "sync": "s"}, "full_payload": True}),
        ),
    ],
)
def test_verbs_call_request_with_keywords_in_lower_case(
    serve: Serve, call: Any, expected: Any
) -> None:
    client = logging_client(serve, DONE)
    call(client)
    assert client.calls == [expected]


def test_uploads_call_request_with_files(serve: Serve) -> None:
    client = logging_client(serve, DONE)
    client.attachments.create_on_task("1", "content", "a.txt", "text/plain")
    client.attachments.create_attachment_for_object({"parent": "1"}, file=b"x", file_name="n")
    assert client.calls == [
        ("post", "/tasks/1/attachments", {"files": [("file", ("a.txt", "content", "text/plain"))]}),
        (
            "post",
            "/attachments",
            {
                "data": {"data": {"parent": "1"}, "options": {}},
                "files": [("file", ("n", b"x", None))],
            },
        ),
    ]


@pytest.mark.parametrize("listing", LISTINGS)
def test_listings_call_request_for_each_page(serve: Serve, listing: str) -> None:
    client = logging_client(serve, *two_pages())
    assert LISTINGS[listing](lambda **o: client.tasks.find_by_project("9", **o)) == ["1", "2"]
    first = {"params": {"limit": 100}, "full_payload": True}
    second = {"params": {"limit": 100, "offset": "A"}, "full_payload": True}
    path = "/projects/9/tasks"
    assert client.calls == [("get", path, first), ("get", path, second)]


def test_one_page_and_events_and_searches_call_request(serve: Serve) -> None:
    client = logging_client(serve, page([], None))
    client.tasks.find_by_project("9", iterator_type=None)
    list(client.tasks.search_in_workspace("9", text="x"))
    list(client.audit_log_api.get_audit_log_events("9"))
    list(client.events.get_events(resource="9", sync="s"))
    assert [(method, path) for method, path, _ in client.calls] == [
        ("get", "/projects/9/tasks"),
        ("get", "/workspaces/9/tasks/search"),
        ("get", "/workspaces/9/audit_log_events"),
        ("get", "/events"),
    ]


def test_batches_and_feeds_and_parallel_calls_go_through_request(serve: Serve) -> None:
    client = logging_client(
        serve, answered({"gid": "7"}), reply(200, b'{"data": [{"a": 1}], "sync": "t"}'), DONE
    )
    batch = client.batch()
    action = batch.users.me()
    batch.send()
    assert action.result() == {"gid": "7"}
    assert next(client.events.feed("9", {"9": "s"})) == {"a": 1}
    assert list(client.map(client.tasks.find_by_id, ["1"])) == [{"gid": "1"}]
    assert [path for _, path, _ in client.calls] == ["/batch", "/events", "/tasks/1"]


class Changing(asana.Client):
    """Adds a parameter to the arguments of `request`, in place."""

    def request(self, method: str, path: str, **options: Any) -> Any:  # type: ignore[override]
        if "data" in options:
            options["data"]["data"]["extra"] = 1
        if "params" in options:
            options["params"]["extra"] = 1
        return super().request(method, path, **options)


class Copying(asana.Client):
    """Adds a parameter to copies of the arguments of `request`."""

    def request(self, method: str, path: str, **options: Any) -> Any:  # type: ignore[override]
        if "data" in options:
            options["data"] = json.loads(json.dumps(options["data"]))
            options["data"]["data"]["extra"] = 1
        if "params" in options:
            options["params"] = {**options["params"], "extra": 1}
        return super().request(method, path, **options)


@pytest.mark.parametrize("kind", [Changing, Copying])
@pytest.mark.parametrize("maker", MAKERS)
def test_an_override_may_change_what_goes_out(
    serve: Serve, kind: type[asana.Client], maker: str
) -> None:
    server = serve(DONE)
    client = MAKERS[maker](kind, base_url=server.base_url, fields=["name"])
    client.users.me()
    client.tasks.create(name="x")
    client.tasks.update("1", name="x", opt_fields=["gid"])
    assert targets(server)[0] == "/users/me?opt_fields=name&extra=1"
    assert [request.json for request in server.requests[1:]] == [
        {"data": {"name": "x", "extra": 1}, "options": {"fields": ["name"]}},
        {"data": {"name": "x", "extra": 1}, "options": {"fields": ["gid"]}},
    ]


class Translating(asana.Client):
    """Converts each failure to its own exception."""

    def request(self, method: str, path: str, **options: Any) -> Any:  # type: ignore[override]
        try:
            return super().request(method, path, **options)
        except asana.AsanaError as error:
            raise LookupError(f"{method} {path}: {error.status}") from error


def test_an_override_may_raise_its_own_exceptions(serve: Serve) -> None:
    client = Translating.access_token(TOKEN, base_url=serve(failure(404)).base_url)
    calls: list[Any] = [
        lambda: client.tasks.find_by_id("1"),
        lambda: list(client.tasks.find_by_project("1")),
        lambda: list(client.tasks.find_by_project("1", prefetch=True)),
        lambda: client.tasks.create(name="x"),
    ]
    for call in calls:
        with pytest.raises(LookupError, match=": 404"):
            call()


class Retrying(asana.Client):
    """Retries on its own, as programs did before the library could."""

    def request(self, method: str, path: str, **options: Any) -> Any:  # type: ignore[override]
        for _ in range(3):
            try:
                return super().request(method, path, max_retries=0, **options)
            except asana.error.RetryableAsanaError:
                pass
        raise AssertionError("three failures")


def test_an_override_may_send_again(serve: Serve, sleeps: Sleeps) -> None:
    server = serve(failure(500), *two_pages()[:1], failure(500), failure(500), *two_pages()[1:])
    client = Retrying.access_token(TOKEN, base_url=server.base_url)
    assert [task["gid"] for task in client.tasks.find_by_project("9")] == ["1", "2"]
    assert len(server.requests) == 5
    assert sleeps == []


class Named(asana.Client):
    """Has the keywords of `request` in its signature."""

    def request(  # type: ignore[override]
        self,
        method: str,
        path: str,
        params: Any = None,
        data: Any = None,
        files: Any = None,
        **options: Any,
    ) -> Any:
        return super().request(method, path, params=params, data=data, files=files, **options)


@pytest.mark.parametrize("maker", MAKERS)
def test_an_override_may_pass_on_keywords_that_are_none(serve: Serve, maker: str) -> None:
    server = serve(DONE)
    client = MAKERS[maker](Named, base_url=server.base_url)
    client.users.me()
    client.tasks.create(name="x")
    client.tasks.delete("1")
    client.attachments.create_on_task("1", b"x", "a.txt")
    assert [request.method for request in server.requests] == ["GET", "POST", "DELETE", "POST"]
    assert server.requests[1].json == {"data": {"name": "x"}}
    assert parts(server.requests[3])[0][1] == b"x"


# -- request, called directly


@pytest.mark.parametrize("method", ["post", "POST", "put", "Put", "patch"])
@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ({"name": "x"}, {"data": {"name": "x"}}),
        ({"data": {"name": "x"}}, {"data": {"name": "x"}}),
        ({"data": {"name": "x"}, "options": {}}, {"data": {"name": "x"}}),
        (
            {"data": {"name": "x"}, "options": {"fields": ["gid"]}},
            {"data": {"name": "x"}, "options": {"fields": ["gid"]}},
        ),
        ({}, {"data": {}}),
        ({"data": {}}, {"data": {}}),
    ],
)
def test_request_takes_a_body_with_and_without_the_envelope(
    serve: Serve, method: str, given: Any, sent: Any
) -> None:
    server = serve(DONE)
    client = asana.Client.access_token(TOKEN, base_url=server.base_url)
    before = copy.deepcopy(given)
    assert client.request(method, "/tasks", data=given) == {"gid": "1"}
    assert server.requests[0].json == sent
    assert server.requests[0].method == method.upper()
    assert given == before


# -- overridden verbs


class Verbose(asana.Client):
    """Overrides all verbs with their python-asana signatures."""

    def note(self, *call: Any) -> None:
        self.__dict__.setdefault("seen", []).append(call)

    def get(self, path: str, query: Any, **options: Any) -> Any:  # type: ignore[override]
        self.note("get", path)
        return super().get(path, query, **options)

    def get_collection(self, path: str, query: Any, **options: Any) -> Any:  # type: ignore[override]
        self.note("get_collection", path)
        return super().get_collection(path, query, **options)

    def post(self, path: str, data: Any, **options: Any) -> Any:  # type: ignore[override]
        self.note("post", path)
        return super().post(path, data, **options)

    def put(self, path: str, data: Any, **options: Any) -> Any:  # type: ignore[override]
        self.note("put", path)
        return super().put(path, data, **options)

    def delete(self, path: str, data: Any, **options: Any) -> Any:  # type: ignore[override]
        self.note("delete", path)
        return super().delete(path, data, **options)


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize(
    ("call", "seen"),
    [
        (lambda c: c.users.me(), [("get", "/users/me")]),
        (lambda c: c.tasks.create(name="x"), [("post", "/tasks")]),
        (lambda c: c.tasks.update("1", name="x"), [("put", "/tasks/1")]),
        (lambda c: c.tasks.delete("1"), [("delete", "/tasks/1")]),
        (
            lambda c: c.tasks.add_followers("1", followers=["2"]),
            [("post", "/tasks/1/addFollowers")],
        ),
        (
            lambda c: c.attachments.create_attachment_for_object(
                {"parent": "1"}, file=io.BytesIO(b"x"), file_name="n"
            ),
            [("post", "/attachments")],
        ),
        (
            lambda c: list(c.tasks.find_all(project="1")),
            [("get_collection", "/tasks"), ("get", "/tasks")],
        ),
        (
            lambda c: c.tasks.find_all(project="1", iterator_type=None),
            [("get_collection", "/tasks"), ("get", "/tasks")],
        ),
        (
            lambda c: list(c.tasks.search_in_workspace("1", text="x")),
            [
                ("get_collection", "/workspaces/1/tasks/search"),
                ("get", "/workspaces/1/tasks/search"),
            ],
        ),
        (lambda c: c.events.get(resource="1", sync="s"), [("get", "/events")]),
        (lambda c: c.tasks.duplicate_task("1", name="x"), [("post", "/tasks/1/duplicate")]),
        (lambda c: c.webhooks.create(resource="1", target="x"), [("post", "/webhooks")]),
    ],
)
def test_overridden_verbs_are_called_by_the_methods(
    serve: Serve, maker: str, call: Any, seen: Any
) -> None:
    client: Any = MAKERS[maker](Verbose, base_url=serve(page([], None)).base_url)
    call(client)
    assert client.seen == seen


class Caching(asana.Client):
    """Responds to a repeated GET from memory."""

    def get(self, path: str, query: Any, **options: Any) -> Any:  # type: ignore[override]
        known = self.__dict__.setdefault("known", {})
        if (path, str(query)) not in known:
            known[path, str(query)] = super().get(path, query, **options)
        return known[path, str(query)]


@pytest.mark.parametrize("listing", LISTINGS)
def test_a_cache_in_get_serves_listings(serve: Serve, listing: str) -> None:
    server = serve(*two_pages())
    client = Caching.access_token(TOKEN, base_url=server.base_url)
    for _ in range(3):
        assert LISTINGS[listing](lambda **o: client.tasks.find_by_project("9", **o)) == ["1", "2"]
    assert len(server.requests) == 2


def test_a_get_that_gives_data_alone_serves_one_page(serve: Serve) -> None:
    class Plain(asana.Client):
        def get(self, path: str, query: Any, **options: Any) -> Any:  # type: ignore[override]
            return [{"gid": "3"}]

    client = Plain.access_token(TOKEN, base_url=serve(DONE).base_url)
    found: Any = client.tasks.find_by_project("9", iterator_type=None)
    assert found == [{"gid": "3"}]


def test_an_override_of_delete_and_data_of_old_calls(serve: Serve) -> None:
    server = serve(data({}))
    client: Any = Verbose.access_token(TOKEN, base_url=server.base_url)
    assert client.delete("/tasks/1", {}) == {}
    assert client.delete("/tasks/1", None) == {}
    assert [request.body for request in server.requests] == [b"", b""]
