"""Authorization and token requests: consents, codes, tokens."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from asana.sandbox.errors import ApiError, unauthorized
from asana.sandbox.oauth import scopes as oauth_scopes
from asana.sandbox.oauth.apps import App
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store

CODE_LIFETIME = timedelta(minutes=10)  # also of the consent page
TOKEN_LIFETIME = timedelta(hours=1)
RESPONSE_TYPES = ("code", "token")

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_EXPIRED = (
    "The bearer token has expired. If you have a refresh token, please use it to request a new "
    "bearer token, otherwise allow the user to re-authenticate."
)


class OAuthProblem(Exception):
    """An error reported to the app; `error` is a code of RFC 6749 or of Asana."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.status = status


class UntrustedError(Exception):
    """An error not reported to the app, because the app or its redirect URI is unknown."""


@dataclass(frozen=True)
class Ask:
    """An authorization request."""

    app: App
    redirect_uri: str
    state: str = field(repr=False)
    scopes: tuple[str, ...]
    challenge: str | None = field(repr=False)
    implicit: bool = False  # whether the app receives an access token immediately instead of a code


@dataclass(frozen=True)
class Grant:
    """An authorization request that a user approved."""

    user: Record
    ask: Ask

    @property
    def scopes(self) -> frozenset[str]:
        """Return the approved scopes."""
        return frozenset(self.ask.scopes)


@dataclass(frozen=True)
class _Passing:
    """A value that expires."""

    of: Any
    ends: datetime


class OAuth:
    """The apps, the pending consents, and all grants."""

    def __init__(self, store: Store, user: Record, apps: dict[str, App]) -> None:
        self.store = store
        self.user = user
        self.apps = apps
        self._tickets: dict[str, _Passing] = {}
        self._codes: dict[str, _Passing] = {}
        self._access_tokens: dict[str, _Passing] = {}
        self._refresh_tokens: dict[str, Grant] = {}

    def forget(self, user: Record) -> None:
        """Drop all grants and pending consents; `user` is the new main user."""
        self.user = user
        for known in (self._tickets, self._codes, self._access_tokens, self._refresh_tokens):
            known.clear()

    # Authorization

    def identify(self, query: Mapping[str, str]) -> tuple[App, str]:
        """Return the app of an authorization request, and its redirect URI."""
        app = self.apps.get(query.get("client_id", ""))
        if app is None:
            raise UntrustedError("The `client_id` provided is not that of a known app.")
        uri = query.get("redirect_uri", "")
        if uri not in app.redirect_uris:
            raise UntrustedError("The `redirect_uri` provided is not registered for this app.")
        return app, uri

    def ask(self, app: App, redirect_uri: str, query: Mapping[str, str]) -> Ask:
        """Return the parsed authorization request."""
        if query.get("response_type") not in RESPONSE_TYPES:
            raise OAuthProblem("unsupported_response_type", "The `response_type` must be `code`.")
        if not query.get("state"):
            raise OAuthProblem("invalid_request", "The `state` is required.")
        scopes = tuple(dict.fromkeys(query.get("scope", "").split())) or (oauth_scopes.DEFAULT,)
        _check_scopes(app, scopes)
        implicit = is_implicit(query)
        return Ask(app, redirect_uri, query["state"], scopes, _challenge(query), implicit)

    def open_ticket(self, ask: Ask) -> str:
        """Return a one-time ticket that proves that the consent page was shown."""
        ticket = secrets.token_urlsafe(32)
        self._tickets[ticket] = _Passing(ask, self.store.now() + CODE_LIFETIME)
        return ticket

    def redeem_ticket(self, ticket: str) -> Ask:
        """Return the authorization request of a consent page."""
        ask: Ask | None = self._take(self._tickets, ticket)
        if ask is None:
            raise UntrustedError("This page was used already, or is too old. Go back to the app.")
        return ask

    def people(self) -> list[Record]:
        """Return the users who can sign in, the main user first."""
        return sorted(self.store.all("user"), key=lambda user: user is not self.user)

    def allow(self, ask: Ask, user_gid: str) -> dict[str, str]:
        """Return the result of an approved request: a code or, with the implicit grant, a token."""
        user = self.store.get("user", user_gid)
        if user is None:
            raise OAuthProblem("access_denied", "Nobody has signed in.")
        if ask.implicit:
            tokens = self._tokens(Grant(user, ask))
            return {name: str(value) for name, value in tokens.items() if name != "data"}
        code = secrets.token_hex(16)
        self._codes[code] = _Passing(Grant(user, ask), self.store.now() + CODE_LIFETIME)
        return {"code": code}

    # Exchanging

    def exchange(self, form: Mapping[str, str]) -> dict[str, Any]:
        """Return the tokens for a code, or a new access token for a refresh token."""
        exchanges = {
            "authorization_code": self._exchange_code,
            "refresh_token": self._exchange_refresh_token,
        }
        kind = _required(form, "grant_type")
        if kind not in exchanges:
            raise OAuthProblem(
                "unsupported_grant_type", "The `grant_type` provided is not supported."
            )
        return exchanges[kind](self._authenticate(form), form)

    def revoke(self, form: Mapping[str, str]) -> None:
        """Revoke a refresh token and its access tokens."""
        app, token = self._authenticate(form), _required(form, "token")
        if token in self._access_tokens:
            raise OAuthProblem("unsupported_token_type", "The `token` must be a refresh token.")
        grant = self._refresh_tokens.get(token)
        if grant is None or grant.ask.app is not app:
            return  # Asana responds the same for unknown tokens and for those of other apps
        del self._refresh_tokens[token]
        self._access_tokens = {
            name: passing
            for name, passing in self._access_tokens.items()
            if passing.of is not grant
        }

    def _authenticate(self, form: Mapping[str, str]) -> App:
        app = self.apps.get(_required(form, "client_id"))
        if app is None or not app.knows(_required(form, "client_secret")):
            raise OAuthProblem(
                "invalid_client", "The `client_id` or `client_secret` provided was invalid.", 401
            )
        return app

    def _exchange_code(self, app: App, form: Mapping[str, str]) -> dict[str, Any]:
        code, uri = _required(form, "code"), _required(form, "redirect_uri")
        # The code is used up even if another parameter is invalid.
        grant: Grant | None = self._take(self._codes, code)
        if grant is None or grant.ask.app is not app:
            raise _invalid_grant("code")
        if uri != grant.ask.redirect_uri:
            raise _invalid_grant("redirect_uri")
        if not _proves(form.get("code_verifier"), grant.ask.challenge):
            raise _invalid_grant("code_verifier")
        refresh_token = f"2/{grant.user.gid}:{secrets.token_hex(16)}"
        self._refresh_tokens[refresh_token] = grant
        return self._tokens(grant) | {"refresh_token": refresh_token}

    def _exchange_refresh_token(self, app: App, form: Mapping[str, str]) -> dict[str, Any]:
        grant = self._refresh_tokens.get(_required(form, "refresh_token"))
        if grant is None or grant.ask.app is not app:
            raise _invalid_grant("refresh_token")
        return self._tokens(grant)

    def _tokens(self, grant: Grant) -> dict[str, Any]:
        access_token = f"1/{grant.user.gid}:{secrets.token_hex(16)}"
        self._access_tokens[access_token] = _Passing(grant, self.store.now() + TOKEN_LIFETIME)
        user = grant.user
        return {
            "access_token": access_token,
            "token_type": "bearer",
            "expires_in": int(TOKEN_LIFETIME.total_seconds()),
            "data": {"id": user.gid, "gid": user.gid, "name": user["name"], "email": user["email"]},
        }

    # Calling

    def grant(self, access_token: str) -> Grant:
        """Return the grant of an access token; 401 if it is unknown or expired."""
        passing = self._access_tokens.get(access_token)
        if passing is None:
            raise unauthorized()
        if self.store.now() >= passing.ends:
            raise ApiError(401, _EXPIRED)
        grant: Grant = passing.of
        return grant

    def caller(self, access_token: str, operation: str) -> Record:
        """Return the user who calls an operation; 403 without the required scope."""
        grant = self.grant(access_token)
        oauth_scopes.require(grant.scopes, oauth_scopes.needed_for(operation))
        return grant.user

    def expire_access_tokens(self) -> None:
        """Expire all access tokens."""
        now = self.store.now()
        for name, passing in self._access_tokens.items():
            self._access_tokens[name] = replace(passing, ends=now)

    def _take(self, kept: dict[str, _Passing], name: str) -> Any:
        """Remove and return a one-time value; None if it is unknown or expired."""
        passing = kept.pop(name, None)
        return passing.of if passing and self.store.now() < passing.ends else None


