"""The layer that keeps requests within Asana's limits of rate and concurrency."""

import math
import os
from collections.abc import Callable
from typing import Any

from .. import error
from . import retry
from .call import Call, Outcome
from .pacer import USEFUL, Pacer, held_back
from .request import Request

__all__ = ["Paced"]


class Paced:
    """Sends a request when the limits allow it; after a 429, makes all requests wait.

    :param backoff: returns the settings of the backoff
    """

    def __init__(self, layer: Any, backoff: Callable[[], retry.Backoff]) -> None:
        self._layer = layer
        self._backoff = backoff
        self.pacer = Pacer()
        self._process = os.getpid()

    def send(self, request: Request, call: Call) -> Outcome:
        """Return the outcome of the attempt, or an error if the deadline is too soon for it."""
        if self._process != os.getpid():  # after a fork, the threads of the pacer do not exist
            self._process, self.pacer = os.getpid(), Pacer()
        pacer, limit = self.pacer, request.rate_limit
        shared = None if limit is None or isinstance(limit, int) else limit
        own = None if shared is not None else limit
        turn = pacer.begin(request.load, own, call.deadline, call.waited_until)
        if isinstance(turn, error.AsanaError):
            return turn
        try:
            if shared is not None and turn is not None:
                outcome = self._send_shared(shared, request, call)
            else:
                outcome = self._layer.send(request, call)
        finally:
            if turn is not None:
                pacer.end(turn)
        if isinstance(outcome, error.RateLimitEnforcedError):
            told = retry.delay(outcome, 0, self._backoff())
            call.waited_until = pacer.pause(told, call.waited_until)
            if shared is not None and outcome.status is not None:
                shared.pause(min(told, pacer.LONGEST_PAUSE))
        elif call.waited_until:
            pacer.resume(call.waited_until)
        return outcome

    def _send_shared(self, shared: Any, request: Request, call: Call) -> Outcome:
        """Send within a rate limit that is shared with other processes."""
        route, left = request.route, call.deadline.remaining()
        timeout = None if left == math.inf else max(left - min(USEFUL, left / 4), 0.0)
        try:
            shared.acquire(route, timeout, request.load)
        except TimeoutError as failure:
            return held_back(str(failure), getattr(failure, "retry_after", None))
        try:
            return self._layer.send(request, call)
        finally:
            shared.release(route)
