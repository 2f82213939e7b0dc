"""Sections: the groups of tasks in a project, shown as columns on a board."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions, ListCallOptions, Options
from .compact import SectionCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import ProjectCompact
    from .fields import SectionField

__all__ = [
    "AddTaskForSection",
    "AddTaskForSectionOptions",
    "CreateSectionForProject",
    "CreateSectionForProjectOptions",
    "InsertSectionForProject",
    "InsertSectionForProjectOptions",
    "Section",
    "SectionFields",
    "SectionListOptions",
    "SectionOptions",
    "UpdateSection",
    "UpdateSectionOptions",
]


class Section(SectionCompact):
    """The complete record of a section."""

    created_at: str
    project: ProjectCompact
    projects: list[ProjectCompact]


class SectionFields(TypedDict, total=False):
    """The option with the fields of sections to return."""

    fields: Iterable[SectionField | str] | str | None
    opt_fields: Iterable[SectionField | str] | str | None


class SectionOptions(SectionFields, CallOptions, total=False):
    """The options of a call that returns a section."""


class SectionListOptions(SectionFields, ListCallOptions, total=False):
    """The options of a call that lists sections."""


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


class CreateSectionForProjectOptions(
    CreateSectionForProject, SectionFields, CallOptions, total=False
):
    """The keywords of :meth:`create_section_for_project`."""


class InsertSectionForProjectOptions(InsertSectionForProject, Options, total=False):
    """The keywords of :meth:`insert_section_for_project`."""


class UpdateSectionOptions(UpdateSection, SectionFields, CallOptions, total=False):
    """The keywords of :meth:`update_section`."""
