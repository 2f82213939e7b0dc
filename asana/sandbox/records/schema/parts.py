"""What a record type is made of, and short ways to write its fields."""

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from asana.sandbox.records import computed as c
from asana.sandbox.records import values as v
from asana.sandbox.records.record import Record
from asana.sandbox.records.view import View

Write = Literal["always", "create", "never"]


@dataclass(frozen=True)
class Field:
    """One field of a record type.

    A field is read by `parse`, or looked up as a record of type `refers`, which may list several
    types; `compute` makes a field that is worked out when it is shown instead of stored. `opt_in`
    fields are shown only when asked for, `conditional` ones only on records that have them, and
    those with a `when` only on records that it approves of.
    """

    parse: v.Parser | None = None
    refers: str = ""
    many: bool = False
    default: Any = None
    write: Write = "always"
    required: bool = False
    opt_in: bool = False
    conditional: bool = False
    compute: Callable[[Record, View], Any] | None = None
    when: Callable[[Record, View], bool] | None = None
    rich_of: str = ""  # an html_ field: the name of its plain twin


@dataclass(frozen=True)
class RecordType:
    """One type of record; `internal` are values that the API never shows.

    `shown_as` is the resource_type, where it is not the name.
    """

    name: str
    collection: str
    compact: tuple[str, ...]
    fields: Mapping[str, Field]
    internal: Mapping[str, Any] = field(default_factory=dict)
    shown_as: str = ""

    def defaults(self) -> dict[str, Any]:
        """Fresh values for a new record."""
        stored = {
            name: f.default
            for name, f in self.fields.items()
            if f.compute is None and not f.conditional
        }
        return copy.deepcopy({**stored, **self.internal})


def record_type(
    name: str,
    collection: str,
    compact: str,
    fields: dict[str, Field],
    internal: dict[str, Any] | None = None,
    shown_as: str = "",
) -> RecordType:
    """Describe a type of record; `compact` lists the fields of its compact form."""
    return RecordType(
        name, collection, tuple(compact.split()), fields, internal or {}, shown_as or name
    )


def never(default: Any = None, **more: Any) -> Field:
    """A field that clients cannot write."""
    return Field(default=default, write="never", **more)


def worked_out(compute: Callable[[Record, View], Any], **more: Any) -> Field:
    """A field that is worked out when it is shown."""
    return Field(write="never", compute=compute, **more)


def refers(type_name: str, **more: Any) -> Field:
    """A field that names one record, or with `many` several."""
    return Field(refers=type_name, default=[] if more.get("many") else None, **more)


def rich(plain: str, **more: Any) -> Field:
    """The rich twin of a plain text."""
    return Field(**{"parse": v.rich_text, "default": v.to_html(""), "rich_of": plain, **more})


def text(**more: Any) -> Field:
    """A text that may be empty."""
    return Field(parse=v.text, default="", **more)


def name(**more: Any) -> Field:
    """A text that must say something."""
    return Field(parse=v.name, default="", required=True, **more)


def flag(default: bool = False, **more: Any) -> Field:
    """Yes or no."""
    return Field(parse=v.boolean, default=default, **more)


def day(**more: Any) -> Field:
    """A calendar day."""
    return Field(parse=v.day, **more)


def choice(words: str, default: str | None, nullable: bool = False, **more: Any) -> Field:
    """One of a few words."""
    return Field(parse=v.choice(*words.split(), nullable=nullable), default=default, **more)


def likes() -> dict[str, Field]:
    """Likes, and the hearts that they were called before."""
    return {
        "likes": never([]),
        "liked": Field(parse=v.boolean, compute=c.liked),
        "num_likes": worked_out(c.num_likes),
        "hearts": worked_out(c.likes),
        "hearted": worked_out(c.liked),
        "num_hearts": worked_out(c.num_likes),
    }


_HUES = "pink green blue red teal brown orange purple warm-gray yellow"
PALETTE = " ".join(f"{shade}-{hue}" for shade in ("dark", "light") for hue in _HUES.split())
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
