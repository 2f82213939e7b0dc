"""Goals and their metrics."""

from dataclasses import replace
from typing import Any

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.fields import read_changes, read_new
from asana.sandbox.api.resources import common, custom_field_values, task_changes
from asana.sandbox.changes.storytelling import tell_goal
from asana.sandbox.errors import invalid, missing
from asana.sandbox.records import sharing
from asana.sandbox.records.order import without_all
from asana.sandbox.records.record import Record
from asana.sandbox.records.schema.table import TYPES
from asana.sandbox.records.values import boolean, number

_SUPPORTERS = ("portfolio", "project", "task")
_SCOPES = ("team", "workspace")

# Lists


def get_goals(call: Call) -> list[Record]:
    """Return the goals of a team or workspace, or those that a resource supports."""
    if not any(name in call.query for name in (*_SCOPES, *_SUPPORTERS)):
        raise invalid("You should specify one of portfolio, project, task, team, workspace")
    goals = call.visible(call.store.all("goal"))
    for name in _SCOPES:
        scope = call.query_record(name, name)
        goals = [goal for goal in goals if scope is None or goal[name] is scope]
    for name in _SUPPORTERS:
        supporter = call.query_record(name, name)
        if supporter is not None:
            goals = [goal for goal in goals if supporter in _supporters(goal)]
    return _narrowed(call, goals)


def _supporters(goal: Record) -> list[Record]:
    return [relationship["supporting_resource"] for relationship in goal["relationships"]]


def _narrowed(call: Call, goals: list[Record]) -> list[Record]:
    if "is_workspace_level" in call.query:
        call.query_required("workspace", "workspace")
        wanted = boolean(call.query["is_workspace_level"], "is_workspace_level")
        goals = [goal for goal in goals if goal["is_workspace_level"] is wanted]
    if "time_periods" in call.query:
        periods = call.lookup.many("time_period", call.query["time_periods"], "time_periods")
        goals = [goal for goal in goals if goal["time_period"] in periods]
    return goals


def get_parent_goals(call: Call) -> list[Record]:
    """Return the goals that the goal in the path supports."""
    goal = call.objects["goal"]
    return call.visible([g for g in call.store.all("goal") if goal in _supporters(g)])


# Create, update, delete


def create_goal(call: Call) -> Record:
    """Create a goal; its creator follows it, and owns it by default."""
    values = read_new(call, "goal")
    team: Any = values.get("team")
    workspace: Any = values.get("workspace") or (team and team["organization"])
    if workspace is None:
        raise invalid("You should specify one of workspace, team")
    common.require_paid(workspace)
    if team is not None:
        common.require_same_workspace(team, workspace, "team")
    values["workspace"] = workspace
    values.setdefault("owner", call.user)
    followers = values.get("followers", [])
    common.require_members(call, followers, workspace, "followers")
    values["followers"] = list(dict.fromkeys([call.user, *followers]))
    _settle(call, TYPES["goal"].defaults(), values)
    values.pop("custom_fields", None)  # a new goal has no custom fields
    goal = call.store.create("goal", **values, created_by=call.user)
    sharing.join(call.store, goal, call.user, "admin")
    for user in values["followers"]:
        sharing.join(call.store, goal, user)
    return goal


def update_goal(call: Call) -> Record:
    """Change a goal; its status requires a metric."""
    goal = call.objects["goal"]
    values = read_changes(call, "goal")
    custom_field_values.settle_record(call, goal, values)
    _settle(call, goal.values, values)
    if "status" in call.store.change(goal, **values):
        tell_goal(call, goal, "status_changed", f"changed the status to {goal['status']}")
    return goal


def _settle(call: Call, before: dict[str, Any], values: dict[str, Any]) -> None:
    common.settle_period(values, before)
    workspace = values.get("workspace", before["workspace"])
    if values.get("owner"):
        common.require_members(call, [values["owner"]], workspace, "owner")
    if values.get("time_period"):
        common.require_same_workspace(values["time_period"], workspace, "time_period")
    if values.get("status") is not None and before["metric"] is None:
        raise invalid("status: A goal without a metric has no status")
    if "liked" in values:
        values["likes"] = task_changes.likes_after(call, before["likes"], values.pop("liked"))


def delete_goal(call: Call) -> None:
    """Delete a goal; its supporting resources are kept."""
    goal = call.objects["goal"]
    common.forget_support(call.store, goal)
    sharing.dissolve(call.store, goal)
    parts = {
        "goal_relationship": "supported_goal",
        "custom_field_setting": "parent",
        "status_update": "parent",
        "story": "target",
    }
    common.delete_parts(call.store, goal, parts)
    call.store.delete(goal)


# Metrics


def set_metric(call: Call) -> Record:
    """Set or replace the metric."""
    goal = call.objects["goal"]
    given = {k: v for k, v in call.data.items() if k != "resource_subtype"}
    metric = {
        **TYPES["goal_metric"].defaults(),
        **read_new(replace(call, data=given), "goal_metric"),
    }
    start = metric["initial_number_value"]
    if None in (start, metric["target_number_value"]):
        raise missing("target_number_value")
    if metric["target_number_value"] == start:
        raise invalid("target_number_value: The target must differ from the initial value")
    if metric["unit"] == "currency" and not metric["currency_code"]:
        raise missing("currency_code")
    if given.get("current_number_value") is None:
        metric["current_number_value"] = start
    identity = {"gid": call.store.new_gid(), "resource_type": "goal_metric"}
    call.store.change(goal, metric=identity | metric)
    tell_goal(call, goal, "metric_changed", "changed the metric")
    return goal


def set_metric_value(call: Call) -> Record:
    """Set the current value, unless supporting resources determine it."""
    goal = call.objects["goal"]
    metric = goal["metric"]
    if metric is None:
        raise invalid("goal: The goal has no metric")
    if metric["progress_source"] not in ("manual", "external"):
        raise invalid("current_number_value: The value follows from the progress source")
    value = number(call.data.get("current_number_value"), "current_number_value")
    if value is None:
        value = metric["initial_number_value"]
    call.store.change(goal, metric={**metric, "current_number_value": value})
    tell_goal(call, goal, "metric_changed", f"updated the progress to {value}")
    return goal


# Followers


def add_followers(call: Call) -> Record:
    """Add followers, who become members."""
    goal, users = call.objects["goal"], call.body_records("user", "followers")
    common.require_members(call, users, goal, "followers")
    for user in users:
        sharing.join(call.store, goal, user)
    call.store.change(goal, followers=list(dict.fromkeys([*goal["followers"], *users])))
    return goal


def remove_followers(call: Call) -> Record:
    """Remove followers, who remain members."""
    goal, users = call.objects["goal"], call.body_records("user", "followers")
    call.store.change(goal, followers=without_all(goal["followers"], users))
    return goal


def _action(name: str, action: str, handler: Any) -> Operation:
    return Operation(name, "POST", f"/goals/{{goal_gid}}/{action}", handler)


OPERATIONS = (
    *common.usual(
        "goal", list=get_goals, create=create_goal, update=update_goal, delete=delete_goal
    ),
    _action("create_goal_metric", "setMetric", set_metric),
    _action("update_goal_metric", "setMetricCurrentValue", set_metric_value),
    _action("add_followers", "addFollowers", add_followers),
    _action("remove_followers", "removeFollowers", remove_followers),
    Operation(
        "get_parent_goals_for_goal",
        "GET",
        "/goals/{goal_gid}/parentGoals",
        get_parent_goals,
        paged=False,
    ),
)
