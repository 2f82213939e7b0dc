"""The journal of an import: what was about to be written, and what came of it, on disk."""

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

# The states of a write: about to be sent, or sent without a clear answer; done; not to be settled.
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
    """The journal cannot be used or written: it is in use, of another project, or the disk is full.

    What was written to Asana until then is in the journal. Run the import again to go on.
    """


@dataclass(frozen=True)
class Write:
    """One request that creates or changes something.

    :ivar id: what it is for; the same in every run
    :ivar kind: ``task``, ``comment``, ``attachment``, ``tag``, ``section`` or another change
    :ivar key: the key of the row, or the name of the tag or section
    :ivar sent: what is sent, by which it can be recognized
    :ivar began: when the intent was written, in seconds since the epoch
    :ivar ended: when its answer was unclear; None while the request is under way
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
    """What the journal has of a row whose task is there.

    :ivar fields: the fields that were written last
    :ivar parts: the ids of the writes that belong to it, and the keys of its dependencies
    :ivar placed: whether its place among the others was brought about
    """

    gid: str
    fields: Mapping[str, Any]
    parts: Mapping[str, list[str]]
    placed: bool


class Journal:
    """The journal in a file. Threads may share it; a second process is refused.

    :param path: the file, which is created if it is missing; None keeps the journal in memory
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
            # Exclusive: the lock is held until the process ends, however it ends.
            self._database.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=FULL")
            self._database.execute("BEGIN IMMEDIATE")
            names = {name for (name,) in self._database.execute("SELECT name FROM sqlite_master")}
            if not names:
                for statement in filter(str.strip, TABLES.split(";")):
                    self._database.execute(statement)
                self._set(schema=SCHEMA, project=project)
            elif "meta" not in names:
                raise JournalError(f"{self.path} is a database, but not the journal of an import")
            self._database.execute("COMMIT")
        self._check("schema", SCHEMA, "was written by another version of this library")
        self._check("project", project, "belongs to the import into another project")

    def _check(self, name: str, wanted: str, problem: str) -> None:
        found = self.meta(name)
        if found != wanted:
            raise JournalError(
                f"the journal {self.path} {problem} ({name} {found}, not {wanted}): "
                "give each import a journal of its own"
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Raise what SQLite reports with what to do about it."""
        try:
            yield
        except sqlite3.Error as error:
            failure = f"{error}"
        else:
            return
        if "locked" in failure:
            failure = "another import is using it; wait until that one has ended"
        elif "not a database" in failure or "malformed" in failure:
            failure = "the file is not a journal, or is damaged"
        elif "unable to open" in failure or "readonly" in failure:
            failure += "; the folder must be there, and the file and its folder must be writable"
        elif "full" in failure or "disk I/O" in failure:
            failure += "; make room and run the import again, which goes on where it stopped"
        raise JournalError(f"the journal {self.path}: {failure}")

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """Give the database for changes, which are on disk when the block ends."""
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

    # -- what is known of the import

    def meta(self, name: str) -> str | None:
        """Return a value that the journal keeps, or None."""
        with self._lock, self._explained():
            cursor = self._database.execute("SELECT value FROM meta WHERE name = ?", (name,))
            found = cursor.fetchone()
        return None if found is None else str(found[0])

    def _set(self, **values: str) -> None:
        self._database.executemany("REPLACE INTO meta VALUES (?, ?)", values.items())

    def begin(self, user: str, known: Iterable[str]) -> None:
        """Note who imports, and the tasks that are not of this import."""
        users = self.users | {user}
        gids = set(known)
        with self._change() as database:
            self._set(begun="yes", users=" ".join(sorted(users)))
            database.executemany("REPLACE INTO known VALUES (?)", [(gid,) for gid in gids])
            self.known |= gids

    @property
    def users(self) -> set[str]:
        """The gids of the users whose imports the journal is of."""
        return set((self.meta("users") or "").split())

    # -- writes

    def intend(self, write: Write) -> None:
        """Note that a write is about to be sent."""
        self._keep(replace(write, state=INTENT, began=self.clock(), ended=None))

    def unclear(self, write: Write) -> None:
        """Note that the answer was unclear, or never came."""
        self._keep(replace(self.writes[write.id], state=INTENT, ended=self.clock()))

    def reopen(self, write: Write) -> None:
        """Look again for a write that could not be settled."""
        self._keep(replace(write, state=INTENT, reason=None))

    def unsettled(self, write: Write, reason: str) -> None:
        """Note that looking did not tell whether it was done."""
        self._keep(replace(self.writes[write.id], state=UNSETTLED, reason=reason))

    def done(self, write: Write, gid: str | None, row: Kept | None = None) -> None:
        """Note that it was done, and what was created; with a row, what its task now has."""
        # What was sent is of no use any more, and there may be much of it.
        kept = replace(self.writes[write.id], state=DONE, gid=gid, reason=None, sent={})
        with self._change() as database:
            self._store(database, kept)
            if row is not None:
                self._store_row(database, write.key, row)

    def forget(self, write: Write) -> None:
        """Note that it was not done."""
        with self._change() as database:
            database.execute("DELETE FROM writes WHERE id = ?", (write.id,))
            del self.writes[write.id]

    def is_done(self, id: str) -> bool:
        """Return whether a write was done."""
        found = self.writes.get(id)
        return found is not None and found.state == DONE

    def gid(self, id: str) -> str | None:
        """Return the gid of what a write has created, or None."""
        found = self.writes.get(id)
        return found.gid if found is not None and found.state == DONE else None

    def open_writes(self) -> list[Write]:
        """Return the writes of which it is unclear whether they were done."""
        return [write for write in self.writes.values() if write.state != DONE]

    def claimed(self) -> set[str]:
        """Return the gids of what was created by this import, or was there before it."""
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
        """Note what the task of a row now has."""
        with self._change() as database:
            self._store_row(database, key, row)

    def place_rows(self, keys: Iterable[str]) -> None:
        """Note that rows are where they belong."""
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
    """Return the path of a journal; absolute, since some names mean something else to SQLite."""
    text = file_path(path, "the path of a journal")
    if not text:
        raise ValueError("the path of a journal is empty")
    return os.path.abspath(text)
