"""Portfolio memberships: who has access to a portfolio, in the older format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator
from . import gids
from .resource import Params, Resource, classic

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.portfolio_memberships import (
        GetPortfolioMemberships,
        GetPortfolioMembershipsForPortfolio,
        GetPortfolioMembershipsForPortfolioOptions,
        GetPortfolioMembershipsOptions,
        PortfolioMembership,
        PortfolioMembershipOptions,
    )

__all__ = ["PortfolioMemberships"]


class PortfolioMemberships(Resource):
    """Portfolio memberships: who has access to a portfolio, in the older format."""

    def get_portfolio_memberships(
        self,
        params: GetPortfolioMemberships = NONE,
        **options: Unpack[GetPortfolioMembershipsOptions],
    ) -> ItemIterator[PortfolioMembership]:
        """List the compact records of portfolio memberships.

        Pass ``portfolio``, or ``portfolio`` and ``user``, or ``workspace`` and ``user``.

        GET /portfolio_memberships
        """
        return self.client.get_collection(route("/portfolio_memberships"), params or {}, **options)

    def get_portfolio_membership(
        self,
        portfolio_membership_gid: str,
        params: Params = None,
        **options: Unpack[PortfolioMembershipOptions],
    ) -> PortfolioMembership:
        """Return the complete record of one portfolio membership.

        To change a membership, use ``memberships.update_membership``.

        GET /portfolio_memberships/{portfolio_membership_gid}
        """
        return self.client.get(
            path("/portfolio_memberships/{}", portfolio_membership_gid), params or {}, **options
        )

    def get_portfolio_memberships_for_portfolio(
        self,
        portfolio_gid: str,
        params: GetPortfolioMembershipsForPortfolio = NONE,
        **options: Unpack[GetPortfolioMembershipsForPortfolioOptions],
    ) -> ItemIterator[PortfolioMembership]:
        """List the compact records of a portfolio's memberships.

        ``user`` limits the result to one user.

        GET /portfolios/{portfolio_gid}/portfolio_memberships
        """
        return self.client.get_collection(
            path("/portfolios/{}/portfolio_memberships", portfolio_gid), params or {}, **options
        )

    # -- python-asana 0.x names

    find_all = classic(get_portfolio_memberships, gids.no_gid)
    """List the compact records of portfolio memberships."""
    find_by_id = classic(get_portfolio_membership, gids.portfolio_membership)
    """Return the complete record of one portfolio membership."""
    find_by_portfolio = classic(get_portfolio_memberships_for_portfolio, gids.portfolio)
    """List the compact records of a portfolio's memberships."""
