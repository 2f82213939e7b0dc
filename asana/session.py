"""The ``requests`` sessions that clients create: with an access token, or without."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn, cast

import requests

from ._http.adapter import DeadlineAdapter
from ._http.bearer import BearerAuth, is_blank, token_text
from ._http.headers import Headers

if TYPE_CHECKING:
    from .oauth.session import AsanaOAuth2Session as AsanaOAuth2Session
    from .types.oauth import OAuthToken

__all__ = [
    "AsanaOAuth2Session",
    "BearerAuth",
    "BearerSession",
    "Session",
]


class Session(requests.Session):
    """A ``requests`` session whose connections respect the deadline of a call."""

    def __init__(self) -> None:
        super().__init__()
        self.headers = Headers.of(self.headers.items())
        for prefix in ("https://", "http://"):
            self.mount(prefix, DeadlineAdapter())


class BearerSession(Session):
    """A session that sends an access token, only to the origin of the base URL.

    It has the attributes of an OAuth session, for code that reads them.

    :ivar settings: options, of which ``base_url`` is the URL to which the token can be sent
    """

    auto_refresh_kwargs: dict[str, Any] = {}
    auto_refresh_url = client_id = client_secret = redirect_uri = scope = token_updater = None

    def __init__(
        self,
        access_token: str | bytes | None,
        base_url: str,
        source: str = "the access token given to Client.access_token()",
    ) -> None:
        super().__init__()
        self.settings: Mapping[str, Any] = {"base_url": base_url}
        self._source = source
        self.access_token = access_token

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError(
            "a session cannot be pickled or copied, because it holds a token; create a client "
            "where you need it"
        )

    @property
    def access_token(self) -> str | None:
        """The access token, or None. You can replace it."""
        return self._token

    @access_token.setter
    def access_token(self, access_token: str | bytes | None) -> None:
        blank = is_blank(access_token)
        self._token = None if blank else token_text(access_token)  # type: ignore[arg-type]
        self.auth = BearerAuth(self._token, lambda: self.settings["base_url"], self._source)

    @property
    def token(self) -> "OAuthToken":
        """The access token as ``{"access_token": …}``; empty if there is no token."""
        token = {} if self._token is None else {"access_token": self._token}
        return cast("OAuthToken", token)

    @token.setter
    def token(self, token: Mapping[str, Any]) -> None:
        self.access_token = token.get("access_token")

    @property
    def authorized(self) -> bool:
        """Whether there is a token."""
        return self._token is not None

    def authorization_url(self, *args: Any, **keywords: Any) -> NoReturn:
        """Raise ``TypeError``: only a session of ``Client.oauth`` can authorize users.

        :raises TypeError: always
        """
        raise TypeError(
            "this client has a fixed access token; for OAuth, use "
            "asana.Client.oauth(client_id=…, client_secret=…, redirect_uri=…)"
        )

    fetch_token = refresh_token = revoke = authorization_url


def __getattr__(name: str) -> Any:
    """Import the OAuth session on first use, because oauthlib is slow to import."""
    if name == "AsanaOAuth2Session":
        from .oauth.session import AsanaOAuth2Session

        return AsanaOAuth2Session
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
