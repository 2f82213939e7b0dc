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
        """List the compact records that best match a ``query``, without pagination.

        ``resource_type`` (one of ``project``, ``task``, ``user``, ``tag`` and so on) is required.
        ``count`` defaults to 20; the maximum is 100. Users are ordered by how often the caller
        interacts with them, projects by how recently. The results are fast but neither exact nor
        complete: use a search to find everything.

        GET /workspaces/{workspace_gid}/typeahead
        """
        return self.client.get_collection(
            path("/workspaces/{}/typeahead", workspace_gid, pages=ListPageIterator),
            params or {},
            **options,
        )
