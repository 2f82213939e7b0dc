"""Makes the errors of OAuth oauthlib's too, so that code which catches those goes on working.

Network errors are requests' own from the start. oauthlib takes long to load, so the errors of OAuth
become its own when OAuth is first used: nothing can have raised one before.
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
    """Add the exception of oauthlib to the bases of each of ours, once."""
    for ours, theirs in FAMILIES.items():
        if not issubclass(ours, theirs):
            ours.__bases__ = (*ours.__bases__, theirs)
