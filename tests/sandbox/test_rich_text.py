"""Each rich text field accepts what Asana accepts there."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from asana import rich_text
from asana.rich_text import Field
from tests.rich_text.markdowns import markdowns
from tests.sandbox.conftest import Api

HEADING = "<body><h1>Why</h1>Because</body>"
TABLE = "<body><table><tr><td>a</td></tr></table></body>"


@pytest.fixture
def places(api: Api, organization: str, project: str, task: str) -> dict[str, tuple[str, str]]:
    """The paths and rich text fields, by type."""
    status = {"parent": project, "status_type": "on_track", "text": "x"}
    team = api.post("/teams", name="Team", organization=organization)["gid"]
    goal = api.post("/goals", name="Goal", workspace=organization)["gid"]
    brief = api.post(f"/projects/{project}/project_briefs", text="x")["gid"]
    assert api.post("/status_updates", **status)
    return {
        "task": (f"PUT /tasks/{task}", "html_notes"),
        "new task": ("POST /tasks", "html_notes"),
        "project": (f"PUT /projects/{project}", "html_notes"),
        "comment": (f"POST /tasks/{task}/stories", "html_text"),
        "comment on a goal": (f"POST /goals/{goal}/stories", "html_text"),
        "status": ("POST /status_updates", "html_text"),
        "old status": (f"POST /projects/{project}/project_statuses", "html_text"),
        "brief": (f"PUT /project_briefs/{brief}", "html_text"),
        "goal": (f"PUT /goals/{goal}", "html_notes"),
        "team": (f"PUT /teams/{team}", "html_description"),
    }


def write(api: Api, place: tuple[str, str], html: str, project: str, workspace: str) -> Any:
    route, field = place
    verb, path = route.split()
    extra: dict[str, str] = {}
    if path == "/tasks":
        extra = {"workspace": workspace}
    elif path == "/status_updates":
        extra = {"parent": project, "status_type": "on_track"}
    elif path.endswith("project_statuses"):
        extra = {"color": "green"}
    return api.call(verb, path, json={"data": {field: html, **extra}})


def test_each_field_has_its_tags(
    api: Api, places: dict[str, tuple[str, str]], project: str, organization: str
) -> None:
    with_headings = {"task", "new task", "brief"}
    for name, place in places.items():
        accepted = {
            html: write(api, place, html, project, organization).status_code < 300
            for html in ("<body><pre>a</pre></body>", HEADING, TABLE)
        }
        assert list(accepted.values()) == [True, name in with_headings, name == "brief"], name


def test_a_refusal_names_the_field_and_the_place(
    api: Api, places: dict[str, tuple[str, str]], project: str, organization: str
) -> None:
    for name, place in places.items():
        reply = write(api, place, "<body>a<ul><li><br/></li></ul></body>", project, organization)
        (error,) = reply.json()["errors"]
        problem = "line 1, column 16, in body > ul > li: Asana has no <br>; write a new line"
        assert error["message"] == f"{place[1]}: XML is invalid: {problem}", name


def test_each_field_excludes_its_plain_twin(
    api: Api, places: dict[str, tuple[str, str]], project: str
) -> None:
    for name in ("task", "project", "comment", "brief", "goal", "team"):
        route, field = places[name]
        verb, path = route.split()
        plain = field.removeprefix("html_")
        refusal = api.refusal(verb, path, **{field: "<body/>", plain: "x"})
        assert refusal == (400, f"You may only provide one of {plain} or {field}!")


def test_a_mention_needs_access_or_an_address(
    api: Api, places: dict[str, tuple[str, str]], project: str, organization: str
) -> None:
    for name, place in places.items():
        hidden = '<body><a data-asana-gid="404"/></body>'
        assert write(api, place, hidden, project, organization).status_code == 400, name
        with_address = hidden.replace("/>", ' href="https://app.asana.com/0/404"/>')
        assert write(api, place, with_address, project, organization).status_code < 300, name


def test_what_was_read_can_be_written(api: Api, task: str, project: str) -> None:
    tom = api.get("/users/tom@example.com")["gid"]
    text = f"Ask {rich_text.mention(tom)} about [our plan](asana:{project}?dynamic=false)"
    api.put(f"/tasks/{task}", html_notes=rich_text.from_markdown(text, to="task"))
    shown = api.get(f"/tasks/{task}", opt_fields="notes,html_notes")
    assert shown["notes"] == "Ask @Tom Okafor about our plan"
    api.put(f"/tasks/{task}", html_notes=shown["html_notes"])
    assert api.get(f"/tasks/{task}", opt_fields="notes,html_notes") == shown
    markdown = rich_text.to_markdown(shown["html_notes"])
    assert markdown == (
        f"Ask [@Tom Okafor](asana:{tom}) about [our plan](asana:{project}?dynamic=false)"
    )
    api.put(f"/tasks/{task}", html_notes=rich_text.from_markdown(markdown, to="task"))
    assert api.get(f"/tasks/{task}", opt_fields="notes,html_notes") == shown


@pytest.mark.parametrize(
    ("html", "notes"),
    [
        ("<h1>Head</h1>Some text", "Head\nSome text"),
        ("a<ul><li>b</li></ul>c", "a\nb\nc"),
        ("<pre>a\nb</pre>c", "a\nb\nc"),
    ],
)
def test_block_elements_end_a_line(api: Api, task: str, html: str, notes: str) -> None:
    assert api.put(f"/tasks/{task}", html_notes=f"<body>{html}</body>")["notes"] == notes


@pytest.mark.parametrize("to", ["task", "comment", "project", "status", "brief"])
def test_no_converted_markdown_is_refused(
    api: Api, places: dict[str, tuple[str, str]], project: str, organization: str, to: Field
) -> None:
    @settings(
        max_examples=40,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(markdowns)
    def send(text: str) -> None:
        html = rich_text.from_markdown(f"x\n\n{text}", to=to).replace("data-asana-gid", "href")
        html = html.replace("<img href", "<img data-asana-gid")
        reply = write(api, places[to], html, project, organization)
        assert reply.status_code < 300, (html, reply.text)

    send()
