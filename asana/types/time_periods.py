"""Time periods: the years, halves and quarters that goals are set for."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions, ListCallOptions
from .compact import TimePeriodCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .common import Date
    from .fields import TimePeriodField

__all__ = [
    "GetTimePeriods",
    "GetTimePeriodsOptions",
    "TimePeriod",
    "TimePeriodFields",
    "TimePeriodOptions",
]


class TimePeriod(TimePeriodCompact):
    """The complete record of a time period."""

    parent: TimePeriodCompact | None


class TimePeriodFields(TypedDict, total=False):
    """The option with the fields of time periods to return."""

    fields: Iterable[TimePeriodField | str] | str | None
    opt_fields: Iterable[TimePeriodField | str] | str | None


class TimePeriodOptions(TimePeriodFields, CallOptions, total=False):
    """The options of a call that returns a time period."""


class GetTimePeriods(TypedDict, total=False):
    """The parameters of :meth:`get_time_periods`."""

    start_on: Date
    end_on: Date
    workspace: str


class GetTimePeriodsOptions(GetTimePeriods, TimePeriodFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_time_periods`."""
