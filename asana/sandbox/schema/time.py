"""Time that was worked: categories, entries, timesheets; and time that was not."""

from asana.sandbox import values as v
from asana.sandbox.schema import table as t

t.define(
    "time_tracking_category",
    "time_tracking_categories",
    "name color",
    {
        "name": t.name(),
        "color": t.choice(t.OPTION_COLORS, "none"),
        "is_archived": t.flag(),
        "workspace": t.refers("workspace", write="create", required=True, opt_in=True),
    },
)

t.define(
    "time_tracking_entry",
    "time_tracking_entries",
    "duration_minutes entered_on attributable_to created_by categories",
    {
        "duration_minutes": t.Field(parse=v.integer(1, 10**6), required=True),
        "entered_on": t.day(),
        "attributable_to": t.refers("project"),
        "created_by": t.never(),
        "categories": t.refers("time_tracking_category", many=True),
        "task": t.never(),
        "created_at": t.never(),
        "approval_status": t.never("DRAFT"),
        "billable_status": t.choice("billable nonBillable notApplicable", "notApplicable"),
        "description": t.text(),
    },
)

t.define(
    "timesheet_approval_status",
    "timesheet_approval_statuses",
    "user workspace start_date end_date approval_status created_at",
    {
        "user": t.refers("user", write="create", required=True),
        "workspace": t.refers("workspace", write="create", required=True),
        "start_date": t.day(write="create", required=True),
        "end_date": t.day(write="create", required=True),
        "approval_status": t.choice("draft submitted approved rejected", "DRAFT"),
        "created_at": t.never(),
    },
)

t.define(
    "ooo_entry",
    "ooo_entries",
    "start_date end_date user created_by",
    {
        "start_date": t.day(required=True),
        "end_date": t.day(required=True),
        "user": t.refers("user", write="create", required=True),
        "workspace": t.refers("workspace", write="create", required=True, opt_in=True),
        "created_by": t.never(),
    },
)
