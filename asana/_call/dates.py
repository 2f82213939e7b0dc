"""Parse the dates and timestamps of Asana."""

import re
from datetime import date, datetime

__all__ = ["as_date", "as_datetime", "as_day_or_time"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def as_date(text: str) -> date:
    """Return the date of a string such as ``2026-03-01``.

    :raises ValueError: the string is not a date
    """
    if not _DAY.fullmatch(text):
        raise ValueError("not a date such as 2026-03-01")
    return date.fromisoformat(text)


def as_datetime(text: str) -> datetime:
    """Return the aware datetime of a string such as ``2026-03-01T09:00:00.000Z``.

    :raises ValueError: the string is not a timestamp, or has no time zone
    """
    # Python 3.10 does not parse the Z, and parses a date as midnight.
    found = datetime.fromisoformat(text[:-1] + "+00:00" if text[-1:] in "Zz" else text)
    if found.tzinfo is None:
        raise ValueError("a time without a time zone is ambiguous")
    return found


def as_day_or_time(text: str) -> date:
    """Return the date or the aware datetime of a string.

    :raises ValueError: the string is neither, or is a time without a time zone
    """
    return as_date(text) if _DAY.fullmatch(text) else as_datetime(text)
