"""The layer that follows redirects."""

from collections.abc import Callable
from typing import Any

from ..error import InvalidResponseError
from .call import Call, Outcome
from .request import Request
from .response import REDIRECTS, invalid

__all__ = ["MAX_REDIRECTS", "Redirecting"]

MAX_REDIRECTS = 5


class Redirecting:
    """Sends a request, and follows redirects to permitted URLs.

    :param target: returns the URL of a redirect, None if it must not be followed, or an error
    """

    def __init__(
        self, layer: Any, target: Callable[[Request, Any], str | InvalidResponseError | None]
    ) -> None:
        self._layer = layer
        self._target = target

    def send(self, request: Request, call: Call) -> Outcome:
        """Return the outcome of the last request."""
        last: Any = None
        for _ in range(MAX_REDIRECTS):
            outcome: Outcome = self._layer.send(request, call)
            if not isinstance(outcome, InvalidResponseError) or outcome.status not in REDIRECTS:
                return outcome
            last = outcome.response
            target = self._target(request, last)
            if not isinstance(target, str):
                return target or outcome
            if not call.rewind(request):
                return outcome
            request = request._replace(url=target)
        return invalid(last, b"", "too many redirects")
