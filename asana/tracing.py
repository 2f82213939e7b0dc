"""What an application can observe of its requests: a record of each attempt.

Pass a function as ``on_attempt`` to a client, and it is called after every HTTP request that the
client makes, retries, redirects and token refreshes included::

    client = asana.Client.access_token(on_attempt=print)
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from .error import AsanaError

__all__ = ["Attempt", "OnAttempt"]


class Attempt(NamedTuple):
    """One HTTP request and what came of it. No field holds a token, a query or a body.

    :ivar method: the HTTP method, in capitals
    :ivar route: the path with ``{}`` in place of each gid, such as ``/tasks/{}``: a value of low
        cardinality, fit for metrics. It is ``download`` for the download of a file
    :ivar path: the path as it was sent, without the query
    :ivar host: the host that the request was for, and its port unless that is the default
    :ivar status: the HTTP status, or None if no response arrived
    :ivar seconds: the duration from the start of the request to the last byte of the response
    :ivar number: 1 for the first attempt of a call, 2 for the second, and so on
    :ivar wait: the seconds between the previous attempt, or the start of the call, and this one:
        for the rate limit, before a retry, or for another thread that refreshes the token
    :ivar size: the bytes of the response's body as they arrived, before decompression
    :ivar error: the error that this attempt ended with, or None. A redirect is not an error
    :ivar request_id: the identifier that the server gave the request, or None
    :ivar headers: the ``X-Asana-…`` headers of the response, under names in lower case
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
"""A function that receives each attempt. What it raises is logged and not raised."""
