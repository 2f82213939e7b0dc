"""Iterators over the pages and items of a collection, which can continue after a failed page.

They are classes, because a generator ends when it raises an exception. After an error, ``next()``
requests the same page again.
"""

import contextlib
import functools
import math
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from operator import length_hint
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, SupportsIndex, cast, overload

from . import options as option_table
from ._call.parts import Query
from ._call.values import query_value
from ._http.prefetch import Prefetch
from .error import AsanaError, InvalidResponseError, InvalidTokenError, PaginationError
from .records import Record, gid_of

if TYPE_CHECKING:
    from typing_extensions import Self, TypeVar

    T = TypeVar("T", default=Any)
else:
    from typing import TypeVar

    T = TypeVar("T")


__all__ = [
    "AuditLogAPIIterator",
    "CollectionPageIterator",
    "EventsPageIterator",
    "ItemIterator",
    "ListPageIterator",
    "Page",
    "PageIterator",
    "SearchPageIterator",
]

# The maximum number of results of one search.
SEARCH_LIMIT = 100

# The fields that a search returns if none are requested.
COMPACT_FIELDS = ("name", "resource_type", "resource_subtype")

# The shortest and the longest wait, in seconds, after an empty page with `has_more`.
EMPTY_WAITS = (1, 60)
GROWTH = 1.5

# The options that the iterators handle, with the defaults for iterators without a client.
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


class Page(list[T]):
    """One page: a list of records that can also be indexed by the keys of the response body.

    ``page["data"]`` is the list itself, and ``page["next_page"]`` is Asana's reference to the next
    page. ``"next_page" in page`` is false on the last page.

    :ivar payload: the entire body of the response
    """

    def __init__(self, payload: Record) -> None:
        super().__init__(payload["data"])
        self.payload = payload

    @overload
    def __getitem__(self, key: SupportsIndex) -> T: ...
    @overload
    def __getitem__(self, key: slice) -> list[T]: ...
    @overload
    def __getitem__(self, key: Literal["data"]) -> "Self": ...
    @overload
    def __getitem__(self, key: str) -> Any: ...
    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            return self if key == "data" else self.payload[key]
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        if isinstance(key, str):
            return self.payload.get(key) is not None
        return super().__contains__(key)

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        return Page, ({**self.payload, "data": list(self)},)

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of a key of the body, or the default."""
        return self if key == "data" else self.payload.get(key, default)


class Source(Protocol):
    """The source of an iterator's pages: a client."""

    def get(self, path: str, query: Mapping[str, Any], /, **options: Any) -> Record:
        """Send a GET request and return the entire body."""
        ...


