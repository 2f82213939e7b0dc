"""Run tests on a mutant, in a process that is forked before the client is imported."""

import contextlib
import gc
import importlib
import inspect
import io
import os
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

from .mutants import Mutant

__all__ = ["Job", "preload", "run"]

LEFT_OUT = ("--ignore=tests/released", "--ignore=tests/sandbox", "--ignore=tests/test_model.py")
OPTIONS = (
    *("-x", "-qq", "-p", "no:cacheprovider", "--hypothesis-seed=0"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # about modules that are already imported
)
PATIENCE = 6.0  # seconds, in addition to the time of its tests, until a mutant counts as endless
LONG = 0.9  # seconds


@dataclass(frozen=True)
class Job:
    """A mutant and its tests. None is the unchanged client."""

    mutant: Mutant | None
    tests: Sequence[str]
    seconds: float


def preload() -> None:
    """Import the tests and the client once, for all mutants."""
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(["--collect-only", "-qqq", "-p", "no:cacheprovider", *LEFT_OUT, "tests"])
    gc.freeze()


def run(jobs: Sequence[Job], processes: int) -> Iterator[tuple[Job, bool]]:
    """Run jobs in parallel; yield for each, when it ends, whether all of its tests passed."""
    waiting = list(reversed(jobs))
    under_way: dict[int, tuple[Job, float]] = {}
    while waiting or under_way:
        while waiting and len(under_way) < processes:
            job = waiting.pop()
            under_way[_fork(job)] = job, time.monotonic() + PATIENCE + 4 * job.seconds
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            _end_late(under_way)
            time.sleep(0.01)
        elif pid in under_way:
            _end(pid)
            yield under_way.pop(pid)[0], status == 0
            print(f"{len(waiting)} ", end="", file=sys.stderr, flush=True)


def _fork(job: Job) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2) if job.mutant is not None else ():
            os.dup2(nowhere, stream)
        if job.mutant is not None:
            time.sleep = _doze  # type: ignore[assignment]
            _apply(job.mutant)
        status = int(pytest.main([*OPTIONS, *job.tests], plugins=[_Worker()]))
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _end_late(under_way: dict[int, tuple[Job, float]]) -> None:
    for pid, (_, until) in under_way.items():
        if time.monotonic() > until:
            _end(pid)


def _end(pid: int) -> None:
    """End a process, and all processes that its tests have started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _doze(seconds: float, sleep: Any = time.sleep) -> None:
    """Sleep, but end the process for a long sleep, because no passing test waits."""
    if seconds >= LONG:
        os._exit(1)
    sleep(seconds)


class _Worker:
    """Makes a run look like one of a worker of pytest-xdist."""

    def pytest_configure(self, config: Any) -> None:
        config.workerinput = {}


def _apply(mutant: Mutant) -> None:
    """Replace the module before it is used."""
    original = Path(mutant.path).read_text(encoding="utf-8")
    codes = [compile(each, mutant.path, "exec") for each in (original, mutant.source())]
    changes = list(_changes(*codes))
    module = importlib.import_module(mutant.module)  # which functions may import late
    live = {(code.co_name, code.co_firstlineno): f for f, code in _functions(module)}
    found = [live.get((old.co_name, old.co_firstlineno)) for old, _ in changes]
    if None in found or not changes or any(_has_functions(old) for old, _ in changes):
        # Other modules may have imported a constant or default, or a function that another one
        # has returned, so import all of them again.
        for name in [n for n in sys.modules if n.split(".")[0] in ("asana", "tests")]:
            del sys.modules[name]
        sys.meta_path.insert(0, _Finder(mutant))
        importlib.import_module(mutant.module)
        return
    for function, (_, new) in zip(found, changes, strict=True):
        assert function is not None
        function.__code__ = new.replace(co_filename=function.__code__.co_filename)


def _changes(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """Yield the functions, classes and modules that differ."""
    if old == new:
        return
    pairs = list(zip_longest(old.co_consts, new.co_consts))
    same = all(
        a.co_name == b.co_name
        if isinstance(a, CodeType) and isinstance(b, CodeType)
        else (type(a), a) == (type(b), b)
        for a, b in pairs
    )
    inside = old.co_flags & inspect.CO_NEWLOCALS
    if inside or not same or old.co_code != new.co_code or old.co_names != new.co_names:
        yield old, new
        return
    for a, b in pairs:
        if isinstance(a, CodeType):
            yield from _changes(a, b)


def _has_functions(code: CodeType) -> bool:
    """Return whether a function defines others, which can have been called before."""
    inner = (each.co_name for each in code.co_consts if isinstance(each, CodeType))
    return any(name == "<lambda>" or name.isidentifier() for name in inner)


def _functions(owner: Any) -> Iterator[tuple[FunctionType, CodeType]]:
    """Yield the functions of a module and of its classes, unwrapped."""
    for value in list(vars(owner).values()):
        if isinstance(value, type):
            if value.__module__ == getattr(owner, "__name__", None) or isinstance(owner, type):
                yield from _functions(value) if value is not owner else ()
            continue
        parts = [getattr(value, name, None) for name in ("fget", "fset", "func", "__func__")]
        for part in (value, *parts):
            function = inspect.unwrap(part) if callable(part) else None
            if isinstance(function, FunctionType):
                yield function, function.__code__


class _Finder(MetaPathFinder):
    """A finder for one changed module."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if name != self._mutant.module:
            return None
        file = os.path.abspath(self._mutant.path)
        loader: Loader = _Loader(name, file, self._mutant)
        return spec_from_file_location(name, file, loader=loader)


class _Loader(SourceFileLoader):
    def __init__(self, name: str, file: str, mutant: Mutant) -> None:
        super().__init__(name, file)
        self._mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._mutant.source(), self.path, "exec", dont_inherit=True)
