"""Rates: the hourly cost of a user or placeholder in a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty, Options
    from ..types.compact import RateOrPlaceholderCompact
    from ..types.rates import (
        CreateRate,
        CreateRateOptions,
        GetRates,
        GetRatesOptions,
        Rate,
        RateOptions,
        UpdateRate,
        UpdateRateOptions,
    )

__all__ = ["Rates"]


class Rates(Resource):
    """Rates: the hourly cost of a user or placeholder in a project."""

    def get_rates(
        self, params: GetRates = NONE, **options: Unpack[GetRatesOptions]
    ) -> ItemIterator[RateOrPlaceholderCompact]:
        """List the records of the rates in a project.

        ``parent`` is the project; ``resource`` limits the result to one user or placeholder.
        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        GET /rates
        """
        return self.client.get_collection(route("/rates"), params or {}, **options)

    def create_rate(self, params: CreateRate = NONE, **options: Unpack[CreateRateOptions]) -> Rate:
        """Create a rate and return its complete record.

        ``parent`` (a project), ``resource`` (a user or placeholder) and ``rate`` are required.
        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        POST /rates
        """
        return self.client.post(route("/rates"), params or {}, **options)

    def get_rate(
        self, rate_gid: str, params: Params = None, **options: Unpack[RateOptions]
    ) -> Rate:
        """Return the complete record of one rate.

        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        GET /rates/{rate_gid}
        """
        return self.client.get(path("/rates/{}", rate_gid), params or {}, **options)

    def update_rate(
        self, rate_gid: str, params: UpdateRate = NONE, **options: Unpack[UpdateRateOptions]
    ) -> Rate:
        """Change the ``rate``, the only writable field of a rate, and return its complete record.

        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        PUT /rates/{rate_gid}
        """
        return self.client.put(path("/rates/{}", rate_gid), params or {}, **options)

    def delete_rate(
        self, rate_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a rate and return an empty dictionary.

        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        DELETE /rates/{rate_gid}
        """
        return self.client.delete(path("/rates/{}", rate_gid), params or {}, **options)
