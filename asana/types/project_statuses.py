"""Project statuses: status updates of projects, in the older format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import CallOptions, ListCallOptions
from .compact import ProjectStatusCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import UserCompact
    from .fields import ProjectStatusField

__all__ = [
    "CreateProjectStatusForProject",
    "CreateProjectStatusForProjectOptions",
    "ProjectStatus",
    "ProjectStatusFields",
    "ProjectStatusListOptions",
    "ProjectStatusOptions",
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


class ProjectStatusFields(TypedDict, total=False):
    """The option with the fields of project statuses to return."""

    fields: Iterable[ProjectStatusField | str] | str | None
    opt_fields: Iterable[ProjectStatusField | str] | str | None


class ProjectStatusOptions(ProjectStatusFields, CallOptions, total=False):
    """The options of a call that returns a project status."""


class ProjectStatusListOptions(ProjectStatusFields, ListCallOptions, total=False):
    """The options of a call that lists project statuses."""


class CreateProjectStatusForProject(TypedDict, total=False):
    """The parameters of :meth:`create_project_status_for_project`."""

    title: str
    text: str
    html_text: str
    color: Literal["green", "yellow", "red", "blue", "complete"]


class CreateProjectStatusForProjectOptions(
    CreateProjectStatusForProject, ProjectStatusFields, CallOptions, total=False
):
    """The keywords of :meth:`create_project_status_for_project`."""
