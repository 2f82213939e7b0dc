"""What an import has done, or would do."""

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
    """What an import has done.

    :ivar made: how many tasks were created
    :ivar changed: how many of the other rows had something written
    :ivar skipped: how many rows were imported before, and had nothing written
    :ivar outdated: how many of these have changed since, which ``update=True`` would write
    :ivar failed: the rows, or parts of them, that Asana refused, with the reasons
    :ivar unsettled: the writes of which it is unclear whether they were done
    :ivar writes: how many writes were done, by their kinds, such as ``"comment"``
    :ivar steps: what a dry run would write, in words
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
    """Yield what is left to write: the key of the row or the name, and what to do in words."""
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
    """Return what a run has done."""
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
            yield Problem(where, key, "it waits for what is not there yet")


def _is_named(id: str) -> bool:
    return id.startswith(("tag:", "section:"))


def _open(write: Write, rows: Mapping[str, Wanted]) -> Problem:
    where = rows[write.key].row.where if write.key in rows else "an earlier run"
    if write.kind in ("section", "tag"):
        where = f"the {write.kind}"
    return Problem(where, write.key, f"{write.kind}: {write.reason or 'its answer was unclear'}")
