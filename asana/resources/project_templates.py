"""Project templates: templates for new projects."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .._above.names import Names
from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty, Options
    from ..types.jobs import Job
    from ..types.project_templates import (
        GetProjectTemplates,
        GetProjectTemplatesOptions,
        InstantiateProject,
        InstantiateProjectOptions,
        ProjectTemplate,
        ProjectTemplateListOptions,
        ProjectTemplateOptions,
    )

__all__ = ["ProjectTemplates"]


class ProjectTemplates(Resource):
    """Project templates: templates for new projects."""

    def get_project_template(
        self,
        project_template_gid: str,
        params: Params = None,
        **options: Unpack[ProjectTemplateOptions],
    ) -> ProjectTemplate:
        """Return the complete record of one project template.

        ``requested_dates`` and ``requested_roles`` are the dates and roles that
        ``instantiate_project`` takes.

        GET /project_templates/{project_template_gid}   (scope project_templates:read)
        """
        return self.client.get(
            path("/project_templates/{}", project_template_gid), params or {}, **options
        )

    def delete_project_template(
        self, project_template_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a project template and return an empty dictionary.

        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        DELETE /project_templates/{project_template_gid}
        """
        return self.client.delete(
            path("/project_templates/{}", project_template_gid), params or {}, **options
        )

    def get_project_templates(
        self, params: GetProjectTemplates = NONE, **options: Unpack[GetProjectTemplatesOptions]
    ) -> ItemIterator[ProjectTemplate]:
        """List the compact records of the project templates of a workspace or team.

        Pass ``workspace`` or ``team``.

        GET /project_templates   (scope project_templates:read)
        """
        return self.client.get_collection(route("/project_templates"), params or {}, **options)

    def get_project_templates_for_team(
        self, team_gid: str, params: Params = None, **options: Unpack[ProjectTemplateListOptions]
    ) -> ItemIterator[ProjectTemplate]:
        """List the compact records of a team's project templates.

        GET /teams/{team_gid}/project_templates   (scope project_templates:read)
        """
        return self.client.get_collection(
            path("/teams/{}/project_templates", team_gid), params or {}, **options
        )

    def instantiate_project(
        self,
        project_template_gid: str,
        params: InstantiateProject = NONE,
        **options: Unpack[InstantiateProjectOptions],
    ) -> Job:
        """Start creating a project from a template and return the job.

        The job's ``new_project`` is the project; use ``jobs.wait`` to wait for it. ``name`` is
        required. ``requested_dates`` and ``requested_roles`` are lists of dictionaries with ``gid``
        and ``value``; with ``is_strict``, a missing date raises ``UnprocessableError``. At most
        five jobs can run at a time.

        POST /project_templates/{project_template_gid}/instantiateProject   (scope projects:write)
        """
        return self.client.post(
            path("/project_templates/{}/instantiateProject", project_template_gid),
            params or {},
            **options,
        )

    def named(
        self, workspace_gid: str, name: str, **options: Unpack[ProjectTemplateOptions]
    ) -> ProjectTemplate:
        """Return the project template with the given name in a workspace.

        The name is compared exactly, then ignoring case and white space. Raises ``LookupError`` if
        no project template has the name (the message lists similar names) or if several have it
        (the message lists their gids). The record has the name, the type, and the fields requested
        with ``fields``. Sends one request per 100 project templates.

        GET /project_templates   (scope project_templates:read)
        """
        return self._names(workspace_gid).named(name, options)

    def _names(self, workspace_gid: str) -> Names[ProjectTemplate]:
        return Names(
            self.client,
            "project template",
            workspace_gid,
            partial(self.get_project_templates, workspace=workspace_gid),
        )
