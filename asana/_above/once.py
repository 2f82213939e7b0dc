"""Create a record once: look before each attempt, and again after an unclear answer."""

import os
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Any, TypeVar

from ..error import AsanaError, InvalidResponseError, UnknownOutcomeError
from ..records import gid_of

__all__ = ["MOST_CREATES", "found_or_made", "turn"]

T = TypeVar("T")

MOST_CREATES = 3  # attempts of one call, each of which had an unclear outcome

LOCKS = 64  # shared by any number of records

_locks: dict[tuple[int, int], AbstractContextManager[Any]] = {}


def turn(*key: str) -> AbstractContextManager[Any]:
    """Return the lock under which a thread of this process looks for a record and creates it.

    :param key: what identifies the record
    """
    # With the process in the key, a forked process does not wait for a thread of its parent.
    return _locks.setdefault((os.getpid(), hash(key) % LOCKS), threading.RLock())


def found_or_made(
    look: Callable[[], T | None],
    create: Callable[[], T],
    look_again: Callable[[], T | None] | None = None,
) -> tuple[T, bool]:
    """Return the record that is there, or else the created one, and whether it was created.

    :param look: returns the record, or None if there is none
    :param create: creates it
    :param look_again: looks after an unclear create, if ``look`` cannot see what that has done
    :raises UnknownOutcomeError: it is still unclear whether the record was created
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
        found, attempts = _looked(look_again or look, unclear), attempts + 1
        if found is None and attempts == MOST_CREATES:
            raise unclear
    return found, attempts > 0


def _looked(look: Callable[[], T | None], unclear: UnknownOutcomeError) -> T | None:
    """Look after an unclear create; if that fails, the create is still unclear."""
    with suppress(AsanaError):
        return look()
    raise unclear
