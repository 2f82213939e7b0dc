"""Goals, what supports them, and the periods that they belong to."""

from asana.sandbox import computed as c
from asana.sandbox import figures as f
from asana.sandbox import values as v
from asana.sandbox.schema import table as t

STATUSES = "green yellow red missed achieved partial dropped"

t.define(
    "goal",
    "goals",
    "name owner",
    {
        "name": t.name(),
        "notes": t.text(),
        "html_notes": t.rich("notes", opt_in=True),
        "due_on": t.day(),
        "start_on": t.day(),
        "is_workspace_level": t.flag(),
        **t.likes(),
        "team": t.refers("team"),
        "workspace": t.refers("workspace", write="create"),
        "followers": t.refers("user", many=True, write="create"),
        "time_period": t.refers("time_period"),
        "metric": t.worked_out(f.metric),
        "owner": t.refers("user"),
        "current_status_update": t.never(),
        "status": t.choice(STATUSES, None, nullable=True),
        "privacy_setting": t.choice("public_to_workspace members_only", "public_to_workspace"),
        "default_access_level": t.choice(t.ACCESS_LEVELS, "commenter"),
        "custom_fields": t.Field(parse=v.mapping, compute=c.custom_fields),
        "custom_field_settings": t.never([]),
    },
    {
        "custom_fields": {},
        "memberships": [],
        "metric": None,
        "relationships": [],
        "created_by": None,
    },
)

t.define(
    "goal_metric",
    "",
    "",
    {
        "resource_subtype": t.never("number"),
        "precision": t.Field(parse=v.integer(0, 6), default=0),
        "unit": t.choice("none currency percentage", "none"),
        "currency_code": t.Field(parse=v.optional_text),
        "initial_number_value": t.Field(parse=v.number, default=0),
        "target_number_value": t.Field(parse=v.number, default=100),
        "current_number_value": t.Field(parse=v.number, default=0),
        "current_display_value": t.never(),
        "progress_source": t.choice(
            "manual subgoal_progress project_task_completion project_milestone_completion "
            "task_completion external",
            "manual",
        ),
        "is_custom_weight": t.flag(),
        "can_manage": t.never(True),
    },
)

t.define(
    "goal_relationship",
    "goal_relationships",
    "resource_subtype supporting_resource contribution_weight",
    {
        "resource_subtype": t.never(),
        "supporting_resource": t.refers(
            "goal project task portfolio", write="create", required=True
        ),
        "contribution_weight": t.Field(parse=v.weight, default=0),
        "supported_goal": t.never(),
    },
)

t.define(
    "time_period",
    "time_periods",
    "start_on end_on period display_name",
    {
        "start_on": t.never(),
        "end_on": t.never(),
        "period": t.never(),
        "display_name": t.never(),
        "parent": t.never(),
    },
    {"workspace": None},
)