class _Options(dict[str, Any]):
    """The options that each request of an iterator is sent with.

    Looking up any other option works too, because python-asana keeps all options here.

    :param known: the current values of all options
    """

    def __init__(self, sent: Mapping[str, Any], known: Mapping[str, Any]) -> None:
        super().__init__(sent)
        self._known = known

    def __missing__(self, name: str) -> Any:
        return self._known[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Return an option, or the default."""
        return super().get(name, self._known.get(name, default))


class PageIterator(Generic[T]):
    """The base class of the iterators over pages. Each page takes one request.

    Programs for python-asana override or wrap :meth:`get_initial` and :meth:`get_next`, which
    return the entire body of a response.

    :ivar count: the number of items returned so far
    :ivar item_limit: the maximum number of items to return; infinite without a limit
    :ivar sync: for events, the newest sync token
    :ivar continuation: the reference to the next page: False before the first page, None after the
        last one
    """

    CONTINUATION_KEY = "next_page"

    # Whether `page_size` is sent as the limit of each page.
    _sized = True

    # Whether the collection has only one page.
    one_page = False

    # The last page that was returned.
    _last: Any = None

    def __init__(
        self,
        client: "Source",
        path: str,
        query: Mapping[str, Any] | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        self.client = client
        self.path = path
        self.query = Query(query) if type(query) is Query else dict(query or {})
        own = {**OWN_OPTIONS, **(options or {})}
        # The other options are passed on with each request.
        self.options = _Options(
            {name: own[name] for name in own.keys() - OWN_OPTIONS.keys()},
            {**getattr(client, "options", {}), **(options or {})},
        )
        self.options["full_payload"] = True
        limit = own["item_limit"]
        self.item_limit: float = math.inf if limit is None else limit
        self.full_payload: bool = own["full_payload"]
        limit = self._taken("limit", own)
        self.limit: int | None = None if limit is None else int(limit)
        size = own["page_size"] if self._sized else None
        size = self.limit or size
        self.page_size = None if size is None else option_table.page_size(size)
        self.poll_interval: float = own["poll_interval"]
        self.prefetch: bool = own["prefetch"]
        self.count = 0
        self._first_offset = _token("offset", self._taken("offset", own))
        self.sync = _token("sync", self._taken("sync", own))
        self.continuation: Any = False
        self.done = False

    @property
    def offset(self) -> str | None:
        """The offset of the next page; None at the beginning and at the end."""
        if self.continuation is False:
            return self._first_offset
        found = self.continuation.get("offset") if isinstance(self.continuation, dict) else None
        return found if isinstance(found, str) else None

    @property
    def next_page(self) -> Record | None:
        """Asana's reference to the next page, or None."""
        return self.continuation or None

    def _taken(self, name: str, own: Mapping[str, Any]) -> Any:
        """Remove an option from the query, where it overrides that of the call, and return it."""
        given = self.query.pop(name, None)
        return own[name] if given is None else given

    def __iter__(self) -> "Self":
        return self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.path}: {self.count} items so far>"

    def __next__(self) -> "Page[T]":
        """Return the next page. Sends one request.

        :raises AsanaError: the request failed; call ``next()`` again to request the same page
        """
        raise NotImplementedError

    def get_initial(self) -> Record:
        """Request the first page, and return the entire body of the response.

        :raises AsanaError: the request failed
        """
        return self.client.get(self.path, self._page_query(), **self.options)

    def get_next(self) -> Record:
        """Request a page after the first one, and return the entire body of the response.

        :raises AsanaError: the request failed
        """
        return self.client.get(self.path, self._page_query(), **self.options)

    def _page_query(self) -> dict[str, Any]:
        """Return the query of the next request."""
        self.next_options()
        query = Query(self.query) if type(self.query) is Query else dict(self.query)
        for name in ("limit", "offset", "sync"):
            if name in self.options:
                query[name] = self.options[name]
        return query

    def next_options(self) -> dict[str, Any]:
        """Return the options of the next request."""
        return self.options

    def next(self) -> "Page[T]":
        """Return the next page, as the built-in ``next()`` does."""
        return self.__next__()

    def items(self) -> "ItemIterator[T]":
        """Return an iterator over the items of the remaining pages."""
        return ItemIterator(self)

    def _ask(self) -> Record:
        payload = self.get_initial() if self.continuation is False else self.get_next()
        check_listing(payload)
        return payload

    def _cut(self, items: list[Record]) -> list[Record]:
        """Return the items of a page up to the item limit."""
        room = self.item_limit - self.count
        return items if len(items) <= room else items[: int(room)]


