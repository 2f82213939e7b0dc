"""The parts of a record type, and short functions for its fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from asana.sandbox.records import computed as c
from asana.sandbox.records import values as v
from asana.sandbox.records.order import copied
from asana.sandbox.records.record import Record
from asana.sandbox.records.view import View

Write = Literal["always", "create", "never"]


@dataclass(frozen=True)
class Field:
    """One field of a record type.

    `parse` parses its value, or `refers` lists the types of the record that it refers to. `compute`
    computes the value when the field is rendered, instead of storing it. `opt_in` fields are
    rendered only on request, `in_writes` fields also in the responses to POST and PUT,
    `conditional` fields only on records that have them, and fields with `when` only on records for
    which it returns true.
    """

    parse: v.Parser | None = None
    refers: str = ""
    many: bool = False
    default: Any = None
    write: Write = "always"
    required: bool = False
    opt_in: bool = False
    in_writes: bool = False
    conditional: bool = False
    compute: Callable[[Record, View], Any] | None = None
    when: Callable[[Record, View], bool] | None = None
    rich_of: str = ""  # for an html_ field, the name of its plain text field


@dataclass(frozen=True)
class RecordType:
    """A type of record; `internal` are values that the API never returns.

    `shown_as` is the resource_type if it differs from the name.
    """

    name: str
    collection: str
    compact: tuple[str, ...]
    fields: Mapping[str, Field]
    internal: Mapping[str, Any] = field(default_factory=dict)
    shown_as: str = ""

    @cached_property
    def _defaults(self) -> dict[str, Any]:
        stored = {
            name: f.default
            for name, f in self.fields.items()
            if f.compute is None and not f.conditional
        }
        return {**stored, **self.internal}

    def defaults(self) -> dict[str, Any]:
        """Return fresh values for a new record."""
        fresh: dict[str, Any] = copied(self._defaults)
        return fresh


def record_type(
    name: str,
    collection: str,
    compact: str,
    fields: dict[str, Field],
    internal: dict[str, Any] | None = None,
    shown_as: str = "",
) -> RecordType:
    """Return a type of record; `compact` lists the fields of its compact form."""
    return RecordType(
        name, collection, tuple(compact.split()), fields, internal or {}, shown_as or name
    )


def never(default: Any = None, **more: Any) -> Field:
    """Return a field that clients cannot write."""
    return Field(default=default, write="never", **more)


def worked_out(compute: Callable[[Record, View], Any], **more: Any) -> Field:
    """Return a field that is computed when it is rendered."""
    return Field(write="never", compute=compute, **more)


def refers(type_name: str, **more: Any) -> Field:
    """Return a field that refers to one record or, with `many`, to several."""
    return Field(refers=type_name, default=[] if more.get("many") else None, **more)


def rich(plain: str, to: v.RichText, **more: Any) -> Field:
    """Return the html_ counterpart of a plain text field, for a kind of rich text."""
    return Field(parse=v.rich_text(to), default=v.to_html(""), rich_of=plain, **more)


def text(**more: Any) -> Field:
    """Return a text field that may be empty."""
    return Field(parse=v.text, default="", **more)


def name(**more: Any) -> Field:
    """Return a text field that must not be empty."""
    return Field(parse=v.name, default="", required=True, **more)


def flag(default: bool = False, **more: Any) -> Field:
    """Return a boolean field."""
    return Field(parse=v.boolean, default=default, **more)


def day(**more: Any) -> Field:
    """Return a date field."""
    return Field(parse=v.day, **more)


def choice(words: str, default: str | None, nullable: bool = False, **more: Any) -> Field:
    """Return a field with one of several string values."""
    return Field(parse=v.choice(*words.split(), nullable=nullable), default=default, **more)


def fields_of_place() -> Field:
    """Return the custom fields of a record in one workspace, if its plan includes them."""
    return Field(parse=v.mapping, compute=c.custom_fields, when=c.has_fields)


def likes() -> dict[str, Field]:
    """Return the fields of likes, also under their legacy name, hearts."""
    return {
        "likes": never([]),
        "liked": Field(parse=v.boolean, compute=c.liked),
        "num_likes": worked_out(c.num_likes),
        "hearts": worked_out(c.likes),
        "hearted": worked_out(c.liked),
        "num_hearts": worked_out(c.num_likes),
    }


_HUES = "pink green blue red teal brown orange purple warm-gray yellow"
PALETTE = " ".join(
    ["hot-pink", *(f"{shade}-{hue}" for shade in ("dark", "light") for hue in _HUES.split())]
)
ICONS = (
    "list board timeline calendar rocket people graph star bug light_bulb globe gear notebook "
    "computer check target html megaphone chat_bubbles briefcase page_layout mountain_flag puzzle "
    "presentation line_and_symbols speed_dial ribbon shoe shopping_basket map ticket coins"
)
ADMIN_EDITOR = "admin editor"
ACCESS_LEVELS = "admin editor commenter viewer"
TEAM_LEVELS = "all_team_members only_team_admins"
OPTION_COLORS = (
    "none red orange yellow-orange yellow yellow-green green blue-green aqua blue indigo purple "
    "magenta hot-pink pink cool-gray"
)
