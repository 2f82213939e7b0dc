"""Holds back the requests of a client's threads, so that Asana need not refuse them."""

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from .deadline import Deadline
from .error import RateLimitEnforcedError
from .request import Load

logger = logging.getLogger("asana")


class Pacer:
    """Gives each request its turn; all threads of a client share it.

    A request waits while as many are under way as Asana serves at once, and after Asana asked any
    of the threads to wait. With a ``rate_limit``, requests also begin at even distances, and so
    that in no period there are more: each counts from its beginning until a period after its
    answer, which is longer than it counts for Asana.
    """

    READS = 50
    WRITES = 15
    PERIOD = 60.0  # seconds, in which there may be as many requests as the ``rate_limit`` says
    LONGEST_PAUSE = 300.0  # seconds; whatever Asana asks for, it is asked again after that

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._reading = self._writing = 0
        self._paused_until = 0.0
        self._last = 0.0, 0  # when requests began last, and how many
        self._answers: deque[float] = deque()

    @contextmanager
    def turn(
        self, load: Load, rate_limit: int | None, deadline: Deadline, waited_until: float = 0.0
    ) -> Iterator[RateLimitEnforcedError | None]:
        """Wait for a turn, and end it; gives the failure where the deadline would come first.

        :param waited_until: what :meth:`pause` returned, when the caller has waited for as long
        """
        if not self.enter(load, rate_limit, deadline):
            yield _held_back("too many calls are under way", None)
            return
        try:
            yield self._wait(load, rate_limit, deadline, waited_until)
        finally:
            self.leave(load, rate_limit)

    def pause(self, seconds: float) -> float:
        """Let what has not begun wait; return until when, on the monotonic clock."""
        until = time.monotonic() + min(seconds, self.LONGEST_PAUSE)
        with self._changed:
            self._paused_until = max(self._paused_until, until)
        return until

    def resume(self, waited_until: float) -> None:
        """End a pause that has been waited out, for a test too, whose sleep takes no time."""
        with self._changed:
            if self._paused_until == waited_until:
                self._paused_until = 0.0

    def reserve(
        self,
        now: float,
        load: Load,
        rate_limit: int | None,
        waited_until: float = 0.0,
        latest: float = math.inf,
    ) -> float:
        """Return when a request that has entered may begin; it will, unless that is too late."""
        start = max(now, self._pause(waited_until))
        if rate_limit is None:
            return start
        while self._answers and self._answers[0] <= now - self.PERIOD:
            self._answers.popleft()
        over = self._reading + self._writing + len(self._answers) - rate_limit
        if self._answers and over > 0:
            # More than there are where a single batch is larger than the limit.
            last = min(over, len(self._answers)) - 1
            start = max(start, self._answers[last] + self.PERIOD)
        begun, count = self._last
        start = max(start, begun + count * self.PERIOD / rate_limit)
        if start < latest:
            self._last = start, sum(load)
        return start

    def enter(self, load: Load, rate_limit: int | None, deadline: Deadline) -> bool:
        """Wait until there is room for one more; tell whether there is."""

        def room() -> bool:
            under_way = self._reading + self._writing
            return (
                (not load.reads or self._reading + load.reads <= self.READS)
                and (not load.writes or self._writing + load.writes <= self.WRITES)
                and (rate_limit is None or not under_way or under_way + sum(load) <= rate_limit)
            )

        with self._changed:
            entered = room() or self._changed.wait_for(room, deadline.bound(None))
            if entered:
                self._count(load, 1)
            return entered

    def _wait(
        self, load: Load, rate_limit: int | None, deadline: Deadline, waited_until: float
    ) -> RateLimitEnforcedError | None:
        now, latest = time.monotonic(), deadline.at
        with self._changed:
            start = self.reserve(now, load, rate_limit, waited_until, latest)
        while start > now:
            if start >= latest:
                return _held_back("the wait would outlast the deadline", start - now)
            logger.debug("held back for %.3g s", start - now)
            time.sleep(start - now)
            now, start = start, max(start, self._pause(waited_until))  # one that began meanwhile
        return None

    def leave(self, load: Load, rate_limit: int | None) -> None:
        """Make room: the answer has come."""
        with self._changed:
            self._count(load, -1)
            if rate_limit is not None:
                self._answers.extend([time.monotonic()] * sum(load))
            self._changed.notify_all()

    def _count(self, load: Load, sign: int) -> None:
        self._reading += sign * load.reads
        self._writing += sign * load.writes

    def _pause(self, waited_until: float) -> float:
        return self._paused_until if self._paused_until > waited_until else 0.0


def _held_back(why: str, seconds: float | None) -> RateLimitEnforcedError:
    """Return the failure of a request that was not sent."""
    error = RateLimitEnforcedError()
    error.status = None
    error.message = f"{error.message}: {why}"
    error.args = (error.message,)
    error.retry_after = seconds
    return error
