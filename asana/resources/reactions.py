"""Reactions: the emojis that users add to status updates and stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import route
from ..page_iterator import ItemIterator
from .resource import Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.compact import ReactionCompact
    from ..types.reactions import GetReactionsOnObject, GetReactionsOnObjectOptions

__all__ = ["Reactions"]


class Reactions(Resource):
    """Reactions: the emojis that users add to status updates and stories."""

    def get_reactions_on_object(
        self, params: GetReactionsOnObject = NONE, **options: Unpack[GetReactionsOnObjectOptions]
    ) -> ItemIterator[ReactionCompact]:
        """List the compact records of the reactions with one emoji to a status update or story.

        ``target`` and ``emoji_base``, the emoji's base character, are required.

        GET /reactions
        """
        return self.client.get_collection(route("/reactions"), params or {}, **options)
