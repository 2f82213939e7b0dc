"""Delay the requests of a client's threads to stay within Asana's limits."""

import logging
import math
import threading
import time
from collections import deque

from ..error import AsanaError, DeadlineExceededError, RateLimitEnforcedError
from .deadline import Deadline
from .request import Load

logger = logging.getLogger("asana")

# The seconds that a request should have left when it starts, or a quarter of its time if that is
# less: if the deadline cuts it off, its outcome is unknown.
USEFUL = 10.0


# Seconds. Times further ahead were set by another clock, for example in tests that freeze it.
FAR = 3600.0

__all__ = ["USEFUL", "Pacer", "Place", "held_back"]


class _Window:
    """The requests that count against one rate limit.

    Each request counts from its start until one period after its response, which is longer than
    Asana counts it.
    """

    def __init__(self, rate_limit: int, period: float) -> None:
        self.rate_limit = rate_limit
        self.period = period
        self.under_way = 0
        self.answers: deque[float] = deque()
        self._last = 0.0, 0  # the time at which requests last started, and their number

    def earliest(self, now: float) -> float:
        """Return the time at which a request that has entered can start."""
        while self.answers and not now - self.period < self.answers[0] < now + FAR:
            self.answers.popleft()
        begun, count = self._last
        if begun > now + FAR:
            begun, count = 0.0, 0
        start = begun + count * self.period / self.rate_limit
        over = self.under_way + len(self.answers) - self.rate_limit
        if self.answers and over > 0:
            # A single batch can be larger than the limit.
            last = min(over, len(self.answers)) - 1
            start = max(start, self.answers[last] + self.period)
        return start

    def begin(self, start: float, count: int) -> None:
        self._last = start, count


class Place:
    """The place of one request among the concurrent ones."""

    def __init__(self, load: Load, window: _Window | None) -> None:
        self.load = load
        self.window = window
        self.taken = False
        self.begun = False


