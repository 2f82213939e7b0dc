"""Which tests to run for a mutant: those that reach its line, the quickest first."""

import functools
import math
import re
import xml.etree.ElementTree as ElementTree
from itertools import accumulate
from pathlib import Path

from coverage import CoverageData

from .mutants import Mutant

__all__ = ["Selection"]

SLOW = 2.0  # seconds; a test is left out if it takes longer with any of its parameters

# Who reads what is imported once, and holds nothing to run.
READERS = {"asana/types/": "tests/words/", "asana/_call/routes.py": "tests/words/"}


class Selection:
    """The tests, and what they reach.

    :param data: the coverage of a run of the tests
    :param times: how long each of them took, as pytest writes it
    :ivar seconds: how long each test takes
    """

    def __init__(self, data: Path, times: Path) -> None:
        self.seconds = _seconds(times)
        self._covered = CoverageData(str(data))
        self._covered.read()
        self._reached: dict[str, dict[int, list[str]]] = {}

    def reached(self, path: str) -> dict[int, list[str]]:
        """Return the tests that reach each line of a file."""
        if path not in self._reached:
            by_line = self._covered.contexts_by_lineno(str(Path(path).absolute()))
            self._reached[path] = {
                line: [_test(name) for name in names if name] for line, names in by_line.items()
            }
        return self._reached[path]

    def tests(self, mutant: Mutant, start: float, end: float) -> list[str]:
        """Return tests of a mutant: of all in order, those that end in between these seconds.

        A line that runs when the module is imported belongs to the tests of the module, first
        to those that reach the lines with the name which it defines.
        """
        lines = self.reached(mutant.path)
        own = {test for test in self.seconds if _is_own(test, mutant)}
        # The first line runs when the module is imported, also within a test with processes.
        importing = set(lines[min(lines)]) if lines else set()
        found = {test for line in mutant.lines for test in lines.get(line, [])} - importing
        users: set[str] = set()
        if not found:
            users = {test for line in _users(mutant) for test in lines.get(line, [])}
            found = {test for tests in lines.values() for test in tests}
            found |= own
        known = [test for test in found if test in self.seconds]
        known.sort(key=lambda test: (test not in own, test not in users, self.seconds[test], test))
        ends = accumulate(self.seconds[test] for test in known)
        return [test for test, ended in zip(known, ends, strict=True) if start <= ended < end]


def _is_own(test: str, mutant: Mutant) -> bool:
    """Tell whether a test is about the module of a mutant."""
    readers = (tests for path, tests in READERS.items() if mutant.path.startswith(path))
    return f"/test_{Path(mutant.path).stem.strip('_')}" in test or test.startswith(tuple(readers))


def _users(mutant: Mutant) -> list[int]:
    """Return the lines of the file that name what the first line of a mutant defines."""
    source = Path(mutant.path).read_text(encoding="utf-8").splitlines()
    name = re.match(r"(?:def |class )?(\w+)", source[mutant.lines.start - 1].strip())
    word = re.compile(rf"\b{name[1]}\b" if name else r"\Z\A")
    return [number for number, line in enumerate(source, 1) if word.search(line)]


@functools.cache
def _test(context: str) -> str:
    """Return the test that a context of coverage names: ``tests.test_retry.test_waits``."""
    parts = context.split(".")
    for end in range(len(parts) - 1, 0, -1):
        file = Path(*parts[:end]).with_suffix(".py")
        if file.is_file():
            return "::".join([str(file), *parts[end:]])
    return context


def _seconds(times: Path) -> dict[str, float]:
    """Return how long each test takes, with all of its parameters.

    One that failed is left out: a machine with much else to do makes some time out.
    """
    found: dict[str, list[float]] = {}
    for case in ElementTree.parse(times).iter("testcase"):
        name = case.get("name", "").split("[")[0]
        test = _test(f"{case.get('classname')}.{name}")
        failed = any(child.tag in ("failure", "error") for child in case)
        found.setdefault(test, []).append(math.inf if failed else float(case.get("time", 0)))
    return {test: sum(each) for test, each in found.items() if max(each) < SLOW}
