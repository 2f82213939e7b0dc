"""Reactions: the emojis that users put on status updates and stories."""

from typing import Any

from ..page_iterator import ItemIterator
from .resource import Params, Resource

__all__ = ["Reactions"]


class Reactions(Resource):
    """Reactions: the emojis that users put on status updates and stories."""

    def get_reactions_on_object(self, params: Params = None, **options: Any) -> ItemIterator:
        """List the compact records of the reactions with one emoji on a status update or story.

        ``target`` and ``emoji_base``, the emoji's base character, are required.

        GET /reactions
        """
        return self.client.get_collection("/reactions", params or {}, **options)
