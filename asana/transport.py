"""Sends one request: the only place that touches the session.

Here live the timeouts, the deadline, the way through the session, redirects, and the loop that acts
on the decisions of :mod:`asana.retry`. What comes back is read in :mod:`asana.response`.
"""

import logging
import os
import re
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any, TypeVar, cast
from urllib.parse import urljoin, urlsplit

import requests
import requests.adapters
from requests.auth import HTTPBasicAuth
from requests.cookies import extract_cookies_to_jar

from . import decode, error, retry, sessions
from .advice import advise
from .deadline import NEVER, Deadline, during
from .download import Sink
from .headers import Headers, pairs
from .multipart import Multipart
from .pacer import FAR, Pacer
from .request import Request, header_values, may_carry_credentials
from .response import (
    FAILURES,
    REDIRECTS,
    SECRET_HEADERS,
    invalid,
    outcome_of,
    read_body,
    redirect_target,
    save_body,
)
from .session import BearerAuth, origin

logger = logging.getLogger("asana")

T = TypeVar("T")

__all__ = ["Observer", "Transport"]

MAX_REDIRECTS = 5

# Seconds from which a wait is a warning, so that nobody sees a program that seems to hang.
LONG_WAIT = 5.0

Observer = Callable[[Mapping[str, Any], Mapping[str, str]], None]


