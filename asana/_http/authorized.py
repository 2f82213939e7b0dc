"""The layer that sends the access token, and refreshes it if it is rejected."""

import logging
from typing import Any

from .. import error
from .access import Access
from .advice import refused
from .bearer import BearerAuth
from .call import Call, Outcome
from .request import Request

__all__ = ["Authorized"]

logger = logging.getLogger("asana")


class Authorized:
    """Sends a request with a valid token. After a 401, it retries once if there is a new token.

    Other kinds of auth are applied by the lowest layer.
    """

    def __init__(self, layer: Any, access: Access) -> None:
        self._layer = layer
        self._access = access

    def send(self, request: Request, call: Call) -> Outcome:
        """Return the outcome of the attempt, or of the second attempt with a new token."""
        access = self._access
        call.auth = auth = access.auth_in_force
        if not isinstance(auth, BearerAuth):
            outcome = self._layer.send(request, call)
            if isinstance(outcome, error.NoAuthorizationError):
                refused(outcome, request, access.credential())
            return outcome
        call.authorization = shown = auth.ready(call.deadline)
        outcome = self._layer.send(request, call)
        if not isinstance(outcome, error.NoAuthorizationError):
            return outcome
        if auth.renew(shown, call.deadline) and call.rewind(request):
            logger.debug("%s %s: rejected, retried with a new token", request.method, request.path)
            call.authorization = auth.authorization
            outcome = self._layer.send(request, call)
        else:
            outcome = auth.explained(outcome)
        if isinstance(outcome, error.NoAuthorizationError):
            refused(outcome, request, auth.source)
        return outcome
