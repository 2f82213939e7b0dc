from typing import Any

from tests.sandbox.conftest import Api, Clock


def names(records: list[dict[str, Any]]) -> list[str]:
    return [record["name"] for record in records]


def test_a_list_of_tasks_needs_exactly_one_scope(api: Api, organization: str, project: str) -> None:
    one = "You should specify one of workspace, project, tag, section, user_task_list"
    exactly = (
        "Must specify exactly one of project, tag, section, user task list, or assignee + workspace"
    )
    tag = api.post("/tags", name="T", workspace=organization)["gid"]
    assert api.refusal("GET", "/tasks") == (400, one)
    for query in (
        {"workspace": organization},
        {"assignee": "me"},
        {"project": project, "tag": tag},
        {"project": project, "assignee": "me"},
        {"project": project, "assignee": "me", "workspace": organization},
        {"project": project, "workspace": organization},
    ):
        assert api.refusal("GET", "/tasks", **query) == (400, exactly)


def test_each_scope_lists_its_tasks(api: Api, organization: str, project: str) -> None:
    tag = api.post("/tags", name="T", workspace=organization)["gid"]
    task = api.post("/tasks", name="Seen", projects=[project], tags=[tag], assignee="me")
    section = task["memberships"][0]["section"]["gid"]
    for name, gid in (("project", project), ("tag", tag), ("section", section)):
        assert names(api.get("/tasks", **{name: gid})) == ["Seen"]
        assert names(api.get(f"/{name}s/{gid}/tasks")) == ["Seen"]
    mine = api.get("/tasks", assignee="me", workspace=organization)
    assert task["gid"] in [each["gid"] for each in mine]
    assert api.get("/tasks", assignee="priya@example.com", workspace=organization) != mine


def test_unknown_scope_is_refused(api: Api) -> None:
    assert api.refusal("GET", "/tasks", project="1") == (400, "project: Unknown object: 1")


def test_completed_since(api: Api, project: str, clock: Clock) -> None:
    early = api.post("/tasks", name="early", projects=[project])["gid"]
    late = api.post("/tasks", name="late", projects=[project])["gid"]
    api.post("/tasks", name="open", projects=[project])
    api.put(f"/tasks/{early}", completed=True)
    moment = clock.advance(hours=1)
    api.put(f"/tasks/{late}", completed=True)
    path = f"/projects/{project}/tasks"
    assert names(api.get(path)) == ["open", "late", "early"]
    assert names(api.get(path, completed_since=moment)) == ["open", "late"]
    assert names(api.get(path, completed_since="")) == ["open", "late", "early"]
    clock.advance(seconds=1)
    assert names(api.get(path, completed_since="now")) == ["open"]
    assert api.refusal("GET", path, completed_since="soon")[0] == 400


def test_modified_since_counts_comments_and_moves(
    api: Api, organization: str, project: str, clock: Clock
) -> None:
    gids = [api.post("/tasks", name=name, projects=[project])["gid"] for name in "abc"]
    moment = clock.advance(hours=1)
    section = api.post(f"/projects/{project}/sections", name="Next")["gid"]
    api.post(f"/sections/{section}/addTask", task=gids[0])
    api.post(f"/tasks/{gids[1]}/stories", text="Comment")
    changed = api.get("/tasks", project=project, modified_since=moment)
    assert sorted(names(changed)) == ["a", "b"]
