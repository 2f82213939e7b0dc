"""The table of record types: what fields each has, how they are read, and when they are shown."""

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from asana.sandbox import computed as c
from asana.sandbox import values as v

if TYPE_CHECKING:
    from asana.sandbox.projection import View
    from asana.sandbox.state import Record

Write = Literal["always", "create", "never"]


@dataclass(frozen=True)
class Field:
    """One field of a record type.

    A field is read by `parse`, or looked up as a record of type `refers`; `compute` makes a
    field that is worked out when it is shown instead of stored. `opt_in` fields are shown only
    when asked for, `conditional` ones only on records that have them.
    """

    parse: v.Parser | None = None
    refers: str = ""
    many: bool = False
    default: Any = None
    write: Write = "always"
    required: bool = False
    opt_in: bool = False
    conditional: bool = False
    compute: "Callable[[Record, View], Any] | None" = None
    rich_of: str = ""  # an html_ field: the name of its plain twin


@dataclass(frozen=True)
class RecordType:
    """One type of record; `internal` are values that the API never shows."""

    name: str
    collection: str
    compact: tuple[str, ...]
    fields: Mapping[str, Field]
    internal: Mapping[str, Any] = field(default_factory=dict)

    def defaults(self) -> dict[str, Any]:
        """Fresh values for a new record."""
        stored = {
            name: f.default
            for name, f in self.fields.items()
            if f.compute is None and not f.conditional
        }
        return copy.deepcopy({**stored, **self.internal})


TYPES: dict[str, RecordType] = {}


def _type(
    name: str,
    collection: str,
    compact: str,
    fields: dict[str, Field],
    internal: dict[str, Any] | None = None,
) -> None:
    TYPES[name] = RecordType(name, collection, tuple(compact.split()), fields, internal or {})


def _never(default: Any = None, **more: Any) -> Field:
    return Field(default=default, write="never", **more)


def _worked_out(compute: "Callable[[Record, View], Any]", **more: Any) -> Field:
    return Field(write="never", compute=compute, **more)


def _refers(type_name: str, **more: Any) -> Field:
    return Field(refers=type_name, default=[] if more.get("many") else None, **more)


def _rich(plain: str, **more: Any) -> Field:
    return Field(parse=v.rich_text, default=v.to_html(""), rich_of=plain, **more)


def _text(**more: Any) -> Field:
    return Field(parse=v.text, default="", **more)


def _name(**more: Any) -> Field:
    return Field(parse=v.name, default="", required=True, **more)


def _flag(**more: Any) -> Field:
    return Field(parse=v.boolean, default=False, **more)


def _day() -> Field:
    return Field(parse=v.day)


def _choice(words: str, default: str | None, nullable: bool = False, **more: Any) -> Field:
    return Field(parse=v.choice(*words.split(), nullable=nullable), default=default, **more)


