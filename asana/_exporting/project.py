"""The export of one project, in phases that resume where an earlier process stopped."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .._above.listings import Place, listings, records
from .._call.paths import path, route
from ..error import (
    ForbiddenError,
    InvalidRequestError,
    InvalidResponseError,
    NotFoundError,
    PremiumOnlyError,
)
from ..feed import Feed, Resync
from ..page_iterator import check_listing
from ..records import Record, gid_of, members
from .asked import FIELDS, KINDS, Manifest, Progress, listing_of
from .files import Files
from .journal import Journal
from .publish import now, publish

if TYPE_CHECKING:
    from .._verbs import Verbs

__all__ = ["ProjectExport"]

PAGE = 100  # tasks per page
CHUNK = 50  # tasks whose stories and attachments are read together: ten requests
PARENTS = 100  # tasks whose subtasks are listed together: ten requests
RESTARTS = 3  # of the listing, after Asana rejected an offset

# The initial state of a run.
FRESH = {"listed": False, "offset": None, "place": 0, "gap": False}

PREMIUM = (NotFoundError, PremiumOnlyError)

# For a task that was deleted or became invisible; the next run handles that.
HIDDEN = (NotFoundError, ForbiddenError)


class ProjectExport:
    """One run of the export of a project.

    :param journal: the journal of the export
    :param options: the options of the requests
    """

    def __init__(
        self,
        client: "Verbs",
        journal: Journal,
        options: Mapping[str, Any],
        *,
        progress: Progress | None,
        files: bool,
        markdown: bool,
    ) -> None:
        self.client = client
        self.journal = journal
        self.project: str = journal.get("target")[1]
        self.options = dict(options)
        self.files = Files(client, journal, self.options if files else None)
        self._progress = progress
        self._markdown = markdown
        self._phases: dict[str, Callable[[], None]] = {
            "project": self._read_project,  # first: its error is clear if the project is missing
            "changes": self._read_changes,
            "tasks": self._read_tasks,
            "subtasks": self._read_subtasks,
            "details": self._read_details,
            "files": self._read_files,
            "users": self._read_users,
        }

    def go(self) -> Manifest:
        """Complete the export, and return the manifest.

        :raises AsanaError: a request failed; call this again to resume
        """
        if self.journal.get("phase") is not None:
            self._run()
        self._run()  # an interrupted run may be old: it is completed and followed by a new one
        return publish(self.journal, KINDS, self._markdown)

    def _run(self) -> None:
        """Start a run or resume an interrupted one, and complete it."""
        journal, names = self.journal, [*self._phases, None]
        if journal.get("phase") is None:
            with journal.step():
                journal.set(run=journal.run + 1, started_at=now(), phase=names[0], **FRESH)
        while (phase := journal.get("phase")) is not None:
            self._phases[phase]()
            with journal.step():
                journal.set(phase=names[names.index(phase) + 1])

    def _tell(self, phase: str, done: int, total: int | None = None) -> None:
        if self._progress is not None:
            self._progress(phase, done, total)

    # -- what has changed

    def _read_changes(self) -> None:
        """Record the tasks affected by the events since the last run."""
        options = {**self.options, "fields": None}
        feed = Feed(self.client, self.project, _Tokens(self.journal), options=options)
        while True:
            page = feed.poll()
            with self.journal.step():
                for change in page:
                    self._take(change)
            feed.commit()
            if not feed.has_more:
                return

    def _take(self, change: Any) -> None:
        journal = self.journal
        if isinstance(change, Resync):
            journal.set(gap=not change.first)
            return
        for each in (change.get("resource"), change.get("parent")):
            kind, gid = (each or {}).get("resource_type"), (each or {}).get("gid")
            if kind == "task":
                journal.do("INSERT OR IGNORE INTO due VALUES (?)", gid)
            elif kind in ("story", "attachment"):
                journal.do(
                    "INSERT OR IGNORE INTO due SELECT owner FROM records "
                    "WHERE kind IN ('stories', 'attachments') AND gid = ?",
                    gid,
                )

    # -- the project

    def _read_project(self) -> None:
        self._tell("project", 0, 1)
        project = self._one(path("/projects/{}", self.project), "project")
        brief = project.get("project_brief")
        found = {"project": [project], "brief": self._brief(brief)}
        found |= self._parts_of_project()
        files = found.pop("attachments")
        with self.journal.step():
            for kind, items in found.items():
                self.journal.put_all(kind, items)
        self._keep_files([(self.project, files)])
        self._tell("project", 1, 1)

    def _parts_of_project(self) -> dict[str, list[Any]]:
        """Return the objects of the project other than tasks, with one request."""
        where: dict[str, Place] = {
            "sections": (path("/projects/{}/sections", self.project), {}),
            "custom_field_settings": (
                path("/projects/{}/custom_field_settings", self.project),
                {},
            ),
            "memberships": (route("/memberships"), {"parent": self.project}),
            "status_updates": (route("/status_updates"), {"parent": self.project}),
            "attachments": self._files_of(self.project),
        }
        # Each has its own fields, given in its query.
        places: dict[str, Place] = {
            kind: (place, {**query, "opt_fields": FIELDS[kind].split()})
            for kind, (place, query) in where.items()
        }
        options = listing_of("sections", self.options)
        del options["fields"]
        found = listings(self.client, places, options, PREMIUM)
        return {kind: [*(items or ())] for kind, items in found}

    def _one(self, where: Any, kind: str) -> Any:
        fields = FIELDS[kind].split()
        return self.client.get(where, {}, **{**self.options, "fields": fields})

    def _brief(self, brief: Any) -> list[Any]:
        """Return the brief of the project, if there is one and the plan includes briefs."""
        if not brief:
            return []
        try:
            return [self._one(path("/project_briefs/{}", gid_of(brief)), "brief")]
        except (*PREMIUM, ForbiddenError):
            return []

    # -- the tasks

    def _read_tasks(self) -> None:
        """List the tasks of the project; a new process resumes at the last page read."""
        journal, restarts = self.journal, 0
        while not journal.get("listed"):
            offset = journal.get("offset")
            try:
                payload = self._page(offset)
            except InvalidRequestError:
                if offset is None or restarts == RESTARTS:
                    raise
                restarts += 1  # offsets expire after minutes, and the earlier process may be older
                with journal.step():
                    journal.set(offset=None)
                continue
            self._keep_page(payload, offset)
        if journal.get("gap"):
            self._read_modified()

    def _page(self, offset: str | None) -> Any:
        fields = FIELDS["tasks"].split()
        own = {"fields": fields, "full_payload": True, "limit": PAGE, "offset": offset}
        where = path("/projects/{}/tasks", self.project)
        payload = self.client.get(where, {}, **{**self.options, **own})
        check_listing(payload)
        return payload

    def _keep_page(self, payload: Any, offset: str | None) -> None:
        journal = self.journal
        following = (payload.get("next_page") or {}).get("offset")
        if following is not None and following == offset:
            raise InvalidResponseError("Invalid Response: next_page returns the same page again")
        with journal.step():
            if offset is None:
                journal.do("DELETE FROM places")
                journal.do("DELETE FROM parents")
            first = journal.get("place") if offset else 0
            for place, task in enumerate(payload["data"], first):
                self._keep_task(task, "", place)
            done = first + len(payload["data"])
            journal.set(offset=following, place=done, listed=following is None)
        self._tell("tasks", done)

    def _keep_task(self, task: Record, parent: str, place: int) -> None:
        journal, gid = self.journal, gid_of(task)
        journal.do("INSERT OR REPLACE INTO places VALUES (?, ?, ?)", parent, place, gid)
        if journal.put("tasks", task):
            journal.do("INSERT OR IGNORE INTO due VALUES (?)", gid)
        if task.get("num_subtasks"):
            journal.do("INSERT OR IGNORE INTO parents VALUES (?, 0)", gid)
        for tag in members(task, "tags"):
            journal.put("tags", tag)

    def _read_modified(self) -> None:
        """Record what has been modified since the last run, if the events since then are lost."""
        journal = self.journal
        last = journal.get("modified_at")
        query = {"project": self.project, "modified_since": last}
        options = {**listing_of("tasks", self.options), "fields": ["modified_at"]}
        for task in self.client.get_collection(route("/tasks"), query, **options) if last else ():
            with journal.step():
                journal.do("INSERT OR IGNORE INTO due VALUES (?)", gid_of(task))

    def _read_subtasks(self) -> None:
        journal = self.journal
        waiting = "SELECT task FROM parents WHERE NOT listed LIMIT ?"
        while gids := journal.gids(waiting, PARENTS):
            places: dict[str, Place] = {gid: (path("/tasks/{}/subtasks", gid), {}) for gid in gids}
            with journal.step():
                for gid, tasks in self._listed("tasks", places):
                    for place, task in enumerate(tasks or ()):
                        self._keep_task(task, gid, place)
                    journal.do("UPDATE parents SET listed = 1 WHERE task = ?", gid)
            self._tell("subtasks", self._count("parents WHERE listed"), self._count("parents"))
        with journal.step():
            self._drop_gone()

    def _drop_gone(self) -> None:
        """Move records that are no longer in the project to the removed ones."""
        journal = self.journal
        journal.remove("kind IN ('tasks', 'tags') AND run < ?", journal.run)
        journal.remove(
            "kind IN ('stories', 'attachments') AND owner != ? "
            "AND owner NOT IN (SELECT gid FROM records WHERE kind = 'tasks')",
            self.project,
        )
        journal.do(
            "DELETE FROM due WHERE task NOT IN (SELECT gid FROM records WHERE kind = 'tasks')"
        )
        [last] = journal.one(
            "SELECT max(json_extract(record, '$.modified_at')) FROM records WHERE kind = 'tasks'"
        )
        journal.set(modified_at=last)

    # -- the parts of the tasks

    def _read_details(self) -> None:
        """Read the stories, the attachments and the files of all tasks that are due."""
        done, total = 0, self._count("due")
        while gids := self.journal.gids("SELECT task FROM due LIMIT ?", CHUNK):
            stories: dict[str, Place] = {gid: (path("/tasks/{}/stories", gid), {}) for gid in gids}
            with self.journal.step():
                for gid, items in self._listed("stories", stories):
                    if items is not None:
                        self.journal.put_all("stories", _with("target", gid, items), gid)
            files = self._listed("attachments", {gid: self._files_of(gid) for gid in gids})
            self._keep_files(files, gids)
            done += len(gids)
            self._tell("details", done, max(done, total))

    def _files_of(self, gid: str) -> Place:
        return route("/attachments"), {"parent": gid}

    def _is_gone(self, task: str) -> bool:
        """Return whether a task no longer exists; listing its attachments is then a bad request."""
        try:
            self.client.get(path("/tasks/{}", task), {}, **{**self.options, "fields": ["gid"]})
        except HIDDEN:
            return True
        return False

    def _keep_files(
        self, found: Iterable[tuple[str, Iterable[Any] | None]], due: Iterable[str] = ()
    ) -> None:
        """Store attachments, and download the files that are missing."""
        urls: dict[str, Any] = {}
        with self.journal.step():
            for owner, items in found:
                if items is not None:
                    kept = [*map(_without_urls(urls), _with("parent", owner, items))]
                    self.journal.put_all("attachments", kept, owner)
            for gid in due:
                self.journal.do("DELETE FROM due WHERE task = ?", gid)
        self.files.fetch(urls)

    def _read_files(self) -> None:
        """Download the files that are still missing, for example after a killed process."""
        self.files.check()
        while self.files.fetch_missing():
            self._tell("files", self._count("files"))

    def _read_users(self) -> None:
        """Read each user in the records once, for the email address."""
        new = (
            "SELECT user FROM met "
            "WHERE user NOT IN (SELECT gid FROM records WHERE kind = 'users') LIMIT ?"
        )
        options = {**self.options, "fields": FIELDS["users"].split()}
        while gids := self.journal.gids(new, PARENTS):
            places: dict[str, Place] = {gid: (path("/users/{}", gid), {}) for gid in gids}
            with self.journal.step():
                for gid, user in records(self.client, places, options, HIDDEN):
                    self.journal.put("users", user or self._compact(gid))
            self._tell("users", self._count("records WHERE kind = 'users'"))

    def _compact(self, gid: str) -> Any:
        return json.loads(self.journal.one("SELECT record FROM met WHERE user = ?", gid)[0])

    def _listed(
        self,
        kind: str,
        places: Mapping[str, Place],
    ) -> Iterator[tuple[str, Iterable[Any] | None]]:
        options = listing_of(kind, self.options)
        return listings(self.client, places, options, HIDDEN, self._is_gone)

    def _count(self, rows: str) -> int:
        return self.journal.count(rows)


def _with(key: str, owner: str, records: Iterable[Any]) -> Iterator[Record]:
    """Yield records with their parent, even if Asana omits it."""
    for record in records:
        if not record.get(key):
            record[key] = {"gid": owner}
        yield record


def _without_urls(urls: dict[str, Any]) -> Callable[[Any], Record]:
    """Return a function that removes the expiring URLs from an attachment.

    :param urls: receives the download URLs
    """

    def without(attachment: Any) -> Record:
        kept: Record = {**attachment}
        urls[gid_of(kept)] = kept.pop("download_url", None)
        if kept.get("host") == "asana":
            kept.pop("view_url", None)
        return kept

    return without


class _Tokens:
    """The sync token of the project, stored in the journal."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def load(self, resource: str) -> str | None:
        return self._journal.get("sync")  # type: ignore[no-any-return]

    def save(self, resource: str, sync: str) -> None:
        with self._journal.step():
            self._journal.set(sync=sync)
