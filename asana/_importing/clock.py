"""The time at Asana: the clock of this machine may be wrong, and then nothing would be found."""

import time
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from .._call.paths import route
from ..error import AsanaError

if TYPE_CHECKING:
    from .._verbs import Verbs

__all__ = ["TOLERANCE", "Clock", "clock_of", "since"]

TOLERANCE = 300.0  # seconds by which times of Asana may differ from each other


class Clock:
    """A clock that shows another time than that of this machine, and is never set.

    :param now: the time that it shows now, in seconds since the epoch
    """

    def __init__(self, now: float) -> None:
        self._ahead = now - time.monotonic()

    def __call__(self) -> float:
        return time.monotonic() + self._ahead


def clock_of(client: "Verbs", project: str) -> Clock:
    """Return a clock that shows the time at Asana, or that of this machine if it is not told."""
    response: Any = None
    try:
        # Without a sync token this is always refused, and a refusal comes with its response.
        client.get(route("/events"), {"resource": project})
    except AsanaError as error:
        response = error.response
    try:
        return Clock(parsedate_to_datetime(response.headers["Date"]).timestamp())
    except (AttributeError, KeyError, TypeError, ValueError):
        return Clock(time.time())


def since(seconds: float) -> str:
    """Return a time as Asana takes it, earlier by what its times may differ."""
    moment = datetime.fromtimestamp(seconds, timezone.utc) - timedelta(seconds=TOLERANCE)
    return moment.isoformat()
