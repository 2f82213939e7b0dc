"""What an export leaves: files of JSON lines, and the manifest, which is written last."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from typing import Any

from .. import rich_text
from ..records import Record
from .asked import KINDS
from .journal import Journal

__all__ = ["MANIFEST", "now", "publish", "write_whole"]

MANIFEST = "manifest.json"

FORMAT = 1


def now() -> str:
    """Return the time, as Asana writes it."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def publish(journal: Journal, markdown: bool) -> Record:
    """Write all files of an export, and return the manifest.

    :param markdown: put Markdown beside what is HTML
    """
    with journal.step():
        journal.lay_out()
    lines = {kind: journal.texts(kind) for kind in KINDS}
    if markdown:
        lines = {kind: map(_with_markdown, texts) for kind, texts in lines.items()}
    lines["tree"] = _tree(journal)
    lines["files"] = _files(journal)
    lines["removed"] = _removed(journal)
    parts = {kind: _write(journal.folder, f"{kind}.jsonl", texts) for kind, texts in lines.items()}
    for part in parts.values():
        os.replace(os.path.join(journal.folder, f"{part['path']}.new"),
                   os.path.join(journal.folder, part["path"]))
    manifest = _manifest(journal, parts)
    write_whole(os.path.join(journal.folder, MANIFEST), json.dumps(manifest, indent=1) + "\n")
    return manifest


def _manifest(journal: Journal, parts: Record) -> Record:
    kind, gid = journal.get("target")
    count, size = journal.one("SELECT count(*), total(size) FROM files WHERE path != ''")
    missing = journal.db.execute("SELECT attachment, problem FROM files WHERE path = ''")
    return {
        "format": FORMAT,
        kind: gid,
        "run": journal.run,
        "started_at": journal.get("started_at"),
        "finished_at": now(),
        "records": parts,
        "files": {
            "count": count,
            "bytes": int(size),
            "missing": [{"attachment": gid, "reason": reason} for gid, reason in missing],
        },
    }


def _write(folder: str, name: str, texts: Iterable[str]) -> Record:
    """Write lines to a file beside the one that they will replace; return what is in it."""
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
    """Replace a file as a whole."""
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
    query = f"SELECT {', '.join(names)} FROM files WHERE path != '' ORDER BY attachment"
    for row in journal.db.execute(query):
        yield json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)


def _removed(journal: Journal) -> Iterator[str]:
    query = "SELECT kind, removed_at, record FROM removed ORDER BY removed_at, kind, gid"
    for kind, moment, text in journal.db.execute(query):
        record = json.loads(text)
        yield json.dumps(
            {"kind": kind, "removed_at": moment, "record": record}, ensure_ascii=False
        )


def _with_markdown(text: str) -> str:
    """Return a record as JSON with Markdown beside each of its rich texts."""
    record = json.loads(text)
    added = False
    for html, markdown in (("html_notes", "notes_markdown"), ("html_text", "text_markdown")):
        if isinstance(record.get(html), str):
            record[markdown] = rich_text.to_markdown(record[html])
            added = True
    return json.dumps(record, ensure_ascii=False) if added else text


