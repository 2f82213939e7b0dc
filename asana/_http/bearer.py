"""Access tokens: what one may look like, and the auth that sends one, to one origin only."""

from collections.abc import Callable
from typing import Any, NoReturn
from urllib.parse import urlsplit

import requests.auth

from .. import error
from .deadline import NEVER, Deadline

__all__ = ["BearerAuth", "is_blank", "missing_token", "origin", "token_text"]

DEFAULT_PORTS = {"http": 80, "https": 443}


def origin(url: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port of a URL: what must agree before a credential goes out.

    :raises ValueError: the port is not a number
    """
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme)


class BearerAuth(requests.auth.AuthBase):
    """Sets ``Authorization: Bearer …`` on requests to the origin of the base URL.

    The transport asks for the header with :meth:`ready` before it sends, and for another one with
    :meth:`renew` when the token was refused. An access token is what it is, and is not renewed.

    :param base_url: the base URL, or what returns the one in force
    :ivar source: where the token came from, in words
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
        """The header.

        :raises MissingTokenError: there is no token
        """
        if self._token is None:
            raise error.MissingTokenError("there is no access token")
        return f"Bearer {self._token}"

    def ready(self, deadline: Deadline) -> str:
        """Return the header; first get a token in place of one that is about to expire.

        :param deadline: that of the call which is about to be sent
        """
        return self.authorization

    def renew(self, refused: str, deadline: Deadline) -> bool:
        """Get a token in place of one that was refused; tell whether there is one.

        :param refused: the header that was sent
        :param deadline: that of the call which was refused
        """
        return False

    def explained(self, refusal: error.AsanaError) -> error.AsanaError:
        """Return the error for a token that was refused."""
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
    """Tell whether a token is not known yet."""
    return access_token is None or (
        isinstance(access_token, str | bytes) and not access_token.strip()
    )


def missing_token(request: requests.PreparedRequest) -> NoReturn:
    """Refuse to send: an auth that stands for a token which is not there.

    :raises MissingTokenError: always
    """
    raise error.MissingTokenError("there is no access token")


def token_text(access_token: str | bytes) -> str:
    """Return an access token as text that a header can hold; no message ever shows it.

    :raises ValueError: it is empty, or holds characters that no token has
    :raises TypeError: it is not a string
    """
    if not isinstance(access_token, str | bytes):
        raise TypeError(f"the access token must be a string, not {type(access_token).__name__}")
    # A token read from a file ends in a newline. What is not UTF-8 is refused below, without the
    # exception that would show it.
    import six  # which nothing else of the client needs

    token = six.ensure_str(access_token, errors="replace").strip()
    if not token:
        raise ValueError("the access token is empty")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise ValueError("the access token holds characters that no token has")
    return token
