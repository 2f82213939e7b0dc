"""Time periods: the years, halves and quarters that goals are set for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.time_periods import (
        GetTimePeriods,
        GetTimePeriodsOptions,
        TimePeriod,
        TimePeriodOptions,
    )

__all__ = ["TimePeriods"]


class TimePeriods(Resource):
    """Time periods: the years, halves and quarters that goals are set for."""

    def get_time_period(
        self, time_period_gid: str, params: Params = None, **options: Unpack[TimePeriodOptions]
    ) -> TimePeriod:
        """Return the complete record of one time period.

        GET /time_periods/{time_period_gid}
        """
        return self.client.get(path("/time_periods/{}", time_period_gid), params or {}, **options)

    def get_time_periods(
        self, params: GetTimePeriods = NONE, **options: Unpack[GetTimePeriodsOptions]
    ) -> ItemIterator[TimePeriod]:
        """List the compact records of a workspace's time periods.

        ``workspace`` is required; ``start_on`` and ``end_on`` are filters.

        GET /time_periods
        """
        return self.client.get_collection(route("/time_periods"), params or {}, **options)
