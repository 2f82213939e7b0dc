"""The deadline of a call, and the state of the request that each thread is sending."""

import math
import threading
import time
from typing import Any

__all__ = ["NEVER", "Deadline", "active", "bound"]


class Deadline:
    """The time at which a call ends; with ``seconds=None``, there is no limit."""

    __slots__ = ("at",)

    def __init__(self, seconds: float | None) -> None:
        self.at = math.inf if seconds is None else time.monotonic() + seconds

    def remaining(self) -> float:
        """Return the remaining seconds: infinite without a deadline, negative after it."""
        return self.at - time.monotonic()

    def bound(self, timeout: float | None) -> float | None:
        """Return the timeout or the remaining time, whichever is shorter, in seconds."""
        if self.at == math.inf:
            return timeout
        left = max(self.remaining(), 0.001)  # 0 would make the socket non-blocking
        return left if timeout is None else min(timeout, left)

    def bounds(self, timeout: Any) -> tuple[float | None, float | None]:
        """Return the connect and read timeouts, limited by the remaining time, in seconds.

        :param timeout: seconds, or a pair of them
        """
        connect, read = timeout if isinstance(timeout, tuple) else (timeout, timeout)
        if self.at == math.inf:
            return connect, read
        left = max(self.at - time.monotonic(), 0.001)
        return (
            left if connect is None or left < connect else connect,
            left if read is None or left < read else read,
        )


NEVER = Deadline(None)


class _Sending:
    """The request that a thread is sending.

    :ivar deadline: the deadline of the call; a response keeps it for its body
    :ivar begun: whether sending the request has started; None after it was passed to a session
        whose connections do not record it
    :ivar response: the response that was passed to the hooks of the session
    :ivar unsettled: the number of requests of this thread that have or may have taken effect
    :ivar reporting: whether ``on_attempt`` is running in this thread
    """

    __slots__ = ("begun", "deadline", "reporting", "response", "unsettled")

    def __init__(self) -> None:
        self.deadline = NEVER
        self.begun: bool | None = None
        self.response: Any = None
        self.unsettled = 0
        self.reporting = False


class _Active(threading.local):
    """The state of each thread, in one attribute, because thread-local attributes are slow."""

    def __init__(self) -> None:
        self.sending = _Sending()


active = _Active()


def bound(sock: Any, timeout: float | None) -> None:
    """Set the timeout of a socket if it differs, because that takes a system call."""
    if sock.gettimeout() != timeout:
        sock.settimeout(timeout)