def is_implicit(query: Mapping[str, str]) -> bool:
    """Return whether an authorization request uses the implicit grant, the legacy flow."""
    return query.get("response_type") == "token"


def _check_scopes(app: App, scopes: tuple[str, ...]) -> None:
    unknown = [scope for scope in scopes if scope not in oauth_scopes.SCOPES]
    if unknown:
        raise OAuthProblem("invalid_scope", f"The `scope` provided is unknown: {unknown[0]}")
    forbidden = " ".join(app.forbidden(scopes))
    if forbidden:
        raise OAuthProblem(
            "forbidden_scopes",
            f"Your app is not allowed to request user authorization for `{forbidden}` scopes.",
        )


def _challenge(query: Mapping[str, str]) -> str | None:
    challenge, method = query.get("code_challenge"), query.get("code_challenge_method")
    if challenge is None and method is None:
        return None
    if method != "S256":
        raise OAuthProblem("invalid_request", "The `code_challenge_method` must be `S256`.")
    if not _CHALLENGE.fullmatch(challenge or ""):
        raise OAuthProblem("invalid_request", "The `code_challenge` provided was invalid.")
    return challenge


def _proves(verifier: str | None, challenge: str | None) -> bool:
    """Return whether the client that redeems the code is the one that requested it."""
    if verifier is None or challenge is None:
        return verifier is challenge
    digest = hashlib.sha256(verifier.encode()).digest()
    proof = base64.urlsafe_b64encode(digest).rstrip(b"=")
    return hmac.compare_digest(proof, challenge.encode())


def _required(form: Mapping[str, str], name: str) -> str:
    if not form.get(name):
        raise OAuthProblem("invalid_request", f"The `{name}` is required.")
    return form[name]


def _invalid_grant(name: str) -> OAuthProblem:
    return OAuthProblem("invalid_grant", f"The `{name}` provided was invalid.")
