"""Ordered lists: inserting, moving and removing items.

`Ordered` is for long lists. The functions for plain lists return changed copies.
"""

from collections.abc import Hashable, Iterable, Iterator
from typing import Any, Generic, TypeVar

from asana.sandbox.errors import invalid

T = TypeVar("T")
H = TypeVar("H", bound=Hashable)


_EMPTY: dict[Any, Any] = {None: None}


class Ordered(Generic[H]):
    """Distinct items in an order; inserting and removing any item takes constant time.

    It is a linked list in two dictionaries, with None for both ends. All empty lists share their
    dictionaries, because most tasks have no subtasks.
    """

    __slots__ = ("_following", "_preceding")

    def __init__(self, items: Iterable[H] = ()) -> None:
        self.refill(items)

    def refill(self, items: Iterable[H]) -> None:
        """Replace all items."""
        self._following: dict[H | None, H | None] = _EMPTY
        self._preceding: dict[H | None, H | None] = _EMPTY
        for item in items:
            self.insert(item)

    def __len__(self) -> int:
        return len(self._following) - 1

    def __contains__(self, item: object) -> bool:
        return item is not None and item in self._following

    def __iter__(self) -> Iterator[H]:
        return self.after(None)

    def __reversed__(self) -> Iterator[H]:
        item = self._preceding[None]
        while item is not None:
            yield item
            item = self._preceding[item]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ordered) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Ordered({list(self)!r})"

    def after(self, item: H | None) -> Iterator[H]:
        """Yield the items after one of them; all for None."""
        following = self._following[item]
        while following is not None:
            yield following
            following = self._following[following]

    def following(self, item: H | None) -> H | None:
        """Return the next item; None after the last one; the first one for None."""
        return self._following[item]

    @property
    def last(self) -> H | None:
        """Return the last item, or None if the list is empty."""
        return self._preceding[None]

    def insert(self, item: H, before: H | None = None) -> None:
        """Insert a new item before another one, by default at the end."""
        if self._following is _EMPTY:
            self._following, self._preceding = {None: None}, {None: None}
        preceding = self._preceding[before]
        self._following[item], self._preceding[item] = before, preceding
        self._following[preceding] = self._preceding[before] = item

    def remove(self, item: H) -> H | None:
        """Remove an item, and return the one that followed it."""
        following, preceding = self._following.pop(item), self._preceding.pop(item)
        self._following[preceding], self._preceding[following] = following, preceding
        return following


def place_in(items: Ordered[H], item: H | None, anchor: str | None, beside: H | None) -> H | None:
    """Return the item to insert before, or None for the end; see `index_for`."""
    if beside is not None and (beside not in items or beside == item):
        raise not_beside(anchor)
    after = bool(anchor and "after" in anchor)
    before = items.following(beside) if after else beside
    return items.following(item) if item is not None and before == item else before


def not_beside(anchor: str | None) -> Exception:
    """400: the record given as a position is not in the list."""
    return invalid(f"{anchor}: The object to insert beside is not in the same list")


def inserted(items: list[T], item: T, index: int) -> list[T]:
    """Return the list with the item at an index, counted without the item itself."""
    rest = [each for each in items if each is not item]
    return [*rest[:index], item, *rest[index:]]


def without(items: list[T], item: T) -> list[T]:
    """Return the list without the item."""
    return [each for each in items if each is not item]


def without_all(items: list[T], others: Iterable[T]) -> list[T]:
    """Return the list without the other items."""
    known = list(others)
    if known == items[: len(known)]:  # for example after adding to the end of a long list
        return items[len(known) :]
    if items == known[: len(items)]:
        return []
    try:
        gone = set(known)
        return [each for each in items if each not in gone]
    except TypeError:  # for example for likes, which are dictionaries
        return [each for each in items if each not in known]


def index_for(items: list[T], item: T, anchor: str | None, beside: T | None) -> int:
    """Return the index for `inserted`: next to an anchor, or at an end of the list.

    The name of the anchor ends in "before" or "after". "Before" with null means the end, "after"
    with null the beginning; no anchor means the end.
    """
    rest = [each for each in items if each is not item]
    after = bool(anchor and "after" in anchor)
    if beside is None:
        return 0 if after else len(rest)
    if beside not in rest:
        raise not_beside(anchor)
    return rest.index(beside) + after


def copied(value: Any) -> Any:
    """Copy lists and mappings, but not the records inside."""
    if isinstance(value, list):
        return [copied(each) if isinstance(each, _COPIED) else each for each in value]
    if isinstance(value, dict):
        inner = {k: copied(each) for k, each in value.items() if isinstance(each, _COPIED)}
        return {**value, **inner}
    return Ordered(value) if isinstance(value, Ordered) else value


_COPIED = (list, dict, Ordered)
