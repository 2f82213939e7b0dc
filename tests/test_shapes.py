"""Valid JSON of the wrong shape: a call always ends with a typed error, or it pauses."""

import contextlib
import copy
import io
import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

import asana
from asana import error
from asana._http.response import outcome_of
from asana.feed import Feed
from asana.records import gid_of
from asana.webhook import Receiver
from tests.feeds import change
from tests.test_properties import json_values

TARGET = "https://example.com/hooks/k"
MOST = 40  # the maximum number of requests of a call without a pause


class Enough(BaseException):
    """A call that does not end has paused often enough."""


class Answers:
    """Replaces the layers of a client, and returns given responses in turn."""

    def __init__(self, answers: list[tuple[int, Any]]) -> None:
        self.answers = answers
        self.asked = 0
        self.in_a_row = 0
        self.pauses = 0

    def send(self, request: Any, call: Any) -> Any:
        status, body = self.answers[self.asked % len(self.answers)]
        self.asked += 1
        self.in_a_row += 1
        assert self.in_a_row < MOST, "asks again and again without a pause"
        response = requests.Response()
        response.status_code = status
        response._content = json.dumps(body).encode()
        return outcome_of(request, response, response._content)

    def pause(self, seconds: float) -> None:
        assert seconds > 0
        self.in_a_row = 0
        self.pauses += 1
        if self.pauses > 4:
            raise Enough


TASK = {"gid": "1", "name": "n", "projects": [{"gid": "9"}], "created_at": "2026-01-01T00:00:00Z"}
FIELD = {"gid": "5", "name": "Order ID", "resource_subtype": "text", "text_value": "n"}
BRANCH = {**TASK, "num_subtasks": 1, "custom_fields": [FIELD], "external": {"gid": "x"}}
HOOK = {"gid": "5", "target": TARGET, "filters": []}
JOB = {"gid": "7", "status": "in_progress", "resource_subtype": "duplicate_task"}
ATTACHMENT = {"gid": "3", "download_url": "https://127.0.0.1:1/x", "host": "asana"}

EVENTS = {"data": [change(1), change(2, "added")], "sync": "S2", "has_more": True}
NO_EVENTS = {"data": [], "sync": "S3", "has_more": False}
TASKS = {"data": [TASK, {**TASK, "gid": "2"}], "next_page": None}
FULL = {"data": [{**TASK, "gid": str(number)} for number in range(100)]}
STALE = {"errors": [{"message": "Sync token invalid or too old"}], "sync": "S1"}

TEMPLATES: list[tuple[int, Any]] = [
    (412, STALE),
    (200, EVENTS),
    (200, NO_EVENTS),
    (200, TASKS),
    (200, {"data": TASK}),
    (200, {"data": BRANCH}),
    (200, {"data": [BRANCH], "next_page": None}),
    (200, {"data": [{"status_code": 200, "body": {"data": [BRANCH, TASK]}}]}),
    (200, {"data": [{"gid": "6", "custom_field": FIELD}], "next_page": None}),
    (500, {"errors": [{"message": "Server error"}]}),
    (200, {"data": [{"gid": "8", "name": "Workspace"}], "next_page": None}),
    (200, {"data": [HOOK], "next_page": None}),
    (200, {"data": [], "next_page": None}),
    (201, {"data": HOOK, "X-Hook-Secret": "5" * 64}),
    (200, {"data": JOB}),
    (200, {"data": ATTACHMENT}),
    (200, FULL),
    (404, {"errors": [{"message": "Not found"}]}),
    (403, {"errors": [{"message": "Duplicated webhook"}]}),
]

