"""Who a command acts for: tokens from the environment, a file or the login, and its client."""

import os
import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from .._http.bearer import origin
from ..client import Client
from ..options import BASE_URL
from ..session import BearerSession
from .failures import LoginError, UsageError
from .words import content

if TYPE_CHECKING:
    from ..stores import JsonFile

__all__ = ["client_of", "config_file", "log_in", "log_out"]

LOGIN = "login.json"  # {"base_url": …, "token": {…}}
COPIED = "urn:ietf:wg:oauth:2.0:oob"

APP = ("ASANA_CLIENT_ID", "ASANA_CLIENT_SECRET")

ADVICE = "set ASANA_ACCESS_TOKEN, give --token-file, or run `asana login`"


def config_file(name: str) -> "JsonFile":
    """Return a file in the user's directory of settings, which only the user can read."""
    from ..stores import JsonFile

    return JsonFile(os.path.join(_directory(), name))


def _directory() -> str:
    own = os.environ.get("ASANA_CONFIG_DIR")
    if own:
        return own
    if sys.platform == "win32":
        return os.path.join(os.environ.get("APPDATA", os.path.expanduser("~")), "asana")
    default = os.path.join(os.path.expanduser("~"), ".config")
    return os.path.join(os.environ.get("XDG_CONFIG_HOME") or default, "asana")


def base_url() -> str:
    """Return the URL that commands go to."""
    return os.environ.get("ASANA_BASE_URL") or BASE_URL


def client_of(given: Namespace, **options: Any) -> Client:
    """Return the client of a command.

    :raises LoginError: there is no token
    """
    options = {"strict": True, **options}
    if given.read_only:
        options["read_only"] = True
    if given.timeout is not None:
        options["deadline"] = given.timeout
    if given.sandbox:
        sandbox: Client = given.sandbox.client(**options)
        return sandbox
    if given.token_file:
        token = content(f"@{given.token_file}")
        return _bearer(token, f"the token in {given.token_file}", options)
    token = os.environ.get("ASANA_ACCESS_TOKEN", "").strip()
    if token:
        return _bearer(token, "the access token in ASANA_ACCESS_TOKEN", options)
    if os.path.exists(os.path.join(_directory(), LOGIN)) and (saved := config_file(LOGIN).read()):
        return _logged_in(saved, options)
    if given.dry_run:
        return Client.access_token(None, **options)
    raise LoginError(f"no access token: {ADVICE}")


def _bearer(token: str, source: str, options: dict[str, Any]) -> Client:
    return Client(BearerSession(token, base_url(), source), **options)


def _logged_in(saved: dict[str, Any], options: dict[str, Any]) -> Client:
    """Return a client with the token of the login, which goes to its own server only."""
    if origin(saved["base_url"]) != origin(base_url()):
        raise LoginError(f"the login is for {saved['base_url']}, not for {base_url()}: {ADVICE}")
    token = saved["token"]
    if "refresh_token" not in token:
        return _bearer(token["access_token"], "the token of `asana login`", options)
    client_id, secret = (os.environ.get(name) for name in APP)

    def save(renewed: Any) -> None:
        with config_file(LOGIN).change() as kept:
            kept["token"] = dict(renewed)

    return Client.oauth(
        client_id or saved["client_id"], secret, token=token, token_updater=save, **options
    )


# Login


def log_in(given: Namespace) -> tuple[Client, dict[str, Any]]:
    """Keep a token, and return a client with it, and whose it is.

    :raises LoginError: there is none, or no app to get one with
    """
    if given.words:
        raise UsageError("login takes no arguments: a token comes from stdin, never from there")
    token, extra = _by_oauth(given) if given.oauth else ({"access_token": _typed()}, {})
    client = Client.access_token(token["access_token"])
    me = client.users.me(fields=["name", "email"])
    file = config_file(LOGIN)
    os.makedirs(os.path.dirname(file.path), mode=0o700, exist_ok=True)
    with file.change() as kept:
        kept.clear()
        kept.update(base_url=base_url(), token=dict(token), **extra)
    return client, {**me, "kept_in": file.path}


def log_out() -> dict[str, Any]:
    """Forget the token, and return whether there was one; one of OAuth is revoked, too."""
    file = config_file(LOGIN)
    saved = file.read()
    if not saved:
        return {"forgotten": False}
    try:
        if "refresh_token" in saved["token"]:
            _logged_in(saved, {}).session.revoke()
    finally:
        with file.change() as kept:
            kept.clear()
    return {"forgotten": True}


def _typed() -> str:
    if sys.stdin.isatty():
        import getpass

        token = getpass.getpass("Access token (from https://app.asana.com/0/my-apps): ")
    else:
        token = sys.stdin.read()
    if not token.strip():
        raise LoginError("no access token on stdin")
    return token.strip()


def _by_oauth(given: Namespace) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the token for which the user allows the app, and what refreshes it."""
    import webbrowser

    client_id, secret = (os.environ.get(name) for name in APP)
    if not client_id:
        raise LoginError(f"the id and the secret of your app go into {' and '.join(APP)}")
    session = Client.oauth(client_id, secret, redirect_uri=COPIED).session
    url, _ = session.authorization_url()
    print(f"Open this in a browser, and allow the access:\n{url}", file=sys.stderr)
    if sys.stdin.isatty():
        webbrowser.open(url)
    print("The code that it shows: ", end="", file=sys.stderr, flush=True)
    code = sys.stdin.readline().strip()
    if not code:
        raise LoginError("no code on stdin")
    return dict(session.fetch_token(code=code)), {"client_id": client_id}
