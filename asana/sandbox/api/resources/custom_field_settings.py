"""The custom field settings of projects, portfolios and goals."""

from dataclasses import replace

from asana.sandbox.api.call import Call, Handler, Operation
from asana.sandbox.api.resources import common, custom_field_values, custom_fields
from asana.sandbox.errors import invalid, missing, payment_required
from asana.sandbox.records.homes import tasks_of
from asana.sandbox.records.order import index_for, inserted, without
from asana.sandbox.records.record import Record
from asana.sandbox.records.values import boolean

MAX_FIELDS = 20


def get_settings(type_name: str) -> Handler:
    """Return the settings in order."""

    def handler(call: Call) -> list[Record]:
        place = call.objects[type_name]
        _require_paid(place)
        return list(place["custom_field_settings"])

    return handler


def _require_paid(place: Record) -> None:
    workspace = place.get("workspace") or place.get("organization")
    if workspace is not None and not workspace["premium"]:
        raise payment_required("Custom Field Settings are not available for free users.")


def add_setting(type_name: str) -> Handler:
    """Add an existing field, or a new one that belongs only to this place."""

    def handler(call: Call) -> Record:
        place = call.objects[type_name]
        _require_paid(place)
        important = boolean(call.data.get("is_important", False), "is_important")
        settings = place["custom_field_settings"]
        anchor = call.anchors()
        beside = call.anchored("custom_field_setting", anchor)
        index = index_for(settings, None, anchor, beside)
        if len(settings) >= MAX_FIELDS:
            raise invalid(f"custom_field: There can be at most {MAX_FIELDS} custom fields")
        setting = call.store.create(
            "custom_field_setting",
            parent=place,
            custom_field=_field(call, place),
            is_important=important,
        )
        call.store.change(place, custom_field_settings=inserted(settings, setting, index))
        for task in tasks_of(place) if place.type == "project" else ():
            custom_field_values.number(call.store, task)
        return setting

    return handler


def _field(call: Call, place: Record) -> Record:
    given = call.data.get("custom_field")
    if isinstance(given, dict):
        inline = replace(call, data={"workspace": place["workspace"].gid, **given})
        return custom_fields.make(inline, is_global=False)
    field = call.body_record("custom_field", "custom_field")
    common.require_same_workspace(field, place["workspace"], "custom_field")
    if any(setting["custom_field"] is field for setting in place["custom_field_settings"]):
        raise invalid(f"custom_field: Custom field is already on this object: {field.gid}")
    return field


def remove_setting(type_name: str) -> Handler:
    """Remove a setting; values that no other setting covers become read-only."""

    def handler(call: Call) -> None:
        place = call.objects[type_name]
        if call.data.get("custom_field") is None:
            raise missing("custom_field")
        field = call.body_record("custom_field", "custom_field")
        for setting in place["custom_field_settings"]:
            if setting["custom_field"] is field:
                rest = without(place["custom_field_settings"], setting)
                call.store.change(place, custom_field_settings=rest)
                call.store.delete(setting)
                return
        raise invalid(f"custom_field: Custom field is not on this object: {field.gid}")

    return handler


def _operations(type_name: str) -> tuple[Operation, ...]:
    place = f"/{type_name}s/{{{type_name}_gid}}"
    return (
        Operation(
            f"get_custom_field_settings_for_{type_name}",
            "GET",
            f"{place}/custom_field_settings",
            get_settings(type_name),
            my_tasks=type_name == "project",
        ),
        Operation(
            f"add_custom_field_setting_for_{type_name}",
            "POST",
            f"{place}/addCustomFieldSetting",
            add_setting(type_name),
        ),
        Operation(
            f"remove_custom_field_setting_for_{type_name}",
            "POST",
            f"{place}/removeCustomFieldSetting",
            remove_setting(type_name),
        ),
    )


OPERATIONS = (
    *_operations("project"),
    *_operations("portfolio"),
    *_operations("goal"),
    Operation(
        "get_custom_field_settings_for_team",
        "GET",
        "/teams/{team_gid}/custom_field_settings",
        get_settings("team"),
        paged=False,
    ),
)
