"""Portfolio memberships: who has access to a portfolio, in their older form."""

from __future__ import annotations

from typing import TypedDict

from .common import ListOptions
from .compact import PortfolioMembershipCompact

__all__ = [
    "GetPortfolioMemberships",
    "GetPortfolioMembershipsForPortfolio",
    "GetPortfolioMembershipsForPortfolioOptions",
    "GetPortfolioMembershipsOptions",
    "PortfolioMembership",
]


class PortfolioMembership(PortfolioMembershipCompact):
    """The complete record of a portfolio membership."""


class GetPortfolioMemberships(TypedDict, total=False):
    """The parameters of :meth:`get_portfolio_memberships`."""

    portfolio: str
    workspace: str
    user: str


class GetPortfolioMembershipsForPortfolio(TypedDict, total=False):
    """The parameters of :meth:`get_portfolio_memberships_for_portfolio`."""

    user: str


class GetPortfolioMembershipsOptions(GetPortfolioMemberships, ListOptions, total=False):
    """The keywords of :meth:`get_portfolio_memberships`."""


class GetPortfolioMembershipsForPortfolioOptions(
    GetPortfolioMembershipsForPortfolio, ListOptions, total=False
):
    """The keywords of :meth:`get_portfolio_memberships_for_portfolio`."""
