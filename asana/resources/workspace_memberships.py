"""Workspace memberships: who is in a workspace or organization."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path
from ..page_iterator import ItemIterator
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.workspace_memberships import (
        GetWorkspaceMembershipsForWorkspace,
        GetWorkspaceMembershipsForWorkspaceOptions,
        WorkspaceMembership,
        WorkspaceMembershipListOptions,
        WorkspaceMembershipOptions,
    )

__all__ = ["WorkspaceMemberships"]


class WorkspaceMemberships(Resource):
    """Workspace memberships: who is in a workspace or organization."""

    def get_workspace_membership(
        self,
        workspace_membership_gid: str,
        params: Params = None,
        **options: Unpack[WorkspaceMembershipOptions],
    ) -> WorkspaceMembership:
        """Return the complete record of one workspace membership.

        GET /workspace_memberships/{workspace_membership_gid}
        """
        return self.client.get(
            path("/workspace_memberships/{}", workspace_membership_gid), params or {}, **options
        )

    def get_workspace_memberships_for_user(
        self,
        user_gid: str,
        params: Params = None,
        **options: Unpack[WorkspaceMembershipListOptions],
    ) -> ItemIterator[WorkspaceMembership]:
        """List the compact records of a user's workspace memberships.

        GET /users/{user_gid}/workspace_memberships
        """
        return self.client.get_collection(
            path("/users/{}/workspace_memberships", user_gid), params or {}, **options
        )

    def get_workspace_memberships_for_workspace(
        self,
        workspace_gid: str,
        params: GetWorkspaceMembershipsForWorkspace = NONE,
        **options: Unpack[GetWorkspaceMembershipsForWorkspaceOptions],
    ) -> ItemIterator[WorkspaceMembership]:
        """List the compact records of a workspace's memberships.

        ``user`` limits the result to one user.

        GET /workspaces/{workspace_gid}/workspace_memberships
        """
        return self.client.get_collection(
            path("/workspaces/{}/workspace_memberships", workspace_gid), params or {}, **options
        )
