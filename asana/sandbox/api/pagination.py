"""Pagination: limits and offsets."""

import base64
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from asana.sandbox.api.listing import Listing, Whole
from asana.sandbox.errors import invalid
from asana.sandbox.records import values
from asana.sandbox.records.record import Record

MAX_LIMIT = 100
MAX_UNPAGINATED = 1000
MAX_OFFSETS = 10_000  # offsets kept in memory
OFFSET_LIFETIME = timedelta(seconds=900)

_limit = values.integer(1, MAX_LIMIT)


@dataclass(frozen=True)
class Position:
    """The end of a page with the items `shown`; `index` counts all items up to there."""

    key: str
    index: int
    shown: list[Record]
    ends: datetime | None  # the expiration time of its offset


@dataclass(frozen=True)
class Page:
    """The items of a page; `paginated` if a limit was sent, `offset` if there are more."""

    items: list[Record]
    paginated: bool
    offset: str | None = None


class Paginator:
    """Splits lists into pages, and keeps the offsets. `now` is the clock."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._positions: dict[str, Position] = {}

    def expire_offsets(self) -> None:
        """Expire all offsets."""
        now = self._now()
        for offset, position in self._positions.items():
            self._positions[offset] = replace(position, ends=now)

    def forget(self) -> None:
        """Drop all offsets."""
        self._positions.clear()

    def page(
        self,
        items: list[Record] | Listing,
        query: dict[str, Any],
        key: str,
        cap: int = MAX_UNPAGINATED,
        endless: bool = False,
    ) -> Page:
        """Return the page that a query requests; `key` ties offsets to one caller and path.

        An `endless` list is always paginated; it has a next page as soon as it has an item, with an
        offset that does not expire.
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
        ends = None if endless else self._now() + OFFSET_LIFETIME
        page = found[:limit]
        if len(found) <= limit and not (endless and (page or before)):
            return Page(page, paginated=True)
        return Page(page, paginated=True, offset=self._remember(key, page, before, ends))

    def _position(self, offset: str, key: str) -> Position:
        position = self._positions.get(offset)
        if position is None or position.key != key:
            raise invalid("offset: Your pagination token is invalid.")
        if position.ends is not None and position.ends <= self._now():
            raise invalid("offset: Your pagination token has expired.")
        return position

    def _remember(
        self, key: str, page: list[Record], before: Position | None, ends: datetime | None
    ) -> str:
        """Return the offset of the page after this one."""
        index, shown = (0, []) if before is None else (before.index, before.shown)
        offset = _token(self._now())
        self._positions[offset] = Position(key, index + len(page), page or shown, ends)
        if len(self._positions) > MAX_OFFSETS:
            del self._positions[next(iter(self._positions))]
        return offset


def _token(now: datetime) -> str:
    """Return a new offset in the form of a JSON Web Token, with its times in seconds."""
    issued = int(now.timestamp())
    claims = {"iat": issued, "exp": issued + int(OFFSET_LIFETIME.total_seconds())}
    parts = [json.dumps(part).encode() for part in ({"typ": "JWT", "alg": "HS256"}, claims)]
    encoded = [base64.urlsafe_b64encode(part) for part in (*parts, secrets.token_bytes(32))]
    return b".".join(part.rstrip(b"=") for part in encoded).decode()


def _after(position: Position, listing: Listing) -> Iterator[Record]:
    """Return the items after a position, even if the list has changed since.

    Continue after the last item shown. If that item is no longer in the list, skip one item in its
    place.
    """
    for missing, last in enumerate(reversed(position.shown)):
        if last in listing.source:
            return islice(listing.after(last), missing, None)
    return islice(listing.after(None), position.index, None)