class CollectionPageIterator(PageIterator[T]):
    """Iterates over the pages of a collection, following ``next_page.offset``."""

    _ahead: Prefetch | None = None
    _given: Record | None = None

    def __init__(
        self,
        client: "Source",
        path: str,
        query: Mapping[str, Any] | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(client, path, query, options)
        self._asked_sync = self.sync
        self._seen: set[int] = set()  # hashes of the offsets that have been requested

    def __next__(self) -> "Page[T]":
        if self._over():
            raise StopIteration
        self._given = payload = self._given or self._prefetched() or self._fetch(self._ask)
        before = dict(vars(self))
        try:
            items = self._cut(self._fresh(payload))
            self._given = None
            self._advance(payload)
            if len(items) == len(payload["data"]):  # resuming here must not skip the items cut
                self.sync = payload.get("sync") or self.sync
            self.count += len(items)
            payload = {**payload, "data": items}
            page: Any = payload if self.full_payload else Page(payload)
            self._last = page
        except BaseException as failure:
            vars(self).update(before)  # after an interrupt, the next call returns this page
            if isinstance(failure, Exception):
                self._given = None
            raise
        if self.prefetch and not self._over():
            # If no thread can be started, the next call fetches the page.
            with contextlib.suppress(RuntimeError):
                self._ahead = Prefetch(functools.partial(self._fetch, self._ask))
        return page  # type: ignore[no-any-return]

    def only(self) -> Any:
        """Return the next page, or an empty one if the item limit is reached."""
        if self._over():
            return {"data": []} if self.full_payload else Page({"data": []})
        payload = self._fetch(self.get_initial)
        if isinstance(payload, list):
            return Page({"data": payload})  # from a mock, or an overridden get
        if isinstance(payload["data"], str):
            return payload["data"]  # from a mock in tests for python-asana
        self.begin_with(payload)
        return next(self)

    def begin_with(self, payload: Record) -> None:
        """Use an already fetched payload as the next page.

        :raises InvalidResponseError: the payload is not that of a listing
        """
        check_listing(payload)
        self._given = payload

    def next_options(self) -> dict[str, Any]:
        """Return the options of the next request: limit, offset and those of the call."""
        own = {"limit": self._room(), "offset": self.offset, "sync": self._asked_sync}
        self.options.update(own)
        for name, value in own.items():
            if value is None:
                del self.options[name]
        return self.options

    def _over(self) -> bool:
        return self.done or self.continuation is None or self.count == self.item_limit

    def _prefetched(self) -> Record | None:
        """Return the page that a thread is fetching, or None if no thread does."""
        ahead = self._ahead
        if ahead is None:
            return None
        ahead.join()  # first, so that an interrupt does not lose the page
        self._ahead = None
        return ahead.result()

    def _fetch(self, ask: Callable[[], Record]) -> Record:
        """Return the page at ``self.offset``; an error gets the offset to resume from."""
        try:
            self._refuse_circle()
            self.next_options()
            return ask()
        except AsanaError as error:
            error.offset, error.count = self.offset, self.count
            if isinstance(error, InvalidTokenError) and error.sync:
                self.sync = self._asked_sync = error.sync  # to continue after the gap
            raise

    def _room(self) -> int | None:
        """Return the limit of the next page, or None for no limit."""
        if self.page_size is None:
            return None
        return int(min(self.page_size, self.item_limit - self.count))

    def _refuse_circle(self) -> None:
        if self.offset is not None and hash(self.offset) in self._seen:
            raise PaginationError("Pagination: the listing returned the same offset twice")

    def _fresh(self, payload: Record) -> list[Record]:
        """Return the items of a page that were not in the page before."""
        found: list[Record] = payload["data"]
        return found

    def _advance(self, payload: Record) -> None:
        """Set the continuation to the page after this one."""
        if self.offset is not None:
            self._seen.add(hash(self.offset))
        self.continuation = payload.get(self.CONTINUATION_KEY)


class ListPageIterator(CollectionPageIterator[T]):
    """Iterates over a collection without pagination, for which no page size is sent."""

    _sized = False
    one_page = True


class AuditLogAPIIterator(CollectionPageIterator[T]):
    """Iterates over the pages of the audit log, until an empty page.

    The audit log has no last page. After the iteration, ``offset`` is where newer events start.
    """

    def __next__(self) -> "Page[T]":
        page = super().__next__()
        if not page["data"]:
            raise StopIteration
        return page

    def _advance(self, payload: Record) -> None:
        super()._advance(payload)
        self.done = not payload["data"]


class SearchPageIterator(CollectionPageIterator[T]):
    """Iterates over the results of a search, also beyond the 100 results of one request.

    A search has no offsets. If ``item_limit`` is above 100 and the call does not set another
    order, the search is sorted by ``created_at``, and repeated for the items created before the
    last one (with ``sort_ascending``, after it). It sends one request for about every 100 items.
    """

    one_page = True

    def __init__(
        self,
        client: "Source",
        path: str,
        query: Mapping[str, Any] | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(client, path, query, options)
        ascending = query_value(self._parameter("sort_ascending") or False, "sort_ascending")
        self._ascending = ascending in ("true", "1")
        by_date = self._parameter("sort_by") in (None, "created_at")
        self.windows = by_date and SEARCH_LIMIT < self.item_limit < math.inf
        self._previous: set[Any] = set()
        self._stuck = False
        if self.windows:
            self.query["opt_fields"] = ",".join(_with_created_at(self._take_fields()))
            self.query["sort_by"] = "created_at"

    def _parameter(self, name: str) -> Any:
        """Return the value of a parameter or an option."""
        return self.query.get(name, self.options.get(name))

    def _take_fields(self) -> Any:
        """Remove the requested fields from the parameters and options, and return them."""
        found = self.query.pop("opt_fields", None), self.options.pop("fields", None)
        return next((fields for fields in found if fields is not None), COMPACT_FIELDS)

    def _room(self) -> int | None:
        # Only a full page shows that there are more, and pages overlap: request full ones.
        return SEARCH_LIMIT if self.windows else super()._room()

    def _refuse_circle(self) -> None:
        if self._stuck:
            raise PaginationError(
                f"Pagination: {SEARCH_LIMIT} or more results were created at the same instant"
            )

    def _fresh(self, payload: Record) -> list[Record]:
        if not self._previous:
            return super()._fresh(payload)
        fresh = [item for item in payload["data"] if gid_of(item) not in self._previous]
        if not fresh and self._is_full(payload):
            raise PaginationError("Pagination: the search returned the same results twice")
        return fresh

    def _is_full(self, payload: Record) -> bool:
        return len(payload["data"]) >= SEARCH_LIMIT

    def _advance(self, payload: Record) -> None:
        if not self.windows or not self._is_full(payload):
            self.continuation = None
            return
        found = payload["data"]
        gids = {gid_of(item) for item in found}
        last = found[-1].get("created_at")
        # One millisecond of overlap, to find other items that were created at that instant.
        name, step = ("after", -1) if self._ascending else ("before", 1)
        self.query = type(self.query)({**self.query, f"created_at.{name}": _moved(last, step)})
        self.continuation = {"created_at": last}
        self._stuck = found[0].get("created_at") == last
        self._previous = gids


class EventsPageIterator(PageIterator[T]):
    """Iterates over the pages of events on a resource, without end.

    It polls every ``poll_interval`` seconds. Without a sync token, the first response is a 412 with
    a new token, and the iteration starts there. A later 412 means that events were missed: it is
    raised once, and ``next()`` continues after the gap.
    """

    CONTINUATION_KEY = "sync"

    has_more = True

    # The number of 412s in a row; the wait grows with it, so that they are not requested in a loop.
    missed = 0

    @property
    def _events(self) -> Any:
        # Looked up late, because a test can have replaced the attribute.
        return cast(Any, self.client).events

    def __next__(self) -> Page[T]:
        """Wait for the next page with events, and return it. Sends one request per poll.

        :raises InvalidTokenError: events were missed; ``next()`` continues after the gap
        :raises AsanaError: the request failed; call ``next()`` again to repeat it
        """
        if self.count == self.item_limit:
            raise StopIteration
        if self.missed:
            time.sleep(self._wait(self.missed) if self.missed > 1 else self.poll_interval)
        try:
            page = self._next_page()
        except InvalidTokenError:
            self.missed += 1
            raise
        self.missed = 0
        return page

    def _next_page(self) -> Page[T]:
        empty, before = 0, self.sync
        while not (page := self._page()):
            if not self.has_more:
                time.sleep(self.poll_interval)
            elif empty or self.sync == before:
                time.sleep(self._wait(empty))
            empty += 1
        return page

    def get_initial(self) -> Record:
        """Request the first page, after requesting a sync token if there is none.

        :raises AsanaError: a request failed
        """
        if self.sync is None:
            try:
                self._get()
            except InvalidTokenError:
                if self.sync is None:
                    raise
        return self.get_next()

    def get_next(self) -> Record:
        """Request the events since the sync token.

        :raises AsanaError: the request failed
        """
        return self._get()

    def _get(self) -> Record:
        if self.sync is not None:
            self.query["sync"] = self.continuation = self.sync
        try:
            return cast(Record, self._events.get(self.query, **self.options))
        except InvalidTokenError as error:
            self.sync = error.sync or self.sync
            raise

    def _page(self) -> Page[T]:
        payload = self._ask()
        before = dict(vars(self))
        try:
            self.has_more = bool(payload.get("has_more"))
            items = self._cut(payload["data"])
            if len(items) == len(payload["data"]):  # resuming here must not skip the items cut
                self.sync = payload.get("sync") or self.sync
            self.count += len(items)
            self._last = page = Page({**payload, "data": items})
        except BaseException:
            vars(self).update(before)  # after an interrupt, the next call returns this page
            raise
        return page

    def _wait(self, empty: int) -> float:
        """Return the seconds to wait after a number of empty pages in a row."""
        least, most = EMPTY_WAITS
        return min(max(self.poll_interval, least) * GROWTH ** min(empty, 20), most)


def pages_of(
    client: "Source",
    path: str,
    query: Mapping[str, Any],
    call: Mapping[str, Any],
    settings: Mapping[str, Any],
    kind: type[CollectionPageIterator],
) -> tuple[str | None, CollectionPageIterator]:
    """Return the iterator type of a call, and the iterator over the pages of its collection.

    :param query: the complete query
    :param call: the options of the call
    :param settings: the options of the client
    :param kind: the class of the page iterator
    :raises ValueError: an option has an invalid value
    :raises TypeError: an option has a value of an invalid type
    """
    chosen = {**settings, **call}
    for name in option_table.PAGING:
        option_table.check(name, chosen[name])
    option_table.check("limit", query.get("limit"))
    own = {**call, **{name: chosen[name] for name in OWN_OPTIONS if name in chosen}}
    iterator_type = chosen["iterator_type"]
    if iterator_type is None:
        # A single page, with the caller's query: no windows of a search, no page size.
        kind = CollectionPageIterator
        own |= {"page_size": call.get("page_size"), "prefetch": False}
    return iterator_type, kind(client, path, query, own)


def _token(name: str, value: Any) -> str | None:
    """Return an offset or a sync token as a string."""
    return value if value is None or isinstance(value, str) else query_value(value, name)


def _with_created_at(fields: Any) -> list[str]:
    names = query_value(fields, "opt_fields").split(",")
    return [*names, *({"created_at"} - set(names))]


def _moved(instant: Any, milliseconds: int) -> str:
    """Return a timestamp of Asana's, moved by some milliseconds, the resolution of Asana."""
    step = timedelta(milliseconds=milliseconds)
    try:
        moved = datetime.fromisoformat(instant.replace("Z", "+00:00")) + step
    except (AttributeError, TypeError, ValueError, OverflowError):
        raise InvalidResponseError("Invalid Response: created_at is not a timestamp") from None
    return moved.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def check_listing(payload: Record) -> None:
    """Raise if the data, the next page or the sync token of a listing is invalid.

    :raises InvalidResponseError: one is invalid
    """
    if not isinstance(payload["data"], list):
        raise InvalidResponseError("Invalid Response: data is not a list")
    next_page = payload.get("next_page")
    if next_page is not None and not (
        isinstance(next_page, dict) and isinstance(next_page.get("offset"), str)
    ):
        raise InvalidResponseError("Invalid Response: next_page has no offset")
    sync = payload.get("sync")
    if sync is not None and not (isinstance(sync, str) and sync.isascii()):
        raise InvalidResponseError("Invalid Response: sync is not a token")


class ItemIterator(Generic[T]):
    """Iterates over the items of a collection. Each page takes one request.

    :ivar pages: the page iterator that the items come from
    :ivar offset: the offset of the page with the last item; None is the beginning
    """

    def __init__(self, pages: PageIterator[T]) -> None:
        self.pages = pages
        self.offset: str | None = None
        self._sync: str | None = pages.sync  # the token of the page before the current one
        self._rest: Iterator[T] = iter(())
        self._closed = False
        # The current page; and, while the next one is requested, where that begins.
        self._page: Any = pages._last
        self._turning: tuple[Any, Any] | None = None

    @property
    def sync(self) -> str | None:
        """For events, the token to resume from without missing an item."""
        return self._sync if length_hint(self._rest) else self.pages.sync

    def __iter__(self) -> "Self":
        return self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.pages.path}: {self.pages.count} items so far>"

    def __next__(self) -> T:
        """Return the next item. Sends a request if the current page has no more items.

        :raises AsanaError: the request failed; call ``next()`` again to repeat it
        """
        while True:
            for item in self._rest:
                return item
            self._turn_page()

    def _turn_page(self) -> None:
        if self._closed:
            raise StopIteration
        page: Any = self.pages._last
        if self._turning is None or page is self._page:
            self._turning = self.pages.offset, self.pages.sync
            page = next(self.pages)
        # Otherwise, an interrupt came after the page had arrived.
        self.offset, self._sync = self._turning
        # With full_payload, a page is the entire body.
        rest = iter(page["data"] if isinstance(page, dict) else page)
        self._rest, self._page, self._turning = rest, page, None

    def next(self) -> T:
        """Return the next item, as the built-in ``next()`` does."""
        return self.__next__()

    def close(self) -> None:
        """End the iteration, like ``close()`` of a generator."""
        self._rest = iter(())
        self._closed = True


def __dir__() -> list[str]:
    return __all__
