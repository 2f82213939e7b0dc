"""The progress of an import: a tqdm progress bar, or the caller's function."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Protocol

__all__ = ["Bar", "shown"]


class Bar(Protocol):
    """Shows the completed and the total count."""

    def begin(self, total: int) -> None:
        """Set the total count."""

    def advance(self, count: int) -> None:
        """Add to the completed count."""


class _Calls:
    """Calls a function with the completed and the total count."""

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
    """Yield the progress display.

    :param progress: True for a tqdm progress bar, or a function of the completed and total counts
    :raises ImportError: tqdm is not installed
    """
    if progress is not True:
        yield _Calls(progress or (lambda done, total: None))
        return
    try:
        tqdm = import_module("tqdm").tqdm
    except ModuleNotFoundError:
        raise ImportError(
            "progress=True requires tqdm (pip install tqdm); you can also pass a function"
        ) from None
    with tqdm(unit="write") as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield _Calls(show)
