from typing import Any

import pytest

from tests.sandbox.conftest import Api, Clock


@pytest.fixture(scope="module")
def found(api: Api, tom: Api, organization: str, clock: Clock) -> dict[str, str]:
    """Tasks in a separate project: name -> gid, with project, section, tag and team."""
    team = api.post("/teams", name="Search party", organization=organization)["gid"]
    project = api.post("/projects", name="Search", team=team)["gid"]
    section = api.post(f"/projects/{project}/sections", name="Elsewhere")["gid"]
    other = api.post("/projects", name="Other", workspace=organization)["gid"]
    tag = api.post("/tags", name="Searched", workspace=organization)["gid"]
    gids = {"project": project, "section": section, "other": other, "tag": tag, "team": team}
    for name, more in (
        ("red apple", {"assignee": "tom@example.com", "due_on": "2026-03-05", "tags": [tag]}),
        ("green apple", {"assignee": "me", "due_at": "2026-03-06T10:00:00Z", "liked": True}),
        ("pear", {"notes": "No APPLE at all", "followers": ["priya@example.com"]}),
        ("fig", {"projects": [project, other], "resource_subtype": "milestone"}),
    ):
        clock.advance(days=1)
        gids[name] = api.post("/tasks", **{"name": name, "projects": [project], **more})["gid"]
    api.post(f"/sections/{section}/addTask", task=gids["pear"])
    api.post(f"/tasks/{gids['fig']}/addDependencies", dependencies=[gids["pear"]])
    gids["seed"] = api.post(f"/tasks/{gids['fig']}/subtasks", name="seed")["gid"]
    clock.advance(days=1)
    tom.put(f"/tasks/{gids['red apple']}", completed=True)
    return gids


def search(api: Api, organization: str, **query: Any) -> list[str]:
    query = {"sort_by": "created_at", "sort_ascending": "true", **query}
    tasks = api.get(f"/workspaces/{organization}/tasks/search", **query)
    return [task["name"] for task in tasks]


EVERYTHING = ["red apple", "green apple", "pear", "fig"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, EVERYTHING),
        ({"text": "apple"}, ["red apple", "green apple", "pear"]),
        ({"text": "Apple RED"}, ["red apple"]),
        ({"assignee.any": "me"}, ["green apple"]),
        ({"assignee.any": "me,tom@example.com"}, ["red apple", "green apple"]),
        ({"assignee.any": "null"}, ["pear", "fig"]),
        ({"assignee.not": "me"}, ["red apple", "pear", "fig"]),
        ({"assigned_by.any": "me"}, ["red apple", "green apple"]),
        ({"created_by.not": "me"}, []),
        ({"followers.any": "priya@example.com"}, ["pear"]),
        ({"liked_by.not": "me"}, ["red apple", "pear", "fig"]),
        ({"projects.all": "{project},{other}"}, ["fig"]),
        ({"projects.not": "{other}"}, ["red apple", "green apple", "pear"]),
        ({"tags.any": "{tag}"}, ["red apple"]),
        ({"teams.any": "{team}"}, EVERYTHING),
        ({"sections.not": "{section}"}, ["red apple", "green apple", "fig"]),
        ({"completed": "true"}, ["red apple"]),
        ({"completed": "false"}, ["green apple", "pear", "fig"]),
        ({"is_blocked": "true"}, ["fig"]),
        ({"is_blocking": "true"}, ["pear"]),
        ({"is_subtask": "false"}, EVERYTHING),
        ({"resource_subtype": "milestone"}, ["fig"]),
        ({"due_on": "2026-03-05"}, ["red apple"]),
        ({"due_on": "null"}, ["pear", "fig"]),
        ({"due_on.before": "2026-03-06"}, ["red apple"]),
        ({"due_on.after": "2026-03-05"}, ["green apple"]),
        ({"due_at.after": "2026-03-06T09:00:00Z"}, ["green apple"]),
        ({"due_at.before": "2026-03-06T09:00:00Z"}, []),
        ({"text": "apple", "completed": "false"}, ["green apple", "pear"]),
    ],
)
def test_filters(
    api: Api, organization: str, found: dict[str, str], query: dict[str, str], expected: list[str]
) -> None:
    query = {key: value.format(**found) for key, value in query.items()}
    if not any(key.startswith("projects.") for key in query) or "projects.not" in query:
        query["projects.any"] = found["project"]
    assert search(api, organization, **query) == expected


