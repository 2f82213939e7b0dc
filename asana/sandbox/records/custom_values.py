"""The custom field values of tasks, projects, portfolios, goals and users.

A record stores them in `custom_fields`, by the gid of the field, without empty values.
"""

from typing import Any

from asana.sandbox.records.record import Record
from asana.sandbox.records.view import View

VALUE_NAMES = {
    "text": "text_value",
    "number": "number_value",
    "enum": "enum_value",
    "multi_enum": "multi_enum_values",
    "date": "date_value",
    "people": "people_value",
    "reference": "reference_value",
}
_LISTS = ("multi_enum", "people", "reference")
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}


def value_of(record: Record, field: Record) -> Any:
    """Return a record's value of a field: a string, number, option, list, date map, or None.

    Options, people and references are records.
    """
    return record["custom_fields"].get(field.gid)


def fields_of(record: Record) -> list[Record]:
    """Return the fields that a record can have values for, according to its settings."""
    if record.type == "task":
        places = [membership["project"] for membership in record["memberships"]]
    else:
        places = [*record.get("portfolios", ()), record]
    return fields_in(places)


def fields_in(places: list[Record]) -> list[Record]:
    """Return the fields in the settings of projects, portfolios or goals, without duplicates."""
    settings = [s for place in places for s in place.get("custom_field_settings", ())]
    return list(dict.fromkeys(setting["custom_field"] for setting in settings))


def shown(record: Record, view: View) -> list[Record]:
    """Return each field with the record's value; values without a setting are read-only."""
    values = record["custom_fields"]
    kept = [view.store.get("custom_field", gid) for gid in values]
    active = fields_of(record)
    if record.type == "user":  # users have fields without settings
        active = [field for field in kept if field is not None]
    frozen = [field for field in kept if field is not None and field not in active]
    return [with_value(f, values.get(f.gid), f in active) for f in (*active, *frozen)]


def with_value(field: Record, value: Any, enabled: bool = True) -> Record:
    """Return a field as rendered in a record that has a value for it."""
    subtype = field["resource_subtype"]
    if value is None and subtype in _LISTS:
        value = []
    return field.seen_as(
        "custom_field_value",
        **{VALUE_NAMES[subtype]: value},
        enabled=enabled,
        is_value_read_only=field["representation_type"] != subtype,
        display_value=_display(field, value),
    )


def _display(field: Record, value: Any) -> str | None:
    if value is None or value == []:
        return None
    subtype = field["resource_subtype"]
    if subtype == "enum":
        return str(value["name"])
    if subtype in _LISTS:
        return ", ".join(each["name"] for each in value)
    if subtype == "date":
        return value["date_time"] or value["date"]  # type: ignore[no-any-return]
    return _spelled(field, value) if subtype == "number" else str(value)


def _spelled(field: Record, value: float) -> str:
    """Return a number in the format of its field."""
    digits = f"{value:.{field['precision']}f}"
    if field["format"] == "percentage":
        return f"{value * 100:.{field['precision']}f}%"
    if field["format"] == "currency" and field["currency_code"]:
        code = field["currency_code"]
        return f"{_SYMBOLS.get(code, code + ' ')}{digits}"
    if field["format"] == "custom" and field["custom_label"]:
        label = field["custom_label"]
        before = field["custom_label_position"] == "prefix"
        return f"{label} {digits}" if before else f"{digits} {label}"
    return digits
