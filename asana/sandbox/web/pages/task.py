"""The page of a task, which can be edited there."""

from typing import Any

from asana.sandbox.records.custom_values import shown as shown_fields
from asana.sandbox.records.record import Record
from asana.sandbox.web.pages import rich_text, snippets
from asana.sandbox.web.pages.visit import MissingError, Pager, Shown, Visit, cut, pager

STORIES = 50


def task(visit: Visit, gid: str, project: str = "", workspace: str = "") -> Shown:
    """Show a task; a project in the URL is the place to return to."""
    found = visit.find(gid, "task")
    stories = visit.store.where("story", "target", found)
    latest, among = pager(visit, len(stories), STORIES, "stories"), found["subtasks"]
    at = pager(visit, len(among), name="subtasks")
    curl, lines = snippets.task(gid)
    return "task.html", {
        "task": found,
        "home": _home(found, project),
        "notes": rich_text.shown(found["html_notes"] or "", found["notes"] or ""),
        "fields": shown_fields(found, visit.view),
        "users": visit.users_of(found["workspace"]),
        "subtasks": cut(among, at),
        "subtask_pager": at,
        "stories": [_story(story) for story in _latest(stories, latest)],
        "story_pager": latest,
        "attachments": [_attachment(visit, each) for each in _attachments(visit, found)],
        "curl": curl,
        "python": lines,
    }


def attachment(visit: Visit, gid: str) -> str:
    """Return the download URL of a file, valid for two minutes, as a redirect target."""
    found = visit.find(gid, "attachment")
    link = visit.sources.dispatcher.services.storage.link(found)
    if link is None:
        raise MissingError("This attachment has no file in the sandbox.")
    return link


def _home(task: Record, gid: str) -> Record | None:
    """Return the membership in the project given in the URL, otherwise the first one."""
    memberships = task["memberships"]
    named = (each for each in memberships if each["project"].gid == gid)
    found: Record | None = next(named, memberships[0] if memberships else None)
    return found


def _latest(stories: list[Record], at: Pager) -> list[Record]:
    """Return a page of the stories; the first page has the latest ones."""
    end = len(stories) - at.start
    return stories[max(end - at.size, 0) : end]


def _story(story: Record) -> dict[str, Any]:
    html, plain = story.get("html_text") or "", story.get("text") or ""
    return {
        "story": story,
        "is_comment": story["type"] == "comment",
        "words": rich_text.shown(html, plain) if html else plain,
    }


def _attachments(visit: Visit, task: Record) -> list[Record]:
    return visit.store.where("attachment", "parent", task)


def _attachment(visit: Visit, attachment: Record) -> dict[str, Any]:
    """Return an attachment with its link, which is empty if it is unsafe."""
    url = attachment["url"] or ""
    link = visit.to(f"/attachment/{attachment.gid}") if attachment["file"] else url
    safe = link if attachment["file"] or rich_text.is_link(url) else ""
    return {"attachment": attachment, "link": safe}
