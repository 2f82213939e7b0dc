"""Searching for projects, and for tasks by related objects."""

from typing import Any

import pytest

from tests.sandbox.conftest import Api, Clock


@pytest.fixture(scope="module")
def found(api: Api, organization: str, clock: Clock) -> dict[str, str]:
    """Projects and tasks that cover all search filters: name -> gid."""
    team = api.post("/teams", name="Searchers", organization=organization)["gid"]
    portfolio = api.post("/portfolios", name="Searched", workspace=organization)["gid"]
    gids = {"team": team, "portfolio": portfolio}
    for name, more in (
        ("zoo lions", {"team": team, "due_on": "2030-01-05"}),
        ("zoo bears", {"workspace": organization, "owner": "tom@example.com"}),
        ("zoo birds", {"workspace": organization, "followers": ["priya@example.com"]}),
    ):
        clock.advance(days=1)
        gids[name] = api.post("/projects", name=name, **more)["gid"]
    api.post(f"/portfolios/{portfolio}/addItem", item=gids["zoo lions"])
    for subtype, more in (
        ("text", {}),
        ("number", {"precision": 1}),
        ("date", {}),
        ("people", {}),
        ("enum", {"enum_options": [{"name": "wild"}, {"name": "tame"}]}),
        ("multi_enum", {"enum_options": [{"name": "fur"}]}),
    ):
        field = api.post(
            "/custom_fields",
            name=f"Search {subtype}",
            resource_subtype=subtype,
            workspace=organization,
            **more,
        )
        gids[subtype] = field["gid"]
        if subtype == "enum":
            gids["wild"] = field["enum_options"][0]["gid"]
        api.post(f"/projects/{gids['zoo lions']}/addCustomFieldSetting", custom_field=field["gid"])
    values = {
        gids["text"]: "Serengeti",
        gids["number"]: 4.5,
        gids["date"]: {"date": "2026-04-01"},
        gids["people"]: ["tom@example.com"],
        gids["enum"]: gids["wild"],
    }
    for name, project in (("Leo", "zoo lions"), ("Nala", "zoo lions"), ("Baloo", "zoo bears")):
        gids[name] = api.post("/tasks", name=name, projects=[gids[project]])["gid"]
    api.put(f"/tasks/{gids['Leo']}", custom_fields=values)
    api.call("POST", f"/tasks/{gids['Nala']}/attachments", files={"file": ("a", b"")})
    api.post(f"/tasks/{gids['Baloo']}/stories", text="The bare necessities")
    api.put(f"/projects/{gids['zoo lions']}", custom_fields={gids["text"]: "Big cats"})
    return gids


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["lions", "bears", "birds"]),
        ({"text": "BEARS zoo"}, ["bears"]),
        ({"teams.any": "{team}"}, ["lions"]),
        ({"owner.any": "tom@example.com"}, ["bears"]),
        ({"members.any": "priya@example.com"}, ["birds"]),
        ({"members.not": "priya@example.com"}, ["lions", "bears"]),
        ({"portfolios.any": "{portfolio}"}, ["lions"]),
        ({"completed": "true"}, []),
        ({"completed": "false"}, ["lions", "bears", "birds"]),
        ({"due_on": "2030-01-05"}, ["lions"]),
        ({"due_on.after": "2030-01-05"}, []),
        ({"custom_fields.{text}.contains": "cats"}, ["lions"]),
        ({"limit": "1"}, ["lions"]),
        ({"sort_ascending": "false"}, ["birds", "bears", "lions"]),
        ({"sort_by": "due_date", "sort_ascending": "false", "limit": "1"}, ["lions"]),
    ],
)
def test_projects(
    api: Api, organization: str, found: dict[str, str], query: dict[str, str], expected: list[str]
) -> None:
    filled = {key.format(**found): value.format(**found) for key, value in query.items()}
    path = f"/workspaces/{organization}/projects/search"
    base = {"text": "zoo", "sort_by": "created_at", "sort_ascending": "true"}
    projects = api.get(path, **{**base, **filled})
    assert [project["name"].removeprefix("zoo ") for project in projects] == expected


