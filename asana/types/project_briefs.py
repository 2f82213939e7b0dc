"""Project briefs: the page that says what a project is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import Options
from .compact import ProjectBriefCompact

if TYPE_CHECKING:
    from .compact import ProjectCompact

__all__ = [
    "CreateProjectBrief",
    "CreateProjectBriefOptions",
    "ProjectBrief",
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


class CreateProjectBrief(TypedDict, total=False):
    """The parameters of :meth:`create_project_brief`."""

    title: str
    html_text: str
    text: str


class UpdateProjectBrief(CreateProjectBrief, total=False):
    """The parameters of :meth:`update_project_brief`."""


class CreateProjectBriefOptions(CreateProjectBrief, Options, total=False):
    """The keywords of :meth:`create_project_brief`."""


class UpdateProjectBriefOptions(UpdateProjectBrief, Options, total=False):
    """The keywords of :meth:`update_project_brief`."""
