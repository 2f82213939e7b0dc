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
    """The token in a store that processes share; without a store, the methods do nothing.

    :param store: an object with the methods ``load``, ``save`` and ``lock``, or None
    :raises TypeError: a method is missing
    """

    def __init__(self, store: Any) -> None:
        if store is not None and not all(callable(getattr(store, each, None)) for each in METHODS):
            raise TypeError("token_store must have the methods load, save and lock")
        self._store = store

    def load(self) -> dict[str, Any]:
        """Return the token, or an empty dictionary if there is none."""
        return dict(self._store.load() or {}) if self._store is not None else {}

    def save(self, token: Mapping[str, Any]) -> None:
        """Save a token; an empty one deletes it."""
        if self._store is not None:
            self._store.save(dict(token))

    @contextmanager
    def turn(self, deadline: Deadline) -> Iterator[None]:
        """Keep other processes from refreshing the token.

        :raises DeadlineExceededError: another process holds the lock for longer
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
        """Return a token that another process has saved in the meantime, or None."""
        found = self.load()
        known = found.get("access_token")
        expires_at = expiry(found)
        expired = expires_at is not None and expires_at <= time.time()
        same = known == token.get("access_token")
        return found if known and not same and not expired else None
