"""Projects and their parts."""

from asana.sandbox.records import computed as c
from asana.sandbox.records import values as v
from asana.sandbox.records.order import Ordered
from asana.sandbox.records.schema import parts as p

TYPES = (
    p.record_type(
        "project",
        "projects",
        "name",
        {
            "name": p.Field(parse=v.text, default=""),
            "notes": p.text(),
            "html_notes": p.rich("notes", to="project", opt_in=True),
            "archived": p.flag(),
            "color": p.choice(f"{p.PALETTE} none", None, nullable=True, compute=c.project_color),
            "icon": p.choice(p.ICONS, "list", nullable=True, in_writes=True),
            "created_at": p.never(),
            "modified_at": p.never(),
            "completed": p.never(False),
            "completed_at": p.never(),
            "completed_by": p.never(in_writes=True),
            "current_status": p.worked_out(c.current_status),
            "current_status_update": p.never(),
            "custom_fields": p.fields_of_place(),
            "custom_field_settings": p.never([], when=c.has_fields),
            "default_view": p.choice("list board calendar timeline", "list"),
            "default_access_level": p.choice(p.ACCESS_LEVELS, "editor"),
            "minimum_access_level_for_customization": p.choice(p.ADMIN_EDITOR, "editor"),
            "minimum_access_level_for_sharing": p.choice(p.ADMIN_EDITOR, "editor"),
            "due_on": p.day(),
            "due_date": p.worked_out(c.due_date),
            "start_on": p.day(),
            "followers": p.refers("user", many=True, write="create"),
            "members": p.never([]),
            "owner": p.refers("user"),
            "team": p.refers("team"),
            "workspace": p.refers("workspace", write="create"),
            "privacy_setting": p.choice(
                "public_to_workspace private_to_team private", "public_to_workspace"
            ),
            "public": p.Field(parse=v.boolean, compute=c.is_public),
            "permalink_url": p.worked_out(c.project_url),
            "project_brief": p.never(opt_in=True),
            "created_from_template": p.never(opt_in=True),
            # Legacy clients request these.
            "is_template": p.never(False, opt_in=True),
            "layout": p.worked_out(c.layout, opt_in=True),
        },
        {
            "sections": Ordered(),
            "custom_fields": {},
            "memberships": [],
            "portfolios": [],
            "color": None,
        },
    ),
    # Not a record of the store, and without a gid: the task counts of a project.
    p.record_type(
        "task_counts",
        "",
        "",
        {
            f"num_{state}{what}": p.never()
            for what in ("tasks", "milestones")
            for state in ("", "incomplete_", "completed_")
        },
    ),
    p.record_type(
        "section",
        "sections",
        "name",
        {
            "name": p.name(),
            "created_at": p.never(),
            "project": p.never(),
            "projects": p.worked_out(c.projects_of_section),
        },
        {"tasks": Ordered()},
    ),
)
