"""Links to objects in rich text."""

from typing import Any

import pytest

from tests.sandbox.conftest import Api


def link(gid: str, more: str = "", words: str = "") -> str:
    return f'<body><a data-asana-gid="{gid}"{more}>{words}</a></body>'


def notes(api: Api, task: str, html: str) -> tuple[str, str]:
    """The rich and plain notes after writing the rich notes."""
    api.put(f"/tasks/{task}", html_notes=html)
    shown: dict[str, Any] = api.get(f"/tasks/{task}", opt_fields="notes,html_notes")
    return shown["html_notes"], shown["notes"]


def test_a_link_takes_name_and_address(api: Api, task: str, project: str) -> None:
    html, plain = notes(api, task, link(project))
    assert plain == "Fresh"
    for attribute in (
        f'href="https://app.asana.com/1/{api.get("/workspaces")[0]["gid"]}/project/{project}"',
        'data-asana-accessible="true"',
        'data-asana-dynamic="true"',
        'data-asana-type="project"',
        f'data-asana-project="{project}"',
    ):
        assert attribute in html


def test_people_are_mentioned(api: Api, task: str) -> None:
    tom = api.get("/users/tom@example.com")["gid"]
    html, plain = notes(api, task, link(tom))
    assert plain == "@Tom Okafor"
    assert "/0/profile/" in html
    api.post(f"/tasks/{task}/stories", html_text=link(tom))
    followers = api.get(f"/tasks/{task}")["followers"]
    assert [user["name"] for user in followers] == ["Maya Lindqvist", "Tom Okafor"]


def test_other_objects_have_an_address_too(api: Api, task: str, project: str) -> None:
    status = {"parent": project, "text": "x", "status_type": "on_track"}
    update = api.post("/status_updates", **status)["gid"]
    html, _ = notes(api, task, link(update))
    assert 'data-asana-type="project_status"' in html
    assert f'href="https://app.asana.com/0/{update}"' in html


def test_a_static_link_keeps_its_words(api: Api, task: str, project: str) -> None:
    words = "our <em>best</em> project"
    html, plain = notes(api, task, link(project, ' data-asana-dynamic="false"', words))
    assert plain == "our best project"
    assert 'data-asana-dynamic="false"' in html
    _, plain = notes(api, task, link(project, "", words))
    assert plain == "Fresh"


def test_what_the_writer_does_not_see_stays_private(
    api: Api, tom: Api, organization: str, task: str
) -> None:
    hidden = tom.post(
        "/projects", name="Hidden", workspace=organization, privacy_setting="private"
    )["gid"]
    html, plain = notes(api, task, link(hidden, ' href="https://app.asana.com/0/1"'))
    assert plain == "Private Link"
    assert 'data-asana-accessible="false"' in html


@pytest.mark.parametrize("gid", ["123", ""])
def test_a_link_to_nothing_needs_an_address(api: Api, task: str, gid: str) -> None:
    refusal = api.refusal("PUT", f"/tasks/{task}", html_notes=link(gid))
    assert refusal == (400, f"html_notes: Unknown object: {gid}")


def test_plain_links_stay_as_they_are(api: Api, task: str) -> None:
    html = '<body><a href="https://example.com/">there</a></body>'
    assert notes(api, task, html) == (html, "there")
