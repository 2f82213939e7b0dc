"""The rows of an import, created from an export: one per exported task."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from .._above.field_types import read_only_because
from ..records import Record
from ..rich_text import Field, check
from .reading import manifest_of, records

__all__ = ["Rows", "writable"]

# The fields that a row takes from the record unchanged.
SAME = ("name", "due_on", "due_at", "start_on", "start_at", "completed", "approval_status")

SUBTYPES = ("default_task", "milestone", "approval")

MOST_DEPENDENCIES = 30

IMAGE = re.compile(r"<img\b[^>]*>(?:</img>)?")
LINK = re.compile(r'<a\b((?:\s+[\w-]+="[^"]*")*)\s*(/?)>')
HREF = re.compile(r'\shref="[^"]*"')
BODY = re.compile(r"\s*<body>(.*)</body>\s*", re.DOTALL)

VALUES: dict[str, Callable[[Record], Any]] = {
    "text": lambda value: value.get("text_value"),
    "number": lambda value: value.get("number_value"),
    "date": lambda value: _moment(value.get("date_value") or {}),
}


class Rows:
    """The rows of an export.

    :param folder: the folder of the export
    :param users: the replacement of each user, by gid in the export: a gid or an email address;
        other users are omitted
    :param fields: the names of the custom fields to fill
    :param mentions: whether to keep mentions of users, tasks and projects
    :ivar lost: what the rows omit, with counts
    """

    def __init__(
        self,
        folder: Any,
        users: Mapping[str, str] | None = None,
        fields: Iterable[str] | None = None,
        mentions: bool = True,
    ) -> None:
        self.folder = Path(folder)
        self.project: str = manifest_of(folder)["project"]
        self.lost: Counter[str] = Counter()
        found = {user["gid"]: user for user in records(folder, "users")}
        self.users = _own_users(found) if users is None else users
        self.names = {gid: user.get("name") or gid for gid, user in found.items()}
        listed = [each["custom_field"] for each in records(folder, "custom_field_settings")]
        self.options = {field["name"]: _enabled(field) for field in listed}
        self.read_only = {field["name"] for field in listed if read_only_because(field)}
        names = [field["name"] for field in listed] if fields is None else fields
        self.fields = {*names} - self.read_only
        self._mentions = mentions

    def __iter__(self) -> Iterator[Record]:
        """Yield the rows in the order of the tasks."""
        gids = {each["gid"] for each in records(self.folder, "tree")}
        stories = _Joined(records(self.folder, "stories"), "target", self.project)
        attachments = _Joined(records(self.folder, "attachments"), "parent", self.project)
        files = {each["attachment"]: each["path"] for each in records(self.folder, "files")}
        for task in records(self.folder, "tasks"):
            row = self._row(task, gids)
            found = attachments.of(task["gid"])
            row["comments"] = [*self._comments(stories.of(task["gid"])), *self._links(found)]
            row["attachments"] = [*self._files(found, files)]
            yield row

    def _row(self, task: Record, gids: set[str]) -> Record:
        row: Record = {name: task.get(name) for name in SAME}
        for day, moment in (("due_on", "due_at"), ("start_on", "start_at")):
            if row[moment]:
                row[day] = None
        if not row["due_on"] and not row["due_at"]:
            row["start_on"] = row["start_at"] = None
        dependencies = [each["gid"] for each in task.get("dependencies") or ()]
        row |= {
            "key": task["gid"],
            **self._place(task, gids),
            "assignee": self._user(task.get("assignee"), "assignee"),
            "followers": [
                user
                for each in task.get("followers") or ()
                if (user := self._user(each, "follower"))
            ],
            "tags": [each["name"] for each in task.get("tags") or ()],
            "custom_fields": dict(self._values(task.get("custom_fields") or ())),
            "dependencies": [gid for gid in dependencies if gid in gids][:MOST_DEPENDENCIES],
            **self._notes(task),
        }
        self._lose(
            sum(gid not in gids for gid in dependencies),
            "dependencies on tasks of other projects",
        )
        if task.get("resource_subtype") in SUBTYPES:
            row["resource_subtype"] = task["resource_subtype"]
        if row.get("resource_subtype") != "approval":
            del row["approval_status"]
        return row

    def _lose(self, count: int, what: str) -> None:
        if count:
            self.lost[what] += count

    def _place(self, task: Record, gids: set[str]) -> Record:
        """Return the parent or the section of a task."""
        parent = (task.get("parent") or {}).get("gid")
        if parent in gids:
            in_project = any(self._is_own(each) for each in task.get("memberships") or ())
            self._lose(in_project, "subtasks that are in the project too")
            return {"parent": parent}
        places = [each for each in task.get("memberships") or () if self._is_own(each)]
        section = places[0].get("section") if places else None
        others = len(task.get("memberships") or ()) - len(places)
        self._lose(others, "places in other projects")
        return {"section": section["name"] if section else None}

    def _is_own(self, membership: Record) -> bool:
        return (membership.get("project") or {}).get("gid") == self.project

    def _user(self, user: Any, what: str) -> str | None:
        if not user:
            return None
        found = self.users.get(user["gid"])
        if found is None:
            self.lost[f"{what} {self._name(user)}"] += 1
        return found

    def _name(self, user: Any) -> str:
        gid = (user or {}).get("gid")
        return self.names.get(gid) or (user or {}).get("name") or "Somebody"

    def _values(self, values: Iterable[Record]) -> Iterator[tuple[str, Any]]:
        """Yield the values of the custom fields with their names."""
        for value in values:
            name = value["name"]
            found = self._value(value, name)
            if found in (None, "", []):
                continue
            if name in self.fields:
                yield name, found
            else:
                why = "is read-only" if name in self.read_only else "the project does not have"
                self.lost[f"values of {name}, which {why}"] += 1

    def _value(self, value: Record, name: str) -> Any:
        kind = value.get("resource_subtype")
        if kind == "people":
            people = [self._user(each, name) for each in value.get("people_value") or ()]
            return [each for each in people if each]
        if kind in ("enum", "multi_enum"):
            chosen = value.get("multi_enum_values") or [value.get("enum_value")]
            given = [each["name"] for each in chosen if each]
            enabled = [each for each in given if each in self.options.get(name, given)]
            self._lose(len(given) - len(enabled), f"values of {name} whose options are disabled")
            return enabled if kind == "multi_enum" else next(iter(enabled), None)
        read = VALUES.get(str(kind))
        return value.get("display_value") if read is None else read(value)

    # -- texts and files

    def _notes(self, task: Record) -> Record:
        html = writable(task.get("html_notes"), "task", self._mentions)
        if html is not None:
            return {"html_notes": html}
        return {"notes": task["notes"]} if task.get("notes") else {}

    def _comments(self, stories: Iterable[Record]) -> Iterator[Any]:
        for story in stories:
            if story.get("type") == "comment":
                head = f"{self._name(story.get('created_by'))}, {_shown(story['created_at'])}:"
                yield self._comment(head, story)

    def _comment(self, head: str, story: Record) -> Any:
        """Return a comment that includes its author and time; Asana shows the importing user."""
        html = writable(story.get("html_text"), "comment", self._mentions)
        body = BODY.fullmatch(html or "")
        if body is not None and body[1].strip():
            return {"html_text": f"<body><strong>{escape(head)}</strong>\n{body[1]}</body>"}
        return f"{head}\n{story.get('text') or story.get('sticker_name') or ''}"

    def _links(self, attachments: Iterable[Record]) -> Iterator[str]:
        """Yield a comment for each file stored by another service."""
        for each in attachments:
            if each.get("host") != "asana":
                yield f"Attached: {each.get('name')} {each.get('view_url') or ''}".rstrip()

    def _files(
        self, attachments: Iterable[Record], files: Mapping[str, str]
    ) -> Iterator[tuple[str, Path]]:
        for each in attachments:
            where = files.get(each["gid"])
            if where is not None:
                yield each.get("name") or each["gid"], self.folder / where
            elif each.get("host") == "asana":
                self.lost["files that are missing in the export"] += 1


def writable(html: Any, to: Field, mentions: bool) -> str | None:
    """Return rich text that can be written, or None if the plain text has to be used.

    :param mentions: whether to keep mentions of users, tasks and projects
    """
    if not isinstance(html, str) or not BODY.fullmatch(html) or html == "<body></body>":
        return None
    html = IMAGE.sub("", html)  # the image is one of the attachments
    for candidate in (html, LINK.sub(_plain_link, html))[not mentions :]:
        try:
            check(candidate, to)
        except ValueError:
            continue
        return candidate
    return None


class _Joined:
    """Records in the order of the tasks that they belong to.

    :param key: the field that contains the task
    """

    def __init__(self, records: Iterable[Record], key: str, project: str) -> None:
        self._records = iter(records)
        self._key = key
        self._next = next(self._records, None)
        self.of(project)  # the records of the project come first

    def of(self, gid: str) -> list[Record]:
        """Return the next task's records if it is the given task."""
        found = []
        while self._next is not None and self._owner() == gid:
            found.append(self._next)
            self._next = next(self._records, None)
        return found

    def _owner(self) -> Any:
        return (self._next or {})[self._key]["gid"]


def _enabled(field: Record) -> set[str]:
    return {each["name"] for each in field.get("enum_options") or () if each.get("enabled", True)}


def _own_users(users: Mapping[str, Record]) -> dict[str, str]:
    return {gid: user.get("email") or gid for gid, user in users.items()}


def _plain_link(found: "re.Match[str]") -> str:
    """Return the opening tag of a link without the attributes of a mention."""
    href = HREF.search(found[1])
    return "" if found[2] else f"<a{href[0] if href else ''}>"


def _moment(value: Record) -> str | None:
    return value.get("date_time") or value.get("date")


def _shown(moment: str) -> str:
    """Return a time in the format of a comment."""
    return f"{moment[:10]} {moment[11:16]} UTC"
