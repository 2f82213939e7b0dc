"""Reactions: the emojis that users add to status updates and stories."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import ListCallOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .fields import ReactionField

__all__ = [
    "GetReactionsOnObject",
    "GetReactionsOnObjectOptions",
    "ReactionFields",
]


class ReactionFields(TypedDict, total=False):
    """The option with the fields of reactions to return."""

    fields: Iterable[ReactionField | str] | str | None
    opt_fields: Iterable[ReactionField | str] | str | None


class GetReactionsOnObject(TypedDict, total=False):
    """The parameters of :meth:`get_reactions_on_object`."""

    target: str
    emoji_base: str


class GetReactionsOnObjectOptions(
    GetReactionsOnObject, ReactionFields, ListCallOptions, total=False
):
    """The keywords of :meth:`get_reactions_on_object`."""
