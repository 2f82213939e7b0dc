"""Report each attempt to the option ``on_attempt``."""

import logging
import re
import sys
import time
from typing import Any
from urllib.parse import urlsplit

from .. import error
from ..tracing import Attempt
from .call import Call, Outcome
from .deadline import active
from .request import Request

__all__ = ["report"]

logger = logging.getLogger("asana")

# A part of a path that is a name, not a gid.
WORD = re.compile(r"-|[a-z_]+")


def report(request: Request, call: Call, outcome: Outcome, response: Any, started: float) -> None:
    """Report an attempt, including one that ends with an exception of the caller's code.

    Requests that ``on_attempt`` itself sends are not reported, to avoid an endless recursion.

    :param response: the response, or None
    :param started: the start of the attempt on the monotonic clock, in seconds
    """
    sending = active.sending
    if sending.reporting or request.on_attempt is None:
        return
    call.attempts += 1
    ended = time.monotonic()
    attempt = _attempt(request, call, _failure(request, outcome), response, ended - started)
    attempt = attempt._replace(wait=max(started - call.since, 0.0))
    call.since = ended
    sending.reporting = True
    try:
        request.on_attempt(attempt)
    except Exception as failure:
        # Omit the frame of this function, because its variables contain the token.
        own = failure.__traceback__ and failure.__traceback__.tb_next
        logger.exception("on_attempt failed", exc_info=failure.with_traceback(own))
    finally:
        sending.reporting = False


def _attempt(
    request: Request,
    call: Call,
    failure: error.AsanaError | None,
    response: Any,
    seconds: float,
) -> Attempt:
    headers = getattr(response, "headers", None) or {}
    status = failure.status if failure is not None else getattr(response, "status_code", None)
    return Attempt(
        method=request.method,
        route=request.template or _route(request.path),
        path=request.path.partition("?")[0],
        host=urlsplit(request.url).netloc,
        status=status,
        seconds=seconds,
        number=call.attempts,
        wait=0.0,
        size=_size(response),
        error=None if status is not None and 300 <= status < 400 else failure,
        request_id=error.request_id_in(headers),
        headers=error.asana_headers(headers),
    )


def _failure(request: Request, outcome: Outcome) -> error.AsanaError | None:
    """Return the error of an attempt; None for a success or an exception of other code."""
    failure = outcome if isinstance(outcome, error.AsanaError) else sys.exc_info()[1]
    if not isinstance(failure, error.AsanaError):
        return None
    failure.method, failure.path = request.method, request.path
    return failure


def _route(path: str) -> str:
    """Return the route of a caller's path: parts that are not words may be gids."""
    parts = path.partition("?")[0].split("/")
    return "/".join(part if not part or WORD.fullmatch(part) else "{}" for part in parts)


def _size(response: Any) -> int:
    """Return the number of bytes of a body that have been read; 0 for a mock."""
    try:
        return int(response.raw.tell())
    except Exception:
        return 0
