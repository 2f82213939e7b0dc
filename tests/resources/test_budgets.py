import pytest

import asana
from asana import error
from asana.types.budgets import BudgetTotalInput


def test_a_budget_from_beginning_to_end(client: asana.Client, project_gid: str) -> None:
    total: BudgetTotalInput = {"enabled": True, "value": 600}
    made = client.budgets.create_budget(
        {"parent": project_gid, "budget_type": "time", "total": total}
    )
    gid = made["gid"]
    assert client.budgets.get_budget(gid) == made
    assert list(client.budgets.get_budgets(parent=project_gid)) == [made]
    changed = client.budgets.update_budget(gid, {"total": {"value": 700}})
    assert changed["total"] == {**total, "value": 700, "units": "minutes"}
    assert client.budgets.get_budget(gid) == changed
    assert client.budgets.delete_budget(gid) == {}
    with pytest.raises(error.NotFoundError):
        client.budgets.get_budget(gid)
    assert list(client.budgets.get_budgets({"parent": project_gid})) == []
