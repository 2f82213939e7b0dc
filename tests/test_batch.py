"""Batches: actions recorded by methods of a client, ten per request, each with its outcome."""

import itertools
import json
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

import asana
from asana import AsanaChangeWarning, error
from asana._http.request import Request
from asana.batch import Action, Batch
from asana.page_iterator import ItemIterator, Page
from asana.sandbox import Sandbox
from tests.faults import FaultServer, Gauge, Wire, data, failure, hang_up, page, reply
from tests.operations import OPERATIONS, Operation

# The names here are made up.
pytestmark = pytest.mark.filterwarnings("ignore::asana.UnknownNameWarning")

Connect = Callable[..., tuple[asana.Client, FaultServer]]
Serve = Callable[..., FaultServer]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> asana.Client:
    sandbox.reset()
    return sandbox.client()


@pytest.fixture
def project(client: asana.Client) -> str:
    workspace = client.users.me()["workspaces"][0]["gid"]
    created = client.projects.create_project(workspace=workspace, name="many")
    return str(created["gid"])


def answer(status: int, body: Any) -> dict[str, Any]:
    return {"status_code": status, "headers": {"retry-after": "9"}, "body": body}


def echo(wire: Wire) -> bool:
    """Respond to each action with its own content."""
    actions = wire.request.json["data"]["actions"]
    return data([answer(200, {"data": action}) for action in actions])(wire)


def answering(*answers: Any) -> Callable[[Wire], bool]:
    return data(list(answers))


# -- the requests


def test_results_are_in_order_and_chunks_have_ten(client: asana.Client, sandbox: Sandbox) -> None:
    workspace = client.users.me()["workspaces"][0]["gid"]
    batch = client.batch()
    recorded: list[Any] = [
        batch.tasks.create_task(workspace=workspace, name=f"task {number}") for number in range(23)
    ]
    assert len(batch) == 23
    before = len(sandbox.requests)
    sent = batch.send()
    assert sent == recorded
    assert [action.result()["name"] for action in sent] == [f"task {n}" for n in range(23)]
    assert len(batch) == 0
    assert batch.send() == []
    bodies = [request.body for request in sandbox.requests[before:]]
    assert sorted(len(body["data"]["actions"]) for body in bodies) == [3, 10, 10]


@pytest.mark.parametrize(
    ("record", "content"),
    [
        (
            lambda batch: batch.tasks.get_task("1", opt_fields=["name", "due_on"]),
            {
                "method": "get",
                "relative_path": "/tasks/1",
                "options": {"fields": ["name", "due_on"]},
            },
        ),
        (
            lambda batch: batch.tasks.get_task("1", {"opt_fields": "name"}),
            {"method": "get", "relative_path": "/tasks/1", "options": {"fields": "name"}},
        ),
        (
            lambda batch: batch.tasks.get_tasks(project="2", completed_since=date(2026, 1, 2)),
            {
                "method": "get",
                "relative_path": "/tasks",
                "data": {"project": "2", "completed_since": "2026-01-02"},
                "options": {"limit": 100},
            },
        ),
        (
            lambda batch: batch.tasks.get_tasks(project="2", item_limit=3, offset="abc"),
            {
                "method": "get",
                "relative_path": "/tasks",
                "data": {"project": "2"},
                "options": {"limit": 3, "offset": "abc"},
            },
        ),
        (
            lambda batch: batch.tasks.get_tasks(project="2", iterator_type=None, item_limit=3),
            {"method": "get", "relative_path": "/tasks", "data": {"project": "2"}},
        ),
        (
            lambda batch: batch.users.get_users_for_workspace("2", page_size=7, iterator_type=None),
            {"method": "get", "relative_path": "/workspaces/2/users", "options": {"limit": 7}},
        ),
        (
            lambda batch: batch.events.get(resource="3", sync="token"),
            {
                "method": "get",
                "relative_path": "/events",
                "data": {"resource": "3", "sync": "token"},
            },
        ),
        (
            lambda batch: batch.tasks.update_task("1", {"due_on": date(2026, 1, 2)}, fields="name"),
            {
                "method": "put",
                "relative_path": "/tasks/1",
                "data": {"due_on": "2026-01-02"},
                "options": {"fields": "name"},
            },
        ),
        (
            lambda batch: batch.tasks.update_task("1", {"data": {"name": None}}),
            {"method": "put", "relative_path": "/tasks/1", "data": {"name": None}},
        ),
        (
            lambda batch: batch.tasks.add_tag("1", tag="5"),
            {"method": "post", "relative_path": "/tasks/1/addTag", "data": {"tag": "5"}},
        ),
        (
            lambda batch: batch.tasks.delete("external:a b"),
            {"method": "delete", "relative_path": "/tasks/external:a%20b"},
        ),
    ],
)
def test_an_action_says_what_the_method_would_send(
    connect: Connect, record: Callable[[Batch], Action], content: Any
) -> None:
    client, server = connect(echo)
    batch = client.batch()
    record(batch)
    batch.send()
    [sent] = server.requests[0].json["data"]["actions"]
    assert {key: value for key, value in sent.items() if value != {}} == content
    assert (server.requests[0].method, server.requests[0].target) == ("POST", "/api/1.0/batch")


