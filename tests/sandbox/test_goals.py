"""Goals, their metrics, and their supporting resources."""

from typing import Any

import pytest

from tests.sandbox.conftest import Api
from tests.sandbox.fields import FieldMaker


def names(records: list[dict[str, Any]]) -> list[str]:
    return [record["name"] for record in records]


@pytest.fixture
def goal(api: Api, organization: str) -> str:
    return f"/goals/{api.post('/goals', name='Fresh goal', workspace=organization)['gid']}"


def gid(path: str) -> str:
    return path.rpartition("/")[2]


def test_a_new_goal_belongs_to_its_creator(api: Api, organization: str, personal: str) -> None:
    made = api.post(
        "/goals", name="New", workspace=organization, followers=["tom@example.com"], notes="Why"
    )
    assert (made["owner"]["name"], made["metric"], made["status"]) == ("Maya Lindqvist", None, None)
    assert names(made["followers"]) == ["Maya Lindqvist", "Tom Okafor"]
    assert "html_notes" not in made
    assert api.refusal("POST", "/goals", workspace=organization) == (400, "name: Missing input")
    assert api.refusal("POST", "/goals", name="New") == (
        400,
        "You should specify one of workspace, team",
    )
    assert api.refusal("POST", "/goals", name="New", workspace=personal)[0] == 402


def test_goals_are_listed_by_scope(api: Api, organization: str, project: str, goal: str) -> None:
    team = api.post("/teams", name="Team", organization=organization)["gid"]
    of_team = api.post("/goals", name="Of the team", team=team, is_workspace_level=False)
    assert of_team["workspace"]["gid"] == organization
    assert names(api.get("/goals", team=team)) == ["Of the team"]
    api.put(goal, is_workspace_level=True)
    level = api.get("/goals", workspace=organization, is_workspace_level="true")
    assert names(level) == ["Fresh goal"]
    api.post(f"{goal}/addSupportingRelationship", supporting_resource=project)
    assert names(api.get("/goals", project=project)) == ["Fresh goal"]
    assert api.refusal("GET", "/goals")[0] == 400
    assert api.refusal("GET", "/goals", team=team, is_workspace_level="true")[0] == 400


def test_goals_have_time_periods(api: Api, organization: str, personal: str, goal: str) -> None:
    periods = api.get("/time_periods", workspace=organization)
    assert [period["period"] for period in periods[:3]] == ["FY", "H1", "H2"]
    year, half, *_, last = periods
    assert api.get(f"/time_periods/{half['gid']}")["parent"]["gid"] == year["gid"]
    assert half["display_name"] == f"H1 {year['display_name']}"
    within = api.get(
        "/time_periods", workspace=organization, start_on=last["start_on"], end_on=last["end_on"]
    )
    assert within == [last]
    changed = api.put(goal, time_period=last["gid"])
    assert changed["time_period"]["display_name"] == last["display_name"]
    two = f"{last['gid']},{year['gid']}"
    assert "Fresh goal" in names(api.get("/goals", workspace=organization, time_periods=two))
    assert api.get("/time_periods", workspace=personal) == []


def test_a_goal_is_updated_liked_and_deleted(api: Api, goal: str, make_field: FieldMaker) -> None:
    api.post(f"{goal}/addCustomFieldSetting", custom_field=make_field("text")["gid"])
    api.post(f"{goal}/stories", text="Let us talk")
    changed = api.put(goal, name="Named", liked=True, owner="tom@example.com", due_on="2026-05-01")
    assert (changed["num_likes"], changed["owner"]["name"]) == (1, "Tom Okafor")
    assert api.put(goal, liked=False)["likes"] == []
    assert api.refusal("PUT", goal, owner="stranger@example.org")[0] == 400
    assert api.refusal("PUT", goal, followers=["me"])[0] == 400
    api.delete(goal)
    assert api.refusal("GET", goal)[0] == 404


def test_followers_are_members(api: Api, tom: Api, goal: str) -> None:
    api.put(goal, name="Closed")
    changed = api.post(f"{goal}/addFollowers", followers=["tom@example.com"])
    assert names(changed["followers"]) == ["Maya Lindqvist", "Tom Okafor"]
    assert len(api.get("/memberships", parent=gid(goal))) == 2
    changed = api.post(f"{goal}/removeFollowers", followers=["tom@example.com"])
    assert names(changed["followers"]) == ["Maya Lindqvist"]
    assert len(api.get("/memberships", parent=gid(goal))) == 2


