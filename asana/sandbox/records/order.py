"""Ordered lists: inserting, moving and removing an item without changing the list itself."""

from typing import TypeVar

from asana.sandbox.errors import invalid

T = TypeVar("T")


def inserted(items: list[T], item: T, index: int) -> list[T]:
    """The list with the item moved or added to an index, counted without the item itself."""
    rest = [each for each in items if each is not item]
    return [*rest[:index], item, *rest[index:]]


def without(items: list[T], item: T) -> list[T]:
    """The list without the item."""
    return [each for each in items if each is not item]


def index_for(items: list[T], item: T, anchor: str | None, beside: T | None) -> int:
    """The index for `inserted`: next to an anchor, or at the end that a null anchor means.

    The anchor's name ends in "before" or "after"; before null is the end, after null the
    beginning, and no anchor at all is the end.
    """
    rest = [each for each in items if each is not item]
    after = bool(anchor and "after" in anchor)
    if beside is None:
        return 0 if after else len(rest)
    if beside not in rest:
        raise invalid(f"{anchor}: The object to insert beside is not in the same list")
    return rest.index(beside) + after
