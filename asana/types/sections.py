"""Sections: the parts of a project, columns on a board."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import Options
from .compact import SectionCompact

if TYPE_CHECKING:
    from .compact import ProjectCompact

__all__ = [
    "AddTaskForSection",
    "AddTaskForSectionOptions",
    "CreateSectionForProject",
    "CreateSectionForProjectOptions",
    "InsertSectionForProject",
    "InsertSectionForProjectOptions",
    "Section",
    "UpdateSection",
    "UpdateSectionOptions",
]


class Section(SectionCompact):
    """The complete record of a section."""

    created_at: str
    project: ProjectCompact
    projects: list[ProjectCompact]


class AddTaskForSection(TypedDict, total=False):
    """The parameters of :meth:`add_task_for_section`."""

    task: str
    insert_before: str | None
    insert_after: str | None


class CreateSectionForProject(TypedDict, total=False):
    """The parameters of :meth:`create_section_for_project`."""

    name: str
    insert_before: str
    insert_after: str


class InsertSectionForProject(TypedDict, total=False):
    """The parameters of :meth:`insert_section_for_project`."""

    section: str
    before_section: str
    after_section: str


class UpdateSection(CreateSectionForProject, total=False):
    """The parameters of :meth:`update_section`."""


class AddTaskForSectionOptions(AddTaskForSection, Options, total=False):
    """The keywords of :meth:`add_task_for_section`."""


class CreateSectionForProjectOptions(CreateSectionForProject, Options, total=False):
    """The keywords of :meth:`create_section_for_project`."""


class InsertSectionForProjectOptions(InsertSectionForProject, Options, total=False):
    """The keywords of :meth:`insert_section_for_project`."""


class UpdateSectionOptions(UpdateSection, Options, total=False):
    """The keywords of :meth:`update_section`."""
