"""The state of one call, which rides through the layers beside the request."""

import time
from typing import Any

from .deadline import NEVER, Deadline
from .download import Sink
from .multipart import Multipart
from .request import Request

__all__ = ["Call", "Outcome"]

Outcome = Any
"""What a layer returns: the decoded body of a success, or the ``AsanaError`` of a failure.

A failure is returned, not raised: the context of an exception would hold the secrets.
"""


class Call:
    """One call of a verb, with all its attempts.

    :param seconds: what all attempts and waits may take together; None is unbounded
    :ivar deadline: when the call is over
    :ivar sink: where a download goes
    :ivar auth: what shows who is calling, in the forms that ``requests`` takes
    :ivar authorization: the header with the token that is sent, where one is
    :ivar waited_until: until when the call has waited because Asana asked for it
    :ivar resends: how often the request has been sent again
    :ivar costs: what the resends have taken of the quota
    :ivar unclear: an attempt may have been done though its response was lost
    :ivar attempts: how many attempts have been reported
    :ivar since: when the last of them ended or, before the first, the call began
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
        """Make the body, or the file of a download, ready for another attempt; tell whether it is.

        :param request: the request that may be sent again
        """
        if self.sink is not None:
            return self.sink.rewind()
        return not isinstance(request.body, Multipart) or request.body.rewind()
