"""Templates, and the jobs that copy them, projects, tasks and portfolios."""

from asana.sandbox import values as v
from asana.sandbox.schema import table as t

_NEW = "portfolio project task project_template graph_export resource_export"
_RESULTS = tuple(f"new_{what}" for what in _NEW.split())

t.define(
    "job",
    "jobs",
    f"resource_subtype status {' '.join(_RESULTS)}",
    {
        "resource_subtype": t.never(),
        "status": t.never("in_progress"),
        **{name: t.never() for name in _RESULTS},
    },
    {"workspace": None, "creator": None, "polled": False},
)

t.define(
    "project_template",
    "project_templates",
    "name",
    {
        "name": t.name(),
        "description": t.never(""),
        "html_description": t.never(v.to_html("")),
        "public": t.flag(required=True),
        "owner": t.never(),
        "team": t.refers("team"),
        "requested_dates": t.never([]),
        "color": t.never(),
        "requested_roles": t.never([]),
    },
    {"workspace": None, "plan": None},
)

t.define("template_role", "", "name", {"name": t.never("")})

t.define(
    "task_template",
    "task_templates",
    "name",
    {
        "name": t.never(""),
        "project": t.never(),
        "template": t.never(),
        "created_by": t.never(),
        "created_at": t.never(),
    },
)

for _kind in ("graph_export", "resource_export"):
    t.define(
        _kind,
        "",
        "created_at completed_at download_url",
        {
            "created_at": t.never(),
            "completed_at": t.never(),
            "download_url": t.never(),
        },
        shown_as="export_request" if _kind == "resource_export" else "",
    )

t.define(
    "organization_export",
    "organization_exports",
    "created_at download_url state organization",
    {
        "created_at": t.never(),
        "download_url": t.never(),
        "state": t.never("pending"),
        "organization": t.refers("workspace", write="create", required=True),
    },
)
