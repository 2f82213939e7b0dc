"""The layer that waits for a turn, so that Asana need not refuse a request."""

import os
from collections.abc import Callable
from typing import Any

from .. import error
from . import retry
from .call import Call, Outcome
from .pacer import Pacer
from .request import Request

__all__ = ["Paced"]


class Paced:
    """Sends when it is the request's turn, and makes others wait where Asana asks for it.

    :param backoff: returns how the waits grow
    """

    def __init__(self, layer: Any, backoff: Callable[[], retry.Backoff]) -> None:
        self._layer = layer
        self._backoff = backoff
        self.pacer = Pacer()
        self._process = os.getpid()

    def send(self, request: Request, call: Call) -> Outcome:
        """Return the outcome of the attempt, which may be that there is no time for a turn."""
        if self._process != os.getpid():  # the threads that have a turn are not in this process
            self._process, self.pacer = os.getpid(), Pacer()
        pacer = self.pacer
        turn = pacer.begin(request.load, request.rate_limit, call.deadline, call.waited_until)
        if isinstance(turn, error.AsanaError):
            return turn
        try:
            outcome = self._layer.send(request, call)
        finally:
            if turn is not None:
                pacer.end(turn)
        if isinstance(outcome, error.RateLimitEnforcedError):
            told = retry.delay(outcome, 0, self._backoff())
            call.waited_until = pacer.pause(told, call.waited_until)
        elif call.waited_until:
            pacer.resume(call.waited_until)
        return outcome
