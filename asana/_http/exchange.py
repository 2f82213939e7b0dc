"""The lowest layer: one request to the session, and one response back."""

import logging
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.cookies import extract_cookies_to_jar

from .. import error
from . import retry, sessions
from .access import Access
from .call import Call, Outcome
from .deadline import active
from .request import Request, may_carry_credentials
from .response import FAILURES

__all__ = ["Exchange", "Fetch"]

logger = logging.getLogger("asana")

Read = Callable[[Request, requests.Response, Call], Outcome]


class Exchange:
    """Sends a request through the session, and reads the response.

    :param read: returns what a response stands for
    """

    def __init__(self, access: Access, read: Read) -> None:
        self._access = access
        self._read = read

    def send(self, request: Request, call: Call) -> Outcome:
        """Return the outcome: what the response stands for, or why there is none."""
        access, session = self._access, self._access.session
        started = time.monotonic()
        before = active.deadline, active.begun
        active.deadline, active.begun = call.deadline, None
        try:
            how = access.environment(request)
            how["timeout"] = call.deadline.bounds(request.timeout)
            if access.is_plain(request.method.lower(), call.auth):
                prepared = access.prepared(request, call.auth, call.authorization)
                response = session.get_adapter(request.url).send(prepared, stream=True, **how)
                if "Set-Cookie" in response.headers and may_carry_credentials(request.base_url):
                    extract_cookies_to_jar(session.cookies, prepared, response.raw)  # type: ignore[no-untyped-call]
            else:
                response = sessions.send_by_name(session, request, call, how)
            with closing(sessions.adopted(response)) as response:
                outcome = self._read(request, response, call)
        except FAILURES as exception:
            outcome = _failure(exception, request, call)
        finally:
            active.deadline, active.begun = before
        _log(request, outcome, started)
        return outcome


class Fetch:
    """Asks for a URL anywhere, without the credentials of the session, and reads the response."""

    def __init__(self, access: Access, read: Read) -> None:
        self._access = access
        self._read = read

    def send(self, request: Request, call: Call) -> Outcome:
        """Return the outcome: what the response stands for, or why there is none."""
        started = time.monotonic()
        before = active.deadline, active.begun
        active.deadline, active.begun = call.deadline, None
        try:
            how = self._access.environment(request)
            how |= {"timeout": call.deadline.bounds(request.timeout), "stream": True}
            with closing(self._response(request, how)) as response:
                outcome = self._read(request, response, call)
        except FAILURES as exception:
            outcome = _failure(exception, request, call)
        finally:
            active.deadline, active.begun = before
        _log(request, outcome, started)
        return outcome

    def _response(self, request: Request, how: dict[str, Any]) -> requests.Response:
        """Return the response to a request that a session does not add its credentials to."""
        session = self._access.session
        if not sessions.is_session(session) or sessions.stand_in(session, ("get", "request")):
            how.pop("stream")
            return sessions.adopted(sessions.send_by_name(session, request, Call(None), how))
        prepared = requests.Request("GET", request.url, request.headers).prepare()
        if sessions.has_stand_in_for_send(session):
            return sessions.adopted(session.send(prepared, allow_redirects=False, **how))
        return sessions.adopted(session.get_adapter(request.url).send(prepared, **how))


def _failure(exception: Exception, request: Request, call: Call) -> error.AsanaError:
    """Return the error for an exception of requests, urllib3 or the socket."""
    failure = error.from_exception(exception, urlsplit(request.base_url).hostname, active.begun)
    if call.deadline.remaining() <= 0 and retry.effect(failure) is retry.Effect.UNKNOWN:
        return error.DeadlineExceededError(f"Deadline Exceeded: {failure}")
    return failure


def _log(request: Request, outcome: Outcome, started: float) -> None:
    if logger.isEnabledFor(logging.DEBUG):
        took = time.monotonic() - started
        told = outcome if isinstance(outcome, error.AsanaError) else "done"
        logger.debug("%s %s: %s in %.3f s", request.method, request.path, told, took)
