"""Custom fields: their definitions, options and settings, and their values on other records."""

from typing import Any

from asana.sandbox.records import computed as c
from asana.sandbox.records import values as v
from asana.sandbox.records.record import Record
from asana.sandbox.records.schema import parts as p
from asana.sandbox.records.view import View

SUBTYPES = "text enum multi_enum number date people reference"
TARGETS = ("task", "project", "portfolio", "goal")


def _only(*subtypes: str) -> Any:
    def when(record: Record, view: View) -> bool:
        return record["resource_subtype"] in subtypes

    return when


_number = _only("number")
_DEFINITION = {
    "name": p.name(),
    "resource_subtype": p.choice(SUBTYPES, None, write="create", required=True),
    "type": p.worked_out(c.subtype),
    "representation_type": p.never(),
    "id_prefix": p.Field(parse=v.id_prefix, write="create"),
    "is_formula_field": p.never(False),
    "description": p.text(opt_in=True),
    "enum_options": p.Field(
        default=[], write="create", parse=v.array, when=_only("enum", "multi_enum")
    ),
    "precision": p.Field(parse=v.integer(0, 6), default=0, when=_number),
    "format": p.choice("currency identifier percentage custom duration none", "none", when=_number),
    "currency_code": p.Field(parse=v.optional_text, when=_number),
    "custom_label": p.Field(parse=v.optional_text, when=_number),
    "custom_label_position": p.choice("prefix suffix", None, nullable=True, when=_number),
    "input_restrictions": p.Field(
        parse=v.words(*TARGETS), default=[], write="create", when=_only("reference")
    ),
    "is_global_to_workspace": p.never(True),
    "has_notifications_enabled": p.flag(),
    "asana_created_field": p.never(),
    "created_by": p.never(),
    "privacy_setting": p.choice("public_with_guests public private", "public_with_guests"),
    "default_access_level": p.choice("admin editor user", "user"),
}
_COMPACT = (
    "name resource_subtype type enum_options representation_type id_prefix input_restrictions "
    "is_formula_field"
)
_FIELD = {
    **_DEFINITION,
    "workspace": p.refers("workspace", write="create", required=True, opt_in=True),
}

TYPES = (
    p.record_type(
        "custom_field",
        "custom_fields",
        _COMPACT,
        _FIELD,
        {"memberships": [], "last_id": 0},
    ),
    # Not a record of the store: a field with its value on a task or another object.
    p.record_type(
        "custom_field_value",
        "",
        "name resource_subtype type enum_options input_restrictions is_formula_field description "
        "created_by precision enabled is_value_read_only text_value number_value enum_value "
        "multi_enum_values date_value people_value reference_value display_value",
        {
            **{
                name: p.never(opt_in=field.opt_in, when=field.when)
                for name, field in _DEFINITION.items()
            },
            "type": p.worked_out(c.subtype),
            "enabled": p.never(),
            "is_value_read_only": p.never(),
            "text_value": p.never(when=_only("text")),
            "html_text_value": p.worked_out(c.html_text_value, opt_in=True, when=_only("text")),
            "number_value": p.never(when=_number),
            "enum_value": p.never(when=_only("enum")),
            "multi_enum_values": p.never(when=_only("multi_enum")),
            "date_value": p.never(when=_only("date")),
            "people_value": p.never(when=_only("people")),
            "reference_value": p.never(when=_only("reference")),
            "display_value": p.never(),
        },
        shown_as="custom_field",
    ),
    # Not a record of the store: a field in the settings of a place.
    p.record_type(
        "custom_field_of_setting",
        "",
        f"{_COMPACT} privacy_setting default_access_level",
        _FIELD,
        shown_as="custom_field",
    ),
    p.record_type(
        "enum_option",
        "enum_options",
        "name enabled color",
        {
            "name": p.name(),
            "enabled": p.flag(True),
            "color": p.choice(p.OPTION_COLORS, "none"),
        },
        {"custom_field": None},
    ),
    p.record_type(
        "custom_field_setting",
        "custom_field_settings",
        "is_important parent custom_field project",
        {
            "is_important": p.flag(),
            "parent": p.never(),
            "custom_field": p.worked_out(c.field_of_setting),
            "project": p.worked_out(c.parent),
        },
    ),
    p.record_type(
        "custom_type",
        "custom_types",
        "name",
        {"name": p.never(""), "status_options": p.never([])},
        {"projects": [], "memberships": [], "workspace": None},
    ),
    p.record_type(
        "custom_type_status_option",
        "",
        "name",
        {
            "name": p.never(""),
            "completion_state": p.never("Incomplete"),
            "enabled": p.never(True),
            "color": p.never("none"),
        },
        {"custom_type": None},
    ),
)
