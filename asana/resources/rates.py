"""Rates: what an hour of a user or placeholder costs in a project."""

from typing import Any

from .._call.paths import path
from ..page_iterator import ItemIterator
from ..records import Record
from .resource import Params, Resource

__all__ = ["Rates"]


class Rates(Resource):
    """Rates: what an hour of a user or placeholder costs in a project."""

    def get_rates(self, params: Params = None, **options: Any) -> ItemIterator:
        """List the records of the rates in a project.

        ``parent`` is the project; ``resource`` keeps one user or placeholder. Needs a paid plan,
        else ``PremiumOnlyError``.

        GET /rates
        """
        return self.client.get_collection("/rates", params or {}, **options)

    def create_rate(self, params: Params = None, **options: Any) -> Record:
        """Create a rate and return its complete record.

        ``parent`` (a project), ``resource`` (a user or placeholder) and ``rate`` are required.
        Needs a paid plan, else ``PremiumOnlyError``.

        POST /rates
        """
        return self.client.post("/rates", params or {}, **options)

    def get_rate(self, rate_gid: str, params: Params = None, **options: Any) -> Record:
        """Return the complete record of one rate.

        Needs a paid plan, else ``PremiumOnlyError``.

        GET /rates/{rate_gid}
        """
        return self.client.get(path("/rates/{}", rate_gid), params or {}, **options)

    def update_rate(self, rate_gid: str, params: Params = None, **options: Any) -> Record:
        """Change the ``rate`` of a rate, its only such field, and return its complete record.

        Needs a paid plan, else ``PremiumOnlyError``.

        PUT /rates/{rate_gid}
        """
        return self.client.put(path("/rates/{}", rate_gid), params or {}, **options)

    def delete_rate(self, rate_gid: str, params: Params = None, **options: Any) -> Record:
        """Delete a rate; returns nothing.

        Needs a paid plan, else ``PremiumOnlyError``.

        DELETE /rates/{rate_gid}
        """
        return self.client.delete(path("/rates/{}", rate_gid), params or {}, **options)
