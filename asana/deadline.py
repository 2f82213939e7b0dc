"""The deadline of a call, and which one holds for the requests that a thread is sending."""

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["NEVER", "Deadline", "active", "during"]


class Deadline:
    """A point in time after which a call is over; ``seconds=None`` never comes."""

    __slots__ = ("at",)

    def __init__(self, seconds: float | None) -> None:
        self.at = math.inf if seconds is None else time.monotonic() + seconds

    def remaining(self) -> float:
        """Return the seconds left: infinite without a deadline, negative after it."""
        return self.at - time.monotonic()

    def bound(self, timeout: float | None) -> float | None:
        """Return the timeout, in seconds, or what is left where that is less."""
        if self.at == math.inf:
            return timeout
        left = max(self.remaining(), 0.001)  # 0 would make the socket non-blocking
        return left if timeout is None else min(timeout, left)


NEVER = Deadline(None)


class _Active(threading.local):
    """The deadline of the call that this thread is sending; a response keeps it for its body."""

    deadline = NEVER


active = _Active()


@contextmanager
def during(deadline: Deadline) -> Iterator[None]:
    """Let the connections of our adapter know how long they may take."""
    before = active.deadline  # a call that renews a token on its way makes another request
    active.deadline = deadline
    try:
        yield
    finally:
        active.deadline = before
