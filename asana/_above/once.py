"""Create a record once: look it up before each attempt, and after an unknown outcome."""

import os
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Any, TypeVar

from ..error import AsanaError, InvalidResponseError, UnknownOutcomeError
from ..records import gid_of

__all__ = ["MOST_CREATES", "found_or_made", "turn"]

T = TypeVar("T")

MOST_CREATES = 3  # attempts of one call, each with an unknown outcome

LOCKS = 64  # shared by any number of records

_locks: dict[tuple[int, int], AbstractContextManager[Any]] = {}


def turn(*key: str) -> AbstractContextManager[Any]:
    """Return the lock for looking up and creating a record in this process.

    :param key: identifies the record
    """
    # The process id is part of the key, so a forked process never waits for its parent's thread.
    return _locks.setdefault((os.getpid(), hash(key) % LOCKS), threading.RLock())


def found_or_made(look: Callable[[], T | None], create: Callable[[], T]) -> tuple[T, bool]:
    """Return the existing or the created record, and whether it was created.

    :param look: returns the record, or None if it does not exist
    :param create: creates the record
    :raises UnknownOutcomeError: it is still unknown whether the record was created
    """
    found, attempts = look(), 0
    while found is None:
        try:
            made = create()
            gid_of(made)
            return made, True
        except UnknownOutcomeError as error:
            unclear = error
        except InvalidResponseError as error:  # a success without a record
            unclear = UnknownOutcomeError(error)
        found, attempts = _looked(look, unclear), attempts + 1
        if found is None and attempts == MOST_CREATES:
            raise unclear
    return found, attempts > 0


def _looked(look: Callable[[], T | None], unclear: UnknownOutcomeError) -> T | None:
    """Look up the record after an unknown outcome; if that fails, the outcome remains unknown."""
    with suppress(AsanaError):
        return look()
    raise unclear
