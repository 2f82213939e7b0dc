"""Sections: the groups of tasks in a project, shown as columns on a board."""

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
    """Sections: the groups of tasks in a project, shown as columns on a board."""

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
        """Delete an empty section, not the last of its project, and return an empty dictionary.

        DELETE /sections/{section_gid}
        """
        return self.client.delete(path("/sections/{}", section_gid), params or {}, **options)

    def get_sections_for_project(
        self, project_gid: str, params: Params = None, **options: Unpack[SectionListOptions]
    ) -> ItemIterator[Section]:
        """List the compact records of a project's sections, in order.

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
        """Create a section with a ``name`` and return its complete record.

        It is placed at the end, or next to the section in ``insert_before`` or ``insert_after``.

        POST /projects/{project_gid}/sections
        """
        return self.client.post(path("/projects/{}/sections", project_gid), params or {}, **options)

    def add_task_for_section(
        self,
        section_gid: str,
        params: AddTaskForSection = NONE,
        **options: Unpack[AddTaskForSectionOptions],
    ) -> Empty:
        """Move a ``task`` to the top of a section and return an empty dictionary.

        ``insert_before`` or ``insert_after`` (a task of the section) places it elsewhere. The task
        leaves its previous section in the same project.

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
        """Move a ``section`` within its project and return an empty dictionary.

        ``before_section`` or ``after_section`` (not both) is the section to place it next to.

        POST /projects/{project_gid}/sections/insert
        """
        return self.client.post(
            path("/projects/{}/sections/insert", project_gid, idempotent=True),
            params or {},
            **options,
        )

    def named(self, project_gid: str, name: str, **options: Unpack[SectionOptions]) -> Section:
        """Return the section with the given name in a project.

        The name is compared exactly, then ignoring case and white space. Raises ``LookupError`` if
        no section has the name (the message lists similar names) or if several have it (the message
        lists their gids). The record has the name, the type, and the fields requested with
        ``fields``. Sends one request per 100 sections.

        GET /projects/{project_gid}/sections
        """
        return self._names(project_gid).named(name, options)

    def ensure(
        self, project_gid: str, name: str, /, **fields: Unpack[CreateSectionForProjectOptions]
    ) -> Section:
        """Return the section with the given name in a project; create it if there is none.

        Names are compared as in :meth:`named`. The other fields are used only to create the
        section; an existing one is not changed. If the outcome of the create request is unknown,
        the sections are listed again before it is retried. Calls from several threads are
        serialized; two processes that run at the same time may each create one, and later calls
        then raise ``LookupError`` with the gids. Sends one request per 100 sections, and one to
        create the section.

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
    """Move a ``task`` to the top of a section and return an empty dictionary."""
    create_in_project = classic(create_section_for_project, gids.project)
    """Create a section with a ``name`` and return its complete record."""
    delete = classic(delete_section, gids.section)
    """Delete an empty section, not the last of its project, and return an empty dictionary."""
    find_by_id = classic(get_section, gids.section)
    """Return the complete record of one section."""
    find_by_project = classic(get_sections_for_project, gids.project)
    """List the compact records of a project's sections, in order."""
    insert_in_project = classic(insert_section_for_project, gids.project)
    """Move a ``section`` within its project and return an empty dictionary."""
    update = classic(update_section, gids.section)
    """Rename a section and return its complete record."""
