"""What a shared rate limit sends to Redis, and how long it waits: with no server and no clock."""

import logging
import math
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest

from asana.stores import SharedRate
from asana.stores import rate as module
from tests.fleet.conftest import RedisServer

redis = pytest.importorskip("redis", reason="redis is not installed: pip install asana[shared]")

URL = "redis://127.0.0.1:1/0"
READ = (1, 0)
GET, SEARCH = "GET /tasks/{}", "GET /workspaces/{}/tasks/search"


class Clock:
    """The time, which only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Script:
    """Takes the place of the script in Redis."""

    def __init__(self, *answers: Any) -> None:
        self.answers = answers
        self.calls: list[tuple[list[str], list[Any]]] = []

    def __call__(self, keys: list[str], args: list[Any]) -> Any:
        answer = self.answers[min(len(self.calls), len(self.answers) - 1)]
        self.calls.append((keys, args))
        if isinstance(answer, Exception):
            raise answer
        return answer


ADMITTED = [0, 5, b"state"]
AWAY = redis.exceptions.ConnectionError("refused")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def rate_with(*answers: Any, **how: Any) -> tuple[Any, Script]:
    rate: Any = SharedRate(URL, how.pop("per_minute", 600), **how)
    rate._acquire = script = Script(*answers)
    return rate, script


@pytest.mark.parametrize(
    ("route", "load", "per_minute", "expected"),
    [
        (GET, (1, 0), 600, [1, 0, 0, 600, 60, 50, 15, 60_000, 61_000, 5_000, 60]),
        (SEARCH, (1, 0), 1500, [1, 0, 1, 1500, 60, 50, 15, 60_000, 61_000, 5_000, 135]),
        ("GET /workspaces/{}/projects/search", READ, 1, [1, 0, 1, 1, 60, 50, 15, 60_000]),
        ("POST /batch", (7, 3), 13, [7, 3, 0, 13, 60, 50, 15, 60_000, 61_000, 5_000, 12]),
    ],
)
def test_what_the_script_gets(
    route: str, load: tuple[int, int], per_minute: int, expected: list[int]
) -> None:
    rate, script = rate_with(ADMITTED, per_minute=per_minute)
    rate.acquire(route, 1, load)
    ((keys, arguments),) = script.calls
    names = ("minute", "searches", "reads", "writes", "pause", "state")
    assert keys == [f"{{asana}}:rate:{name}" for name in names]
    request, *numbers, state, longest = arguments
    assert numbers[: len(expected)] == expected
    assert (state, longest) == (request, 300_000)
    first, _, second = request.partition(":")
    assert [len(bytes.fromhex(part)) for part in (first, second)] == [8, 8]
    rate.acquire(route, 1, load)
    again = script.calls[1][1][0]
    assert again.startswith(f"{first}:")
    assert again != request


@pytest.mark.parametrize(("wait", "least", "most"), [(1500, 1.5, 1.5), (-1, 0.02, 0.06)])
def test_the_wait_that_the_script_returns(
    clock: Clock, wait: int, least: float, most: float
) -> None:
    rate, script = rate_with([wait, 5, b"state"], ADMITTED)
    rate.acquire(GET, None, READ)
    assert len(script.calls) == 2
    assert least <= clock.slept[0] <= most


def test_the_longest_wait_is_the_timeout(clock: Clock) -> None:
    rate, _ = rate_with([5000, 5, b"state"], ADMITTED)
    rate.acquire(GET, 5, READ)
    assert clock.slept == [5]
    rate, _ = rate_with([5000, 5, b"state"])
    with pytest.raises(TimeoutError) as caught:
        rate.acquire(GET, 4.5, READ)
    assert str(caught.value) == "the shared rate limit allows the next request in 5 s"
    assert vars(caught.value) == {"retry_after": 5.0}
    assert clock.slept == [5]


@pytest.mark.parametrize(("timeout", "seconds"), [(None, 10), (60, 10), (2, 2)])
def test_redis_may_be_away_for_so_long(clock: Clock, timeout: float | None, seconds: float) -> None:
    rate, _ = rate_with(AWAY)
    with pytest.raises(ConnectionError) as caught:
        rate.acquire(GET, timeout, READ)
    assert str(caught.value) == "the shared rate limit is unavailable: ConnectionError"
    assert set(clock.slept) == {0.1}
    assert sum(clock.slept) == pytest.approx(seconds, abs=0.11)


def test_an_answer_of_redis_renews_the_patience(clock: Clock) -> None:
    rate, _ = rate_with(*[AWAY] * 60, [-1, 5, b"state"], *[AWAY] * 90, ADMITTED)
    rate.acquire(GET, None, READ)
    assert len(clock.slept) == 151


def test_alone_it_asks_redis_every_five_seconds(clock: Clock) -> None:
    rate, script = rate_with(AWAY, per_minute=60, when_away="alone", processes=1)
    asked = []
    for pause in (0, 1, 1, 1, 3, 1, 20, 1):
        clock.now += pause
        before = len(script.calls)
        rate.acquire(GET, None, READ)
        asked.append(len(script.calls) - before)
    # The first and the last but one, after more than ten seconds, wait for Redis to return.
    first, *others, late, last = asked
    assert (first, late) == (pytest.approx(100, abs=2), pytest.approx(100, abs=2))
    assert others == [0, 0, 0, 1, 0]
    assert last == 0


def test_alone_a_process_sends_its_share(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    alone = SharedRate(URL, 600, when_away="alone", processes=5)._alone
    assert alone is not None
    with caplog.at_level(logging.WARNING, "asana"):
        for _ in range(3):
            alone.take(clock.now + 0.5)
        assert clock.slept == [0, 0.5, 0.5]
        with pytest.raises(TimeoutError) as caught:
            alone.take(clock.now + 0.25)
        clock.now += 58.5
        alone.take(math.inf)
        warned = [len(caplog.messages)]
        clock.now += 2
        alone.take(math.inf)
        warned.append(len(caplog.messages))
    assert vars(caught.value) == {"retry_after": 0.5}
    assert "Redis is unavailable, and the turn of this process would come" in str(caught.value)
    assert warned == [1, 2]
    assert caplog.messages[0] == "Redis is unavailable: sending a request every 0.5 s"
    assert {each.name for each in caplog.records} == {"asana"}


def test_lost_requests_are_restored_once(monkeypatch: pytest.MonkeyPatch) -> None:
    states = [(100_000, b"a"), (100_001, b"a"), (161_000, b"b"), (161_001, b"b"), (300_000, b"c")]
    rate, _ = rate_with(*[[0, now, state] for now, state in states])
    restored: list[Any] = []
    monkeypatch.setattr(rate, "_restore", lambda *given: restored.append(given))
    for route, load in ((GET, READ), (SEARCH, (2, 1)), (GET, READ), (GET, READ), (GET, READ)):
        rate.acquire(route, 1, load)
    ((entries, now),) = restored  # the first is too old, and for the last state, all are
    assert now == 161_000
    assert [(each.at, each.size, each.search) for each in entries] == [(100_001, 3, True)]


def test_what_is_restored(redis_server: RedisServer, redis_client: Any) -> None:
    rate: Any = SharedRate(redis_server.url, 600)
    rate._restore([module._Entry(7, "a", 2, False), module._Entry(8, "b", 1, True)], 9)
    members = {key: redis_client.zrange(key, 0, -1, withscores=True) for key in rate._keys}
    searches = [(b"b:1", 8)]
    assert [*members.values()] == [[(b"a:1", 7), (b"a:2", 7), *searches], searches, [], [], [], []]
    assert all(60_000 < redis_client.pttl(key) <= 61_000 for key in rate._keys[:2])


def test_what_is_in_flight(redis_server: RedisServer, redis_client: Any) -> None:
    rate: Any = SharedRate(redis_server.url, 600)

    def sizes() -> list[int]:
        return [redis_client.zcard(key) for key in rate._keys[:4]]

    for load, route, expected in (
        ((2, 1), SEARCH, [[3, 3, 2, 1], [3, 3, 0, 0]]),
        ((0, 2), GET, [[5, 3, 0, 2], [5, 3, 0, 0]]),
        ((1, 0), GET, [[6, 3, 1, 0], [6, 3, 0, 0]]),
    ):
        rate.acquire(route, 1, load)
        held = sizes()
        for _ in range(2):  # the second time, there is nothing to release
            rate.release(route)
        assert [held, sizes()] == expected


@pytest.mark.parametrize(
    ("there", "seconds", "expected"),
    [
        (None, 2.5, 2500),
        (-2, 0.0001, 1),
        (-2, 0, 1),
        (2499, 2.4995, 2500),
        (2500, 2.5, None),
        (0, 1, 1000),
    ],
)
def test_a_longer_pause_replaces_a_shorter_one(
    there: int | None, seconds: float, expected: int | None
) -> None:
    rate, _ = rate_with(ADMITTED)
    rate._redis = mock.Mock(**{"pttl.return_value": there})
    rate.pause(seconds)
    rate._redis.pttl.assert_called_once_with("{asana}:rate:pause")
    calls = [] if expected is None else [mock.call("{asana}:rate:pause", "1", px=expected)]
    assert rate._redis.set.mock_calls == calls


def test_a_failure_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    rate, _ = rate_with(ADMITTED)
    rate._redis = mock.Mock(**{"pttl.side_effect": AWAY, "pipeline.side_effect": OSError("gone")})
    with caplog.at_level(logging.DEBUG, "asana"):
        rate.release(GET)  # of no request
        rate.acquire(GET, 1, READ)
        rate.release(GET)
        rate.pause(1)
    assert caplog.record_tuples == [
        ("asana", logging.DEBUG, "a finished request counts as in flight for 60 s: gone"),
        ("asana", logging.WARNING, "cannot share a pause with the other processes: refused"),
    ]


@pytest.mark.parametrize("name", ["per_minute", "searches_per_minute", "processes"])
def test_the_error_names_the_bad_number(name: str) -> None:
    given: Any = {"per_minute": 1, name: 0}
    with pytest.raises(ValueError, match=rf"^{name} must be a positive whole number"):
        SharedRate(URL, **given)


def test_the_limits_are_attributes() -> None:
    rate: Any = SharedRate(URL, 5, name="b")
    assert (rate.per_minute, rate.searches_per_minute, rate._alone) == (5, 60, None)
    assert SharedRate(URL, 5, searches_per_minute=7).searches_per_minute == 7
    assert repr(rate) == "<SharedRate of 5 requests per minute, {b}:rate:minute>"
    settings = SimpleNamespace(**rate._redis.connection_pool.connection_kwargs)
    assert (settings.socket_timeout, settings.socket_connect_timeout) == (2, 2)
