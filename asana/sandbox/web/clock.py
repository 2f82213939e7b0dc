"""The clock of a sandbox, which can be advanced."""

from datetime import datetime, timedelta

from asana.sandbox.records.store import Clock
from asana.sandbox.web import checks

_MOST = timedelta(days=36525)  # in total; dates end in the year 9999


class AdvancingClock:
    """A clock that is ahead of another clock by an adjustable time."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        """Return the current time."""
        return self.clock() + self.ahead

    def advance(self, seconds: float) -> None:
        """Advance the clock; ValueError if that is not possible."""
        checks.number("seconds", seconds)
        if seconds < 0:
            raise ValueError(f"seconds must be at least 0, not {seconds!r}")
        if seconds > (_MOST - self.ahead).total_seconds():
            raise ValueError("the clock can be at most 100 years ahead")
        self.ahead += timedelta(seconds=seconds)

    def reset(self) -> None:
        """Return to the time of the other clock."""
        self.ahead = timedelta()
