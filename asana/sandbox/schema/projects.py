"""Projects and what they consist of."""

from asana.sandbox import computed as c
from asana.sandbox import values as v
from asana.sandbox.schema import table as t

t.define(
    "project",
    "projects",
    "name",
    {
        "name": t.Field(parse=v.text, default=""),
        "notes": t.text(),
        "html_notes": t.rich("notes", opt_in=True),
        "archived": t.flag(),
        "color": t.choice(f"{t.PALETTE} none", None, nullable=True),
        "icon": t.choice(t.ICONS, None, nullable=True),
        "created_at": t.never(),
        "modified_at": t.never(),
        "completed": t.never(False),
        "completed_at": t.never(),
        "completed_by": t.never(),
        "current_status": t.worked_out(c.current_status),
        "current_status_update": t.never(),
        "custom_fields": t.Field(parse=v.mapping, compute=c.custom_fields),
        "custom_field_settings": t.never([]),
        "default_view": t.choice("list board calendar timeline", "list"),
        "default_access_level": t.choice(t.ACCESS_LEVELS, "editor"),
        "minimum_access_level_for_customization": t.choice(t.ADMIN_EDITOR, "editor"),
        "minimum_access_level_for_sharing": t.choice(t.ADMIN_EDITOR, "editor"),
        "due_on": t.day(),
        "due_date": t.worked_out(c.due_date),
        "start_on": t.day(),
        "followers": t.refers("user", many=True, write="create"),
        "members": t.never([]),
        "owner": t.refers("user"),
        "team": t.refers("team"),
        "workspace": t.refers("workspace", write="create"),
        "privacy_setting": t.choice(
            "public_to_workspace private_to_team private", "public_to_workspace"
        ),
        "public": t.Field(parse=v.boolean, compute=c.is_public),
        "permalink_url": t.worked_out(c.project_url),
        "project_brief": t.never(opt_in=True),
        "created_from_template": t.never(opt_in=True),
        # Older clients ask for these.
        "is_template": t.never(False, opt_in=True),
        "layout": t.worked_out(c.layout, opt_in=True),
    },
    {"sections": [], "custom_fields": {}, "memberships": [], "portfolios": []},
)

# Not a record of the store, has no gid: the counters of a project's tasks.
t.define(
    "task_counts",
    "",
    "",
    {
        f"num_{state}{what}": t.never()
        for what in ("tasks", "milestones")
        for state in ("", "incomplete_", "completed_")
    },
)

t.define(
    "section",
    "sections",
    "name",
    {
        "name": t.name(),
        "created_at": t.never(),
        "project": t.never(),
        "projects": t.worked_out(c.projects_of_section),
    },
    {"tasks": []},
)
