"""The output of an export: JSON Lines files, and the manifest, which is written last."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from typing import Any

from ..records import Record
from ..rich_text import to_markdown
from .asked import MANIFEST, Manifest
from .journal import Journal, storable

__all__ = ["now", "publish", "write_whole"]

FORMAT = 1


def now() -> str:
    """Return the current time in Asana's format."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def publish(
    journal: Journal, kinds: Iterable[str], markdown: bool = False, **more: Any
) -> Manifest:
    """Write all files of an export, and return the manifest.

    :param kinds: the kinds of records
    :param markdown: whether to add Markdown next to HTML
    :param more: further entries of the manifest
    """
    with journal.step():
        journal.lay_out()
    lines: dict[str, Iterator[str]] = {kind: journal.texts(kind) for kind in kinds}
    if markdown:
        lines = {kind: map(_with_markdown, texts) for kind, texts in lines.items()}
    if "tasks" in lines:
        lines |= {"tree": _tree(journal), "files": _files(journal)}
        more["files"] = _summary(journal)
    lines["removed"] = _removed(journal)
    written = {
        kind: _write(journal.folder, f"{kind}.jsonl", texts) for kind, texts in lines.items()
    }
    for each in written.values():
        target = os.path.join(journal.folder, each["path"])
        os.replace(f"{target}.new", target)
    manifest: Any = {**_head(journal), "records": written, **more}
    write_whole(os.path.join(journal.folder, MANIFEST), json.dumps(manifest, indent=1) + "\n")
    return manifest  # type: ignore[no-any-return]


def _head(journal: Journal) -> Record:
    kind, gid = journal.get("target")
    started_at = journal.get("started_at")
    return {
        "format": FORMAT,
        kind: gid,
        "run": journal.run,
        "started_at": started_at,
        "finished_at": now(),
    }


def _summary(journal: Journal) -> Record:
    """Return the summary of the attachment files for the manifest."""
    count, size = journal.one("SELECT count(*), total(size) FROM files WHERE path != ''")
    missing = journal.db.execute("SELECT attachment, problem FROM files WHERE path = ''")
    return {
        "count": count,
        "bytes": int(size),
        "missing": [{"attachment": gid, "reason": reason} for gid, reason in missing],
    }


def _write(folder: str, name: str, texts: Iterable[str]) -> Record:
    """Write lines to a new file that replaces the old one later; return its summary."""
    found, count, size = hashlib.sha256(), 0, 0
    with open(os.path.join(folder, f"{name}.new"), "wb") as file:
        for text in texts:
            line = text.encode() + b"\n"
            file.write(line)
            found.update(line)
            count, size = count + 1, size + len(line)
        file.flush()
        os.fsync(file.fileno())
    return {"path": name, "count": count, "bytes": size, "sha256": found.hexdigest()}


def write_whole(file_path: str, text: str) -> None:
    """Replace a file atomically."""
    with open(f"{file_path}.new", "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(f"{file_path}.new", file_path)


def _tree(journal: Journal) -> Iterator[str]:
    for depth, gid in journal.db.execute("SELECT depth, task FROM walk ORDER BY n"):
        yield json.dumps({"depth": depth, "gid": gid})


def _files(journal: Journal) -> Iterator[str]:
    names = ("attachment", "path", "size", "sha256")
    query = "SELECT attachment, path, size, sha256 FROM files WHERE path != '' ORDER BY attachment"
    for row in journal.db.execute(query):
        yield json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)


def _removed(journal: Journal) -> Iterator[str]:
    query = "SELECT kind, removed_at, record FROM removed ORDER BY removed_at, kind, gid"
    for kind, moment, text in journal.db.execute(query):
        found = {"kind": kind, "removed_at": moment, "record": json.loads(text)}
        yield storable(json.dumps(found, ensure_ascii=False))


def _with_markdown(text: str) -> str:
    """Return a record as JSON, with Markdown added next to each rich text."""
    record = json.loads(text)
    for html, markdown in (("html_notes", "notes_markdown"), ("html_text", "text_markdown")):
        if isinstance(record.get(html), str):
            record[markdown] = to_markdown(record[html])
    return storable(json.dumps(record, ensure_ascii=False))
