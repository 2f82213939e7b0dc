"""The deadline of a call, and which one holds for the requests that a thread is sending."""

import math
import threading
import time
from typing import Any

__all__ = ["NEVER", "Deadline", "active", "bound"]


class Deadline:
    """A point in time after which a call is over; ``seconds=None`` never comes."""

    __slots__ = ("at",)

    def __init__(self, seconds: float | None) -> None:
        self.at = math.inf if seconds is None else time.monotonic() + seconds

    def remaining(self) -> float:
        """Return the seconds left: infinite without a deadline, negative after it."""
        return self.at - time.monotonic()

    def bound(self, timeout: float | None) -> float | None:
        """Return the timeout, in seconds, or what is left where that is less."""
        if self.at == math.inf:
            return timeout
        left = max(self.remaining(), 0.001)  # 0 would make the socket non-blocking
        return left if timeout is None else min(timeout, left)

    def bounds(self, timeout: Any) -> tuple[float | None, float | None]:
        """Return the timeouts to connect and to read, as far as what is left allows them.

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
    """What a thread is sending.

    :ivar deadline: the deadline of the call; a response keeps it for its body
    :ivar begun: whether the request has begun to leave this machine; None from when it was handed
        to a session whose connections do not record it
    :ivar response: the response that hooks of the session are looking at
    :ivar unsettled: how many requests of this thread may have been done, or have been done
    :ivar reporting: ``on_attempt`` is running in this thread
    """

    __slots__ = ("begun", "deadline", "reporting", "response", "unsettled")

    def __init__(self) -> None:
        self.deadline = NEVER
        self.begun: bool | None = None
        self.response: Any = None
        self.unsettled = 0
        self.reporting = False


class _Active(threading.local):
    """Leads each thread to what it is sending itself.

    The members of a local object take longer to get at: it has one.
    """

    def __init__(self) -> None:
        self.sending = _Sending()


active = _Active()


def bound(sock: Any, timeout: float | None) -> None:
    """Set the timeout of a socket, which is a system call even where it has the same."""
    if sock.gettimeout() != timeout:
        sock.settimeout(timeout)
