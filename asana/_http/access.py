"""The session and the auth of a client's requests, and the settings that depend on them."""

import os
from collections.abc import Mapping
from typing import Any, cast

import requests
import requests.adapters
from requests.auth import HTTPBasicAuth

from .._call.values import short
from . import sessions
from .bearer import BearerAuth, origin
from .headers import Headers, pairs
from .proxies import check_proxies
from .request import Request, header_values, may_carry_credentials
from .response import SECRET_HEADERS

__all__ = ["Access"]


class Access:
    """The session and the auth, for all layers.

    :ivar session: the session, which can be replaced
    :ivar auth: the auth that overrides that of the session, or None
    """

    def __init__(self, session: Any, auth: Any = None) -> None:
        self.session = session
        self.auth = auth
        self._environment: tuple[Any, dict[str, Any]] = (None, {})
        self._headers: tuple[Any, Headers] | None = None
        self._process = os.getpid()
        self._abandoned: list[Any] = []

    @property
    def auth_in_force(self) -> Any:
        """The auth that requests are sent with, or None."""
        session = self.session  # of a mock, the attribute auth is not an auth
        return self.auth or (session.auth if sessions.is_session(session) else None)

    def credential(self) -> str | None:
        """Return a description of the credential for messages, or None if there is none."""
        auth = self.auth_in_force
        if isinstance(auth, BearerAuth):
            return auth.source if auth.has_token else None
        return "the auth of the client or its session" if auth else None

    def refuse_plain_http(self, request: Request) -> None:
        """Keep credentials from being sent in plain text.

        :raises ValueError: the base URL is plain http to another machine, and the request carries
            secrets
        """
        if not may_carry_credentials(request.base_url) and self._holds_secrets(request):
            raise ValueError("credentials are sent only over https, or to this machine")

    def refuse_elsewhere(self, request: Request, base_url: str) -> None:
        """Keep the client's credentials from the ``base_url`` of a single call.

        :param base_url: the base URL of the client
        :raises ValueError: the request goes to another origin, and carries secrets
        """
        if origin(request.base_url) != origin(base_url) and self._holds_secrets(request):
            raise ValueError(
                "base_url of a call cannot have another origin, because the client's credentials "
                'would be sent there: create another client, or set client.options["base_url"]'
            )

    def _holds_secrets(self, request: Request) -> bool:
        """Return whether the request carries secrets, or may do so."""
        session = self.session
        headers = {name.lower() for name in request.headers}
        holds = self.auth_in_force
        if sessions.is_session(session):
            headers |= {name.lower() for name in session.headers}
            # A session of another class can have credentials of its own.
            holds = holds or session.cookies or not sessions.is_plain(session)
        return bool(holds or headers & set(SECRET_HEADERS))

    def prepared(self, request: Request, auth: Any, authorization: str | None) -> Any:
        """Return the request in the form that an adapter sends.

        :param authorization: the header with a token, which overrides any auth
        :raises ValueError: a header of the session is invalid
        """
        prepared = requests.PreparedRequest()
        prepared.method, prepared.url = request.method, request.url
        # The stubs of requests do not allow a body with only `read`.
        prepared.body = cast(Any, request.body)
        prepared.headers = headers = self._all_headers(request)
        body: Any = request.body
        if isinstance(body, bytes):
            headers["Content-Length"] = str(len(body))
        elif body is not None and body.len is not None:
            headers["Content-Length"] = str(body.len)
        if authorization is not None:
            headers["Authorization"] = authorization
        elif auth:
            prepared.prepare_auth(auth)
            header_values(prepared.headers)
        if self.session.cookies:
            prepared.prepare_cookies(self.session.cookies)
            header_values(prepared.headers)
        return prepared

    def is_plain(self, verb: str, auth: Any) -> bool:
        """Return whether a request can be sent directly through the session's adapter.

        A custom auth can register hooks, which only ``Session.send`` calls.
        """
        known = not auth or isinstance(auth, BearerAuth) or type(auth) in (HTTPBasicAuth, tuple)
        return known and sessions.is_plain(self.session, verb)

    def environment(self, request: Request) -> dict[str, Any]:
        """Return the proxies and certificates, cached until a setting changes.

        requests searches the environment for every call, which takes longer than sending.

        :raises ValueError: a certificate file does not exist, or a proxy URL is invalid
        """
        session = self.session
        if not sessions.is_session(session):  # a mock, or an object with the same methods
            given = {name: getattr(request, name) for name in ("verify", "cert", "proxies")}
            return {name: value for name, value in given.items() if value is not None}
        url, base_url = request.url, request.base_url
        key = (
            base_url if url.startswith(base_url) else origin(url),
            request.verify,
            request.cert,
            request.proxies and _frozen(request.proxies),
            session.verify,
            session.cert,
            session.proxies and _frozen(session.proxies),
            session.trust_env,
        )
        if self._environment[0] != key:
            self._environment = key, _environment(session, request)  # settings seldom change
        return self._environment[1].copy()

    def renew_after_fork(self) -> None:
        """Give a forked process its own connections, so that responses are not mixed up."""
        if self._process == os.getpid():
            return
        self._process = os.getpid()
        for adapter in getattr(self.session, "adapters", {}).values():
            if isinstance(adapter, requests.adapters.HTTPAdapter):
                # Kept, not closed: another thread may have held their locks at the fork.
                self._abandoned.append((adapter.poolmanager, adapter.proxy_manager))
                # The state for pickling contains the settings, and no connections.
                state = cast(Any, adapter)
                state.__setstate__(state.__getstate__())

    def _all_headers(self, request: Request) -> Headers:
        """Return the headers of the session and of the request.

        They are cached, because nearly all requests of a client have the same headers.

        :raises ValueError: a header of the session is invalid
        """
        own: Any = self.session.headers
        parts = own.pairs() if type(own) is Headers else pairs(own), request.headers
        known = self._headers
        if known is not None and known[0] == parts:
            return known[1].copy()
        values = header_values(self.session.headers)
        headers = Headers.of([*values.items(), *request.headers.items()])
        if all(isinstance(value, str) for _, value in parts[0]):  # a list can change in place
            self._headers = parts, headers
        return headers.copy()


def _environment(session: requests.Session, request: Request) -> dict[str, Any]:
    proxies = dict(request.proxies or {})
    found: dict[str, Any] = dict(
        session.merge_environment_settings(request.url, proxies, True, request.verify, request.cert)
    )
    del found["stream"]
    _check_files(found["verify"], found["cert"])
    check_proxies(found["proxies"])
    return found


def _check_files(verify: Any, cert: Any) -> None:
    """Raise if a certificate file is missing: later, it would look like a connection failure.

    :raises ValueError: a file does not exist
    """
    for path in (verify, *(cert if isinstance(cert, tuple) else (cert,))):
        if isinstance(path, str | os.PathLike) and not os.path.exists(path):
            raise ValueError(f"the certificate file does not exist: {short(os.fspath(path))}")


def _frozen(value: Any) -> Any:
    return tuple(sorted(value.items())) if isinstance(value, Mapping) else value
