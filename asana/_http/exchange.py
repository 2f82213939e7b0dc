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
from .caller import CallerError
from .deadline import active
from .observing import report
from .request import Request, may_carry_credentials
from .response import FAILURES, unexpected

__all__ = ["Exchange", "Fetch"]

logger = logging.getLogger("asana")

UNKNOWN = retry.Effect.UNKNOWN

Read = Callable[[Request, requests.Response, Call], Outcome]


class Exchange:
    """Sends a request through the session, and reads the response.

    :param read: returns what a response stands for
    """

    def __init__(self, access: Access, read: Read) -> None:
        self._access = access
        self._read = read

    def send(self, request: Request, call: Call) -> Outcome:
        """Send the request, and return the payload of the response or the error."""
        access, session = self._access, self._access.session
        started = time.monotonic()
        sending = active.sending
        before, unsettled = (sending.deadline, sending.begun, sending.response), sending.unsettled
        outcome: Outcome = None
        response: Any = None
        try:
            sending.deadline, sending.begun, sending.response = call.deadline, False, None
            how = access.environment(request)
            how["timeout"] = call.deadline.bounds(request.timeout)
            if access.is_plain(request.method.lower(), call.auth):
                prepared = access.prepared(request, call.auth, call.authorization)
                send = session.get_adapter(request.url).send
                if id(requests.Session.send) not in sessions.PLAIN_IDS:
                    send = sessions.sender(session, request.url)
                sending.begun, sending.unsettled = None, unsettled + 1
                response = send(prepared, stream=True, **how)
                if "Set-Cookie" in response.headers and may_carry_credentials(request.base_url):
                    sending.response = response
                    extract_cookies_to_jar(session.cookies, prepared, response.raw)  # type: ignore[no-untyped-call]
                    sessions.drop_broken_cookies(session)
            else:
                response = sessions.send_by_name(session, request, call, how)
                sessions.drop_broken_cookies(session)
            sending.response = None
            with closing(sessions.adopted(response)) as response:
                outcome = self._read(request, response, call)
        except CallerError as failed:
            raise failed.reason from None
        except Exception as exception:
            outcome = self._judged(exception, request, call)
        finally:
            sending.deadline, sending.begun, sending.response = before
            if request.on_attempt is not None:
                report(request, call, outcome, response, started)
        if isinstance(outcome, error.AsanaError) and retry.effect(outcome) is not UNKNOWN:
            sending.unsettled = unsettled
        _log(request, outcome, started)
        return outcome

    def _judged(self, exception: Exception, request: Request, call: Call) -> Outcome:
        """Return the outcome of an exception; an error status received before it takes precedence.

        :raises Exception: it is the caller's code that failed, and nothing was written
        """
        response = active.sending.response
        if response is None:
            response = _response_of(exception, request)
        begun = active.sending.begun
        if response is not None and not _is_sent_again(exception, request):
            with closing(sessions.adopted(response)) as response:
                if response.status_code >= 300:
                    return self._read(request, response, call)
        elif isinstance(exception, FAILURES):
            if not _is_of_another(exception, request):
                return _failure(exception, request, call)
        elif begun is False or (begun is None and isinstance(exception, error.AsanaError)):
            raise exception  # nothing has been sent
        else:
            sessions.raise_of_a_mock(self._access.session, request.url, exception)
        return unexpected(exception, request)


class Fetch:
    """Asks for a URL anywhere, without the credentials of the session, and reads the response."""

    def __init__(self, access: Access, read: Read) -> None:
        self._access = access
        self._read = read

    def send(self, request: Request, call: Call) -> Outcome:
        """Send the request, and return the payload of the response or the error."""
        started = time.monotonic()
        sending = active.sending
        before = sending.deadline, sending.begun
        outcome: Outcome = None
        response: Any = None
        try:
            sending.deadline, sending.begun = call.deadline, None
            how = self._access.environment(request)
            how |= {"timeout": call.deadline.bounds(request.timeout), "stream": True}
            with closing(self._response(request, how)) as response:
                outcome = self._read(request, response, call)
        except CallerError as failed:
            raise failed.reason from None
        except FAILURES as exception:
            outcome = _failure(exception, request, call)
        finally:
            sending.deadline, sending.begun = before
            if request.on_attempt is not None:
                report(request, call, outcome, response, started)
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
        return sessions.adopted(sessions.sender(session, request.url)(prepared, **how))


def _response_of(exception: Exception, request: Request) -> requests.Response | None:
    """Return the response to the request that an exception carries, as that of a status does."""
    response = getattr(exception, "response", None)
    found = isinstance(response, requests.Response) and response.url == request.url
    return response if found else None


def _is_sent_again(exception: Exception, request: Request) -> bool:
    """Return whether the failed request is one that a hook sent again, such as with new auth."""
    if not isinstance(exception, requests.RequestException) or exception.response is not None:
        return False
    return getattr(exception.request, "url", None) == request.url


def _is_of_another(exception: Exception, request: Request) -> bool:
    """Return whether another request failed: one that the caller's code makes meanwhile."""
    url = getattr(getattr(exception, "request", None), "url", None)
    return isinstance(url, str) and urlsplit(url)[:3] != urlsplit(request.url)[:3]


def _failure(exception: Exception, request: Request, call: Call) -> error.AsanaError:
    """Return the error for an exception of requests, urllib3 or the socket."""
    failure = error.from_exception(
        exception, urlsplit(request.base_url).hostname, active.sending.begun
    )
    if call.deadline.remaining() <= 0 and retry.effect(failure) is retry.Effect.UNKNOWN:
        return error.DeadlineExceededError(f"Deadline Exceeded: {failure}")
    return failure


def _log(request: Request, outcome: Outcome, started: float) -> None:
    if logger.isEnabledFor(logging.DEBUG):
        took = time.monotonic() - started
        told = outcome if isinstance(outcome, error.AsanaError) else "done"
        logger.debug("%s %s: %s in %.3f s", request.method, request.path, told, took)
