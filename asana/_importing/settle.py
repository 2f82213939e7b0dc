"""Find out whether writes were done whose answers were unclear, by looking for what they made."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from .._above.names import folded
from .._above.trees import subtasks_of
from .._call.complete import complete
from .._call.dates import as_datetime
from .._call.paths import path, route, segment
from .._call.sameness import changes
from ..error import AsanaError, NotFoundError
from ..records import Record, gid_of
from ..rich_text import text as text_of
from .journal import Journal, Kept, Write
from .project import CLOCKS, Project

if TYPE_CHECKING:
    from .._verbs import Verbs

__all__ = ["settle", "settle_task"]

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

# What tells tasks of one name apart.
TOLD_BY = ("assignee", "completed", "due_on", "due_at", "start_on", "start_at")

AMBIGUOUS = (
    "it is unclear whether it was created: {found} that may be it, {gids}; delete what should not "
    "be there, or say what to do with importer.settle(), then run the import again"
)

Fits = Callable[[Write, Record], bool]


def settle(
    client: "Verbs", project: Project, journal: Journal, writes: Iterable[Write]
) -> Iterator[Write]:
    """Settle writes in the journal; yield those that turn out to have been done.

    What cannot be looked for now stays unclear. What was not done is forgotten.
    """
    found = _Looking(client, project, journal)
    by_kind: dict[str, list[Write]] = {}
    for write in writes:
        by_kind.setdefault(write.kind, []).append(write)
    for kind, each in by_kind.items():
        look = getattr(found, kind, None)
        if look is None:  # done once or twice, it is the same
            for write in each:
                journal.forget(write)
            continue
        yield from look(each)


def settle_task(journal: Journal, key: str, gid: str | None) -> None:
    """Take what became of the task of a row from the user.

    :raises LookupError: it is not unclear
    """
    open_writes = {write.id: write for write in journal.open_writes()}
    write = open_writes.get(f"task:{key}")
    if write is None:
        raise LookupError(f"it is not unclear whether the task of the row {key!r} was created")
    if gid is None:
        journal.forget(write)
    else:
        gid = segment(gid)
        journal.done(write, gid, _kept(write, gid))


class _Looking:
    """Looks for what the writes of each kind may have created."""

    def __init__(self, client: "Verbs", project: Project, journal: Journal) -> None:
        self.client = client
        self.project = project
        self.journal = journal

    def tag(self, writes: list[Write]) -> Iterator[Write]:
        """Look for tags, which are found by their names."""
        return self._named(writes, "tags")

    def section(self, writes: list[Write]) -> Iterator[Write]:
        """Look for sections, which are found by their names."""
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
        """Look for tasks: in the project, or below their parents."""
        above = [write for write in writes if "parent" in write.sent["body"]]
        top = [write for write in writes if "parent" not in write.sent["body"]]
        if top:
            began = min(write.began for write in top)
            yield from self._match(top, partial(self.project.recent, began, TASK), _is_task)
        parents = {write.sent["body"]["parent"]: None for write in above}
        try:
            found = subtasks_of(self.client, list(parents), _listing(TASK)) if parents else {}
        except AsanaError:
            return
        for parent, subtasks in found.items():
            own = [write for write in above if write.sent["body"]["parent"] == parent]
            yield from self._match(own, partial(list, subtasks), _is_task)

    def comment(self, writes: list[Write]) -> Iterator[Write]:
        """Look for comments among the stories of their tasks."""
        for task, own in _by_task(writes).items():
            where = path("/tasks/{}/stories", task)
            yield from self._match(own, partial(self._list, where, COMMENT), _is_comment)

    def attachment(self, writes: list[Write]) -> Iterator[Write]:
        """Look for files among the attachments of their tasks."""
        for task, own in _by_task(writes).items():
            yield from self._match(
                own,
                partial(self._list, route("/attachments"), FILE, parent=task),
                _is_file,
            )

    def _list(self, where: Any, fields: Iterable[str], **query: str) -> Iterable[Record]:
        return self.client.get_collection(where, query, **_listing(fields))

    def _match(
        self, writes: list[Write], listing: Callable[[], Iterable[Record]], fits: Fits
    ) -> Iterator[Write]:
        """Find the record of each write among those that this user created since."""
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
        """Give records to writes that may have created them, where there is one way to do so."""
        same = _alike(writes)
        fitting = {
            record["gid"]: [each for each in same if _is_content(each[0], record, len(same) > 1)]
            for record in records
        }
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
    """Return whether a record may be of these writes: it fits others too, or only by its name."""
    return not fitting or (alike in fitting and len(fitting) > 1)


def _listing(fields: Iterable[str]) -> dict[str, Any]:
    return complete({"fields": list(fields)}, {}, (), ())


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
    """Return writes that send the same together: what they created is interchangeable."""
    found: dict[str, list[Write]] = {}
    for write in writes:
        content = write.sent.get("body", write.sent)
        found.setdefault(repr(sorted(content.items())), []).append(write)
    return list(found.values())


def _name(write: Write) -> str:
    """Return what a write and the record that it created have in common for sure."""
    if write.kind == "task":
        return folded(write.sent["body"]["name"])
    if write.kind == "attachment":
        return f"{write.sent['size']} {write.sent['name']}"
    return _words(write.sent)


def _is_by(record: Mapping[str, Any], users: set[str]) -> bool:
    creator = record.get("created_by")
    return not isinstance(creator, dict) or creator.get("gid") in users


def _is_since(write: Write, record: Mapping[str, Any]) -> bool:
    try:
        created = as_datetime(record["created_at"]).timestamp()
    except (KeyError, TypeError, ValueError):
        return True
    return created >= write.began - CLOCKS


def _is_task(write: Write, record: Record) -> bool:
    return folded(str(record.get("name"))) == _name(write) and _is_since(write, record)


def _is_comment(write: Write, record: Record) -> bool:
    is_comment = record.get("type") == "comment" and _words(record, write.sent) == _name(write)
    return is_comment and _is_since(write, record)


def _is_file(write: Write, record: Record) -> bool:
    size = record.get("size")
    same_size = size is None or size == write.sent["size"]
    return record.get("name") == write.sent["name"] and same_size and _is_since(write, record)


def _is_content(write: Write, record: Record, closely: bool) -> bool:
    """Return whether a record of the right name has the content of a write.

    :param closely: whether to compare what Asana may round, too
    """
    if write.kind != "task":
        return True
    body = write.sent["body"]
    given = {name: body[name] for name in TOLD_BY if name in body}
    if closely and body.get("custom_fields"):
        given["custom_fields"] = body["custom_fields"]
    if changes(record, given):
        return False
    if {"notes", "html_notes"} & body.keys() and _words(record, body) != _words(body):
        return False
    if closely and not set(body.get("tags", ())) <= _gids(record, "tags"):
        return False
    sections = {
        gid_of(each["section"])
        for each in record.get("memberships") or ()
        if each.get("section") is not None
    }
    return {each["section"] for each in body.get("memberships", ())} <= sections


def _gids(record: Record, name: str) -> set[str]:
    return {gid_of(each) for each in record.get(name) or ()}


def _words(fields: Mapping[str, Any], like: Mapping[str, Any] | None = None) -> str:
    """Return the words of a text or rich text, whatever the white space between them.

    :param like: which of both to take; by default the one that is there
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
