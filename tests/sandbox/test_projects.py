from typing import Any

import pytest

from tests.sandbox.conftest import Api, Clock


def names(records: list[dict[str, Any]]) -> list[str]:
    return [record["name"] for record in records]


@pytest.fixture
def team(api: Api, organization: str) -> str:
    return str(api.post("/teams", name="Team", organization=organization)["gid"])


def test_a_new_project_belongs_to_its_creator(api: Api, organization: str) -> None:
    project = api.post("/projects", name="New", workspace=organization)
    assert project["owner"]["name"] == "Maya Lindqvist"
    assert names(project["members"]) == names(project["followers"]) == ["Maya Lindqvist"]
    assert (project["team"], project["archived"], project["public"]) == (None, False, True)
    assert "html_notes" not in project
    assert names(api.get(f"/projects/{project['gid']}/sections")) == ["Untitled section"]
    read = api.get(f"/projects/{project['gid']}")
    written = {"icon": "list", "completed_by": None, "color": None}
    assert project == {**read, **written}
    assert read["color"] == "none"
    assert not {"icon", "completed_by"} & set(read)


def test_a_new_project_of_a_personal_workspace_is_private(api: Api, personal: str) -> None:
    one, two = (api.post("/projects", name=name, workspace=personal) for name in "ab")
    assert (one["privacy_setting"], one["public"]) == ("private", False)
    assert one["team"]["name"] == two["team"]["name"] == "Maya's allotment"
    assert one["team"] == two["team"]
    assert api.get(f"/teams/{one['team']['gid']}")["organization"]["gid"] == personal
    given = {"privacy_setting": "public_to_workspace", "workspace": personal}
    assert api.post("/projects", **given)["public"] is True


def test_a_project_can_be_created_in_its_team(api: Api, team: str, organization: str) -> None:
    for project in (
        api.post("/projects", name="Teamwork", team=team),
        api.post(f"/teams/{team}/projects", name="Teamwork"),
        api.post(f"/workspaces/{organization}/projects", name="Teamwork", team=team),
    ):
        assert (project["team"]["gid"], project["workspace"]["gid"]) == (team, organization)
    assert names(api.get(f"/teams/{team}/projects")) == ["Teamwork"] * 3
    assert names(api.get("/projects", team=team)) == ["Teamwork"] * 3


def test_a_project_needs_a_home(api: Api, team: str, personal: str) -> None:
    refusal = (400, "You should specify one of workspace, team")
    assert api.refusal("POST", "/projects", name="Homeless") == refusal
    mixed = api.refusal("POST", "/projects", team=team, workspace=personal)
    assert mixed == (400, f"team: Object is not in the same workspace: {team}")


def test_owner_and_followers_of_a_new_project_are_members(api: Api, organization: str) -> None:
    project = api.post(
        "/projects",
        workspace=organization,
        owner="tom@example.com",
        followers="priya@example.com,me",
    )
    assert names(project["members"]) == ["Maya Lindqvist", "Tom Okafor", "Priya Nair"]
    assert names(project["followers"]) == ["Maya Lindqvist", "Priya Nair"]


def test_people_of_a_project_must_be_in_its_workspace(api: Api, personal: str) -> None:
    for field in ("owner", "followers"):
        status, message = api.refusal(
            "POST", "/projects", workspace=personal, **{field: "tom@example.com"}
        )
        assert (status, message) == (400, f"{field}: Not a user in Workspace: tom@example.com")


def test_public_is_the_old_form_of_privacy(api: Api, organization: str, personal: str) -> None:
    refusal = api.refusal("POST", "/projects", workspace=organization, public=True)
    assert refusal == (400, "public: Cannot write this property")
    project = api.post("/projects", workspace=personal, public=False)
    assert (project["privacy_setting"], project["public"]) == ("private", False)
    changed = api.put(f"/projects/{project['gid']}", public=True)
    assert (changed["privacy_setting"], changed["public"]) == ("public_to_workspace", True)


def test_an_update_moves_modified_at(api: Api, project: str, clock: Clock) -> None:
    path = f"/projects/{project}"
    moment = clock.advance(minutes=1)
    assert api.put(path, name="Renamed", owner="tom@example.com")["modified_at"] == moment
    clock.advance(minutes=1)
    assert api.put(path, name="Renamed")["modified_at"] == moment
    api.post("/tasks", projects=[project])
    api.post(f"{path}/addMembers", members="tom@example.com")
    assert api.get(path)["modified_at"] == moment


@pytest.mark.parametrize("field", ["workspace", "followers", "members", "completed", "due_on"])
def test_some_properties_cannot_be_written(api: Api, project: str, field: str) -> None:
    status, message = api.refusal("PUT", f"/projects/{project}", **{field: "x"})
    assert status == 400
    if field != "due_on":
        assert message == f"{field}: Cannot write this property"


