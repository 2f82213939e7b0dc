"""Project memberships: who has access to a project, in the older format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path
from ..page_iterator import ItemIterator
from . import gids
from .resource import Params, Resource, classic

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.project_memberships import (
        GetProjectMembershipsForProject,
        GetProjectMembershipsForProjectOptions,
        ProjectMembership,
        ProjectMembershipOptions,
    )

__all__ = ["ProjectMemberships"]


class ProjectMemberships(Resource):
    """Project memberships: who has access to a project, in the older format."""

    def get_project_membership(
        self,
        project_membership_gid: str,
        params: Params = None,
        **options: Unpack[ProjectMembershipOptions],
    ) -> ProjectMembership:
        """Return the complete record of one project membership.

        To change a membership, use ``memberships.update_membership``.

        GET /project_memberships/{project_membership_gid}
        """
        return self.client.get(
            path("/project_memberships/{}", project_membership_gid), params or {}, **options
        )

    def get_project_memberships_for_project(
        self,
        project_gid: str,
        params: GetProjectMembershipsForProject = NONE,
        **options: Unpack[GetProjectMembershipsForProjectOptions],
    ) -> ItemIterator[ProjectMembership]:
        """List the compact records of a project's memberships.

        ``user`` limits the result to one user.

        GET /projects/{project_gid}/project_memberships
        """
        return self.client.get_collection(
            path("/projects/{}/project_memberships", project_gid), params or {}, **options
        )

    # -- python-asana 0.x names

    find_by_id = classic(get_project_membership, gids.project_membership)
    """Return the complete record of one project membership."""
    find_by_project = classic(get_project_memberships_for_project, gids.project)
    """List the compact records of a project's memberships."""
