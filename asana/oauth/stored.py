"""A token that several processes share: one refreshes it, and the others use it."""

import math
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from .. import error
from .._http.deadline import Deadline
from .tokens import expiry

__all__ = ["StoredToken"]

METHODS = ("load", "save", "lock")


class StoredToken:
    """The token in a store that processes share, or nowhere.

    :param store: has the methods ``load``, ``save`` and ``lock``, or is None
    :raises TypeError: it has not
    """

    def __init__(self, store: Any) -> None:
        if store is not None and not all(callable(getattr(store, each, None)) for each in METHODS):
            raise TypeError("token_store has the methods load, save and lock")
        self._store = store

    def load(self) -> dict[str, Any]:
        """Return the token; an empty one where there is none."""
        return dict(self._store.load() or {}) if self._store is not None else {}

    def save(self, token: Mapping[str, Any]) -> None:
        """Keep a token; an empty one forgets it."""
        if self._store is not None:
            self._store.save(dict(token))

    @contextmanager
    def turn(self, deadline: Deadline) -> Iterator[None]:
        """Keep other processes from refreshing the token.

        :raises DeadlineExceededError: another one does so for too long
        """
        if self._store is None:
            yield
            return
        left = deadline.remaining()
        lock = self._store.lock(None if left == math.inf else max(left, 0.0))
        try:
            lock.__enter__()
        except TimeoutError as failure:
            late = error.DeadlineExceededError(f"Deadline Exceeded: {failure}")
            late.sent = False
            raise late from None
        try:
            yield
        finally:
            lock.__exit__(None, None, None)

    def newer_than(self, token: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the token that another process has got meanwhile, or None."""
        found = self.load()
        known = found.get("access_token")
        expires_at = expiry(found)
        expired = expires_at is not None and expires_at <= time.time()
        same = known == token.get("access_token")
        return found if known and not same and not expired else None
