"""Put new tasks in the order of their rows, with as few moves as possible."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from .._above.trees import subtasks_of
from .._call.paths import Path, path
from ..records import gid_of
from .journal import Journal, Write
from .project import Project, listed

if TYPE_CHECKING:
    from .._verbs import Verbs
    from .plan import Wanted

__all__ = ["CREATES", "REPEATED", "arrange", "moves"]

CREATES = frozenset(["attachment", "comment", "section", "tag", "task"])
"""The kinds of writes that create an object."""

REPEATED = frozenset(["place", "update"])
"""The kinds of writes that are not recorded; a later run may repeat them."""


class Placing(Protocol):
    """The parts of a run that this module uses."""

    client: "Verbs"
    project: Project
    journal: Journal
    wanted: "list[Wanted]"

    def each(self, function: Any, items: Iterable[Any]) -> None:
        """Call a function with each item, in parallel."""

    def write(self, write: Write, send: Any) -> bool:
        """Send a write; return whether it is done."""
        ...

    def section(self, wanted: "Wanted") -> str | None:
        """Return the gid of the section of a row."""
        ...

    def task(self, key: str) -> str | None:
        """Return the gid of the task of a row."""
        ...


def arrange(run: Placing) -> None:
    """Move tasks that are out of order, in each section and below each parent."""
    groups: dict[tuple[str, str], list[str]] = {}
    for wanted in run.wanted:
        if wanted.key in run.journal.rows:
            with suppress(LookupError):  # if a section could not be created
                groups.setdefault(_home(run, wanted), []).append(wanted.key)
    new = {place: keys for place, keys in groups.items() if _has_new(run.journal, keys)}
    alone = [keys for keys in new.values() if len(keys) == 1]
    run.journal.place_rows(key for keys in alone for key in keys)
    several = {place: keys for place, keys in new.items() if len(keys) > 1}
    below = [gid for kind, gid in several if kind == "parent"]
    options = listed("name")
    found = subtasks_of(run.client, below, options) if below else {}

    def place(item: Any) -> None:
        (kind, gid), keys = item
        if kind == "section":
            where = path("/sections/{}/tasks", gid)
            there = [gid_of(each) for each in run.client.get_collection(where, {}, **options)]
        else:
            there = [gid_of(each) for each in found.get(gid, ())]
        if _place(run, kind, gid, keys, there):
            run.journal.place_rows(keys)

    run.each(place, several.items())


def _home(run: Placing, wanted: "Wanted") -> tuple[str, str]:
    if "parent" in wanted.fields:
        return "parent", str(run.task(wanted.fields["parent"]))
    return "section", str(run.section(wanted))


def _has_new(journal: Journal, keys: list[str]) -> bool:
    return any(not journal.rows[key].placed for key in keys)


def _place(run: Placing, kind: str, gid: str, keys: list[str], there: list[str]) -> bool:
    """Move the tasks of one place; return whether all moves are done."""
    rows = run.journal.rows
    at = {each: number for number, each in enumerate(there)}
    wanted = [rows[key].gid for key in keys if rows[key].gid in at]
    placed = [rows[key].gid for key in keys if rows[key].placed and rows[key].gid in at]
    keep = set(placed) if placed else in_order(wanted, at)
    key_of = {rows[key].gid: key for key in keys}
    return all(
        _move(run, key_of[task], kind, gid, task, anchor, beside)
        for task, anchor, beside in moves(wanted, keep)
    )


def _move(run: Placing, key: str, kind: str, gid: str, task: str, anchor: str, beside: str) -> bool:
    where: Path
    if kind == "parent":
        where = path("/tasks/{}/setParent", task, idempotent=True)
        body = {"parent": gid, anchor: beside}
    else:
        where = path("/sections/{}/addTask", gid, idempotent=True)
        body = {"task": task, anchor: beside}
    write = Write(f"place:{key}", "place", key, body)
    return run.write(write, lambda: run.client.post(where, body, full_payload=False))


def in_order(wanted: list[str], at: Mapping[str, int]) -> set[str]:
    """Return the most tasks that are already in order: the longest increasing subsequence."""
    ends: list[int] = []  # the smallest last position of an increasing subsequence of each length
    last: list[str] = []
    before: dict[str, str | None] = {}
    for task in wanted:
        length = bisect_left(ends, at[task])
        before[task] = last[length - 1] if length else None
        ends[length : length + 1] = [at[task]]
        last[length : length + 1] = [task]
    found = set()
    each = last[-1] if last else None
    while each is not None:
        found.add(each)
        each = before[each]
    return found


def moves(wanted: list[str], keep: set[str]) -> list[tuple[str, str, str]]:
    """Return the moves in order: the task, the parameter, and the task to insert it next to."""
    found = []
    first = next((number for number, task in enumerate(wanted) if task in keep), 0)
    for number in range(first - 1, -1, -1):
        found.append((wanted[number], "insert_before", wanted[number + 1]))
    for number in range(first + 1, len(wanted)):
        if wanted[number] not in keep:
            found.append((wanted[number], "insert_after", wanted[number - 1]))
    return found
