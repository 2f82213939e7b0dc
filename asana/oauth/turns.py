"""Turns to change a token: one thread at a time refreshes or revokes it, and the others wait."""

import copy
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from .. import error
from .._call.process_lock import ProcessLock
from .._http.deadline import Deadline

__all__ = ["Turn", "Turns"]

# The maximum seconds to wait for a token_updater, or a quarter of a call's remaining time if that
# is less, because the token_updater may be waiting for that call.
LONGEST_SAVE = 10.0


class Turn:
    """The turn of one thread to change the token of a session.

    :ivar process: the id of the process of the thread
    :ivar saving: whether token_updater was called and has not succeeded
    :ivar renewed: whether there is a new token
    :ivar failure: the exception for the threads that waited, or None if they can try themselves
    """

    def __init__(self) -> None:
        self.process = os.getpid()
        self.saving = self.renewed = False
        self.failure: Exception | None = None
        self._thread = threading.get_ident()
        self._answered = threading.Event()
        self._over = threading.Event()

    def includes_caller(self) -> bool:
        """Return whether this turn cannot end before the caller goes on.

        That is the case for its own thread, and for calls that its token_updater makes through
        other threads of the client, such as those of ``map``.
        """
        own = self.process == os.getpid() and self._thread == threading.get_ident()
        return not self._over.is_set() and (own or self in _saving.get())

    @contextmanager
    def save(self) -> Iterator[None]:
        """Mark the calls that token_updater makes as part of this turn."""
        self.saving = True
        self._answered.set()
        before = _saving.set((*_saving.get(), self))
        try:
            yield
        except Exception as failure:
            self.failure = failure
            raise
        finally:
            _saving.reset(before)
        self.saving = False

    def share(self, failure: error.AsanaError, deadline: Deadline) -> None:
        """Share a failure with the waiting threads, unless a later deadline could help them.

        :param deadline: the deadline of the call that failed
        """
        cause = getattr(failure, "cause", None) or failure
        told = getattr(cause, "retry_after", None) or 0
        hasty = isinstance(cause, error.DeadlineExceededError) or told >= deadline.remaining()
        if not self.saving and not hasty:
            self.failure = copy.copy(failure)  # without the frames that led to it

    def end(self) -> None:
        """Wake the waiting threads."""
        self._over.set()
        self._answered.set()

    def wait_for_answer(self, deadline: Deadline) -> None:
        """Wait until the token endpoint has responded.

        :raises DeadlineExceededError: it has not responded before the deadline
        """
        if not self._answered.wait(_seconds(deadline.remaining())):
            raise _unsent("waiting for a new token")

    def wait_until_over(self, deadline: Deadline) -> None:
        """Wait until the turn is over.

        :raises DeadlineExceededError: the deadline passes, or token_updater takes too long
        """
        self.wait_for_answer(deadline)
        if not self._over.wait(_seconds(min(LONGEST_SAVE, deadline.remaining() / 4))):
            raise _unsent(
                "token_updater has not returned, and the new token is not used until it does; "
                "token_updater must not wait for calls that need it"
            )

    def raise_failure(self) -> None:
        """Raise the failure of the turn, if it is shared with the waiting threads."""
        if self.failure is not None:
            # An exception of token_updater is not copied: its class may not support that.
            raise self.failure if self.saving else copy.copy(self.failure)


# The turns whose token_updater made the current call.
_saving: ContextVar[tuple[Turn, ...]] = ContextVar("saving", default=())


class Turns:
    """The turns to change the token of one session."""

    def __init__(self) -> None:
        self._lock = ProcessLock()
        self._present: Turn | None = None

    def join(self) -> tuple[Turn, bool]:
        """Return the current turn, or a new one; and whether it is new."""
        with self._lock:
            present = self._present
            # After a fork, no thread of this process can end the turn of another process.
            if present and (present.process == os.getpid() or present.includes_caller()):
                return present, False
            self._present = Turn()
            return self._present, True

    def end(self, turn: Turn) -> None:
        """End a turn."""
        with self._lock:
            if self._present is turn:
                self._present = None
        turn.end()

    @contextmanager
    def own(self, deadline: Deadline) -> Iterator[Turn]:
        """Wait for the other turns to end, and start one.

        :raises DeadlineExceededError: another turn takes too long
        :raises RuntimeError: the caller belongs to another turn
        """
        while True:
            turn, begun = self.join()
            if begun:
                break
            if turn.includes_caller():
                raise RuntimeError("token_updater cannot refresh or revoke the token it saves")
            turn.wait_until_over(deadline)
        try:
            yield turn
        finally:
            self.end(turn)


def _seconds(remaining: float) -> float:
    return min(max(remaining, 0), threading.TIMEOUT_MAX)


def _unsent(why: str) -> error.DeadlineExceededError:
    failure = error.DeadlineExceededError(f"Deadline Exceeded: {why}")
    failure.sent = False
    return failure
