"""The dates and timestamps of Asana."""

from collections.abc import Callable
from datetime import date, datetime, timezone
from typing import Any

import pytest

from asana._call.dates import as_date, as_datetime, as_day_or_time

DAY, TIME = date(2026, 3, 1), datetime(2026, 3, 1, 9, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01", DAY),
        ("2026-03-01T09:00:00.000Z", TIME),
        ("2026-03-01T09:00:00z", TIME),
        ("2026-03-01T11:00:00+02:00", TIME),
    ],
)
def test_a_day_or_a_time(text: str, expected: date) -> None:
    found = as_day_or_time(text)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("function", "text", "message"),
    [
        (as_date, "2026-03-01T09:00:00Z", "not a date such as 2026-03-01"),
        (as_date, "20260301", "not a date such as 2026-03-01"),
        (as_date, "\uff12\uff10\uff12\uff16-03-01", "not a date such as 2026-03-01"),
        (as_date, "2026-03-01\n", "not a date such as 2026-03-01"),
        (as_datetime, "2026-03-01T09:00:00", "a time without a time zone is ambiguous"),
        (as_day_or_time, "2026-03-01T09:00:00", "a time without a time zone is ambiguous"),
    ],
)
def test_what_is_no_date(function: Callable[[str], Any], text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared below
        function(text)
    assert str(caught.value) == message
