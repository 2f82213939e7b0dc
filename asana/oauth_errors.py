"""The errors of OAuth as they are raised: each is also the oauthlib exception it stands for.

Code that catches those goes on working. They have a module of their own, because oauthlib takes
long to load: :mod:`asana.error` has the classes to catch without it.
"""

from typing import Any

from oauthlib import oauth2

from . import error

__all__ = [
    "MissingTokenError",
    "OAuthClientError",
    "OAuthDeniedError",
    "OAuthError",
    "OAuthGrantError",
    "OAuthStateError",
    "OAuthUnavailableError",
    "TokenExpiredError",
    "from_oauth",
]


class _Both(error.OAuthError, oauth2.OAuth2Error):  # type: ignore[misc]
    """Base of them all.

    ``OAuth2Error`` sets attributes and words of its own, so it goes first.
    """

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.args = (self.message,)
        self.status_code = self.status or oauth2.OAuth2Error.status_code
        self.uri = self.state = None


class OAuthError(_Both):
    """See :class:`asana.error.OAuthError`."""


class MissingTokenError(_Both, error.MissingTokenError, oauth2.MissingTokenError):  # type: ignore[misc]
    """See :class:`asana.error.MissingTokenError`."""

    advice = error.OAuthError.advice


class TokenExpiredError(_Both, error.TokenExpiredError, oauth2.TokenExpiredError):  # type: ignore[misc]
    """See :class:`asana.error.TokenExpiredError`."""


class OAuthDeniedError(_Both, error.OAuthDeniedError, oauth2.AccessDeniedError):  # type: ignore[misc]
    """See :class:`asana.error.OAuthDeniedError`."""


class OAuthStateError(_Both, error.OAuthStateError, oauth2.MismatchingStateError):  # type: ignore[misc]
    """See :class:`asana.error.OAuthStateError`."""


class OAuthGrantError(_Both, error.OAuthGrantError, oauth2.InvalidGrantError):  # type: ignore[misc]
    """See :class:`asana.error.OAuthGrantError`."""


class OAuthClientError(_Both, error.OAuthClientError, oauth2.InvalidClientError):  # type: ignore[misc]
    """See :class:`asana.error.OAuthClientError`."""


class OAuthUnavailableError(_Both, error.OAuthUnavailableError):  # type: ignore[misc]
    """See :class:`asana.error.OAuthUnavailableError`."""


OAUTH_ERRORS: dict[str, type[_Both]] = {
    "access_denied": OAuthDeniedError,
    "invalid_client": OAuthClientError,
    "invalid_grant": OAuthGrantError,
    "unauthorized_client": OAuthClientError,
}


def from_oauth(code: str | None, description: str | None, status: int | None) -> error.OAuthError:
    """Return the error that stands for a refusal of OAuth, by its code."""
    unknown = OAuthClientError if status == 401 else OAuthError
    return OAUTH_ERRORS.get(code or "", unknown)(code, description, status)
