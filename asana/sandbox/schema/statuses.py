"""What is reported about projects: status updates, briefs; and reactions to what was written."""

from asana.sandbox import computed as c
from asana.sandbox import values as v
from asana.sandbox.schema import table as t

_STATUSES = "on_track at_risk off_track on_hold complete achieved partial missed dropped"

t.define(
    "status_update",
    "status_updates",
    "title resource_subtype",
    {
        "title": t.text(write="create"),
        "resource_subtype": t.never(),
        "text": t.text(write="create", required=True),
        "html_text": t.rich("text", write="create", opt_in=True),
        "status_type": t.choice(_STATUSES, None, write="create", required=True),
        "parent": t.refers("project portfolio goal", write="create", required=True),
        "author": t.never(),
        "created_at": t.never(),
        "created_by": t.never(),
        "modified_at": t.never(),
        **t.likes(),
        "reaction_summary": t.never([]),
    },
)

# The old way to show and to write the status updates of projects.
t.define(
    "project_status",
    "project_statuses",
    "title",
    {
        "title": t.text(write="create"),
        "text": t.text(write="create", required=True),
        "html_text": t.rich("text", write="create", opt_in=True),
        "color": t.Field(
            parse=v.choice(*c.STATUS_COLORS.values()),
            write="create",
            required=True,
            compute=c.status_color,
        ),
        "author": t.never(),
        "created_at": t.never(),
        "created_by": t.never(),
        "modified_at": t.never(),
    },
    {"parent": None},
)

t.define(
    "project_brief",
    "project_briefs",
    "",
    {
        "title": t.text(),
        "text": t.text(opt_in=True),
        "html_text": t.rich("text", parse=v.brief_text),
        "permalink_url": t.worked_out(c.brief_url),
        "project": t.never(),
    },
)

t.define(
    "reaction",
    "",
    "emoji user",
    {"emoji": t.never(), "user": t.never()},
    {"target": None, "emoji_base": ""},
)
