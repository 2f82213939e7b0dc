"""Warnings raised as exceptions, and their records."""

import io
import warnings
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

import asana
from asana import AsanaChangeWarning
from asana import _verbs as verbs
from tests.faults import Act, data, page, reply
from tests.old_code.work import DONE, MAKERS, Connect, Serve

NOTICE = "name=x;info=https://a.example;affected=true"
RECORD = {"gid": "7"}


def noticed(body: str, status: int = 200, **headers: str) -> Act:
    return reply(status, body.encode(), Asana_Change=NOTICE, **headers)


ONE = noticed('{"data": {"gid": "7"}}')


@pytest.fixture
def strict() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


WRITES: dict[str, tuple[Any, Act, Any]] = {
    "post": (lambda c: c.tasks.create(name="x"), noticed('{"data": {"gid": "7"}}', 201), RECORD),
    "put": (lambda c: c.tasks.update("1", name="x"), ONE, RECORD),
    "delete": (lambda c: c.tasks.delete("1"), noticed('{"data": {}}'), {}),
    "delete without a body": (lambda c: c.tasks.delete("1"), noticed(""), {}),
    "get": (lambda c: c.users.me(), ONE, RECORD),
    "request": (lambda c: c.request("post", "/x", data={"a": 1}), ONE, RECORD),
    "whole payload": (lambda c: c.tasks.create(name="x", full_payload=True), ONE, RECORD),
    "upload": (lambda c: c.attachments.create_on_task("1", b"x", "n"), ONE, RECORD),
    "file": (
        lambda c: c.attachments.create_attachment_for_object(
            {"parent": "1"}, file=io.BytesIO(b"x"), file_name="n"
        ),
        ONE,
        RECORD,
    ),
    "adding": (lambda c: c.tasks.add_tag("1", tag="2"), noticed('{"data": {}}'), {}),
    "duplicate": (lambda c: c.tasks.duplicate_task("1", name="x"), ONE, RECORD),
    "webhook": (lambda c: c.webhooks.create(resource="1", target="x"), ONE, RECORD),
    "listing": (
        lambda c: list(c.tasks.find_by_project("1")),
        noticed('{"data": [{"gid": "7"}], "next_page": null}'),
        [RECORD],
    ),
    "prefetched": (
        lambda c: list(c.tasks.find_by_project("1", prefetch=True)),
        noticed('{"data": [{"gid": "7"}], "next_page": null}'),
        [RECORD],
    ),
    "events": (
        lambda c: c.events.get_next({"resource": "1", "sync": "s"}),
        noticed('{"data": [{"gid": "7"}], "sync": "S2"}'),
        [RECORD],
    ),
}


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.usefixtures("strict")
def test_the_record_is_on_the_exception(serve: Serve, write: str, maker: str) -> None:
    do, act, record = WRITES[write]
    server = serve(act)
    client = MAKERS[maker](asana.Client, base_url=server.base_url)
    with pytest.raises(AsanaChangeWarning) as caught:
        do(client)
    assert caught.value.record == record  # type: ignore[attr-defined]
    assert len(server.requests) == 1


@pytest.mark.usefixtures("strict")
def test_the_record_is_on_the_exception_after_a_rate_limit(connect: Connect) -> None:
    limited = noticed('{"errors": []}', 429, Retry_After="0.001")
    client, server = connect(limited, ONE)
    with pytest.raises(AsanaChangeWarning) as caught:
        client.tasks.create(name="x")
    assert caught.value.record == RECORD  # type: ignore[attr-defined]
    assert len(server.requests) == 2


@pytest.mark.usefixtures("strict")
def test_a_batch_has_its_results_all_the_same(connect: Connect) -> None:
    answers = (
        '{"data": [{"status_code": 201, "body": {"data": {"gid": "7"}}},'
        ' {"status_code": 404, "body": {"errors": [{"message": "gone"}]}}]}'
    )
    client, server = connect(noticed(answers))
    batch = client.batch()
    made: Any = batch.tasks.create(name="x")
    read: Any = batch.tasks.find_by_id("1")
    with pytest.raises(AsanaChangeWarning):
        batch.send()
    assert made.result() == RECORD
    assert isinstance(read.error, asana.error.NotFoundError)
    assert len(batch) == 0
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [400, 404, 500])
@pytest.mark.usefixtures("strict")
def test_an_error_of_asana_goes_before_the_warning(connect: Connect, status: int) -> None:
    client, _ = connect(noticed('{"errors": [{"message": "no"}]}', status), max_retries=0)
    with pytest.raises(asana.AsanaError):
        client.tasks.create(name="x")


