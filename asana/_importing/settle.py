"""Determine whether writes with an unknown outcome were done, by looking for what they created."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from .._above.names import folded
from .._above.trees import subtasks_of
from .._call.dates import as_datetime
from .._call.paths import path, route, segment
from .._call.sameness import changes
from ..error import AsanaError, NotFoundError
from ..records import Record, gid_of
from ..rich_text import text as text_of
from .clock import TOLERANCE
from .journal import Journal, Kept, Write
from .project import Project, listed

if TYPE_CHECKING:
    from .._verbs import Verbs

__all__ = ["settle", "settle_by_hand"]

TASK = (
    "name",
    "created_at",
    "created_by.gid",
    "resource_subtype",
    "assignee.gid",
    "completed",
    "due_on",
    "due_at",
    "start_on",
    "start_at",
    "notes",
    "html_notes",
    "parent.gid",
    "memberships.section.gid",
    "tags.gid",
    "custom_fields",
)

COMMENT = ("type", "text", "html_text", "created_at", "created_by.gid")

FILE = ("name", "size", "created_at")

# The fields that distinguish tasks of the same name.
TOLD_BY = ("assignee", "completed", "due_on", "due_at", "start_on", "start_at")

AMBIGUOUS = (
    "it is unknown whether it was created: {found} that may be the result: {gids}; delete what "
    "should not exist, or pass the outcome to importer.settle(), then run the import again"
)

Fits = Callable[[Write, Record], bool]


def settle(
    client: "Verbs", project: Project, journal: Journal, writes: Iterable[Write]
) -> Iterator[Write]:
    """Settle writes in the journal; yield those that were done.

    Writes that cannot be looked up now stay unknown. Writes that were not done are forgotten.
    """
    found = _Looking(client, project, journal)
    by_kind: dict[str, list[Write]] = {}
    for write in writes:
        by_kind.setdefault(write.kind, []).append(write)
    for kind, each in by_kind.items():
        look = getattr(found, kind, None)
        if look is None:  # idempotent
            for write in each:
                journal.forget(write)
            continue
        yield from look(each)


def settle_by_hand(journal: Journal, key: str, gid: str | None) -> None:
    """Record the outcome of a row's writes as given by the user.

    :raises LookupError: no write of the row has an unknown outcome
    """
    found = [write for write in journal.open_writes() if write.key == key]
    if not found:
        raise LookupError(f"nothing about the row {key!r} is unsettled")
    gid = None if gid is None else segment(gid)
    for write in found:
        if gid is None:
            journal.forget(write)
        else:
            journal.done(write, gid, _kept(write, gid))


class _Looking:
    """Look up what the writes of each kind may have created."""

    def __init__(self, client: "Verbs", project: Project, journal: Journal) -> None:
        self.client = client
        self.project = project
        self.journal = journal

    def tag(self, writes: list[Write]) -> Iterator[Write]:
        """Look up tags by name."""
        return self._named(writes, "tags")

    def section(self, writes: list[Write]) -> Iterator[Write]:
        """Look up sections by name."""
        return self._named(writes, "sections")

    def _named(self, writes: list[Write], kind: str) -> Iterator[Write]:
        named = getattr(self.project, kind)
        try:
            named.refresh()
        except AsanaError:
            return
        for write in writes:
            try:
                gid = named.find(write.key)
            except LookupError as error:
                self.journal.unsettled(write, str(error.args[0]))
                continue
            if gid is None:
                self.journal.forget(write)
            else:
                self.journal.done(write, gid)
                yield write

    def task(self, writes: list[Write]) -> Iterator[Write]:
        """Look up tasks in the project, and below their parents."""
        above = [write for write in writes if "parent" in write.sent["body"]]
        top = [write for write in writes if "parent" not in write.sent["body"]]
        if top:
            began = min(write.began for write in top)
            yield from self._match(top, partial(self.project.recent, began, TASK), _is_task)
        parents = {write.sent["body"]["parent"]: None for write in above}
        try:
            found = subtasks_of(self.client, list(parents), listed(*TASK)) if parents else {}
        except AsanaError:
            return
        for parent, subtasks in found.items():
            own = [write for write in above if write.sent["body"]["parent"] == parent]
            yield from self._match(own, partial(list, subtasks), _is_task)

    def comment(self, writes: list[Write]) -> Iterator[Write]:
        """Look up comments among the stories of their tasks."""
        for task, own in _by_task(writes).items():
            where = path("/tasks/{}/stories", task)
            yield from self._match(own, partial(self._list, where, COMMENT), _is_comment)

    def attachment(self, writes: list[Write]) -> Iterator[Write]:
        """Look up files among the attachments of their tasks."""
        for task, own in _by_task(writes).items():
            yield from self._match(
                own,
                partial(self._list, route("/attachments"), FILE, parent=task),
                _is_since,
            )

    def _list(self, where: Any, fields: Iterable[str], **query: str) -> Iterable[Record]:
        return self.client.get_collection(where, query, **listed(*fields))

    def _match(
        self, writes: list[Write], listing: Callable[[], Iterable[Record]], fits: Fits
    ) -> Iterator[Write]:
        """Find the record of each write among those that this import's users created since."""
        try:
            records = {gid_of(record): record for record in listing()}
        except NotFoundError:
            records = {}  # the task was deleted
        except AsanaError:
            return
        claimed = self.journal.claimed()
        users = self.journal.users
        new = [
            each for each in records.values() if each["gid"] not in claimed and _is_by(each, users)
        ]
        for group in _groups(writes, fits, new):
            yield from self._assign(*group)

    def _assign(self, writes: list[Write], records: list[Record]) -> Iterator[Write]:
        """Assign records to the writes that may have created them, if unambiguous."""
        same = _alike(writes)
        fitting = {record["gid"]: _fitting(same, record) for record in records}
        for alike in same:
            own = [record for record in records if fitting[record["gid"]] == [alike]]
            doubtful = [record for record in records if _is_doubtful(alike, fitting[record["gid"]])]
            if len(own) > len(alike) or (len(own) < len(alike) and doubtful):
                for write in alike:
                    self.journal.unsettled(write, _ambiguous([*own, *doubtful]))
                continue
            for write, record in zip(alike, own, strict=False):
                gid = gid_of(record)
                self.journal.done(write, gid, _kept(write, gid))
                yield write
            for write in alike[len(own) :]:
                self.journal.forget(write)


