"""Fetch the next page in a thread, while the caller processes the current one."""

import threading
from collections.abc import Callable

from ..records import Record

__all__ = ["Prefetch"]


class Prefetch(threading.Thread):
    """A thread that fetches one page. The process can exit without waiting for it."""

    def __init__(self, fetch: Callable[[], Record]) -> None:
        from contextvars import copy_context  # imported here because few programs need it

        super().__init__(name="asana-prefetch", daemon=True)
        self._fetch: Callable[[], Record] | None = fetch
        self._context = copy_context()  # shows that the call comes from a token_updater
        self._payload: Record | None = None
        self._error: Exception | None = None
        self.start()

    def run(self) -> None:
        """Fetch the page."""
        fetch, self._fetch = self._fetch, None  # ends a reference cycle with the iterator
        try:
            self._payload = self._context.run(fetch) if fetch is not None else None
        except Exception as error:
            self._error = error

    def result(self) -> Record | None:
        """Wait for the page and return it, or raise the exception of the thread.

        It returns None in a forked process if the page had not arrived before the fork.
        """
        self.join()
        error, self._error = self._error, None
        if error is not None:
            raise error
        return self._payload