ODD = st.one_of(
    json_values,
    st.sampled_from(["", "..", "a/b", "\ud800", "é", -1, 0, 1e300, [[]], [None], {}, {"gid": 1}]),
)


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the paths to all values in a JSON value."""
    yield way
    inner = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        inner = enumerate(value[:2])  # type: ignore[assignment]
    for key, part in inner:
        yield from places(part, (*way, key))


def with_other(value: Any, way: tuple[Any, ...], other: Any) -> Any:
    """Return a JSON value with the value at a path replaced or removed."""
    if not way:
        return other
    found = copy.copy(value)
    if len(way) == 1 and other is KeyError:
        del found[way[0]]
    else:
        found[way[0]] = with_other(found[way[0]], way[1:], other)
    return found


@st.composite
def answers(draw: Any) -> list[tuple[int, Any]]:
    """Return responses that are valid, slightly wrong, or arbitrary."""
    found = []
    for status, body in draw(st.lists(st.sampled_from(TEMPLATES), min_size=1, max_size=5)):
        if draw(st.booleans()):
            way = draw(st.sampled_from(list(places(body))))
            other = draw(st.one_of(ODD, st.just(KeyError))) if way else draw(ODD)
            body = with_other(body, way, other)
        found.append((status, body))
    return found


def a_page(client: Any) -> Any:
    return client.tasks.get_tasks({}, iterator_type=None)


def shaken(client: asana.Client, **how: Any) -> Any:
    class Shaken(Receiver):
        def expect(self, key: str) -> bool:
            expected = super().expect(key)
            self.handle({"X-Hook-Secret": "5" * 64}, b"", key)
            return expected

    store: dict[str, str] = {}
    try:
        return gid_of(client.webhooks.establish("9", TARGET, receiver=Shaken(store), **how))
    finally:
        assert store.get("k") != "", "a handshake is awaited"


def updated(client: asana.Client, path: Path | None) -> None:
    mirror = client.events.mirror("9", {} if path is None else path)
    for _ in range(3):
        mirror.update()


def as_dict(record: Any) -> dict[str, Any]:
    return record if isinstance(record, dict) else {}


def looked_for(call: Callable[[], object]) -> object:
    """Remove or duplicate a record."""
    try:
        return call()
    except (KeyError, IndexError):
        raise
    except LookupError:
        return None


def indexed(client: asana.Client, field: str) -> None:
    index = client.tasks.index("9", field)
    for name in ("n", "x"):
        fields: Any = {"name": name, "custom_fields": {"5": name}, "assignee": "7", "due_on": None}
        client.tasks.upsert(fields, by=index)


CALLS: dict[str, Callable[[asana.Client], object]] = {
    "feed": lambda client: list(islice(client.events.feed("9", {"9": "S1"}), 9)),
    "feed from the beginning": lambda client: list(islice(client.events.feed("9"), 9)),
    "feed that merges": lambda client: list(
        islice(client.events.feed("9", {"9": "S1"}, coalesce=True), 9)
    ),
    "feed with a call": lambda client: list(
        islice(client.events.feed("9", on_resync=lambda _: None), 9)
    ),
    "mirror": lambda client: updated(client, None),
    "mirror that follows": lambda client: list(islice(client.events.mirror("9", {}).follow(), 9)),
    "events": lambda client: list(
        islice(client.events.get_iterator({"resource": "9", "sync": "S1"}), 9)
    ),
    "next events": lambda client: [client.events.get_next({"resource": "9"}) for _ in range(3)],
    "establish": shaken,
    "establish anew": lambda client: shaken(client, replace=True),
    "establish with filters": lambda client: shaken(client, filters=[{"action": "added"}]),
    "wait": lambda client: client.jobs.wait("7"),
    "wait for a record": lambda client: client.jobs.wait(
        {**JOB, **as_dict(client.tasks.duplicate_task("1", {}))}
    ),
    "download": lambda client: client.attachments.download("3", io.BytesIO()),
    "search": lambda client: list(client.tasks.search_tasks_for_workspace("8", item_limit=300)),
    "search upwards": lambda client: list(
        client.tasks.search_tasks_for_workspace("8", item_limit=300, sort_ascending=True)
    ),
    "named": lambda client: looked_for(lambda: client.users.named("8", "Workspace")),
    "ensure": lambda client: looked_for(lambda: client.tags.ensure("8", "n")),
    "upsert by name": lambda client: looked_for(lambda: indexed(client, "name")),
    "upsert by a field": lambda client: looked_for(lambda: indexed(client, "Order ID")),
    "upsert by an external id": lambda client: client.tasks.upsert(
        {"name": "n", "custom_fields": {"5": "n"}}, external="x"
    ),
    "walk": lambda client: list(islice(client.tasks.walk("9"), 99)),
    "comment": lambda client: client.stories.ensure_comment("1", "Paid", key="k"),
    "typeahead": lambda client: list(client.typeahead.typeahead_for_workspace("8", query="x")),
    "a listing": lambda client: list(islice(client.tasks.get_tasks_for_project("9"), 300)),
    "prefetched": lambda client: list(islice(client.tasks.get_tasks({}, prefetch=True), 300)),
    "a page": a_page,
    "the audit log": lambda client: list(
        islice(client.audit_log_api.get_audit_log_events("8"), 300)
    ),
}


@pytest.mark.parametrize("name", CALLS)
@given(given_answers=answers())
def test_row_50_any_json_is_a_result_or_a_typed_error(
    monkeypatch: pytest.MonkeyPatch, name: str, given_answers: list[tuple[int, Any]]
) -> None:
    check(monkeypatch, CALLS[name], given_answers)


def check(
    monkeypatch: pytest.MonkeyPatch,
    call: Callable[[asana.Client], object],
    given_answers: list[tuple[int, Any]],
) -> None:
    client = asana.Client.access_token("0/0123456789abcdef", base_url="http://127.0.0.1:1")
    stands_in = Answers(given_answers)
    with monkeypatch.context() as patch:
        patch.setattr(client, "_api", stands_in)
        patch.setattr(client, "_downloads", stands_in)
        patch.setattr("time.sleep", stands_in.pause)
        patch.setattr(Feed, "wait", lambda self, seconds: stands_in.pause(seconds))
        with contextlib.suppress(error.AsanaError, Enough):
            call(client)


@given(given_answers=answers())
def test_row_50_any_json_in_a_database(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    given_answers: list[tuple[int, Any]],
) -> None:
    path = tmp_path_factory.mktemp("mirror") / "tasks.db"
    check(monkeypatch, lambda client: updated(client, path), given_answers)


WRONG: dict[str, tuple[Callable[[asana.Client], object], list[Any]]] = {
    "an event that is no object": (CALLS["feed"], [{"data": [1], "sync": "S2"}]),
    "a resource that is a list": (CALLS["feed"], [{"data": [{"resource": [1]}], "sync": "S2"}]),
    "a gid that is a number": (CALLS["feed"], [{"data": [{"resource": {"gid": 1}}], "sync": "S"}]),
    "a parent without a gid": (CALLS["mirror"], [{"data": [{"parent": {}}], "sync": "S2"}]),
    "a task that leads elsewhere": (
        CALLS["mirror"],
        [{"data": [{"resource": {"gid": "../1", "resource_type": "task"}}], "sync": "S2"}],
    ),
    "a task that is a text": (CALLS["mirror"], [EVENTS, {"data": "text"}]),
    "projects that are no list": (CALLS["mirror"], [EVENTS, {"data": {**TASK, "projects": None}}]),
    "a project without a gid": (CALLS["mirror"], [EVENTS, {"data": {**TASK, "projects": [{}]}}]),
    "a sync token that is a list": (CALLS["events"], [{"data": [], "sync": ["S2"]}]),
    "a webhook without a target": (CALLS["establish"], [{"data": [{"gid": "1"}]}]),
    "a webhook that is a text": (
        CALLS["establish"],
        [{"data": [{"gid": "8"}]}, {"data": []}, {"data": "text"}, {"data": []}],
    ),
    "a webhook without a gid": (CALLS["establish anew"], [{"data": [{"gid": ["1"]}]}]),
    "a job without a status": (CALLS["wait"], [{"data": {"gid": "7"}}]),
    "a status that is a number": (CALLS["wait"], [{"data": {**JOB, "status": 1}}]),
    "a job that is a list": (CALLS["wait"], [{"data": [JOB]}]),
    "an attachment that is a list": (CALLS["download"], [{"data": [ATTACHMENT]}]),
    "a URL that is a number": (CALLS["download"], [{"data": {**ATTACHMENT, "download_url": 5}}]),
    "no URL": (CALLS["download"], [{"data": {"gid": "3"}}]),
    "an invalid URL": (CALLS["download"], [{"data": {**ATTACHMENT, "download_url": "http://["}}]),
    "a URL in clear": (
        CALLS["download"],
        [{"data": {**ATTACHMENT, "download_url": "http://a.example/x"}}],
    ),
    "a created_at that is a list": (
        CALLS["search"],
        [{"data": [{**task, "created_at": ["2026"]} for task in FULL["data"]]}],
    ),
    "a gid that is a list, of a search": (
        CALLS["search"],
        [{"data": [{**task, "gid": [task["gid"]]} for task in FULL["data"]]}],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_row_50_the_wrong_shape_is_an_invalid_response(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    call, bodies = WRONG[name]
    client = asana.Client.access_token("0/0123456789abcdef", base_url="http://127.0.0.1:1")
    if call is CALLS["mirror"]:
        bodies = [{"data": [], "sync": "S1"}, *bodies]
    monkeypatch.setattr(client, "_api", Answers([(200, body) for body in bodies]))
    with pytest.raises(error.InvalidResponseError, match="Invalid Response: "):
        call(client)


def test_row_50_no_url_is_told_from_a_file_kept_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    client = asana.Client.access_token("0/0123456789abcdef", base_url="http://127.0.0.1:1")
    body = {"data": {**ATTACHMENT, "download_url": None, "host": "dropbox"}}
    monkeypatch.setattr(client, "_api", Answers([(200, body)]))
    with pytest.raises(error.AsanaError, match="is stored by dropbox"):
        client.attachments.download("3", io.BytesIO())


def test_row_50_what_was_not_understood_is_not_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    client = asana.Client.access_token("0/0123456789abcdef", base_url="http://127.0.0.1:1")
    bodies: list[Any] = [STALE, TASKS, {**NO_EVENTS, "sync": "S2"}, EVENTS, {"data": {"gid": "1"}}]
    statuses = [412, 200, 200, 200, 200]
    monkeypatch.setattr(client, "_api", Answers(list(zip(statuses, bodies, strict=True))))
    mirror = client.events.mirror("9", {})
    mirror.update()
    with pytest.raises(error.InvalidResponseError):
        mirror.update()
    assert set(mirror.tasks) == {"1", "2"}
