"""Write what the rows describe: in passes, until nothing is left to do or to settle."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from .._above.names import folded
from .._call.paths import path, route
from .._http.parallel import results
from ..error import (
    AsanaError,
    InvalidResponseError,
    NoAuthorizationError,
    ReadOnlyError,
    RetryableAsanaError,
    UnknownOutcomeError,
)
from ..records import Record, gid_of
from . import order
from .changes import Change, changes
from .journal import INTENT, Journal, Kept, Write
from .plan import Wanted
from .project import Named, Project, asked
from .rows import Comment, Part
from .settle import settle

if TYPE_CHECKING:
    from .._verbs import Verbs

__all__ = ["Run"]

MOST_IDLE = 5  # passes without progress
FORGOTTEN = 3600.0  # seconds after which no request of an earlier run can still be in progress

# These end the run, because they would fail every row.
FATAL = (NoAuthorizationError, ReadOnlyError)

# Only the gid of a new record is needed. An automatic retry would repeat the create without first
# checking whether it succeeded.
CREATE: dict[str, Any] = {**asked("resource_type"), "retry_writes": False}
CHANGE = asked("resource_type")


class Run:
    """One run of an import.

    :ivar made: the keys of the rows whose tasks were created
    :ivar changed: the keys of the rows with other writes
    :ivar failed: the reasons of rejected writes by their ids, with the keys of their rows
    :ivar counts: the number of writes by kind
    """

    def __init__(
        self,
        client: "Verbs",
        project: Project,
        journal: Journal,
        wanted: list[Wanted],
        *,
        update: bool,
        grace: float,
        concurrency: int,
        progress: Callable[[int], object],
    ) -> None:
        self.client = client
        self.project = project
        self.journal = journal
        self.wanted = wanted
        self.made: set[str] = set()
        self.changed: set[str] = set()
        self.failed: dict[str, tuple[str, str]] = {}
        self.counts: Counter[str] = Counter()
        self.updates = update
        self._grace = grace
        self._concurrency = concurrency
        self._progress = progress
        self._postponed: dict[str, AsanaError] = {}
        self._lock = threading.Lock()

    def go(self) -> None:
        """Do all remaining writes.

        :raises AsanaError: all requests fail
        :raises JournalError: the journal cannot be written
        """
        self._reopen()
        idle = 0
        while idle < MOST_IDLE:
            self._settle()
            done = self.counts.total()
            self._postponed.clear()
            self._pass()
            if not self._open() and not self._postponed:
                break
            idle = idle + 1 if self.counts.total() == done else 0
            if idle and not self._open():
                raise next(iter(self._postponed.values()))
        self._arrange()

    def _arrange(self) -> None:
        """Put the tasks in order; this may take several attempts."""
        for _ in range(MOST_IDLE):
            self._postponed.clear()
            order.arrange(self)
            if not self._postponed:
                return
        raise next(iter(self._postponed.values()))

    # -- unknown outcomes

    def _reopen(self) -> None:
        """Start the grace period of writes that an earlier run left without an outcome."""
        for write in self.journal.open_writes():
            if write.ended is None and write.began > self.journal.clock() - FORGOTTEN:
                self.journal.unclear(write)
            elif write.state != INTENT:
                self.journal.reopen(write)

    def _open(self) -> list[Write]:
        return [write for write in self.journal.open_writes() if write.state == INTENT]

    def _settle(self) -> None:
        """Determine the outcome of unknown writes, once none can still be in progress."""
        writes = self._open()
        if not writes:
            return
        now = self.journal.clock()
        waits = [
            min(self._grace, (write.ended or write.began) + self._grace - now) for write in writes
        ]
        if max(waits) > 0:
            time.sleep(max(waits))
        for write in settle(self.client, self.project, self.journal, writes):
            self._note_done(write)

    # -- one pass

    def _pass(self) -> None:
        self._make_tags()
        self._make_sections()
        levels: dict[int, list[Wanted]] = {}
        for each in self.wanted:
            levels.setdefault(each.level, []).append(each)
        for level in sorted(levels):
            # Asana adds a new task at the top of its section, and a new subtask at the end.
            self.each(self._make_task, levels[level] if level else reversed(levels[level]))
        if self.updates:
            self.each(self._change, self.wanted)
        self.each(self._make_parts, self.wanted)
        self.each(self._link, self.wanted)

    def each(self, function: Callable[[Any], object], items: Iterable[Any]) -> None:
        """Call a function with each item, in parallel threads."""
        for _ in results(function, items, self._concurrency, False):
            pass

    def write(
        self, write: Write, send: Callable[[], Any], kept: Callable[[str], Kept] | None = None
    ) -> bool:
        """Send a write unless it is already done; return whether it is done.

        :param kept: returns the journal's entry of the row for the gid of its new task
        """
        if self.journal.is_done(write.id):
            return True
        if write.id in self.failed or write.id in self.journal.writes:
            return False
        self.journal.intend(write)
        try:
            record = send()
            gid = gid_of(record) if write.kind in order.CREATES else None
        except AsanaError as error:
            self._refuse(write, error)
            if isinstance(error, FATAL):
                raise
        except (TypeError, ValueError) as error:  # for a value that cannot be sent
            self.journal.forget(write)
            self._fail(write.id, write.key, str(error))
        else:
            self._finish(write, gid, kept)
            return True
        return False

    def _refuse(self, write: Write, error: AsanaError) -> None:
        unclear = isinstance(error, UnknownOutcomeError | InvalidResponseError)
        if unclear and write.kind in order.CREATES:
            self.journal.unclear(write)
            return
        self.journal.forget(write)
        if unclear or isinstance(error, RetryableAsanaError):
            self._postponed[write.id] = error
        elif not isinstance(error, FATAL):
            self._fail(write.id, write.key, str(error))

    def _finish(self, write: Write, gid: str | None, kept: Callable[[str], Kept] | None) -> None:
        if write.kind in order.REPEATED:
            self.journal.forget(write)
        else:
            self.journal.done(write, gid, kept(gid) if kept and gid else None)
        self._note_done(write)

    def _note_done(self, write: Write) -> None:
        with self._lock:
            self.counts[write.kind] += 1
        if write.kind == "task":
            self.made.add(write.key)
        elif write.kind not in ("tag", "section", "place"):
            self.changed.add(write.key)
        self._progress(1)

    def _fail(self, id: str, key: str, reason: str) -> None:
        self.failed[id] = key, reason
        self._progress(1)

    # -- tags and sections

    def missing_tags(self) -> list[str]:
        """Return the names of the tags that have to be created."""
        return _missing(
            self.project,
            "tags",
            (tag for each in self._current() for tag in each.fields.get("tags", ())),
        )

    def missing_sections(self) -> list[str]:
        """Return the names of the sections that have to be created, in the order of the rows."""
        return _missing(
            self.project,
            "sections",
            (each.fields["section"] for each in self._current() if "section" in each.fields),
        )

    def _current(self) -> Iterator[Wanted]:
        """Yield the rows whose fields have to be written."""
        for each in self.wanted:
            kept = self.journal.rows.get(each.key)
            if kept is None or (self.updates and kept.fields != each.fields):
                yield each

    def _make_tags(self) -> None:
        for name in self.missing_tags():
            write = self._named_write("tag", name)
            body = {"name": name, "workspace": self.project.workspace}
            if self.write(write, partial(self.client.post, route("/tags"), body, **CREATE)):
                self.project.tags.add(name, str(self.journal.gid(write.id)))

    def _make_sections(self) -> None:
        where = path("/projects/{}/sections", self.project.gid)
        for name in self.missing_sections():
            write = self._named_write("section", name)
            if self.write(write, partial(self.client.post, where, {"name": name}, **CREATE)):
                self.project.sections.add(name, str(self.journal.gid(write.id)))
            elif write.id not in self.failed:
                return  # the next section must not be created before this one

    def _named_write(self, kind: str, name: str) -> Write:
        write = Write(f"{kind}:{folded(name)}", kind, name, {"name": name})
        if self.journal.is_done(write.id):  # deleted or renamed since
            self.journal.forget(write)
        return write

    # -- tasks

    def _make_task(self, wanted: Wanted) -> None:
        id = f"task:{wanted.key}"
        if wanted.key in self.journal.rows or id in self.failed:
            return
        try:
            body = self._body(wanted)
        except LookupError as error:
            self._fail(id, wanted.key, str(error.args[0]))
            return
        if body is not None:
            sent = {"body": body, "fields": wanted.fields, "parts": wanted.parts}
            self.write(
                Write(id, "task", wanted.key, sent),
                lambda: self.client.post(route("/tasks"), body, **CREATE),
                lambda gid: Kept(gid, wanted.fields, wanted.parts, False),
            )

    def _body(self, wanted: Wanted) -> Record | None:
        """Return the fields of a new task; None if an object that they refer to does not exist yet.

        :raises LookupError: that object could not be created
        """
        body = {name: value for name, value in wanted.fields.items() if name != "section"}
        needed = [self.named("tag", tag) for tag in body.pop("tags", ())]
        if needed:
            body["tags"] = [*needed]
        if "parent" in wanted.fields:
            body["parent"] = self.task(wanted.fields["parent"])
            needed.append(body["parent"])
        else:
            needed.append(self.section(wanted))
            body["memberships"] = [{"project": self.project.gid, "section": needed[-1]}]
        return body if all(needed) else None

    def named(self, kind: str, name: str) -> str | None:
        """Return the gid of a tag or section; None if it does not exist yet.

        :raises LookupError: it could not be created
        """
        found = (self.project.tags if kind == "tag" else self.project.sections).find(name)
        if found is None and f"{kind}:{folded(name)}" in self.failed:
            raise LookupError(f"the {kind} {name!r} could not be created")
        return found

    def section(self, wanted: Wanted) -> str | None:
        """Return the gid of the row's section; by default, of the project's first section.

        :raises LookupError: it could not be created
        """
        if "section" not in wanted.fields:
            if not self.project.sections.records:
                raise LookupError("the project has no section")
            return gid_of(self.project.sections.records[0])
        return self.named("section", wanted.fields["section"])

    def task(self, key: str) -> str | None:
        """Return the gid of the row's task; None if it does not exist yet.

        :raises LookupError: it could not be created
        """
        if f"task:{key}" in self.failed:
            raise LookupError(f"the task of the row {key!r} could not be created")
        kept = self.journal.rows.get(key)
        return kept.gid if kept else None

    # -- comments, files and dependencies

    def due(self, wanted: Wanted) -> Iterator[Part]:
        """Yield the comments and files of a row that do not exist yet."""
        for part in wanted.row.parts:
            if self._is_due(wanted, part.id):
                yield part

    def is_to_link(self, wanted: Wanted) -> bool:
        """Return whether the dependencies of a row have not been added yet."""
        return wanted.linked is not None and self._is_due(wanted, wanted.linked)

    def _is_due(self, wanted: Wanted, id: str) -> bool:
        kept = self.journal.rows.get(wanted.key)
        asked = kept is None or self.updates or id in kept.parts["ids"]
        return asked and not self.journal.is_done(id)

    def _make_parts(self, wanted: Wanted) -> None:
        kept = self.journal.rows.get(wanted.key)
        if kept is None:
            return
        for part in list(self.due(wanted)):
            make = self._comment if isinstance(part, Comment) else self._attach
            make(wanted.key, kept.gid, part)
            if part.id not in self.failed and not self.journal.is_done(part.id):
                return  # a later comment must not be posted before this one

    def _comment(self, key: str, task: str, comment: Any) -> None:
        write = Write(comment.id, "comment", key, {"task": task, **comment.fields})
        where = path("/tasks/{}/stories", task)
        self.write(write, lambda: self.client.post(where, comment.fields, **CREATE))

    def _attach(self, key: str, task: str, file: Any) -> None:
        sent = {"task": task, "name": file.name, "size": file.size}
        with ExitStack() as stack:
            content = file.content
            if isinstance(content, str):
                try:
                    content = stack.enter_context(open(content, "rb"))
                except OSError as error:
                    self._fail(file.id, key, f"the file {content}: {error.strerror}")
                    return
            files = [("file", (file.name, content, None))]
            self.write(
                Write(file.id, "attachment", key, sent),
                lambda: self.client.post(
                    route("/attachments"), {"parent": task}, files=files, **CREATE
                ),
            )

    def _link(self, wanted: Wanted) -> None:
        kept = self.journal.rows.get(wanted.key)
        id = wanted.linked
        if kept is None or id is None or not self.is_to_link(wanted) or id in self.failed:
            return
        try:
            gids = [self.task(key) for key in wanted.row.dependencies]
        except LookupError as error:
            self._fail(id, wanted.key, f"dependencies: {error.args[0]}")
            return
        if all(gids):
            where = path("/tasks/{}/addDependencies", kept.gid, idempotent=True)
            sent = {"dependencies": gids}
            self.write(
                Write(id, "dependencies", wanted.key, sent),
                lambda: self.client.post(where, sent, **CHANGE),
            )

    # -- changed rows

    def is_changed(self, wanted: Wanted) -> bool:
        """Return whether a row differs from what was imported."""
        kept = self.journal.rows.get(wanted.key)
        return kept is not None and (kept.fields != wanted.fields or not _has_parts(kept, wanted))

    def _change(self, wanted: Wanted) -> None:
        if not self.is_changed(wanted) or any(key == wanted.key for key, _ in self.failed.values()):
            return
        kept = self.journal.rows[wanted.key]
        try:
            found = changes(self, kept, wanted)
        except LookupError as error:
            self._fail(f"update:{wanted.key}", wanted.key, str(error.args[0]))
            return
        if found is None or not all(self._send(wanted.key, change) for change in found):
            return
        ids = list(dict.fromkeys([*kept.parts["ids"], *wanted.parts["ids"]]))
        parts = {"ids": ids, "dependencies": wanted.row.dependencies}
        moved = any(change.moves for change in found)
        kept = replace(kept, fields=wanted.fields, parts=parts, placed=kept.placed and not moved)
        self.journal.keep_row(wanted.key, kept)

    def _send(self, key: str, change: Change) -> bool:
        id = f"update:{key}:{change.path}:{json.dumps(change.body)}"
        write = Write(id, "update", key, change.body)
        verb = self.client.put if change.verb == "PUT" else self.client.post
        return self.write(write, lambda: verb(change.path, change.body, **CHANGE))


def _missing(project: Project, kind: str, names: Iterable[str]) -> list[str]:
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(folded(name), name)
    return [name for name in wanted.values() if _is_missing(getattr(project, kind), name)]


def _is_missing(there: Named, name: str) -> bool:
    try:
        return there.find(name) is None
    except LookupError:  # several have the name: the rows fail
        return False


def _has_parts(kept: Kept, wanted: Wanted) -> bool:
    return set(wanted.parts["ids"]) <= set(kept.parts["ids"]) and (
        kept.parts["dependencies"] == wanted.row.dependencies
    )
