"""The journal of an import on disk: the intended writes, and their outcomes."""

import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from .._call.values import file_path

__all__ = ["INTENT", "UNSETTLED", "Journal", "JournalError", "Kept", "Write"]

SCHEMA = "1"

# The states of a write: about to be sent or sent with an unknown outcome; done; undetermined.
INTENT, DONE, UNSETTLED = "intent", "done", "unsettled"

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE rows (
    key TEXT PRIMARY KEY, gid TEXT NOT NULL, fields TEXT NOT NULL, parts TEXT NOT NULL,
    placed INTEGER NOT NULL
);
CREATE TABLE writes (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, state TEXT NOT NULL, gid TEXT,
    began REAL NOT NULL, ended REAL, sent TEXT NOT NULL, reason TEXT
);
CREATE TABLE known (gid TEXT PRIMARY KEY);
"""


class JournalError(RuntimeError):
    """The journal cannot be opened or written.

    It may be in use, belong to another project, or be on a full disk. Everything written to Asana
    so far is recorded in it. Run the import again to resume.
    """


@dataclass(frozen=True)
class Write:
    """A request that creates or changes an object.

    :ivar id: identifies the write; the same in every run
    :ivar kind: ``task``, ``comment``, ``attachment``, ``tag``, ``section`` or another change
    :ivar key: the key of the row, or the name of the tag or section
    :ivar sent: the content that was sent, by which the created object can be recognized
    :ivar began: when the intent was recorded, in seconds since the epoch
    :ivar ended: when the outcome became unknown; None while the request is in progress
    """

    id: str
    kind: str
    key: str
    sent: Mapping[str, Any]
    state: str = INTENT
    gid: str | None = None
    began: float = 0.0
    ended: float | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Kept:
    """The journal's entry for a row whose task exists.

    :ivar fields: the fields that were written last
    :ivar parts: the ids of the writes that belong to the row, and the keys of its dependencies
    :ivar placed: whether the task was moved to its position
    """

    gid: str
    fields: Mapping[str, Any]
    parts: Mapping[str, list[str]]
    placed: bool


class Journal:
    """A journal file. Threads can share it; a second process is rejected.

    :param path: the file, which is created if it does not exist; None keeps the journal in memory
    :param project: the gid of the project
    :ivar clock: returns the time at Asana, in seconds since the epoch
    """

    clock: Callable[[], float] = staticmethod(time.time)

    def __init__(self, path: str | os.PathLike[str] | None, project: str) -> None:
        self.path = ":memory:" if path is None else _path(path)
        self._lock = threading.RLock()
        with self._explained():
            self._database = sqlite3.connect(
                self.path, timeout=0, isolation_level=None, check_same_thread=False
            )
        try:
            self._open(project)
        except BaseException:
            self._database.close()
            raise
        self.writes = {write.id: write for write in self._read_writes()}
        self.rows = dict(self._read_rows())
        self.known = {gid for (gid,) in self._database.execute("SELECT gid FROM known")}

    def _open(self, project: str) -> None:
        with self._explained():
            # Exclusive: SQLite holds the lock until the process ends, also after a crash.
            self._database.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=FULL")
            self._database.execute("BEGIN IMMEDIATE")
            names = {name for (name,) in self._database.execute("SELECT name FROM sqlite_master")}
            if not names:
                for statement in TABLES.split(";"):
                    self._database.execute(statement)
                self._set(schema=SCHEMA, project=project)
            elif "meta" not in names:
                raise JournalError(
                    f"{self.path} is an SQLite database, but not the journal of an import"
                )
            self._database.execute("COMMIT")
        self._check("schema", SCHEMA, "was written by another version of this library")
        self._check("project", project, "belongs to the import into another project")

    def _check(self, name: str, wanted: str, problem: str) -> None:
        found = self.meta(name)
        if found != wanted:
            raise JournalError(
                f"the journal {self.path} {problem} ({name} {found}, not {wanted}): "
                "use a separate journal for each import"
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Convert the errors of SQLite to errors that say what to do."""
        try:
            yield
        except sqlite3.Error as error:
            failure = f"{error}"
        else:
            return
        if "locked" in failure:
            failure = "another import is using it; wait until that import has finished"
        elif "not a database" in failure or "malformed" in failure:
            failure = "the file is not a journal, or is damaged"
        elif "unable to open" in failure or "readonly" in failure:
            failure += "; the folder must exist, and the file and its folder must be writable"
        elif "full" in failure or "disk I/O" in failure:
            failure += "; free some space and run the import again, which resumes"
        raise JournalError(f"the journal {self.path}: {failure}")

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """Yield the database for a transaction that is on disk when the block ends."""
        with self._lock, self._explained():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the file, so that another import can use it."""
        with self._lock:
            self._database.close()

    # -- the state of the import

    def meta(self, name: str) -> str | None:
        """Return a stored value, or None."""
        with self._lock, self._explained():
            cursor = self._database.execute("SELECT value FROM meta WHERE name = ?", (name,))
            found = cursor.fetchone()
        return None if found is None else str(found[0])

    def _set(self, **values: str) -> None:
        self._database.executemany("REPLACE INTO meta VALUES (?, ?)", values.items())

    def begin(self, user: str, known: Iterable[str]) -> None:
        """Record the importing user, and the tasks that existed before the import."""
        users = self.users | {user}
        gids = set(known)
        with self._change() as database:
            self._set(begun="yes", users=" ".join(sorted(users)))
            database.executemany("REPLACE INTO known VALUES (?)", [(gid,) for gid in gids])
            self.known |= gids

    @property
    def users(self) -> set[str]:
        """The gids of the users who ran this import."""
        return set((self.meta("users") or "").split())

    # -- writes

    def intend(self, write: Write) -> None:
        """Record that a write is about to be sent."""
        self._keep(replace(write, state=INTENT, began=self.clock(), ended=None))

    def unclear(self, write: Write) -> None:
        """Record that the outcome of a write is unknown."""
        self._keep(replace(self.writes[write.id], state=INTENT, ended=self.clock()))

    def reopen(self, write: Write) -> None:
        """Record that an undetermined write is to be looked up again."""
        self._keep(replace(write, state=INTENT, reason=None))

    def unsettled(self, write: Write, reason: str) -> None:
        """Record that a lookup could not determine whether a write was done."""
        self._keep(replace(self.writes[write.id], state=UNSETTLED, reason=reason))

    def done(self, write: Write, gid: str | None, row: Kept | None = None) -> None:
        """Record that a write was done, what it created, and the new entry of its row."""
        # The content that was sent is no longer needed, and may be large.
        kept = replace(self.writes[write.id], state=DONE, gid=gid, reason=None, sent={})
        with self._change() as database:
            self._store(database, kept)
            if row is not None:
                self._store_row(database, write.key, row)

    def forget(self, write: Write) -> None:
        """Record that a write was not done."""
        with self._change() as database:
            database.execute("DELETE FROM writes WHERE id = ?", (write.id,))
            del self.writes[write.id]

    def is_done(self, id: str) -> bool:
        """Return whether a write was done."""
        found = self.writes.get(id)
        return found is not None and found.state == DONE

    def gid(self, id: str) -> str | None:
        """Return the gid of the object that a write has created, or None."""
        found = self.writes.get(id)
        return found.gid if found is not None and found.state == DONE else None

    def open_writes(self) -> list[Write]:
        """Return the writes with an unknown outcome."""
        return [write for write in self.writes.values() if write.state != DONE]

    def claimed(self) -> set[str]:
        """Return the gids of objects that this import created, or that existed before it."""
        return {write.gid for write in self.writes.values() if write.gid} | self.known

    def _keep(self, write: Write) -> None:
        with self._change() as database:
            self._store(database, write)

    def _store(self, database: sqlite3.Connection, write: Write) -> None:
        values = {**vars(write), "sent": json.dumps(write.sent)}
        database.execute(
            "REPLACE INTO writes VALUES "
            "(:id, :kind, :key, :state, :gid, :began, :ended, :sent, :reason)",
            values,
        )
        self.writes[write.id] = write

    def _read_writes(self) -> Iterator[Write]:
        names = ("id", "kind", "key", "state", "gid", "began", "ended", "reason")
        cursor = self._database.execute(f"SELECT sent, {', '.join(names)} FROM writes")  # noqa: S608
        for sent, *values in cursor:
            yield Write(sent=json.loads(sent), **dict(zip(names, values, strict=True)))

    # -- rows

    def keep_row(self, key: str, row: Kept) -> None:
        """Record the current entry of a row."""
        with self._change() as database:
            self._store_row(database, key, row)

    def place_rows(self, keys: Iterable[str]) -> None:
        """Record that rows are in their positions."""
        with self._change() as database:
            for key in keys:
                self._store_row(database, key, replace(self.rows[key], placed=True))

    def _store_row(self, database: sqlite3.Connection, key: str, row: Kept) -> None:
        values = (key, row.gid, json.dumps(row.fields), json.dumps(row.parts), row.placed)
        database.execute("REPLACE INTO rows VALUES (?, ?, ?, ?, ?)", values)
        self.rows[key] = row

    def _read_rows(self) -> Iterator[tuple[str, Kept]]:
        for key, gid, fields, parts, placed in self._database.execute("SELECT * FROM rows"):
            yield key, Kept(gid, json.loads(fields), json.loads(parts), bool(placed))


def _path(path: str | os.PathLike[str]) -> str:
    """Return the absolute path of a journal; SQLite treats some relative names specially."""
    text = file_path(path, "the path of a journal")
    if not text:
        raise ValueError("the path of a journal must not be empty")
    return os.path.abspath(text)
