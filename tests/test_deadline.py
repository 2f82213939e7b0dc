"""The deadline of a call, as a pure function of a clock."""

import math
from typing import Any

import pytest

from asana._http import deadline
from asana._http.deadline import NEVER, Deadline, active, bound

NOW = 1000.0


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock:
        monotonic = staticmethod(lambda: NOW)

    monkeypatch.setattr(deadline, "time", Clock)


@pytest.mark.parametrize(
    ("seconds", "left"), [(None, math.inf), (5, 5.0), (0, 0.0), (-2, -2.0), (0.25, 0.25)]
)
def test_the_remaining_seconds(seconds: float | None, left: float) -> None:
    assert Deadline(seconds).remaining() == left


@pytest.mark.parametrize(
    ("seconds", "timeout", "expected"),
    [
        (None, None, None),
        (None, 7, 7),
        (None, 0, 0),
        (5, None, 5.0),
        (5, 7, 5.0),
        (5, 3, 3),
        (5, 5, 5),
        (0, 3, 0.001),
        (0, None, 0.001),
        (-9, 3, 0.001),
        (-9, None, 0.001),
        (2, 0.5, 0.5),
    ],
)
def test_a_timeout_ends_with_the_call(
    seconds: float | None, timeout: float | None, expected: float | None
) -> None:
    made = Deadline(seconds)
    assert made.bound(timeout) == expected
    assert made.bounds(timeout) == (expected, expected)
    assert made.bounds((timeout, 1)) == (expected, made.bound(1))
    assert made.bounds((1, timeout)) == (made.bound(1), expected)


def test_a_thread_that_sends_nothing_has_no_deadline() -> None:
    fresh = deadline._Sending()
    state = {name: getattr(fresh, name) for name in fresh.__slots__}
    assert state == {
        "begun": None,
        "deadline": NEVER,
        "reporting": False,
        "response": None,
        "unsettled": 0,
    }
    assert NEVER.at == math.inf
    assert isinstance(active.sending, deadline._Sending)


class Socket:
    """Records the timeouts that are set."""

    def __init__(self, timeout: float | None) -> None:
        self.timeout, self.calls = timeout, list[Any]()

    def gettimeout(self) -> float | None:
        return self.timeout

    def settimeout(self, timeout: float | None) -> None:
        self.timeout = timeout
        self.calls.append(timeout)


@pytest.mark.parametrize("before", [None, 1.0, 3.0])
@pytest.mark.parametrize("after", [None, 2.0, 3.0])
def test_a_socket_gets_a_timeout_once(before: float | None, after: float | None) -> None:
    sock = Socket(before)
    bound(sock, after)
    bound(sock, after)
    assert sock.timeout == after
    assert sock.calls == ([] if before == after else [after])
