"""Project briefs: the page that describes a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty, Options
    from ..types.project_briefs import (
        CreateProjectBrief,
        CreateProjectBriefOptions,
        ProjectBrief,
        ProjectBriefOptions,
        UpdateProjectBrief,
        UpdateProjectBriefOptions,
    )

__all__ = ["ProjectBriefs"]


class ProjectBriefs(Resource):
    """Project briefs: the page that describes a project."""

    def get_project_brief(
        self, project_brief_gid: str, params: Params = None, **options: Unpack[ProjectBriefOptions]
    ) -> ProjectBrief:
        """Return the complete record of one project brief.

        ``text`` is returned only if ``opt_fields`` lists it. Requires a paid plan, otherwise raises
        ``PremiumOnlyError``.

        GET /project_briefs/{project_brief_gid}
        """
        return self.client.get(
            path("/project_briefs/{}", project_brief_gid), params or {}, **options
        )

    def update_project_brief(
        self,
        project_brief_gid: str,
        params: UpdateProjectBrief = NONE,
        **options: Unpack[UpdateProjectBriefOptions],
    ) -> ProjectBrief:
        """Change the given fields of a project brief and return its complete record.

        Pass ``text`` or ``html_text``, not both.

        PUT /project_briefs/{project_brief_gid}
        """
        return self.client.put(
            path("/project_briefs/{}", project_brief_gid), params or {}, **options
        )

    def delete_project_brief(
        self, project_brief_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a project brief and return an empty dictionary.

        DELETE /project_briefs/{project_brief_gid}
        """
        return self.client.delete(
            path("/project_briefs/{}", project_brief_gid), params or {}, **options
        )

    def create_project_brief(
        self,
        project_gid: str,
        params: CreateProjectBrief = NONE,
        **options: Unpack[CreateProjectBriefOptions],
    ) -> ProjectBrief:
        """Create the brief of a project and return its complete record.

        ``text`` or ``html_text`` (not both) is required. Requires a paid plan, otherwise raises
        ``PremiumOnlyError``.

        POST /projects/{project_gid}/project_briefs
        """
        return self.client.post(
            path("/projects/{}/project_briefs", project_gid), params or {}, **options
        )
