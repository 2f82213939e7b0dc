"""The result of an import, or of a dry run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .._call.values import short
from .journal import Write
from .plan import Wanted
from .rows import Problem
from .run import Run

__all__ = ["ImportReport", "planned", "reported"]


@dataclass(frozen=True)
class ImportReport:
    """The result of an import.

    :ivar made: the number of tasks created
    :ivar changed: the number of other rows with at least one write
    :ivar skipped: the number of rows that were imported before and had no writes
    :ivar outdated: the number of skipped rows that have changed since; ``update=True`` would write
        them
    :ivar failed: the rows, or parts of them, that Asana rejected, with the reasons
    :ivar unsettled: the writes whose outcome could not be determined
    :ivar writes: the number of writes by kind, such as ``"comment"``
    :ivar steps: descriptions of what a dry run would write
    :ivar gids: the gids of the tasks by the keys of the rows
    """

    made: int = 0
    changed: int = 0
    skipped: int = 0
    outdated: int = 0
    failed: list[Problem] = field(default_factory=list)
    unsettled: list[Problem] = field(default_factory=list)
    writes: Mapping[str, int] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)
    gids: Mapping[str, str] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether all rows are imported."""
        return not self.failed and not self.unsettled

    def __str__(self) -> str:
        outdated = f" ({self.outdated} have changed since)" if self.outdated else ""
        lines = [
            f"{self.made} made, {self.changed} changed, {self.skipped} skipped{outdated}, "
            f"{len(self.failed)} failed, {len(self.unsettled)} unsettled",
            *(f"would {step}" for step in self.steps),
            *(f"failed: {each}" for each in self.failed),
            *(f"unsettled: {each}" for each in self.unsettled),
        ]
        return "\n".join(lines)


def planned(run: Run) -> Iterator[tuple[str, str]]:
    """Yield the remaining writes: the key of the row or the name, and a description."""
    for name in run.missing_tags():
        yield name, f"create the tag {short(name)}"
    for name in run.missing_sections():
        yield name, f"create the section {short(name)}"
    for wanted in run.wanted:
        kept = run.journal.rows.get(wanted.key)
        named = f"{short(wanted.fields['name'])} ({wanted.row.where})"
        if kept is None:
            yield wanted.key, f"create the task {named}"
        elif run.updates and run.is_changed(wanted):
            yield wanted.key, f"update the task {named}"
        for part in run.due(wanted):
            yield wanted.key, f"{part.words} {named}"
        if run.is_to_link(wanted):
            count = len(wanted.row.dependencies)
            yield wanted.key, f"add {count} dependenc{'y' if count == 1 else 'ies'} to {named}"


def reported(run: Run) -> ImportReport:
    """Return the result of a run."""
    rows = {wanted.key: wanted for wanted in run.wanted}
    changed = (run.changed - run.made) & rows.keys()
    there = [wanted for wanted in run.wanted if wanted.key in run.journal.rows]
    skipped = [wanted for wanted in there if wanted.key not in run.made | changed]
    return ImportReport(
        made=len(run.made),
        changed=len(changed),
        skipped=len(skipped),
        outdated=sum(run.is_changed(wanted) for wanted in skipped),
        failed=[*_failed(run, rows)],
        unsettled=[_open(write, rows) for write in run.journal.open_writes()],
        writes=dict(run.counts),
        gids={wanted.key: run.journal.rows[wanted.key].gid for wanted in there},
    )


def _failed(run: Run, rows: Mapping[str, Wanted]) -> Iterator[Problem]:
    for id, (key, reason) in run.failed.items():
        wanted = rows.get(key)
        where = wanted.row.where if wanted is not None and not _is_named(id) else id.split(":")[0]
        yield Problem(where, key, reason)
    known = {key for key, _ in run.failed.values()} | {w.key for w in run.journal.open_writes()}
    for key, _ in planned(run):
        if key not in known:
            known.add(key)
            where = rows[key].row.where if key in rows else "a tag or section"
            yield Problem(where, key, "it depends on objects that have not been created")


def _is_named(id: str) -> bool:
    return id.startswith(("tag:", "section:"))


def _open(write: Write, rows: Mapping[str, Wanted]) -> Problem:
    where = rows[write.key].row.where if write.key in rows else "an earlier run"
    if write.kind in ("section", "tag"):
        where = f"the {write.kind}"
    return Problem(
        where,
        write.key,
        (f"{write.kind}: {write.reason or 'the outcome of the request is unknown'}"),
    )
