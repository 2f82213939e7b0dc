"""Tasks, tags and stories."""

from asana.sandbox.records import computed as c
from asana.sandbox.records import values as v
from asana.sandbox.records.order import Ordered
from asana.sandbox.records.schema import parts as p

_SUBTYPES = "default_task milestone approval section custom"

_OLD_AND_NEW = (
    "name text_value number_value enum_value multi_enum_values date_value people_value dates "
    "section resource_subtype approval_status"
)

_INVOLVED = (
    "project section assignee dependency follower tag task custom_field story duplicate_of "
    "duplicated_from"
)

_STORY = {
    "resource_subtype": p.never(),
    "type": p.never(),
    "created_at": p.never(),
    "created_by": p.never(),
    "text": p.text(),
    "html_text": p.rich("text", to="comment", opt_in=True),
    "target": p.never(),
    "source": p.never("api"),
    "is_editable": p.never(False),
    "is_edited": p.never(False),
    **{
        name: p.never(conditional=True)
        for name in (
            *(f"{age}_{what}" for what in _OLD_AND_NEW.split() for age in ("old", "new")),
            *_INVOLVED.split(),
        )
    },
    "sticker_name": p.Field(parse=v.text, conditional=True),
    "is_pinned": p.Field(parse=v.boolean, conditional=True),
    "likes": p.never(conditional=True),
    "liked": p.worked_out(c.liked, conditional=True),
    "num_likes": p.worked_out(c.num_likes, conditional=True),
    "hearts": p.worked_out(c.likes, conditional=True),
    "hearted": p.worked_out(c.liked, conditional=True),
    "num_hearts": p.worked_out(c.num_likes, conditional=True),
    "previews": p.never(conditional=True),
    "reaction_summary": p.never(conditional=True),
}

TYPES = (
    p.record_type(
        "tag",
        "tags",
        "name",
        {
            "name": p.name(),
            "color": p.choice(p.PALETTE, None, nullable=True),
            "notes": p.text(),
            "created_at": p.never(),
            "followers": p.refers("user", many=True, write="create"),
            "workspace": p.refers("workspace", write="create", required=True),
            "permalink_url": p.worked_out(c.tag_url),
        },
    ),
    p.record_type(
        "task",
        "tasks",
        "name resource_subtype",
        {
            "resource_subtype": p.choice(_SUBTYPES, "default_task"),
            "name": p.Field(parse=v.text, default=""),
            "notes": p.text(),
            "html_notes": p.rich("notes", to="task", opt_in=True),
            "assignee": p.refers("user"),
            "assignee_status": p.choice("today upcoming later new inbox", "upcoming"),
            "approval_status": p.choice(
                "pending approved rejected changes_requested", None, conditional=True
            ),
            "completed": p.flag(),
            "completed_at": p.never(),
            "completed_by": p.never(opt_in=True),
            "created_at": p.never(),
            "created_by": p.never(opt_in=True),
            "assigned_by": p.never(opt_in=True),
            "modified_at": p.never(),
            "due_on": p.day(),
            "due_at": p.Field(parse=v.moment),
            "start_on": p.day(),
            "start_at": p.Field(parse=v.moment),
            "actual_time_minutes": p.worked_out(c.spent_minutes),
            "custom_fields": p.fields_of_place(),
            "custom_type": p.refers("custom_type", when=c.is_custom),
            "custom_type_status_option": p.refers("custom_type_status_option", when=c.is_custom),
            "external": p.Field(parse=v.external, conditional=True),
            "assignee_section": p.refers("section", compute=c.assignee_section, when=c.is_mine),
            "followers": p.refers("user", many=True, write="create"),
            "projects": p.refers("project", many=True, write="create", compute=c.projects_of_task),
            "tags": p.refers("tag", many=True, write="create"),
            "memberships": p.Field(default=[], write="create"),
            "parent": p.refers("task", write="create"),
            "workspace": p.refers("workspace", write="create"),
            **p.likes(),
            "permalink_url": p.worked_out(c.task_url),
            "dependencies": p.never([], opt_in=True),
            "dependents": p.never([], opt_in=True),
            "num_subtasks": p.worked_out(c.num_subtasks, opt_in=True),
            "is_rendered_as_separator": p.worked_out(c.is_separator, opt_in=True),
        },
        {
            "subtasks": Ordered(),
            "touched_at": "",
            "custom_fields": {},
            "assignee_section": None,
            "actual_time_minutes": None,
        },
    ),
    # Messages of projects, which the API returns but cannot create.
    p.record_type("message", "messages", "name", {"name": p.never("")}),
    p.record_type(
        "story",
        "stories",
        "created_at created_by resource_subtype text type",
        _STORY,
    ),
    # Not a record of the store: a story as rendered in events.
    p.record_type(
        "story_of_event", "", "created_at created_by text type", _STORY, shown_as="story"
    ),
)