REFUSED = ("/attachments", "/batch", "/organization_exports")
CARRIED = [
    row
    for row in OPERATIONS
    if not row.path.startswith(REFUSED[1:]) and (row.verb, row.path) != ("POST", REFUSED[0])
]


@pytest.mark.parametrize("row", CARRIED, ids=lambda row: f"{row.resource}.{row.method}")
def test_every_operation_is_the_same_in_a_batch(
    monkeypatch: pytest.MonkeyPatch, row: Operation
) -> None:
    client = asana.Client.access_token("x")
    requests: list[Request] = []

    def send(request: Request, call: Any) -> Any:
        requests.append(request)
        return {"data": []}

    monkeypatch.setattr(client._api, "send", send)

    def call(on: Any) -> Any:
        gids = [str(number) for number in range(11, 11 + row.path.count("{"))]
        method = getattr(getattr(on, row.resource), row.method)
        return method(*gids, {"color": "red", "flag": True}, fields=["name", "notes"])

    batch = client.batch()
    call(batch)
    called = call(client)
    if isinstance(called, ItemIterator):
        assert next(called, None) is None
    [request], [action] = requests, batch._actions
    url = urlsplit(request.url)
    assert (action.method, action.path) == (request.method, url.path.removeprefix("/api/1.0"))
    assert action._idempotent == request.idempotent
    if request.body is None:
        content = action.content
        options = content["options"]
        limit = {"limit": str(options["limit"])} if "limit" in options else {}
        given = {**content["data"], **limit, "opt_fields": ",".join(options["fields"])}
        assert given == dict(parse_qsl(url.query))
    else:
        assert isinstance(request.body, bytes)
        assert url.query == ""
        assert {name: action.content[name] for name in ("data", "options")} == json.loads(
            request.body
        )


def test_options_of_the_client_are_those_of_each_action(connect: Connect) -> None:
    client, server = connect(echo, fields=["name"], page_size=7, full_payload=True)
    batch = client.batch(headers={"Asana-Enable": "new"}, deadline=5)
    batch.users.get_user("me")
    batch.tasks.get_tasks(project="1", page_size=9, fields="email")
    batch.tasks.get_tasks(project="1", fields=None)
    whole, *_ = batch.send()
    assert "data" in whole.result()
    sent = server.requests[0]
    assert sent.json.keys() == {"data"}  # the batch request itself has no fields
    assert [action["options"] for action in sent.json["data"]["actions"]] == [
        {"fields": ["name"]},
        {"fields": "email", "limit": 9},
        {"limit": 7},
    ]
    assert sent.headers["asana-enable"] == "new"


def test_a_limit_of_the_client_is_not_that_of_the_batch(connect: Connect) -> None:
    client, server = connect(echo, limit=7)
    batch = client.batch()
    batch.tasks.get_tasks(project="1")
    batch.send()
    assert server.requests[0].target == "/api/1.0/batch"
    assert server.requests[0].json["data"]["actions"][0]["options"] == {"limit": 7}


