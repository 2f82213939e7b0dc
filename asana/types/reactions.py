"""Reactions: the emojis that users put on status updates and stories."""

from __future__ import annotations

from typing import TypedDict

from .common import ListOptions

__all__ = [
    "GetReactionsOnObject",
    "GetReactionsOnObjectOptions",
]


class GetReactionsOnObject(TypedDict, total=False):
    """The parameters of :meth:`get_reactions_on_object`."""

    target: str
    emoji_base: str


class GetReactionsOnObjectOptions(GetReactionsOnObject, ListOptions, total=False):
    """The keywords of :meth:`get_reactions_on_object`."""
