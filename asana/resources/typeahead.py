"""Typeahead: quick suggestions of objects by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path
from ..page_iterator import ItemIterator, ListPageIterator
from .resource import Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.compact import NamedResource
    from ..types.typeahead import TypeaheadForWorkspace, TypeaheadForWorkspaceOptions

__all__ = ["Typeahead"]


class Typeahead(Resource):
    """Typeahead: quick suggestions of objects by name."""

    def typeahead_for_workspace(
        self,
        workspace_gid: str,
        params: TypeaheadForWorkspace = NONE,
        **options: Unpack[TypeaheadForWorkspaceOptions],
    ) -> ItemIterator[NamedResource]:
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