def test_what_was_given_may_be_changed_afterwards(connect: Connect) -> None:
    client, _ = connect(echo)
    batch = client.batch()
    fields: Any = {"name": "one", "projects": ["1"]}
    batch.tasks.create_task(fields)
    fields["name"] = "two"
    fields["projects"].append("2")
    [action] = batch.send()
    assert action.result()["data"] == {"name": "one", "projects": ["1"]}


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (
            lambda batch: batch.attachments.create_attachment_for_object(
                {"parent": "1"}, file=b"x"
            ),
            "file_name is required",
        ),
        (
            lambda batch: batch.attachments.create_attachment_for_object(
                {"parent": "1", "url": "x"}
            ),
            "a batch cannot contain uploads",
        ),
        (
            lambda batch: batch.download("https://a.example/b", "file"),
            "a batch cannot contain downloads",
        ),
        (
            lambda batch: batch.organization_exports.create_organization_export(organization="1"),
            "a batch cannot contain organization exports",
        ),
        (
            lambda batch: batch.organization_exports.get_organization_export("1"),
            "a batch cannot contain organization exports",
        ),
        (
            lambda batch: batch.batch_api.create_batch_request({"actions": []}),
            "a batch cannot contain batches",
        ),
        (lambda batch: batch.post("/batch", {"actions": []}), "a batch cannot contain batches"),
        (
            lambda batch: batch.get("/tasks?project=1"),
            "in a batch, path cannot have a query",
        ),
        (lambda batch: batch.get("tasks"), "path must begin with a slash"),
        (lambda batch: batch.tasks.get_task(".."), "not a gid"),
        (
            lambda batch: batch.tasks.get_tasks(project="1", page_size=0),
            "page_size must be a whole number",
        ),
        (lambda batch: batch.tasks.create_task({"name": float("nan")}), "not JSON compliant"),
        (
            lambda batch: batch.put("/users/me", {}, query={"workspace": "1"}),
            "a PUT action cannot have query parameters",
        ),
        (
            lambda batch: batch.tasks.get_tasks(project="1", item_limit=0),
            "item_limit must be at least 1",
        ),
        (
            lambda batch: batch.tasks.add_tag("1", tag="2", opt_method="put"),
            "actions cannot use the option method",
        ),
        (
            lambda batch: batch.tasks.get_task("1", {"opt_method": "put"}),
            "method can be used only with POST",
        ),
        (lambda batch: batch.post("/tasks/1/attachments", {}), "a batch cannot contain uploads"),
        (
            lambda batch: batch.post("/x", {}, files={"file": b"x"}),
            "a batch cannot contain uploads",
        ),
        (
            lambda batch: batch.tasks.create_task({}, headers={"X-A": "b"}),
            "headers cannot be set for an action",
        ),
        (
            lambda batch: batch.tasks.get_task("1", timeout=3),
            "timeout cannot be set for an action",
        ),
        (
            lambda batch: batch.tasks.get_task("1", retry_writes=True),
            "retry_writes cannot be set for an action",
        ),
        (
            lambda batch: batch.tasks.get_task("1", base_url="https://a.example"),
            "base_url cannot be set for an action",
        ),
    ],
)
def test_what_a_batch_cannot_carry_is_refused_at_the_call(
    connect: Connect, record: Callable[[Batch], Any], words: str
) -> None:
    client, server = connect(echo)
    batch = client.batch()
    with pytest.raises(ValueError, match=words):
        record(batch)
    assert len(batch) == 0
    assert server.requests == []


@pytest.mark.parametrize(
    ("options", "kind", "words"),
    [
        ({"concurrency": 0}, ValueError, "concurrency must be a positive whole number"),
        ({"deadline": -1}, ValueError, "deadline must be a positive number"),
        ({"fields": "name"}, TypeError, "a batch has no option 'fields'"),
        ({"page_size": 5}, TypeError, "a batch has no option 'page_size'"),
        ({"limit": 5}, TypeError, "a batch has no option 'limit'"),
        ({"unknown": 1}, TypeError, "a batch has no option 'unknown'"),
    ],
)
def test_bad_options_are_refused_at_once(options: Any, kind: type[Exception], words: str) -> None:
    with pytest.raises(kind, match=words):
        asana.Client.access_token("x").batch(**options)


@pytest.mark.parametrize("name", ["verify", "cert", "proxies", "rate_limit"])
def test_an_option_of_the_request_is_one_of_the_batch(name: str) -> None:
    options: dict[str, Any] = {name: None}
    assert len(asana.Client.access_token("x").batch(**options)) == 0


def test_an_action_that_is_asked_for_an_attribute_leaves_the_batch(connect: Connect) -> None:
    client, _ = connect(echo)
    batch = client.batch()
    action: Any = batch.tasks.get_task("1")
    assert not hasattr(action, "__array__")  # as libraries check on any object
    assert len(batch) == 1
    with pytest.raises(AttributeError, match="gid: an action is not a record"):
        _ = action.gid
    assert len(batch) == 0


def test_a_write_of_nothing_has_data_all_the_same(connect: Connect) -> None:
    client, _ = connect(echo)
    action: Any = client.batch().put("/tasks/1", {})
    assert action.content == {"method": "put", "relative_path": "/tasks/1", "data": {}}


def test_a_client_may_ask_for_whole_bodies(connect: Connect) -> None:
    client, _ = connect(answering(answer(200, {"data": {"gid": "1"}})), full_payload=True)
    batch = client.batch()
    action: Any = batch.tasks.get_task("1")
    batch.send()
    assert action.result() == {"data": {"gid": "1"}}


