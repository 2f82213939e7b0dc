"""Pages and items of a collection: iterators that survive a failed page.

They are classes and not generators: a generator that raises is finished, while these ask for the
same page again when ``next()`` is called after an error.
"""

import contextlib
import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from operator import length_hint
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

from .error import AsanaError, InvalidResponseError, InvalidTokenError, PaginationError
from .prefetch import Prefetch
from .records import Record

if TYPE_CHECKING:
    from typing_extensions import Self

    from .resources.resource import Verbs


# The most that a search gives at a time.
SEARCH_LIMIT = 100

# What a search gives without being asked for fields.
COMPACT_FIELDS = ("name", "resource_type", "resource_subtype")

# The options that an iterator acts on itself, and what they are when nobody says.
OWN_OPTIONS = {
    "item_limit": None,
    "page_size": 100,
    "limit": None,
    "offset": None,
    "sync": None,
    "poll_interval": 5,
    "full_payload": False,
    "prefetch": False,
    "iterator_type": None,
}


class Page(list[Record]):
    """One page: a list of records that also answers the keys of the body it came in.

    ``page["data"]`` is the list and ``page["next_page"]`` what Asana says of the next one;
    ``"next_page" in page`` is false on the last page.

    :ivar payload: the whole body of the response
    """

    def __init__(self, payload: Record) -> None:
        super().__init__(payload["data"])
        self.payload = payload

    @overload
    def __getitem__(self, key: SupportsIndex) -> Record: ...
    @overload
    def __getitem__(self, key: slice) -> list[Record]: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...
    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            return self.payload[key]
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        if isinstance(key, str):
            return self.payload.get(key) is not None
        return super().__contains__(key)

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        return Page, (self.payload,)

    def get(self, key: str, default: Any = None) -> Any:
        """Return what the body holds under a key, or the default."""
        return self.payload.get(key, default)


