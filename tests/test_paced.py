"""The layer that paces requests, with a layer below that answers as told."""

import os
import time
from typing import Any

import pytest

from asana import error
from asana._http.call import Call
from asana._http.paced import Paced
from asana._http.pacer import USEFUL, Pacer
from asana._http.request import Load, Request
from asana._http.retry import Backoff
from tests.test_request import build

REQUEST = build("POST", "/tasks", template="/tasks")


class Below:
    """Answers as told."""

    def __init__(self, outcome: Any = None) -> None:
        self.outcome = outcome

    def send(self, request: Request, call: Call) -> Any:
        if isinstance(self.outcome, KeyError):
            raise self.outcome
        return self.outcome


class Shared:
    """A rate limit that is shared, and records its calls."""

    def __init__(self, failure: TimeoutError | None = None) -> None:
        self.failure = failure
        self.calls: list[tuple[Any, ...]] = []

    def acquire(self, route: str, timeout: float | None, load: Load) -> None:
        self.calls.append(("acquire", route, timeout, load))
        if self.failure is not None:
            raise self.failure

    def release(self, route: str) -> None:
        self.calls.append(("release", route))

    def pause(self, seconds: float) -> None:
        self.calls.append(("pause", seconds))


class RecordingPacer(Pacer):
    """Records the turns."""

    turn: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[Any, ...]] = []

    def begin(self, *arguments: Any) -> Any:
        self.calls.append(("begin", *arguments))
        return self.turn

    def end(self, *arguments: Any) -> None:
        self.calls.append(("end", *arguments))

    def pause(self, *arguments: Any) -> float:
        self.calls.append(("pause", *arguments))
        return 77.0

    def resume(self, *arguments: Any) -> None:
        self.calls.append(("resume", *arguments))


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0)


def layer_of(outcome: Any = None, turn: Any = None) -> tuple[Paced, RecordingPacer]:
    layer = Paced(Below(outcome), lambda: Backoff(delay=3.0, jitter=0.0))
    layer.pacer = pacer = RecordingPacer()
    pacer.turn = turn
    return layer, pacer


def too_many(seconds: float | None = None, status: int | None = 429) -> Any:
    failure = error.RateLimitEnforcedError()
    failure.retry_after, failure.status = seconds, status
    return failure


@pytest.mark.parametrize("limit", [None, 5])
def test_a_turn_begins_and_ends(limit: int | None) -> None:
    layer, pacer = layer_of({"data": 1}, turn="turn")
    call = Call(None)
    assert layer.send(REQUEST._replace(rate_limit=limit), call) == {"data": 1}
    begun = ("begin", Load(0, 1), limit, call.deadline, 0.0)
    assert pacer.calls == [begun, ("end", "turn")]


def test_a_turn_ends_after_an_exception() -> None:
    layer, pacer = layer_of(KeyError("mine"), turn="turn")
    with pytest.raises(KeyError):
        layer.send(REQUEST, Call(None))
    assert pacer.calls[1:] == [("end", "turn")]


def test_without_a_turn_nothing_ends() -> None:
    layer, pacer = layer_of({"data": 1})
    assert layer.send(REQUEST, Call(None)) == {"data": 1}
    assert len(pacer.calls) == 1
    layer, pacer = layer_of(KeyError("mine"))
    with pytest.raises(KeyError):
        layer.send(REQUEST, Call(None))
    assert len(pacer.calls) == 1


def test_a_turn_that_comes_too_late_is_the_outcome() -> None:
    late = error.DeadlineExceededError("late")
    layer, pacer = layer_of({"data": 1}, turn=late)
    shared = Shared()
    assert layer.send(REQUEST._replace(rate_limit=shared), Call(None)) is late
    assert (len(pacer.calls), shared.calls) == (1, [])


