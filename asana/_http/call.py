"""The state of one call, which is passed through the layers together with the request."""

import time
from typing import Any

from .deadline import NEVER, Deadline
from .download import Sink
from .multipart import Multipart
from .request import Request

__all__ = ["Call", "Outcome"]

Outcome = Any
"""The result of a layer: the decoded body of a success, or the ``AsanaError`` of a failure.

A failure is returned, not raised, because the context of an exception would contain secrets.
"""


class Call:
    """One call of a verb, with all its attempts.

    :param seconds: the limit for all attempts and waits together; None is no limit
    :ivar deadline: the end of that time
    :ivar sink: the destination of a download
    :ivar auth: the auth, in a form that ``requests`` accepts
    :ivar authorization: the value of the header ``Authorization``, if a token is sent
    :ivar waited_until: the end of the pause that Asana requested and the call has waited for
    :ivar resends: the number of retries
    :ivar costs: the retry quota that the call has used
    :ivar unclear: whether an attempt may have taken effect although its response was lost
    :ivar attempts: the number of reported attempts
    :ivar since: the end of the last attempt or, before the first one, the start of the call
    """

    __slots__ = (
        "attempts",
        "auth",
        "authorization",
        "costs",
        "deadline",
        "resends",
        "since",
        "sink",
        "unclear",
        "waited_until",
    )

    def __init__(self, seconds: float | None, sink: Sink | None = None) -> None:
        self.deadline = NEVER if seconds is None else Deadline(seconds)
        self.sink = sink
        self.auth: Any = None
        self.authorization: str | None = None
        self.waited_until = 0.0
        self.resends = self.costs = self.attempts = 0
        self.since = time.monotonic()
        self.unclear = False

    def rewind(self, request: Request) -> bool:
        """Rewind the body, or the file of a download, for a retry; return whether that worked.

        :param request: the request to retry
        """
        if self.sink is not None:
            return self.sink.rewind()
        return not isinstance(request.body, Multipart) or request.body.rewind()
