"""Time periods: the years, halves and quarters that goals are for."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import ListOptions
from .compact import TimePeriodCompact

if TYPE_CHECKING:
    from .common import Date

__all__ = [
    "GetTimePeriods",
    "GetTimePeriodsOptions",
    "TimePeriod",
]


class TimePeriod(TimePeriodCompact):
    """The complete record of a time period."""

    parent: TimePeriodCompact | None


class GetTimePeriods(TypedDict, total=False):
    """The parameters of :meth:`get_time_periods`."""

    start_on: Date
    end_on: Date
    workspace: str


class GetTimePeriodsOptions(GetTimePeriods, ListOptions, total=False):
    """The keywords of :meth:`get_time_periods`."""
