from typing import Any

import pytest

from tests.sandbox.conftest import Api, Clock


def names(records: list[dict[str, Any]]) -> list[str]:
    return [record["name"] for record in records]


# Create


def test_a_new_task_has_the_full_record(api: Api, organization: str) -> None:
    task = api.post("/tasks", name="New", workspace=organization)
    assert task["resource_type"] == "task"
    assert task["resource_subtype"] == "default_task"
    assert task["workspace"]["gid"] == organization
    assert names(task["followers"]) == ["Maya Lindqvist"]
    assert task["completed"] is False
    assert task["created_at"] == task["modified_at"]
    assert task["assignee_status"] == "upcoming"
    assert (task["assignee"], task["due_on"], task["custom_fields"]) == (None, None, [])
    assert "approval_status" not in task
    assert task["gid"].isdigit()
    assert task["actual_time_minutes"] == 0
    assert api.get(f"/tasks/{task['gid']}") == {**task, "actual_time_minutes": None}


def test_a_new_task_needs_a_home(api: Api) -> None:
    refusal = (400, "You should specify one of workspace, parent, projects")
    assert api.refusal("POST", "/tasks", name="Homeless") == refusal


def test_a_new_task_goes_to_the_first_section_of_its_project(api: Api, project: str) -> None:
    task = api.post("/tasks", name="New", projects=[project])
    (membership,) = task["memberships"]
    assert membership["section"]["name"] == "Untitled section"
    assert task["projects"][0]["gid"] == project


def test_projects_may_be_a_comma_list(api: Api, project: str, organization: str) -> None:
    other = api.post("/projects", name="Other", workspace=organization)["gid"]
    task = api.post("/tasks", projects=f"{project},{other}")
    assert [p["gid"] for p in task["projects"]] == [project, other]


def test_memberships_name_the_section(api: Api, project: str) -> None:
    section = api.post(f"/projects/{project}/sections", name="Later")["gid"]
    task = api.post("/tasks", memberships=[{"project": project, "section": section}])
    assert task["memberships"][0]["section"]["gid"] == section


def test_memberships_are_checked(api: Api, project: str, organization: str) -> None:
    other = api.post("/projects", name="Other", workspace=organization)["gid"]
    section = api.get(f"/projects/{other}/sections")[0]["gid"]
    for memberships, message in (
        ([{"section": section}], "memberships: [0]: project: Missing required field"),
        ("x", "memberships: Value is not an array: x"),
        (
            [{"project": project}, {"project": project, "section": section}],
            f"memberships: [1]: section: Section is not in this project: {section}",
        ),
    ):
        assert api.refusal("POST", "/tasks", memberships=memberships) == (400, message)


def test_projects_of_two_workspaces_do_not_mix(
    api: Api, project: str, organization: str, personal: str
) -> None:
    status, message = api.refusal("POST", "/tasks", workspace=personal, projects=[project])
    assert status == 400
    assert message.startswith("projects: Object is not in the same workspace")


def test_a_task_is_in_at_most_twenty_projects(api: Api, organization: str) -> None:
    projects = [
        api.post("/projects", name=f"P{n}", workspace=organization)["gid"] for n in range(21)
    ]
    refusal = (400, "projects: A task can be in at most 20 projects")
    assert api.refusal("POST", "/tasks", projects=projects) == refusal
    task = api.post("/tasks", projects=projects[:20])["gid"]
    status, message = api.refusal("POST", f"/tasks/{task}/addProject", project=projects[20])
    assert (status, message) == (400, "project: A task can be in at most 20 projects")
    section = api.get(f"/projects/{projects[20]}/sections")[0]["gid"]
    assert api.refusal("POST", f"/sections/{section}/addTask", task=task) == refusal
    for made in projects:
        api.delete(f"/projects/{made}")


def test_a_subtask_has_no_project_of_its_own(api: Api, task: str, project: str) -> None:
    subtask = api.post("/tasks", name="Sub", parent=task, projects=[project])
    assert (subtask["parent"]["gid"], subtask["projects"]) == (task, [])


