"""Observe the requests of a client: one record for each attempt.

Pass a function as ``on_attempt`` to a client. It is called after each HTTP request of the client,
including retries, redirects and token refreshes::

    client = asana.Client.access_token(on_attempt=print)
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from .error import AsanaError

__all__ = ["Attempt", "OnAttempt"]


class Attempt(NamedTuple):
    """One HTTP request and its result. No field contains a token, a query or a body.

    :ivar method: the HTTP method, in capitals
    :ivar route: the path with ``{}`` in place of each gid, such as ``/tasks/{}``: a value of low
        cardinality, suitable for metrics. File downloads have the route ``download``
    :ivar path: the path that was sent, without the query
    :ivar host: the host of the request, with its port unless that is the default
    :ivar status: the HTTP status, or None if no response arrived
    :ivar seconds: the duration from the start of the request to the last byte of the response
    :ivar number: 1 for the first attempt of a call, 2 for the second, and so on
    :ivar wait: the seconds between the start of the call, or the end of the previous attempt, and
        this one: for the rate limit, a retry, or another thread that refreshes the token
    :ivar size: the size of the response body in bytes, as received (before decompression)
    :ivar error: the error of this attempt, or None. A redirect is not an error
    :ivar request_id: the request id that the server returned, or None
    :ivar headers: the ``X-Asana-…`` headers of the response, with lowercase names
    """

    method: str
    route: str
    path: str
    host: str
    status: int | None
    seconds: float
    number: int
    wait: float
    size: int
    error: AsanaError | None
    request_id: str | None
    headers: Mapping[str, str]


OnAttempt: TypeAlias = Callable[[Attempt], object]
"""A function that receives each attempt. Exceptions that it raises are logged, not propagated."""
