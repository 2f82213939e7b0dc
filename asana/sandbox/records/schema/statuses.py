"""Status updates and briefs of projects, and reactions."""

from asana.sandbox.records import computed as c
from asana.sandbox.records import values as v
from asana.sandbox.records.schema import parts as p

_STATUSES = "on_track at_risk off_track on_hold complete achieved partial missed dropped"

TYPES = (
    p.record_type(
        "status_update",
        "status_updates",
        "title resource_subtype",
        {
            "title": p.text(write="create"),
            "resource_subtype": p.never(),
            "text": p.text(write="create", required=True),
            "html_text": p.rich("text", to="status", write="create", opt_in=True),
            "status_type": p.choice(_STATUSES, None, write="create", required=True),
            "parent": p.refers("project portfolio goal", write="create", required=True),
            "author": p.never(),
            "created_at": p.never(),
            "created_by": p.never(),
            "modified_at": p.never(),
            **p.likes(),
            "reaction_summary": p.never([]),
        },
    ),
    # The status updates of projects in the legacy format.
    p.record_type(
        "project_status",
        "project_statuses",
        "title",
        {
            "title": p.text(write="create"),
            "text": p.text(write="create", required=True),
            "html_text": p.rich("text", to="status", write="create", opt_in=True),
            "color": p.Field(
                parse=v.choice(*c.STATUS_COLORS.values()),
                write="create",
                required=True,
                compute=c.status_color,
            ),
            "author": p.never(),
            "created_at": p.never(),
            "created_by": p.never(),
            "modified_at": p.never(),
        },
        {"parent": None},
    ),
    p.record_type(
        "project_brief",
        "project_briefs",
        "",
        {
            "title": p.text(),
            "text": p.text(opt_in=True),
            "html_text": p.rich("text", to="brief"),
            "permalink_url": p.worked_out(c.brief_url),
            "project": p.never(),
        },
    ),
    p.record_type(
        "reaction",
        "",
        "emoji user",
        {"emoji": p.never(), "user": p.never()},
        {"target": None, "emoji_base": ""},
    ),
)
