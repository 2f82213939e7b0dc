"""The time at Asana: a wrong clock of this machine would prevent finding created records."""

import time
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from .._call.paths import route
from ..error import AsanaError

if TYPE_CHECKING:
    from .._verbs import Verbs

__all__ = ["TOLERANCE", "Clock", "clock_of", "since"]

TOLERANCE = 300.0  # the maximum difference in seconds between times of Asana


class Clock:
    """A clock that is not affected by changes of the system time.

    :param now: its current time, in seconds since the epoch
    """

    def __init__(self, now: float) -> None:
        self._ahead = now - time.monotonic()

    def __call__(self) -> float:
        return time.monotonic() + self._ahead


def clock_of(client: "Verbs", project: str) -> Clock:
    """Return a clock with the time at Asana, or that of this machine if Asana does not send it."""
    response: Any = None
    try:
        # Without a sync token this request always fails, and the error has the response.
        client.get(route("/events"), {"resource": project})
    except AsanaError as error:
        response = error.response
    try:
        return Clock(parsedate_to_datetime(response.headers["Date"]).timestamp())
    except (AttributeError, KeyError, TypeError, ValueError):
        return Clock(time.time())


def since(seconds: float) -> str:
    """Return a time in Asana's format, earlier by the tolerance."""
    moment = datetime.fromtimestamp(seconds, timezone.utc) - timedelta(seconds=TOLERANCE)
    return moment.isoformat()