def test_a_request_may_be_recorded_by_keywords(connect: Connect) -> None:
    client, _ = connect(echo)
    action: Any = client.batch().request(method="delete", path="/tasks/1")
    assert repr(action) == "<Action DELETE /tasks/1: not sent>"


def test_an_action_is_no_record_before_it_is_sent(connect: Connect) -> None:
    client, server = connect(echo)
    batch = client.batch()
    action: Any = batch.tasks.get_task("1")
    assert repr(action) == "<Action GET /tasks/1: not sent>"
    with pytest.raises(RuntimeError, match="send the batch first"):
        action.result()
    assert len(batch) == 1
    with pytest.raises(TypeError, match="an action is not a record"):
        action["name"]
    with pytest.raises(TypeError, match="an action is not a record"):
        list(action)
    assert len(batch) == 0  # used as a record, it was removed from the batch
    # Methods that need a response to continue raise an error, and leave no action in the batch.
    with pytest.raises(TypeError, match="an action is not a record"):
        batch.jobs.wait("1")
    with pytest.raises(TypeError, match="an action is not a record"):
        batch.attachments.download("1", "file")
    assert len(batch) == 0
    assert server.requests == []


# -- results


def test_a_listing_goes_on_where_the_batch_stopped(client: asana.Client, project: str) -> None:
    batch = client.batch()
    for number in range(25):
        batch.tasks.create_task(name=f"task {number}", projects=[project])
    batch.send()
    tasks: Any = batch.tasks
    items = tasks.get_tasks_for_project(project, page_size=10)
    pages = tasks.get_tasks_for_project(project, page_size=10, iterator_type="pages")
    single = tasks.get_tasks_for_project(project, limit=10, iterator_type=None)
    few = tasks.get_tasks_for_project(project, page_size=10, item_limit=12)
    whole = tasks.get_tasks_for_project(
        project, page_size=10, iterator_type="pages", full_payload=True
    )
    batch.send()
    names = {f"task {number}" for number in range(25)}
    assert {task["name"] for task in items.result()} == names
    assert [len(each) for each in pages.result()] == [10, 10, 5]
    assert isinstance(single.result(), Page)
    assert len(single.result()) == 10
    assert len(list(few.result())) == 12
    assert [len(each["data"]) for each in whole.result()] == [10, 10, 5]


def test_the_whole_body_can_be_asked_for(client: asana.Client) -> None:
    batch = client.batch()
    users: Any = batch.users
    action = users.get_user("me", full_payload=True)
    batch.send()
    assert action.result()["data"]["name"] == client.users.me()["name"]


def test_classic_names_are_recorded_too(client: asana.Client, project: str) -> None:
    batch = client.batch()
    action: Any = batch.projects.find_by_id(project)
    batch.send()
    assert action.result()["name"] == "many"
    assert repr(action) == f"<Action GET /projects/{project}: ok>"


# -- failures


def test_an_error_is_that_of_its_action(client: asana.Client, project: str) -> None:
    batch = client.batch()
    good: Any = batch.projects.get_project(project)
    bad: Any = batch.tasks.get_task("1")
    worse: Any = batch.tasks.create_task({"name": "nowhere"})
    assert batch.send() == [good, bad, worse]
    assert good.error is None
    assert isinstance(bad.error, error.NotFoundError)
    assert (bad.error.method, bad.error.path) == ("GET", "/tasks/1")
    assert bad.error.message == "Not Found: task: Not a recognized ID: 1"
    assert bad.error.errors[0]["message"] == "task: Not a recognized ID: 1"
    assert isinstance(worse.error, error.InvalidRequestError)
    assert repr(bad) == "<Action GET /tasks/1: NotFoundError>"
    with pytest.raises(error.NotFoundError):
        bad.result()


def record_get(batch: Batch) -> Any:
    return batch.users.get_user("me")


def record_put(batch: Batch) -> Any:
    return batch.tasks.update_task("1", {})


def record_post(batch: Batch) -> Any:
    return batch.tasks.create_task({})


def record_idempotent_post(batch: Batch) -> Any:
    return batch.tasks.add_tag("1", tag="2")


INVALID, UNKNOWN = error.InvalidResponseError, error.UnknownOutcomeError
SUCCESS = type(None)


