"""One rate limit for many processes: what it admits and delays, and its behavior without Redis."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

import asana
from asana.sandbox import Sandbox
from asana.stores import SharedRate
from asana.stores import rate as module
from tests.faults import FaultServer, data, failure
from tests.fleet.conftest import RedisServer

READ, WRITE = (1, 0), (0, 1)
GET, SEARCH, POST = "GET /tasks/{}", "GET /workspaces/{}/tasks/search", "POST /tasks"


def taken(rate: SharedRate, route: str = GET, load: tuple[int, int] = READ, most: int = 99) -> int:
    """Return the number of requests admitted at once."""
    for number in range(most):
        try:
            rate.acquire(route, 0, load)
        except TimeoutError:
            return number
        rate.release(route)
    return most


def test_a_minute_has_so_many_requests(redis_server: RedisServer) -> None:
    first, second = (SharedRate(redis_server.url, 12) for _ in range(2))
    assert taken(first, most=5) == 5
    assert (
        taken(second) == 6
    )  # the rest of a burst: a twelfth of the minute's requests, and a batch


def test_a_batch_counts_as_its_actions(redis_server: RedisServer) -> None:
    rate = SharedRate(redis_server.url, 120)
    assert taken(rate, "POST /batch", (7, 3)) == 2


def test_searches_have_a_budget_of_their_own(redis_server: RedisServer) -> None:
    rate = SharedRate(redis_server.url, 6000, searches_per_minute=3)
    assert taken(rate, SEARCH) == 3
    assert taken(rate, GET, most=20) == 20


def test_names_keep_tokens_apart(redis_server: RedisServer) -> None:
    assert taken(SharedRate(redis_server.url, 1, name="a")) == 1
    assert taken(SharedRate(redis_server.url, 1, name="a")) == 0
    assert taken(SharedRate(redis_server.url, 1, name="b")) == 1


@pytest.mark.parametrize(("route", "load", "most"), [(GET, READ, 50), (POST, WRITE, 15)])
def test_so_many_are_in_flight_at_once(
    redis_server: RedisServer, route: str, load: tuple[int, int], most: int
) -> None:
    rates = [SharedRate(redis_server.url, 9000) for _ in range(2)]
    ready, go = threading.Barrier(most + 1), threading.Event()

    def hold(rate: SharedRate) -> None:
        rate.acquire(route, 10, load)
        ready.wait()
        go.wait()
        rate.release(route)

    threads = [threading.Thread(target=hold, args=(rates[n % 2],)) for n in range(most)]
    for thread in threads:
        thread.start()
    ready.wait()
    with pytest.raises(TimeoutError):
        rates[0].acquire(route, 0, load)
    go.set()
    for thread in threads:
        thread.join()
    rates[1].acquire(route, 0, load)


def test_a_place_of_a_process_that_died_is_free_after_a_time(
    redis_server: RedisServer, redis_client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LEASE", 1)
    rate = SharedRate(redis_server.url, 9000)
    for _ in range(15):
        rate.acquire(POST, 1, WRITE)  # never released
    time.sleep(0.005)
    rate.acquire(POST, 0.4, WRITE)


def test_a_pause_holds_for_all(redis_server: RedisServer) -> None:
    first, second = (SharedRate(redis_server.url, 60) for _ in range(2))
    first.pause(30)
    first.pause(1)  # a shorter pause does not end it
    with pytest.raises(TimeoutError, match=r"(29|30)\.?\d* s"):
        second.acquire(GET, 5, READ)
    with Sandbox() as sandbox:
        client = sandbox.client(rate_limit=second, deadline=20)
        with pytest.raises(asana.error.RateLimitEnforcedError) as caught:
            client.users.me()
    assert caught.value.retry_after == pytest.approx(29.5, abs=0.5)
    assert list(sandbox.requests) == []


def test_a_client_tells_the_others_of_a_429(
    redis_server: RedisServer, serve: Callable[..., FaultServer], sleeps: list[float]
) -> None:
    server = serve(failure(429, Retry_After="20"), data({"gid": "1"}))
    rates = [SharedRate(redis_server.url, 60) for _ in range(2)]
    client = asana.Client(base_url=server.base_url, rate_limit=rates[0], max_retries=0)
    with pytest.raises(asana.error.RateLimitEnforcedError):
        client.get("/x")
    other = asana.Client(base_url=server.base_url, rate_limit=rates[1], deadline=5)
    with pytest.raises(asana.error.RateLimitEnforcedError, match="allows the next request in"):
        other.get("/x")
    assert len(server.requests) == 1


def test_a_client_in_a_sandbox(redis_server: RedisServer) -> None:
    with Sandbox(rate_limit=60) as sandbox:
        client = sandbox.client(rate_limit=SharedRate(redis_server.url, 60), max_retries=0)
        for _ in range(12):
            client.users.me()
        assert [each.status for each in sandbox.requests] == [200] * 12


def test_time_is_that_of_redis(redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    rate = SharedRate(redis_server.url, 1)
    assert taken(rate) == 1
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3600)
    assert taken(rate) == 0


def test_what_redis_lost_is_restored(redis_server: RedisServer) -> None:
    first, second = (SharedRate(redis_server.url, 12) for _ in range(2))
    assert taken(first, most=6) == 6
    assert taken(second, most=3) == 3
    redis_server.stop()
    redis_server.start()
    first.acquire(GET, 5, READ)  # which restores its six
    second.acquire(GET, 5, READ)  # and its three: eleven in total
    assert taken(first) == 0


def test_redis_may_be_away_for_a_moment(redis_server: RedisServer) -> None:
    rate = SharedRate(redis_server.url, 60)
    rate.acquire(GET, 1, READ)
    redis_server.stop()
    again = threading.Timer(0.2, redis_server.start)
    again.start()
    rate.release(GET)
    rate.acquire(GET, 20, READ)
    again.join()


def test_without_redis_the_call_fails_before_anything_is_sent(
    redis_server: RedisServer, serve: Callable[..., FaultServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AWAY", 0.0)
    server = serve(data({}))
    rate = SharedRate(redis_server.url, 60)
    redis_server.stop()
    client = asana.Client(base_url=server.base_url, rate_limit=rate)
    with pytest.raises(ConnectionError, match="the shared rate limit is unavailable"):
        client.post("/tasks", {"name": "x"})
    assert server.requests == []


def test_each_goes_on_alone_where_that_was_chosen(
    redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch, sleeps: list[float]
) -> None:
    monkeypatch.setattr(module, "AWAY", 0.0)
    rate = SharedRate(redis_server.url, 600, when_away="alone", processes=5)
    redis_server.stop()
    for _ in range(3):
        rate.acquire(GET, 60, READ)
        rate.release(GET)
    assert sum(sleeps) == pytest.approx(0.5 + 1, abs=0.2)  # as with a fifth of the limit
    with pytest.raises(TimeoutError, match="Redis is unavailable"):
        rate.acquire(GET, 0.1, READ)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0,), "per_minute must be a positive whole number"),
        ((1.5,), "per_minute must be a positive whole number"),
    ],
)
def test_bad_numbers(redis_server: RedisServer, arguments: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        SharedRate(redis_server.url, *arguments)


def test_bad_arguments(redis_server: RedisServer) -> None:
    given: Any = "sometimes"
    with pytest.raises(ValueError, match='when_away must be "raise" or "alone"'):
        SharedRate(redis_server.url, 1, when_away=given)
    with pytest.raises(ValueError, match="needs processes="):
        SharedRate(redis_server.url, 1, when_away="alone")
    given = 5
    with pytest.raises(TypeError, match="url must be a string"):
        SharedRate(given, 1)


def test_no_password_is_shown() -> None:
    pytest.importorskip("redis")
    rate = SharedRate("redis://:s3cret@127.0.0.1:1/0", 5)
    assert "s3cret" not in repr(rate)


class Counting:
    """A program's own rate limit."""

    def __init__(self) -> None:
        self.seen: list[tuple[Any, ...]] = []

    def acquire(self, route: str, timeout: float | None, load: tuple[int, int]) -> None:
        self.seen.append(("acquire", route, tuple(load)))

    def release(self, route: str) -> None:
        self.seen.append(("release", route))

    def pause(self, seconds: float) -> None:
        self.seen.append(("pause", seconds))


def test_an_object_of_the_programs_own(
    serve: Callable[..., FaultServer], sleeps: list[float]
) -> None:
    server = serve(failure(429, Retry_After="7"), data({"gid": "1"}))
    rate = Counting()
    client = asana.Client.access_token("1/23", base_url=server.base_url, rate_limit=rate)
    client.tasks.get_task("12")
    one = [("acquire", "GET /tasks/{}", READ), ("release", "GET /tasks/{}")]
    assert rate.seen == [*one, ("pause", 7), *one]


@pytest.mark.parametrize("given", ["1500", object(), {}, 0, True])
def test_what_is_no_rate_limit(given: Any) -> None:
    with pytest.raises(ValueError, match="rate_limit must be a positive whole number"):
        asana.Client(rate_limit=given)
