from typing import Any

import pytest

from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api, Clock


def stories(api: Api, task: str, fields: str = "") -> list[dict[str, Any]]:
    query = {"opt_fields": fields} if fields else {}
    found: list[dict[str, Any]] = api.get(f"/tasks/{task}/stories", **query)
    return found


def last(api: Api, task: str) -> dict[str, Any]:
    """The newest story in full, without the common fields."""
    story: dict[str, Any] = api.get(f"/stories/{stories(api, task)[-1]['gid']}")
    return story


# Comments


def test_a_comment_has_the_full_record(api: Api, task: str) -> None:
    comment = api.post(f"/tasks/{task}/stories", text="Well done")
    expected = {"type": "comment", "resource_subtype": "comment_added", "text": "Well done"}
    assert {key: comment[key] for key in expected} == expected
    assert comment["target"]["gid"] == task
    assert comment["created_by"]["name"] == "Maya Lindqvist"
    assert (comment["is_editable"], comment["is_edited"], comment["source"]) == (True, False, "api")
    assert (comment["likes"], comment["liked"], comment["num_likes"]) == ([], False, 0)
    assert "assignee" not in comment
    assert "html_text" not in comment


def test_comments_are_listed_compactly_oldest_first(api: Api, task: str) -> None:
    for text in ("one", "two"):
        api.post(f"/tasks/{task}/stories", text=text)
    listed = stories(api, task)
    assert [story["text"] for story in listed] == ["one", "two"]
    assert set(listed[0]) == {
        *("gid", "resource_type", "created_at", "created_by", "resource_subtype", "text", "type")
    }


def test_rich_comments_have_a_plain_text(api: Api, task: str) -> None:
    comment = api.post(f"/tasks/{task}/stories", html_text="<body><em>Hm</em></body>")
    assert comment["text"] == "Hm"
    assert api.get(f"/stories/{comment['gid']}", opt_fields="html_text") == {
        "gid": comment["gid"],
        "html_text": "<body><em>Hm</em></body>",
    }


def test_a_comment_needs_words_or_a_sticker(api: Api, task: str) -> None:
    path = f"/tasks/{task}/stories"
    refusal = (400, "You should specify one of text, html_text, sticker_name")
    assert api.refusal("POST", path) == refusal
    assert api.refusal("POST", path, text="") == refusal
    assert api.refusal("POST", path, text="x", html_text="<body/>")[0] == 400
    assert api.refusal("POST", path, html_text="x")[0] == 400
    assert api.post(path, sticker_name="party_popper")["sticker_name"] == "party_popper"


def test_who_comments_follows(api: Api, tom: Api, project: str) -> None:
    task = api.post("/tasks", projects=[project])["gid"]
    for _ in range(2):
        tom.post(f"/tasks/{task}/stories", text="Me too")
    followers = api.get(f"/tasks/{task}")["followers"]
    assert [user["name"] for user in followers] == ["Maya Lindqvist", "Tom Okafor"]


def test_own_comments_can_be_edited(api: Api, task: str) -> None:
    path = f"/stories/{api.post(f'/tasks/{task}/stories', text='Tpyo')['gid']}"
    assert api.put(path, is_pinned=True)["is_edited"] is False
    edited = api.put(path, text="Typo")
    assert (edited["text"], edited["is_edited"], edited["is_pinned"]) == ("Typo", True, True)
    assert api.refusal("PUT", path, text="") == (400, "text: Missing input")
    assert api.put(path, html_text="<body>Rich</body>")["text"] == "Rich"


def test_comments_of_others_can_be_pinned_only(api: Api, tom: Api, project: str) -> None:
    task = api.post("/tasks", projects=[project])["gid"]
    path = f"/stories/{api.post(f'/tasks/{task}/stories', text='Mine')['gid']}"
    assert tom.put(path, is_pinned=True)["is_pinned"] is True
    assert tom.refusal("PUT", path, text="Yours")[0] == 403
    assert tom.refusal("DELETE", path) == (403, "You do not have access to delete this story.")
    assert api.delete(path) == {}
    assert api.refusal("GET", path)[0] == 404


