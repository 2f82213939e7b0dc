"""Time periods: the years, halves and quarters that goals are for."""

from typing import Any

from .._call.paths import path
from ..page_iterator import ItemIterator
from ..records import Record
from .resource import Params, Resource

__all__ = ["TimePeriods"]


class TimePeriods(Resource):
    """Time periods: the years, halves and quarters that goals are for."""

    def get_time_period(
        self, time_period_gid: str, params: Params = None, **options: Any
    ) -> Record:
        """Return the complete record of one time period.

        GET /time_periods/{time_period_gid}
        """
        return self.client.get(path("/time_periods/{}", time_period_gid), params or {}, **options)

    def get_time_periods(self, params: Params = None, **options: Any) -> ItemIterator:
        """List the compact records of a workspace's time periods.

        ``workspace`` is required; ``start_on`` and ``end_on`` narrow it down.

        GET /time_periods
        """
        return self.client.get_collection("/time_periods", params or {}, **options)