def _is_doubtful(alike: list[Write], fitting: list[list[Write]]) -> bool:
    """Return whether a record may belong to these writes: it fits others too, or only by name."""
    return not fitting or (alike in fitting and len(fitting) > 1)


def _kept(write: Write, gid: str) -> Kept | None:
    if write.kind != "task":
        return None
    return Kept(gid, write.sent["fields"], write.sent["parts"], False)


def _ambiguous(records: list[Record]) -> str:
    gids = ", ".join(gid_of(record) for record in records)
    found = "there is one record" if len(records) == 1 else f"there are {len(records)} records"
    return AMBIGUOUS.format(found=found, gids=gids)


def _by_task(writes: list[Write]) -> dict[str, list[Write]]:
    found: dict[str, list[Write]] = {}
    for write in writes:
        found.setdefault(write.sent["task"], []).append(write)
    return found


def _groups(
    writes: list[Write], fits: Fits, records: list[Record]
) -> Iterator[tuple[list[Write], list[Record]]]:
    """Yield the writes that may have created the same records, with these records."""
    by_name: dict[str, list[Write]] = {}
    for write in writes:
        by_name.setdefault(_name(write), []).append(write)
    for own in by_name.values():
        yield own, [each for each in records if any(fits(write, each) for write in own)]


def _alike(writes: list[Write]) -> list[list[Write]]:
    """Group writes with the same content: the records that they created are interchangeable."""
    found: dict[str, list[Write]] = {}
    for write in writes:
        content = write.sent.get("body", write.sent)
        found.setdefault(repr(sorted(content.items())), []).append(write)
    return list(found.values())


def _name(write: Write) -> str:
    """Return what writes that may have created the same records have in common."""
    # Asana may change a text or a file name, so they are not compared here.
    return folded(write.sent["body"]["name"]) if write.kind == "task" else ""


def _is_by(record: Mapping[str, Any], users: set[str]) -> bool:
    creator = record.get("created_by")
    return not isinstance(creator, dict) or creator.get("gid") in users


def _is_since(write: Write, record: Mapping[str, Any]) -> bool:
    try:
        created = as_datetime(record["created_at"]).timestamp()
    except (KeyError, TypeError, ValueError):
        return True
    return created >= write.began - TOLERANCE


def _is_task(write: Write, record: Record) -> bool:
    return folded(str(record.get("name"))) == _name(write) and _is_since(write, record)


def _is_comment(write: Write, record: Record) -> bool:
    return record.get("type") == "comment" and _is_since(write, record)


def _fitting(same: list[list[Write]], record: Record) -> list[list[Write]]:
    """Return the writes whose content a record has: exactly, or except for later additions."""
    found = [each for each in same if _is_content(each[0], record)]
    if len(found) < 2 or found[0][0].kind != "task":
        return found
    return [each for each in found if _is_exactly(each[0], record)] or found


def _is_content(write: Write, record: Record) -> bool:
    """Return whether a record with the right name has the content of a write."""
    if write.kind == "comment":
        return _words(record, write.sent) == _words(write.sent)
    if write.kind == "attachment":
        same_size = record.get("size") in (None, write.sent["size"])
        return bool(record.get("name") == write.sent["name"]) and same_size
    body = write.sent["body"]
    if changes(record, {name: body[name] for name in TOLD_BY if name in body}):
        return False
    if {"notes", "html_notes"} & body.keys() and _words(record, body) != _words(body):
        return False
    sections = {
        gid_of(each["section"])
        for each in record.get("memberships") or ()
        if each.get("section") is not None
    }
    return {each["section"] for each in body.get("memberships", ())} <= sections


def _is_exactly(write: Write, record: Record) -> bool:
    """Return whether a record has no other content, which may come from another write."""
    body = write.sent["body"]
    own = {each["gid"]: None for each in record.get("custom_fields") or ()}
    wanted = {
        "assignee": None,
        "completed": False,
        **({} if "due_at" in body else {"due_on": None}),
        **({} if "start_at" in body else {"start_on": None}),
        **{name: body[name] for name in TOLD_BY if name in body},
        "custom_fields": {**own, **body.get("custom_fields", {})},
    }
    same_words = _words(record, body) == _words(body)
    return (
        same_words
        and set(body.get("tags", ())) == _gids(record, "tags")
        and not changes(record, wanted)
    )


def _gids(record: Record, name: str) -> set[str]:
    return {gid_of(each) for each in record.get(name) or ()}


def _words(fields: Mapping[str, Any], like: Mapping[str, Any] | None = None) -> str:
    """Return the words of a text or rich text, regardless of white space.

    :param like: determines which of the two to use; by default the one that exists
    """
    for rich, text in (("html_notes", "notes"), ("html_text", "text")):
        html = fields.get(rich)
        if rich in (fields if like is None else like) and isinstance(html, str):
            try:
                return " ".join(text_of(html).split())
            except ValueError:
                pass
        if isinstance(fields.get(text), str):
            return " ".join(fields[text].split())
    return ""
