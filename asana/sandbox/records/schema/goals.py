"""Goals, their supporting resources, and time periods."""

from asana.sandbox.records import computed as c
from asana.sandbox.records import figures as f
from asana.sandbox.records import values as v
from asana.sandbox.records.schema import parts as p

STATUSES = "green yellow red missed achieved partial dropped"

TYPES = (
    p.record_type(
        "goal",
        "goals",
        "name owner",
        {
            "name": p.name(),
            "notes": p.text(),
            "html_notes": p.rich("notes", to="project", opt_in=True),
            "due_on": p.day(),
            "start_on": p.day(),
            "is_workspace_level": p.flag(),
            **p.likes(),
            "team": p.refers("team"),
            "workspace": p.refers("workspace", write="create"),
            "followers": p.refers("user", many=True, write="create"),
            "time_period": p.refers("time_period"),
            "metric": p.worked_out(f.metric),
            "owner": p.refers("user"),
            "current_status_update": p.never(),
            "status": p.choice(STATUSES, None, nullable=True),
            "privacy_setting": p.choice("public_to_workspace members_only", "public_to_workspace"),
            "default_access_level": p.choice(p.ACCESS_LEVELS, "commenter"),
            "custom_fields": p.fields_of_place(),
            "custom_field_settings": p.never([], when=c.has_fields),
        },
        {
            "custom_fields": {},
            "memberships": [],
            "metric": None,
            "relationships": [],
            "created_by": None,
        },
    ),
    p.record_type(
        "goal_metric",
        "",
        "",
        {
            "resource_subtype": p.never("number"),
            "precision": p.Field(parse=v.integer(0, 6), default=0),
            "unit": p.choice("none currency percentage", "none"),
            "currency_code": p.Field(parse=v.optional_text),
            "initial_number_value": p.Field(parse=v.number, default=0),
            "target_number_value": p.Field(parse=v.number, default=100),
            "current_number_value": p.Field(parse=v.number, default=0),
            "current_display_value": p.never(),
            "progress_source": p.choice(
                "manual subgoal_progress project_task_completion project_milestone_completion "
                "task_completion external",
                "manual",
            ),
            "is_custom_weight": p.flag(),
            "can_manage": p.never(True),
        },
    ),
    p.record_type(
        "goal_relationship",
        "goal_relationships",
        "resource_subtype supporting_resource contribution_weight",
        {
            "resource_subtype": p.never(),
            "supporting_resource": p.refers(
                "goal project task portfolio", write="create", required=True
            ),
            "contribution_weight": p.Field(parse=v.weight, default=0),
            "supported_goal": p.never(),
        },
    ),
    p.record_type(
        "time_period",
        "time_periods",
        "start_on end_on period display_name",
        {
            "start_on": p.never(),
            "end_on": p.never(),
            "period": p.never(),
            "display_name": p.never(),
            "parent": p.never(),
        },
        {"workspace": None},
    ),
)
