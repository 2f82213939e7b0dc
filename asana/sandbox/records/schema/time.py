"""Time tracking categories and entries, timesheets, and days out of the office."""

from asana.sandbox.records import values as v
from asana.sandbox.records.schema import parts as p

TYPES = (
    p.record_type(
        "time_tracking_category",
        "time_tracking_categories",
        "name color",
        {
            "name": p.name(),
            "color": p.choice(p.OPTION_COLORS, "none"),
            "is_archived": p.flag(),
            "workspace": p.refers("workspace", write="create", required=True, opt_in=True),
        },
    ),
    p.record_type(
        "time_tracking_entry",
        "time_tracking_entries",
        "duration_minutes entered_on attributable_to created_by categories",
        {
            "duration_minutes": p.Field(parse=v.integer(1, 10**6), required=True),
            "entered_on": p.day(),
            "attributable_to": p.refers("project"),
            "created_by": p.never(),
            "categories": p.refers("time_tracking_category", many=True),
            "task": p.never(),
            "created_at": p.never(),
            "approval_status": p.never("DRAFT"),
            "billable_status": p.choice("billable nonBillable notApplicable", "notApplicable"),
            "description": p.text(),
        },
    ),
    p.record_type(
        "timesheet_approval_status",
        "timesheet_approval_statuses",
        "user workspace start_date end_date approval_status created_at",
        {
            "user": p.refers("user", write="create", required=True),
            "workspace": p.refers("workspace", write="create", required=True),
            "start_date": p.day(write="create", required=True),
            "end_date": p.day(write="create", required=True),
            "approval_status": p.choice("draft submitted approved rejected", "DRAFT"),
            "created_at": p.never(),
        },
    ),
    p.record_type(
        "ooo_entry",
        "ooo_entries",
        "start_date end_date user created_by",
        {
            "start_date": p.day(required=True),
            "end_date": p.day(required=True),
            "user": p.refers("user", write="create", required=True),
            "workspace": p.refers("workspace", write="create", required=True, opt_in=True),
            "created_by": p.never(),
        },
    ),
)
