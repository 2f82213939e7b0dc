"""A request for a page: the acting user, the query, and helpers for most pages."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from urllib.parse import quote, urlencode

from asana.sandbox.records.access import Access
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store
from asana.sandbox.records.view import View
from asana.sandbox.web.pages.sources import Sources

PAGE = 100  # rows of a long list
MAX_CHOICES = 200  # users in a select list; with more users, a text field is used

_NUMBER = re.compile(r"\d{1,7}", re.ASCII)

Shown = tuple[str, dict[str, Any]]  # a template and its values


class MissingError(Exception):
    """The page does not exist; the text is the reason."""

    def __init__(self, problem: str, status: int = 404) -> None:
        super().__init__(problem)
        self.status = status


@dataclass(frozen=True)
class Visit:
    """A request for a page. `user` is the acting user, by default the main user."""

    sources: Sources
    user: Record
    path: str
    args: Mapping[str, str]

    @property
    def store(self) -> Store:
        """Return the records."""
        return self.sources.dispatcher.store

    @property
    def view(self) -> View:
        """Return the records as visible to the acting user."""
        return View(self.store, self.user)

    @property
    def access(self) -> Access:
        """Return the permissions."""
        return Access(self.store)

    @property
    def today(self) -> str:
        """Return the date of the sandbox's clock."""
        return self.store.now().date().isoformat()

    def to(self, path: str, **query: Any) -> str:
        """Return the URL of a page, which keeps the acting user."""
        if self.user is not self.sources.main_user():
            query["as"] = self.user.gid
        given = {name: value for name, value in query.items() if value not in (None, "")}
        return path + (f"?{urlencode(given)}" if given else "")

    def turned(self, name: str, number: int) -> str:
        """Return the URL of another page of a list, with the rest of the query unchanged."""
        return self.to(self.path, **{**self.args, name: number})

    def number(self, name: str = "page") -> int:
        """Return the page number in the query, at least 1."""
        raw = self.args.get(name, "")
        return max(int(raw), 1) if _NUMBER.fullmatch(raw) else 1

    def find(self, gid: str, *types: str) -> Record:
        """Return a record visible to the acting user; MissingError for any other."""
        found = self.store.find(gid)
        if found is None or (types and found.type not in types):
            kinds = words(" or ".join(types)) or "record"
            raise MissingError(f"The sandbox has no {kinds} {gid}.")
        if not self._sees(found):
            name, kind = self.user["name"], words(found.type)
            raise MissingError(f"{name} cannot see this {kind}. Choose another user.", 403)
        return found

    def _sees(self, record: Record) -> bool:
        try:
            return self.access.sees(self.user, record)
        except LookupError:  # a part of another record, which has no workspace itself
            raise MissingError(f"A {words(record.type)} has no page of its own.") from None

    def users_of(self, workspace: Record) -> list[Record]:
        """Return the users to choose from; none if there are too many."""
        memberships = self.store.where("workspace_membership", "workspace", workspace)
        if len(memberships) > MAX_CHOICES:
            return []
        return sorted((m["user"] for m in memberships), key=lambda user: str(user["name"]).lower())


@dataclass(frozen=True)
class Pager:
    """The position of a page in a list; without a `total`, `more` is whether one follows."""

    number: int
    size: int
    total: int | None
    more: bool = False

    @property
    def start(self) -> int:
        """Return the number of items before the page."""
        return (self.number - 1) * self.size

    @property
    def pages(self) -> int:
        """Return the number of pages, at least 1; 0 if it is unknown."""
        return 0 if self.total is None else max(-(-self.total // self.size), 1)

    @property
    def following(self) -> bool:
        """Return whether there is a next page."""
        return self.more if self.total is None else self.number < self.pages


def pager(visit: Visit, total: int, size: int = PAGE, name: str = "page") -> Pager:
    """Return the page that the query requests, at most the last one."""
    pages = max(-(-total // size), 1)
    return Pager(min(visit.number(name), pages), size, total)


def cut(items: Iterable[Any], at: Pager) -> list[Any]:
    """Return the items of a page."""
    return list(islice(items, at.start, at.start + at.size))


def scan(visit: Visit, items: Iterator[Any], size: int = PAGE) -> tuple[list[Any], Pager]:
    """Return a page of items whose number is unknown."""
    number = visit.number()
    start = (number - 1) * size
    found = list(islice(items, start, start + size + 1))
    return found[:size], Pager(number, size, None, more=len(found) > size)


# Filters of the templates


def day(value: str | None) -> str:
    """Return a date, or the date of a time, in the form `9 Mar 2026`."""
    if not value:
        return ""
    found = date.fromisoformat(value[:10])
    return f"{found.day} {found:%b %Y}"


def clock(value: str | None) -> str:
    """Return the time of day of a time."""
    return (value or "")[11:19]


def initials(name: str) -> str:
    """Return the initials of a person."""
    words = name.split()
    return "".join(word[0] for word in dict.fromkeys([words[0], words[-1]])) if words else ""


def words(name: str) -> str:
    """Return the name of a type or field as words."""
    return name.replace("_", " ")


def path_of(record: Record) -> str:
    """Return the URL of the page of a record."""
    if record.type == "task":
        return f"/1/{record['workspace'].gid}/task/{record.gid}"
    if record.type == "project":
        view = "board" if record["default_view"] == "board" else "list"
        return f"/0/{record.gid}/{view}"
    if record.type == "workspace":
        return f"/1/{record.gid}"
    if record.type == "tag":
        return f"/0/{record.gid}/list"
    if record.type == "user":
        return f"/0/profile/{record.gid}"
    if record.type == "story" and record["target"].type == "task":
        return path_of(record["target"])
    return f"/record/{quote(record.gid, safe='')}"
