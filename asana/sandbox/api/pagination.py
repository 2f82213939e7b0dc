"""Pagination: limits and offsets."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from asana.sandbox.api.listing import Listing, Whole
from asana.sandbox.errors import invalid
from asana.sandbox.records import values
from asana.sandbox.records.record import Record

MAX_LIMIT = 100
MAX_UNPAGINATED = 1000
MAX_OFFSETS = 10_000  # that are remembered

_limit = values.integer(1, MAX_LIMIT)


@dataclass(frozen=True)
class Position:
    """The end of a page, whose items are `shown`; `index` counts all items up to there."""

    key: str
    index: int
    shown: list[Record]


@dataclass(frozen=True)
class Page:
    """The items of a page; `paginated` if a limit was sent, `offset` if there are more."""

    items: list[Record]
    paginated: bool
    offset: str | None = None


class Paginator:
    """Cuts lists into pages, and remembers the offsets."""

    def __init__(self) -> None:
        self._positions: dict[str, Position] = {}
        self._expired: set[str] = set()

    def expire_offsets(self) -> None:
        """Expire all offsets."""
        self._expired.update(self._positions)
        self._positions.clear()

    def forget(self) -> None:
        """Drop all offsets."""
        self._positions.clear()
        self._expired.clear()

    def page(
        self,
        items: list[Record] | Listing,
        query: dict[str, Any],
        key: str,
        cap: int = MAX_UNPAGINATED,
        endless: bool = False,
    ) -> Page:
        """Return the page that a query asks for; `key` ties offsets to one caller and path.

        An `endless` list is always paged, and has a next page as soon as it has an item.
        """
        listing = items if isinstance(items, Listing) else Listing(Whole(items))
        limit = _limit(query["limit"], "limit") if "limit" in query else None
        if endless and limit is None:
            limit = cap
        before = self._position(query["offset"], key) if "offset" in query else None
        rest = listing.after(None) if before is None else _after(before, listing)
        found = list(islice(rest, (limit or cap) + 1))
        if limit is None:
            if len(found) > cap:
                raise invalid(
                    "The result is too large. You should use pagination "
                    "(may require specifying a workspace)!"
                )
            return Page(found, paginated=False)
        page = found[:limit]
        if len(found) <= limit and not (endless and (page or before)):
            return Page(page, paginated=True)
        return Page(page, paginated=True, offset=self._remember(key, page, before))

    def _position(self, offset: str, key: str) -> Position:
        if offset in self._expired:
            raise invalid("offset: Your pagination token has expired.")
        position = self._positions.get(offset)
        if position is None or position.key != key:
            raise invalid("offset: Your pagination token is invalid.")
        return position

    def _remember(self, key: str, page: list[Record], before: Position | None) -> str:
        """Return the offset of the page after this one."""
        index, shown = (0, []) if before is None else (before.index, before.shown)
        offset = secrets.token_urlsafe(24)
        self._positions[offset] = Position(key, index + len(page), page or shown)
        if len(self._positions) > MAX_OFFSETS:
            del self._positions[next(iter(self._positions))]
        return offset


def _after(position: Position, listing: Listing) -> Iterator[Record]:
    """Return the items after a position, although the list may have changed meanwhile.

    Continue after the last item shown. If it left the list, an item is skipped for it.
    """
    for missing, last in enumerate(reversed(position.shown)):
        if last in listing.source:
            return islice(listing.after(last), missing, None)
    return islice(listing.after(None), position.index, None)
