"""Access tokens: their validation, and the auth that sends one to a single origin."""

from collections.abc import Callable
from typing import Any, NoReturn
from urllib.parse import urlsplit

import requests.auth

from .. import error
from .deadline import NEVER, Deadline

__all__ = ["BearerAuth", "is_blank", "missing_token", "origin", "token_text"]

DEFAULT_PORTS = {"http": 80, "https": 443}


def origin(url: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port of a URL. Credentials are sent to one origin only.

    :raises ValueError: the port is not a number
    """
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme)


class BearerAuth(requests.auth.AuthBase):
    """Sets ``Authorization: Bearer …`` on requests to the origin of the base URL.

    The transport gets the header from :meth:`ready` before it sends a request, and calls
    :meth:`renew` if the token is rejected. This class has a fixed token, which cannot be refreshed.

    :param base_url: the base URL, or a function that returns the current one
    :ivar source: a description of the origin of the token, for messages
    """

    def __init__(
        self,
        access_token: str | None,
        base_url: str | Callable[[], str],
        source: str = "the token",
    ) -> None:
        self._token = access_token
        self._base_url = base_url
        self.source = source

    @property
    def has_token(self) -> bool:
        """Whether there is a token."""
        return self._token is not None

    @property
    def authorization(self) -> str:
        """The value of the header ``Authorization``.

        :raises MissingTokenError: there is no token
        """
        if self._token is None:
            raise error.MissingTokenError("there is no access token")
        return f"Bearer {self._token}"

    def ready(self, deadline: Deadline) -> str:
        """Return the value of the header, after refreshing a token that is about to expire.

        :param deadline: the deadline of the call
        """
        return self.authorization

    def renew(self, refused: str, deadline: Deadline) -> bool:
        """Refresh a token that was rejected, and return whether there is a new one.

        :param refused: the value of the header that was sent
        :param deadline: the deadline of the call
        """
        return False

    def explained(self, refusal: error.AsanaError) -> error.AsanaError:
        """Return the error for a token that was rejected."""
        return refusal

    def bound(self, base_url: str) -> "requests.auth.AuthBase":
        """Return an auth that sets the header on requests to the origin of this base URL."""
        return _Bound(self.authorization, base_url)

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Return the request, with the token if it goes to the right origin."""
        base_url = self._base_url if isinstance(self._base_url, str) else self._base_url()
        if origin(request.url or "") == origin(base_url):
            request.headers["Authorization"] = self.ready(NEVER)
        return request


class _Bound(requests.auth.AuthBase):
    """Sets one header, on requests to one origin."""

    def __init__(self, authorization: str, base_url: str) -> None:
        self._authorization = authorization
        self._origin = origin(base_url)

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if origin(request.url or "") == self._origin:
            request.headers["Authorization"] = self._authorization
        return request


def is_blank(access_token: Any) -> bool:
    """Return whether a token is None or empty."""
    return access_token is None or (
        isinstance(access_token, str | bytes) and not access_token.strip()
    )


def missing_token(request: requests.PreparedRequest) -> NoReturn:
    """Raise ``MissingTokenError``: an auth for a client without a token.

    :raises MissingTokenError: always
    """
    raise error.MissingTokenError("there is no access token")


def token_text(access_token: str | bytes) -> str:
    """Return an access token as a string for a header. No message contains it.

    :raises ValueError: it is empty, or has characters that no token has
    :raises TypeError: it is not a string
    """
    if not isinstance(access_token, str | bytes):
        raise TypeError(f"the access token must be a string, not {type(access_token).__name__}")
    # A token from a file ends with a newline. Bytes that are not UTF-8 are rejected below, without
    # an exception that contains them.
    import six  # imported here because nothing else in the client needs it

    token = six.ensure_str(access_token, errors="replace").strip()
    if not token:
        raise ValueError("the access token is empty")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise ValueError("the access token must consist of printable ASCII characters")
    return token
