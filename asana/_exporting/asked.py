"""What an export requests from Asana: the fields of each kind of record."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

if TYPE_CHECKING:
    from ..importing import ImportReport

__all__ = [
    "FIELDS",
    "KINDS",
    "MANIFEST",
    "PROJECTS",
    "WORKSPACE_KINDS",
    "Manifest",
    "Progress",
    "Restored",
    "listing_of",
]

MANIFEST = "manifest.json"

PROJECTS = "projects"  # the folder of a workspace's projects


class Written(TypedDict):
    """A JSON Lines file."""

    path: str
    count: int
    bytes: int
    sha256: str


class Missing(TypedDict):
    """An attachment whose file could not be downloaded."""

    attachment: str
    reason: str


class WrittenFiles(TypedDict):
    """The files of attachments."""

    count: int
    bytes: int
    missing: list[Missing]


class Part(TypedDict):
    """A folder with the export of one project."""

    path: str


class Skipped(TypedDict):
    """A project that could not be exported."""

    project: str
    reason: str


class Manifest(TypedDict):
    """The content of an export's manifest.

    The manifest of a project has the gid of the project, and ``files``; that of a workspace has its
    gid, ``parts`` and ``skipped``.
    """

    format: int
    project: str
    workspace: str
    run: int
    started_at: str
    finished_at: str
    records: dict[str, Written]
    files: WrittenFiles
    parts: list[Part]
    skipped: list[Skipped]


class Restored(NamedTuple):
    """The result of a restore.

    :ivar report: the report of the import of the tasks
    :ivar lost: descriptions of what could not be restored
    """

    report: "ImportReport"
    lost: list[str]


Progress = Callable[[str, int, int | None], object]
"""Called with the phase, the number done, and the total, or None if it is unknown."""

_CUSTOM_FIELD = (
    "name resource_type resource_subtype type description precision format currency_code "
    "custom_label custom_label_position is_global_to_workspace has_notifications_enabled "
    "id_prefix is_formula_field enum_options.name enum_options.color enum_options.enabled"
)
_VALUE = (
    "name resource_type resource_subtype type enabled display_value text_value number_value "
    "date_value enum_value.name multi_enum_values.name people_value.name reference_value.name"
)
_LIKES = "liked num_likes likes.user.name"


def _below(parent: str, names: str) -> str:
    return " ".join(f"{parent}.{name}" for name in names.split())


# The kinds of records of a project, in the order in which a restore needs them.
FIELDS = {
    "project": (
        "name resource_type archived color completed completed_at completed_by.name created_at "
        "created_from_template.name current_status_update.title default_access_level default_view "
        "due_on followers.name html_notes icon members.name "
        "minimum_access_level_for_customization minimum_access_level_for_sharing modified_at "
        "notes owner.name permalink_url privacy_setting project_brief public start_on team.name "
        f"workspace.name {_below('custom_fields', _VALUE)}"
    ),
    "brief": "resource_type title text html_text permalink_url",
    "sections": "name resource_type created_at",
    "custom_field_settings": (
        f"resource_type is_important {_below('custom_field', _CUSTOM_FIELD)}"
    ),
    "memberships": ("resource_type resource_subtype access_level member.name member.resource_type"),
    "status_updates": (
        "resource_type resource_subtype title text html_text status_type created_at modified_at "
        f"author.name created_by.name {_LIKES}"
    ),
    "tasks": (
        "name resource_type resource_subtype actual_time_minutes approval_status assignee.name "
        "assigned_by.name completed completed_at completed_by.name created_at created_by.name "
        f"{_below('custom_fields', _VALUE)} custom_type.name custom_type_status_option.name "
        "dependencies dependents due_at due_on external.data followers.name html_notes "
        f"is_rendered_as_separator {_LIKES} memberships.project.name memberships.section.name "
        "modified_at notes num_subtasks parent.name permalink_url projects.name start_at start_on "
        "tags.name tags.color workspace.name"
    ),
    "stories": (
        "resource_type resource_subtype type text html_text sticker_name created_at "
        f"created_by.name is_pinned is_edited source {_LIKES} assignee.name follower.name "
        "old_name new_name old_dates new_dates old_resource_subtype new_resource_subtype "
        "old_section.name new_section.name task.name project.name tag.name custom_field.name "
        "old_text_value new_text_value old_number_value new_number_value old_enum_value.name "
        "new_enum_value.name old_date_value new_date_value old_people_value.name "
        "new_people_value.name old_multi_enum_values.name new_multi_enum_values.name "
        "old_approval_status new_approval_status duplicate_of.name duplicated_from.name "
        "dependency.name story.text target.name target.resource_type"
    ),
    "attachments": (
        "name resource_type resource_subtype created_at host size parent.name "
        "parent.resource_type connected_to_app view_url permanent_url download_url"
    ),
    "users": "name resource_type email",
    "workspace": "name resource_type is_organization email_domains",
    "teams": "name resource_type description html_description visibility permalink_url",
    "tags": "name resource_type color notes created_at followers.name permalink_url",
    "custom_fields": _CUSTOM_FIELD,
}

# The files with records, in the order in which they are written.
KINDS = (
    "project", "brief", "sections", "custom_field_settings", "memberships", "status_updates",
    "tags", "users", "tasks", "stories", "attachments",
)  # fmt: skip
WORKSPACE_KINDS = ("workspace", "teams", "users", "tags", "custom_fields", "projects")


def listing_of(kind: str, options: dict[str, Any]) -> dict[str, Any]:
    """Return the options for listing all records of a kind, 100 per page."""
    whole = {"item_limit": None, "offset": None, "iterator_type": "items", "full_payload": False}
    return {**options, **whole, "page_size": 100, "fields": FIELDS[kind].split()}