def test_stories_are_told_on_goals(api: Api, tom: Api, goal: str) -> None:
    comment = tom.post(f"{goal}/stories", text="Bravo")
    assert (comment["target"]["gid"], comment["type"]) == (gid(goal), "comment")
    assert names(api.get(goal)["followers"]) == ["Maya Lindqvist", "Tom Okafor"]
    api.post(f"{goal}/setMetric", target_number_value=5)
    subtypes = [story["resource_subtype"] for story in api.get(f"{goal}/stories")]
    assert subtypes == ["comment_added", "metric_changed"]
    assert tom.delete(f"/stories/{comment['gid']}") == {}


# Metrics


def test_a_metric_is_set_and_moved(api: Api, goal: str) -> None:
    assert api.refusal("PUT", goal, status="green")[0] == 400
    value = api.refusal("POST", f"{goal}/setMetricCurrentValue", current_number_value=1)
    assert value == (400, "goal: The goal has no metric")
    metric = api.post(
        f"{goal}/setMetric",
        unit="currency",
        currency_code="EUR",
        precision=2,
        initial_number_value=10,
        target_number_value=20,
    )["metric"]
    assert (metric["current_number_value"], metric["current_display_value"]) == (10, "EUR 10.00")
    assert (metric["resource_subtype"], metric["can_manage"]) == ("number", True)
    changed = api.post(f"{goal}/setMetricCurrentValue", current_number_value=15)
    assert changed["metric"]["current_number_value"] == 15
    assert api.put(goal, status="green")["status"] == "green"
    cleared = api.post(f"{goal}/setMetricCurrentValue", current_number_value=None)
    assert cleared["metric"]["current_number_value"] == 10


@pytest.mark.parametrize(
    "wrong",
    [
        {"initial_number_value": 3, "target_number_value": 3},
        {"target_number_value": None},
        {"unit": "currency", "target_number_value": 3},
        {"unit": "miles", "target_number_value": 3},
        {"target_number_value": "3"},
    ],
)
def test_wrong_metrics_are_refused(api: Api, goal: str, wrong: dict[str, Any]) -> None:
    assert api.refusal("POST", f"{goal}/setMetric", **wrong)[0] == 400


def progress(api: Api, goal: str) -> float:
    return float(api.get(goal)["metric"]["current_number_value"])


def test_projects_move_a_metric(api: Api, goal: str, project: str) -> None:
    api.post(f"{goal}/setMetric", unit="percentage", progress_source="project_task_completion")
    assert progress(api, goal) == 0
    api.post(f"{goal}/addSupportingRelationship", supporting_resource=project)
    done = {"projects": [project], "completed": True, "resource_subtype": "milestone"}
    api.post("/tasks", **done)
    api.post("/tasks", projects=[project])
    assert progress(api, goal) == 50
    assert api.get(goal)["metric"]["current_display_value"] == "50%"
    refusal = api.refusal("POST", f"{goal}/setMetricCurrentValue", current_number_value=1)
    assert refusal[0] == 400
    api.post(f"{goal}/setMetric", progress_source="project_milestone_completion")
    assert progress(api, goal) == 100


def test_tasks_and_subgoals_move_a_metric(
    api: Api, goal: str, task: str, project: str, organization: str
) -> None:
    for supporter in (task, project):
        api.post(f"{goal}/addSupportingRelationship", supporting_resource=supporter)
    api.post(f"{goal}/setMetric", progress_source="project_task_completion")
    assert progress(api, goal) == 0
    api.post(f"{goal}/setMetric", progress_source="task_completion")
    api.put(f"/tasks/{task}", completed=True)
    assert progress(api, goal) == 100
    weights = {"a": 0.25, "b": 0.75}
    for name, weight in weights.items():
        sub = api.post("/goals", name=name, workspace=organization)["gid"]
        if name == "a":
            api.post(f"/goals/{sub}/setMetric", target_number_value=8, current_number_value=4)
        given = {"supporting_resource": sub, "contribution_weight": weight}
        api.post(f"{goal}/addSupportingRelationship", **given)
    api.post(f"{goal}/setMetric", progress_source="subgoal_progress", precision=1)
    assert progress(api, goal) == 12.5


# Relationships


