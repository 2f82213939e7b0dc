"""The log of the requests, for tests to inspect."""

import threading
from dataclasses import dataclass, field, replace
from typing import Any

MAX_REQUESTS = 10_000
MAX_REQUEST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class ReceivedRequest:
    """One received request and the status of its response, without headers and secrets.

    The status is 0 if an injected fault left the request without a response. A request that was
    refused with 401, 403 or 413 has no body here.
    """

    method: str
    path: str
    query: dict[str, str]
    body: Any
    status: int
    size: int = field(default=0, repr=False, compare=False)


class ReceivedRequests(list[ReceivedRequest]):
    """The latest requests: at most `most`, and at most `most_bytes` of them."""

    def __init__(self, most: int, most_bytes: int) -> None:
        super().__init__()
        for name, value in (("max_requests", most), ("max_request_bytes", most_bytes)):
            if not isinstance(value, int) or value < 0:
                raise ValueError(f"{name} must be a whole number of at least 0, not {value!r}")
        self._most = most
        self._most_bytes = most_bytes
        self._bytes = 0
        self._counted = 0  # the requests in `_bytes`; the user may have removed some
        self._lock = threading.Lock()

    def keep(self, received: ReceivedRequest) -> None:
        """Add a request, and drop the oldest ones beyond the limits."""
        with self._lock:
            if received.size > self._most_bytes:
                received = replace(received, query={}, body=None, size=0)
            if len(self) != self._counted:
                self._bytes = sum(each.size for each in self)
            self.append(received)
            self._bytes += received.size
            surplus = 0
            while len(self) - surplus > self._most or self._bytes > self._most_bytes:
                self._bytes -= self[surplus].size
                surplus += 1
            del self[:surplus]
            self._counted = len(self)
