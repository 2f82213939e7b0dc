"""OAuth 2: the session that fetches, sends, refreshes and revokes tokens.

oauthlib encodes the requests to the token endpoint and decodes its responses. The client's own
transport sends them, with the same timeouts and deadlines as API requests, without redirects, and
without secrets in logs or errors. Imported only if OAuth is used, because oauthlib is slow to
import.
"""

import base64
import hashlib
import hmac
import json
import math
import os
import secrets
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn, cast
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import requests
from oauthlib.oauth2 import WebApplicationClient
from requests_oauthlib import OAuth2Session

from .. import error
from .. import options as option_table
from .._call.process_lock import ProcessLock
from .._call.values import short
from .._http.adapter import DeadlineAdapter
from .._http.bearer import BearerAuth, is_blank, origin, token_text
from .._http.deadline import NEVER, Deadline
from .._http.request import Request, check_base_url
from .arguments import (
    answer_in,
    callable_or_none,
    check_keywords,
    optional_text,
    path_and_base_url,
    refuse_plain_http,
    scope_text,
    text_of,
)
from .families import join_families
from .stored import StoredToken
from .token_endpoint import TokenEndpoint, invalid, refusal
from .tokens import expiry, number, usable
from .turns import Turn, Turns

if TYPE_CHECKING:
    from ..types.oauth import OAuthToken

__all__ = ["AsanaOAuth2Session", "OAuthBearer"]


join_families()

# Options of a client that also apply to the token endpoint.
SETTINGS = ("max_retries", "timeout", "deadline", "verify", "cert", "proxies", "on_attempt")

# Keywords of requests-oauthlib that are accepted and ignored.
UNUSED = ("auth", "body", "client", "force_querystring", "headers", "include_client_id", "method")

FORM_HEADERS = {
    "Accept": "application/json",
    "Content-Type": "application/x-www-form-urlencoded",
}
# The length of 128 bits in base64, the shortest usual encoding of a state.
SHORTEST_STATE = 22


