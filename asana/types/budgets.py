"""Budgets: the time or money planned for a project, and how much of it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import CallOptions, ListCallOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import ProjectCompact
    from .fields import BudgetField

__all__ = [
    "Budget",
    "BudgetActual",
    "BudgetActualInput",
    "BudgetEstimate",
    "BudgetEstimateInput",
    "BudgetFields",
    "BudgetOptions",
    "BudgetTotal",
    "BudgetTotalInput",
    "CreateBudget",
    "CreateBudgetOptions",
    "GetBudgets",
    "GetBudgetsOptions",
    "UpdateBudget",
    "UpdateBudgetOptions",
]


class Budget(TypedDict):
    """The complete record of a budget."""

    gid: str
    resource_type: str
    budget_type: Literal["cost", "time"] | str
    estimate: BudgetEstimate
    actual: BudgetActual
    total: BudgetTotal
    parent: ProjectCompact


class BudgetEstimate(TypedDict):
    """The estimate of a budget."""

    billable_status_filter: Literal["billable", "non_billable", "any"] | str
    source: Literal["none", "tasks", "capacity_plans"] | str
    enabled: bool
    units: str | None
    value: float | None


class BudgetActual(TypedDict):
    """The actual use of a budget."""

    billable_status_filter: Literal["billable", "non_billable", "any"] | str
    value: float
    units: str


class BudgetTotal(TypedDict):
    """The total of a budget."""

    enabled: bool
    value: float | None
    units: str | None


class BudgetActualInput(TypedDict, total=False):
    """The actual use of a budget in a request."""

    billable_status_filter: Literal["billable", "non_billable", "any"] | str


class BudgetEstimateInput(TypedDict, total=False):
    """The estimate of a budget in a request."""

    billable_status_filter: Literal["billable", "non_billable", "any"] | str
    source: Literal["none", "tasks", "capacity_plans"] | str
    enabled: bool


class BudgetTotalInput(TypedDict, total=False):
    """The total of a budget in a request."""

    enabled: bool
    value: float


class BudgetFields(TypedDict, total=False):
    """The option with the fields of budgets to return."""

    fields: Iterable[BudgetField | str] | str | None
    opt_fields: Iterable[BudgetField | str] | str | None


class BudgetOptions(BudgetFields, CallOptions, total=False):
    """The options of a call that returns a budget."""


class CreateBudget(TypedDict, total=False):
    """The parameters of :meth:`create_budget`."""

    budget_type: Literal["cost", "time"]
    estimate: BudgetEstimateInput
    actual: BudgetActualInput
    total: BudgetTotalInput
    parent: str


class GetBudgets(TypedDict, total=False):
    """The parameters of :meth:`get_budgets`."""

    parent: str


class UpdateBudget(CreateBudget, total=False):
    """The parameters of :meth:`update_budget`."""


class CreateBudgetOptions(CreateBudget, BudgetFields, CallOptions, total=False):
    """The keywords of :meth:`create_budget`."""


class GetBudgetsOptions(GetBudgets, BudgetFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_budgets`."""


class UpdateBudgetOptions(UpdateBudget, BudgetFields, CallOptions, total=False):
    """The keywords of :meth:`update_budget`."""