@pytest.mark.usefixtures("strict")
def test_a_listing_goes_on_after_the_warning(connect: Connect) -> None:
    listed = noticed('{"data": [{"gid": "1"}], "next_page": {"offset": "A"}}')
    client, _ = connect(listed, page([{"gid": "1"}], "A"), page([{"gid": "2"}], None))
    tasks = client.tasks.find_by_project("9")
    with pytest.raises(AsanaChangeWarning):
        next(tasks)
    assert [task["gid"] for task in tasks] == ["1", "2"]


@pytest.mark.usefixtures("strict")
def test_a_feed_loses_nothing_to_the_warning(connect: Connect) -> None:
    event = '{"data": [{"n": 1}], "sync": "S2"}'
    client, _ = connect(noticed(event), reply(200, event.encode()))
    store = {"1": "S1"}
    feed = client.events.feed("1", store)
    with pytest.raises(AsanaChangeWarning):
        next(feed)
    assert store == {"1": "S1"}
    assert next(feed) == {"n": 1}


@pytest.mark.usefixtures("strict")
def test_results_in_parallel_hold_the_record(connect: Connect) -> None:
    client, _ = connect(ONE)
    found = list(client.map(lambda n: client.tasks.create(name=n), ["a", "b"], return_errors=True))
    assert [getattr(each, "record", None) for each in found] == [RECORD, RECORD]


def test_a_warning_that_is_no_error_returns_the_record(connect: Connect) -> None:
    client, _ = connect(ONE)
    with pytest.warns(AsanaChangeWarning) as caught:
        made: Any = client.tasks.create(name="x")
    assert made == RECORD
    assert caught[0].filename == __file__


# -- the library's own warnings come before anything is sent

OURS: dict[str, Any] = {
    "misspelled option of a post": lambda c: c.tasks.create(name="x", opt_feilds="a"),
    "misspelled option of a put": lambda c: c.tasks.update("1", name="x", opt_feilds="a"),
    "misspelled option of a get": lambda c: c.users.me(opt_feilds="a"),
    "misspelled option of a listing": lambda c: list(c.tasks.find_by_project("1", page_sise=5)),
    "misspelled option of an upload": lambda c: c.attachments.create_on_task(
        "1", b"x", "n", opt_feilds="a"
    ),
    "misspelled option of a request": lambda c: c.request("post", "/x", data={}, opt_feilds="a"),
    "misspelled option in a batch": lambda c: c.batch().tasks.create(name="x", opt_feilds="a"),
    "None": lambda c: c.delete("/x", {"a": None}),
    "None in the query of a write": lambda c: c.post("/x", {}, query={"a": None}),
    "page size": lambda c: list(c.tasks.find_by_project("1", page_size=1000)),
    "time": lambda c: c.delete("/x", {"a": datetime(2026, 1, 1)}),
    "time in the query of a write": lambda c: c.post("/x", {}, query={"a": datetime(2026, 1, 1)}),
}


@pytest.mark.parametrize("call", OURS)
@pytest.mark.usefixtures("strict")
def test_our_own_warnings_come_before_anything_is_sent(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    monkeypatch.setattr(verbs, "_warned", set())
    client, server = connect(page([], None))
    for _ in range(2):
        with pytest.raises(UserWarning):
            OURS[call](client)
    assert server.requests == []


def test_a_misspelled_option_warns_at_the_line_of_the_call(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbs, "_warned", set())
    client, server = connect(DONE)
    with pytest.warns(UserWarning, match="opt_fields") as caught:
        client.tasks.create(name="x", opt_feilds="a")
    assert caught[0].filename == __file__
    assert server.requests[0].json == {"data": {"opt_feilds": "a", "name": "x"}}


@pytest.mark.usefixtures("strict")
def test_a_search_that_is_cut_short_is_not_lost_to_its_warning(connect: Connect) -> None:
    client, server = connect(data([{"gid": str(number)} for number in range(100)]))
    tasks = client.tasks.search_in_workspace("1", sort_by="likes", item_limit=200)
    given: list[Any] = []
    try:
        given.extend(tasks)
    except UserWarning:
        given.extend(tasks)
    assert len(given) == 100
    assert len(server.requests) == 1
