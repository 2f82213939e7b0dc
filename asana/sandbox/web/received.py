"""The log entry of one request, for tests to inspect."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ReceivedRequest:
    """One received request and the status of its response, without headers and secrets.

    The status is 0 if an injected fault left the request without a response.
    """

    method: str
    path: str
    query: dict[str, str]
    body: Any
    status: int