def test_system_stories_cannot_be_edited(api: Api, task: str, clock: Clock) -> None:
    clock.advance(minutes=1)
    api.put(f"/tasks/{task}", name="Renamed")
    path = f"/stories/{last(api, task)['gid']}"
    assert api.refusal("PUT", path, text="x") == (400, "story: Cannot edit a system story")
    assert api.put(path)["resource_subtype"] == "name_changed"
    assert api.refusal("PUT", path, source="web") == (400, "source: Cannot write this property")


def test_stories_of_a_project(api: Api, project: str) -> None:
    task = api.post("/tasks", projects=[project])["gid"]
    api.post(f"/tasks/{task}/stories", text="Hello")
    texts = [story["text"] for story in api.get(f"/projects/{project}/stories")]
    assert texts == ["Maya Lindqvist added this task to Fresh", "Hello"]


# The stories of actions


@pytest.mark.parametrize(
    ("change", "subtype", "text"),
    [
        ({"name": "New"}, "name_changed", 'changed the name to "New"'),
        ({"notes": "New"}, "notes_changed", "changed the description"),
        ({"html_notes": "<body>New</body>"}, "notes_changed", "changed the description"),
        ({"assignee": "tom@example.com"}, "assigned", "assigned to Tom Okafor"),
        ({"completed": True}, "marked_complete", "marked this task complete"),
        ({"due_on": "2026-02-21"}, "due_date_changed", "changed the due date to February 21"),
        (
            {"due_at": "2026-02-21T10:00Z"},
            "due_date_changed",
            "changed the due date to February 21",
        ),
        ({"liked": True}, "liked", "liked this task"),
        (
            {"resource_subtype": "milestone"},
            "resource_subtype_changed",
            "changed this to a milestone",
        ),
    ],
)
def test_updates_write_stories(
    api: Api, task: str, clock: Clock, change: dict[str, Any], subtype: str, text: str
) -> None:
    clock.advance(minutes=1)
    api.put(f"/tasks/{task}", **change)
    (story,) = stories(api, task)
    assert (story["type"], story["resource_subtype"]) == ("system", subtype)
    assert story["text"] == f"Maya Lindqvist {text}"
    api.put(f"/tasks/{task}", **change)
    assert len(stories(api, task)) == 1


def test_stories_of_going_back(api: Api, task: str) -> None:
    api.put(f"/tasks/{task}", assignee="me", completed=True, due_on="2026-02-21", liked=True)
    before = len(stories(api, task))
    api.put(f"/tasks/{task}", assignee=None, completed=False, due_on=None, liked=False)
    subtypes = [story["resource_subtype"] for story in stories(api, task)[before:]]
    assert subtypes == ["unassigned", "marked_incomplete", "due_date_changed"]
    assert stories(api, task)[-1]["text"] == "Maya Lindqvist removed the due date"


def test_a_new_task_is_renamed_without_a_story(api: Api, task: str, clock: Clock) -> None:
    clock.advance(seconds=59)
    api.put(f"/tasks/{task}", name="Settled", completed=True)
    assert [story["resource_subtype"] for story in stories(api, task)] == ["marked_complete"]
    clock.advance(seconds=1)
    api.put(f"/tasks/{task}", name="New")
    assert last(api, task)["old_name"] == "Settled"


def test_a_renaming_keeps_both_names(api: Api, task: str, clock: Clock) -> None:
    clock.advance(minutes=1)
    api.put(f"/tasks/{task}", name="New")
    story = last(api, task)
    assert (story["old_name"], story["new_name"]) == ("Fresh task", "New")
    assert "likes" not in story
    assert "num_likes" not in story


