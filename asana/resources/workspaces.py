"""Workspaces and organizations: what holds everything else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from .._call.parts import NONE
from .._call.paths import path, route
from ..exporting import Manifest, Progress, export_workspace
from ..page_iterator import ItemIterator, ListPageIterator
from . import gids
from .resource import Gid, Params, Resource, classic, old_listing

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty
    from ..types.compact import NamedResource
    from ..types.events import Event
    from ..types.users import UserBase
    from ..types.workspaces import (
        AddUserForWorkspace,
        AddUserForWorkspaceOptions,
        GetWorkspaceEvents,
        GetWorkspaceEventsOptions,
        RemoveUserForWorkspace,
        RemoveUserForWorkspaceOptions,
        UpdateWorkspace,
        UpdateWorkspaceOptions,
        Workspace,
        WorkspaceListOptions,
        WorkspaceOptions,
    )

__all__ = ["Workspaces"]


class Workspaces(Resource):
    """Workspaces and organizations: what holds everything else."""

    def get_workspaces(
        self, params: Params = None, **options: Unpack[WorkspaceListOptions]
    ) -> ItemIterator[Workspace]:
        """List the compact records of the user's workspaces and organizations.

        GET /workspaces   (scope workspaces:read)
        """
        return self.client.get_collection(route("/workspaces"), params or {}, **options)

    def get_workspace(
        self, workspace_gid: str, params: Params = None, **options: Unpack[WorkspaceOptions]
    ) -> Workspace:
        """Return the complete record of one workspace.

        ``is_organization`` tells an organization from a plain workspace.

        GET /workspaces/{workspace_gid}   (scope workspaces:read)
        """
        return self.client.get(path("/workspaces/{}", workspace_gid), params or {}, **options)

    def update_workspace(
        self,
        workspace_gid: str,
        params: UpdateWorkspace = NONE,
        **options: Unpack[UpdateWorkspaceOptions],
    ) -> Workspace:
        """Rename a workspace and return its complete record.

        PUT /workspaces/{workspace_gid}
        """
        return self.client.put(path("/workspaces/{}", workspace_gid), params or {}, **options)

    def add_user_for_workspace(
        self,
        workspace_gid: str,
        params: AddUserForWorkspace = NONE,
        **options: Unpack[AddUserForWorkspaceOptions],
    ) -> UserBase:
        """Add a ``user`` to a workspace or organization and return the user's record.

        ``user`` is a gid or an e-mail address; the owner of an unknown address is invited.

        POST /workspaces/{workspace_gid}/addUser
        """
        return self.client.post(
            path("/workspaces/{}/addUser", workspace_gid), params or {}, **options
        )

    def remove_user_for_workspace(
        self,
        workspace_gid: str,
        params: RemoveUserForWorkspace = NONE,
        **options: Unpack[RemoveUserForWorkspaceOptions],
    ) -> Empty:
        """Remove a ``user`` from a workspace or organization; returns nothing.

        Only its admins may. With a personal access token, what the user owned goes to the token's
        owner; things that only the user could see should be made public before.

        POST /workspaces/{workspace_gid}/removeUser
        """
        return self.client.post(
            path("/workspaces/{}/removeUser", workspace_gid, idempotent=True),
            params or {},
            **options,
        )

    def get_workspace_events(
        self,
        workspace_gid: str,
        params: GetWorkspaceEvents = NONE,
        **options: Unpack[GetWorkspaceEventsOptions],
    ) -> ItemIterator[Event]:
        """List the complete records of a workspace's events since the ``sync`` token.

        Without a token, or with one too old, ``InvalidTokenError`` holds the ``sync`` to go on
        with. ``iterator_type=None`` gives a page that answers ``page["sync"]`` and
        ``page["has_more"]``; a token covers 1000 events. Needs a service account on Enterprise+.

        GET /workspaces/{workspace_gid}/events
        """
        return self.client.get_collection(
            path("/workspaces/{}/events", workspace_gid, pages=ListPageIterator),
            params or {},
            **options,
        )

    def export(
        self,
        workspace_gid: str,
        folder: str | os.PathLike[str],
        *,
        files: bool = True,
        markdown: bool = False,
        progress: Progress | None = None,
        **options: Any,
    ) -> Manifest:
        """Export all projects of a workspace that the user can see, archived ones too.

        Each project has a folder below ``projects/``, as ``projects.export`` writes it; the
        folder itself has the users, teams, tags, custom fields and projects as JSON lines, and
        ``manifest.json``, which it returns. Call it again to go on after a stop, and to bring the
        export up to date. A project that was deleted or hidden meanwhile is in the manifest's
        ``skipped``. Tasks that are in no project are not exported.

        It takes two requests, those of further pages, and those of each project. The arguments and
        the errors are those of ``projects.export``.

        GET /projects   (scope projects:read)
        """
        return export_workspace(
            self.client, workspace_gid, folder, files, markdown, progress, options
        )

    # -- python-asana 0.x names

    add_user = classic(add_user_for_workspace, gids.workspace)
    """Add a ``user`` to a workspace or organization and return the user's record."""
    find_all = classic(get_workspaces, gids.no_gid)
    """List the compact records of the user's workspaces and organizations."""
    find_by_id = classic(get_workspace, gids.workspace)
    """Return the complete record of one workspace."""
    remove_user = classic(remove_user_for_workspace, gids.workspace)
    """Remove a ``user`` from a workspace or organization; returns nothing."""

    @old_listing(gids.workspace)
    def typeahead(
        self, workspace: Gid, params: Params = None, **options: Any
    ) -> ItemIterator[NamedResource]:
        """List the compact records that fit a ``query`` best, in one piece.

        Classic name of ``typeahead.typeahead_for_workspace``.

        GET /workspaces/{workspace}/typeahead
        """
        return self.client.get_collection(
            path("/workspaces/{}/typeahead", workspace, pages=ListPageIterator),
            params or {},
            **options,
        )

    update = classic(update_workspace, gids.workspace)
    """Rename a workspace and return its complete record."""
