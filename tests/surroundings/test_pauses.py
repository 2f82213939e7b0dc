"""The polling interval of events, and the waits that Asana requests."""

import io
from typing import Any

import pytest

import asana
from asana.error import RateLimitEnforcedError
from asana.feed import Feed
from tests.conftest import client_of
from tests.faults import Act, FaultServer, failure, page, reply
from tests.old_code.work import DONE, MAKERS, Connect, Serve, Sleeps


def more(sync: str = "S1") -> Act:
    body = f'{{"data": [], "sync": "{sync}", "has_more": true}}'
    return reply(200, body.encode())


EVENT = reply(200, b'{"data": [{"n": 1}], "sync": "S9"}')
SAME = [more()] * 8
MOVING = [more(f"S{number}") for number in range(1, 9)]

WAITERS: dict[str, Any] = {
    "get_next": lambda c, **o: c.events.get_next({"resource": "1", "sync": "S0"}, **o),
    "get_iterator": lambda c, **o: next(
        c.events.get_iterator({"resource": "1", "sync": "S0"}, **o)
    ),
    "iterator without a token": lambda c, **o: next(c.events.get_iterator({"resource": "1"}, **o)),
    "feed": lambda c, **o: next(c.events.feed("1", {"1": "S0"}, **o)),
}


@pytest.mark.parametrize("waiter", WAITERS)
@pytest.mark.parametrize("answers", [SAME, MOVING], ids=["the same token", "new tokens"])
@pytest.mark.parametrize("maker", MAKERS)
def test_empty_answers_that_promise_more_are_paused_for(
    serve: Serve,
    sleeps: Sleeps,
    monkeypatch: pytest.MonkeyPatch,
    waiter: str,
    answers: list[Act],
    maker: str,
) -> None:
    monkeypatch.setattr(Feed, "wait", lambda self, seconds: sleeps.append(seconds))
    server = serve(*answers, EVENT)
    WAITERS[waiter](MAKERS[maker](asana.Client, base_url=server.base_url, poll_interval=5))
    assert len(server.requests) == 9
    assert len(sleeps) >= 6
    assert min(sleeps) >= 5
    assert sleeps == sorted(sleeps)
    assert sum(sleeps) >= 100


@pytest.mark.parametrize("poll_interval", [0, 0.01, 5, 100])
def test_pauses_are_never_short_while_more_is_promised(
    connect: Connect, sleeps: Sleeps, poll_interval: float
) -> None:
    client, _ = connect(*SAME, EVENT, poll_interval=poll_interval)
    client.events.get_next({"resource": "1", "sync": "S0"})
    assert min(sleeps) >= min(max(poll_interval, 1), 60)
    assert max(sleeps) <= max(poll_interval, 60)


def test_events_that_are_followed_by_more_are_not_paused_for(
    connect: Connect, sleeps: Sleeps
) -> None:
    full = reply(200, b'{"data": [{"n": 1}], "sync": "S1", "has_more": true}')
    client, server = connect(full)
    found = client.events.get_iterator({"resource": "1", "sync": "S0"}, item_limit=10)
    assert len(list(found)) == 10
    assert (sleeps, len(server.requests)) == ([], 10)


def test_a_single_empty_answer_with_a_new_token_is_asked_on_at_once(
    connect: Connect, sleeps: Sleeps
) -> None:
    client, _ = connect(more("S1"), EVENT)
    client.events.get_next({"resource": "1", "sync": "S0"})
    assert sleeps == []


# -- waits that are too long

LONG = ["1790000000000", "99999999999999999999", "86400", "9" * 400]


def limited(seconds: str, status: int = 429) -> Act:
    return failure(status, Retry_After=seconds)