@pytest.fixture
def subgoals(api: Api, goal: str, organization: str) -> list[str]:
    made = [api.post("/goals", name=n, workspace=organization)["gid"] for n in "abc"]
    for each in made:
        api.post(f"{goal}/addSupportingRelationship", supporting_resource=each)
    return made


def related(api: Api, goal: str, **query: str) -> list[str]:
    found = api.get("/goal_relationships", supported_goal=gid(goal), **query)
    return [each["supporting_resource"]["name"] for each in found]


def test_subgoals_have_an_order(api: Api, goal: str, subgoals: list[str], project: str) -> None:
    a, b, c = subgoals
    path = f"{goal}/addSupportingRelationship"
    api.post(path, supporting_resource=c, insert_before=a)
    assert related(api, goal) == ["c", "a", "b"]
    made = api.post(path, supporting_resource=project, contribution_weight=0.5)
    assert (made["resource_subtype"], made["contribution_weight"]) == ("supporting_work", 0.5)
    assert made["supported_goal"]["name"] == "Fresh goal"
    assert related(api, goal, resource_subtype="subgoal") == ["c", "a", "b"]
    assert related(api, goal, resource_subtype="supporting_work") == ["Fresh"]
    again = api.post(path, supporting_resource=project, contribution_weight=0.1)
    assert (again["gid"], again["contribution_weight"]) == (made["gid"], 0.1)
    assert api.get("/goal_relationships", supported_goal=gid(goal))[3]["gid"] == made["gid"]
    assert names(api.get(f"/goals/{b}/parentGoals")) == ["Fresh goal"]


def test_wrong_relationships_are_refused(
    api: Api, goal: str, subgoals: list[str], project: str, organization: str
) -> None:
    path = f"{goal}/addSupportingRelationship"
    stranger = api.post("/goals", name="Other", workspace=organization)["gid"]
    for wrong in (
        {},
        {"supporting_resource": gid(goal)},
        {"supporting_resource": project, "insert_after": subgoals[0]},
        {"supporting_resource": subgoals[0], "insert_after": stranger},
        {"supporting_resource": project, "contribution_weight": 2},
    ):
        assert api.refusal("POST", path, **wrong)[0] == 400
    circle = f"/goals/{subgoals[0]}/addSupportingRelationship"
    assert api.refusal("POST", circle, supporting_resource=gid(goal))[0] == 400
    wrong_kind = {"supported_goal": gid(goal), "resource_subtype": "work"}
    assert api.refusal("GET", "/goal_relationships", **wrong_kind)[0] == 400


def test_relationships_are_changed_and_removed(
    api: Api, goal: str, subgoals: list[str], project: str
) -> None:
    (first, *_) = api.get("/goal_relationships", supported_goal=gid(goal))
    path = f"/goal_relationships/{first['gid']}"
    assert api.put(path, contribution_weight=1)["contribution_weight"] == 1
    assert api.get(path)["supported_goal"]["gid"] == gid(goal)
    remove = f"{goal}/removeSupportingRelationship"
    assert api.post(remove, supporting_resource=subgoals[0]) == {}
    assert api.refusal("POST", remove, supporting_resource=subgoals[0])[0] == 400
    api.delete(f"/goals/{subgoals[1]}")
    assert related(api, goal) == ["c"]
    api.post(f"{goal}/addSupportingRelationship", supporting_resource=project)
    api.delete(f"/projects/{project}")
    assert related(api, goal) == ["c"]
    api.delete(goal)
    assert api.get(f"/goals/{subgoals[2]}")["name"] == "c"


def test_old_routes_of_relationships(api: Api, goal: str, project: str, organization: str) -> None:
    sub = api.post("/goals", name="Sub", workspace=organization)["gid"]
    assert api.post(f"{goal}/addSubgoal", subgoal=sub) is not None
    api.post(f"{goal}/addSupportingWork", supporting_work=project)
    assert names(api.get(f"{goal}/subgoals")) == ["Sub"]
    assert names(api.get(f"{goal}/supportingWork")) == ["Fresh"]
    assert api.refusal("POST", f"{goal}/addSubgoal", subgoal=project)[0] == 400
    api.post(f"{goal}/removeSubgoal", subgoal=sub)
    api.post(f"{goal}/removeSupportingWork", supporting_work=project)
    assert related(api, goal) == []