def _likes() -> dict[str, Field]:
    """Likes, and the hearts that they were called before."""
    return {
        "likes": _never([]),
        "liked": Field(parse=v.boolean, compute=c.liked),
        "num_likes": _worked_out(c.num_likes),
        "hearts": _worked_out(c.likes),
        "hearted": _worked_out(c.liked),
        "num_hearts": _worked_out(c.num_likes),
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

_type(
    "workspace",
    "workspaces",
    "name",
    {
        "name": _name(),
        "email_domains": _never([]),
        "is_organization": _never(False),
    },
    {"premium": True},
)

_type(
    "user",
    "users",
    "name",
    {
        "name": _name(),
        "email": _never(""),
        "photo": _never(),
        "workspaces": _worked_out(c.shared_workspaces),
    },
    {"favorites": []},
)

_type(
    "workspace_membership",
    "workspace_memberships",
    "user workspace",
    {
        "user": _never(),
        "workspace": _never(),
        "user_task_list": _worked_out(c.list_of_member),
        "is_active": _never(True),
        "is_admin": _never(False),
        "is_guest": _never(False),
        "is_view_only": _never(False),
        "created_at": _never(),
        "vacation_dates": _never(),
    },
)

_type(
    "team",
    "teams",
    "name",
    {
        "name": _name(),
        "organization": _refers("workspace", write="create", required=True),
        "description": _text(opt_in=True),
        "html_description": _rich("description", opt_in=True),
        "permalink_url": _worked_out(c.team_url),
        "visibility": _choice("secret request_to_join public", "request_to_join"),
        "edit_team_name_or_description_access_level": _choice(TEAM_LEVELS, "all_team_members"),
        "edit_team_visibility_or_trash_team_access_level": _choice(TEAM_LEVELS, "only_team_admins"),
        "member_invite_management_access_level": _choice(TEAM_LEVELS, "all_team_members"),
        "guest_invite_management_access_level": _choice(TEAM_LEVELS, "all_team_members"),
        "join_request_management_access_level": _choice(TEAM_LEVELS, "all_team_members"),
        "team_member_removal_access_level": _choice(TEAM_LEVELS, "all_team_members"),
        "team_content_management_access_level": _choice(
            "no_restriction only_team_admins", "no_restriction"
        ),
        "custom_field_settings": _never([], opt_in=True),
    },
)

_type(
    "team_membership",
    "team_memberships",
    "user team is_guest is_limited_access is_admin",
    {
        "user": _never(),
        "team": _never(),
        "is_guest": _never(False),
        "is_limited_access": _never(False),
        "is_admin": _never(False),
    },
)

_type(
    "user_task_list",
    "user_task_lists",
    "name owner workspace",
    {"name": _never(""), "owner": _never(), "workspace": _never()},
    {"tasks": []},
)

_type(
    "project",
    "projects",
    "name",
    {
        "name": Field(parse=v.text, default=""),
        "notes": _text(),
        "html_notes": _rich("notes", opt_in=True),
        "archived": _flag(),
        "color": _choice(f"{PALETTE} none", None, nullable=True),
        "icon": _choice(ICONS, None, nullable=True),
        "created_at": _never(),
        "modified_at": _never(),
        "completed": _never(False),
        "completed_at": _never(),
        "completed_by": _never(),
        "current_status": _never(),
        "current_status_update": _never(),
        "custom_fields": _never([]),
        "custom_field_settings": _never([]),
        "default_view": _choice("list board calendar timeline", "list"),
        "default_access_level": _choice(ACCESS_LEVELS, "editor"),
        "minimum_access_level_for_customization": _choice(ADMIN_EDITOR, "editor"),
        "minimum_access_level_for_sharing": _choice(ADMIN_EDITOR, "editor"),
        "due_on": _day(),
        "due_date": _worked_out(c.due_date),
        "start_on": _day(),
        "followers": _refers("user", many=True, write="create"),
        "members": _never([]),
        "owner": _refers("user"),
        "team": _refers("team"),
        "workspace": _refers("workspace", write="create"),
        "privacy_setting": _choice(
            "public_to_workspace private_to_team private", "public_to_workspace"
        ),
        "public": Field(parse=v.boolean, compute=c.is_public),
        "permalink_url": _worked_out(c.project_url),
        "project_brief": _never(opt_in=True),
        "created_from_template": _never(opt_in=True),
    },
    {"sections": []},
)

# Not a record of the store, has no gid: the counters of a project's tasks.
_type(
    "task_counts",
    "",
    "",
    {
        f"num_{state}{what}": _never()
        for what in ("tasks", "milestones")
        for state in ("", "incomplete_", "completed_")
    },
)

_type(
    "section",
    "sections",
    "name",
    {
        "name": _name(),
        "created_at": _never(),
        "project": _never(),
        "projects": _worked_out(c.projects_of_section),
    },
    {"tasks": []},
)

_type(
    "tag",
    "tags",
    "name",
    {
        "name": _name(),
        "color": _choice(PALETTE, None, nullable=True),
        "notes": _text(),
        "created_at": _never(),
        "followers": _refers("user", many=True, write="create"),
        "workspace": _refers("workspace", write="create", required=True),
        "permalink_url": _worked_out(c.tag_url),
    },
)

_type(
    "task",
    "tasks",
    "name resource_subtype",
    {
        "resource_subtype": _choice("default_task milestone approval section", "default_task"),
        "name": Field(parse=v.text, default=""),
        "notes": _text(),
        "html_notes": _rich("notes", opt_in=True),
        "assignee": _refers("user"),
        "assignee_status": _choice("today upcoming later new inbox", "upcoming"),
        "approval_status": _choice(
            "pending approved rejected changes_requested", None, conditional=True
        ),
        "completed": _flag(),
        "completed_at": _never(),
        "completed_by": _never(),
        "created_at": _never(),
        "created_by": _never(opt_in=True),
        "assigned_by": _never(opt_in=True),
        "modified_at": _never(),
        "due_on": _day(),
        "due_at": Field(parse=v.moment),
        "start_on": _day(),
        "start_at": Field(parse=v.moment),
        "actual_time_minutes": _never(),
        "custom_fields": _never([]),
        "followers": _refers("user", many=True, write="create"),
        "projects": _refers("project", many=True, write="create", compute=c.projects_of_task),
        "tags": _refers("tag", many=True, write="create"),
        "memberships": Field(default=[], write="create"),
        "parent": _refers("task", write="create"),
        "workspace": _refers("workspace", write="create"),
        **_likes(),
        "permalink_url": _worked_out(c.task_url),
        "dependencies": _never([], opt_in=True),
        "dependents": _never([], opt_in=True),
        "num_subtasks": _worked_out(c.num_subtasks, opt_in=True),
        "is_rendered_as_separator": _worked_out(c.is_separator, opt_in=True),
    },
    {"subtasks": [], "touched_at": ""},
)

_OLD_AND_NEW = "name text_value dates section resource_subtype approval_status"

_type(
    "story",
    "stories",
    "created_at created_by resource_subtype text type",
    {
        "resource_subtype": _never(),
        "type": _never(),
        "created_at": _never(),
        "created_by": _never(),
        "text": _text(),
        "html_text": _rich("text", opt_in=True),
        "target": _never(),
        "source": _never("api"),
        "is_editable": _never(False),
        "is_edited": _never(False),
        **{
            name: _never(conditional=True)
            for name in (
                *(f"{age}_{what}" for what in _OLD_AND_NEW.split() for age in ("old", "new")),
                *["project", "section", "assignee", "dependency", "follower", "tag", "task"],
            )
        },
        "sticker_name": Field(parse=v.text, conditional=True),
        "is_pinned": Field(parse=v.boolean, conditional=True),
        "likes": _never(conditional=True),
        "liked": _worked_out(c.liked, conditional=True),
        "num_likes": _worked_out(c.num_likes, conditional=True),
        "hearts": _worked_out(c.likes, conditional=True),
        "hearted": _worked_out(c.liked, conditional=True),
        "num_hearts": _worked_out(c.num_likes, conditional=True),
        "previews": _never(conditional=True),
        "reaction_summary": _never(conditional=True),
    },
)