class Pacer:
    """Schedules the requests of all threads of a client.

    A request waits, in order of arrival, while Asana's limit of concurrent requests is reached, and
    while a pause that Asana requested from any thread lasts. With a ``rate_limit``, requests also
    start at even intervals, and no period has more of them.

    Times are seconds of the monotonic clock.
    """

    READS = 50
    WRITES = 15
    PERIOD = 60.0  # the period of the ``rate_limit``, in seconds
    LONGEST_PAUSE = 300.0  # seconds; after that, a request is sent even if Asana asked for more

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._reading = self._writing = 0
        self._readers: deque[Place] = deque()
        self._writers: deque[Place] = deque()
        self._paused_until = 0.0
        self._windows: dict[int, _Window] = {}
        self._inside = threading.local()

    def begin(
        self, load: Load, rate_limit: int | None, deadline: Deadline, waited_until: float = 0.0
    ) -> "Place | AsanaError | None":
        """Wait for a turn, and return it, or an error if the deadline is too soon.

        A request that is sent within the turn of another one, for example by a hook of the session,
        does not wait, because that could cause a deadlock. For it, the method returns None.

        :param waited_until: the result of :meth:`pause`, if the caller has waited until then
        """
        if getattr(self._inside, "turn", False):
            return None
        if rate_limit is None and self._at_once(load, deadline):
            self._inside.turn = True
            place = Place(load, None)
            place.taken = True
            return place
        place = self.place(load, rate_limit)
        try:
            held_back = self._wait(place, deadline, waited_until)
        except BaseException:
            self.leave(place)
            raise
        if held_back is not None:
            self.leave(place)
            return held_back
        self._inside.turn = True
        return place

    def end(self, place: "Place") -> None:
        """End a turn, after the response has arrived."""
        self._inside.turn = False
        self.leave(place)

    def _at_once(self, load: Load, deadline: Deadline) -> bool:
        """Start a request immediately if nothing can delay it; return whether it started."""
        with self._changed:
            if (
                self._paused_until
                or self._readers
                or self._writers
                or self._reading + load.reads > self.READS
                or self._writing + load.writes > self.WRITES
                or deadline.at <= time.monotonic()
            ):
                return False
            self._reading += load.reads
            self._writing += load.writes
            return True

    def pause(self, seconds: float, waited_until: float = 0.0) -> float:
        """Pause all requests that have not started, and return the end of the pause.

        :param seconds: the duration of the pause
        :param waited_until: the previous result, if the caller has waited until then; that pause
            is over even if the clock does not show it
        """
        until = time.monotonic() + min(seconds, self.LONGEST_PAUSE)
        with self._changed:
            self._paused_until = max(self._pause(waited_until), until)
        return until

    def resume(self, waited_until: float) -> None:
        """End a pause that the caller has waited for, whatever the clock shows."""
        with self._changed:
            if self._paused_until == waited_until:
                self._paused_until = 0.0

    def _wait(self, place: Place, deadline: Deadline, waited_until: float) -> AsanaError | None:
        latest = deadline.at
        if latest < math.inf:
            latest -= min(USEFUL, deadline.remaining() / 4)
        if not self.enter(place, deadline):
            return _no_time("too many concurrent calls")
        now = time.monotonic()
        with self._changed:
            start = self.reserve(place, now, waited_until, latest)
        while True:
            if start >= latest:
                if start <= now:
                    return _no_time("too little time is left to send the request")
                return held_back("the wait would exceed the deadline", start - now)
            if start <= now:
                return None
            logger.debug("waiting %.3g s for the rate limit", start - now)
            time.sleep(start - now)
            now, start = start, max(start, self._pause(waited_until))  # of another thread

    # The steps of a turn.

    def place(self, load: Load, rate_limit: int | None) -> Place:
        """Return a place for a request, which has not entered yet."""
        if rate_limit is None:
            return Place(load, None)
        with self._changed:
            window = self._windows.get(rate_limit)
            if window is None:
                window = self._windows[rate_limit] = _Window(rate_limit, self.PERIOD)
        return Place(load, window)

    def enter(self, place: Place, deadline: Deadline) -> bool:
        """Wait in the queue until there is room; return whether the request has entered."""
        queues = [
            queue
            for queue, count in zip((self._readers, self._writers), place.load, strict=True)
            if count
        ]

        def next_in() -> bool:
            return all(queue[0] is place for queue in queues) and self._fits(place)

        with self._changed:
            if not any(queues) and self._fits(place):
                self._count(place, True)
                return True
            for queue in queues:
                queue.append(place)
            try:
                if self._changed.wait_for(next_in, deadline.bound(None)):
                    self._count(place, True)
            finally:
                for queue in queues:
                    queue.remove(place)
                self._changed.notify_all()
            return place.taken

    def reserve(
        self, place: Place, now: float, waited_until: float = 0.0, latest: float = math.inf
    ) -> float:
        """Return the start time of a request that has entered; reserve it unless it is too late."""
        start = max(now, self._pause(waited_until))
        if place.window is not None:
            start = max(start, place.window.earliest(now))
            if start < latest:
                place.begun = True
                place.window.begin(start, sum(place.load))
        return start

    def leave(self, place: Place) -> None:
        """Free the place of a request, if it has entered."""
        with self._changed:
            if place.taken:
                self._count(place, False)
                if place.window is not None and place.begun:
                    place.window.answers.extend([time.monotonic()] * sum(place.load))
                self._changed.notify_all()

    def _fits(self, place: Place) -> bool:
        (reads, writes), window = place.load, place.window
        return (
            (not reads or self._reading + reads <= self.READS)
            and (not writes or self._writing + writes <= self.WRITES)
            and (
                window is None
                or not window.under_way
                or window.under_way + reads + writes <= window.rate_limit
            )
        )

    def _count(self, place: Place, taken: bool) -> None:
        place.taken = taken
        sign = 1 if taken else -1
        self._reading += sign * place.load.reads
        self._writing += sign * place.load.writes
        if place.window is not None:
            place.window.under_way += sign * sum(place.load)

    def _pause(self, waited_until: float) -> float:
        if self._paused_until > time.monotonic() + self.LONGEST_PAUSE:
            self._paused_until = 0.0  # set by another clock, as in tests that freeze it
        return self._paused_until if self._paused_until > waited_until else 0.0


def _no_time(why: str) -> DeadlineExceededError:
    """Return the error of a request that was not sent because of its deadline."""
    error = DeadlineExceededError(f"Deadline Exceeded: {why}")
    error.sent = False
    return error


def held_back(why: str, seconds: float | None) -> RateLimitEnforcedError:
    """Return the error of a request that was not sent because of the rate limit."""
    error = RateLimitEnforcedError()
    error.status = None
    error.message = f"{error.message}: {why}"
    error.args = (error.message,)
    if seconds is not None:
        error.retry_after = seconds
    return error
