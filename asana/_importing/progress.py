"""The progress of an import: a bar of tqdm, or the caller's function."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Protocol

__all__ = ["Bar", "shown"]


class Bar(Protocol):
    """Shows how much is done of how much."""

    def begin(self, total: int) -> None:
        """Take how much there is to do."""

    def advance(self, count: int) -> None:
        """Take how much more was done."""


class _Calls:
    """Calls a function with how much is done, and how much there is to do."""

    def __init__(self, call: Callable[[int, int], object]) -> None:
        self._call = call
        self._lock = threading.Lock()
        self._done = self._total = 0

    def begin(self, total: int) -> None:
        self._total = total
        self._call(0, total)

    def advance(self, count: int) -> None:
        with self._lock:
            self._done += count
            self._call(self._done, max(self._done, self._total))


@contextmanager
def shown(progress: Any) -> Iterator[Bar]:
    """Give what shows the progress.

    :param progress: True for a bar of tqdm, or a function of what is done and of the total
    :raises ImportError: tqdm is not installed
    """
    if progress is not True:
        yield _Calls(progress or (lambda done, total: None))
        return
    try:
        tqdm = import_module("tqdm").tqdm
    except ModuleNotFoundError:
        raise ImportError(
            "progress=True needs tqdm: pip install tqdm; or give a function"
        ) from None
    with tqdm(unit="write") as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield _Calls(show)
