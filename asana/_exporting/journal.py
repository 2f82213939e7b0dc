"""The journal of an export, in SQLite: what has been read, and what is left to do.

Each step is one transaction, so a killed process leaves no partial step. Only one process can use a
journal at a time.
"""

import json
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from ..records import Record, gid_of

__all__ = ["NAME", "Journal", "storable"]

NAME = "export.db"

SCHEMA = """
CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS records (
    kind TEXT, gid TEXT, owner TEXT, place INTEGER, run INTEGER, record TEXT,
    PRIMARY KEY (kind, gid));
CREATE INDEX IF NOT EXISTS owned ON records (kind, owner, place);
CREATE TABLE IF NOT EXISTS places (
    parent TEXT, place INTEGER, task TEXT, PRIMARY KEY (parent, task)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parents (task TEXT PRIMARY KEY, listed INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS due (task TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS met (user TEXT PRIMARY KEY, record TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    attachment TEXT PRIMARY KEY, path TEXT, size INTEGER, sha256 TEXT, problem TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS removed (
    kind TEXT, gid TEXT, removed_at TEXT, record TEXT, PRIMARY KEY (kind, gid));
CREATE TEMP TABLE walk (n INTEGER PRIMARY KEY, depth INTEGER, task TEXT);
CREATE TEMP TABLE lines (n INTEGER PRIMARY KEY, task TEXT UNIQUE);
"""

# The keys of a record that contain users.
ONE = ("assignee", "assigned_by", "author", "completed_by", "created_by", "follower", "member")
MORE = ("followers", "members", "people_value", "old_people_value", "new_people_value")
USERS = frozenset([*ONE, *MORE, "owner", "user"])

# Asana issues a new image URL each time, valid for minutes.
IMAGE_URL = re.compile(r'(<img\b[^>]*?)\ssrc=\\"[^"]*\\"')


