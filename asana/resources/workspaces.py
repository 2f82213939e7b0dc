"""Workspaces and organizations: the containers of everything else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator, ListPageIterator
from . import gids
from .resource import Gid, Params, Resource, classic, old_listing

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..exporting import Manifest, Progress
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
    """Workspaces and organizations: the containers of everything else."""

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

        ``is_organization`` is true for an organization.

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

        ``user`` is a gid or an email address; an unknown address receives an invitation.

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
        """Remove a ``user`` from a workspace or organization and return an empty dictionary.

        Only admins can remove users. With a personal access token, objects that the user owned are
        transferred to the token's owner; make objects that only the user could see public first.

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

        Without a token, or with an expired one, ``InvalidTokenError`` is raised with the token to
        continue with as ``error.sync``. ``iterator_type=None`` returns a page: ``page["sync"]`` is
        the next token, and ``page["has_more"]`` is true if there are more events; a token covers
        1000 events. Requires a service account on Enterprise+.

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
        """Export all projects of a workspace that are visible to the user, including archived ones.

        Each project has a folder below ``projects/``, as ``projects.export`` writes it. The folder
        itself contains the users, teams, tags, custom fields and projects as JSON Lines, and
        ``manifest.json``, whose content is returned. Call this again to resume after an
        interruption, and to bring the export up to date. Projects that are deleted or become
        invisible during the export are listed under ``skipped`` in the manifest. Tasks that are in
        no project are not exported.

        Sends two requests, those of further pages, and those of each project. The arguments and
        errors are those of ``projects.export``.

        GET /projects   (scope projects:read)
        """
        from ..exporting import export_workspace  # slow to import

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
    """Remove a ``user`` from a workspace or organization and return an empty dictionary."""

    @old_listing(gids.workspace)
    def typeahead(
        self, workspace: Gid, params: Params = None, **options: Any
    ) -> ItemIterator[NamedResource]:
        """List the compact records that best match a ``query``, without pagination.

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
