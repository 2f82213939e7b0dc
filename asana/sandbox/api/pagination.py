"""Pagination: limits and offsets."""

import secrets
from dataclasses import dataclass
from typing import Any

from asana.sandbox.errors import invalid
from asana.sandbox.records import values
from asana.sandbox.records.record import Record

MAX_LIMIT = 100
MAX_UNPAGINATED = 1000

_limit = values.integer(1, MAX_LIMIT)


@dataclass(frozen=True)
class Position:
    """The end of a page: after the record `last`, which was the item before `index`."""

    key: str
    index: int
    last: Record


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
        items: list[Record],
        query: dict[str, Any],
        key: str,
        cap: int = MAX_UNPAGINATED,
        endless: bool = False,
    ) -> Page:
        """Return the page that a query asks for; `key` ties offsets to one caller and path.

        An `endless` list is always paged, and has a next page as soon as it has an item.
        """
        limit = _limit(query["limit"], "limit") if "limit" in query else None
        if endless and limit is None:
            limit = cap
        start = self._start(items, query["offset"], key) if "offset" in query else 0
        rest = items[start:]
        if limit is None:
            if len(rest) > cap:
                raise invalid(
                    "The result is too large. You should use pagination "
                    "(may require specifying a workspace)!"
                )
            return Page(rest, paginated=False)
        page = rest[:limit]
        if len(rest) <= limit and not (endless and items):
            return Page(page, paginated=True)
        offset = secrets.token_urlsafe(24)
        end = start + len(page)
        self._positions[offset] = Position(key, end, items[min(end, len(items)) - 1])
        return Page(page, paginated=True, offset=offset)

    def _start(self, items: list[Record], offset: str, key: str) -> int:
        if offset in self._expired:
            raise invalid("offset: Your pagination token has expired.")
        position = self._positions.get(offset)
        if position is None or position.key != key:
            raise invalid("offset: Your pagination token is invalid.")
        # The list may have changed meanwhile: continue after the last item returned.
        if position.last in items:
            return items.index(position.last) + 1
        return position.index
