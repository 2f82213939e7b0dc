"""Budgets: the time or money planned for a project, and how much of it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator, ListPageIterator
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.budgets import (
        Budget,
        BudgetOptions,
        CreateBudget,
        CreateBudgetOptions,
        GetBudgets,
        GetBudgetsOptions,
        UpdateBudget,
        UpdateBudgetOptions,
    )
    from ..types.common import Empty, Options

__all__ = ["Budgets"]


class Budgets(Resource):
    """Budgets: the time or money planned for a project, and how much of it is used."""

    def get_budgets(
        self, params: GetBudgets = NONE, **options: Unpack[GetBudgetsOptions]
    ) -> ItemIterator[Budget]:
        """List the complete records of a project's budgets, at most one.

        ``parent``, the project, is required. Requires a paid plan, otherwise raises
        ``PremiumOnlyError``.

        GET /budgets
        """
        return self.client.get_collection(
            route("/budgets", pages=ListPageIterator), params or {}, **options
        )

    def create_budget(
        self, params: CreateBudget = NONE, **options: Unpack[CreateBudgetOptions]
    ) -> Budget:
        """Create the budget of a project and return its complete record.

        ``budget_type`` (``cost`` or ``time``) and ``parent``, the project, are required.
        ``estimate``, ``actual`` and ``total`` are dictionaries; the values of the first two are
        computed by Asana. Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        POST /budgets
        """
        return self.client.post(route("/budgets"), params or {}, **options)

    def get_budget(
        self, budget_gid: str, params: Params = None, **options: Unpack[BudgetOptions]
    ) -> Budget:
        """Return the complete record of one budget.

        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        GET /budgets/{budget_gid}
        """
        return self.client.get(path("/budgets/{}", budget_gid), params or {}, **options)

    def update_budget(
        self, budget_gid: str, params: UpdateBudget = NONE, **options: Unpack[UpdateBudgetOptions]
    ) -> Budget:
        """Change the given fields of a budget and return its complete record.

        The ``parent`` cannot be changed. Requires a paid plan, otherwise raises
        ``PremiumOnlyError``.

        PUT /budgets/{budget_gid}
        """
        return self.client.put(path("/budgets/{}", budget_gid), params or {}, **options)

    def delete_budget(
        self, budget_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a budget and return an empty dictionary.

        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        DELETE /budgets/{budget_gid}
        """
        return self.client.delete(path("/budgets/{}", budget_gid), params or {}, **options)