@pytest.mark.parametrize(
    ("status", "body", "get", "put", "post", "idempotent"),
    [
        (500, {"errors": []}, *[error.ServerError] * 2, UNKNOWN, error.ServerError),
        (503, None, *[error.ServerError] * 2, UNKNOWN, error.ServerError),
        (429, {"errors": []}, *[error.RateLimitEnforcedError] * 4),
        (403, {"errors": []}, *[error.ForbiddenError] * 4),
        (200, None, INVALID, SUCCESS, UNKNOWN, INVALID),
        (204, "", INVALID, SUCCESS, UNKNOWN, INVALID),
        (200, {}, INVALID, SUCCESS, UNKNOWN, INVALID),
        (200, [], INVALID, UNKNOWN, UNKNOWN, INVALID),
        (200, "ok", INVALID, UNKNOWN, UNKNOWN, INVALID),
        (200, {"data": {}, "errors": [{"message": "no"}]}, INVALID, UNKNOWN, UNKNOWN, INVALID),
        (302, {"data": {}}, INVALID, UNKNOWN, UNKNOWN, INVALID),
        (307, {"data": {}}, *[INVALID] * 4),
        *(
            (status, {"data": {}}, INVALID, UNKNOWN, UNKNOWN, INVALID)
            for status in (100, 0, -1, True, None, 600, 10**400, 200.0, [200])
        ),
        (200, {"nothing": 1}, INVALID, UNKNOWN, UNKNOWN, INVALID),
        ("200", {"data": {}}, INVALID, UNKNOWN, UNKNOWN, INVALID),
    ],
)
def test_row_49_an_action_fails_as_a_request_that_is_not_repeated(
    connect: Connect,
    status: Any,
    body: Any,
    get: type[Exception],
    put: type[Exception],
    post: type[Exception],
    idempotent: type[Exception],
) -> None:
    client, server = connect(answering(*[answer(status, body)] * 4))
    batch = client.batch()
    for record in (record_get, record_put, record_post, record_idempotent_post):
        record(batch)
    assert [type(action.error) for action in batch.send()] == [get, put, post, idempotent]
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("given", "words", "status"),
    [
        (answer(300, {"data": {}}), "redirected elsewhere", 300),
        (answer(200, {"nothing": 1}), "no data", 200),
        (answer(700, {}), "no response to the action", None),
        (None, "no response to the action", None),
    ],
)
def test_an_answer_that_is_none_says_why(
    connect: Connect, given: Any, words: str, status: int | None
) -> None:
    client, _ = connect(answering(given))
    batch = client.batch()
    action: Any = batch.get("/tasks/1")
    batch.send()
    assert action.error.message == f"Invalid Response: {words}"
    assert action.error.status == status


def test_a_delete_may_be_answered_with_nothing(connect: Connect) -> None:
    client, _ = connect(answering(answer(200, None)))
    batch = client.batch()
    action: Any = batch.tasks.delete_task("1")
    batch.send()
    assert action.result() == {}


def test_a_write_by_request_is_not_taken_for_one_that_may_be_repeated(connect: Connect) -> None:
    client, _ = connect(answering(answer(503, None)))
    batch = client.batch()
    action: Any = batch.request("post", "/tasks", data={})
    batch.send()
    assert isinstance(action.error, error.UnknownOutcomeError)


def test_an_action_that_may_hold_a_secret_shows_nothing_of_its_answer(connect: Connect) -> None:
    client, _ = connect(answering(answer(400, "secret")))
    batch = client.batch()
    action: Any = batch.post("/webhooks", {})
    batch.send()
    assert isinstance(action.error, error.InvalidRequestError)
    assert action.error.response is not None
    assert action.error.response.content == b""


def test_a_read_that_failed_in_code_of_the_caller_is_no_error_of_another_kind(
    connect: Connect,
) -> None:
    client, _ = connect(echo)
    action: Any = client.batch().tasks.get_task("1")
    action.fail(error.UnknownOutcomeError(KeyError("x")))
    assert isinstance(action.error, error.UnknownOutcomeError)


def test_the_headers_of_an_answer_are_read(connect: Connect) -> None:
    client, _ = connect(answering(answer(429, {"errors": []})))
    batch = client.batch()
    batch.tasks.update_task("1", {})
    [action] = batch.send()
    assert isinstance(action.error, error.RateLimitEnforcedError)
    assert action.error.retry_after == 9


PAIRS = [{"key": "Retry-After", "value": "9"}, {"key": "X-Asana-Request-Id", "value": "1-2"}]


