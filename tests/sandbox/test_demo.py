"""The demo data has objects of every type that clients can read."""

import pytest

from asana.sandbox.data.demo import populate
from asana.sandbox.records.schema.table import TYPES
from asana.sandbox.records.store import Store
from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api

# Types that are created on request, and legacy forms of other types.
ABSENT = {
    *("access_request", "attachment", "graph_export", "organization_export", "resource_export"),
    *("user_task_list", "webhook", "message"),
    *("portfolio_membership", "project_membership", "project_status"),
}


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    populate(store)
    return store


@pytest.mark.parametrize("type_name", [name for name, t in TYPES.items() if t.collection])
def test_there_is_one_of_each_kind(store: Store, type_name: str) -> None:
    assert bool(store.all(type_name)) == (type_name not in ABSENT)


def test_everything_can_be_looked_at(api: Api, sandbox: Sandbox) -> None:
    unseen = ("access_request", "custom_field_setting", "enum_option", "rule_trigger", "webhook")
    for name, record_type in TYPES.items():
        oldest = sandbox.store.all(name)[:1]
        if record_type.collection and oldest and name not in unseen:
            path = f"/{record_type.collection}/{oldest[0].gid}"
            assert api.get(path)["gid"] == oldest[0].gid, path


def test_the_project_of_the_demo_has_its_fields_and_figures(api: Api, organization: str) -> None:
    projects = api.get("/projects", workspace=organization)
    cafe = next(p["gid"] for p in projects if p["name"] == "Open Pier Street")
    fields = "custom_fields.name,custom_fields.display_value"
    tasks = api.get("/tasks", project=cafe, opt_fields=fields)
    shown = {(f["name"], f["display_value"]) for task in tasks for f in task["custom_fields"]}
    assert {("Priority", "High"), ("Cost", "€11400.00"), ("Job number", "PIER-1")} <= shown
    (budget,) = api.get("/budgets", parent=cafe)
    assert (budget["actual"]["value"], budget["estimate"]["value"]) == (450, 840)