def test_the_workspace_of_a_subtask_must_be_its_parents(api: Api, task: str, personal: str) -> None:
    status, message = api.refusal("POST", "/tasks", parent=task, workspace=personal)
    assert (status, message) == (400, f"parent: Object is not in the same workspace: {task}")


def test_the_workspace_may_be_in_the_path(api: Api, organization: str) -> None:
    task = api.post(f"/workspaces/{organization}/tasks", name="Alias", assignee="me")
    mine = api.get(f"/workspaces/{organization}/tasks", assignee="me")
    assert task["gid"] in [each["gid"] for each in mine]


@pytest.mark.parametrize("who", ["me", "MAYA@example.com"])
def test_the_assignee_follows(api: Api, tom: Api, organization: str, who: str) -> None:
    task = tom.post("/tasks", workspace=organization, assignee="maya@example.com")
    assert names(task["followers"]) == ["Tom Okafor", "Maya Lindqvist"]
    assert api.post("/tasks", workspace=organization, assignee=who)["assignee"]["name"]


def test_people_must_be_in_the_workspace(
    api: Api, tom: Api, organization: str, personal: str
) -> None:
    sent = "tom@example.com"
    refusal = api.refusal("POST", "/tasks", workspace=personal, assignee=sent)
    assert refusal == (400, f"assignee: Not a user in Workspace: {sent}")
    gid = tom.get("/users/me")["gid"]
    refusal = api.refusal("POST", "/tasks", workspace=personal, followers=["me", gid])
    assert refusal == (400, f"followers: Not a user in Workspace: {gid}")
    refusal = api.refusal("POST", "/tasks", workspace=organization, assignee="no@example.com")
    assert refusal == (400, "assignee: Unknown object: no@example.com")


def test_null_is_an_empty_list(api: Api, organization: str) -> None:
    empty = {"followers": None, "tags": None, "projects": None, "memberships": None}
    task = api.post("/tasks", workspace=organization, **empty)
    assert (len(task["followers"]), task["tags"], task["memberships"]) == (1, [], [])


def test_tags_must_be_in_the_workspace(api: Api, organization: str, personal: str) -> None:
    tag = api.post("/tags", name="Home", workspace=personal)["gid"]
    status, message = api.refusal("POST", "/tasks", workspace=organization, tags=[tag])
    assert (status, message) == (400, f"tags: Object is not in the same workspace: {tag}")
    assert api.post("/tasks", workspace=personal, tags=[tag])["tags"][0]["name"] == "Home"


def test_likes_of_a_new_task(api: Api, organization: str) -> None:
    assert api.post("/tasks", workspace=organization, liked=True)["num_hearts"] == 1


# Update


def test_an_update_merges(api: Api, task: str) -> None:
    changed = api.put(f"/tasks/{task}", notes="More")
    assert (changed["name"], changed["notes"]) == ("Fresh task", "More")


@pytest.mark.parametrize(
    "field",
    [
        *("projects", "tags", "followers", "memberships", "workspace", "parent"),
        *("gid", "created_at", "modified_at", "completed_by", "num_likes", "permalink_url"),
    ],
)
def test_some_properties_cannot_be_written(api: Api, task: str, field: str) -> None:
    refusal = (400, f"{field}: Cannot write this property")
    assert api.refusal("PUT", f"/tasks/{task}", **{field: []}) == refusal


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", 5, "Value is not a string: 5"),
        ("completed", "yes", "Value is not a boolean: yes"),
        ("completed", None, "Value is not a boolean: null"),
        ("liked", 1, "Value is not a boolean: 1"),
        ("resource_subtype", "odd", "Value is not one of "),
        ("due_on", "12/31/2026", "Date must be in ISO-8601 (yyyy-mm-dd) format, not: 12/31/2026"),
        ("due_on", "2026-02-30", "Date must be in ISO-8601 (yyyy-mm-dd) format, not: 2026-02-30"),
        ("due_on", True, "Date must be in ISO-8601 (yyyy-mm-dd) format, not: true"),
        ("due_at", "tomorrow", "Date must be in ISO-8601 format, not: tomorrow"),
        ("due_at", "2026-01-01T25:00", "Date must be in ISO-8601 format, not: 2026-01-01T25:00"),
        ("assignee", "bob", "Not a recognized ID: bob"),
    ],
)
def test_values_are_validated(api: Api, task: str, field: str, value: Any, message: str) -> None:
    status, said = api.refusal("PUT", f"/tasks/{task}", **{field: value})
    assert status == 400
    assert said.startswith(f"{field}: {message}")


