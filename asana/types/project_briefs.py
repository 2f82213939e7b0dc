"""Project briefs: the page that describes a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions
from .compact import ProjectBriefCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import ProjectCompact
    from .fields import ProjectBriefField

__all__ = [
    "CreateProjectBrief",
    "CreateProjectBriefOptions",
    "ProjectBrief",
    "ProjectBriefFields",
    "ProjectBriefOptions",
    "UpdateProjectBrief",
    "UpdateProjectBriefOptions",
]


class ProjectBrief(ProjectBriefCompact):
    """The complete record of a project brief."""

    title: str
    html_text: str
    text: str
    permalink_url: str
    project: ProjectCompact


class ProjectBriefFields(TypedDict, total=False):
    """The option with the fields of project briefs to return."""

    fields: Iterable[ProjectBriefField | str] | str | None
    opt_fields: Iterable[ProjectBriefField | str] | str | None


class ProjectBriefOptions(ProjectBriefFields, CallOptions, total=False):
    """The options of a call that returns a project brief."""


class CreateProjectBrief(TypedDict, total=False):
    """The parameters of :meth:`create_project_brief`."""

    title: str
    html_text: str
    text: str


class UpdateProjectBrief(CreateProjectBrief, total=False):
    """The parameters of :meth:`update_project_brief`."""


class CreateProjectBriefOptions(CreateProjectBrief, ProjectBriefFields, CallOptions, total=False):
    """The keywords of :meth:`create_project_brief`."""


class UpdateProjectBriefOptions(UpdateProjectBrief, ProjectBriefFields, CallOptions, total=False):
    """The keywords of :meth:`update_project_brief`."""
