"""A project with a custom field of each type."""

from typing import Any

from asana.fields import Fields
from asana.sandbox import Sandbox

DEFINITIONS: dict[str, dict[str, Any]] = {
    "Note": {"resource_subtype": "text"},
    "Amount": {"resource_subtype": "number", "precision": 2},
    "Stage": {
        "resource_subtype": "enum",
        "enum_options": [{"name": "New"}, {"name": "Paid"}, {"name": "Retired"}],
    },
    "Labels": {
        "resource_subtype": "multi_enum",
        "enum_options": [{"name": "a"}, {"name": "b"}, {"name": "c"}],
    },
    "Ship by": {"resource_subtype": "date"},
    "Contact": {"resource_subtype": "people"},
    "Related": {"resource_subtype": "reference", "input_restrictions": ["task", "project"]},
    "Order": {"resource_subtype": "text", "id_prefix": "ORD"},
}


def asked() -> list[str]:
    """Return the fields that are requested of a custom field."""
    return [
        *("name", "resource_subtype", "type", "representation_type"),
        *("enum_options.name", "enum_options.enabled", "enum_options.color"),
        *("precision", "format", "currency_code", "id_prefix", "input_restrictions"),
        *("is_formula_field", "is_value_read_only", "is_global_to_workspace"),
    ]


class Orders:
    """The project, a client, and its fields. "Retired" is a disabled option of "Stage"."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.client = sandbox.client()
        self.me = self.client.users.me()
        self.workspace = self.me["workspaces"][0]["gid"]
        self.project = str(
            self.client.projects.create_project(workspace=self.workspace, name="Orders")["gid"]
        )
        for name, definition in DEFINITIONS.items():
            self.add_field(name, **definition)
        self.fields = self.of()
        self.disable("Stage", "Retired")
        self.fields.refresh()

    def of(self) -> Fields:
        return self.client.custom_fields.of(self.project)

    def add_field(self, name: str, **more: Any) -> str:
        definition: Any = {"name": name, **more}
        setting = self.client.projects.add_custom_field_setting_for_project(
            self.project, custom_field=definition
        )
        return setting["custom_field"]["gid"]

    def disable(self, field: str, option: str) -> None:
        [gid] = [each["gid"] for each in self.of()[field]["enum_options"] if each["name"] == option]
        self.client.custom_fields.update_enum_option(gid, enabled=False)

    def task(self, **values: Any) -> str:
        """Create a task with values of fields; return its gid."""
        return self.client.tasks.create_task(
            name="an order", projects=[self.project], custom_fields=self.fields.values(values)
        )["gid"]

    def requests(self, since: int = 0) -> list[str]:
        """Return the methods and paths of the requests after a number of requests."""
        return [f"{each.method} {each.path}" for each in self.sandbox.requests[since:]]