class _OfRequests:
    """A method of ``requests.Session``, looked up on each access, because a test can patch it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        method = getattr(requests.Session, self._name)
        bind = getattr(method, "__get__", None)
        return method if instance is None or bind is None else bind(instance, owner)


class AsanaOAuth2Session(OAuth2Session):
    """A session that sends the OAuth token of a user of your app, and refreshes it in time.

    It accepts the keywords of ``requests_oauthlib.OAuth2Session``. If the token has a refresh
    token, it is refreshed shortly before it expires, and when Asana rejects it, once for all
    threads.

    A new token is passed to ``token_updater`` before its first use, and is not used if that raises
    an exception. The exception is raised by each call that needs the new token. The new token is
    kept in memory, and the next call passes it to ``token_updater`` again, without another request
    to the token endpoint.

    ``token_updater`` may use the client: its calls send the old token, and raise
    ``MissingTokenError`` if that has expired. It cannot call :meth:`refresh_token` or
    :meth:`revoke`. Calls in other threads that need the new token wait for it, but at most 10
    seconds or a quarter of their remaining time; then they raise ``DeadlineExceededError``.

    :param client_secret: the secret of your app, or None
    :param base_url: the base URL of the API; the three URLs below are on its origin
    :param pkce: whether to use PKCE; by default, only without a ``client_secret``. Without PKCE, an
        app can compare the state itself: then a new session accepts a code without a state
    :param keywords: ``client_id``, ``redirect_uri``, ``scope`` (a list or a string), ``token`` (a
        saved token), ``state``, ``token_store``, and ``token_updater``, a function that saves each
        refreshed token

    :ivar authorize_url: the URL at which the user authorizes the app
    :ivar token_url: the token endpoint, which exchanges codes and refresh tokens
    :ivar revoke_url: the endpoint that revokes tokens
    :ivar refresh_margin: how long before its expiry a token is refreshed, in seconds
    :ivar settings: options for the token endpoint: those of the client that created the session

    :raises ValueError: a URL or a token is invalid
    :raises TypeError: a keyword is unknown, or its value has an invalid type
    """

    authorize_url = "https://app.asana.com/-/oauth_authorize"
    token_url = "https://app.asana.com/-/oauth_token"  # noqa: S105 - an address
    revoke_url = "https://app.asana.com/-/oauth_revoke"
    refresh_margin: float = 60
    _client: WebApplicationClient

    # The method of the base class logs the token, and would disable the fast path of the transport.
    request: Any = _OfRequests("request")

    def __init__(
        self,
        client_secret: str | bytes | None = None,
        *,
        base_url: str | None = None,
        pkce: bool | str | None = None,
        **keywords: Any,
    ) -> None:
        if not isinstance(pkce, int | str | None) or pkce not in (True, False, None, "S256"):
            raise ValueError('pkce must be True, False, None or "S256"')
        token, state = keywords.pop("token", None), keywords.pop("state", None)
        self._stored = StoredToken(keywords.pop("token_store", None))
        check_keywords(keywords)
        super().__init__(**keywords)
        self.client_secret = optional_text("client_secret", client_secret)
        self.settings: Mapping[str, Any] = {
            **option_table.DEFAULTS,
            "base_url": base_url or os.environ.get("ASANA_BASE_URL") or option_table.BASE_URL,
        }
        self._turns = Turns()
        self.token = self._stored.load() if token is None else token
        self.state = _random_state if state is None else state
        self._state: str | None = None if callable(self.state) else text_of("state", self.state)
        self._spent: str | None = None
        self._states = ProcessLock()
        self._code_verifier: str | None = None
        self._pkce = client_secret is None if pkce is None else bool(pkce)
        self._connect(self.base_url())

    def base_url(self) -> str:
        """Return the current base URL. The token is sent only to its origin."""
        return str(self.settings["base_url"])

    def _connect(self, base_url: str) -> None:
        """Set the URLs, the adapter and the auth for a base URL."""
        parts = urlsplit(check_base_url(base_url))
        if origin(base_url) != origin(option_table.BASE_URL):
            root = f"{parts.scheme}://{parts.netloc}/-/"
            self.authorize_url = root + "oauth_authorize"
            self.token_url = root + "oauth_token"
            self.revoke_url = root + "oauth_revoke"
        for prefix in ("https://", "http://"):
            self.mount(prefix, DeadlineAdapter())
        self.auth = self._bearer = OAuthBearer(self)
        self._endpoint = TokenEndpoint(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "a session cannot be pickled or copied, because it has secrets; save its token instead"
        )

    @property
    def token(self) -> "OAuthToken":
        """The current token as a dictionary; empty if there is none."""
        return cast("OAuthToken", self._client.token)

    @token.setter
    def token(self, value: Mapping[str, Any]) -> None:
        if not isinstance(value, Mapping):
            raise TypeError(f"token must be a dictionary, not {type(value).__name__}")
        token = dict(value)
        if is_blank(token.get("access_token")):
            token.pop("access_token", None)
        else:
            token["access_token"] = token_text(token["access_token"])
        if token.get("refresh_token"):
            text_of("refresh_token", token["refresh_token"])
        self._expires_at = expiry(token)
        self._client.token = token
        self._client.access_token = token.get("access_token")
        self._client.refresh_token = token.get("refresh_token")
        self._unsaved: dict[str, Any] | None = None

    @property
    def code_verifier(self) -> str | None:
        """The PKCE verifier of the last authorization URL, which an app without a secret stores."""
        return self._code_verifier

    # -- authorization by a user

    def authorization_url(  # type: ignore[override]
        self, *, state: str | None = None, **params: Any
    ) -> tuple[str, str]:
        """Return the URL at which the user authorizes the app, and the state in it.

        Store the state in the user's session, and compare it with the state in the redirect.
        Sends no request.

        :param state: your own state: a new random value for each URL, of at least 128 bits
        :param params: more parameters of the URL
        :return: the URL and the state
        :raises ValueError: there is no client id, a URL is plain http to another machine, or the
            state is too short
        """
        refuse_plain_http("authorize_url", self.authorize_url)
        refuse_plain_http("redirect_uri", self.redirect_uri or "")
        state = self._new_state(state)
        query = {
            "response_type": "code",
            "client_id": self._client_id(),
            "redirect_uri": self.redirect_uri,
            "scope": scope_text(self.scope),
            "state": state,
        }
        verifier = None
        if self._pkce:
            verifier = self._derived_verifier(state) or secrets.token_urlsafe(32)
            query |= {"code_challenge_method": "S256", "code_challenge": _challenge(verifier)}
        given = {
            name: text_of(name, value) if isinstance(value, str) else value
            for name, value in (query | params).items()
            if value is not None
        }
        url = f"{self.authorize_url}?{urlencode(given, quote_via=quote)}"
        with self._states:
            self._state, self._code_verifier = state, verifier
        return url, state

    def fetch_token(  # type: ignore[override]
        self,
        *,
        code: str | None = None,
        authorization_response: str | None = None,
        state: str | None = None,
        code_verifier: str | None = None,
        **settings: Any,
    ) -> "OAuthToken":
        """Exchange the code from the redirect for a token, store it in the session, and return it.

        The session that created the URL needs only the code. Another session also needs the
        ``state`` that :meth:`authorization_url` returned, from which it derives the PKCE verifier.
        If the app has no secret, it needs the ``code_verifier``. Sends one request.

        :param code: the code
        :param authorization_response: the entire redirect URL, instead of the code
        :param state: the stored state; it can be used once
        :param code_verifier: the PKCE verifier, if you stored it
        :param settings: options of the request, such as ``timeout``, ``deadline`` and ``verify``
        :raises OAuthStateError: the state is wrong, unknown or already used; nothing was sent
        :raises OAuthDeniedError: the user denied access; nothing was sent
        :raises OAuthGrantError: the code is wrong, used or expired
        :raises OAuthClientError: the app's id or secret is wrong
        :raises OAuthUnavailableError: no valid response arrived, and the code may have been used
        :raises ValueError: there is no code, or no verifier; nothing was sent
        """
        settings = {name: value for name, value in settings.items() if name not in UNUSED}
        self._chosen(settings)
        self._client_id()
        answer = {} if authorization_response is None else answer_in(authorization_response)
        code = optional_text("code", code) or answer.get("code")
        code_verifier = optional_text("code_verifier", code_verifier)
        if not code and "error" not in answer:
            raise ValueError("fetch_token needs code=, or authorization_response= with a code")
        answered = None if authorization_response is None else answer.get("state", "")
        verifier = self._redeem(state, answered, code_verifier, "error" in answer)
        if "error" in answer:
            raise refusal(answer)
        body = self._client.prepare_request_body(
            code=code,
            redirect_uri=self.redirect_uri,
            code_verifier=verifier,
            client_secret=self.client_secret,
        )
        token = self._exchange(self._request(self.token_url, body, **settings))
        self.token = cast("OAuthToken", token)
        self._stored.save(token)
        return cast("OAuthToken", dict(token))

    def _redeem(
        self,
        state: str | None,
        answered: str | None,
        verifier: str | None,
        refused: bool,
    ) -> str | None:
        """Check the state, mark it as used, and return the PKCE verifier.

        :param state: the state that the caller stored
        :param answered: the state in the redirect URL; None without a URL
        :param verifier: the verifier that the caller stored
        :param refused: whether the redirect has an error, which needs no verifier
        :raises OAuthStateError: the state is wrong, unknown or already used
        :raises ValueError: there is no verifier
        """
        if state == "":
            # If an app stored no state, an empty one would equal that of a forged redirect.
            raise error.OAuthStateError(description="the state is not the expected one")
        with self._states:
            known = state if self._state is None else self._state
            if known is None:
                if self._pkce and not verifier and not refused:
                    raise error.OAuthStateError(description="the state is unknown to this session")
                return verifier
            for given in (state, answered):
                if given is not None and not _same(given, known):
                    raise error.OAuthStateError(description="the state is not the expected one")
            if self._spent is not None and _same(known, self._spent):
                raise error.OAuthStateError(description="the state has already been used")
            if self._pkce and not refused:
                verifier = verifier or self._code_verifier or self._derived_verifier(known)
                if not verifier:
                    raise ValueError("without a client_secret, a new session needs code_verifier=")
            self._spent, self._state, self._code_verifier = known, None, None
            return verifier

    def _new_state(self, state: str | None) -> str:
        chosen = state or (self.state() if callable(self.state) else self.state)
        text = text_of("state", chosen)
        if len(text) < SHORTEST_STATE:
            raise ValueError("state must have at least 128 bits; omit it to get a random one")
        return text

    def _derived_verifier(self, state: str) -> str | None:
        """Return the verifier that all sessions with the same secret derive from a state."""
        if not self.client_secret:
            return None
        message = b"pkce verifier for " + state.encode()
        return _base64(hmac.digest(self.client_secret.encode(), message, "sha256"))

    # -- refreshing and revoking

    def refresh_token(  # type: ignore[override]
        self,
        token_url: str | None = None,
        refresh_token: str | None = None,
        body: str = "",
        auth: Any = None,
        timeout: Any = None,
        headers: Any = None,
        verify: Any = None,
        proxies: Any = None,
        **settings: Any,
    ) -> "OAuthToken":
        """Refresh the token now, and return the new one. The client does it automatically in time.

        Sends one request, or none if an earlier new token is still unsaved.

        :param token_url: another token endpoint
        :param refresh_token: another refresh token than that of the current token
        :param body: more fields of the form, URL-encoded
        :param auth: ignored, like ``headers``: the app's id and secret are in the form
        :param settings: ``deadline``, ``max_retries`` and ``cert``; other keywords are fields of
            the form, such as the ``client_id`` and ``client_secret`` of another app
        :raises OAuthGrantError: the refresh token is wrong or revoked
        :raises OAuthClientError: the app's id or secret is wrong
        :raises OAuthUnavailableError: no valid response arrived; the old token is kept
        :raises DeadlineExceededError: another thread or process holds the token for too long
        :raises RuntimeError: ``token_updater`` called it
        :raises ValueError: there is no refresh token or no client id
        """
        more = {name: settings.pop(name) for name in settings.keys() - set(SETTINGS)}
        fields = {**dict(parse_qsl(text_of("body", body or ""))), **more}
        given = {name: text_of(name, value) for name, value in fields.items() if value is not None}
        sent = {"timeout": timeout, "verify": verify, "proxies": proxies}
        settings |= {name: value for name, value in sent.items() if value is not None}
        other = optional_text("refresh_token", refresh_token)
        deadline = Deadline(self._chosen(settings)["deadline"])
        with self._turns.own(deadline) as turn, self._stored.turn(deadline):
            token = self._take(
                turn,
                lambda: self._refreshed(token_url, other, given, deadline, settings),
                again=other is not None,
            )
            return cast("OAuthToken", token)

    def revoke(self, **settings: Any) -> None:
        """Revoke the refresh token, and all access tokens obtained with it.

        Sends one request.

        :param settings: options of the request, such as ``timeout``, ``deadline`` and ``verify``
        :raises OAuthError: Asana refused, or no valid response arrived; the token is kept
        :raises DeadlineExceededError: another thread or process holds the token for too long
        :raises RuntimeError: ``token_updater`` called it
        :raises ValueError: there is no refresh token or no client id
        """
        deadline = Deadline(self._chosen(settings)["deadline"])
        with self._turns.own(deadline), self._stored.turn(deadline):
            before = self._client.token
            fields = {**self._credentials(), "token": self._refresh_token()}
            # Revoking is idempotent, so it can be retried.
            self._send(
                self._request(self.revoke_url, urlencode(fields), True, deadline, **settings)
            )
            if self._client.token is before:
                self.token = {}
            self._stored.save({})

    def _is_due(self) -> bool:
        """Return whether the token is about to expire, or a new one has not been saved yet."""
        expires_at = self._expires_at
        lifetime = number(self.token.get("expires_in")) or math.inf
        # Tokens with a short lifetime are still used for nine tenths of it.
        margin = max(0.0, min(self.refresh_margin, lifetime / 10))
        about_to_expire = expires_at is not None and time.time() >= expires_at - margin
        return about_to_expire or self._unsaved is not None

    def _has_expired(self) -> bool:
        """Return whether the expiry time of the token has passed."""
        return self._expires_at is not None and time.time() >= self._expires_at

    def _renew(self, old: str, deadline: Deadline, valid: bool) -> bool:
        """Refresh the token, unless another thread has done so; return whether there is a new one.

        :param old: the header with the token that is about to expire or was rejected
        :param valid: whether the old token can be sent while the new one is being saved
        :raises MissingTokenError: the old token is not valid, and the caller is token_updater
        :raises AsanaError: the refresh failed, in this thread or in the one it waited for
        """
        app = self.client_id or self.auto_refresh_kwargs.get("client_id")
        while app and self.token.get("refresh_token"):
            if self._bearer.authorization != old:
                return True
            turn, begun = self._turns.join()
            if begun:
                return self._renew_in(turn, deadline)
            if turn.includes_caller():
                if valid:
                    return False
                raise _in_updater()
            turn.wait_for_answer(deadline)
            if valid and turn.saving:
                return False
            turn.wait_until_over(deadline)
            if turn.renewed:
                return True
            turn.raise_failure()
        return False

    def _renew_in(self, turn: Turn, deadline: Deadline) -> bool:
        late = self._unsaved is not None
        url = self.auto_refresh_url
        try:
            with self._stored.turn(deadline):
                self._take(turn, lambda: self._refreshed(url, None, {}, deadline, {}), adopt=True)
        except error.AsanaError as failure:
            turn.share(failure, deadline)
            raise
        finally:
            self._turns.end(turn)
        # A token that could not be saved earlier can have expired since.
        return not (late and self._has_expired()) or self._renew(
            self._bearer.authorization, deadline, False
        )

    def _take(
        self,
        turn: Turn,
        exchange: Callable[[], dict[str, Any]],
        again: bool = False,
        adopt: bool = False,
    ) -> dict[str, Any]:
        """Get a new token, save it, and replace the old one.

        :param exchange: gets the token, unless there is one that could not be saved
        :param again: get it even then
        :param adopt: use a token that another process has saved, if there is one
        """
        before = self._client.token
        token = self._unsaved
        newer = self._stored.newer_than(before) if adopt and token is None else None
        if newer is not None:
            self.token = newer
            turn.renewed = True
            return dict(newer)
        if token is None or again:
            token = exchange()
        if self._client.token is before:  # the program has not set another one in the meantime
            self._unsaved = token
            self._save(turn, token)
            if self._client.token is before:
                self.token = token
        turn.renewed = True
        return dict(token)

    def _refreshed(
        self,
        url: str | None,
        refresh_token: str | None,
        fields: Mapping[str, str],
        deadline: Deadline,
        settings: Mapping[str, Any],
    ) -> dict[str, Any]:
        """Exchange a refresh token for a new token, and return it."""
        kept = refresh_token or self._refresh_token()
        self._updater()
        named = {**self.auto_refresh_kwargs, **fields}
        credentials = named if "client_id" in named else {**self._credentials(), **named}
        body = self._client.prepare_refresh_body(refresh_token=kept, **credentials)
        request = self._request(url or self.token_url, body, within=deadline, **settings)
        return {"refresh_token": kept, **self._exchange(request)}

    def _save(self, turn: Turn, token: Mapping[str, Any]) -> None:
        """Pass a new token to token_updater."""
        updater = self._updater()
        with turn.save():
            try:
                self._stored.save(token)
                if updater is not None:
                    updater(dict(token))
            except StopIteration as stop:  # it would end the listing that made the call
                raise RuntimeError("token_updater raised StopIteration") from stop

    def _updater(self) -> Callable[[dict[str, Any]], Any] | None:
        """Return token_updater, or None.

        :raises TypeError: it is not callable
        """
        return callable_or_none("token_updater", self.token_updater)

    # -- the token endpoint

    def _client_id(self) -> str:
        if not self.client_id:
            raise ValueError("the session has no client_id: pass that of your app")
        return text_of("client_id", self.client_id)

    def _credentials(self) -> dict[str, str]:
        found = {"client_id": self._client_id(), "client_secret": self.client_secret}
        return {name: value for name, value in found.items() if value is not None}

    def _refresh_token(self) -> str:
        """Return the newest refresh token.

        :raises ValueError: there is none
        """
        token = self._unsaved or self.token
        if not token.get("refresh_token"):
            raise ValueError("there is no refresh token")
        return text_of("refresh_token", token["refresh_token"])

    def _chosen(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Return the given settings, completed by those of the session.

        :raises ValueError: a setting has an invalid value
        :raises TypeError: a setting is unknown, or its value has an invalid type
        """
        for name, value in settings.items():
            if name not in SETTINGS:
                raise TypeError(f"the token endpoint has no option {short(name)}")
            option_table.check(name, value)
        kept = {name: self.settings[name] for name in SETTINGS}
        return kept | option_table.sort(settings).settings

    def _request(
        self,
        url: str,
        body: str,
        idempotent: bool = False,
        within: Deadline = NEVER,
        **settings: Any,
    ) -> Request:
        """Return a request that posts a form.

        :param idempotent: whether it can be retried if its outcome is unknown
        :param within: the deadline of the call that waits for the response
        :param settings: options that override those of the session
        """
        chosen = self._chosen(settings)
        chosen["deadline"] = _within(chosen["deadline"], within)
        path, base_url = path_and_base_url(url)
        return Request(
            method="POST",
            path=path,
            base_url=base_url,
            url=url,
            headers=FORM_HEADERS,
            body=body.encode(),
            idempotent=idempotent,
            retry_writes=False,
            **chosen,
        )

    def _exchange(self, request: Request) -> dict[str, Any]:
        """Send a request for a token, and return the token.

        :raises OAuthError: the request failed, or the response has no valid token
        """
        payload = self._send(request)
        try:
            # A separate oauthlib client, because that of the session would use the token at once.
            token = WebApplicationClient("").parse_request_body_response(json.dumps(payload))
            return usable(dict(token))
        except Exception:
            # The exception refers to the response, which contains secrets.
            pass
        raise error.OAuthUnavailableError(invalid(request, "no token"))

    def _send(self, request: Request) -> dict[str, Any]:
        """Send a form and return the response; errors are raised without their context."""
        try:
            return self._endpoint.post(request)
        except error.AsanaError as caught:
            failure = caught
        if isinstance(failure, error.OAuthError):
            raise failure
        cause = getattr(failure, "cause", None)
        raise error.OAuthUnavailableError(cause if isinstance(cause, error.AsanaError) else failure)


