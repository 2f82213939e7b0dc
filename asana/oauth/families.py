"""Derive the OAuth errors from those of oauthlib too, so that code that catches those still works.

Network errors derive from those of requests from the start. oauthlib is slow to import, so its
classes become bases when OAuth is first used. No such error can be raised before that.
"""

from oauthlib import oauth2

from .. import error

__all__ = ["join_families"]

FAMILIES: dict[type[error.AsanaError], type[Exception]] = {
    error.OAuthError: oauth2.OAuth2Error,
    error.MissingTokenError: oauth2.MissingTokenError,
    error.TokenExpiredError: oauth2.TokenExpiredError,
    error.OAuthDeniedError: oauth2.AccessDeniedError,
    error.OAuthStateError: oauth2.MismatchingStateError,
    error.OAuthGrantError: oauth2.InvalidGrantError,
    error.OAuthClientError: oauth2.InvalidClientError,
}


def join_families() -> None:
    """Add the exception of oauthlib to the bases of each OAuth error, once."""
    for ours, theirs in FAMILIES.items():
        if not issubclass(ours, theirs):
            ours.__bases__ = (*ours.__bases__, theirs)
