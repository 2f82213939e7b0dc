"""Change the client line by line, and count the changes that tests detect: ``tox -e mutation``.

If no test detects a change, a test is missing or the line is not needed. Changes that cannot be
detected are in ``equivalent.tsv``, with the reason.
"""

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .mutants import Mutant, mutants_of
from .running import Job, preload, run
from .selection import Selection

EQUIVALENT = Path(__file__).with_name("equivalent.tsv")
COVERED = Path(".mutation")

# The files that decide whether a request is sent, is retried, or has failed.
DECIDING = (
    "asana/_http/retry.py",
    "asana/options.py",
    "asana/_call/paths.py",
    "asana/error.py",
    "asana/_http/pacer.py",
    "asana/page_iterator.py",
    "asana/_http/response.py",
    "asana/batch.py",
)

# The sandbox and the pytest plugin have their own tests.
LEFT_OUT = ("asana/sandbox/", "asana/pytest_plugin.py")

# Seconds of tests: first the fastest ones and, if none of them fails, more.
TURNS = ((0.0, 1.0), (1.0, 4.0), (4.0, 20.0))
GOAL = 95  # percent


@dataclass
class Score:
    """The results of the mutants of one file."""

    killed: int = 0
    equivalent: int = 0
    survivors: list[Mutant] = field(default_factory=list)

    def __str__(self) -> str:
        total = self.killed + len(self.survivors)
        share = 100 * self.killed / total if total else 100.0
        return (
            f"{total + self.equivalent:5} mutants {self.killed:5} killed {len(self.survivors):4} "
            f"survived {self.equivalent:4} equivalent {share:6.1f} %"
        )

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.killed + other.killed,
            self.equivalent + other.equivalent,
            [*self.survivors, *other.survivors],
        )


def main() -> int:
    """Run the mutants; return 1 if too many survive."""
    settings = _settings()
    preload()
    selection = Selection(COVERED / "coverage", COVERED / "times.xml")
    total = Score()
    for title, mutants in _groups(settings):
        score = _scored(mutants, selection, settings.processes)
        total += score
        print(f"{title:28}{score}", flush=True)
        for survivor in sorted(score.survivors, key=lambda each: each.lines.start):
            old, new = survivor.change()
            print(f"  {survivor.path}:{survivor.lines.start}\n    - {old}\n    + {new}", flush=True)
    print(f"{'all':28}{total}")
    return int(100 * total.killed < GOAL * (total.killed + len(total.survivors)))


def _settings() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutation", description=__doc__)
    parser.add_argument("files", nargs="*", help="the files to change (default: the deciding ones)")
    parser.add_argument("--sample", type=int, help="the number of mutants of all other files")
    parser.add_argument("--seed", type=int, default=1, help="the seed of the sample")
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args()


def _groups(settings: argparse.Namespace) -> list[tuple[str, list[Mutant]]]:
    if settings.sample:
        return [("sample", _sample(settings.sample, settings.seed))]
    return [(file, mutants_of(file)) for file in settings.files or DECIDING]


def _sample(count: int, seed: int) -> list[Mutant]:
    """Return mutants of the other files; the same ones for the same seed."""
    files = sorted(str(path) for path in Path("asana").rglob("*.py"))
    rest = [f for f in files if f not in DECIDING and not f.startswith(LEFT_OUT)]
    mutants = [mutant for file in rest for mutant in mutants_of(file)]
    chosen = random.Random(seed).sample(mutants, count)
    return sorted(chosen, key=lambda each: (each.path, each.number))


def _scored(mutants: Sequence[Mutant], selection: Selection, processes: int) -> Score:
    score = Score(survivors=list(mutants))
    for turn in TURNS:
        jobs = [_job(mutant, selection, *turn) for mutant in score.survivors]
        if turn == TURNS[0]:
            _check_unchanged(jobs)
        untested = [job.mutant for job in jobs if not job.tests]
        outcomes = run([job for job in jobs if job.tests], processes)
        passed = [job.mutant for job, passed in outcomes if passed]
        score.survivors = [each for each in (*untested, *passed) if each is not None]
    equivalent = _equivalent()
    survivors = [each for each in score.survivors if (each.path, *each.change()) not in equivalent]
    score.equivalent = len(score.survivors) - len(survivors)
    score.killed = len(mutants) - len(score.survivors)
    score.survivors = survivors
    return score


def _job(mutant: Mutant, selection: Selection, start: float, end: float) -> Job:
    tests = selection.tests(mutant, start, end)
    return Job(mutant, tests, sum(selection.seconds[test] for test in tests))


def _check_unchanged(jobs: Sequence[Job]) -> None:
    """Raise if tests fail without a change."""
    tests = sorted({test for job in jobs for test in job.tests})
    for _, passed in run([Job(None, tests, 600)], 1) if tests else ():
        if not passed:
            raise SystemExit("the tests fail without any change")


def _equivalent() -> set[tuple[str, str, str]]:
    """Return the changes that no test can detect: the file, and the line before and after."""
    rows = EQUIVALENT.read_text(encoding="utf-8").splitlines()[1:]
    return {(file, old, new) for file, old, new, _ in (row.split("\t") for row in rows)}


if __name__ == "__main__":
    sys.exit(main())