@pytest.mark.parametrize("seconds", LONG)
@pytest.mark.parametrize("deadline", [300, None])
@pytest.mark.parametrize("maker", MAKERS)
def test_a_pause_beyond_the_deadline_is_an_error_at_once(
    serve: Serve, sleeps: Sleeps, seconds: str, deadline: float | None, maker: str
) -> None:
    server = serve(limited(seconds), DONE)
    client = MAKERS[maker](asana.Client, base_url=server.base_url, deadline=deadline)
    with pytest.raises(RateLimitEnforcedError) as caught:
        client.users.me()
    assert caught.value.retry_after == float(seconds)
    assert (sleeps, len(server.requests)) == ([], 1)


def batch_of(client: asana.Client) -> Any:
    batch = client.batch()
    batch.users.me()
    (action,) = batch.send()
    return action.result()


CALLS: dict[str, Any] = {
    "post": lambda c: c.tasks.create(name="x"),
    "put": lambda c: c.tasks.update("1", name="x"),
    "delete": lambda c: c.tasks.delete("1"),
    "listing": lambda c: list(c.tasks.find_by_project("1")),
    "prefetched": lambda c: list(c.tasks.find_by_project("1", prefetch=True)),
    "one page": lambda c: c.tasks.find_by_project("1", iterator_type=None),
    "upload": lambda c: c.attachments.create_on_task("1", b"x", "n"),
    "download": lambda c: c.download(f"{c.options['base_url']}/f", io.BytesIO()),
    "events": lambda c: c.events.get_next({"resource": "1", "sync": "s"}),
    "feed": lambda c: next(c.events.feed("1", {"1": "s"})),
    "batch": batch_of,
    "map": lambda c: list(c.map(c.tasks.find_by_id, ["1"])),
}


@pytest.mark.parametrize("call", CALLS)
def test_each_call_raises_at_once(connect: Connect, sleeps: Sleeps, call: str) -> None:
    client, server = connect(limited("1790000000000"), DONE)
    with pytest.raises(RateLimitEnforcedError) as caught:
        CALLS[call](client)
    assert caught.value.retry_after == 1.79e12
    assert (sleeps, len(server.requests)) == ([], 1)


def test_a_long_pause_after_a_5xx_is_an_error_at_once(connect: Connect, sleeps: Sleeps) -> None:
    client, server = connect(limited("1790000000000", 503), DONE)
    with pytest.raises(asana.error.ServerError) as caught:
        client.users.me()
    assert caught.value.retry_after == 1.79e12
    assert (sleeps, len(server.requests)) == ([], 1)


def test_a_long_pause_holds_other_calls_for_minutes_only(serve: Serve, sleeps: Sleeps) -> None:
    server: FaultServer = serve(limited("1790000000000"), DONE)
    client = client_of(server)
    with pytest.raises(RateLimitEnforcedError):
        client.users.me()
    assert client.users.me(deadline=None) == {"gid": "1"}
    assert sum(sleeps) <= 300


@pytest.mark.parametrize(
    ("seconds", "wait"),
    [("1", 1.0), ("1.5", 1.5), (" 7 ", 7.0), ("299", 299.0), ("0", 1.0)],
)
def test_a_pause_within_the_deadline_is_waited_for(
    connect: Connect, sleeps: Sleeps, seconds: str, wait: float
) -> None:
    client, _ = connect(limited(seconds), DONE)
    assert client.users.me() == {"gid": "1"}
    assert sleeps == [wait]


@pytest.mark.parametrize("nonsense", ["abc", "-5", "+5", "1e5", "inf", "nan", "0x10", "5,5", ""])
def test_nonsense_is_waited_for_as_if_nothing_was_told(
    connect: Connect, sleeps: Sleeps, nonsense: str
) -> None:
    client, _ = connect(limited(nonsense), DONE)
    assert client.users.me() == {"gid": "1"}
    assert sleeps == [1.0]


def test_a_date_far_ahead_is_an_error_at_once(connect: Connect, sleeps: Sleeps) -> None:
    client, _ = connect(limited("Wed, 21 Oct 2065 07:28:00 GMT"), page([], None))
    with pytest.raises(RateLimitEnforcedError) as caught:
        list(client.tasks.find_by_project("1"))
    assert caught.value.retry_after is not None
    assert caught.value.retry_after > 1e8
    assert sleeps == []
