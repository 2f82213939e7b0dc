"""Portfolios: collections of projects and of other portfolios."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from .._above.names import Names
from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator
from . import gids
from .resource import Gid, Params, Resource, classic, old_listing

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty, Options
    from ..types.custom_field_settings import CustomFieldSetting
    from ..types.jobs import Job
    from ..types.portfolios import (
        AddCustomFieldSettingForPortfolio,
        AddCustomFieldSettingForPortfolioOptions,
        AddItemForPortfolio,
        AddItemForPortfolioOptions,
        AddMembersForPortfolio,
        AddMembersForPortfolioOptions,
        CreatePortfolio,
        CreatePortfolioOptions,
        DuplicatePortfolio,
        DuplicatePortfolioOptions,
        GetPortfolios,
        GetPortfoliosOptions,
        Portfolio,
        PortfolioOptions,
        RemoveCustomFieldSettingForPortfolio,
        RemoveCustomFieldSettingForPortfolioOptions,
        RemoveItemForPortfolio,
        RemoveItemForPortfolioOptions,
        RemoveMembersForPortfolio,
        RemoveMembersForPortfolioOptions,
        UpdatePortfolio,
        UpdatePortfolioOptions,
    )
    from ..types.projects import Project, ProjectListOptions

__all__ = ["Portfolios"]


class Portfolios(Resource):
    """Portfolios: collections of projects and of other portfolios."""

    def get_portfolios(
        self, params: GetPortfolios = NONE, **options: Unpack[GetPortfoliosOptions]
    ) -> ItemIterator[Portfolio]:
        """List the compact records of the portfolios that the caller owns.

        ``workspace`` is required. A service account can list all of them, or those of an ``owner``.

        GET /portfolios   (scope portfolios:read)
        """
        return self.client.get_collection(route("/portfolios"), params or {}, **options)

    def create_portfolio(
        self, params: CreatePortfolio = NONE, **options: Unpack[CreatePortfolioOptions]
    ) -> Portfolio:
        """Create a portfolio and return its complete record.

        ``name`` and ``workspace`` are required. A new portfolio has no custom fields.

        POST /portfolios   (scope portfolios:write)
        """
        return self.client.post(route("/portfolios"), params or {}, **options)

    def get_portfolio(
        self, portfolio_gid: str, params: Params = None, **options: Unpack[PortfolioOptions]
    ) -> Portfolio:
        """Return the complete record of one portfolio.

        GET /portfolios/{portfolio_gid}   (scope portfolios:read)
        """
        return self.client.get(path("/portfolios/{}", portfolio_gid), params or {}, **options)

    def update_portfolio(
        self,
        portfolio_gid: str,
        params: UpdatePortfolio = NONE,
        **options: Unpack[UpdatePortfolioOptions],
    ) -> Portfolio:
        """Change the given fields of a portfolio and return its complete record.

        ``start_on`` can be changed only together with ``due_on``. Items, members and custom field
        settings have their own methods.

        PUT /portfolios/{portfolio_gid}   (scope portfolios:write)
        """
        return self.client.put(path("/portfolios/{}", portfolio_gid), params or {}, **options)

    def delete_portfolio(
        self, portfolio_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a portfolio and return an empty dictionary.

        DELETE /portfolios/{portfolio_gid}
        """
        return self.client.delete(path("/portfolios/{}", portfolio_gid), params or {}, **options)

    def get_items_for_portfolio(
        self, portfolio_gid: str, params: Params = None, **options: Unpack[ProjectListOptions]
    ) -> ItemIterator[Project]:
        """List the compact records of a portfolio's projects and portfolios, in their order there.

        GET /portfolios/{portfolio_gid}/items   (scope portfolios:read)
        """
        return self.client.get_collection(
            path("/portfolios/{}/items", portfolio_gid), params or {}, **options
        )

    def add_item_for_portfolio(
        self,
        portfolio_gid: str,
        params: AddItemForPortfolio = NONE,
        **options: Unpack[AddItemForPortfolioOptions],
    ) -> Empty:
        """Add an ``item``, a project or portfolio, and return an empty dictionary.

        ``insert_before`` or ``insert_after`` (not both) is the item to place it next to. A
        portfolio has at most 1500 items.

        POST /portfolios/{portfolio_gid}/addItem   (scope portfolios:write)
        """
        return self.client.post(
            path("/portfolios/{}/addItem", portfolio_gid, idempotent=True), params or {}, **options
        )

    def remove_item_for_portfolio(
        self,
        portfolio_gid: str,
        params: RemoveItemForPortfolio = NONE,
        **options: Unpack[RemoveItemForPortfolioOptions],
    ) -> Empty:
        """Remove an ``item`` from a portfolio and return an empty dictionary.

        POST /portfolios/{portfolio_gid}/removeItem   (scope portfolios:write)
        """
        return self.client.post(
            path("/portfolios/{}/removeItem", portfolio_gid, idempotent=True),
            params or {},
            **options,
        )

    def add_custom_field_setting_for_portfolio(
        self,
        portfolio_gid: str,
        params: AddCustomFieldSettingForPortfolio = NONE,
        **options: Unpack[AddCustomFieldSettingForPortfolioOptions],
    ) -> CustomFieldSetting:
        """Add a custom field to a portfolio and return the custom field setting.

        ``custom_field`` is a gid, or the fields of a new one. ``insert_before`` or ``insert_after``
        is the gid of another setting of the portfolio. A portfolio has at most 20 custom fields.

        POST /portfolios/{portfolio_gid}/addCustomFieldSetting   (scope portfolios:write)
        """
        return self.client.post(
            path("/portfolios/{}/addCustomFieldSetting", portfolio_gid), params or {}, **options
        )

    def remove_custom_field_setting_for_portfolio(
        self,
        portfolio_gid: str,
        params: RemoveCustomFieldSettingForPortfolio = NONE,
        **options: Unpack[RemoveCustomFieldSettingForPortfolioOptions],
    ) -> Empty:
        """Remove a ``custom_field`` from a portfolio and return an empty dictionary.

        POST /portfolios/{portfolio_gid}/removeCustomFieldSetting   (scope portfolios:write)
        """
        return self.client.post(
            path("/portfolios/{}/removeCustomFieldSetting", portfolio_gid), params or {}, **options
        )

    def add_members_for_portfolio(
        self,
        portfolio_gid: str,
        params: AddMembersForPortfolio = NONE,
        **options: Unpack[AddMembersForPortfolioOptions],
    ) -> Portfolio:
        """Add ``members`` to a portfolio and return its complete record.

        A member is a gid, an email address or ``me``.

        POST /portfolios/{portfolio_gid}/addMembers
        """
        return self.client.post(
            path("/portfolios/{}/addMembers", portfolio_gid, idempotent=True),
            params or {},
            **options,
        )

    def remove_members_for_portfolio(
        self,
        portfolio_gid: str,
        params: RemoveMembersForPortfolio = NONE,
        **options: Unpack[RemoveMembersForPortfolioOptions],
    ) -> Portfolio:
        """Remove ``members`` from a portfolio and return its complete record.

        POST /portfolios/{portfolio_gid}/removeMembers
        """
        return self.client.post(
            path("/portfolios/{}/removeMembers", portfolio_gid, idempotent=True),
            params or {},
            **options,
        )

    def duplicate_portfolio(
        self,
        portfolio_gid: str,
        params: DuplicatePortfolio = NONE,
        **options: Unpack[DuplicatePortfolioOptions],
    ) -> Job:
        """Start duplicating a portfolio and return the job; its ``new_portfolio`` is the copy.

        ``name`` is required. Custom field settings and views are always copied; ``include`` is a
        comma-separated string of what else to copy: ``description``, ``members``, ``permissions``,
        ``templates``, ``rules``, ``child_projects``, ``child_portfolios``. Use ``jobs.wait`` to
        wait for the copy. At most five jobs can run at a time.

        POST /portfolios/{portfolio_gid}/duplicate   (scope portfolios:write)
        """
        return self.client.post(
            path("/portfolios/{}/duplicate", portfolio_gid), params or {}, **options
        )

    def named(
        self,
        workspace_gid: str,
        name: str,
        *,
        owner: str = "me",
        **options: Unpack[PortfolioOptions],
    ) -> Portfolio:
        """Return the portfolio with the given name in a workspace.

        The name is compared exactly, then ignoring case and white space. Raises ``LookupError`` if
        no portfolio has the name (the message lists similar names) or if several have it (the
        message lists their gids). The record has the name, the type, and the fields requested with
        ``fields``. Sends one request per 100 portfolios.

        Only portfolios that the user owns are found; Asana does not list others. A service account
        can pass another ``owner``.

        GET /portfolios   (scope portfolios:read)
        """
        return self._names(workspace_gid, owner).named(name, options)

    def ensure(
        self, workspace_gid: str, name: str, /, **fields: Unpack[CreatePortfolioOptions]
    ) -> Portfolio:
        """Return the portfolio with the given name in a workspace; create it if there is none.

        Names are compared as in :meth:`named`. The other fields are used only to create the
        portfolio; an existing one is not changed. If the outcome of the create request is unknown,
        the portfolios are listed again before it is retried. Calls from several threads are
        serialized; two processes that run at the same time may each create one, and later calls
        then raise ``LookupError`` with the gids. Sends one request per 100 portfolios, and one to
        create the portfolio.

        Only portfolios that the user owns are found.

        POST /portfolios   (scope portfolios:write)
        """
        return self._names(workspace_gid).ensure(name, fields)

    def _names(self, workspace_gid: str, owner: str = "me") -> Names[Portfolio]:
        return Names(
            self.client,
            "portfolio",
            workspace_gid,
            partial(self.get_portfolios, workspace=workspace_gid, owner=owner),
            self.create_portfolio,
        )

    # -- python-asana 0.x names

    add_custom_field_setting = classic(add_custom_field_setting_for_portfolio, gids.portfolio)
    """Add a custom field to a portfolio and return the custom field setting."""
    add_item = classic(add_item_for_portfolio, gids.portfolio)
    """Add an ``item``, a project or portfolio, and return an empty dictionary."""
    add_members = classic(add_members_for_portfolio, gids.portfolio)
    """Add ``members`` to a portfolio and return its complete record."""
    create = classic(create_portfolio, gids.no_gid)
    """Create a portfolio and return its complete record."""

    @old_listing(gids.portfolio)
    def custom_field_settings(
        self, portfolio: Gid, params: Params = None, **options: Any
    ) -> ItemIterator[CustomFieldSetting]:
        """List the complete records of a portfolio's custom field settings.

        Classic name of ``custom_field_settings.get_custom_field_settings_for_portfolio``.

        GET /portfolios/{portfolio}/custom_field_settings   (scope portfolios:read)
        """
        return self.client.get_collection(
            path("/portfolios/{}/custom_field_settings", portfolio), params or {}, **options
        )

    delete = classic(delete_portfolio, gids.portfolio)
    """Delete a portfolio and return an empty dictionary."""
    find_all = classic(get_portfolios, gids.no_gid)
    """List the compact records of the portfolios that the caller owns."""
    find_by_id = classic(get_portfolio, gids.portfolio)
    """Return the complete record of one portfolio."""
    get_items = classic(get_items_for_portfolio, gids.portfolio)
    """List the compact records of a portfolio's projects and portfolios, in their order there."""
    remove_custom_field_setting = classic(remove_custom_field_setting_for_portfolio, gids.portfolio)
    """Remove a ``custom_field`` from a portfolio and return an empty dictionary."""
    remove_item = classic(remove_item_for_portfolio, gids.portfolio)
    """Remove an ``item`` from a portfolio and return an empty dictionary."""
    remove_members = classic(remove_members_for_portfolio, gids.portfolio)
    """Remove ``members`` from a portfolio and return its complete record."""
    update = classic(update_portfolio, gids.portfolio)
    """Change the given fields of a portfolio and return its complete record."""
