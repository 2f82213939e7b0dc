"""Pages and items of a collection: iterators that survive a failed page.

They are classes and not generators: a generator that raises is finished, while these ask for the
same page again when ``next()`` is called after an error.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

from .error import AsanaError, InvalidResponseError, PaginationError
from .records import Record

if TYPE_CHECKING:
    from typing_extensions import Self

    from .resources.resource import Verbs


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
    """

    def __init__(
        self,
        client: "Verbs",
        path: str,
        query: Mapping[str, Any] | None,
        options: Mapping[str, Any],
    ) -> None:
        self.client = client
        self.path = path
        self.query = dict(query or {})
        self.options = dict(options)
        self.count = 0
        self.offset: str | None = None
        self.done = False

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
    """Gives the pages of a collection, following ``next_page.offset``.

    :param options: call options; ``item_limit``, ``page_size``, ``offset`` and ``full_payload``
        are the iterator's own, the others go along with each request
    :param paged: False for collections that Asana gives in one piece: no ``limit`` is sent
    """

    def __init__(
        self,
        client: "Verbs",
        path: str,
        query: Mapping[str, Any] | None = None,
        options: Mapping[str, Any] | None = None,
        paged: bool = True,
    ) -> None:
        super().__init__(client, path, query, options or {})
        take = self.options.pop
        self.item_limit: int | None = take("item_limit", None)
        limit = take("limit", None)
        self.page_size: int = self.query.pop("limit", None) or limit or take("page_size", 100)
        self.options.pop("page_size", None)
        self.full_payload: bool = take("full_payload", False)
        self.paged = paged
        offset = take("offset", None)
        self.offset = self.query.pop("offset", None) or offset
        self.next_page: Record | None = None
        self._seen: set[int] = set()

    def __next__(self) -> "Page | Record":
        limit = self._limit()
        if self.done or limit == 0:
            raise StopIteration
        payload = self._fetch(limit)
        page = Page(payload)
        if self.item_limit is not None:
            del page[self.item_limit - self.count :]
        self._advance(payload, len(page))
        return {**payload, "data": list(page)} if self.full_payload else page

    def _limit(self) -> int:
        if self.item_limit is None:
            return self.page_size
        return min(self.page_size, self.item_limit - self.count)

    def _fetch(self, limit: int) -> Record:
        """Ask for the page at ``self.offset``; an error tells where to resume from."""
        query = dict(self.query)
        if self.paged:
            query["limit"] = limit
        if self.offset is not None:
            query["offset"] = self.offset
        try:
            self._refuse_circle()
            payload = self.client.get(self.path, query, **self.options, full_payload=True)
            check_listing(payload)
        except AsanaError as error:
            error.offset, error.count = self.offset, self.count
            raise
        return payload

    def _refuse_circle(self) -> None:
        if self.offset is not None and hash(self.offset) in self._seen:
            raise PaginationError("Pagination: the listing gave the same offset again")

    def _advance(self, payload: Record, given: int) -> None:
        self.count += given
        if self.offset is not None:
            self._seen.add(hash(self.offset))
        self.next_page = payload.get("next_page")
        self.offset = self.next_page["offset"] if self.next_page else None
        self.done = self.offset is None


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
        self._page: list[Record] = []
        self._position = 0

    def __iter__(self) -> "Self":
        return self

    def __next__(self) -> Record:
        """Return the next item.

        :raises AsanaError: a request failed; ``next()`` again goes on where it stopped
        """
        while self._position == len(self._page):
            offset = self.pages.offset
            page: Any = next(self.pages)
            self.offset = offset
            # With full_payload a page is the whole body.
            self._page = page["data"] if isinstance(page, dict) else page
            self._position = 0
        item = self._page[self._position]
        self._position += 1
        return item

    def next(self) -> Record:
        """Return the next item, as the built-in ``next()`` does."""
        return self.__next__()