def test_a_refused_update_changes_nothing(api: Api, task: str) -> None:
    before = api.get(f"/tasks/{task}")
    api.refusal("PUT", f"/tasks/{task}", name="New", completed="yes")
    assert api.get(f"/tasks/{task}") == before


def test_null_clears(api: Api, task: str) -> None:
    api.put(f"/tasks/{task}", assignee="me", due_on="2026-05-01", notes="x")
    cleared = api.put(f"/tasks/{task}", assignee=None, due_on=None, notes=None)
    assert (cleared["assignee"], cleared["due_on"], cleared["notes"]) == (None, None, "")


def test_assignee_status_needs_an_assignee(api: Api, task: str) -> None:
    message = "assignee_status: Cannot be set on a task without an assignee"
    assert api.refusal("PUT", f"/tasks/{task}", assignee_status="today") == (400, message)
    changed = api.put(f"/tasks/{task}", assignee="me", assignee_status="today")
    assert changed["assignee_status"] == "today"


def test_assigned_by_is_who_assigned(api: Api, tom: Api, task: str) -> None:
    api.put(f"/tasks/{task}", assignee="tom@example.com")
    shown = api.get(f"/tasks/{task}", opt_fields="assigned_by.name")
    assert shown["assigned_by"]["name"] == "Maya Lindqvist"


def test_liking_and_unliking(api: Api, tom: Api, project: str) -> None:
    task = api.post("/tasks", projects=[project], liked=True)["gid"]
    first = api.get(f"/tasks/{task}")["likes"]
    assert api.put(f"/tasks/{task}", liked=True)["likes"] == first
    assert tom.put(f"/tasks/{task}", liked=True)["num_likes"] == 2
    left = api.put(f"/tasks/{task}", liked=False)
    assert (left["liked"], left["num_likes"], left["hearted"]) == (False, 1, False)
    assert tom.get(f"/tasks/{task}")["liked"] is True


# Rich text


def test_notes_and_html_notes_follow_each_other(api: Api, task: str) -> None:
    fields = {"opt_fields": "notes,html_notes"}
    api.put(f"/tasks/{task}", notes="1 < 2")
    assert api.get(f"/tasks/{task}", **fields)["html_notes"] == "<body>1 &lt; 2</body>"
    html = "<body>Hello <strong>you</strong><ul><li>one</li></ul></body>"
    api.put(f"/tasks/{task}", html_notes=html)
    shown = api.get(f"/tasks/{task}", **fields)
    assert (shown["html_notes"], shown["notes"]) == (html, "Hello you\none\n")


def test_links_are_allowed(api: Api, task: str) -> None:
    html = '<body><a href="https://example.com">there</a></body>'
    assert api.put(f"/tasks/{task}", html_notes=html)["notes"] == "there"


@pytest.mark.parametrize(
    "html",
    [
        "plain",
        "",
        "<body>open",
        "<body>a<br/>b</body>",
        "<p>x</p>",
        "<body><body/></body>",
        '<body><em class="x">y</em></body>',
        "<BODY>x</BODY>",
        "<!DOCTYPE body><body/>",
        "<body>&nbsp;</body>",
    ],
)
def test_malformed_rich_text_is_refused(api: Api, task: str, html: str) -> None:
    status, message = api.refusal("PUT", f"/tasks/{task}", html_notes=html)
    assert status == 400
    assert message.startswith("html_notes: XML is invalid: ")


