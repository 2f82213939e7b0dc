"""The search, which also opens a gid or an Asana URL."""

import re
from collections.abc import Iterator

from asana.sandbox.records.record import Record
from asana.sandbox.web.pages.rich_text import local
from asana.sandbox.web.pages.visit import Shown, Visit, path_of, scan

_GID = re.compile(r"\d{1,32}", re.ASCII)
_TYPES = ("project", "task", "tag", "user")


def search(visit: Visit) -> Shown:
    """Show the projects, tasks, tags and users with the words in their name or notes."""
    words = visit.args.get("q", "").strip()
    found, at = scan(visit, _found(visit, words.casefold()) if words else iter(()))
    return "search.html", {"q": words, "found": found, "pager": at}


def jump(visit: Visit) -> str | None:
    """Return the path of the page for a gid or an Asana URL; None for words."""
    words = visit.args.get("q", "").strip()
    path = local(words) if words.startswith("http") else words
    if path != words and path.startswith("/"):
        return visit.to(path)
    record = visit.store.find(words) if _GID.fullmatch(words) else None
    return None if record is None else visit.to(path_of(record))


def _found(visit: Visit, words: str) -> Iterator[Record]:
    for kind in _TYPES:
        for record in visit.store.of(kind):
            text = f"{record['name']}\n{record.get('notes') or ''}".casefold()
            if words in text and visit.access.sees(visit.user, record):
                yield record