def test_new_dates_are_compared_with_the_old(api: Api, task: str) -> None:
    api.put(f"/tasks/{task}", start_on="2026-02-20", due_on="2026-02-21")
    story = last(api, task)
    assert story["resource_subtype"] == "start_date_changed"
    assert story["old_dates"] == {"start_on": None, "due_at": None, "due_on": None}
    assert story["new_dates"] == {"start_on": "2026-02-20", "due_at": None, "due_on": "2026-02-21"}


def test_an_approval_tells_its_status(api: Api, organization: str) -> None:
    home = {"workspace": organization, "resource_subtype": "approval"}
    task = api.post("/tasks", **home)["gid"]
    api.put(f"/tasks/{task}", approval_status="changes_requested")
    told, completed = stories(api, task, "old_approval_status,new_approval_status,text")
    assert (told["old_approval_status"], told["new_approval_status"]) == (
        "pending",
        "changes_requested",
    )
    assert completed["text"] == "Maya Lindqvist marked this task complete"
    assert "old_approval_status" not in completed


def test_becoming_an_approval_is_one_story(api: Api, task: str) -> None:
    api.put(f"/tasks/{task}", resource_subtype="approval")
    assert [s["resource_subtype"] for s in stories(api, task)] == ["resource_subtype_changed"]


def test_a_new_task_tells_its_project_and_assignee(api: Api, project: str) -> None:
    task = api.post("/tasks", projects=[project], assignee="me")["gid"]
    subtypes = [story["resource_subtype"] for story in stories(api, task)]
    assert subtypes == ["added_to_project", "assigned"]
    assert last(api, task)["assignee"]["name"] == "Maya Lindqvist"


def test_moving_between_sections(api: Api, project: str) -> None:
    task = api.post("/tasks", projects=[project])["gid"]
    section = api.post(f"/projects/{project}/sections", name="Next")["gid"]
    api.post(f"/sections/{section}/addTask", task=task)
    story = last(api, task)
    assert story["resource_subtype"] == "section_changed"
    assert story["text"] == "Maya Lindqvist moved this task from Untitled section to Next in Fresh"
    assert (story["old_section"]["name"], story["new_section"]["gid"]) == (
        "Untitled section",
        section,
    )
    assert story["project"]["gid"] == project


def test_links_and_tags_are_told(api: Api, organization: str, task: str, project: str) -> None:
    tag = api.post("/tags", name="T", workspace=organization)["gid"]
    other = api.post("/tasks", name="Other", projects=[project])["gid"]
    api.post(f"/tasks/{task}/addTag", tag=tag)
    api.post(f"/tasks/{task}/removeTag", tag=tag)
    api.post(f"/tasks/{task}/addDependencies", dependencies=[other])
    api.put(f"/tasks/{other}", completed=True)
    api.post(f"/tasks/{task}/removeDependencies", dependencies=[other])
    assert [story["resource_subtype"] for story in stories(api, task)] == [
        "added_to_tag",
        "removed_from_tag",
        "dependency_added",
        "dependency_marked_complete",
        "dependency_removed",
    ]
    assert last(api, task)["dependency"]["gid"] == other


def test_stories_of_duplicates_name_the_other_task(
    api: Api, task: str, organization: str, sandbox: Sandbox
) -> None:
    other = api.post("/tasks", name="Other", workspace=organization)["gid"]
    api.post(f"/tasks/{task}/stories", text="The same?")
    with sandbox.store.lock:
        found = {gid: sandbox.store.get("task", gid) for gid in (task, other)}
        [comment] = sandbox.store.where("story", "target", found[task])
        for name, value in (
            ("duplicate_of", found[other]),
            ("duplicated_from", found[other]),
            ("story", comment),
        ):
            sandbox.store.change(comment, **{name: value})
    shown = last(api, task)
    assert shown["duplicate_of"] == shown["duplicated_from"]
    assert shown["duplicate_of"]["name"] == "Other"
    assert shown["story"]["text"] == "The same?"
