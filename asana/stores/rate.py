"""A rate limit that processes and machines share, in Redis."""

import logging
import math
import random
import secrets
import threading
import time
from collections import deque
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .._call.counts import check_positive, count
from .._call.process_lock import ProcessLock
from .shared import connected, tagged

if TYPE_CHECKING:
    import redis

__all__ = ["SharedRate"]

logger = logging.getLogger("asana")

# The concurrent requests that Asana allows per token.
READS, WRITES = 50, 15
WINDOW = 61_000  # milliseconds: a second more than Asana's window, for requests in transit
BURST = 5_000  # milliseconds, in which at most their share plus a batch can start
BATCH = 10
LEASE = 60_000  # milliseconds after which a process that died no longer counts as in flight
PAUSE = 300_000  # milliseconds; the longest pause, even if Asana asks for a longer one
POLL = 0.02, 0.06  # seconds between attempts to get a place among the concurrent requests
TIMEOUT = 2.0  # seconds to wait for a response of Redis, before a retry
AWAY = 10.0  # seconds for which Redis can be unavailable, for example during a restart
AGAIN = 5.0  # seconds between attempts to reach a Redis that is unavailable

SEARCHES = ("/tasks/search", "/projects/search")


class _Entry(NamedTuple):
    """A request of this process that still counts toward the limit."""

    at: int
    id: str
    size: int
    search: bool