def test_the_team_of_a_project_is_in_its_workspace(
    api: Api, project: str, team: str, personal: str
) -> None:
    assert api.put(f"/projects/{project}", team=team)["team"]["gid"] == team
    home = api.post("/projects", workspace=personal)["gid"]
    assert api.refusal("PUT", f"/projects/{home}", team=team)[0] == 400


def test_dates_of_a_project(api: Api, project: str) -> None:
    path = f"/projects/{project}"
    assert api.put(path, due_date="2026-05-09")["due_on"] == "2026-05-09"
    assert api.refusal("PUT", path, start_on="2026-05-01")[0] == 400
    assert api.refusal("PUT", path, start_on="2026-05-01", due_on=None)[0] == 400
    assert api.refusal("PUT", path, start_on="2026-05-09", due_on="2026-05-09")[0] == 400
    changed = api.put(path, start_on="2026-05-01", due_on="2026-05-09")
    assert (changed["start_on"], changed["due_date"]) == ("2026-05-01", "2026-05-09")
    assert api.put(path, due_on=None)["start_on"] is None


@pytest.mark.parametrize("field", ["color", "icon", "default_view", "privacy_setting"])
def test_enums_of_a_project_are_checked(api: Api, project: str, field: str) -> None:
    status, message = api.refusal("PUT", f"/projects/{project}", **{field: "odd"})
    assert status == 400
    assert message.startswith(f"{field}: Value is not one of ")


def test_nullable_enums_can_be_cleared(api: Api, project: str) -> None:
    api.put(f"/projects/{project}", color="dark-pink")
    assert api.put(f"/projects/{project}", color=None)["color"] is None


def test_projects_are_filtered(api: Api, organization: str, personal: str, project: str) -> None:
    home = api.post("/projects", name="Archived", workspace=personal)["gid"]
    api.put(f"/projects/{home}", archived=True)
    assert "Archived" in names(api.get("/projects"))
    assert "Archived" not in names(api.get("/projects", workspace=organization))
    assert "Archived" in names(api.get(f"/workspaces/{personal}/projects", archived="true"))
    assert "Archived" not in names(api.get("/projects", workspace=personal, archived="false"))
    assert api.refusal("GET", "/projects", archived="x")[0] == 400


def test_members_and_followers(api: Api, project: str) -> None:
    path = f"/projects/{project}"
    added = api.post(f"{path}/addMembers", members=["tom@example.com"])
    assert names(added["members"]) == ["Maya Lindqvist", "Tom Okafor"]
    assert names(added["followers"]) == ["Maya Lindqvist"]
    followed = api.post(f"{path}/addFollowers", followers="priya@example.com, tom@example.com")
    assert names(followed["members"]) == ["Maya Lindqvist", "Tom Okafor", "Priya Nair"]
    unfollowed = api.post(f"{path}/removeFollowers", followers="tom@example.com")
    assert names(unfollowed["followers"]) == ["Maya Lindqvist", "Priya Nair"]
    assert len(unfollowed["members"]) == 3
    left = api.post(f"{path}/removeMembers", members="priya@example.com")
    assert names(left["members"]) == ["Maya Lindqvist", "Tom Okafor"]
    assert names(left["followers"]) == ["Maya Lindqvist"]


def test_members_are_required_and_known(api: Api, project: str, personal: str) -> None:
    path = f"/projects/{project}/addMembers"
    assert api.refusal("POST", path) == (400, "members: Missing input")
    assert api.refusal("POST", path, members="1") == (400, "members: [0]: Unknown object: 1")
    home = api.post("/projects", workspace=personal)["gid"]
    refusal = api.refusal("POST", f"/projects/{home}/addMembers", members="tom@example.com")
    assert refusal == (400, "members: Not a user in Workspace: tom@example.com")


def test_task_counts_show_only_what_was_asked_for(api: Api, project: str) -> None:
    path = f"/projects/{project}/task_counts"
    api.post("/tasks", projects=[project], completed=True)
    api.post("/tasks", projects=[project], resource_subtype="milestone")
    assert api.get(path) == {}
    fields = "num_tasks,num_completed_tasks,num_incomplete_tasks,num_milestones"
    assert api.get(path, opt_fields=fields) == {
        "num_tasks": 2,
        "num_completed_tasks": 1,
        "num_incomplete_tasks": 1,
        "num_milestones": 1,
    }


def test_a_deleted_project_takes_its_homeless_tasks_along(
    api: Api, project: str, organization: str
) -> None:
    other = api.post("/projects", name="Other", workspace=organization)["gid"]
    lost = api.post("/tasks", projects=[project])["gid"]
    kept = api.post("/tasks", projects=[project, other])["gid"]
    section = api.get(f"/projects/{project}/sections")[0]["gid"]
    assert api.delete(f"/projects/{project}") == {}
    assert api.refusal("GET", f"/projects/{project}")[0] == 404
    assert api.refusal("GET", f"/sections/{section}")[0] == 404
    assert api.refusal("GET", f"/tasks/{lost}")[0] == 404
    assert [p["gid"] for p in api.get(f"/tasks/{kept}")["projects"]] == [other]
