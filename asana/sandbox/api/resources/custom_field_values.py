"""Setting values of custom fields, and their stories on tasks."""

from collections.abc import Callable
from typing import Any

from asana.sandbox.api.call import Call
from asana.sandbox.api.resources import common
from asana.sandbox.changes.storytelling import tell
from asana.sandbox.errors import ApiError, invalid
from asana.sandbox.records import values as v
from asana.sandbox.records.custom_values import VALUE_NAMES, fields_of, value_of
from asana.sandbox.records.record import Record
from asana.sandbox.records.schema.custom_fields import TARGETS
from asana.sandbox.records.store import Store

MAX_TEXT = 1024

_IN_STORIES = ("text", "number", "enum", "multi_enum", "date", "people")


def settle(
    call: Call, values: dict[str, Any], before: dict[str, Any], fields: list[Record]
) -> None:
    """Replace the map in a body by the new values, based on those `before`.

    Only `fields` can be set; the values of other fields can only be cleared.
    """
    if "custom_fields" not in values:
        return
    after = dict(before)
    for gid, raw in values["custom_fields"].items():
        field = call.store.get("custom_field", gid)
        if field is None or (field not in fields and (raw is not None or gid not in before)):
            raise invalid(f"Custom field with ID {gid} is not on given object")
        value = _read(call, field, raw, before.get(gid))
        after.pop(gid, None)
        if value is not None and value != []:
            after[gid] = value
    values["custom_fields"] = after


def settle_record(call: Call, record: Record, values: dict[str, Any]) -> None:
    """Settle the values in an update of a record, with the record's own fields."""
    settle(call, values, record["custom_fields"], fields_of(record))


# Reading, by the type of field


def _read(call: Call, field: Record, raw: Any, before: Any) -> Any:
    subtype = field["resource_subtype"]
    if field["representation_type"] != subtype:
        raise invalid(f"custom_fields: {field.gid}: The value of this field is read-only")
    return None if raw is None else _READERS[subtype](call, field, raw, before)


def _where(field: Record) -> str:
    return f"custom_fields: {field.gid}"


def _text(call: Call, field: Record, raw: Any, before: Any) -> str | None:
    value = v.text(raw, _where(field))
    if len(value) > MAX_TEXT:
        raise invalid(f"{_where(field)}: Text is longer than {MAX_TEXT} characters")
    return value or None


def _number(call: Call, field: Record, raw: Any, before: Any) -> float | None:
    value = v.number(raw, _where(field))
    return None if value is None else round(value, field["precision"])


def _option(call: Call, field: Record, raw: Any, before: Any) -> Record:
    if raw is not None and not isinstance(raw, str):
        raise _unfit(field, raw)
    for option in field["enum_options"]:
        if option.gid == raw and (option["enabled"] or option in _listed(before)):
            return option  # type: ignore[no-any-return]
    raise _unfit(field, raw)


def _options(call: Call, field: Record, raw: Any, before: Any) -> list[Record]:
    return [_option(call, field, each, before) for each in v.array(raw, _where(field))]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _unfit(field: Record, raw: Any) -> ApiError:
    return invalid(f"{_where(field)}: Not an enabled option of this field: {v.spell(raw)}")


def _date(call: Call, field: Record, raw: Any, before: Any) -> dict[str, str | None] | None:
    """Parse a map with `date` or `date_time`."""
    if not isinstance(raw, dict):
        raise invalid(f"date_value: DayAndDateTime is not a JSON object: {v.spell(raw)}")
    moment = v.moment(raw.get("date_time"), f"{_where(field)}: date_time")
    day = moment[:10] if moment else v.day(raw.get("date"), f"{_where(field)}: date")
    return {"date": day, "date_time": moment} if day else None


def _people(call: Call, field: Record, raw: Any, before: Any) -> list[Record]:
    users = call.lookup.many("user", raw, _where(field))
    for user in users:
        if call.access.membership(user, field["workspace"]) is None:
            where = common.not_a_user_in(field["workspace"])
            raise invalid(f"{_where(field)}: {where}: {user.gid}")
    return users


def _references(call: Call, field: Record, raw: Any, before: Any) -> list[Record]:
    kinds = " ".join(field["input_restrictions"] or TARGETS)
    found = call.lookup.many(kinds, raw, _where(field))
    for record in found:
        common.require_same_workspace(record, field["workspace"], _where(field))
    return found


_READERS: dict[str, Callable[[Call, Record, Any, Any], Any]] = {
    "text": _text,
    "number": _number,
    "enum": _option,
    "multi_enum": _options,
    "date": _date,
    "people": _people,
    "reference": _references,
}


# Stories


def tell_values(call: Call, task: Record, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Create a story for each field whose value changed."""
    for gid in dict.fromkeys([*old, *new]):
        field = call.store.get("custom_field", gid)
        if field is None or old.get(gid) == new.get(gid):
            continue
        subtype = field["resource_subtype"]
        details: dict[str, Any] = {}
        if subtype in _IN_STORIES:
            name = VALUE_NAMES[subtype]
            details = {f"old_{name}": old.get(gid), f"new_{name}": new.get(gid)}
        words = f"changed {field['name']}" if gid in new else f"cleared {field['name']}"
        kind = f"{subtype}_custom_field_changed"
        tell(call, task, kind, words, custom_field=field, **details)


# Custom IDs


def number(store: Store, task: Record) -> None:
    """Assign the custom IDs of a task's projects, which it keeps permanently."""
    for field in fields_of(task):
        if field["representation_type"] == "custom_id" and value_of(task, field) is None:
            count = field["last_id"] + 1
            store.change(field, last_id=count)
            value = f"{field['id_prefix']}-{count}"
            store.change(task, custom_fields={**task["custom_fields"], field.gid: value})


def with_id(store: Store, workspace: Record, wanted: str) -> Record | None:
    """Return the task with a custom ID in a workspace."""
    ids = [
        field.gid
        for field in store.all("custom_field")
        if field["representation_type"] == "custom_id" and field["workspace"] is workspace
    ]
    for task in store.all("task"):
        if any(task["custom_fields"].get(gid) == wanted for gid in ids):
            return task
    return None