@pytest.mark.parametrize(("told", "waited"), [(None, 3.0), (9.0, 9.0)])
def test_a_429_pauses_all_requests(told: float | None, waited: float) -> None:
    failure = too_many(told)
    layer, pacer = layer_of(failure)
    call = Call(None)
    call.waited_until = 55.0
    assert layer.send(REQUEST, call) is failure
    assert pacer.calls[1:] == [("pause", waited, 55.0)]
    assert call.waited_until == 77.0


def test_a_success_after_a_pause_resumes() -> None:
    layer, pacer = layer_of({"data": 1})
    call = Call(None)
    call.waited_until = 55.0
    assert layer.send(REQUEST, call) == {"data": 1}
    assert pacer.calls == [("begin", Load(0, 1), None, call.deadline, 55.0), ("resume", 55.0)]


@pytest.mark.parametrize(
    ("seconds", "timeout"),
    [
        (None, None),
        (40, 40 - min(USEFUL, 10.0)),
        (0.4, 0.4 - min(USEFUL, 0.1)),
        (0, 0.0),
        (-1, 0.0),
    ],
)
def test_a_shared_limit_is_waited_for_until_a_request_is_no_longer_of_use(
    seconds: float | None, timeout: float | None
) -> None:
    layer, pacer = layer_of({"data": 1}, turn="turn")
    shared = Shared()
    call = Call(seconds)
    assert layer.send(REQUEST._replace(rate_limit=shared), call) == {"data": 1}
    expected = None if timeout is None else pytest.approx(timeout)
    assert shared.calls == [
        ("acquire", "POST /tasks", expected, Load(0, 1)),
        ("release", "POST /tasks"),
    ]
    assert pacer.calls == [("begin", Load(0, 1), None, call.deadline, 0.0), ("end", "turn")]


def test_a_shared_limit_is_released_after_an_exception() -> None:
    layer, _ = layer_of(KeyError("mine"), turn="turn")
    shared = Shared()
    with pytest.raises(KeyError):
        layer.send(REQUEST._replace(rate_limit=shared), Call(None))
    assert shared.calls[1:] == [("release", "POST /tasks")]


def test_a_shared_limit_is_not_asked_without_a_turn() -> None:
    layer, _ = layer_of({"data": 1}, turn=None)
    shared = Shared()
    assert layer.send(REQUEST._replace(rate_limit=shared), Call(None)) == {"data": 1}
    assert shared.calls == []


@pytest.mark.parametrize("retry_after", [None, 4.5])
def test_a_shared_limit_that_is_not_granted_is_an_error(retry_after: float | None) -> None:
    refusal: Any = TimeoutError("no token")
    if retry_after is not None:
        refusal.retry_after = retry_after
    layer, _ = layer_of({"data": 1}, turn="turn")
    shared = Shared(refusal)
    found = layer.send(REQUEST._replace(rate_limit=shared), Call(None))
    assert type(found) is error.RateLimitEnforcedError
    assert str(found).endswith(": no token")
    assert (found.status, found.retry_after) == (None, retry_after or 0.0)
    assert [name for name, *_ in shared.calls] == ["acquire"]


@pytest.mark.parametrize(
    ("failure", "paused"),
    [
        (too_many(9.0), [("pause", 9.0)]),
        (too_many(Pacer.LONGEST_PAUSE + 1), [("pause", Pacer.LONGEST_PAUSE)]),
        (too_many(9.0, status=None), []),
    ],
)
def test_a_429_pauses_a_shared_limit(failure: Any, paused: list[Any]) -> None:
    layer, _ = layer_of(failure, turn="turn")
    shared = Shared()
    assert layer.send(REQUEST._replace(rate_limit=shared), Call(None)) is failure
    assert shared.calls[2:] == paused


def test_a_forked_process_has_its_own_pacer(monkeypatch: pytest.MonkeyPatch) -> None:
    layer, pacer = layer_of({"data": 1})
    layer.send(REQUEST, Call(None))
    assert layer.pacer is pacer
    monkeypatch.setattr(os, "getpid", lambda: -1)
    layer.send(REQUEST, Call(None))
    assert type(layer.pacer) is Pacer
    assert layer._process == -1
