"""Custom field settings: which custom fields a project, portfolio, goal or team has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.paths import path
from ..page_iterator import ItemIterator, ListPageIterator
from . import gids
from .resource import Params, Resource, classic

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.custom_field_settings import CustomFieldSetting, CustomFieldSettingListOptions

__all__ = ["CustomFieldSettings"]


class CustomFieldSettings(Resource):
    """Custom field settings: which custom fields a project, portfolio, goal or team has."""

    def get_custom_field_settings_for_project(
        self,
        project_gid: str,
        params: Params = None,
        **options: Unpack[CustomFieldSettingListOptions],
    ) -> ItemIterator[CustomFieldSetting]:
        """List the complete records of a project's custom field settings.

        Each contains its ``custom_field``. The gid of a user task list works too. Requires a paid
        plan, otherwise raises ``PremiumOnlyError``.

        GET /projects/{project_gid}/custom_field_settings   (scope projects:read)
        """
        return self.client.get_collection(
            path("/projects/{}/custom_field_settings", project_gid), params or {}, **options
        )

    def get_custom_field_settings_for_portfolio(
        self,
        portfolio_gid: str,
        params: Params = None,
        **options: Unpack[CustomFieldSettingListOptions],
    ) -> ItemIterator[CustomFieldSetting]:
        """List the complete records of a portfolio's custom field settings.

        Each contains its ``custom_field``.

        GET /portfolios/{portfolio_gid}/custom_field_settings   (scope portfolios:read)
        """
        return self.client.get_collection(
            path("/portfolios/{}/custom_field_settings", portfolio_gid), params or {}, **options
        )

    def get_custom_field_settings_for_goal(
        self, goal_gid: str, params: Params = None, **options: Unpack[CustomFieldSettingListOptions]
    ) -> ItemIterator[CustomFieldSetting]:
        """List the complete records of a goal's custom field settings.

        Each contains its ``custom_field``.

        GET /goals/{goal_gid}/custom_field_settings   (scope goals:read)
        """
        return self.client.get_collection(
            path("/goals/{}/custom_field_settings", goal_gid), params or {}, **options
        )

    def get_custom_field_settings_for_team(
        self, team_gid: str, params: Params = None, **options: Unpack[CustomFieldSettingListOptions]
    ) -> ItemIterator[CustomFieldSetting]:
        """List the complete records of a team's custom field settings.

        Each contains its ``custom_field``.

        GET /teams/{team_gid}/custom_field_settings   (scope teams:read)
        """
        return self.client.get_collection(
            path("/teams/{}/custom_field_settings", team_gid, pages=ListPageIterator),
            params or {},
            **options,
        )

    # -- python-asana 0.x names

    find_by_portfolio = classic(get_custom_field_settings_for_portfolio, gids.portfolio)
    """List the complete records of a portfolio's custom field settings."""
    find_by_project = classic(get_custom_field_settings_for_project, gids.project)
    """List the complete records of a project's custom field settings."""
