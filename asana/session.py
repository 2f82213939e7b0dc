"""The sessions that the client makes: ``requests`` sessions with our adapter, bearer or none."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
import requests.auth
import six

from .adapter import DeadlineAdapter
from .deadline import Deadline
from .headers import Headers

if TYPE_CHECKING:
    from .oauth import AsanaOAuth2Session as AsanaOAuth2Session

DEFAULT_PORTS = {"http": 80, "https": 443}


def origin(url: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port of a URL: what must agree before a credential goes out.

    :raises ValueError: the port is not a number
    """
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme)


class Session(requests.Session):
    """A ``requests`` session whose connections obey the deadline of a call."""

    def __init__(self) -> None:
        super().__init__()
        self.headers = Headers.of(self.headers.items())
        for prefix in ("https://", "http://"):
            self.mount(prefix, DeadlineAdapter())


class BearerSession(Session):
    """A session that shows an access token, and shows it to one origin only.

    :ivar token: ``{"access_token": …}``, as in python-asana
    """

    def __init__(self, access_token: str | bytes, base_url: str) -> None:
        super().__init__()
        token = token_text(access_token)
        self.token: dict[str, Any] = {"access_token": token}
        self.auth = BearerAuth(token, base_url)


class BearerAuth(requests.auth.AuthBase):
    """Sets ``Authorization: Bearer …`` on requests to the origin of ``base_url``.

    The transport asks for the header with :meth:`ready` before it sends, and for another one with
    :meth:`renew` when the token was refused. An access token is what it is, and is not renewed.
    """

    def __init__(self, access_token: str, base_url: str) -> None:
        self._authorization = f"Bearer {access_token}"
        self._origin = origin(base_url)

    @property
    def authorization(self) -> str:
        """The header."""
        return self._authorization

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

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Return the request, with the token if it goes to the right origin."""
        if origin(request.url or "") == self._origin:
            request.headers["Authorization"] = self.authorization
        return request


def token_text(access_token: str | bytes) -> str:
    """Return an access token as text that a header can hold; no message ever shows it.

    :raises ValueError: it is empty, or holds characters that no token has
    :raises TypeError: it is not a string
    """
    if not isinstance(access_token, str | bytes):
        raise TypeError(f"an access token is a string, not {type(access_token).__name__}")
    # A token read from a file ends in a newline. What is not UTF-8 is refused below, without the
    # exception that would show it.
    token = six.ensure_str(access_token, errors="replace").strip()
    if not token:
        raise ValueError("the access token is empty")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise ValueError("the access token holds characters that no token has")
    return token


def __getattr__(name: str) -> Any:
    """Load the OAuth session when it is first asked for: oauthlib takes long."""
    if name == "AsanaOAuth2Session":
        from .oauth import AsanaOAuth2Session

        return AsanaOAuth2Session
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
