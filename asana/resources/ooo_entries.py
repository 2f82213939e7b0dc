"""Out-of-office entries: when people are away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty, Options
    from ..types.ooo_entries import (
        CreateOooEntry,
        CreateOooEntryOptions,
        GetOooEntries,
        GetOooEntriesOptions,
        OooEntry,
        OooEntryOptions,
        UpdateOooEntry,
        UpdateOooEntryOptions,
    )

__all__ = ["OooEntries"]


class OooEntries(Resource):
    """Out-of-office entries: when people are away."""

    def get_ooo_entry(
        self, ooo_entry_gid: str, params: Params = None, **options: Unpack[OooEntryOptions]
    ) -> OooEntry:
        """Return the complete record of one out-of-office entry.

        GET /ooo_entries/{ooo_entry_gid}   (scope ooo_entries:read)
        """
        return self.client.get(path("/ooo_entries/{}", ooo_entry_gid), params or {}, **options)

    def update_ooo_entry(
        self,
        ooo_entry_gid: str,
        params: UpdateOooEntry = NONE,
        **options: Unpack[UpdateOooEntryOptions],
    ) -> OooEntry:
        """Change the dates of an out-of-office entry and return its complete record.

        ``start_date`` and ``end_date`` can be changed.

        PUT /ooo_entries/{ooo_entry_gid}   (scope ooo_entries:write)
        """
        return self.client.put(path("/ooo_entries/{}", ooo_entry_gid), params or {}, **options)

    def delete_ooo_entry(
        self, ooo_entry_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete an out-of-office entry and return an empty dictionary.

        DELETE /ooo_entries/{ooo_entry_gid}   (scope ooo_entries:delete)
        """
        return self.client.delete(path("/ooo_entries/{}", ooo_entry_gid), params or {}, **options)

    def get_ooo_entries(
        self, params: GetOooEntries = NONE, **options: Unpack[GetOooEntriesOptions]
    ) -> ItemIterator[OooEntry]:
        """List the complete records of a user's out-of-office entries.

        ``user`` and ``workspace`` are required; ``start_date`` and ``end_date`` limit the result to
        entries that overlap these dates.

        GET /ooo_entries   (scope ooo_entries:read)
        """
        return self.client.get_collection(route("/ooo_entries"), params or {}, **options)

    def create_ooo_entry(
        self, params: CreateOooEntry = NONE, **options: Unpack[CreateOooEntryOptions]
    ) -> OooEntry:
        """Create an out-of-office entry and return its complete record.

        ``user``, ``workspace``, ``start_date`` and ``end_date`` are required.

        POST /ooo_entries   (scope ooo_entries:write)
        """
        return self.client.post(route("/ooo_entries"), params or {}, **options)
