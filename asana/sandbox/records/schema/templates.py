"""Templates, jobs and exports."""

from asana.sandbox.records import computed as c
from asana.sandbox.records import values as v
from asana.sandbox.records.schema import parts as p

_NEW = "portfolio project task project_template graph_export resource_export"
_RESULTS = tuple(f"new_{what}" for what in _NEW.split())

TYPES = (
    p.record_type(
        "job",
        "jobs",
        f"resource_subtype status {' '.join(_RESULTS)}",
        {
            "resource_subtype": p.never(),
            "status": p.never("in_progress"),
            **{name: p.never() for name in _RESULTS},
        },
        {"workspace": None, "creator": None, "polled": False},
    ),
    p.record_type(
        "project_template",
        "project_templates",
        "name",
        {
            "name": p.name(),
            "description": p.never(""),
            "html_description": p.never(v.to_html("")),
            "public": p.flag(required=True),
            "owner": p.never(),
            "team": p.refers("team"),
            "requested_dates": p.never([]),
            "color": p.never(),
            "requested_roles": p.never([]),
        },
        {"workspace": None, "plan": None},
    ),
    p.record_type("template_role", "", "name", {"name": p.never("")}),
    p.record_type(
        "task_template",
        "task_templates",
        "name",
        {
            "name": p.never(""),
            "project": p.never(),
            "template": p.never(),
            "created_by": p.never(),
            "created_at": p.never(),
        },
    ),
    *(
        p.record_type(
            kind,
            "",
            "created_at completed_at download_url",
            {
                "created_at": p.never(),
                "completed_at": p.never(),
                "download_url": p.worked_out(c.export_url),
            },
            {"creator": None, "about": None, "parameters": []},
            shown_as="export_request" if kind == "resource_export" else "",
        )
        for kind in ("graph_export", "resource_export")
    ),
    p.record_type(
        "organization_export",
        "organization_exports",
        "created_at download_url state organization",
        {
            "created_at": p.never(),
            "download_url": p.worked_out(c.export_url),
            "state": p.never("pending"),
            "organization": p.refers("workspace", write="create", required=True),
        },
        {"creator": None},
    ),
)
