"""Ordered lists: inserting, moving and removing items in copies of a list."""

from typing import TypeVar

from asana.sandbox.errors import invalid

T = TypeVar("T")


def inserted(items: list[T], item: T, index: int) -> list[T]:
    """Return the list with the item at an index, counted without the item itself."""
    rest = [each for each in items if each is not item]
    return [*rest[:index], item, *rest[index:]]


def without(items: list[T], item: T) -> list[T]:
    """Return the list without the item."""
    return [each for each in items if each is not item]


def index_for(items: list[T], item: T, anchor: str | None, beside: T | None) -> int:
    """Return the index for `inserted`: next to an anchor, or at an end of the list.

    The name of the anchor ends in "before" or "after". Before null is the end, after null the
    beginning, and no anchor is the end.
    """
    rest = [each for each in items if each is not item]
    after = bool(anchor and "after" in anchor)
    if beside is None:
        return 0 if after else len(rest)
    if beside not in rest:
        raise invalid(f"{anchor}: The object to insert beside is not in the same list")
    return rest.index(beside) + after
