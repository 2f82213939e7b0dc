"""Rates: what an hour of a user or placeholder costs in a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import ListOptions, Options

if TYPE_CHECKING:
    from .compact import ProjectCompact, UserCompact

__all__ = [
    "CreateRate",
    "CreateRateOptions",
    "GetRates",
    "GetRatesOptions",
    "Rate",
    "UpdateRate",
    "UpdateRateOptions",
]


class Rate(TypedDict):
    """The complete record of a rate."""

    gid: str
    resource_type: str
    parent: ProjectCompact
    resource: UserCompact
    rate: float
    currency_code: str
    created_by: UserCompact


class CreateRate(TypedDict, total=False):
    """The parameters of :meth:`create_rate`."""

    parent: str
    resource: str
    rate: float


class GetRates(TypedDict, total=False):
    """The parameters of :meth:`get_rates`."""

    parent: str
    resource: str


class UpdateRate(TypedDict, total=False):
    """The parameters of :meth:`update_rate`."""

    rate: float


class CreateRateOptions(CreateRate, Options, total=False):
    """The keywords of :meth:`create_rate`."""


class GetRatesOptions(GetRates, ListOptions, total=False):
    """The keywords of :meth:`get_rates`."""


class UpdateRateOptions(UpdateRate, Options, total=False):
    """The keywords of :meth:`update_rate`."""
