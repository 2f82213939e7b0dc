"""Project portfolio settings: what a project inherits from a portfolio that contains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path
from ..page_iterator import ItemIterator
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.project_portfolio_settings import (
        ProjectPortfolioSetting,
        ProjectPortfolioSettingListOptions,
        ProjectPortfolioSettingOptions,
        UpdateProjectPortfolioSetting,
        UpdateProjectPortfolioSettingOptions,
    )

__all__ = ["ProjectPortfolioSettings"]


class ProjectPortfolioSettings(Resource):
    """Project portfolio settings: what a project inherits from a portfolio that contains it."""

    def get_project_portfolio_setting(
        self,
        project_portfolio_setting_gid: str,
        params: Params = None,
        **options: Unpack[ProjectPortfolioSettingOptions],
    ) -> ProjectPortfolioSetting:
        """Return the complete record of one project portfolio setting.

        GET /project_portfolio_settings/{project_portfolio_setting_gid}   (scope project_portfolio_settings:read)
        """  # noqa: E501
        return self.client.get(
            path("/project_portfolio_settings/{}", project_portfolio_setting_gid),
            params or {},
            **options,
        )

    def update_project_portfolio_setting(
        self,
        project_portfolio_setting_gid: str,
        params: UpdateProjectPortfolioSetting = NONE,
        **options: Unpack[UpdateProjectPortfolioSettingOptions],
    ) -> ProjectPortfolioSetting:
        """Change a project portfolio setting and return its complete record.

        ``is_access_control_inherited`` is whether members of the portfolio have access to the
        project.

        PUT /project_portfolio_settings/{project_portfolio_setting_gid}   (scope project_portfolio_settings:write)
        """  # noqa: E501
        return self.client.put(
            path("/project_portfolio_settings/{}", project_portfolio_setting_gid),
            params or {},
            **options,
        )

    def get_project_portfolio_settings_for_project(
        self,
        project_gid: str,
        params: Params = None,
        **options: Unpack[ProjectPortfolioSettingListOptions],
    ) -> ItemIterator[ProjectPortfolioSetting]:
        """List the compact records of a project's settings, one for each of its portfolios.

        GET /projects/{project_gid}/project_portfolio_settings   (scope project_portfolio_settings:read)
        """  # noqa: E501
        return self.client.get_collection(
            path("/projects/{}/project_portfolio_settings", project_gid), params or {}, **options
        )

    def get_project_portfolio_settings_for_portfolio(
        self,
        portfolio_gid: str,
        params: Params = None,
        **options: Unpack[ProjectPortfolioSettingListOptions],
    ) -> ItemIterator[ProjectPortfolioSetting]:
        """List the compact records of a portfolio's settings, one for each of its projects.

        GET /portfolios/{portfolio_gid}/project_portfolio_settings   (scope project_portfolio_settings:read)
        """  # noqa: E501
        return self.client.get_collection(
            path("/portfolios/{}/project_portfolio_settings", portfolio_gid),
            params or {},
            **options,
        )