@pytest.mark.parametrize(
    ("headers", "retry_after", "request_id"),
    [
        ({"headers": PAIRS, "keys": [], "as_tuples": [], "empty": False}, 9, "1-2"),
        ({"retry-after": "9", "x-asana-request-id": "1-2"}, 9, "1-2"),
        ({"headers": [None, {}, {"key": None}, *PAIRS[:1]]}, 9, None),
        ({"headers": [{"key": "Retry-After"}]}, None, None),
        ({"headers": [], "keys": [], "as_tuples": [], "empty": True}, None, None),
        ({"headers": "9"}, None, None),
        ({}, None, None),
        (None, None, None),
        ([["Retry-After", "9"]], None, None),
    ],
)
def test_the_headers_of_an_answer_in_any_form(
    connect: Connect, headers: Any, retry_after: float | None, request_id: str | None
) -> None:
    client, _ = connect(answering({**answer(429, {"errors": []}), "headers": headers}))
    batch = client.batch()
    batch.tasks.update_task("1", {})
    [action] = batch.send()
    assert isinstance(action.error, error.RateLimitEnforcedError)
    assert action.error.retry_after == retry_after
    assert action.error.response is not None
    assert action.error.response.headers.get("x-asana-request-id") == request_id


@pytest.mark.parametrize("form", ["new", "old"])
def test_secret_headers_of_an_answer_are_not_shown(connect: Connect, form: str) -> None:
    pairs = [{"key": "X-Hook-Secret", "value": "s3cret"}]
    headers: Any = {"headers": pairs} if form == "new" else {"X-Hook-Secret": "s3cret"}
    client, _ = connect(answering({**answer(400, {"errors": []}), "headers": headers}))
    batch = client.batch()
    batch.tasks.update_task("1", {})
    [action] = batch.send()
    assert action.error is not None
    assert action.error.response is not None
    assert action.error.response.headers["X-Hook-Secret"] == "[redacted]"


@pytest.mark.parametrize("answers", [[], [answer(200, {"data": {}})] * 3, {"gid": "1"}, [None] * 2])
def test_answers_that_do_not_fit_leave_the_outcome_open(connect: Connect, answers: Any) -> None:
    client, _ = connect(data(answers))
    batch = client.batch()
    record_get(batch)
    record_post(batch)
    read, write = batch.send()
    assert isinstance(read.error, error.InvalidResponseError)
    assert isinstance(write.error, error.UnknownOutcomeError)


def test_a_page_that_is_none_is_an_error(connect: Connect) -> None:
    client, _ = connect(answering(answer(200, {"data": {"gid": "no list"}})))
    batch = client.batch()
    batch.tasks.get_tasks(project="1")
    [action] = batch.send()
    assert isinstance(action.error, error.InvalidResponseError)


def test_a_rejected_request_is_sent_again(connect: Connect, sleeps: list[float]) -> None:
    client, server = connect(failure(429, Retry_After="3"), echo)
    batch = client.batch()
    for _ in range(10):
        record_post(batch)
    assert all(action.error is None for action in batch.send())
    assert sleeps == [3]
    assert len(server.requests) == 2


@pytest.mark.parametrize("unclear", [hang_up, failure(500), reply(200, b"<html>")])
def test_an_unclear_request_is_unclear_for_each_of_its_actions(
    connect: Connect, sleeps: list[float], unclear: Any
) -> None:
    client, server = connect(unclear)
    batch = client.batch()
    batch.tasks.create_task({"name": "one"})
    batch.tasks.update_task("2", {"name": "two"})
    batch.tasks.delete_task("3")
    batch.tasks.get_task("4")
    *writes, read = batch.send()
    assert [(type(each.error), each.error.method, each.error.path) for each in writes] == [  # type: ignore[union-attr]
        (error.UnknownOutcomeError, "POST", "/tasks"),
        (error.UnknownOutcomeError, "PUT", "/tasks/2"),
        (error.UnknownOutcomeError, "DELETE", "/tasks/3"),
    ]
    assert len({id(each.error) for each in writes}) == 3
    assert type(read.error) is type(writes[0].error.cause)  # type: ignore[union-attr]
    assert read.error.path == "/tasks/4"  # type: ignore[union-attr]
    assert all(action.done for action in [*writes, read])
    assert sleeps == []
    assert len(server.requests) == 1


def test_a_request_that_only_reads_is_sent_again(connect: Connect, sleeps: list[float]) -> None:
    client, server = connect(hang_up, echo)
    batch = client.batch()
    record_get(batch)
    record_get(batch)
    assert [action.error for action in batch.send()] == [None, None]
    assert len(server.requests) == 2


def test_retry_writes_is_an_option_of_the_batch(connect: Connect, sleeps: list[float]) -> None:
    client, server = connect(hang_up, echo)
    batch = client.batch(retry_writes=True)
    record_post(batch)
    assert [action.error for action in batch.send()] == [None]
    assert len(server.requests) == 2


