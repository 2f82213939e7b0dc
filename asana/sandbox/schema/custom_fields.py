"""Custom fields: their definitions, options and settings, and their values on other records."""

from typing import TYPE_CHECKING, Any

from asana.sandbox import computed as c
from asana.sandbox import values as v
from asana.sandbox.schema import table as t

if TYPE_CHECKING:
    from asana.sandbox.projection import View
    from asana.sandbox.state import Record

SUBTYPES = "text enum multi_enum number date people reference"
TARGETS = ("task", "project", "portfolio", "goal")


def _only(*subtypes: str) -> Any:
    def when(record: "Record", view: "View") -> bool:
        return record["resource_subtype"] in subtypes

    return when


_number = _only("number")
_DEFINITION = {
    "name": t.name(),
    "resource_subtype": t.choice(SUBTYPES, None, write="create", required=True),
    "type": t.worked_out(c.subtype),
    "representation_type": t.never(),
    "id_prefix": t.Field(parse=v.id_prefix, write="create"),
    "is_formula_field": t.never(False),
    "description": t.text(opt_in=True),
    "enum_options": t.Field(
        default=[], write="create", parse=v.array, when=_only("enum", "multi_enum")
    ),
    "precision": t.Field(parse=v.integer(0, 6), default=0, when=_number),
    "format": t.choice("currency identifier percentage custom duration none", "none", when=_number),
    "currency_code": t.Field(parse=v.optional_text, when=_number),
    "custom_label": t.Field(parse=v.optional_text, when=_number),
    "custom_label_position": t.choice("prefix suffix", None, nullable=True, when=_number),
    "input_restrictions": t.Field(
        parse=v.words(*TARGETS), default=[], write="create", when=_only("reference")
    ),
    "is_global_to_workspace": t.never(True),
    "has_notifications_enabled": t.flag(),
    "asana_created_field": t.never(),
    "created_by": t.never(),
    "privacy_setting": t.choice("public_with_guests public private", "public_with_guests"),
    "default_access_level": t.choice("admin editor user", "user"),
}
_COMPACT = (
    "name resource_subtype type enum_options representation_type id_prefix input_restrictions "
    "is_formula_field"
)

t.define(
    "custom_field",
    "custom_fields",
    _COMPACT,
    {**_DEFINITION, "workspace": t.refers("workspace", write="create", required=True, opt_in=True)},
    {"memberships": [], "last_id": 0},
)

# Not a record of the store: a field with the value that one task or other object has of it.
t.define(
    "custom_field_value",
    "",
    f"{_COMPACT} precision enabled is_value_read_only text_value number_value enum_value "
    "multi_enum_values date_value people_value reference_value display_value",
    {
        **{
            name: t.never(opt_in=field.opt_in, when=field.when)
            for name, field in _DEFINITION.items()
        },
        "type": t.worked_out(c.subtype),
        "enabled": t.never(),
        "is_value_read_only": t.never(),
        "text_value": t.never(when=_only("text")),
        "number_value": t.never(when=_number),
        "enum_value": t.never(when=_only("enum")),
        "multi_enum_values": t.never(when=_only("multi_enum")),
        "date_value": t.never(when=_only("date")),
        "people_value": t.never(when=_only("people")),
        "reference_value": t.never(when=_only("reference")),
        "display_value": t.never(),
    },
    shown_as="custom_field",
)

t.define(
    "enum_option",
    "enum_options",
    "name enabled color",
    {
        "name": t.name(),
        "enabled": t.flag(True),
        "color": t.choice(t.OPTION_COLORS, "none"),
    },
    {"custom_field": None},
)

t.define(
    "custom_field_setting",
    "custom_field_settings",
    "is_important parent custom_field project",
    {
        "is_important": t.flag(),
        "parent": t.never(),
        "custom_field": t.never(),
        "project": t.worked_out(c.parent),
    },
)

t.define(
    "custom_type",
    "custom_types",
    "name",
    {"name": t.never(""), "status_options": t.never([])},
    {"projects": [], "memberships": [], "workspace": None},
)

t.define(
    "custom_type_status_option",
    "",
    "name",
    {
        "name": t.never(""),
        "completion_state": t.never("Incomplete"),
        "enabled": t.never(True),
        "color": t.never("none"),
    },
    {"custom_type": None},
)