def test_only_one_of_notes_and_html_notes(api: Api, task: str) -> None:
    refusal = api.refusal("PUT", f"/tasks/{task}", notes="x", html_notes="<body/>")
    assert refusal == (400, "You may only provide one of notes or html_notes!")


# Dates


def test_due_at_exposes_due_on_and_due_on_clears_due_at(api: Api, task: str) -> None:
    timed = api.put(f"/tasks/{task}", due_at="2026-05-01T23:30:00-02:00")
    assert (timed["due_at"], timed["due_on"]) == ("2026-05-02T01:30:00.000Z", "2026-05-02")
    day = api.put(f"/tasks/{task}", due_on="2026-05-03")
    assert (day["due_at"], day["due_on"]) == (None, "2026-05-03")
    api.put(f"/tasks/{task}", due_at="2026-05-01T10:00+0130")
    gone = api.put(f"/tasks/{task}", due_at=None)
    assert (gone["due_at"], gone["due_on"]) == (None, None)


def test_due_on_and_due_at_exclude_each_other(api: Api, task: str) -> None:
    both = {"due_on": "2026-05-01", "due_at": "2026-05-01T10:00:00Z"}
    refusal = (400, "You may only provide one of due_on or due_at!")
    assert api.refusal("PUT", f"/tasks/{task}", **both) == refusal


def test_a_start_date_needs_a_due_date_in_the_request(api: Api, task: str) -> None:
    api.put(f"/tasks/{task}", due_on="2026-05-09")
    path = f"/tasks/{task}"
    assert api.refusal("PUT", path, start_on="2026-05-01")[0] == 400
    assert api.refusal("PUT", path, start_at="2026-05-01T00:00Z", due_on="2026-05-09")[0] == 400
    assert api.refusal("PUT", path, start_on="2026-05-01", due_on=None)[0] == 400
    assert api.refusal("PUT", path, start_on="2026-05-10", due_on="2026-05-09")[0] == 400
    changed = api.put(path, start_on="2026-05-01", due_on="2026-05-09")
    assert (changed["start_on"], changed["start_at"]) == ("2026-05-01", None)


def test_start_at_exposes_start_on(api: Api, task: str) -> None:
    path = f"/tasks/{task}"
    changed = api.put(path, start_at="2026-05-01T08:00Z", due_at="2026-05-01T09:00Z")
    assert (changed["start_on"], changed["due_on"]) == ("2026-05-01", "2026-05-01")
    late = {"start_at": "2026-05-01T10:00Z", "due_at": "2026-05-01T09:00Z"}
    assert api.refusal("PUT", path, **late)[0] == 400
    gone = api.put(path, start_at=None, due_at="2026-05-01T09:00Z")
    assert (gone["start_on"], gone["start_at"]) == (None, None)


def test_a_start_date_leaves_with_the_due_date(api: Api, task: str) -> None:
    api.put(f"/tasks/{task}", start_on="2026-05-01", due_on="2026-05-09")
    assert api.put(f"/tasks/{task}", due_on=None)["start_on"] is None


def test_a_milestone_has_no_start_date(api: Api, organization: str) -> None:
    dates = {"start_on": "2026-05-01", "due_on": "2026-05-09"}
    home = {"workspace": organization, "resource_subtype": "milestone"}
    refusal = (400, "start_on: A milestone cannot have a start date")
    assert api.refusal("POST", "/tasks", **home, **dates) == refusal


# Completion