class OAuthBearer(BearerAuth):
    """Sends the current token of a session, and refreshes it."""

    source = "the OAuth token of the session"

    @property
    def has_token(self) -> bool:
        """Whether there is a token."""
        return bool(self._session.token.get("access_token"))

    def __init__(self, session: AsanaOAuth2Session) -> None:
        self._session = session

    @property
    def authorization(self) -> str:
        """The value of the header ``Authorization`` with the current token.

        :raises MissingTokenError: there is no token
        """
        token = self._session.token.get("access_token")
        if not token:
            raise error.MissingTokenError(advice=str(error.OAuthError.advice))
        return f"Bearer {token_text(token)}"

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Return the request, with the token if there is one and it goes to the right origin."""
        here = origin(request.url or "") == origin(self._session.base_url())
        if here and self._session.authorized:
            request.headers["Authorization"] = self.ready(NEVER)
        return request

    def ready(self, deadline: Deadline) -> str:
        """Return the value of the header, after refreshing a token that is about to expire."""
        session = self._session
        if not self.has_token and (found := session._stored.load()):
            session.token = found  # another process has authorized the app since
        if session._is_due():
            session._renew(self.authorization, deadline, not session._has_expired())
        return self.authorization

    def explained(self, refusal: error.AsanaError) -> error.AsanaError:
        """Return the error for a token that was rejected; it may have expired."""
        return (
            error.TokenExpiredError(refusal.response) if self._session._has_expired() else refusal
        )

    def renew(self, refused: str, deadline: Deadline) -> bool:
        """Refresh a token that was rejected, and return whether there is a new one."""
        return self._session._renew(refused, deadline, False)


def _random_state() -> str:
    return secrets.token_urlsafe(32)


def _same(given: str, known: str) -> bool:
    return hmac.compare_digest(text_of("state", given).encode(), known.encode())


def _challenge(verifier: str) -> str:
    return _base64(hashlib.sha256(verifier.encode()).digest())


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _in_updater() -> error.MissingTokenError:
    return error.MissingTokenError(
        "token_updater uses the client, whose old token is no longer valid",
        "The new token is used after token_updater has returned: make the call then",
    )


def _within(seconds: float | None, deadline: Deadline) -> float | None:
    """Return the deadline of a request that is part of a call, in seconds.

    :raises DeadlineExceededError: the deadline of the call has passed
    """
    left = deadline.remaining()
    if left <= 0:
        failure = error.DeadlineExceededError("Deadline Exceeded: before the token was refreshed")
        failure.sent = False
        raise failure
    shorter = min(left, math.inf if seconds is None else seconds)
    return None if shorter == math.inf else shorter
