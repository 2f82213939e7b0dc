"""Tasks, tags and stories."""

from asana.sandbox import computed as c
from asana.sandbox import values as v
from asana.sandbox.schema import table as t

_SUBTYPES = "default_task milestone approval section custom"

t.define(
    "tag",
    "tags",
    "name",
    {
        "name": t.name(),
        "color": t.choice(t.PALETTE, None, nullable=True),
        "notes": t.text(),
        "created_at": t.never(),
        "followers": t.refers("user", many=True, write="create"),
        "workspace": t.refers("workspace", write="create", required=True),
        "permalink_url": t.worked_out(c.tag_url),
    },
)

t.define(
    "task",
    "tasks",
    "name resource_subtype",
    {
        "resource_subtype": t.choice(
            "default_task milestone approval section custom", "default_task"
        ),
        "name": t.Field(parse=v.text, default=""),
        "notes": t.text(),
        "html_notes": t.rich("notes", opt_in=True),
        "assignee": t.refers("user"),
        "assignee_status": t.choice("today upcoming later new inbox", "upcoming"),
        "approval_status": t.choice(
            "pending approved rejected changes_requested", None, conditional=True
        ),
        "completed": t.flag(),
        "completed_at": t.never(),
        "completed_by": t.never(),
        "created_at": t.never(),
        "created_by": t.never(opt_in=True),
        "assigned_by": t.never(opt_in=True),
        "modified_at": t.never(),
        "due_on": t.day(),
        "due_at": t.Field(parse=v.moment),
        "start_on": t.day(),
        "start_at": t.Field(parse=v.moment),
        "actual_time_minutes": t.never(),
        "custom_fields": t.Field(parse=v.mapping, compute=c.custom_fields),
        "custom_type": t.refers("custom_type", when=c.is_custom),
        "custom_type_status_option": t.refers("custom_type_status_option", when=c.is_custom),
        "external": t.Field(parse=v.external, conditional=True),
        "assignee_section": t.refers("section", compute=c.assignee_section, when=c.is_mine),
        "followers": t.refers("user", many=True, write="create"),
        "projects": t.refers("project", many=True, write="create", compute=c.projects_of_task),
        "tags": t.refers("tag", many=True, write="create"),
        "memberships": t.Field(default=[], write="create"),
        "parent": t.refers("task", write="create"),
        "workspace": t.refers("workspace", write="create"),
        **t.likes(),
        "permalink_url": t.worked_out(c.task_url),
        "dependencies": t.never([], opt_in=True),
        "dependents": t.never([], opt_in=True),
        "num_subtasks": t.worked_out(c.num_subtasks, opt_in=True),
        "is_rendered_as_separator": t.worked_out(c.is_separator, opt_in=True),
    },
    {"subtasks": [], "touched_at": "", "custom_fields": {}, "assignee_section": None},
)

# Messages of projects: the API knows of them, but makes none.
t.define("message", "messages", "name", {"name": t.never("")})

_OLD_AND_NEW = (
    "name text_value number_value enum_value multi_enum_values date_value people_value dates "
    "section resource_subtype approval_status"
)

_INVOLVED = "project section assignee dependency follower tag task custom_field"

t.define(
    "story",
    "stories",
    "created_at created_by resource_subtype text type",
    {
        "resource_subtype": t.never(),
        "type": t.never(),
        "created_at": t.never(),
        "created_by": t.never(),
        "text": t.text(),
        "html_text": t.rich("text", opt_in=True),
        "target": t.never(),
        "source": t.never("api"),
        "is_editable": t.never(False),
        "is_edited": t.never(False),
        **{
            name: t.never(conditional=True)
            for name in (
                *(f"{age}_{what}" for what in _OLD_AND_NEW.split() for age in ("old", "new")),
                *[
                    "project",
                    "section",
                    "assignee",
                    "dependency",
                    "follower",
                    "tag",
                    "task",
                    "custom_field",
                ],
            )
        },
        "sticker_name": t.Field(parse=v.text, conditional=True),
        "is_pinned": t.Field(parse=v.boolean, conditional=True),
        "likes": t.never(conditional=True),
        "liked": t.worked_out(c.liked, conditional=True),
        "num_likes": t.worked_out(c.num_likes, conditional=True),
        "hearts": t.worked_out(c.likes, conditional=True),
        "hearted": t.worked_out(c.liked, conditional=True),
        "num_hearts": t.worked_out(c.num_likes, conditional=True),
        "previews": t.never(conditional=True),
        "reaction_summary": t.never(conditional=True),
    },
)