class Journal:
    """The journal in a folder; it is created if it does not exist.

    :param target: the type and gid of the exported object
    :raises ValueError: the folder has the export of something else, another process uses the
        journal, or it is damaged
    """

    def __init__(self, folder: str, target: list[str]) -> None:
        os.makedirs(folder, exist_ok=True)
        self.folder = folder
        self.db = sqlite3.connect(os.path.join(folder, NAME), timeout=1, isolation_level=None)
        try:
            self._open(target)
        except BaseException as failure:
            self.db.close()
            if "locked" in str(failure):
                raise ValueError(f"another process is exporting to {folder}") from None
            if isinstance(failure, sqlite3.DatabaseError):
                raise ValueError(
                    f"{os.path.join(folder, NAME)} is damaged ({failure}): delete it, and the "
                    "next run reads everything again"
                ) from None
            raise

    def _open(self, target: list[str]) -> None:
        self.db.execute("PRAGMA locking_mode = EXCLUSIVE")
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = NORMAL")
        with self.step():
            for statement in filter(None, SCHEMA.split(";\n")):
                self.db.execute(statement)
            found = self.get("target")
            if found != target:
                self._refuse(found, target)
                self.do("DELETE FROM state")
                self.set(target=target)

    def _refuse(self, found: list[str], target: list[str]) -> None:
        """Reject the folder of another export, unless that export has no records yet."""
        if self.one("SELECT 1 FROM records LIMIT 1"):
            raise ValueError(
                f"{self.folder} has the export of the {' '.join(found)}, not of the "
                f"{' '.join(target)}: use another folder"
            )

    def close(self) -> None:
        """Close the journal."""
        self.db.close()

    @contextmanager
    def step(self) -> Iterator[None]:
        """Commit everything that is written in the block, or nothing."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def get(self, key: str, default: Any = None) -> Any:
        """Return a value of the run's state."""
        found = self.one("SELECT value FROM state WHERE key = ?", key)
        return default if found is None else json.loads(found[0])

    def set(self, **values: Any) -> None:
        """Set values of the run's state."""
        for key, value in values.items():
            self.do("INSERT OR REPLACE INTO state VALUES (?, ?)", key, json.dumps(value))

    def do(self, statement: str, *values: Any) -> None:
        """Execute a statement."""
        self.db.execute(statement, values)

    def one(self, query: str, *values: Any) -> Any:
        """Return the first row of a query, or None."""
        return self.db.execute(query, values).fetchone()

    def gids(self, query: str, *values: Any) -> list[str]:
        """Return the first column of all rows of a query."""
        return [gid for (gid,) in self.db.execute(query, values)]

    @property
    def run(self) -> int:
        """The number of the run."""
        return self.get("run", 0)  # type: ignore[no-any-return]

    # -- records

    def put(self, kind: str, record: Record, owner: str = "", place: int = 0) -> bool:
        """Store a record; return whether it has changed."""
        gid, text = gid_of(record), json.dumps(record, ensure_ascii=False)
        text = storable(IMAGE_URL.sub(r"\1", text))
        old = self.one("SELECT record FROM records WHERE kind = ? AND gid = ?", kind, gid)
        self.do(
            "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?)",
            *(kind, gid, owner, place, self.run, text),
        )
        self.do("DELETE FROM removed WHERE kind = ? AND gid = ?", kind, gid)
        for user in _users(record):
            met = storable(json.dumps(user, ensure_ascii=False))
            self.do("INSERT OR IGNORE INTO met VALUES (?, ?)", gid_of(user), met)
        return old is None or old[0] != text

    def put_all(self, kind: str, records: Iterable[Record], owner: str = "") -> None:
        """Store all records of a kind that an owner has, and remove those it no longer has."""
        for place, record in enumerate(records):
            self.put(kind, record, owner, place)
        self.remove("kind = ? AND owner = ? AND run < ?", kind, owner, self.run)

    def remove(self, which: str, *values: Any) -> None:
        """Move records to those that no longer exist in Asana."""
        kept = f"SELECT kind, gid, ?, record FROM records WHERE {which}"  # noqa: S608  (constants)
        self.do(f"INSERT OR REPLACE INTO removed {kept}", self.get("started_at"), *values)
        self.do(f"DELETE FROM records WHERE {which}", *values)  # noqa: S608

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        query = f"SELECT count(*) FROM {table}"  # noqa: S608  (a constant)
        return self.one(query)[0]  # type: ignore[no-any-return]

    def texts(self, kind: str) -> Iterator[str]:
        """Yield the records of a kind as JSON, in order; :meth:`lay_out` must have been called."""
        if kind == "tasks":
            query = "FROM lines JOIN records ON kind = ? AND gid = task ORDER BY n"
        elif kind in ("stories", "attachments"):
            yield from self._texts(
                "FROM records WHERE kind = ? AND owner = ? ORDER BY place",
                *(kind, self.get("target")[1]),
            )
            query = "FROM lines JOIN records ON kind = ? AND owner = task ORDER BY n, place"
        else:
            query = "FROM records WHERE kind = ? ORDER BY place, gid"
        yield from self._texts(query, kind)

    def _texts(self, query: str, *values: Any) -> Iterator[str]:
        for (text,) in self.db.execute(f"SELECT record {query}", values):
            yield text

    # -- the tree

    def lay_out(self) -> None:
        """Store the walk of the task tree: each task with its depth, followed by its subtasks."""
        self.do("DELETE FROM walk")
        self.do("DELETE FROM lines")
        below = "SELECT task FROM places WHERE parent = ? ORDER BY place"
        levels, ancestors = [iter(self.gids(below, ""))], [""]
        while levels:
            task = next(levels[-1], None)
            if task is None:
                levels.pop()
                ancestors.pop()
            elif task not in ancestors:
                self.do("INSERT INTO walk VALUES (NULL, ?, ?)", len(levels) - 1, task)
                self.do("INSERT OR IGNORE INTO lines VALUES (NULL, ?)", task)
                levels.append(iter(self.gids(below, task)))
                ancestors.append(task)


def _users(value: Any, key: str = "") -> Iterator[Record]:
    """Yield the users in a record."""
    if isinstance(value, list):
        for each in value:
            yield from _users(each, key)
    elif isinstance(value, dict):
        if key in USERS and "gid" in value and value.get("resource_type", "user") == "user":
            yield value
        for name, each in value.items():
            yield from _users(each, name)


def storable(text: str) -> str:
    """Return JSON without lone surrogates, which UTF-8 cannot encode."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(json.loads(text))
    return text
