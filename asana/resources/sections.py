"""Sections: the parts of a project, columns on a board."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .._above.names import Names
from .._call.parts import NONE
from .._call.paths import path
from ..page_iterator import ItemIterator
from . import gids
from .resource import Params, Resource, classic

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty, Options
    from ..types.sections import (
        AddTaskForSection,
        AddTaskForSectionOptions,
        CreateSectionForProject,
        CreateSectionForProjectOptions,
        InsertSectionForProject,
        InsertSectionForProjectOptions,
        Section,
        SectionListOptions,
        SectionOptions,
        UpdateSection,
        UpdateSectionOptions,
    )

__all__ = ["Sections"]


class Sections(Resource):
    """Sections: the parts of a project, columns on a board."""

    def get_section(
        self, section_gid: str, params: Params = None, **options: Unpack[SectionOptions]
    ) -> Section:
        """Return the complete record of one section.

        GET /sections/{section_gid}
        """
        return self.client.get(path("/sections/{}", section_gid), params or {}, **options)

    def update_section(
        self,
        section_gid: str,
        params: UpdateSection = NONE,
        **options: Unpack[UpdateSectionOptions],
    ) -> Section:
        """Rename a section and return its complete record.

        PUT /sections/{section_gid}
        """
        return self.client.put(path("/sections/{}", section_gid), params or {}, **options)

    def delete_section(
        self, section_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a section, which must be empty and not the project's last; returns nothing.

        DELETE /sections/{section_gid}
        """
        return self.client.delete(path("/sections/{}", section_gid), params or {}, **options)

    def get_sections_for_project(
        self, project_gid: str, params: Params = None, **options: Unpack[SectionListOptions]
    ) -> ItemIterator[Section]:
        """List the compact records of a project's sections, in their order.

        GET /projects/{project_gid}/sections
        """
        return self.client.get_collection(
            path("/projects/{}/sections", project_gid), params or {}, **options
        )

    def create_section_for_project(
        self,
        project_gid: str,
        params: CreateSectionForProject = NONE,
        **options: Unpack[CreateSectionForProjectOptions],
    ) -> Section:
        """Create a section from its ``name`` and return its complete record.

        It goes to the end, or where ``insert_before`` or ``insert_after`` (a section) says.

        POST /projects/{project_gid}/sections
        """
        return self.client.post(path("/projects/{}/sections", project_gid), params or {}, **options)

    def add_task_for_section(
        self,
        section_gid: str,
        params: AddTaskForSection = NONE,
        **options: Unpack[AddTaskForSectionOptions],
    ) -> Empty:
        """Move the ``task`` into a section, to its top; returns nothing.

        ``insert_before`` or ``insert_after`` (a task of the section) place it elsewhere. It
        leaves the section of the same project that it was in.

        POST /sections/{section_gid}/addTask   (scope tasks:write)
        """
        return self.client.post(
            path("/sections/{}/addTask", section_gid, idempotent=True), params or {}, **options
        )

    def insert_section_for_project(
        self,
        project_gid: str,
        params: InsertSectionForProject = NONE,
        **options: Unpack[InsertSectionForProjectOptions],
    ) -> Empty:
        """Move the ``section`` next to ``before_section`` or ``after_section``; returns nothing.

        POST /projects/{project_gid}/sections/insert
        """
        return self.client.post(
            path("/projects/{}/sections/insert", project_gid, idempotent=True),
            params or {},
            **options,
        )

    def named(self, project_gid: str, name: str, **options: Unpack[SectionOptions]) -> Section:
        """Return the one section in a project with a name.

        The name is compared as it is, then without regard to case and white space. If there is no
        such section, or more than one, ``LookupError`` gives the near names or the gids. The record
        has its name and type, and what ``fields`` asks for. One listing: a request for every 100
        sections.

        GET /projects/{project_gid}/sections
        """
        return self._names(project_gid).named(name, options)

    def ensure(
        self, project_gid: str, name: str, /, **fields: Unpack[CreateSectionForProjectOptions]
    ) -> Section:
        """Return the one section in a project with a name; create it if there is none.

        Names are compared as in :meth:`named`. Further fields are those of a new section; one that
        is there is not changed. If it is unclear whether it was created, the sections are listed
        again before another attempt. Threads of a process take turns; two processes at the same
        time may create it twice, and then ``LookupError`` gives the gids. One listing, and one
        request to create it.

        POST /projects/{project_gid}/sections
        """
        return self._names(project_gid).ensure(name, fields)

    def _names(self, project_gid: str) -> Names[Section]:
        return Names(
            self.client,
            "section",
            project_gid,
            partial(self.get_sections_for_project, project_gid),
            partial(self.create_section_for_project, project_gid),
            home=None,
        )

    # -- python-asana 0.x names

    add_task = classic(add_task_for_section, gids.section)
    """Move the ``task`` into a section, to its top; returns nothing."""
    create_in_project = classic(create_section_for_project, gids.project)
    """Create a section from its ``name`` and return its complete record."""
    delete = classic(delete_section, gids.section)
    """Delete a section, which must be empty and not the project's last; returns nothing."""
    find_by_id = classic(get_section, gids.section)
    """Return the complete record of one section."""
    find_by_project = classic(get_sections_for_project, gids.project)
    """List the compact records of a project's sections, in their order."""
    insert_in_project = classic(insert_section_for_project, gids.project)
    """Move the ``section`` next to ``before_section`` or ``after_section``; returns nothing."""
    update = classic(update_section, gids.section)
    """Rename a section and return its complete record."""
