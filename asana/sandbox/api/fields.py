"""Reading the body of a create or an update according to the table of record types."""

from typing import Any

from asana.sandbox.api import rich_links
from asana.sandbox.api.call import Call
from asana.sandbox.errors import cannot_write, invalid, missing
from asana.sandbox.records.schema.parts import Field
from asana.sandbox.records.schema.table import TYPES
from asana.sandbox.records.values import to_html

_FIXED = Field(write="never")


def read_new(call: Call, type_name: str, **given: Any) -> dict[str, Any]:
    """Return the values of a record to create; `given` values come from the path and override."""
    values = {**_read(call, type_name, "create", skip=given), **given}
    for name, field in TYPES[type_name].fields.items():
        if field.required and values.get(name) is None:
            raise missing(name)
    return values


def read_changes(call: Call, type_name: str) -> dict[str, Any]:
    """Return the values to change in a record."""
    return _read(call, type_name, "update", skip={})


def _read(call: Call, type_name: str, purpose: str, skip: dict[str, Any]) -> dict[str, Any]:
    """Read all known fields. Unknown names are ignored, as Asana does."""
    table = {"gid": _FIXED, "resource_type": _FIXED, **TYPES[type_name].fields}
    values: dict[str, Any] = {}
    for name in call.data:
        field = table.get(name)
        if field is None or name in skip:
            continue
        if field.write == "never" or (field.write == "create" and purpose != "create"):
            raise cannot_write(name)
        if field.rich_of:
            if field.rich_of in call.data:
                raise invalid(f"You may only provide one of {field.rich_of} or {name}!")
            source, plain = _value(call, field, name)
            full = rich_links.expand(call.store, call.user, source, name)
            if full != source and field.parse is not None:
                source, plain = field.parse(full, name)
            values[name], values[field.rich_of] = source, plain
        else:
            values[name] = _value(call, field, name)
            rich = _rich_twin(table, name)
            if rich:
                values[rich] = to_html(values[name])
    return values


def _value(call: Call, field: Field, name: str) -> Any:
    raw = call.data[name]
    if field.refers and field.many:
        return call.lookup.many(field.refers, raw, name)
    if field.refers:
        return None if raw is None else call.lookup.one(field.refers, raw, name)
    return field.parse(raw, name) if field.parse else raw


def _rich_twin(table: dict[str, Field], plain: str) -> str | None:
    return next((name for name, field in table.items() if field.rich_of == plain), None)
