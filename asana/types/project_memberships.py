"""Project memberships: who has access to a project, in the older format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import CallOptions, ListCallOptions
from .compact import ProjectMembershipCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import ProjectCompact, UserCompact
    from .fields import ProjectMembershipField

__all__ = [
    "GetProjectMembershipsForProject",
    "GetProjectMembershipsForProjectOptions",
    "ProjectMembership",
    "ProjectMembershipFields",
    "ProjectMembershipOptions",
]


class ProjectMembership(ProjectMembershipCompact):
    """The complete record of a project membership."""

    user: UserCompact
    project: ProjectCompact
    write_access: Literal["full_write", "comment_only"] | str


class ProjectMembershipFields(TypedDict, total=False):
    """The option with the fields of project memberships to return."""

    fields: Iterable[ProjectMembershipField | str] | str | None
    opt_fields: Iterable[ProjectMembershipField | str] | str | None


class ProjectMembershipOptions(ProjectMembershipFields, CallOptions, total=False):
    """The options of a call that returns a project membership."""


class GetProjectMembershipsForProject(TypedDict, total=False):
    """The parameters of :meth:`get_project_memberships_for_project`."""

    user: str


class GetProjectMembershipsForProjectOptions(
    GetProjectMembershipsForProject, ProjectMembershipFields, ListCallOptions, total=False
):
    """The keywords of :meth:`get_project_memberships_for_project`."""
