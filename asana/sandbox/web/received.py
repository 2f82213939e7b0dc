"""The log of received requests, for tests to inspect."""

import itertools
import json
import re
import threading
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import Any

from asana.sandbox.web.checks import whole

MAX_REQUESTS = 10_000
MAX_REQUEST_BYTES = 64 * 1024 * 1024

REDACTED = "REDACTED"

_SECRETS = frozenset(
    [
        "x-hook-secret",
        "x-hook-signature",
        "authorization",
        "token",
        "access_token",
        "refresh_token",
        "id_token",
        "client_secret",
        "code_verifier",
        "password",
        "secret",
    ]
)
_LINK = re.compile(r"(/-/downloads/[^?#]*\?token=)[^&#]*")


@dataclass(frozen=True)
class ReceivedRequest:
    """A received request and its response, without headers and secrets.

    `status` is 0 if an injected fault left the request without a response. A request rejected with
    401, 403 or 413 is stored without its body. `time` is the time of the sandbox's clock;
    `duration` is in seconds. `route` has the form `GET /tasks/{task_gid}`, and is None if there is
    none. `fault` is the injected fault that affected the request, if any; `cause` is the cause of
    its events.
    """

    method: str
    path: str
    query: dict[str, str]
    body: Any
    status: int
    size: int = field(default=0, repr=False, compare=False)
    id: int = field(default=0, repr=False, compare=False)
    time: str = field(default="", repr=False, compare=False)
    duration: float = field(default=0.0, repr=False, compare=False)
    route: str | None = field(default=None, repr=False, compare=False)
    fault: str | None = field(default=None, repr=False, compare=False)
    answer: str | None = field(default=None, repr=False, compare=False)
    cause: int = field(default=0, repr=False, compare=False)

    @property
    def response(self) -> Any:
        """Return the body of the response, or None if there was none or it was not stored."""
        return None if self.answer is None else redacted(json.loads(self.answer))

    @property
    def error(self) -> str | None:
        """Return the message of the error response, or None if the request succeeded."""
        if self.status < 400 or self.answer is None:
            return None
        errors = json.loads(self.answer).get("errors") or [{}]
        message = errors[0].get("message")
        return None if message is None else str(message)

    def as_json(self) -> dict[str, Any]:
        """Return the request in the form of the control API."""
        return {
            "id": self.id,
            "time": self.time,
            "duration": round(self.duration, 6),
            "method": self.method,
            "path": self.path,
            "route": self.route,
            "query": redacted(self.query),
            "body": redacted(self.body),
            "status": self.status,
            "response": self.response,
            "error": self.error,
            "fault": self.fault,
        }


def redacted(value: Any) -> Any:
    """Return JSON without secret values and without the tokens of download links."""
    if isinstance(value, dict):
        return {
            name: REDACTED if str(name).lower() in _SECRETS and each else redacted(each)
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [redacted(each) for each in value]
    return _LINK.sub(rf"\1{REDACTED}", value) if isinstance(value, str) else value


class ReceivedRequests(list[ReceivedRequest]):
    """The latest requests: at most `most`, with a total size of at most `most_bytes`."""

    def __init__(self, most: int, most_bytes: int) -> None:
        super().__init__()
        whole("max_requests", most, 0)
        whole("max_request_bytes", most_bytes, 0)
        self._most = most
        self._most_bytes = most_bytes
        self._bytes = 0
        self._counted = 0  # the number of requests in `_bytes`; the user may have removed some
        self._ids = itertools.count(1)
        self._lock = threading.Lock()

    def keep(self, received: ReceivedRequest) -> ReceivedRequest:
        """Add a request, remove the oldest ones beyond the limits, and return it with its id."""
        with self._lock:
            received = replace(received, id=next(self._ids))
            if received.size > self._most_bytes:
                received = replace(received, query={}, body=None, answer=None, size=0)
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
        return received

    def latest(self, limit: int, after: int | None = None) -> list[ReceivedRequest]:
        """Return the latest requests, or those following the request with the id `after`."""
        whole("limit", limit, 0)
        if after is not None:
            whole("after", after, 0)
        with self._lock:
            if after is None:
                return self[max(len(self) - limit, 0) :]
            begin = bisect_right(self, after, key=lambda each: each.id)
            return self[begin : begin + limit]
