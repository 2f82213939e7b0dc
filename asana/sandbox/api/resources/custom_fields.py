"""Custom fields and their options."""

from dataclasses import replace
from typing import Any

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.fields import read_changes, read_new
from asana.sandbox.api.resources import common
from asana.sandbox.errors import forbidden, invalid, missing, payment_required
from asana.sandbox.records import sharing
from asana.sandbox.records.order import index_for, inserted, without
from asana.sandbox.records.record import Record

MAX_OPTIONS = 500
_NAMES = (
    "assignee, due date, start date, created on, last modified on, completed on, created by, "
    "name, task name, projects, tags, collaborators"
)
BUILT_IN = frozenset(_NAMES.split(", "))

_OPTIONS = ("enum", "multi_enum")


def get_custom_fields(call: Call) -> list[Record]:
    """Return the visible fields of a workspace, except those of a single project."""
    workspace = call.objects["workspace"]
    fields = [f for f in call.store.all("custom_field") if f["workspace"] is workspace]
    return call.visible([field for field in fields if field["is_global_to_workspace"]])


def create_custom_field(call: Call) -> Record:
    """Create a field for the whole workspace."""
    return make(call, is_global=True)


def make(call: Call, is_global: bool) -> Record:
    """Create a field from the body, in which `type` is the old name of resource_subtype."""
    data = dict(call.data)
    if "type" in data:
        old = data.pop("type")
        data.setdefault("resource_subtype", old)
    if data.pop("owned_by_app", False):
        raise forbidden("This app is not allowed to create custom fields that it owns.")
    values = read_new(replace(call, data=data), "custom_field")
    _require_paid(values["workspace"])
    subtype = values["resource_subtype"]
    options = [_option_values(call, each) for each in values.pop("enum_options", [])]
    _check(call, values, options)
    field = call.store.create(
        "custom_field",
        **values,
        representation_type="custom_id" if values.get("id_prefix") else subtype,
        is_global_to_workspace=is_global,
        created_by=call.user,
    )
    for option in options:
        _append(call, field, option)
    sharing.join(call.store, field, call.user, "admin")
    return field


def _require_paid(workspace: Record) -> None:
    """Raise 402 in a free workspace."""
    if not workspace["premium"]:
        raise payment_required("Custom Fields are not available for free users or guests.")


def _check(call: Call, values: dict[str, Any], options: list[dict[str, Any]]) -> None:
    subtype = values["resource_subtype"]
    _require_free_name(call, values["name"], values["workspace"], None)
    if subtype in _OPTIONS and not options:
        raise missing("enum_options")
    if options and subtype not in _OPTIONS:
        raise invalid("enum_options: Only enum and multi_enum fields have options")
    if len(options) > MAX_OPTIONS:
        raise invalid(f"enum_options: A custom field can have at most {MAX_OPTIONS} options")
    if subtype == "reference" and not values.get("input_restrictions"):
        raise missing("input_restrictions")
    if values.get("id_prefix") and subtype != "text":
        raise invalid("id_prefix: Only a text field can have IDs")


def _require_free_name(call: Call, name: str, workspace: Record, field: Record | None) -> None:
    wanted = name.strip().lower()
    taken = any(
        other is not field and other["workspace"] is workspace
        for other in call.store.where("custom_field", "called", wanted)
    )
    if taken or wanted in BUILT_IN:
        raise invalid(f"name: There is already a field with this name: {name}")


def update_custom_field(call: Call) -> Record:
    """Change a field, except its type and options."""
    field = call.objects["custom_field"]
    changes = read_changes(call, "custom_field")
    if "name" in changes:
        _require_free_name(call, changes["name"], field["workspace"], field)
    call.store.change(field, **changes)
    return field


def delete_custom_field(call: Call) -> None:
    """Delete a field with its settings and values."""
    field = call.objects["custom_field"]
    for setting in call.store.where("custom_field_setting", "custom_field", field):
        place = setting["parent"]
        rest = without(place["custom_field_settings"], setting)
        call.store.change(place, custom_field_settings=rest)
        call.store.delete(setting)
    for kind in ("task", "project", "portfolio", "goal", "user"):
        for record in call.store.all(kind):
            if field.gid in record["custom_fields"]:
                values = {k: v for k, v in record["custom_fields"].items() if k != field.gid}
                call.store.change(record, custom_fields=values)
    for option in field["enum_options"]:
        call.store.delete(option)
    sharing.dissolve(call.store, field)
    call.store.delete(field)


# Options


def create_option(call: Call) -> Record:
    """Add an option, by default at the end."""
    field = call.objects["custom_field"]
    if field["resource_subtype"] not in _OPTIONS:
        raise invalid("custom_field: Only enum and multi_enum fields have options")
    if len(field["enum_options"]) >= MAX_OPTIONS:
        raise invalid(f"custom_field: A custom field can have at most {MAX_OPTIONS} options")
    values = read_new(call, "enum_option")
    anchor = call.anchors()
    index = index_for(field["enum_options"], None, anchor, call.anchored("enum_option", anchor))
    return _append(call, field, values, index)


def _option_values(call: Call, raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise invalid("enum_options: Value is not an array of JSON objects")
    return read_new(replace(call, data=raw), "enum_option")


def _append(call: Call, field: Record, values: dict[str, Any], index: int | None = None) -> Record:
    """Create an option, which is enabled."""
    option = call.store.create("enum_option", **{**values, "enabled": True}, custom_field=field)
    options = field["enum_options"]
    at = len(options) if index is None else index
    call.store.change(field, enum_options=inserted(options, option, at))
    return option


def insert_option(call: Call) -> Record:
    """Move an option next to another option of its field."""
    field = call.objects["custom_field"]
    option = call.body_record("enum_option", "enum_option")
    if option not in field["enum_options"]:
        raise invalid(f"enum_option: Not an option of this field: {option.gid}")
    anchor = call.anchors("before_enum_option", "after_enum_option")
    if anchor is None:
        raise invalid("You should specify one of before_enum_option, after_enum_option")
    options = field["enum_options"]
    index = index_for(options, option, anchor, call.anchored("enum_option", anchor))
    call.store.change(field, enum_options=inserted(options, option, index))
    return option


def update_option(call: Call) -> Record:
    """Change an option; at least one must stay enabled, and existing values are kept."""
    option = call.objects["enum_option"]
    changes = read_changes(call, "enum_option")
    others = without(option["custom_field"]["enum_options"], option)
    if changes.get("enabled") is False and not any(other["enabled"] for other in others):
        raise invalid("enabled: At least one option must stay enabled")
    call.store.change(option, **changes)
    return option


_OPTIONS_OF_FIELD = "/custom_fields/{custom_field_gid}/enum_options"

OPERATIONS = (
    *common.usual(
        "custom_field",
        create=create_custom_field,
        update=update_custom_field,
        delete=delete_custom_field,
    ),
    Operation(
        "get_custom_fields_for_workspace",
        "GET",
        "/workspaces/{workspace_gid}/custom_fields",
        get_custom_fields,
        full=True,
    ),
    Operation(
        "create_enum_option_for_custom_field",
        "POST",
        _OPTIONS_OF_FIELD,
        create_option,
        created=True,
    ),
    Operation(
        "insert_enum_option_for_custom_field",
        "POST",
        f"{_OPTIONS_OF_FIELD}/insert",
        insert_option,
    ),
    Operation("update_enum_option", "PUT", "/enum_options/{enum_option_gid}", update_option),
)
