"""Typeahead: quick suggestions of objects by name."""

from typing import Any

from .._call.paths import path
from ..page_iterator import ItemIterator, ListPageIterator
from .resource import Params, Resource

__all__ = ["Typeahead"]


class Typeahead(Resource):
    """Typeahead: quick suggestions of objects by name."""

    def typeahead_for_workspace(
        self, workspace_gid: str, params: Params = None, **options: Any
    ) -> ItemIterator:
        """List the compact records that fit a ``query`` best, in one piece.

        ``resource_type`` (``project``, ``task``, ``user``, ``tag`` and so on, one of them) is
        required. ``count`` is 20 by default and 100 at most. Users come by how often the caller
        has to do with them, projects by how recently. It is quick but neither exact nor complete:
        to find all, search.

        GET /workspaces/{workspace_gid}/typeahead
        """
        return self.client.get_collection(
            path("/workspaces/{}/typeahead", workspace_gid, pages=ListPageIterator),
            params or {},
            **options,
        )
