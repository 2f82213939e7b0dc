"""Pure decisions: may a request that failed be sent again, and after how long."""

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
    """What a failed request may have done at the server."""

    NONE = "it was rejected, or never sent: sending it again is safe"
    UNKNOWN = "it may have been done"
    REFUSED = "it was refused for what it is: sending it again would change nothing"


class Backoff(NamedTuple):
    """How waits grow: ``delay`` seconds, times ``factor`` each time, up to ``jitter`` longer.

    :ivar longest: the most seconds that a call without a deadline waits
    """

    delay: float = 1.0
    factor: float = 2.0
    jitter: float = 0.1
    longest: float = 900.0


class Quota:
    """How many resends a client has left, so that it does not burden a service that is down.

    Each resend takes one. A call that succeeds gives back what it took and one more; one more
    comes back each second. All threads of a client share it.

    :ivar size: the most there can be; None is without bound
    """

    def __init__(self, size: int | None = 100) -> None:
        self.size = size
        self._left = float(size or 0)
        self._counted = time.monotonic()
        self._lock = threading.Lock()

    def take(self, cost: int) -> bool:
        """Take what a resend costs; tell whether there was enough."""
        if self.size is None or not cost:
            return True
        with self._lock:
            now = time.monotonic()
            # The clock may have stood still, or been another one, as in tests that freeze it.
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
    """Either ``wait`` seconds and send again, or raise ``error``."""

    wait: float = 0.0
    error: AsanaError | None = None


def effect(failure: AsanaError) -> Effect:
    """Return what the request behind a failure may have done."""
    if isinstance(failure, CertificateError):
        return Effect.REFUSED
    if isinstance(failure, NetworkError):
        if isinstance(failure, ProxyFailedError) and 400 <= (failure.status or 0) < 500:
            return Effect.REFUSED  # by the proxy, such as a name and a password that it wants
        return Effect.UNKNOWN if failure.sent else Effect.NONE
    if isinstance(failure, RateLimitEnforcedError):
        return Effect.NONE
    if isinstance(failure, DeadlineExceededError) and not failure.sent:
        return Effect.NONE
    if isinstance(failure, ServerError | DeadlineExceededError | UnknownOutcomeError):
        return Effect.UNKNOWN
    if isinstance(failure, InvalidResponseError):
        # A success or a redirect that makes no sense: what was asked has likely been done. Only
        # a redirect that keeps the method (307, 308) says that it has not.
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
    """Decide what follows a failed attempt.

    :param method: the HTTP method, in capitals; GET, PUT and DELETE may be repeated
    :param idempotent: the operation may be repeated though it is a POST
    :param retry_writes: the caller takes the risk of repeating any write
    :param resends: how often this call was sent again already
    :param remaining: seconds until the deadline
    """
    what = effect(failure)
    if what is Effect.REFUSED or isinstance(failure, UnknownOutcomeError):
        return Decision(error=failure)
    once = method not in ("GET", "PUT", "DELETE") and not idempotent
    if what is Effect.UNKNOWN and once and not retry_writes:
        return Decision(error=UnknownOutcomeError(failure))
    if isinstance(failure, InvalidResponseError) and not idempotent:
        # An answer that came whole and makes no sense will hardly make more the next time.
        return Decision(error=failure if method == "GET" else UnknownOutcomeError(failure))
    wait = delay(failure, resends, backoff)
    longest = backoff.longest if remaining == math.inf else remaining
    if resends >= max_retries or wait >= longest:
        return Decision(error=failure)
    return Decision(wait=wait)


def cost(failure: AsanaError) -> int:
    """Return what a resend takes of the quota: nothing where Asana itself asked to wait."""
    return 0 if isinstance(failure, RateLimitEnforcedError) else 1


def delay(failure: AsanaError, resends: int, backoff: Backoff) -> float:
    """Return the seconds to wait before the next attempt: as told, else growing."""
    told: float | None = getattr(failure, "retry_after", None)
    if told is not None:
        return told
    jitter = 1 + backoff.jitter * random.random()  # noqa: S311 - spreads load, hides nothing
    return backoff.delay * backoff.factor**resends * jitter
