"""Select the tests for a mutant: those that reach its line, fastest first."""

import functools
import math
import re
import xml.etree.ElementTree as ElementTree
from itertools import accumulate
from pathlib import Path

from coverage import CoverageData

from .mutants import Mutant

__all__ = ["Selection"]

SLOW = 2.0  # seconds; tests that take longer with any of their parameters are excluded

# Tests that read code which is imported once, and does not run again.
READERS = {"asana/types/": "tests/words/", "asana/_call/routes.py": "tests/words/"}


class Selection:
    """The tests, and the lines that they reach.

    :param data: the coverage of a run of the tests
    :param times: the durations of the tests, as pytest writes them
    :ivar seconds: the duration of each test
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
        """Return the tests of a mutant, in order, whose total time is in a range of seconds.

        For a line that runs when the module is imported, these are the tests of the module, those
        that reach lines with the defined name first.
        """
        lines = self.reached(mutant.path)
        own = {test for test in self.seconds if _is_own(test, mutant)}
        # The first line runs when the module is imported, which can be in a process of a test.
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
    """Return whether a test is about the module of a mutant."""
    readers = (tests for path, tests in READERS.items() if mutant.path.startswith(path))
    return f"/test_{Path(mutant.path).stem.strip('_')}" in test or test.startswith(tuple(readers))


def _users(mutant: Mutant) -> list[int]:
    """Return the lines of the file with the name that the first line of a mutant defines."""
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
    """Return the duration of each test, with all of its parameters.

    Failed tests are excluded, because on a busy machine some tests time out.
    """
    found: dict[str, list[float]] = {}
    for case in ElementTree.parse(times).iter("testcase"):
        name = case.get("name", "").split("[")[0]
        test = _test(f"{case.get('classname')}.{name}")
        failed = any(child.tag in ("failure", "error") for child in case)
        found.setdefault(test, []).append(math.inf if failed else float(case.get("time", 0)))
    return {test: sum(each) for test, each in found.items() if max(each) < SLOW}
