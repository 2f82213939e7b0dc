"""The top layer, which retries failed requests."""

import logging
import os
import time
from collections.abc import Callable
from typing import Any

from .. import error
from . import retry
from .access import Access
from .advice import advise
from .call import Call, Outcome
from .pacer import FAR
from .request import Request

__all__ = ["Retrying"]

logger = logging.getLogger("asana")

# Seconds. Longer waits are logged as warnings, to explain why a program seems to hang.
LONG_WAIT = 5.0


class Retrying:
    """Sends a request, and retries it as :mod:`asana._http.retry` decides.

    :param layer: the layer that makes one attempt
    :param backoff: returns the settings of the backoff
    :param quota: the retry quota, which all threads share
    """

    def __init__(
        self,
        layer: Any,
        access: Access,
        backoff: Callable[[], retry.Backoff],
        quota: retry.Quota,
    ) -> None:
        self._layer = layer
        self._access = access
        self._backoff = backoff
        self.quota = quota
        self._process = os.getpid()
        self._warned_until = 0.0

    def send(self, request: Request, call: Call) -> Outcome:
        """Return the outcome of the last attempt."""
        if self._process != os.getpid():  # a thread can have held the lock of the quota at the fork
            self._process, self.quota = os.getpid(), retry.Quota(self.quota.size)
            self._access.renew_after_fork()
        while True:
            outcome = self._layer.send(request, call)
            if not isinstance(outcome, error.AsanaError):
                self.quota.give(call.costs + 1)
                return outcome
            outcome.method, outcome.path = request.method, request.path
            advise(outcome, request)
            over = self._over(request, call, outcome)
            if over is not None:
                return over

    def _over(self, request: Request, call: Call, failure: error.AsanaError) -> Outcome:
        """Return the outcome of the call, or wait and return None for a retry."""
        if call.unclear and request.method == "DELETE" and failure.status == 404:
            # An earlier attempt deleted the object, and its response was lost.
            return {"data": {}}
        decision = retry.decide(
            failure,
            method=request.method,
            idempotent=request.idempotent,
            retry_writes=request.retry_writes,
            resends=call.resends,
            max_retries=request.max_retries,
            remaining=call.deadline.remaining(),
            backoff=self._backoff(),
        )
        if decision.error is not None:
            return decision.error
        cost = retry.cost(failure)
        if not call.rewind(request) or not self.quota.take(cost):
            return failure
        self._log_wait(decision.wait, failure)
        time.sleep(decision.wait)
        call.unclear = call.unclear or retry.effect(failure) is retry.Effect.UNKNOWN
        call.resends += 1
        call.costs += cost
        return None

    def _log_wait(self, seconds: float, failure: error.AsanaError) -> None:
        """Log a wait; a long one as a warning, once for all threads that wait at the same time."""
        now = time.monotonic()
        level = logging.DEBUG
        if seconds >= LONG_WAIT and not now < self._warned_until < now + FAR:
            self._warned_until = now + seconds
            level = logging.WARNING
        logger.log(level, "retrying in %.3g s: %s", seconds, failure)
