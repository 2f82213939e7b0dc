"""The record of one received request, for tests to look at."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ReceivedRequest:
    """One request as it came in, and the status of its response; no headers, no secrets.

    The status is 0 when an injected fault left the request without a response.
    """

    method: str
    path: str
    query: dict[str, str]
    body: Any
    status: int