class PageIterator:
    """Base of the iterators that give one page at a time.

    :ivar count: how many items have been given
    :ivar offset: the offset of the page that is next; None is the beginning
    :ivar next_page: what the last page said of the next one
    :ivar sync: of events, the newest sync token
    """

    # Whether pages have a size when no limit is given. Without one no limit goes out at all.
    _sized = True

    def __init__(
        self,
        client: "Verbs",
        path: str,
        query: Mapping[str, Any] | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        self.client = client
        self.path = path
        self.query = dict(query or {})
        self.options = dict(options or {})
        # What the iterator acts on itself; the other options go along with each request.
        own = {name: self.options.pop(name, default) for name, default in OWN_OPTIONS.items()}
        self.item_limit: int | None = own["item_limit"]
        self.full_payload: bool = own["full_payload"]
        self.limit: int | None = self.query.pop("limit", None) or own["limit"]
        self.page_size: int | None = self.limit or (own["page_size"] if self._sized else None)
        self.poll_interval: float = own["poll_interval"]
        self.prefetch: bool = own["prefetch"]
        self.count = 0
        self.offset: str | None = self.query.pop("offset", None) or own["offset"]
        self.sync: str | None = self.query.pop("sync", None) or own["sync"]
        self.next_page: Record | None = None
        self.done = False
        self._seen: set[int] = set()  # the offsets that have been asked for

    def __iter__(self) -> "Self":
        return self

    def __next__(self) -> Any:
        """Return the next page.

        :raises AsanaError: the request failed; ``next()`` again asks for the same page again
        """
        raise NotImplementedError

    def next(self) -> Any:
        """Return the next page, as the built-in ``next()`` does."""
        return self.__next__()

    def items(self) -> "ItemIterator":
        """Return an iterator over the items of the pages that are still to come."""
        return ItemIterator(self)


class CollectionPageIterator(PageIterator):
    """Gives the pages of a collection, following ``next_page.offset``."""

    _ahead: Prefetch | None = None
    _given: Record | None = None

    def __next__(self) -> "Page | Record":
        if self._over():
            raise StopIteration
        payload = self._given or self._prefetched() or self._fetch()
        self._given = None
        page = self._page(payload)
        if self.item_limit is not None:
            del page[self.item_limit - self.count :]
        self._advance(payload)
        self.count += len(page)
        if self.prefetch and not self._over():
            # Where no thread is to be had, the page is fetched when it is asked for.
            with contextlib.suppress(RuntimeError):
                self._ahead = Prefetch(self._fetch)
        return {**payload, "data": list(page)} if self.full_payload else page

    def begin_with(self, payload: Record) -> None:
        """Take the body of the page that is next from the caller, who has it already."""
        check_listing(payload)
        self._given = payload

    def _over(self) -> bool:
        return self.done or self.count == self.item_limit

    def _prefetched(self) -> Record | None:
        """Return the page that a thread is fetching; None if there is none."""
        ahead = self._ahead
        if ahead is None:
            return None
        ahead.join()  # interrupted, the page is here still when it is asked for again
        self._ahead = None
        return ahead.result()

    def _fetch(self) -> Record:
        """Ask for the page at ``self.offset``; an error tells where to resume from."""
        try:
            self._refuse_circle()
            payload = self.client.get(
                self.path, self.next_query(), **self.options, full_payload=True
            )
            check_listing(payload)
        except AsanaError as error:
            error.offset, error.count = self.offset, self.count
            raise
        return payload

    def next_query(self) -> dict[str, Any]:
        """Return the query of the page to ask for."""
        query = {**self.query, "limit": self._room(), "offset": self.offset, "sync": self.sync}
        return {name: value for name, value in query.items() if value is not None}

    def _room(self) -> int | None:
        """Return how many items the next page may have; None is as many as there are."""
        if self.item_limit is None or self.page_size is None:
            return self.page_size
        return min(self.page_size, self.item_limit - self.count)

    def _refuse_circle(self) -> None:
        if self.offset is not None and hash(self.offset) in self._seen:
            raise PaginationError("Pagination: the listing gave the same offset again")

    def _page(self, payload: Record) -> Page:
        """Return what of a body is given."""
        return Page(payload)

    def _advance(self, payload: Record) -> None:
        """Find out which page is next."""
        if self.offset is not None:
            self._seen.add(hash(self.offset))
        self.next_page = payload.get("next_page")
        self.offset = self.next_page["offset"] if self.next_page else None
        self.done = self.offset is None


class ListPageIterator(CollectionPageIterator):
    """Gives a collection that Asana sends in one piece, whatever the size of pages elsewhere."""

    _sized = False


class AuditLogAPIIterator(CollectionPageIterator):
    """Gives the pages of the audit log, which has no last page: an empty one ends the iteration.

    Its ``offset`` is then where to look for newer events.
    """

    def __next__(self) -> "Page | Record":
        page = super().__next__()
        if not page["data"]:
            raise StopIteration
        return page

    def _advance(self, payload: Record) -> None:
        super()._advance(payload)
        self.done = self.done or not payload["data"]


class SearchPageIterator(CollectionPageIterator):
    """Gives what a search finds, beyond the 100 items that Asana gives at most.

    A search has no offsets. With an ``item_limit`` above 100 and no ``sort_by`` of the caller's,
    it is sorted by ``created_at`` and asked again for what was created before.
    """

    def __init__(
        self,
        client: "Verbs",
        path: str,
        query: Mapping[str, Any] | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(client, path, query, options)
        sorted_by_caller = "sort_by" in self.query or "sort_by" in self.options
        self.windows = not sorted_by_caller and (self.item_limit or 0) > SEARCH_LIMIT
        self._previous: set[Any] = set()
        self._stuck = False
        if self.windows:
            self.page_size = SEARCH_LIMIT
            self.query["sort_by"] = "created_at"
            self.options["fields"] = _with_created_at(self._take_fields())

    def _take_fields(self) -> Any:
        """Return the fields asked for, which may stand among the parameters or the options."""
        found = self.query.pop("opt_fields", None), self.options.pop("fields", None)
        return next((fields for fields in found if fields is not None), COMPACT_FIELDS)

    def _room(self) -> int | None:
        # A page may begin with items of the one before: only a full one tells that there is more.
        return SEARCH_LIMIT if self.windows else super()._room()

    def _refuse_circle(self) -> None:
        if self._stuck:
            raise PaginationError(
                f"Pagination: {SEARCH_LIMIT} or more results were created at the same instant"
            )

    def _page(self, payload: Record) -> Page:
        page = Page(payload)
        page[:] = [item for item in page if item.get("gid") not in self._previous]
        return page

    def _advance(self, payload: Record) -> None:
        found = payload["data"]
        self.done = not self.windows or len(found) < SEARCH_LIMIT
        if self.done:
            return
        oldest = found[-1].get("created_at")
        # A millisecond later, so that what else was created at that instant is found too.
        self.query["created_at.before"] = _next_millisecond(oldest)
        self._stuck = found[0].get("created_at") == oldest
        self._previous = {item.get("gid") for item in found}


class EventsPageIterator(PageIterator):
    """Gives the pages of events on a resource, asking every ``poll_interval`` seconds, for ever.

    Without a sync token the first answer is a 412 that brings one, and the iteration begins there.
    A 412 later means that events were missed: it is raised, once, and ``next()`` goes on behind
    the gap.
    """

    has_more = True

    def __next__(self) -> Page:
        """Return the next page that has events in it, however long that takes.

        :raises InvalidTokenError: events were missed; ``next()`` goes on with those after the gap
        """
        if self.count == self.item_limit:
            raise StopIteration
        if self.sync is None:
            self._begin()
        while not (page := self._ask()):
            if not self.has_more:
                time.sleep(self.poll_interval)
        if self.item_limit is not None:
            del page[self.item_limit - self.count :]
        self.count += len(page)
        return page

    def _begin(self) -> None:
        try:
            self._ask()
        except InvalidTokenError as error:
            if error.sync is None:
                raise

    def _ask(self) -> Page:
        query = {**self.query, "sync": self.sync}
        try:
            payload = self.client.get(self.path, query, **self.options, full_payload=True)
        except InvalidTokenError as error:
            self.sync = error.sync or self.sync
            raise
        check_listing(payload)
        self.sync = payload.get("sync") or self.sync
        self.has_more = bool(payload.get("has_more"))
        return Page(payload)


def _with_created_at(fields: Any) -> list[str]:
    names = fields.split(",") if isinstance(fields, str) else list(fields)
    return [*names, *({"created_at"} - set(names))]


def _next_millisecond(instant: Any) -> str:
    """Return an instant of Asana's, moved by the smallest step that it can tell."""
    try:
        moved = datetime.fromisoformat(instant.replace("Z", "+00:00")) + timedelta(milliseconds=1)
    except (AttributeError, ValueError):
        raise InvalidResponseError("Invalid Response: created_at is not a time") from None
    return moved.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def check_listing(payload: Record) -> None:
    """Refuse an answer whose data or next page is not what a listing has."""
    if not isinstance(payload["data"], list):
        raise InvalidResponseError("Invalid Response: data is not a list")
    next_page = payload.get("next_page")
    if next_page is not None and not (
        isinstance(next_page, dict) and isinstance(next_page.get("offset"), str)
    ):
        raise InvalidResponseError("Invalid Response: next_page has no offset")


class ItemIterator:
    """Gives the items of a collection one by one, a page at a time.

    :ivar pages: the page iterator behind it
    :ivar offset: the offset of the page that the last item came from; None is the beginning
    """

    def __init__(self, pages: PageIterator) -> None:
        self.pages = pages
        self.offset: str | None = None
        self._sync: str | None = pages.sync  # from before the page that is being given
        self._rest: Iterator[Record] = iter(())

    @property
    def sync(self) -> str | None:
        """For events, the token to go on from: nothing that is still to be given is lost."""
        return self._sync if length_hint(self._rest) else self.pages.sync

    def __iter__(self) -> "Self":
        return self

    def __next__(self) -> Record:
        """Return the next item.

        :raises AsanaError: a request failed; ``next()`` again goes on where it stopped
        """
        while True:
            for item in self._rest:
                return item
            self._turn_page()

    def _turn_page(self) -> None:
        offset, sync = self.pages.offset, self.pages.sync
        page: Any = next(self.pages)
        self.offset, self._sync = offset, sync
        # With full_payload a page is the whole body.
        self._rest = iter(page["data"] if isinstance(page, dict) else page)

    def next(self) -> Record:
        """Return the next item, as the built-in ``next()`` does."""
        return self.__next__()
