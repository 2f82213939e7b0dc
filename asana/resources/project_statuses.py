"""Project statuses: status updates of projects, in the older format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path
from ..page_iterator import ItemIterator
from . import gids
from .resource import Params, Resource, classic

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty, Options
    from ..types.project_statuses import (
        CreateProjectStatusForProject,
        CreateProjectStatusForProjectOptions,
        ProjectStatus,
        ProjectStatusListOptions,
        ProjectStatusOptions,
    )

__all__ = ["ProjectStatuses"]


class ProjectStatuses(Resource):
    """Project statuses: status updates of projects, in the older format."""

    def get_project_status(
        self,
        project_status_gid: str,
        params: Params = None,
        **options: Unpack[ProjectStatusOptions],
    ) -> ProjectStatus:
        """Return the complete record of one project status.

        Deprecated: use ``status_updates.get_status``. ``html_text`` is returned only if
        ``opt_fields`` lists it.

        GET /project_statuses/{project_status_gid}
        """
        return self.client.get(
            path("/project_statuses/{}", project_status_gid), params or {}, **options
        )

    def delete_project_status(
        self, project_status_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a project status and return an empty dictionary.

        Deprecated: use ``status_updates.delete_status``.

        DELETE /project_statuses/{project_status_gid}
        """
        return self.client.delete(
            path("/project_statuses/{}", project_status_gid), params or {}, **options
        )

    def get_project_statuses_for_project(
        self, project_gid: str, params: Params = None, **options: Unpack[ProjectStatusListOptions]
    ) -> ItemIterator[ProjectStatus]:
        """List the compact records of a project's statuses, newest first.

        Deprecated: use ``status_updates.get_statuses_for_object``.

        GET /projects/{project_gid}/project_statuses
        """
        return self.client.get_collection(
            path("/projects/{}/project_statuses", project_gid), params or {}, **options
        )

    def create_project_status_for_project(
        self,
        project_gid: str,
        params: CreateProjectStatusForProject = NONE,
        **options: Unpack[CreateProjectStatusForProjectOptions],
    ) -> ProjectStatus:
        """Create a status of a project and return its complete record.

        Deprecated: use ``status_updates.create_status_for_object``. ``color`` (``green``,
        ``yellow``, ``red``, ``blue`` or ``complete``) and ``text`` or ``html_text`` are required.

        POST /projects/{project_gid}/project_statuses
        """
        return self.client.post(
            path("/projects/{}/project_statuses", project_gid), params or {}, **options
        )

    # -- python-asana 0.x names

    create = classic(create_project_status_for_project, gids.project)
    """Create a status of a project and return its complete record."""
    create_in_project = classic(create_project_status_for_project, gids.project)
    """Create a status of a project and return its complete record."""
    delete = classic(delete_project_status, gids.project_status)
    """Delete a project status and return an empty dictionary."""
    find_by_id = classic(get_project_status, gids.project_status)
    """Return the complete record of one project status."""
    find_by_project = classic(get_project_statuses_for_project, gids.project)
    """List the compact records of a project's statuses, newest first."""