def test_completion_is_recorded(api: Api, tom: Api, project: str, clock: Clock) -> None:
    task = api.post("/tasks", projects=[project])["gid"]
    moment = clock.advance(minutes=5)
    done = tom.put(f"/tasks/{task}", completed=True)
    assert (done["completed_at"], done["modified_at"]) == (moment, moment)
    assert "completed_by" not in {**done, **api.get(f"/tasks/{task}")}
    named = api.get(f"/tasks/{task}", opt_fields="completed_by.name")
    assert named["completed_by"]["name"] == "Tom Okafor"
    clock.advance(minutes=5)
    assert api.put(f"/tasks/{task}", completed=True)["completed_at"] == moment
    api.put(f"/tasks/{task}", completed=False)
    again = api.get(f"/tasks/{task}", opt_fields="completed_at,completed_by")
    assert (again["completed_at"], again["completed_by"]) == (None, None)


def test_approvals_are_completed_by_their_status(api: Api, organization: str) -> None:
    home = {"workspace": organization, "resource_subtype": "approval"}
    task = api.post("/tasks", **home)
    assert task["approval_status"] == "pending"
    path = f"/tasks/{task['gid']}"
    assert api.put(path, approval_status="rejected")["completed"] is True
    assert api.put(path, approval_status="pending")["completed"] is False
    assert api.put(path, completed=True)["approval_status"] == "approved"
    assert api.put(path, completed=False)["approval_status"] == "pending"
    assert "approval_status" not in api.put(path, resource_subtype="default_task")


def test_a_completed_task_becomes_an_approved_approval(api: Api, task: str) -> None:
    api.put(f"/tasks/{task}", completed=True)
    changed = api.put(f"/tasks/{task}", resource_subtype="approval")
    assert changed["approval_status"] == "approved"


def test_only_approvals_have_an_approval_status(api: Api, task: str) -> None:
    refusal = api.refusal("PUT", f"/tasks/{task}", approval_status="approved")
    assert refusal == (400, "approval_status: Only an approval has this property")


# modified_at


def test_what_moves_modified_at(api: Api, task: str, project: str, clock: Clock) -> None:
    def modified_by(change: Any) -> bool:
        before = api.get(f"/tasks/{task}")["modified_at"]
        clock.advance(seconds=1)
        change()
        return bool(api.get(f"/tasks/{task}")["modified_at"] > before)

    path = f"/tasks/{task}"
    section = api.post(f"/projects/{project}/sections", name="Next")["gid"]
    assert modified_by(lambda: api.put(path, name="Renamed"))
    assert not modified_by(lambda: api.put(path, name="Renamed"))
    assert modified_by(lambda: api.post(f"{path}/stories", text="Comment"))
    assert not modified_by(lambda: api.post(f"{path}/addProject", project=project))
    assert not modified_by(lambda: api.post(f"/sections/{section}/addTask", task=task))
    assert not modified_by(lambda: api.post(f"{path}/subtasks", name="Sub"))


# Delete


def test_a_deleted_task_is_gone_with_its_subtasks(api: Api, task: str, project: str) -> None:
    subtask = api.post(f"/tasks/{task}/subtasks", name="Sub")["gid"]
    waiting = api.post("/tasks", projects=[project])["gid"]
    awaited = api.post("/tasks", projects=[project])["gid"]
    api.post(f"/tasks/{task}/addProject", project=project)
    api.post(f"/tasks/{task}/addDependents", dependents=[waiting])
    api.post(f"/tasks/{task}/addDependencies", dependencies=[awaited])
    story = api.get(f"/tasks/{task}/stories")[0]["gid"]
    assert api.delete(f"/tasks/{task}") == {}
    for path in (f"/tasks/{task}", f"/tasks/{subtask}", f"/stories/{story}"):
        assert api.refusal("GET", path)[0] == 404
    assert api.get(f"/tasks/{waiting}/dependencies") == []
    assert api.get(f"/tasks/{awaited}/dependents") == []
    assert len(api.get(f"/projects/{project}/tasks")) == 2


def test_a_deleted_subtask_leaves_its_parent(api: Api, task: str) -> None:
    subtask = api.post(f"/tasks/{task}/subtasks", name="Sub")["gid"]
    api.delete(f"/tasks/{subtask}")
    assert api.get(f"/tasks/{task}/subtasks") == []