class SharedRate:
    """A rate limit for many processes: pass it as ``rate_limit`` to the client of each process.

    Asana limits each token, so processes with the same token need the same ``url`` and ``name``.
    The clock is that of the Redis server. If Asana asks one process to wait, all of them wait. If
    Redis loses its data, each process restores its requests of the last minute.

    Needs redis: ``pip install asana[shared]``.

    :param url: the address of Redis, such as ``redis://localhost:6379/0``, a
        ``redis.Redis`` or a ``redis.RedisCluster``
    :param per_minute: the maximum number of requests per minute; each action of a batch counts
    :param searches_per_minute: the maximum number of searches among them
    :param name: the prefix of the keys in Redis; use one name for each token
    :param when_away: what to do if Redis does not respond for 10 seconds: ``"raise"`` a
        ``ConnectionError`` from the call before anything is sent, or continue ``"alone"``, at an
        even pace with the share of this process
    :param processes: the number of processes that share the limit; required with ``"alone"``
    :raises ImportError: redis is not installed
    :raises ValueError: an argument has an invalid value
    :raises TypeError: the URL is neither a string nor a client of Redis
    """

    def __init__(
        self,
        url: "str | redis.Redis | redis.RedisCluster",
        per_minute: int,
        *,
        searches_per_minute: int = 60,
        name: str = "asana",
        when_away: Literal["raise", "alone"] = "raise",
        processes: int | None = None,
    ) -> None:
        for option, value in (
            ("per_minute", per_minute),
            ("searches_per_minute", searches_per_minute),
        ):
            check_positive(option, value)
        if when_away not in ("raise", "alone"):
            raise ValueError('when_away must be "raise" or "alone"')
        if when_away == "alone" and processes is None:
            raise ValueError(
                'when_away="alone" needs processes=, the number of processes that share the limit'
            )
        if processes is not None:
            check_positive("processes", processes)
        self.per_minute = count(per_minute)
        self.searches_per_minute = count(searches_per_minute)
        tag = tagged(name)
        self._redis = connected(url, "SharedRate", TIMEOUT)
        self._acquire = self._redis.register_script(
            resources.files("asana.stores").joinpath("acquire.lua").read_text(encoding="utf-8")
        )
        keys = ("minute", "searches", "reads", "writes", "pause", "state")
        self._keys = [f"{tag}:rate:{key}" for key in keys]
        self._process = secrets.token_hex(8)
        self._own = threading.local()
        self._lock = ProcessLock()
        self._recent: deque[_Entry] = deque()
        self._state: bytes | None = None
        alone = when_away == "alone" and processes
        self._alone = _Alone(60 * alone / self.per_minute) if alone else None
        self._away_until = -math.inf

    def __repr__(self) -> str:
        return f"<SharedRate of {self.per_minute} requests per minute, {self._keys[0]}>"

    def acquire(self, route: str, timeout: float | None, load: tuple[int, int]) -> None:
        """Wait until a request may be sent.

        :param route: the method and the path with ``{}`` in place of each gid
        :param timeout: the longest wait, in seconds
        :param load: the number of reads and writes that the request counts as
        :raises TimeoutError: the wait would be longer; raised immediately
        :raises ConnectionError: Redis does not respond
        """
        began = time.monotonic()
        until = math.inf if timeout is None else began + timeout
        patience = began + (AWAY if began > self._away_until + AWAY else 0)
        request = f"{self._process}:{secrets.token_hex(8)}"
        if self._alone is not None and began < self._away_until:
            self._alone.take(until)
            return
        while True:
            try:
                wait = self._attempt(request, route.endswith(SEARCHES), load)
                patience = time.monotonic() + AWAY
            except self._failures as failure:
                wait = 0.1
                if time.monotonic() + wait > min(patience, until):
                    self._go_on_alone(failure, until)
                    return
            if wait <= 0:
                self._own.request, self._own.load = request, load
                return
            if time.monotonic() + wait > until:
                text = f"the shared rate limit allows the next request in {wait:.3g} s"
                raise _TooLateError(text, wait)
            time.sleep(wait)

    def release(self, route: str) -> None:
        """Record that the response to the request of this thread has arrived."""
        request, self._own.request = getattr(self._own, "request", None), None
        if request is None:
            return
        reads, writes = self._own.load
        try:
            with self._redis.pipeline(transaction=False) as pipe:
                if reads:
                    pipe.zrem(self._keys[2], *(f"{request}:r{n + 1}" for n in range(reads)))
                if writes:
                    pipe.zrem(self._keys[3], *(f"{request}:w{n + 1}" for n in range(writes)))
                pipe.execute()
        except self._failures as failure:
            logger.debug(
                "a finished request counts as in flight for %d s: %s", LEASE // 1000, failure
            )

    def pause(self, seconds: float) -> None:
        """Pause the requests of all processes for some seconds, because Asana asked for it."""
        milliseconds = max(math.ceil(seconds * 1000), 1)
        try:
            if (self._redis.pttl(self._keys[4]) or 0) < milliseconds:
                self._redis.set(self._keys[4], "1", px=milliseconds)
        except self._failures as failure:
            logger.warning("cannot share a pause with the other processes: %s", failure)

    @property
    def _failures(self) -> tuple[type[Exception], ...]:
        from redis.exceptions import RedisError

        return (RedisError, OSError)

    def _attempt(self, request: str, search: bool, load: tuple[int, int]) -> float:
        """Return the seconds to wait, or 0 if the request can be sent."""
        arguments: list[Any] = [
            request,
            *load,
            int(search),
            self.per_minute,
            self.searches_per_minute,
            READS,
            WRITES,
            LEASE,
            WINDOW,
            BURST,
            math.ceil(self.per_minute * BURST / 60_000) + BATCH,
            request,  # a unique name for a new state
            PAUSE,
        ]
        wait, now, state = self._acquire(keys=self._keys, args=arguments)
        with self._lock:
            lost = self._state is not None and self._state != state
            self._state = state
            while self._recent and self._recent[0].at <= now - WINDOW:
                self._recent.popleft()
            again = list(self._recent) if lost else []
            if wait == 0:
                self._recent.append(_Entry(now, request, sum(load), search))
        if again:
            self._restore(again, now)
        return random.uniform(*POLL) if wait < 0 else wait / 1000  # noqa: S311

    def _restore(self, entries: list[_Entry], now: int) -> None:
        """Restore the requests of this process that Redis lost."""
        with self._redis.pipeline(transaction=False) as pipe:
            for entry in entries:
                members = {f"{entry.id}:{n + 1}": entry.at for n in range(entry.size)}
                for key in self._keys[: 2 if entry.search else 1]:
                    pipe.zadd(key, members)
                    pipe.pexpire(key, WINDOW)
            pipe.execute()

    def _go_on_alone(self, failure: Exception, until: float) -> None:
        """Wait for a turn at the pace of this process's share.

        :raises ConnectionError: ``when_away`` is not ``"alone"``
        :raises TimeoutError: the turn would come too late
        """
        if self._alone is None:
            text = f"the shared rate limit is unavailable: {type(failure).__name__}"
            raise ConnectionError(text) from failure
        self._away_until = time.monotonic() + AGAIN
        self._alone.take(until)


class _TooLateError(TimeoutError):
    """The wait for a request would be too long.

    :ivar retry_after: how long it would be, in seconds
    """

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class _Alone:
    """The pace of one process while Redis is unavailable."""

    def __init__(self, distance: float) -> None:
        self._distance = distance
        self._next = 0.0
        self._warned = -math.inf
        self._lock = ProcessLock()

    def take(self, until: float) -> None:
        now = time.monotonic()
        with self._lock:
            start = max(now, self._next)
            if start > until:
                text = "Redis is unavailable, and the turn of this process would come too late"
                raise _TooLateError(text, start - now)
            self._next = start + self._distance
            if now - self._warned > 60:
                self._warned = now
                logger.warning(
                    "Redis is unavailable: sending a request every %.3g s", self._distance
                )
        time.sleep(start - now)