class Transport:
    """Sends requests through a session, again where that is safe, and decodes what comes back.

    :param observe: called with the headers of each request and of its response
    """

    def __init__(self, session: requests.Session, auth: Any, observe: Observer) -> None:
        self.session = session
        self.auth = auth
        self.quota = retry.Quota()
        self._pacer = Pacer()
        self._observe = observe
        self._environments: dict[Any, dict[str, Any]] = {}
        self._known_headers: tuple[Any, Headers] | None = None
        self._process = os.getpid()
        self._abandoned: list[Any] = []
        self._warned_until = 0.0

    def send(self, request: Request, backoff: retry.Backoff) -> dict[str, Any]:
        """Send a request until it succeeds or must not be sent again; return the decoded body.

        :raises AsanaError: what :func:`asana.retry.decide` leaves of the failures
        """
        decode.ready()
        waited_until = 0.0

        def exchange(deadline: Deadline) -> dict[str, Any] | error.AsanaError:
            nonlocal waited_until
            turn = self._pacer.turn(request.load, request.rate_limit, deadline, waited_until)
            with turn as held_back:
                outcome = held_back or self._exchange(request, deadline)
            if isinstance(outcome, error.RateLimitEnforcedError) and not held_back:
                told = retry.delay(outcome, 0, backoff)
                waited_until = self._pacer.pause(told, waited_until)
            elif waited_until:
                self._pacer.resume(waited_until)
            return outcome

        def attempt(deadline: Deadline) -> dict[str, Any] | error.AsanaError:
            return self._authorized(request, deadline, exchange)

        return self._persist(request, backoff, attempt, lambda: _rewind(request.body))

    def download(self, request: Request, backoff: retry.Backoff, sink: Sink) -> int:
        """Write what is at the URL of a request to a sink; return the number of bytes.

        No credentials go along, so a redirect may lead anywhere that is as safe.

        :raises AsanaError: as :meth:`send`
        """

        def attempt(deadline: Deadline) -> int | error.AsanaError:
            return self._fetch(request, sink, deadline)

        return self._persist(request, backoff, attempt, sink.rewind)

    def _persist(
        self,
        request: Request,
        backoff: retry.Backoff,
        attempt: Callable[[Deadline], T | error.AsanaError],
        rewind: Callable[[], bool],
    ) -> T:
        """Attempt a request until the decisions say that it is over."""
        self._renew_after_fork()
        deadline = NEVER if request.deadline is None else Deadline(request.deadline)
        resends = costs = 0
        unclear = False
        while True:
            outcome = self._attempt(request, deadline, attempt)
            if not isinstance(outcome, error.AsanaError):
                self.quota.give(costs + 1)
                return outcome
            if unclear and request.method == "DELETE" and outcome.status == 404:
                # An earlier attempt did it, though its answer was lost.
                return cast(T, {"data": {}})
            decision = retry.decide(
                outcome,
                method=request.method,
                idempotent=request.idempotent,
                retry_writes=request.retry_writes,
                resends=resends,
                max_retries=request.max_retries,
                remaining=deadline.remaining(),
                backoff=backoff,
            )
            if decision.error is not None:
                raise decision.error
            cost = retry.cost(outcome)
            if not rewind() or not self.quota.take(cost):
                raise outcome
            self._log_wait(decision.wait, outcome)
            time.sleep(decision.wait)
            unclear = unclear or retry.effect(outcome) is retry.Effect.UNKNOWN
            resends += 1
            costs += cost

    def _log_wait(self, seconds: float, failure: error.AsanaError) -> None:
        """Log a wait; a long one is a warning, once for all threads that wait at the same time."""
        now = time.monotonic()
        level = logging.DEBUG
        if seconds >= LONG_WAIT and not now < self._warned_until < now + FAR:
            self._warned_until = now + seconds
            level = logging.WARNING
        logger.log(level, "waiting %.3g s before trying again: %s", seconds, failure)

    def _renew_after_fork(self) -> None:
        """Give a forked process connections of its own: two on one would mix up the answers."""
        if self._process == os.getpid():
            return
        self._process = os.getpid()
        self.quota = retry.Quota(self.quota.size)
        self._pacer = Pacer()
        for adapter in getattr(self.session, "adapters", {}).values():
            if isinstance(adapter, requests.adapters.HTTPAdapter):
                # Kept, not closed: another thread may have held their locks when it forked.
                self._abandoned.append((adapter.poolmanager, adapter.proxy_manager))
                # As after pickling: the same settings, no connections.
                state = cast(Any, adapter)
                state.__setstate__(state.__getstate__())

    def refuse_plain_http(self, request: Request) -> None:
        """Keep credentials from going out in the clear.

        :raises ValueError: the base URL is plain http to another machine, and there is something
            to keep secret
        """
        if may_carry_credentials(request.base_url):
            return
        session = self.session
        headers = {name.lower() for name in request.headers}
        holds = self.auth or sessions.auth_of(session)
        if isinstance(session, requests.Session):
            headers |= {name.lower() for name in session.headers}
            # Another kind may well hold credentials of its own.
            holds = holds or session.cookies or not sessions.is_plain(session)
        if holds or headers & set(SECRET_HEADERS):
            raise ValueError("credentials go over https only, or to this machine itself")

    def _attempt(
        self,
        request: Request,
        deadline: Deadline,
        attempt: Callable[[Deadline], T | error.AsanaError],
    ) -> T | error.AsanaError:
        """Try once. The failure is returned, not raised: its context would hold the secrets."""
        started = time.monotonic()
        outcome: T | error.AsanaError
        try:
            with during(deadline):
                outcome = attempt(deadline)
        except FAILURES as exception:
            outcome = error.from_exception(exception, urlsplit(request.base_url).hostname)
            if deadline.remaining() <= 0 and retry.effect(outcome) is retry.Effect.UNKNOWN:
                outcome = error.DeadlineExceededError(f"Deadline Exceeded: {outcome}")
        if isinstance(outcome, error.AsanaError):
            outcome.method, outcome.path = request.method, request.path
            advise(outcome, request, self._credential(request))
        if logger.isEnabledFor(logging.DEBUG):
            took = time.monotonic() - started
            told = outcome if isinstance(outcome, error.AsanaError) else "done"
            logger.debug("%s %s: %s in %.3f s", request.method, request.path, told, took)
        return outcome

    def _authorized(
        self,
        request: Request,
        deadline: Deadline,
        exchange: Callable[[Deadline], dict[str, Any] | error.AsanaError],
    ) -> dict[str, Any] | error.AsanaError:
        """Send with a token that is good for now; refused, once more if there is a new one."""
        auth = self.auth or sessions.auth_of(self.session)
        if not isinstance(auth, BearerAuth):
            return exchange(deadline)
        shown = auth.ready(deadline)
        outcome = exchange(deadline)
        if not isinstance(outcome, error.NoAuthorizationError):
            return outcome
        if not auth.renew(shown, deadline) or not _rewind(request.body):
            return auth.explained(outcome)
        logger.debug("%s %s: refused, again with a new token", request.method, request.path)
        return exchange(deadline)

    def _exchange(self, request: Request, deadline: Deadline) -> dict[str, Any] | error.AsanaError:
        url = request.url
        for _ in range(MAX_REDIRECTS):
            response = self._open(request, url, deadline)
            with closing(response):
                body = read_body(response)
            target = self._redirect(request, response)
            if target is None:
                outcome = self._outcome(request, response, body)
                self._tell_of_changes(request, response, outcome)
                return outcome
            if not _rewind(request.body):
                return invalid(response, body, "redirected elsewhere")
            url = target
        return invalid(response, b"", "too many redirects")

    def _tell_of_changes(
        self,
        request: Request,
        response: requests.Response,
        outcome: dict[str, Any] | error.AsanaError,
    ) -> None:
        """Let the observer see the headers; a warning that is an exception carries the record."""
        try:
            self._observe(request.headers, response.headers)
        except Warning as warning:
            if isinstance(outcome, dict):
                cast(Any, warning).record = outcome.get("data")
                raise

    # How an answer is understood; the token endpoint of OAuth has ways of its own.

    def _redirect(self, request: Request, response: requests.Response) -> str | None:
        return redirect_target(request, response)

    def _outcome(
        self, request: Request, response: requests.Response, body: bytes | None
    ) -> dict[str, Any] | error.AsanaError:
        return outcome_of(request, response, body)

    def _fetch(self, request: Request, sink: Sink, deadline: Deadline) -> int | error.AsanaError:
        url = request.url
        for _ in range(MAX_REDIRECTS):
            how = {
                **self._environment(request, url),
                "timeout": _timeouts(request.timeout, deadline),
            }
            with closing(self._look_up(url, request.headers, how)) as response:
                location = response.headers.get("Location")
                if response.status_code not in REDIRECTS or not location:
                    return save_body(response, sink)
            url = urljoin(url, location)
            if not may_carry_credentials(url):
                return invalid(response, b"", "redirected to plain http")
        return invalid(response, b"", "too many redirects")

    def _look_up(
        self, url: str, headers: dict[str, str], how: Mapping[str, Any]
    ) -> requests.Response:
        """Ask for a URL, prepared by itself: a session would add its credentials."""
        session = self.session
        prepared = requests.Request("GET", url, headers).prepare()
        if sessions.has_stand_in_for_send(session):
            return sessions.adopted(
                session.send(prepared, stream=True, allow_redirects=False, **how)
            )
        return sessions.adopted(session.get_adapter(url).send(prepared, stream=True, **how))

    def _open(self, request: Request, url: str, deadline: Deadline) -> requests.Response:
        """Send the request and return the response with its body still to be read.

        :raises ValueError: a header of the session's cannot be sent
        """
        session = self.session
        how = {**self._environment(request, url), "timeout": _timeouts(request.timeout, deadline)}
        auth = self.auth or sessions.auth_of(session)
        if sessions.is_plain(session, request.method.lower()) and _is_plain_auth(auth):
            prepared = self._prepare(request, url, self._headers(request), auth)
            response = session.get_adapter(url).send(prepared, stream=True, **how)
            if "Set-Cookie" in response.headers and may_carry_credentials(request.base_url):
                extract_cookies_to_jar(session.cookies, prepared, response.raw)  # type: ignore[no-untyped-call]
            return sessions.adopted(response)
        # A session with methods of its own, or with settings that only requests itself applies,
        # is used as its author meant it.
        if isinstance(auth, BearerAuth):
            auth = auth.bound(request.base_url)
        how |= {"auth": auth or _as_it_is, "allow_redirects": False, "stream": True}
        return sessions.adopted(sessions.send_by_name(session, request, url, how))

    def _prepare(
        self, request: Request, url: str, headers: Headers, auth: Any
    ) -> requests.PreparedRequest:
        prepared = requests.PreparedRequest()
        prepared.method = request.method
        prepared.url = url
        if isinstance(request.body, bytes):
            headers["Content-Length"] = str(len(request.body))
        elif request.body is not None and request.body.len is not None:
            headers["Content-Length"] = str(request.body.len)
        prepared.headers = headers
        # What requests calls a body is text, bytes or anything with `read`.
        prepared.body = cast(Any, request.body)
        if isinstance(auth, BearerAuth):
            # The URL was made from base_url, whose origin is the one that may see the token.
            headers["Authorization"] = auth.authorization
        elif auth:
            prepared.prepare_auth(auth)
            header_values(prepared.headers)
        if self.session.cookies:
            prepared.prepare_cookies(self.session.cookies)
            header_values(prepared.headers)
        return prepared

    def _headers(self, request: Request) -> Headers:
        """Return the headers of the session and of the request, put together anew when either
        changed: nearly all requests of a client have the same.

        :raises ValueError: a header of the session's cannot be sent
        """
        parts = pairs(self.session.headers), request.headers
        known = self._known_headers
        if known is not None and known[0] == parts:
            return known[1].copy()
        own = header_values(self.session.headers)
        headers = Headers.of([*own.items(), *request.headers.items()])
        if all(isinstance(value, str) for _, value in parts[0]):  # a list may change in its place
            self._known_headers = parts, headers
        return headers.copy()

    def credential(self) -> str | None:
        """Return in words what shows who is calling, or None where nothing does."""
        auth = self.auth or sessions.auth_of(self.session)
        if isinstance(auth, BearerAuth):
            return auth.source
        return "the auth of the client or its session" if auth else None

    def _credential(self, request: Request) -> str | None:
        given = any(name.lower() == "authorization" for name in request.headers)
        return "the header Authorization" if given else self.credential()

    def _environment(self, request: Request, url: str) -> dict[str, Any]:
        """Return proxies, certificates and the like, worked out anew only when a setting changed.

        requests looks through the environment for every call, which takes longer than sending.
        """
        session = self.session
        if not isinstance(session, requests.Session):  # a mock, or an object with the same methods
            given = {name: getattr(request, name) for name in ("verify", "cert", "proxies")}
            return {name: value for name, value in given.items() if value is not None}
        key = (
            request.base_url if url.startswith(request.base_url) else origin(url),
            request.verify,
            _frozen(request.cert),
            _frozen(request.proxies),
            session.verify,
            _frozen(session.cert),
            _frozen(session.proxies),
            session.trust_env,
        )
        known = self._environments.get(key)
        if known is None:
            proxies = dict(request.proxies or {})
            known = dict(
                session.merge_environment_settings(url, proxies, True, request.verify, request.cert)
            )
            del known["stream"]
            _check_files(known["verify"], known["cert"])
            _check_proxies(known["proxies"])
            self._environments = {key: known}  # one is enough: settings seldom change
        return known