def test_projects_by_time(api: Api, organization: str, found: dict[str, str]) -> None:
    path = f"/workspaces/{organization}/projects/search"
    bears = api.get(f"/projects/{found['zoo bears']}")["created_at"]
    (older,) = api.get(path, text="zoo", **{"created_at.before": bears})
    (same,) = api.get(path, text="zoo", **{"created_on": bears[:10]})
    assert (older["name"], same["name"]) == ("zoo lions", "zoo bears")
    assert api.get(path, text="zoo", sort_by="relevance")
    assert api.get(path, **{"due_at.before": bears}) == []


def test_project_search_needs_a_paid_plan_and_sight(
    api: Api, tom: Api, organization: str, personal: str
) -> None:
    refusal = (402, "Search is only available to premium users.")
    assert api.refusal("GET", f"/workspaces/{personal}/projects/search") == refusal
    api.post("/projects", name="zoo secrets", workspace=organization, privacy_setting="private")
    path = f"/workspaces/{organization}/projects/search"
    assert len(api.get(path, text="zoo secrets")) == 1
    assert tom.get(path, text="zoo secrets") == []
    assert tom.refusal("GET", path, sort_by="likes")[0] == 400


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"portfolios.any": "{portfolio}"}, "Leo Nala"),
        ({"has_attachment": "true"}, "Nala"),
        ({"has_attachment": "false"}, "Leo Baloo"),
        ({"commented_on_by.any": "me"}, "Baloo"),
        ({"commented_on_by.not": "me"}, "Leo Nala"),
        ({"custom_fields.{text}.is_set": "true"}, "Leo"),
        ({"custom_fields.{multi_enum}.is_set": "false"}, "Leo Nala Baloo"),
        ({"custom_fields.{text}.value": "serengeti"}, "Leo"),
        ({"custom_fields.{text}.starts_with": "Seren"}, "Leo"),
        ({"custom_fields.{text}.ends_with": "geti"}, "Leo"),
        ({"custom_fields.{text}.ends_with": "seren"}, ""),
        ({"custom_fields.{text}.contains": "ENGE"}, "Leo"),
        ({"custom_fields.{number}.value": "4.5"}, "Leo"),
        ({"custom_fields.{number}.less_than": "5"}, "Leo"),
        ({"custom_fields.{number}.greater_than": "4.5"}, ""),
        ({"custom_fields.{date}.value": "2026-04-01"}, "Leo"),
        ({"custom_fields.{date}.before": "2026-04-02"}, "Leo"),
        ({"custom_fields.{date}.after": "2026-04-01"}, ""),
        ({"custom_fields.{enum}.value": "{wild}"}, "Leo"),
        ({"custom_fields.{enum}.value": "1"}, ""),
        ({"custom_fields.{people}.is_set": "true"}, "Leo"),
    ],
)
def test_tasks(
    api: Api, organization: str, found: dict[str, str], query: dict[str, str], expected: str
) -> None:
    gids = {**found, "tom": api.get("/users/tom@example.com")["gid"]}
    filled = {key.format(**gids): value.format(**gids) for key, value in query.items()}
    filled["projects.any"] = f"{found['zoo lions']},{found['zoo bears']}"
    tasks = api.get(f"/workspaces/{organization}/tasks/search", **filled)
    order = ["Leo", "Nala", "Baloo"]
    assert sorted((task["name"] for task in tasks), key=order.index) == expected.split()


@pytest.mark.parametrize(
    ("field", "how", "value"),
    [
        ("text", "less_than", "1"),
        ("text", "odd", "1"),
        ("multi_enum", "value", "1"),
        ("people", "value", "1"),
        ("number", "value", "many"),
        ("date", "before", "soon"),
        ("text", "is_set", "maybe"),
    ],
)
def test_unsuitable_filters_are_refused(
    api: Api, organization: str, found: dict[str, str], field: str, how: str, value: Any
) -> None:
    name = f"custom_fields.{found[field]}.{how}"
    path = f"/workspaces/{organization}/tasks/search"
    status, message = api.refusal("GET", path, **{name: value})
    assert status == 400
    assert message.startswith(f"{name}: ")
    assert api.refusal("GET", path, **{"custom_fields.1.value": "x"})[0] == 400
