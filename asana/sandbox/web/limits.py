"""Rate limits: requests per minute and concurrent requests, for each token."""

import math
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from asana.sandbox.api.messages import Message, Reply
from asana.sandbox.errors import TOO_MANY, ApiError
from asana.sandbox.records.store import Store
from asana.sandbox.web.checks import whole

PERIOD = timedelta(minutes=1)
SEARCHES = 60  # per period
READS, WRITES = 50, 15  # concurrent requests

_CROWDED = 1  # seconds to wait after too many concurrent requests
_SEARCHES = ("/tasks/search", "/projects/search")


class Allowance:
    """The latest requests of one kind; a period allows `size` of them.

    Rejected requests count as well, so a client that does not wait is never admitted.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.used: deque[datetime] = deque(maxlen=size)

    def take(self, now: datetime, count: int) -> float:
        """Count requests; return the seconds that they should have waited, 0 if admitted."""
        while self.used and self.used[0] <= now - PERIOD:
            self.used.popleft()
        fits = len(self.used) + count <= self.size
        self.used.extend([now] * count)
        if fits:
            return 0
        # All of them must be admitted after the wait.
        last = min(len(self.used) + count - self.size, len(self.used)) - 1
        return (self.used[last] + PERIOD - now).total_seconds()

    def taken(self, now: datetime) -> int:
        """Return the number of requests in the current period."""
        return sum(moment > now - PERIOD for moment in self.used)


@dataclass
class _Account:
    """The usage of one token."""

    requests: Allowance
    searches: Allowance = field(default_factory=lambda: Allowance(SEARCHES))
    reading: int = 0
    writing: int = 0


class Limits:
    """Count the requests of each token; nothing is limited without `per_minute`."""

    def __init__(self, store: Store, per_minute: int | None = None) -> None:
        if per_minute is not None:
            whole("rate_limit", per_minute, 1)
        self.store = store
        self.per_minute = per_minute
        self._accounts: dict[str, _Account] = {}
        self._lock = threading.Lock()

    def clear(self) -> None:
        """Reset all usage."""
        with self._lock:
            self._accounts.clear()

    def usage(self) -> dict[str, dict[str, int]]:
        """Return the usage of each token."""
        now = self.store.now()
        with self._lock:
            return {
                token: {
                    "used": account.requests.taken(now),
                    "limit": account.requests.size,
                    "searches_used": account.searches.taken(now),
                    "searches_limit": account.searches.size,
                }
                for token, account in self._accounts.items()
            }

    @contextmanager
    def admit(self, message: Message) -> Iterator[Reply | None]:
        """Count a request while it runs; yield None, or the error response if it is rejected."""
        if self.per_minute is None or message.token is None:
            yield None
            return
        actions = actions_of(message) or [(message.verb, message.path)]
        reads = sum(verb == "GET" for verb, _ in actions)
        with self._lock:
            new = _Account(Allowance(self.per_minute))
            account = self._accounts.setdefault(message.token, new)
            wait = self._wait(account, actions, reads)
            if wait <= 0:
                self._count(account, reads, len(actions) - reads)
        if wait > 0:
            yield _refusal(wait)
            return
        try:
            yield None
        finally:
            with self._lock:
                self._count(account, -reads, reads - len(actions))

    def _wait(self, account: _Account, actions: list[tuple[str, str]], reads: int) -> float:
        """Return the seconds to wait; 0 if the request is admitted."""
        now = self.store.now()
        wait = account.requests.take(now, len(actions))
        searches = sum(path.endswith(_SEARCHES) for _, path in actions)
        if searches:
            wait = max(wait, account.searches.take(now, searches))
        writes = len(actions) - reads
        if (reads and account.reading + reads > READS) or (
            writes and account.writing + writes > WRITES
        ):
            wait = max(wait, _CROWDED)
        return wait

    @staticmethod
    def _count(account: _Account, reads: int, writes: int) -> None:
        account.reading += reads
        account.writing += writes


def actions_of(message: Message) -> list[tuple[str, str]]:
    """Return the verbs and paths of a batch's actions; none if the request is not a batch."""
    actions = message.body.data.get("actions") if message.path == "/batch" else None
    return [_action(each) for each in actions] if isinstance(actions, list) else []


def _action(each: Any) -> tuple[str, str]:
    given = each if isinstance(each, dict) else {}
    return str(given.get("method")).upper(), str(given.get("relative_path"))


def _refusal(wait: float) -> Reply:
    error = ApiError(429, TOO_MANY)
    return Reply(429, error.envelope(), headers={"Retry-After": str(math.ceil(wait))})