def _is_plain_auth(auth: Any) -> bool:
    """Tell whether an auth sets a header and does no more; others may hook themselves in."""
    return not auth or isinstance(auth, BearerAuth) or type(auth) in (HTTPBasicAuth, tuple)


def _check_files(verify: Any, cert: Any) -> None:
    """Refuse certificates that are not there; later it would look like a failure to connect.

    :raises ValueError: a file does not exist
    """
    for path in (verify, *(cert if isinstance(cert, tuple) else (cert,))):
        if isinstance(path, str | os.PathLike) and not os.path.exists(path):
            raise ValueError(f"there is no such file of certificates: {os.fspath(path)!r}")


def _check_proxies(proxies: Mapping[str, str]) -> None:
    """Refuse a proxy whose password would be taken for a part of its address, and shown as one.

    :raises ValueError: the user name or the password of a proxy has such a character in it
    """
    for scheme, proxy in (proxies or {}).items():
        userinfo, at, _ = str(proxy).partition("://")[2].rpartition("@")
        if at and re.search(r"[/?#\s]", userinfo):
            raise ValueError(
                f"the user name or password of the proxy for {scheme} holds a character that has "
                "to be percent-encoded, see urllib.parse.quote"
            )


def _as_it_is(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    """Leave the request alone: an auth that keeps requests from taking one from .netrc."""
    return prepared


def _rewind(body: bytes | Multipart | None) -> bool:
    """Make a body ready to be sent again; tell whether it is."""
    return not isinstance(body, Multipart) or body.rewind()


def _timeouts(timeout: Any, deadline: Deadline) -> tuple[float | None, float | None]:
    connect, read = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    return deadline.bound(connect), deadline.bound(read)


def _frozen(value: Any) -> Any:
    return tuple(sorted(value.items())) if isinstance(value, Mapping) else value
