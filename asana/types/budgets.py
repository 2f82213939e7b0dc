"""Budgets: the time or money planned for a project, and what is used of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import ListOptions, Options

if TYPE_CHECKING:
    from .compact import ProjectCompact

__all__ = [
    "Budget",
    "BudgetActual",
    "BudgetActualInput",
    "BudgetEstimate",
    "BudgetEstimateInput",
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
    """The actual use of a budget, as it is sent."""

    billable_status_filter: Literal["billable", "non_billable", "any"] | str


class BudgetEstimateInput(TypedDict, total=False):
    """The estimate of a budget, as it is sent."""

    billable_status_filter: Literal["billable", "non_billable", "any"] | str
    source: Literal["none", "tasks", "capacity_plans"] | str
    enabled: bool


class BudgetTotalInput(TypedDict, total=False):
    """The total of a budget, as it is sent."""

    enabled: bool
    value: float


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


class CreateBudgetOptions(CreateBudget, Options, total=False):
    """The keywords of :meth:`create_budget`."""


class GetBudgetsOptions(GetBudgets, ListOptions, total=False):
    """The keywords of :meth:`get_budgets`."""


class UpdateBudgetOptions(UpdateBudget, Options, total=False):
    """The keywords of :meth:`update_budget`."""
