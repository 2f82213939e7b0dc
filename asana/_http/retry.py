"""Pure functions that decide whether to retry a failed request, and how long to wait."""

import math
import random
import threading
import time
from enum import Enum
from typing import NamedTuple

from ..error import (
    AsanaError,
    CertificateError,
    DeadlineExceededError,
    InvalidResponseError,
    NetworkError,
    ProxyFailedError,
    RateLimitEnforcedError,
    ServerError,
    UnknownOutcomeError,
)

__all__ = [
    "Backoff",
    "Decision",
    "Effect",
    "Quota",
    "cost",
    "decide",
    "delay",
    "effect",
]


class Effect(Enum):
    """The possible effect of a failed request at the server."""

    NONE = "it was rejected or never sent: a retry is safe"
    UNKNOWN = "it may have taken effect"
    REFUSED = "the server rejected it as invalid: a retry would fail again"


class Backoff(NamedTuple):
    """The settings of the backoff.

    :ivar delay: the first wait, in seconds
    :ivar factor: the factor by which each wait grows
    :ivar jitter: the maximum fraction that is added at random
    :ivar longest: the longest wait of a call without a deadline, in seconds
    """

    delay: float = 1.0
    factor: float = 2.0
    jitter: float = 0.1
    longest: float = 900.0


class Quota:
    """The number of retries that a client has left, which protects a service that is down.

    Each retry takes one. A call that succeeds gives back what it took, and one more. Each second
    gives back one. All threads of a client share the quota.

    :ivar size: the maximum, or None for no limit
    """

    def __init__(self, size: int | None = 100) -> None:
        self.size = size
        self._left = float(size or 0)
        self._counted = time.monotonic()
        self._lock = threading.Lock()

    def take(self, cost: int) -> bool:
        """Take the cost of a retry; return whether the quota was sufficient."""
        if self.size is None or not cost:
            return True
        with self._lock:
            now = time.monotonic()
            # Time can stand still or go back, as in tests that freeze the clock.
            self._left = min(self._left + max(now - self._counted, 0), self.size)
            self._counted = now
            if self._left < cost:
                return False
            self._left -= cost
            return True

    def give(self, back: int) -> None:
        """Give back after a success."""
        if self.size is not None and self._left < self.size:
            with self._lock:
                self._left = min(self._left + back, self.size)


class Decision(NamedTuple):
    """Either wait ``wait`` seconds and retry, or raise ``error``."""

    wait: float = 0.0
    error: AsanaError | None = None


def effect(failure: AsanaError) -> Effect:
    """Return the possible effect of the request that failed."""
    if isinstance(failure, CertificateError):
        return Effect.REFUSED
    if isinstance(failure, NetworkError):
        if isinstance(failure, ProxyFailedError) and 400 <= (failure.status or 0) < 500:
            return Effect.REFUSED  # by the proxy, for example because it requires a password
        return Effect.UNKNOWN if failure.sent else Effect.NONE
    if isinstance(failure, RateLimitEnforcedError):
        return Effect.NONE
    if isinstance(failure, DeadlineExceededError) and not failure.sent:
        return Effect.NONE
    if isinstance(failure, ServerError | DeadlineExceededError | UnknownOutcomeError):
        return Effect.UNKNOWN
    if isinstance(failure, InvalidResponseError):
        # After an invalid success or redirect, the request has likely taken effect. Only a
        # redirect that keeps the method (307, 308) means that it has not.
        return Effect.REFUSED if failure.status in (307, 308) else Effect.UNKNOWN
    return Effect.REFUSED


def decide(
    failure: AsanaError,
    *,
    method: str,
    idempotent: bool,
    retry_writes: bool,
    resends: int,
    max_retries: int,
    remaining: float,
    backoff: Backoff,
) -> Decision:
    """Decide whether to retry after a failed attempt.

    :param method: the HTTP method, in capitals; GET, PUT and DELETE are idempotent
    :param idempotent: the operation is idempotent although it is a POST
    :param retry_writes: the caller accepts the risk of repeating any write
    :param resends: the number of retries of this call so far
    :param remaining: the seconds until the deadline
    """
    what = effect(failure)
    if what is Effect.REFUSED or isinstance(failure, UnknownOutcomeError) or _held_back(failure):
        return Decision(error=failure)
    once = method not in ("GET", "PUT", "DELETE") and not idempotent
    if what is Effect.UNKNOWN and once and not retry_writes:
        return Decision(error=UnknownOutcomeError(failure))
    if isinstance(failure, InvalidResponseError) and not idempotent:
        # A complete but invalid response is unlikely to be valid after a retry.
        return Decision(error=failure if method == "GET" else UnknownOutcomeError(failure))
    wait = delay(failure, resends, backoff)
    longest = backoff.longest if remaining == math.inf else remaining
    if resends >= max_retries or wait >= longest:
        return Decision(error=failure)
    return Decision(wait=wait)


def _held_back(failure: AsanaError) -> bool:
    """Return whether the client did not send a request because it would have had to wait."""
    return isinstance(failure, RateLimitEnforcedError) and failure.status is None


def cost(failure: AsanaError) -> int:
    """Return the cost of a retry in the quota: nothing if Asana asked to wait."""
    return 0 if isinstance(failure, RateLimitEnforcedError) else 1


def delay(failure: AsanaError, resends: int, backoff: Backoff) -> float:
    """Return the seconds to wait before a retry: those of Retry-After, or the backoff."""
    told: float | None = getattr(failure, "retry_after", None)
    if told is not None:
        return told
    jitter = 1 + backoff.jitter * random.random()  # noqa: S311 - spreads load, hides nothing
    return backoff.delay * backoff.factor**resends * jitter
