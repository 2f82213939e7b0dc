"""The pacer: a 429 pauses every thread, and a rate limit is respected and fully used."""

import heapq
import itertools
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

import asana
from asana import error
from asana._http.bearer import BearerAuth
from asana._http.deadline import NEVER, Deadline
from asana._http.pacer import Pacer, Place
from asana._http.request import Load
from asana.error import AsanaError
from asana.sandbox.web.limits import Allowance
from tests.faults import FaultServer, data, failure
from tests.layers import pacer_of

Connect = Callable[..., tuple[asana.Client, FaultServer]]

READ, WRITE = Load(1, 0), Load(0, 1)


@contextmanager
def turn(pacer: Pacer, *arguments: Any) -> Iterator[AsanaError | None]:
    """Wait for a turn, and end it; return the error if there is none."""
    place = pacer.begin(*arguments)
    if place is None or isinstance(place, AsanaError):
        yield place
        return
    try:
        yield None
    finally:
        pacer.end(place)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that only sleeping advances; its only item is the time."""
    now = [1000.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "sleep", sleep)
    return now


def in_another_thread(function: Callable[[], Any]) -> Any:
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(function).result()


def entered(pacer: Pacer, load: Load, rate_limit: int | None = None) -> Place | None:
    """Return the place of a request, if there is room for it now."""
    place = pacer.place(load, rate_limit)
    return place if pacer.enter(place, Deadline(-1)) else None


def reserved(pacer: Pacer, now: float, rate_limit: int | None = None, until: float = 0) -> float:
    return pacer.reserve(pacer.place(READ, rate_limit), now, until)


def begun(pacer: Pacer, load: Load, deadline: Deadline = NEVER) -> Any:
    """Return the turn of a request of another thread, or the error if there is none."""
    return in_another_thread(lambda: pacer.begin(load, None, deadline))


def entered_and_begun(pacer: Pacer, now: float) -> Place:
    place = pacer.place(READ, 1)
    assert pacer.enter(place, NEVER)
    assert pacer.reserve(place, now) == now
    return place


def refused(client: asana.Client) -> None:
    with pytest.raises(error.RateLimitEnforcedError):
        client.get("/x", max_retries=0)


# -- a 429


def test_every_thread_waits_after_a_429(connect: Connect, sleeps: list[float]) -> None:
    client, server = connect(failure(429, Retry_After="7"), data({"gid": "1"}))
    in_another_thread(lambda: refused(client))
    assert sleeps == []
    assert client.get("/x") == {"gid": "1"}
    assert sleeps == [pytest.approx(7, abs=3)]
    assert len(server.requests) == 2


def test_the_call_that_was_told_waits_once(connect: Connect, sleeps: list[float]) -> None:
    client, _ = connect(failure(429, Retry_After="7"), data({"gid": "1"}))
    assert client.get("/x") == {"gid": "1"}
    assert sleeps == [7]


def test_a_call_that_was_told_and_gave_up_is_waited_for_too(
    connect: Connect, sleeps: list[float]
) -> None:
    client, _ = connect(failure(429, Retry_After="7"), data({"gid": "1"}))
    refused(client)
    assert client.get("/x") == {"gid": "1"}
    assert sleeps == [pytest.approx(7, abs=3)]


def test_without_a_time_to_wait_the_others_wait_as_long_as_the_first_resend(
    connect: Connect, sleeps: list[float]
) -> None:
    client, _ = connect(failure(429), data({"gid": "1"}))
    client.RETRY_DELAY = 3
    refused(client)
    assert client.get("/x") == {"gid": "1"}
    assert sleeps == [pytest.approx(3, abs=3)]


def test_a_pause_that_has_been_waited_out_is_over(connect: Connect, sleeps: list[float]) -> None:
    client, _ = connect(failure(429, Retry_After="7"), data({"gid": "1"}))
    for _ in range(3):
        client.get("/x")
    assert sleeps == [7]


def test_a_wait_that_outlasts_the_deadline_is_not_begun(
    connect: Connect, sleeps: list[float]
) -> None:
    client, server = connect(failure(429, Retry_After="100"), data({"gid": "1"}))
    refused(client)
    with pytest.raises(error.RateLimitEnforcedError, match="exceed the deadline") as caught:
        client.post("/x", {}, deadline=10)
    assert caught.value.retry_after == pytest.approx(100, abs=3)
    assert (caught.value.status, caught.value.response) == (None, None)
    assert (caught.value.method, caught.value.path) == ("POST", "/x")
    assert sleeps == []
    assert len(server.requests) == 1


@pytest.mark.parametrize(("pause", "deadline"), [(8, 10), (9.9, 10), (95, 100), (299, 300)])
def test_a_wait_that_leaves_too_little_time_is_not_begun(
    pause: float, deadline: float, connect: Connect, sleeps: list[float]
) -> None:
    client, server = connect(failure(429, Retry_After=str(pause)), data({"gid": "1"}))
    refused(client)
    with pytest.raises(error.RateLimitEnforcedError, match="exceed the deadline") as caught:
        client.get("/x", deadline=deadline)
    assert caught.value.retry_after == pytest.approx(pause, abs=3)
    assert sleeps == []
    assert len(server.requests) == 1


def test_a_call_that_was_held_back_prolongs_no_pause(connect: Connect, sleeps: list[float]) -> None:
    client, _ = connect(failure(429, Retry_After="100"), data({}))
    refused(client)
    before = pacer_of(client)._paused_until
    for _ in range(3):
        with pytest.raises(error.RateLimitEnforcedError, match="exceed the deadline"):
            client.get("/x", deadline=10)
    assert pacer_of(client)._paused_until == before


def test_the_longest_pause_counts(clock: list[float]) -> None:
    pacer = Pacer()
    assert pacer.pause(10) == 1010
    assert pacer.pause(3) == 1003
    assert reserved(pacer, clock[0]) == 1010
    assert reserved(pacer, 1003, until=1003) == 1010
    assert reserved(pacer, 1003, until=1010) == 1003
    assert reserved(pacer, 1020) == 1020


def test_only_the_pause_that_was_waited_out_ends(clock: list[float]) -> None:
    pacer = Pacer()
    first = pacer.pause(10)
    pacer.pause(20)
    pacer.resume(first)
    assert reserved(pacer, clock[0]) == 1020


def test_no_pause_is_for_ever(clock: list[float]) -> None:
    pacer = Pacer()
    pacer.pause(1e39)
    assert reserved(pacer, clock[0]) == 1300


def test_a_rate_limit_of_another_clock_is_over(clock: list[float]) -> None:
    pacer = Pacer()
    clock[0] = 1e6
    pacer.leave(entered_and_begun(pacer, clock[0]))
    clock[0] = 5.0
    assert reserved(pacer, 5.0, 1) == 5


def test_a_pause_of_another_clock_is_over(clock: list[float]) -> None:
    pacer = Pacer()
    clock[0] = 1e6
    pacer.pause(10)
    clock[0] = 1000.0
    assert reserved(pacer, clock[0]) == 1000


def test_a_wait_is_logged(clock: list[float], caplog: pytest.LogCaptureFixture) -> None:
    pacer = Pacer()
    pacer.pause(5)
    with caplog.at_level("DEBUG", "asana"), turn(pacer, READ, None, NEVER):
        assert [(each.name, each.getMessage()) for each in caplog.records] == [
            ("asana", "waiting 5 s for the rate limit")
        ]


def test_a_pause_that_begins_during_a_wait_is_kept(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    pacer = Pacer()
    pacer.pause(5)
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        if not waits:
            pacer.pause(20)
        waits.append(seconds)
        clock[0] += seconds

    monkeypatch.setattr(time, "sleep", sleep)
    with turn(pacer, READ, None, NEVER) as held_back:
        assert held_back is None
        assert clock[0] == 1020
    assert waits == [5, 15]


# -- concurrent requests


def test_no_more_are_under_way_than_asana_serves(clock: list[float]) -> None:
    pacer = Pacer()
    writes = [entered(pacer, WRITE) for _ in range(15)]
    assert all(writes)
    assert not entered(pacer, WRITE)
    assert all(entered(pacer, READ) for _ in range(50))
    assert not entered(pacer, READ)
    assert writes[0] is not None
    pacer.leave(writes[0])
    assert not entered(pacer, READ)
    assert entered(pacer, WRITE)


@pytest.mark.parametrize(("load", "most"), [(READ, 50), (WRITE, 15)])
def test_turns_without_a_rate_limit_are_counted(load: Load, most: int) -> None:
    pacer = Pacer()
    turns = [begun(pacer, load) for _ in range(most)]
    assert all(isinstance(each, Place) for each in turns)
    assert isinstance(begun(pacer, load, Deadline(0.01)), error.DeadlineExceededError)
    pacer.end(turns[0])
    assert isinstance(begun(pacer, load, Deadline(60)), Place)


@pytest.mark.parametrize(
    ("one", "room", "batch"), [(READ, 5, Load(10, 0)), (WRITE, 5, Load(0, 10))]
)
def test_nobody_passes_a_batch_that_waits(one: Load, room: int, batch: Load) -> None:
    pacer = Pacer()
    turns = [begun(pacer, one) for _ in range((50 if one is READ else 15) - room)]
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(pacer.begin, batch, None, Deadline(60))
        while not pacer._readers and not pacer._writers:
            time.sleep(0.001)
        assert isinstance(begun(pacer, one, Deadline(0.01)), error.DeadlineExceededError)
        for each in turns:
            pacer.end(each)
        assert isinstance(waiting.result(), Place)


def test_a_turn_within_a_turn_is_had_at_once() -> None:
    pacer = Pacer()
    with turn(pacer, WRITE, None, NEVER):
        assert pacer.begin(WRITE, None, NEVER) is None
    assert isinstance(pacer.begin(WRITE, None, NEVER), Place)


def test_a_batch_counts_as_its_actions(clock: list[float]) -> None:
    pacer = Pacer()
    assert entered(pacer, Load(2, 8))
    assert not entered(pacer, Load(2, 8))
    assert entered(pacer, Load(10, 0))
    assert all(entered(pacer, WRITE) for _ in range(7))
    assert not entered(pacer, WRITE)


def test_who_came_first_goes_first() -> None:
    pacer = Pacer()
    places = [entered(pacer, WRITE) for _ in range(15)]
    order: list[str] = []

    def come(name: str, load: Load) -> threading.Thread:
        def wait() -> None:
            place = pacer.place(load, None)
            assert pacer.enter(place, Deadline(60))
            order.append(name)
            pacer.leave(place)

        before = len(pacer._writers)
        thread = threading.Thread(target=wait)
        thread.start()
        while len(pacer._writers) == before:
            thread.join(0.001)
        return thread

    # A batch needs ten places, and requests that need one do not overtake it.
    waiting = [come("batch", Load(0, 10)), come("one", WRITE), come("another", WRITE)]
    assert entered(pacer, READ)
    for number, place in enumerate(places, 1):
        assert place is not None
        assert order[:1] == ([] if number <= 10 else ["batch"])
        pacer.leave(place)
        if number == 10:
            waiting[0].join(30)
    for thread in waiting:
        thread.join(30)
    assert sorted(order[1:]) == ["another", "one"]
    assert pacer._writing == 0


def test_a_call_within_a_call_needs_no_place(connect: Connect) -> None:
    client, _ = connect(data({"gid": "1"}), rate_limit=1)
    inner: list[Any] = []

    def ask(response: Any, **how: Any) -> None:
        if not inner:
            inner.append(None)
            inner.append(client.get("/inner", deadline=5))

    client.session.hooks["response"].append(ask)
    assert client.get("/outer") == {"gid": "1"}
    assert inner == [None, {"gid": "1"}]
    assert pacer_of(client)._reading == 0


def test_an_interrupted_wait_leaves_nothing(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    pacer = Pacer()
    pacer.pause(5)
    monkeypatch.setattr(time, "sleep", interrupted)
    with pytest.raises(KeyboardInterrupt), turn(pacer, READ, 60, NEVER):
        pass
    assert pacer._reading == pacer._windows[60].under_way == 0


def test_no_room_before_the_deadline_is_an_error_and_nothing_is_sent(connect: Connect) -> None:
    client, server = connect(data({}))
    for _ in range(15):
        assert entered(pacer_of(client), WRITE)
    with pytest.raises(error.DeadlineExceededError, match="too many concurrent calls"):
        client.put("/x", {}, deadline=0.05)
    with pytest.raises(error.DeadlineExceededError, match="too many concurrent calls"):
        client.post("/x", {}, deadline=0.05)
    assert client.get("/x") == {}
    assert len(server.requests) == 1


def test_a_failed_call_makes_room(connect: Connect) -> None:
    client, _ = connect(failure(400))
    for _ in range(60):
        with pytest.raises(error.InvalidRequestError):
            client.get("/x")


@pytest.mark.parametrize(
    ("actions", "load"),
    [
        ([{"method": "get"}, {"method": "GET"}, {"method": "post"}], Load(2, 1)),
        ([{"method": "delete"}] * 12, Load(0, 10)),
        ([], Load(0, 0)),
        (None, Load(0, 1)),
    ],
)
def test_what_a_batch_of_the_callers_own_counts_as(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, actions: Any, load: Load
) -> None:
    client, _ = connect(data([]))
    seen = []
    pacer = pacer_of(client)
    begin = pacer.begin

    def noted(load: Load, *rest: Any) -> Any:
        seen.append(load)
        return begin(load, *rest)

    monkeypatch.setattr(pacer, "begin", noted)
    client.batch_api.create_batch_request({"actions": actions})
    client.post("/batch", {"data": {"actions": actions}})
    assert seen == [load, load]


# -- the rate limit


def test_requests_begin_at_even_distances(clock: list[float]) -> None:
    pacer = Pacer()
    begun = []
    for _ in range(5):
        with turn(pacer, READ, 120, NEVER):
            begun.append(clock[0])
    assert begun == [1000, 1000.5, 1001, 1001.5, 1002]


def test_a_request_that_was_not_sent_takes_no_time(clock: list[float]) -> None:
    pacer = Pacer()
    with turn(pacer, READ, 60, Deadline(0.5)) as held_back:
        assert held_back is None
    for _ in range(10):
        with turn(pacer, READ, 60, Deadline(0.5)) as held_back:
            assert isinstance(held_back, error.RateLimitEnforcedError)
            assert held_back.retry_after == 1
    assert len(pacer._windows[60].answers) == 1
    assert reserved(pacer, 1001, 60) == 1001


@pytest.mark.parametrize(
    ("deadline", "pause", "begins"),
    [
        # A quarter of the time, but at most ten seconds, must be left.
        (4, 2.9, True),
        (4, 3.0, False),
        (4, 3.1, False),
        (100, 89.5, True),
        (100, 90.0, False),
    ],
)
def test_no_request_begins_with_little_time_left(
    clock: list[float], deadline: float, pause: float, begins: bool
) -> None:
    pacer = Pacer()
    pacer.pause(pause)
    with turn(pacer, WRITE, None, Deadline(deadline)) as held_back:
        assert (held_back is None) == begins


def test_no_request_begins_when_its_time_is_over(clock: list[float]) -> None:
    with turn(Pacer(), READ, None, Deadline(0)) as held_back:
        assert isinstance(held_back, error.DeadlineExceededError)
        assert held_back.sent is False
        assert str(held_back).startswith("Deadline Exceeded: too little time is left")


def test_a_request_that_would_begin_too_late_leaves_its_time_to_the_next(
    clock: list[float],
) -> None:
    pacer = Pacer()
    with turn(pacer, READ, 20, NEVER):
        pass
    with turn(pacer, READ, 20, Deadline(4)) as held_back:
        assert isinstance(held_back, error.RateLimitEnforcedError)
    assert reserved(pacer, clock[0], 20) == 1003


def test_an_answer_counts_for_a_whole_period(clock: list[float]) -> None:
    pacer = Pacer()
    with turn(pacer, READ, 2, NEVER):
        clock[0] += 25
    begun = []
    for _ in range(2):
        with turn(pacer, READ, 2, NEVER):
            begun.append(clock[0])
    assert begun == [1030, 1085]


@pytest.mark.parametrize("load", [READ, WRITE])
def test_no_more_are_under_way_than_the_rate_limit(clock: list[float], load: Load) -> None:
    pacer = Pacer()
    assert entered(pacer, load, 2)
    assert entered(pacer, load, 2)
    assert not entered(pacer, load, 2)


def test_the_first_request_begins_at_once_on_any_clock(clock: list[float]) -> None:
    clock[0] = 0.0
    assert reserved(Pacer(), 0.0, 1) == 0.0


@pytest.mark.parametrize(("back", "at_once"), [(3599, False), (3600.5, True)])
def test_a_clock_that_goes_back_by_an_hour_is_another_clock(
    clock: list[float], back: float, at_once: bool
) -> None:
    pacer = Pacer()
    clock[0] = 10_000.0
    with turn(pacer, READ, 1, NEVER):
        pass
    assert (reserved(pacer, clock[0] - back, 1) == clock[0] - back) == at_once


def test_each_limit_is_by_itself(clock: list[float]) -> None:
    pacer = Pacer()
    begun = []
    for rate_limit in (600, 60, 600, 60, None, 600):
        with turn(pacer, READ, rate_limit, NEVER):
            begun.append(round(clock[0] - 1000, 3))
    assert begun == [0, 0, 0.1, 1, 1, 1]


def test_a_token_that_is_renewed_holds_no_place(connect: Connect) -> None:
    client, _ = connect(data({}))

    class Renewing(BearerAuth):
        def ready(self, deadline: Deadline) -> str:
            assert pacer_of(client)._reading == 0
            return super().ready(deadline)

    client.session.auth = Renewing("0/token", client.options["base_url"])
    assert client.get("/x") == {}


def test_idle_time_is_not_made_up_for_by_a_rush(clock: list[float]) -> None:
    pacer = Pacer()
    for _ in range(3):
        with turn(pacer, READ, 60, NEVER):
            pass
    clock[0] += 100
    begun = [clock[0]]
    for _ in range(3):
        with turn(pacer, READ, 60, NEVER):
            begun.append(clock[0])
    assert begun == [1102, 1102, 1103, 1104]


def test_a_rate_limit_is_an_option_of_client_and_call(
    connect: Connect, sleeps: list[float]
) -> None:
    client, _ = connect(data({}), rate_limit=6)
    client.get("/x")
    client.get("/x")
    assert sleeps == [pytest.approx(10, abs=3)]
    client.get("/x", rate_limit=None)
    assert len(sleeps) == 1


def test_a_batch_may_be_larger_than_the_rate_limit(clock: list[float]) -> None:
    pacer = Pacer()
    begun = []
    for _ in range(3):
        with turn(pacer, Load(0, 10), 5, NEVER) as held_back:
            assert held_back is None
            begun.append(clock[0])
    assert begun == [1000, 1120, 1240]


def test_only_the_answers_of_one_period_are_kept(clock: list[float]) -> None:
    pacer = Pacer()
    for _ in range(500):
        with turn(pacer, READ, 100, NEVER):
            pass
    assert len(pacer._windows[100].answers) <= 101


def test_without_a_rate_limit_nothing_is_kept() -> None:
    pacer = Pacer()
    for _ in range(100):
        with turn(pacer, READ, None, NEVER):
            pass
    assert not pacer._windows


@pytest.mark.parametrize("rate_limit", [0, -1, 1.5, "1500", True])
def test_a_bad_rate_limit_is_refused(rate_limit: Any) -> None:
    with pytest.raises(ValueError, match="rate_limit must be a positive whole number"):
        asana.Client.access_token("x", rate_limit=rate_limit)


@pytest.mark.parametrize(
    ("rate_limit", "load", "latency"),
    [
        (1500, READ, (0.05, 0.4)),
        (1500, READ, (0.001, 2.0)),
        (150, READ, (0.1, 1.0)),
        (20, READ, (0.1, 0.2)),
        (1500, Load(5, 0), (0.2, 0.8)),
    ],
)
def test_the_allowance_is_used_and_not_exceeded(
    clock: list[float], rate_limit: int, load: Load, latency: tuple[float, float]
) -> None:
    minutes = 5
    allowance = Allowance(rate_limit)
    allowed, refused = run(clock, rate_limit, load, latency, minutes * 60, allowance)
    assert refused == 0
    assert allowed >= 0.95 * rate_limit * minutes


def run(
    clock: list[float],
    rate_limit: int,
    load: Load,
    latency: tuple[float, float],
    seconds: float,
    allowance: Allowance,
) -> tuple[int, int]:
    """Simulate 32 busy threads with the limiter of the sandbox; return its results."""
    pacer = Pacer()
    dice = random.Random(7)
    order = itertools.count()
    beginning = clock[0]
    coming: list[tuple[float, int, str, Any]] = []
    waiting = 0
    counts = {True: 0, False: 0}

    def plan(when: float, what: str, place: Any) -> None:
        heapq.heappush(coming, (when, next(order), what, place))

    for _ in range(32):
        plan(beginning, "ask", None)
    while coming and coming[0][0] < beginning + seconds:
        clock[0], _, what, place = heapq.heappop(coming)
        if what == "ask":
            place = entered(pacer, load, rate_limit)
            if place is None:
                waiting += 1
                continue
            plan(pacer.reserve(place, clock[0]) + dice.uniform(*latency) / 2, "arrive", place)
        elif what == "arrive":
            now = datetime(2026, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=clock[0])
            counts[allowance.take(now, sum(load)) <= 0] += sum(load)
            plan(clock[0] + dice.uniform(*latency) / 2, "answer", place)
        else:
            pacer.leave(place)
            for _ in range(2 if waiting else 1):
                plan(clock[0], "ask", None)
            waiting = max(0, waiting - 1)
    return counts[True], counts[False]
