"""Status updates, project statuses, briefs, reactions."""

from typing import Any

import pytest

from tests.sandbox.conftest import Api, Clock


def update(api: Api, parent: str, **more: Any) -> dict[str, Any]:
    given = {"text": "Fine", "status_type": "on_track", **more}
    made: dict[str, Any] = api.post("/status_updates", parent=parent, **given)
    return made


def test_a_status_update_is_current_until_the_next(api: Api, project: str, clock: Clock) -> None:
    first = update(api, project, title="First")
    assert first["resource_subtype"] == "project_status_update"
    assert (first["author"]["name"], first["num_likes"]) == ("Maya Lindqvist", 0)
    moment = clock.advance(minutes=1)
    second = update(api, project)
    assert second["title"].startswith("Status Update - ")
    path = f"/projects/{project}"
    assert api.get(path)["current_status_update"]["gid"] == second["gid"]
    listed = api.get("/status_updates", parent=project)
    assert [each["gid"] for each in listed] == [second["gid"], first["gid"]]
    since = api.get("/status_updates", parent=project, created_since=moment)
    assert [each["gid"] for each in since] == [second["gid"]]
    api.delete(f"/status_updates/{second['gid']}")
    assert api.get(path)["current_status_update"]["gid"] == first["gid"]
    api.delete(f"/status_updates/{first['gid']}")
    assert api.get(path)["current_status_update"] is None
    assert api.get(path)["current_status"] is None


def test_types_depend_on_the_parent(api: Api, project: str, organization: str) -> None:
    goal = api.post("/goals", name="G", workspace=organization)["gid"]
    portfolio = api.post("/portfolios", name="P", workspace=organization)["gid"]
    assert update(api, goal, status_type="achieved")["resource_subtype"] == "goal_status_update"
    assert update(api, portfolio, status_type="on_hold")["parent"]["gid"] == portfolio
    for parent, wrong in ((project, "achieved"), (goal, "on_hold"), (goal, "splendid")):
        given = {"parent": parent, "text": "x", "status_type": wrong}
        assert api.refusal("POST", "/status_updates", **given)[0] == 400


def test_a_status_update_needs_its_words(api: Api, project: str, task: str) -> None:
    for missing in ("parent", "text", "status_type"):
        given = {"parent": project, "text": "x", "status_type": "on_track"}
        del given[missing]
        refusal = api.refusal("POST", "/status_updates", **given)
        assert refusal == (400, f"{missing}: Missing input")
    blank = {"parent": project, "text": " ", "status_type": "on_track"}
    assert api.refusal("POST", "/status_updates", **blank) == (400, "text: Missing input")
    foreign = {"parent": task, "text": "x", "status_type": "on_track"}
    assert api.refusal("POST", "/status_updates", **foreign)[0] == 400


def test_rich_text_is_kept(api: Api, project: str) -> None:
    made = api.post(
        "/status_updates",
        parent=project,
        html_text="<body><strong>Good</strong></body>",
        status_type="on_track",
    )
    assert made["text"] == "Good"
    shown = api.get(f"/status_updates/{made['gid']}", opt_fields="html_text")
    assert shown["html_text"] == "<body><strong>Good</strong></body>"


def test_ones_own_update_can_be_liked_at_once(api: Api, project: str) -> None:
    made = update(api, project, liked=True)
    assert (made["liked"], made["num_likes"], made["hearts"]) == (True, 1, made["likes"])


def test_only_the_author_deletes(api: Api, tom: Api, project: str) -> None:
    path = f"/status_updates/{update(api, project)['gid']}"
    assert tom.refusal("DELETE", path)[0] == 403
    assert api.delete(path) == {}


# Project statuses


def test_project_statuses_are_the_same_in_colours(api: Api, project: str) -> None:
    path = f"/projects/{project}/project_statuses"
    made = api.post(path, text="Late", color="red", title="Hm")
    assert (made["resource_type"], made["color"], made["author"]["name"]) == (
        "project_status",
        "red",
        "Maya Lindqvist",
    )
    assert api.get(f"/project_statuses/{made['gid']}") == made
    new = api.get(f"/status_updates/{made['gid']}")
    assert (new["status_type"], new["text"]) == ("off_track", "Late")
    update(api, project, title="Good")
    assert [each["title"] for each in api.get(path)] == ["Good", "Hm"]
    assert api.get(f"/projects/{project}")["current_status"]["title"] == "Good"
    assert api.delete(f"/project_statuses/{made['gid']}") == {}
    assert api.refusal("GET", f"/project_statuses/{made['gid']}")[0] == 404
    assert api.refusal("POST", path, text="x") == (400, "color: Missing input")


# Briefs


def test_a_project_has_one_brief(api: Api, project: str) -> None:
    path = f"/projects/{project}/project_briefs"
    assert api.refusal("POST", path, title="Brief")[0] == 400
    made = api.post(path, title="Brief", html_text="<body><h1>Why</h1></body>")
    assert (made["title"], made["html_text"]) == ("Brief", "<body><h1>Why</h1></body>")
    assert "text" not in made
    assert api.refusal("POST", path, text="x") == (400, "project: The project already has a brief")
    shown = api.get(f"/projects/{project}", opt_fields="project_brief.title")
    assert shown["project_brief"]["title"] == "Brief"
    one = f"/project_briefs/{made['gid']}"
    assert api.put(one, text="Plain")["html_text"] == "<body>Plain</body>"
    assert api.delete(one) == {}
    assert api.get(f"/projects/{project}", opt_fields="project_brief")["project_brief"] is None


def test_a_brief_has_pictures_and_tables(api: Api, project: str) -> None:
    html = (
        '<body><img data-asana-gid="1"/><table><tr><td>Seats: '
        f'<a data-asana-gid="{project}"/></td></tr></table></body>'
    )
    made = api.post(f"/projects/{project}/project_briefs", html_text=html)
    shown = api.get(f"/project_briefs/{made['gid']}", opt_fields="text")
    assert shown["text"] == "Seats: Fresh"
    table = "<body><table><tr><td>x</td></tr></table></body>"
    status, message = api.refusal("PUT", f"/projects/{project}", html_notes=table)
    assert (status, "a project has no <table>" in message) == (400, True)


def test_free_workspaces_have_no_briefs(api: Api, personal: str) -> None:
    free = api.post("/projects", workspace=personal)["gid"]
    assert api.refusal("POST", f"/projects/{free}/project_briefs", text="x")[0] == 402


# Reactions


@pytest.fixture
def praised(api: Api, organization: str) -> str:
    """The status update of the demo data, to which Tom reacted."""
    projects = api.get("/projects", workspace=organization)
    (cafe,) = (each["gid"] for each in projects if each["name"] == "Open Pier Street")
    return str(api.get("/status_updates", parent=cafe)[0]["gid"])


def test_reactions_are_listed_by_emoji(api: Api, praised: str) -> None:
    (reaction,) = api.get("/reactions", target=praised, emoji_base="👍")
    assert set(reaction) == {"gid", "emoji", "user"}
    assert (reaction["emoji"], reaction["user"]["name"]) == ("👍🏽", "Tom Okafor")
    assert api.get("/reactions", target=praised, emoji_base="🎉") == []
    missing = (400, "emoji_base: Missing input")
    assert api.refusal("GET", "/reactions", target=praised) == missing
