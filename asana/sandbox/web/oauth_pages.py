"""OAuth over HTTP: the consent page, the token endpoint, and user info."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Response, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from asana.sandbox.api.messages import Message
from asana.sandbox.errors import ApiError, no_route
from asana.sandbox.oauth import scopes as oauth_scopes
from asana.sandbox.oauth.apps import OUT_OF_BAND
from asana.sandbox.oauth.grants import (
    RESPONSE_TYPES,
    Ask,
    OAuth,
    OAuthProblem,
    UntrustedError,
    is_implicit,
)
from asana.sandbox.records.record import Record

AUTHORIZE = "/-/oauth_authorize"
TOKEN = "/-/oauth_token"  # noqa: S105 - an address
REVOKE = "/-/oauth_revoke"
USER_INFO = "/api/1.0/openid_connect/userinfo"
CONFIGURATION = "/api/1.0/.well-known/openid-configuration"

PATHS = (AUTHORIZE, TOKEN, REVOKE, USER_INFO, CONFIGURATION)

_ERROR_URI = "https://asana.com/developers/documentation/getting-started/authentication"
# The parameters that are logged; all others are secrets or may be.
_NO_SECRETS = {
    *("client_id", "redirect_uri", "response_type", "scope", "code_challenge_method"),
    *("answer", "user", "grant_type"),
}
# The consent page must not be framed, cached, or sent to other sites as a referrer. With the policy
# no-referrer, its own form would have no origin.
_PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "same-origin",
}

Page = Callable[[Message], BaseResponse]


class OAuthPages:
    """Respond to requests at `PATHS`."""

    def __init__(self, oauth: OAuth) -> None:
        self.oauth = oauth
        self.pages: dict[tuple[str, str], Page] = {
            ("GET", AUTHORIZE): self._consent,
            ("POST", AUTHORIZE): self._decide,
            ("POST", TOKEN): self._token,
            ("POST", REVOKE): self._revoke,
            ("GET", USER_INFO): self._user_info,
            ("GET", CONFIGURATION): self._configuration,
        }

    def answer(self, path: str, message: Message) -> BaseResponse:
        """Return the page at a path, or the error response."""
        page = self.pages.get((message.method, path), _no_page)
        try:
            with self.oauth.store.lock:
                return page(message)
        except UntrustedError as error:
            return Response(f"{error}\n", 400, _PAGE_HEADERS, mimetype="text/plain")
        except OAuthProblem as problem:
            return _refusal(problem)
        except ApiError as error:
            return _json(error.envelope(), error.status)

    # Pages for the user

    def _consent(self, message: Message) -> BaseResponse:
        app, redirect_uri = self.oauth.identify(message.query)
        try:
            ask = self.oauth.ask(app, redirect_uri, message.query)
        except OAuthProblem as problem:
            state, implicit = message.query.get("state"), is_implicit(message.query)
            return _lead_back(redirect_uri, state, implicit, **_told(problem))
        return _html(
            "oauth_consent.html",
            app=app,
            abilities=[(scope, oauth_scopes.describe(scope)) for scope in ask.scopes],
            people=self.oauth.people(),
            ticket=self.oauth.open_ticket(ask),
        )

    def _decide(self, message: Message) -> BaseResponse:
        form = _form(message)
        ask = self.oauth.redeem_ticket(form.get("ticket", ""))
        try:
            answer = self._decision(ask, form)
        except OAuthProblem as problem:
            answer = _told(problem)
        return _lead_back(ask.redirect_uri, ask.state, ask.implicit, **answer)

    def _decision(self, ask: Ask, form: Mapping[str, str]) -> dict[str, str]:
        if form.get("answer") != "allow":
            raise OAuthProblem("access_denied", "The user denied access to your application.")
        return self.oauth.allow(ask, form.get("user", ""))

    # Requests of the app

    def _token(self, message: Message) -> BaseResponse:
        return _json(self.oauth.exchange(_form(message)))

    def _revoke(self, message: Message) -> BaseResponse:
        self.oauth.revoke(_form(message))
        return _json({})

    def _user_info(self, message: Message) -> BaseResponse:
        token = message.token or ""
        if token in self.oauth.store.tokens:
            oauth_scopes.require(frozenset(), oauth_scopes.OPENID)
        grant = self.oauth.grant(token)
        oauth_scopes.require(grant.scopes, oauth_scopes.OPENID)
        return _json(_claims(grant.user, grant.scopes))

    def _configuration(self, message: Message) -> BaseResponse:
        """Return the metadata of the endpoints, without keys, because there are no ID tokens."""
        return _json(
            {
                "issuer": message.origin,
                "authorization_endpoint": message.origin + AUTHORIZE,
                "token_endpoint": message.origin + TOKEN,
                "revocation_endpoint": message.origin + REVOKE,
                "userinfo_endpoint": message.origin + USER_INFO,
                "scopes_supported": sorted(oauth_scopes.SCOPES),
                "response_types_supported": list(RESPONSE_TYPES),
                "grant_types_supported": ["authorization_code", "refresh_token", "implicit"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
                "subject_types_supported": ["public"],
                "claims_supported": ["sub", "name", "email"],
            }
        )


def without_secrets(values: Any) -> dict[str, str] | None:
    """Return the loggable part of a query or a form; None if it is neither."""
    if not isinstance(values, Mapping):
        return None
    return {name: value for name, value in values.items() if name in _NO_SECRETS}


def _no_page(message: Message) -> BaseResponse:
    raise no_route()


def _form(message: Message) -> Mapping[str, str]:
    if message.body.problem or not isinstance(message.body.parsed, dict):
        raise OAuthProblem("invalid_request", "The body must be a form.")
    return message.body.parsed


def _claims(user: Record, scopes: frozenset[str]) -> dict[str, Any]:
    claims = {"sub": user.gid}
    if "profile" in scopes:
        claims["name"] = user["name"]  # the sandbox has no photos
    if "email" in scopes:
        claims["email"] = user["email"]
    return claims


def _told(problem: OAuthProblem) -> dict[str, str]:
    return {"error": problem.error, "error_description": problem.description}


def _lead_back(
    redirect_uri: str, state: str | None, implicit: bool, **parameters: str
) -> BaseResponse:
    """Redirect the user to the app with a code or an error, or show it for copying.

    With the implicit grant, they are in the fragment of the URL, which stays in the browser.
    """
    if redirect_uri == OUT_OF_BAND:
        return _html("oauth_out_of_band.html", **parameters)
    given = parameters | ({} if state is None else {"state": state})
    joint = "#" if implicit else "&" if urlsplit(redirect_uri).query else "?"
    response = redirect(redirect_uri + joint + urlencode(given))
    response.headers.update(_PAGE_HEADERS)
    return response


def _html(template: str, **values: Any) -> BaseResponse:
    return Response(render_template(template, **values), headers=_PAGE_HEADERS)


def _refusal(problem: OAuthProblem) -> BaseResponse:
    body = json.dumps({**_told(problem), "error_uri": _ERROR_URI}).replace("/", "\\u002F")
    return _json(body, problem.status)


def _json(payload: dict[str, Any] | str, status: int = 200) -> BaseResponse:
    text = payload if isinstance(payload, str) else json.dumps(payload)
    response = Response(text, status, content_type="application/json; charset=UTF-8")
    response.headers["Cache-Control"] = "no-store"
    return response
