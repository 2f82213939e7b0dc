"""The OAuth apps that may request access."""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import urlsplit

from asana.sandbox.loopback import is_loopback
from asana.sandbox.oauth.scopes import DEFAULT, SCOPES

Clients = Mapping[str, Any] | Iterable[Mapping[str, Any]]

_EXPECTED = "an OAuth client must be a mapping such as {'client_id': …, 'client_secret': …}"

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"  # the code is displayed for the user to copy


@dataclass(frozen=True)
class App:
    """A registered app.

    Without `redirect_uris` its users copy the code; without `scopes` it can request all scopes.
    """

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uris: tuple[str, ...] = (OUT_OF_BAND,)
    name: str = ""
    scopes: tuple[str, ...] = (DEFAULT,)

    def __post_init__(self) -> None:
        if not self.client_id or not self.client_secret:
            raise ValueError("an OAuth client requires a client_id and a client_secret")
        for uri in self.redirect_uris:
            _check_redirect(uri)
        unknown = [scope for scope in self.scopes if scope not in SCOPES]
        if unknown:
            raise ValueError(f"Asana has no scope {unknown[0]!r}")

    @property
    def title(self) -> str:
        """Return the name on the consent page."""
        return self.name or self.client_id

    def knows(self, secret: str) -> bool:
        """Return whether a secret is that of the app."""
        return hmac.compare_digest(secret.encode(), self.client_secret.encode())

    def forbidden(self, scopes: Iterable[str]) -> list[str]:
        """Return the given scopes that the app cannot request."""
        return [s for s in scopes if DEFAULT not in self.scopes and s not in self.scopes]


def read_apps(given: Clients) -> dict[str, App]:
    """Return the apps of one or several mappings, by client id.

    The keys are those of `App`; a single redirect URI or scope may be a string. Several mappings
    with the same id are one app with all of their redirect URIs.
    """
    apps: dict[str, App] = {}
    several: Any = [given] if isinstance(given, Mapping) else given
    if isinstance(given, str) or not isinstance(several, Iterable):
        raise ValueError(f"{_EXPECTED}, in a list if there are several")
    for values in several:
        app = _app(values)
        known = apps.get(app.client_id)
        if known and known.client_secret != app.client_secret:
            raise ValueError(f"the OAuth client {app.client_id!r} has two secrets")
        uris = (*known.redirect_uris, *app.redirect_uris) if known else app.redirect_uris
        apps[app.client_id] = App(app.client_id, app.client_secret, uris, app.name, app.scopes)
    return apps


def _app(values: Any) -> App:
    """Return one app; the errors do not contain values, which are secrets."""
    if not isinstance(values, Mapping):
        raise ValueError(f"{_EXPECTED}, not {type(values).__name__}")
    known = [each.name for each in fields(App)]
    for name in values:
        if name not in known:
            raise ValueError(
                f"an OAuth client has no key {name!r}; its keys are {', '.join(known)}"
            )
    needed: dict[str, Any] = {"client_id": "", "client_secret": ""}
    return App(**needed | {name: _read(name, value) for name, value in values.items()})


def read_argument(text: str) -> dict[str, Any]:
    """Parse an app on the command line: `ID:SECRET` or `ID:SECRET:REDIRECT_URI`."""
    client_id, _, rest = text.partition(":")
    secret, _, uri = rest.partition(":")
    values = {"client_id": client_id, "client_secret": secret}
    return values | ({"redirect_uris": uri} if uri else {})


def _read(name: str, value: Any) -> Any:
    several = name in ("redirect_uris", "scopes")
    if isinstance(value, str):
        if name == "scopes":
            return tuple(value.split())
        return (value,) if several else value
    words = tuple(value) if several and isinstance(value, Iterable) else (value,)
    if not several or not all(isinstance(word, str) for word in words):
        kind = "a string or a list of strings" if several else "a string"
        raise ValueError(f"{name} of an OAuth client must be {kind}")
    return words


def _check_redirect(uri: str) -> None:
    """Require https, except on this machine, as Asana does."""
    if uri == OUT_OF_BAND:
        return
    parts = urlsplit(uri)
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    if not safe or not parts.hostname:
        raise ValueError(
            f"a redirect URI must be an https URL, or http on this machine, not {uri!r}"
        )
    if "#" in uri:
        raise ValueError(f"a redirect URI must not have a fragment: {uri!r}")
