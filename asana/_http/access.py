"""The session and the auth that a client's requests go out with, and what follows from them."""

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
    """What all layers know of the session.

    :ivar session: the session, which may be replaced
    :ivar auth: what goes before the auth of the session
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
        """The auth that requests go out with."""
        session = self.session  # an attribute of a mock is no auth
        return self.auth or (session.auth if sessions.is_session(session) else None)

    def credential(self) -> str | None:
        """Return in words what shows who is calling, or None where nothing does."""
        auth = self.auth_in_force
        if isinstance(auth, BearerAuth):
            return auth.source if auth.has_token else None
        return "the auth of the client or its session" if auth else None

    def refuse_plain_http(self, request: Request) -> None:
        """Keep credentials from going out in the clear.

        :raises ValueError: the base URL is plain http to another machine, and there is something
            to keep secret
        """
        if not may_carry_credentials(request.base_url) and self._holds_secrets(request):
            raise ValueError("credentials go over https only, or to this machine itself")

    def refuse_elsewhere(self, request: Request, base_url: str) -> None:
        """Keep credentials from going where one call alone says that Asana is.

        :param base_url: where the client says that it is
        :raises ValueError: the request goes to another origin, and there is something to keep
            secret
        """
        if origin(request.base_url) != origin(base_url) and self._holds_secrets(request):
            raise ValueError(
                "a base_url of another origin would be given the credentials of this client: "
                'make another client, or set client.options["base_url"]'
            )

    def _holds_secrets(self, request: Request) -> bool:
        """Tell whether there is, or may be, something to keep secret."""
        session = self.session
        headers = {name.lower() for name in request.headers}
        holds = self.auth_in_force
        if sessions.is_session(session):
            headers |= {name.lower() for name in session.headers}
            # Another kind may well hold credentials of its own.
            holds = holds or session.cookies or not sessions.is_plain(session)
        return bool(holds or headers & set(SECRET_HEADERS))

    def prepared(self, request: Request, auth: Any, authorization: str | None) -> Any:
        """Return the request as an adapter takes it.

        :param authorization: the header with a token, which goes before any auth
        :raises ValueError: a header of the session's cannot be sent
        """
        prepared = requests.PreparedRequest()
        prepared.method, prepared.url = request.method, request.url
        # What requests calls a body is text, bytes or anything with `read`.
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
        """Tell whether a request may go straight to the session's adapter.

        An auth that does more than to set a header may have to hook itself in.
        """
        known = not auth or isinstance(auth, BearerAuth) or type(auth) in (HTTPBasicAuth, tuple)
        return known and sessions.is_plain(self.session, verb)

    def environment(self, request: Request) -> dict[str, Any]:
        """Return proxies, certificates and the like, worked out anew only when a setting changed.

        requests looks through the environment for every call, which takes longer than sending.
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
        """Give a forked process connections of its own: two on one would mix up the responses."""
        if self._process == os.getpid():
            return
        self._process = os.getpid()
        for adapter in getattr(self.session, "adapters", {}).values():
            if isinstance(adapter, requests.adapters.HTTPAdapter):
                # Kept, not closed: another thread may have held their locks when it forked.
                self._abandoned.append((adapter.poolmanager, adapter.proxy_manager))
                # As after pickling: the same settings, no connections.
                state = cast(Any, adapter)
                state.__setstate__(state.__getstate__())

    def _all_headers(self, request: Request) -> Headers:
        """Return the headers of the session and of the request, put together anew when either
        changed: nearly all requests of a client have the same.

        :raises ValueError: a header of the session's cannot be sent
        """
        own: Any = self.session.headers
        parts = own.pairs() if type(own) is Headers else pairs(own), request.headers
        known = self._headers
        if known is not None and known[0] == parts:
            return known[1].copy()
        values = header_values(self.session.headers)
        headers = Headers.of([*values.items(), *request.headers.items()])
        if all(isinstance(value, str) for _, value in parts[0]):  # a list may change in its place
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
    """Refuse certificates that are not there; later it would look like a failure to connect.

    :raises ValueError: a file does not exist
    """
    for path in (verify, *(cert if isinstance(cert, tuple) else (cert,))):
        if isinstance(path, str | os.PathLike) and not os.path.exists(path):
            raise ValueError(f"there is no such file of certificates: {short(os.fspath(path))}")


def _frozen(value: Any) -> Any:
    return tuple(sorted(value.items())) if isinstance(value, Mapping) else value
