import pytest

from tests.sandbox.conftest import Api


def hidden(kind: str) -> tuple[int, str]:
    return 403, f"You do not have access to this {kind}."


def test_workspaces_have_borders(api: Api, tom: Api, personal: str) -> None:
    project = api.post("/projects", name="Home", workspace=personal)["gid"]
    section = api.get(f"/projects/{project}/sections")[0]["gid"]
    task = api.post("/tasks", projects=[project])["gid"]
    tag = api.post("/tags", name="Home", workspace=personal)["gid"]
    story = api.post(f"/tasks/{task}/stories", text="Secret")["gid"]
    task_list = api.get("/users/me/user_task_list", workspace=personal)["gid"]
    for kind, path in (
        ("workspace", f"/workspaces/{personal}"),
        ("project", f"/projects/{project}"),
        ("section", f"/sections/{section}"),
        ("task", f"/tasks/{task}"),
        ("tag", f"/tags/{tag}"),
        ("story", f"/stories/{story}"),
        ("user task list", f"/user_task_lists/{task_list}"),
    ):
        assert tom.refusal("GET", path) == hidden(kind)
    assert tom.refusal("POST", "/tasks", workspace=personal) == hidden("workspace")
    assert tom.refusal("GET", "/tasks", project=project) == hidden("project")
    assert project not in [each["gid"] for each in tom.get("/projects")]


def test_strangers_do_not_meet(api: Api, tom: Api, personal: str) -> None:
    stranger = api.post(f"/workspaces/{personal}/addUser", user="stranger@example.com")["gid"]
    assert tom.refusal("GET", f"/users/{stranger}") == hidden("user")
    assert stranger not in [user["gid"] for user in tom.get("/users")]
    api.post(f"/workspaces/{personal}/removeUser", user=stranger)


def test_private_projects_are_for_members(api: Api, tom: Api, project: str) -> None:
    path = f"/projects/{project}"
    task = api.post("/tasks", projects=[project])["gid"]
    assert tom.get(f"/tasks/{task}")["gid"] == task
    api.put(path, privacy_setting="private")
    assert tom.refusal("GET", path) == hidden("project")
    assert tom.refusal("GET", f"/tasks/{task}") == hidden("task")
    api.post(f"{path}/addMembers", members="tom@example.com")
    assert tom.get(path)["gid"] == project


def test_projects_can_be_private_to_a_team(
    api: Api, tom: Api, organization: str, project: str
) -> None:
    path = f"/projects/{project}"
    api.put(path, privacy_setting="private_to_team")
    assert tom.refusal("GET", path) == hidden("project")
    team = api.post("/teams", name="Insiders", organization=organization)["gid"]
    api.put(path, team=team)
    assert tom.refusal("GET", path) == hidden("project")
    api.post(f"/teams/{team}/addUser", user="tom@example.com")
    assert tom.get(path)["gid"] == project


def test_tasks_without_project_are_for_their_people(api: Api, tom: Api, task: str) -> None:
    subtask = api.post(f"/tasks/{task}/subtasks", name="Sub")["gid"]
    assert tom.refusal("GET", f"/tasks/{task}") == hidden("task")
    assert tom.refusal("GET", f"/tasks/{subtask}") == hidden("task")
    api.put(f"/tasks/{task}", assignee="tom@example.com")
    assert tom.get(f"/tasks/{subtask}")["parent"]["gid"] == task
    api.put(f"/tasks/{task}", assignee=None)
    assert tom.get(f"/tasks/{task}")["gid"] == task  # the former assignee is still a follower


def test_secret_teams_are_for_members(api: Api, tom: Api, organization: str) -> None:
    team = api.post("/teams", name="Secret", organization=organization, visibility="secret")
    path = f"/teams/{team['gid']}"
    (membership,) = api.get(f"{path}/team_memberships")
    assert tom.refusal("GET", path) == hidden("team")
    gid = membership["gid"]
    assert tom.refusal("GET", f"/team_memberships/{gid}") == hidden("team membership")
    api.post(f"{path}/addUser", user="tom@example.com")
    assert tom.get(path)["name"] == "Secret"


def test_guests_see_only_what_is_shared_with_them(api: Api, guest: Api, project: str) -> None:
    names = [each["name"] for each in guest.get("/projects")]
    assert names == ["Website"]
    assert guest.refusal("GET", f"/projects/{project}") == hidden("project")
    workspace = guest.get("/workspaces")[0]["gid"]
    assert guest.get(f"/workspaces/{workspace}/teams") == []


def test_records_without_workspace_are_a_mistake() -> None:
    from asana.sandbox.records.homes import workspace_of
    from asana.sandbox.records.record import Record

    with pytest.raises(LookupError, match="is in no workspace"):
        workspace_of(Record("1", "odd", {"name": "Odd"}))
