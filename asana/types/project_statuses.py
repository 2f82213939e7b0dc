"""Project statuses: status updates of projects, in their older form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import Options
from .compact import ProjectStatusCompact

if TYPE_CHECKING:
    from .compact import UserCompact

__all__ = [
    "CreateProjectStatusForProject",
    "CreateProjectStatusForProjectOptions",
    "ProjectStatus",
]


class ProjectStatus(ProjectStatusCompact):
    """The complete record of a project status."""

    text: str
    html_text: str
    color: Literal["green", "yellow", "red", "blue", "complete"] | str
    author: UserCompact
    created_at: str
    created_by: UserCompact
    modified_at: str


class CreateProjectStatusForProject(TypedDict, total=False):
    """The parameters of :meth:`create_project_status_for_project`."""

    title: str
    text: str
    html_text: str
    color: Literal["green", "yellow", "red", "blue", "complete"]


class CreateProjectStatusForProjectOptions(CreateProjectStatusForProject, Options, total=False):
    """The keywords of :meth:`create_project_status_for_project`."""