def test_projects_and_sections_are_a_union(
    api: Api, organization: str, found: dict[str, str]
) -> None:
    query = {"projects.any": found["other"], "sections.any": found["section"]}
    assert search(api, organization, **query) == ["pear", "fig"]


def test_subtasks_are_found(api: Api, organization: str, found: dict[str, str]) -> None:
    assert search(api, organization, text="seed", is_subtask="true") == ["seed"]


def test_times_are_compared(api: Api, organization: str, found: dict[str, str]) -> None:
    home = {"projects.any": found["project"]}
    pear = api.get(f"/tasks/{found['pear']}")["created_at"]
    assert search(api, organization, **home, **{"created_at.before": pear}) == EVERYTHING[:2]
    assert search(api, organization, **home, **{"created_at.after": pear}) == ["fig"]
    assert search(api, organization, **home, **{"created_at": pear}) == ["pear"]
    assert search(api, organization, **home, **{"created_on": pear[:10]}) == ["pear"]
    done = api.get(f"/tasks/{found['red apple']}")["completed_at"]
    assert search(api, organization, **home, **{"completed_on": done[:10]}) == ["red apple"]
    assert search(api, organization, **home, **{"modified_at.after": pear})[0] == "red apple"


def test_sorting(api: Api, organization: str, found: dict[str, str]) -> None:
    def order(**query: str) -> str:
        names = search(api, organization, **{"projects.any": found["project"], **query})
        return " ".join(name[0] for name in names)

    assert order() == "r g p f"
    assert order(sort_ascending="false") == "f p g r"
    assert order(sort_by="due_date").endswith("r g")
    assert order(sort_by="likes").endswith("g")
    assert order(sort_by="completed_at").endswith("r")
    assert order(sort_by="modified_at", sort_ascending="false")[0] == "r"
    assert order(sort_by="relevance", sort_ascending="false")[0] == "r"


def test_one_page_only(api: Api, organization: str, found: dict[str, str]) -> None:
    path = f"/workspaces/{organization}/tasks/search"
    reply = api.call("GET", path, params={"limit": 2}).json()
    assert len(reply["data"]) == 2
    assert "next_page" not in reply
    assert len(api.get(path)) == 20
    assert len(api.get(path, limit=100)) > 20
    assert api.refusal("GET", path, limit=101)[0] == 400


@pytest.mark.parametrize(
    "query",
    [
        {"sort_by": "name"},
        {"completed": "maybe"},
        {"due_on": "soon"},
        {"projects.any": "1"},
        {"resource_subtype": "odd"},
    ],
)
def test_bad_filters_are_refused(api: Api, organization: str, query: dict[str, str]) -> None:
    (name,) = query
    status, message = api.refusal("GET", f"/workspaces/{organization}/tasks/search", **query)
    assert status == 400
    assert message.startswith(f"{name}: ")


def test_search_needs_a_paid_plan(api: Api, personal: str) -> None:
    refusal = (402, "Search is only available to premium users.")
    assert api.refusal("GET", f"/workspaces/{personal}/tasks/search") == refusal


def test_search_hides_what_the_caller_may_not_see(tom: Api, api: Api, organization: str) -> None:
    api.post("/tasks", name="Unseen by Tom", workspace=organization)
    assert search(api, organization, text="unseen by tom") == ["Unseen by Tom"]
    assert search(tom, organization, text="unseen by tom") == []
