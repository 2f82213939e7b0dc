"""Comments, and the system stories of actions."""

from typing import Any

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.fields import read_changes, read_new
from asana.sandbox.api.listing import Listing
from asana.sandbox.api.resources import common
from asana.sandbox.api.rich_links import mentioned
from asana.sandbox.changes.storytelling import touch
from asana.sandbox.errors import forbidden, invalid
from asana.sandbox.records.homes import section_of
from asana.sandbox.records.record import Record
from asana.sandbox.records.values import text, to_html


def get_stories(call: Call) -> list[Record]:
    """Return the stories of the task or goal in the path, oldest first."""
    (target,) = call.objects.values()
    return call.store.where("story", "target", target)


def get_stories_for_project(call: Call) -> Listing:
    """Return the stories of all tasks in the project, oldest first."""
    project = call.objects["project"]
    access = call.access

    def passes(story: Record) -> bool:
        target = story["target"]
        inside = target.type == "task" and section_of(target, project) is not None
        return inside and access.sees(call.user, target)

    return Listing(call.store.of("story"), passes)


def get_stories_for_query(call: Call) -> list[Record]:
    """Return the stories of the task or goal given in the query."""
    named = next((name for name in ("task", "goal") if name in call.query), None)
    if named is None:
        raise invalid("You should specify one of task, goal")
    target = call.query_required(named, named)
    return call.store.where("story", "target", target)


def create_story(call: Call) -> Record:
    """Comment on a task or goal, which makes the caller a follower."""
    (target,) = call.objects.values()
    values = read_new(call, "story")
    if not values.get("text") and not values.get("sticker_name"):
        raise invalid("You should specify one of text, html_text, sticker_name")
    return _publish(call, target, values)


def comment(call: Call, target: Record, words: str) -> Record:
    """Create a comment of the caller that was not sent through the API."""
    plain = text(words, "text")
    return _publish(call, target, {"text": plain, "html_text": to_html(plain)})


def _publish(call: Call, target: Record, values: dict[str, Any]) -> Record:
    fresh: dict[str, Any] = {
        "resource_subtype": "comment_added",
        "type": "comment",
        "target": target,
        "created_by": call.user,
        "is_editable": True,
        "is_pinned": False,
        "likes": [],
        "previews": [],
        "reaction_summary": [],
    }
    story = call.store.create("story", **{**fresh, **values})
    involved = [call.user, *mentioned(call.store, story["html_text"])]
    call.store.change(target, followers=list(dict.fromkeys([*target["followers"], *involved])))
    if target.type == "task":
        touch(call, target)
    return story


def update_story(call: Call) -> Record:
    """Edit the caller's own comment, or pin any comment."""
    story = call.objects["story"]
    changes = read_changes(call, "story")
    if changes and story["type"] != "comment":
        raise invalid("story: Cannot edit a system story")
    if "text" in changes:
        if story["created_by"] is not call.user:
            raise forbidden("You do not have access to edit this story.")
        if not changes["text"]:
            raise invalid("text: Missing input")
        changes["is_edited"] = True
    call.store.change(story, **changes)
    return story


def delete_story(call: Call) -> None:
    """Delete a comment; only its creator can."""
    story = call.objects["story"]
    if story["created_by"] is not call.user:
        raise forbidden("You do not have access to delete this story.")
    call.store.delete(story)
    if story["target"].type == "task":
        touch(call, story["target"])


OPERATIONS = (
    Operation("get_stories_for_goal", "GET", "/goals/{goal_gid}/stories", get_stories),
    Operation(
        "create_story_for_goal", "POST", "/goals/{goal_gid}/stories", create_story, created=True
    ),
    Operation("get_stories_for_task", "GET", "/tasks/{task_gid}/stories", get_stories),
    Operation(
        "create_story_for_task", "POST", "/tasks/{task_gid}/stories", create_story, created=True
    ),
    Operation(
        "get_stories_for_project", "GET", "/projects/{project_gid}/stories", get_stories_for_project
    ),
    Operation("get_stories", "GET", "/stories", get_stories_for_query),
    Operation("get_message", "GET", "/messages/{message_gid}", common.show("message")),
    Operation("get_story", "GET", "/stories/{story_gid}", common.show("story")),
    Operation("update_story", "PUT", "/stories/{story_gid}", update_story),
    Operation("delete_story", "DELETE", "/stories/{story_gid}", delete_story),
)
