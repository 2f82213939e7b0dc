"""Access requests, roles, agents, custom types, rules, exports."""

from typing import Any

import pytest

from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api


@pytest.fixture
def closed(api: Api, organization: str) -> str:
    made = api.post("/projects", name="P", workspace=organization, privacy_setting="private")
    return str(made["gid"])


@pytest.fixture
def cafe(api: Api, organization: str) -> str:
    projects = api.get("/projects", workspace=organization)
    return str(next(p["gid"] for p in projects if p["name"] == "Open Pier Street"))


# Access requests


def test_an_approved_request_opens_a_project(api: Api, tom: Api, closed: str) -> None:
    made = tom.post("/access_requests", target=closed, message="Please")
    assert (made["approval_status"], made["message"]) == ("pending", "Please")
    assert made["target"] == {"gid": closed, "resource_type": "project"}
    assert made["requester"]["name"] == "Tom Okafor"
    assert api.get("/access_requests", target=closed, user="tom@example.com") == [made]
    path = f"/access_requests/{made['gid']}"
    assert tom.refusal("POST", f"{path}/approve")[0] == 403
    assert api.post(f"{path}/approve") == {}
    assert tom.get(f"/projects/{closed}")["name"] == "P"
    assert api.get("/access_requests", target=closed) == []
    assert api.refusal("POST", f"{path}/reject")[0] == 400
    already = (400, "target: You have access already")
    assert tom.refusal("POST", "/access_requests", target=closed) == already


def test_a_rejected_request_changes_nothing(api: Api, tom: Api, closed: str) -> None:
    made = tom.post("/access_requests", target=closed)
    assert api.post(f"/access_requests/{made['gid']}/reject") == {}
    assert tom.refusal("GET", f"/projects/{closed}")[0] == 403
    assert api.get("/access_requests", target=closed) == []


def test_requests_need_a_target(api: Api, tom: Api, task: str, personal: str) -> None:
    missing = (400, "target: Missing input")
    assert api.refusal("GET", "/access_requests") == missing
    assert api.refusal("POST", "/access_requests") == missing
    for wrong in (task, 7, "123"):
        assert api.refusal("POST", "/access_requests", target=wrong)[0] == 400
    home = api.post("/projects", workspace=personal)["gid"]
    assert tom.refusal("POST", "/access_requests", target=home)[0] == 403
    assert api.refusal("POST", "/access_requests", target=home)[0] == 402


# Roles


def test_roles_are_made_by_admins(api: Api, tom: Api, organization: str) -> None:
    given = {
        "name": "Editor",
        "description": "Edits",
        "base_role_type": "member",
        "workspace": organization,
        "permissions": {"create_team": True, "task_deletion_policy": "owned", "unknown": 1},
    }
    made = api.post("/roles", **given)
    assert (made["is_standard_role"], len(made["permissions"])) == (False, 27)
    assert made["permissions"]["create_team"]
    assert made["permissions"]["task_deletion_policy"] == "owned"
    path = f"/roles/{made['gid']}"
    changed = api.put(path, permissions={"create_goal": True}, description="Edits more")
    assert changed["permissions"]["create_team"]
    assert changed["permissions"]["create_goal"]
    assert api.put(path, name="Editor")["modified_at"] == changed["modified_at"]
    assert tom.refusal("POST", "/roles", **given)[0] == 403
    assert tom.refusal("DELETE", path)[0] == 403
    wrong = {**given, "permissions": {"create_team": "perhaps"}}
    assert api.refusal("POST", "/roles", **wrong)[0] == 400
    assert api.delete(path) == {}


def test_standard_roles_stay(api: Api, organization: str) -> None:
    listed = api.get("/roles", workspace=organization)
    assert [each["name"] for each in listed][:2] == ["Guest", "Member"]
    assert api.get("/roles") == listed
    assert api.get("/roles", archived="true") == []
    assert api.refusal("PUT", f"/roles/{listed[0]['gid']}", name="x")[0] == 403
    assert api.refusal("DELETE", f"/roles/{listed[0]['gid']}")[0] == 403


# Objects that only the Asana app creates


def test_agents_and_ai_studio_can_be_read(api: Api, organization: str, personal: str) -> None:
    (agent,) = api.get(f"/workspaces/{organization}/agents")
    assert agent["resource_subtype"] == "asana_teammate"
    assert api.get(f"/agents/{agent['gid']}")["description"] == "Drafts menus."
    base = f"/workspaces/{organization}/ai_studio"
    (run,) = api.get(f"{base}/runs")
    assert api.get(f"{base}/runs", start_at=run["created_at"]) == [run]
    assert api.get(f"{base}/runs", end_at=run["created_at"]) == []
    assert len(api.get(f"{base}/seats", state="active")) == 1
    assert api.get(f"{base}/seats", state="inactive") == []
    assert api.refusal("GET", f"/workspaces/{personal}/ai_studio/runs")[0] == 402


