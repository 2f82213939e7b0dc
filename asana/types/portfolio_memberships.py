"""Portfolio memberships: who has access to a portfolio, in the older format."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions, ListCallOptions
from .compact import PortfolioMembershipCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .fields import PortfolioMembershipField

__all__ = [
    "GetPortfolioMemberships",
    "GetPortfolioMembershipsForPortfolio",
    "GetPortfolioMembershipsForPortfolioOptions",
    "GetPortfolioMembershipsOptions",
    "PortfolioMembership",
    "PortfolioMembershipFields",
    "PortfolioMembershipOptions",
]


class PortfolioMembership(PortfolioMembershipCompact):
    """The complete record of a portfolio membership."""


class PortfolioMembershipFields(TypedDict, total=False):
    """The option with the fields of portfolio memberships to return."""

    fields: Iterable[PortfolioMembershipField | str] | str | None
    opt_fields: Iterable[PortfolioMembershipField | str] | str | None


class PortfolioMembershipOptions(PortfolioMembershipFields, CallOptions, total=False):
    """The options of a call that returns a portfolio membership."""


class GetPortfolioMemberships(TypedDict, total=False):
    """The parameters of :meth:`get_portfolio_memberships`."""

    portfolio: str
    workspace: str
    user: str


class GetPortfolioMembershipsForPortfolio(TypedDict, total=False):
    """The parameters of :meth:`get_portfolio_memberships_for_portfolio`."""

    user: str


class GetPortfolioMembershipsOptions(
    GetPortfolioMemberships, PortfolioMembershipFields, ListCallOptions, total=False
):
    """The keywords of :meth:`get_portfolio_memberships`."""


class GetPortfolioMembershipsForPortfolioOptions(
    GetPortfolioMembershipsForPortfolio, PortfolioMembershipFields, ListCallOptions, total=False
):
    """The keywords of :meth:`get_portfolio_memberships_for_portfolio`."""
