"""Allocations: how much of their time people spend on a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.allocations import (
        Allocation,
        AllocationOptions,
        CreateAllocation,
        CreateAllocationOptions,
        GetAllocations,
        GetAllocationsOptions,
        UpdateAllocation,
        UpdateAllocationOptions,
    )
    from ..types.common import Empty, Options

__all__ = ["Allocations"]


class Allocations(Resource):
    """Allocations: how much of their time people spend on a project."""

    def get_allocation(
        self, allocation_gid: str, params: Params = None, **options: Unpack[AllocationOptions]
    ) -> Allocation:
        """Return the complete record of one allocation.

        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        GET /allocations/{allocation_gid}
        """
        return self.client.get(path("/allocations/{}", allocation_gid), params or {}, **options)

    def update_allocation(
        self,
        allocation_gid: str,
        params: UpdateAllocation = NONE,
        **options: Unpack[UpdateAllocationOptions],
    ) -> Allocation:
        """Change the given fields of an allocation and return its complete record.

        PUT /allocations/{allocation_gid}
        """
        return self.client.put(path("/allocations/{}", allocation_gid), params or {}, **options)

    def delete_allocation(
        self, allocation_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete an allocation and return an empty dictionary.

        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        DELETE /allocations/{allocation_gid}
        """
        return self.client.delete(path("/allocations/{}", allocation_gid), params or {}, **options)

    def get_allocations(
        self, params: GetAllocations = NONE, **options: Unpack[GetAllocationsOptions]
    ) -> ItemIterator[Allocation]:
        """List the complete records of the allocations of a project, user or placeholder.

        Filters are ``parent`` (a project), ``assignee`` (a user or placeholder) and ``workspace``.
        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        GET /allocations
        """
        return self.client.get_collection(route("/allocations"), params or {}, **options)

    def create_allocation(
        self, params: CreateAllocation = NONE, **options: Unpack[CreateAllocationOptions]
    ) -> Allocation:
        """Create an allocation and return its complete record.

        ``parent`` (a project), ``assignee`` (a user or placeholder), ``start_date`` and
        ``end_date`` are required. ``effort`` is a dictionary of ``type`` (``hours`` or ``percent``)
        and ``value``. Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        POST /allocations
        """
        return self.client.post(route("/allocations"), params or {}, **options)
