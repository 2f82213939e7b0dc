"""Rates: the hourly cost of a user or placeholder in a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions, ListCallOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import ProjectCompact, UserCompact
    from .fields import RateField, RateOrPlaceholderField

__all__ = [
    "CreateRate",
    "CreateRateOptions",
    "GetRates",
    "GetRatesOptions",
    "Rate",
    "RateFields",
    "RateOptions",
    "RateOrPlaceholderFields",
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


class RateFields(TypedDict, total=False):
    """The option with the fields of rates to return."""

    fields: Iterable[RateField | str] | str | None
    opt_fields: Iterable[RateField | str] | str | None


class RateOptions(RateFields, CallOptions, total=False):
    """The options of a call that returns a rate."""


class RateOrPlaceholderFields(TypedDict, total=False):
    """The option with the fields of rates or placeholders to return."""

    fields: Iterable[RateOrPlaceholderField | str] | str | None
    opt_fields: Iterable[RateOrPlaceholderField | str] | str | None


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


class CreateRateOptions(CreateRate, RateFields, CallOptions, total=False):
    """The keywords of :meth:`create_rate`."""


class GetRatesOptions(GetRates, RateOrPlaceholderFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_rates`."""


class UpdateRateOptions(UpdateRate, RateFields, CallOptions, total=False):
    """The keywords of :meth:`update_rate`."""
