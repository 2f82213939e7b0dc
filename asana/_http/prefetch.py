"""Fetches a page on a thread, while the caller works on the one before."""

import threading
from collections.abc import Callable

from ..records import Record

__all__ = ["Prefetch"]


class Prefetch(threading.Thread):
    """Fetches one page, and ends. The process may end before it does."""

    def __init__(self, fetch: Callable[[], Record]) -> None:
        from contextvars import copy_context  # few need it

        super().__init__(name="asana-prefetch", daemon=True)
        self._fetch: Callable[[], Record] | None = fetch
        self._context = copy_context()  # a token_updater may be waiting for this page
        self._payload: Record | None = None
        self._error: Exception | None = None
        self.start()

    def run(self) -> None:
        """Fetch the page."""
        fetch, self._fetch = self._fetch, None  # which leads to the iterator, and back to this
        try:
            self._payload = self._context.run(fetch) if fetch is not None else None
        except Exception as error:
            self._error = error

    def result(self) -> Record | None:
        """Wait for the page and return it, or raise what came instead.

        None is neither: a forked process has the page if it had come before, but no thread.
        """
        self.join()
        error, self._error = self._error, None
        if error is not None:
            raise error
        return self._payload