def test_one_failed_request_leaves_the_others_alone(connect: Connect, sleeps: list[float]) -> None:
    client, _ = connect(failure(403), echo)
    batch = client.batch(concurrency=1)
    for number in range(25):
        batch.tasks.create_task({"name": str(number)})
    actions = batch.send()
    kinds = [type(action.error) for action in actions]
    assert kinds == [error.ForbiddenError] * 10 + [type(None)] * 15
    assert [action.result()["data"]["name"] for action in actions[10:]] == [
        str(number) for number in range(10, 25)
    ]


def sent_names(server: FaultServer) -> list[str]:
    return [a["data"]["name"] for r in server.requests for a in r.json["data"]["actions"]]


def test_what_was_not_sent_stays_in_the_batch(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, server = connect(echo)
    batch = client.batch(concurrency=1)
    for number in range(45):
        batch.tasks.create_task({"name": str(number)})
    post, calls = client.post, itertools.count(1)

    def interrupted(*args: Any, **options: Any) -> Any:
        answers = post(*args, **options)
        if next(calls) == 2:
            raise KeyboardInterrupt  # although the request has taken effect
        return answers

    monkeypatch.setattr(client, "post", interrupted)
    with pytest.raises(KeyboardInterrupt):
        batch.send()
    assert len(batch) in (5, 15, 25)  # more requests may have started
    batch.send()
    assert sorted(sent_names(server), key=int) == [str(number) for number in range(45)]


@pytest.mark.parametrize("count", [3, 13])
@pytest.mark.parametrize("raised", [KeyboardInterrupt, AsanaChangeWarning])
def test_no_write_is_sent_again_after_an_exception(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, raised: type[BaseException], count: int
) -> None:
    client, server = connect(echo)
    batch = client.batch(concurrency=1)
    actions: list[Any] = [batch.tasks.create_task({"name": str(n)}) for n in range(count)]
    post = client.post

    def late(*args: Any, **options: Any) -> Any:
        post(*args, **options)
        raise raised

    with monkeypatch.context() as patch:
        patch.setattr(client, "post", late)
        with pytest.raises(raised):
            batch.send()
    assert all(isinstance(action.error, error.UnknownOutcomeError) for action in actions[:10])
    batch.send()
    assert sorted(sent_names(server), key=int) == [str(n) for n in range(count)]


def test_row_45_what_failed_after_it_was_sent_is_not_sent_again(connect: Connect) -> None:
    client, server = connect(echo)

    def hook(*_: Any, **__: Any) -> None:
        raise ValueError("of the caller's")

    batch = client.batch(concurrency=1)
    actions: list[Any] = [batch.tasks.create_task({"name": str(n)}) for n in range(13)]
    client.session.hooks["response"].append(hook)
    assert batch.send() == actions
    assert all(isinstance(action.error, error.UnknownOutcomeError) for action in actions)
    assert all(isinstance(action.error.cause, ValueError) for action in actions)
    client.session.hooks["response"].clear()
    batch.send()
    assert sorted(sent_names(server), key=int) == [str(n) for n in range(13)]


def test_row_45_a_request_of_a_subclass_may_fail_after_it_was_sent(serve: Serve) -> None:
    class Careless(asana.Client):
        def request(self, *args: Any, **options: Any) -> Any:
            super().request(*args, **options)
            raise TypeError("of the caller's")

    server = serve(echo)
    client = Careless.access_token("t", base_url=server.base_url)
    batch = client.batch()
    action: Any = batch.tasks.create_task({"name": "0"})
    with pytest.raises(TypeError, match="caller's"):
        batch.send()
    assert isinstance(action.error.cause, TypeError)
    assert len(batch) == 0


def test_row_61_a_batch_that_was_rejected_is_kept_when_the_wait_is_interrupted(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, server = connect(failure(429, Retry_After="20"), echo)

    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    batch = client.batch()
    action: Any = batch.tasks.create_task({"name": "0"})
    with monkeypatch.context() as patch:
        patch.setattr(time, "sleep", interrupt)
        with pytest.raises(KeyboardInterrupt):
            batch.send()
    assert (action.sent, action.done, len(batch)) == (False, False, 1)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    assert [each.error for each in batch.send()] == [None]
    assert len(server.requests) == 2


def test_what_was_refused_before_it_was_sent_stays_in_the_batch(connect: Connect) -> None:
    client, server = connect(echo)
    batch = client.batch()
    batch.tasks.create_task({"name": "0"})
    client.session.headers["X-A"] = "a\n"
    with pytest.raises(ValueError, match="X-A"):
        batch.send()
    del client.session.headers["X-A"]
    assert len(batch) == 1
    assert [action.error for action in batch.send()] == [None]
    assert sent_names(server) == ["0"]


def test_a_result_that_cannot_be_is_the_error_of_its_action(connect: Connect) -> None:
    pages: dict[str, Any] = {"data": {}}
    client, _ = connect(
        answering(answer(200, {"data": {}}), answer(200, pages), answer(200, {"data": {}}))
    )
    batch = client.batch()
    tasks: Any = batch.tasks
    tasks.create_task({})
    tasks.get_tasks_for_project("1", iterator_type=None)
    tasks.create_task({})
    kinds = [type(action.error) for action in batch.send()]
    assert kinds == [type(None), error.InvalidResponseError, type(None)]


def test_an_empty_page_is_a_page(connect: Connect) -> None:
    client, _ = connect(answering(answer(200, {"data": [], "next_page": None})))
    batch = client.batch()
    audit_log: Any = batch.audit_log_api
    audit_log.get_audit_log_events("1", iterator_type=None)
    [action] = batch.send()
    assert action.result() == []


def test_the_options_of_a_batch_hold_for_the_pages_that_follow(connect: Connect) -> None:
    first = {"data": [{"gid": "1"}], "next_page": {"offset": "A"}}
    client, server = connect(answering(answer(200, first)), page([{"gid": "2"}], None))
    batch = client.batch(headers={"Asana-Enable": "new"})
    batch.tasks.get_tasks(project="1")
    [action] = batch.send()
    assert list(action.result()) == [{"gid": "1"}, {"gid": "2"}]
    assert [request.headers["asana-enable"] for request in server.requests] == ["new", "new"]


def test_an_error_is_raised_anew_each_time(connect: Connect) -> None:
    client, _ = connect(answering(answer(404, {"errors": []})))
    batch = client.batch()
    record_get(batch)
    [action] = batch.send()
    raised = []
    for _ in range(2):
        with pytest.raises(error.NotFoundError) as caught:
            action.result()
        raised.append(caught.value)
    assert raised[0] is not raised[1]
    assert raised[0].path == raised[1].path == "/users/me"


# -- in parallel


def test_requests_go_out_in_parallel_up_to_the_limit(connect: Connect) -> None:
    gauge = Gauge(3)

    def act(wire: Wire) -> bool:
        gauge.hold(wire)
        return echo(wire)

    client, server = connect(act)
    batch = client.batch(concurrency=3)
    for _ in range(120):
        record_get(batch)
    assert all(action.error is None for action in batch.send())
    assert len(server.requests) == 12
    assert gauge.most == 3


def test_five_requests_are_under_way_unless_told_otherwise(connect: Connect) -> None:
    gauge = Gauge(5)

    def act(wire: Wire) -> bool:
        gauge.hold(wire)
        return echo(wire)

    client, _ = connect(act)
    batch = client.batch()
    for _ in range(100):
        record_get(batch)
    assert all(action.error is None for action in batch.send())
    assert gauge.most == 5


def test_writes_of_a_batch_are_counted_one_by_one(connect: Connect) -> None:
    gauge = Gauge(10)

    def act(wire: Wire) -> bool:
        gauge.hold(wire, count=len(wire.request.json["data"]["actions"]))
        return echo(wire)

    client, _ = connect(act)
    batch = client.batch(concurrency=5)
    for _ in range(60):
        record_put(batch)
    assert all(action.error is None for action in batch.send())
    assert gauge.most == 10  # a second one would make 20, and the limit is 15


def test_a_method_of_the_client_can_be_added(connect: Connect) -> None:
    client, server = connect(echo)
    batch = client.batch()
    actions: list[Any] = [
        batch.add(client.tasks.create_task, name="0"),
        batch.add(client.tasks.create_task, {"name": "1"}),
        batch.add(client.tasks.create, {"name": "2"}),
        batch.add(client.tasks.update_task, "12", completed=True),
    ]
    assert batch.send() == actions
    assert [action.result()["method"] for action in actions] == ["post", "post", "post", "put"]
    assert [action.content["data"] for action in actions][:3] == [{"name": n} for n in "012"]
    assert len(server.requests) == 1


def test_what_is_no_method_of_the_client_cannot_be_added(connect: Connect) -> None:
    client, _ = connect(echo)
    other, _ = connect(echo)
    batch = client.batch()
    wrong: list[Any] = [print, None, "create_task", client.post, batch.tasks.create_task]
    for method in [*wrong, other.tasks.create_task, type(client.tasks).create_task]:
        with pytest.raises(TypeError, match=r"client\.tasks\.create_task"):
            batch.add(method)
    with pytest.raises(ValueError, match="cannot contain uploads"):
        batch.add(client.attachments.create_on_task, "1", b"x", "a.txt")
    assert len(batch) == 0
