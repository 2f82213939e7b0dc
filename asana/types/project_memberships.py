"""Project memberships: who has access to a project, in their older form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import ListOptions
from .compact import ProjectMembershipCompact

if TYPE_CHECKING:
    from .compact import ProjectCompact, UserCompact

__all__ = [
    "GetProjectMembershipsForProject",
    "GetProjectMembershipsForProjectOptions",
    "ProjectMembership",
]


class ProjectMembership(ProjectMembershipCompact):
    """The complete record of a project membership."""

    user: UserCompact
    project: ProjectCompact
    write_access: Literal["full_write", "comment_only"] | str


class GetProjectMembershipsForProject(TypedDict, total=False):
    """The parameters of :meth:`get_project_memberships_for_project`."""

    user: str


class GetProjectMembershipsForProjectOptions(
    GetProjectMembershipsForProject, ListOptions, total=False
):
    """The keywords of :meth:`get_project_memberships_for_project`."""