def test_tasks_of_custom_types(api: Api, cafe: str, task: str, project: str) -> None:
    (kind,) = api.get("/custom_types", project=cafe)
    assert api.get(f"/custom_types/{kind['gid']}") == kind
    assert api.get("/custom_types", project=project) == []
    ordered, _, arrived = (option["gid"] for option in kind["status_options"])
    path = f"/tasks/{task}"
    assert "custom_type" not in api.get(path)
    changed = api.put(path, resource_subtype="custom", custom_type=kind["gid"])
    assert changed["custom_type"]["name"] == "Delivery"
    assert changed["custom_type_status_option"]["gid"] == ordered
    assert api.put(path, custom_type_status_option=arrived)["completed"]
    assert api.put(path, custom_type=kind["gid"], completed=False)["completed"] is False
    refusal = api.refusal("PUT", path, custom_type_status_option="1")
    assert refusal == (400, "custom_type_status_option: Unknown object: 1")
    changed = api.put(path, resource_subtype="default_task")
    assert "custom_type_status_option" not in changed
    assert api.refusal("PUT", path, custom_type=kind["gid"])[0] == 400
    custom = api.refusal("PUT", path, resource_subtype="custom")
    assert custom == (400, "custom_type: Missing input")


def test_a_status_is_one_of_the_custom_type(
    api: Api, sandbox: Sandbox, cafe: str, task: str
) -> None:
    (kind,) = api.get("/custom_types", project=cafe)
    store = sandbox.store
    other = store.create("custom_type", name="Order", workspace=store.all("workspace")[0])
    foreign = store.create("custom_type_status_option", name="New", custom_type=other)
    store.change(other, status_options=[foreign])
    path = f"/tasks/{task}"
    given = {"resource_subtype": "custom", "custom_type": kind["gid"]}
    refusal = api.refusal("PUT", path, custom_type_status_option=foreign.gid, **given)
    assert refusal == (400, "custom_type_status_option: Not an option of this custom type")
    api.put(path, **given)
    changed = api.put(path, custom_type=other.gid)
    assert changed["custom_type_status_option"]["name"] == "New"
    store.delete(other)


def test_a_rule_comments_on_tasks_of_its_project(
    api: Api, sandbox: Sandbox, cafe: str, task: str
) -> None:
    (rule,) = sandbox.store.all("rule_trigger")
    path = f"/rule_triggers/{rule.gid}/run"
    data = {"action_data": {"tracking": "A1", "boxes": 2}}
    stray = api.refusal("POST", path, resource=task, **data)
    assert (stray[0], "not in the project of the rule" in stray[1]) == (400, True)
    delivery = api.post("/tasks", name="Cups", projects=[cafe])["gid"]
    missing = (400, "action_data: Missing input")
    assert api.refusal("POST", path, resource=delivery) == missing
    assert api.post(path, resource=delivery, **data) == {"message": "Successfully ran rule"}
    comment = api.get(f"/tasks/{delivery}/stories")[-1]
    assert comment["text"] == "The supplier says: tracking: A1, boxes: 2"
    api.delete(f"/tasks/{delivery}")


# Exports


def finish(api: Api, job: dict[str, Any]) -> dict[str, Any]:
    api.get(f"/jobs/{job['gid']}")
    done: dict[str, Any] = api.get(f"/jobs/{job['gid']}")
    return done


def test_graphs_are_exported(api: Api, organization: str, project: str, personal: str) -> None:
    team = api.get(f"/workspaces/{organization}/teams")[0]["gid"]
    for parent in (project, team):
        job = api.post("/exports/graph", parent=parent)
        assert job["resource_subtype"] == "graph_export_request"
        assert job["new_graph_export"]["download_url"] is None
        export = finish(api, job)["new_graph_export"]
        assert "/-/downloads/" in export["download_url"]
        assert finish(api, job)["new_graph_export"]["completed_at"] == export["completed_at"]
    free = api.post("/projects", workspace=personal)["gid"]
    assert api.refusal("POST", "/exports/graph", parent=free)[0] == 402


def test_resources_are_exported_one_at_a_time(api: Api, organization: str) -> None:
    filters = {"assignee.any": ["1"], "created_at.after": "2026-01-01"}
    parameters = [{"resource_type": "task", "filters": filters}, {"resource_type": "team"}]
    given = {"workspace": organization, "export_request_parameters": parameters}
    job = api.post("/exports/resource", **given)
    assert job["new_resource_export"]["resource_type"] == "export_request"
    assert api.refusal("POST", "/exports/resource", **given)[0] == 403
    assert finish(api, job)["new_resource_export"]["completed_at"]
    assert finish(api, api.post("/exports/resource", **given))["status"] == "succeeded"


@pytest.mark.parametrize(
    "parameters",
    [
        None,
        "x",
        [{"resource_type": "project"}],
        [{"resource_type": "task", "filters": {"color.any": []}}],
        [{"resource_type": "team", "filters": {"assignee.any": []}}],
    ],
)
def test_wrong_exports_are_refused(api: Api, organization: str, parameters: Any) -> None:
    given = {"workspace": organization, "export_request_parameters": parameters}
    assert api.refusal("POST", "/exports/resource", **given)[0] == 400


def test_an_organization_is_exported(api: Api, organization: str, personal: str) -> None:
    made = api.post("/organization_exports", organization=organization)
    assert (made["state"], made["download_url"]) == ("pending", None)
    path = f"/organization_exports/{made['gid']}"
    assert [api.get(path)["state"] for _ in range(3)] == ["started", "finished", "finished"]
    assert "/-/downloads/" in api.get(path)["download_url"]
    assert api.refusal("POST", "/organization_exports", organization=personal)[0] == 400
