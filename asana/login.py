"""The login of this machine's user, which ``asana login`` keeps, for scripts and commands.

>>> client = login.client()
>>> client.users.me()["name"]
"""

import os
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ._http.bearer import origin
from .client import Client
from .error import MissingTokenError
from .options import BASE_URL
from .records import gid_of
from .session import BearerSession

if TYPE_CHECKING:
    from .stores import JsonFile
    from .types.users import User

__all__ = [
    "base_url",
    "client",
    "forget",
    "only_workspace",
    "path",
    "read",
    "save",
    "sign_in",
    "workspace",
    "workspace_named",
]

COPIED = "urn:ietf:wg:oauth:2.0:oob"  # Asana shows the code

# Seconds until a connection on which nothing is sent is closed: browsers open some in advance.
IDLE = 0.5

ADVICE = "Set ASANA_ACCESS_TOKEN, or run `asana login`"


def client(**options: Any) -> Client:
    """Return a client with the token in ``ASANA_ACCESS_TOKEN``, or that of the login.

    A token of OAuth is refreshed, and the login keeps the new one; that needs the secret of the app
    in ``ASANA_CLIENT_SECRET``, if it has one. The token is sent only to the server that it was
    made for. Sends no request.

    :param options: the options of the client
    :raises MissingTokenError: there is no token for this server
    :raises ValueError: the file of the login does not contain a JSON object
    """
    token = os.environ.get("ASANA_ACCESS_TOKEN", "").strip()
    if token:
        return Client.access_token(**options)
    kept = read()
    if not kept:
        raise MissingTokenError("there is no access token", ADVICE)
    if not _is_login(kept):
        raise MissingTokenError(f"there is no login in {path()}", ADVICE)
    if origin(kept["base_url"]) != origin(base_url()):
        where = f"the login is for {kept['base_url']}, not for {base_url()}"
        raise MissingTokenError(where, ADVICE)
    if "refresh_token" in kept["token"]:
        return _oauth_client(kept, options)
    source = "the token of `asana login`"
    return Client(BearerSession(kept["token"]["access_token"], base_url(), source), **options)


def _is_login(kept: dict[str, Any]) -> bool:
    """Return whether what a file keeps is a login: anyone can have edited the file."""
    where, token = kept.get("base_url"), kept.get("token")
    if not isinstance(where, str) or not isinstance(token, dict):
        return False
    app = os.environ.get("ASANA_CLIENT_ID") or kept.get("client_id")
    has_app = "refresh_token" not in token or isinstance(app, str)
    return isinstance(token.get("access_token"), str) and has_app


def _oauth_client(kept: dict[str, Any], options: dict[str, Any]) -> Client:
    return Client.oauth(
        os.environ.get("ASANA_CLIENT_ID") or kept["client_id"],
        os.environ.get("ASANA_CLIENT_SECRET"),
        token=kept["token"],
        token_updater=lambda token: save(token=dict(token)),
        **options,
    )


def base_url() -> str:
    """Return the base URL in the environment, or that of Asana."""
    return os.environ.get("ASANA_BASE_URL") or BASE_URL


# The file: {"base_url": …, "token": {…}, "client_id": …, "workspace": …}


def path() -> str:
    """Return the path of the file of the login, which may not exist.

    It is ``login.json`` in ``ASANA_CONFIG_DIR``, by default ``~/.config/asana``, or
    ``%APPDATA%\\asana`` on Windows.

    :raises ValueError: the user has no home directory, and the environment has none of these
    """
    folder = os.environ.get("ASANA_CONFIG_DIR")
    if not folder:
        default = os.path.join(os.path.expanduser("~"), ".config")
        home = os.environ.get("APPDATA" if sys.platform == "win32" else "XDG_CONFIG_HOME")
        folder = os.path.join(home or default, "asana")
    if folder.startswith("~"):
        raise ValueError("there is no home directory: set ASANA_CONFIG_DIR")
    return os.path.join(folder, "login.json")


def read() -> dict[str, Any]:
    """Return what the login keeps; it is empty if there is none.

    :raises ValueError: the file does not contain a JSON object
    """
    try:
        return _file().read() if os.path.exists(path()) else {}
    except ValueError:
        if "ASANA_CONFIG_DIR" not in os.environ and os.path.expanduser("~") == "~":
            return {}  # without a home directory, there is no login
        raise


def save(**values: Any) -> None:
    """Add values to the login, in a file that only the user can read.

    :param values: such as the ``token``, and the gid of the ``workspace``
    :raises OSError: the file cannot be written
    """
    os.makedirs(os.path.dirname(path()), mode=0o700, exist_ok=True)
    with _file().change() as kept:
        kept.update(base_url=base_url(), **values)


def forget() -> bool:
    """Delete the login, and return whether there was one.

    A token of OAuth is revoked, which sends one request; it is deleted even if that fails.

    :raises OAuthError: the token could not be revoked
    """
    kept = read()
    try:
        if _is_login(kept) and "refresh_token" in kept["token"]:
            _oauth_client(kept, {"base_url": kept["base_url"]}).session.revoke()
    finally:
        if kept:
            os.unlink(path())
    return bool(kept)


def _file() -> "JsonFile":
    from .stores import JsonFile

    return JsonFile(path())


def workspace(client: Client) -> str:
    """Return the gid of the default workspace.

    It is ``ASANA_WORKSPACE`` of the environment, a name or a gid; else the one that the login
    keeps; else the only one that the user has. Sends one request, unless it is a gid.

    :raises LookupError: no workspace has the name, or several have it
    :raises ValueError: there is no name, and not exactly one workspace; the message lists them
    """
    name = os.environ.get("ASANA_WORKSPACE") or read().get("workspace", "")
    return workspace_named(client, name) if name else only_workspace(client)


def workspace_named(client: Client, name: str) -> str:
    """Return the gid of the workspace with a name or gid. Sends one request for a name.

    :raises LookupError: no workspace has the name, or several have it
    """
    if name.isdecimal():
        return name
    from ._above.names import Names

    listed = client.workspaces.get_workspaces
    names: Names[Any] = Names(client, "workspace", "your account", listed)
    return gid_of(names.named(name, {}))


def only_workspace(client: Client) -> str:
    """Return the gid of the only workspace that the user has. Sends one request.

    :raises ValueError: there is none, or there are several; the message lists them
    """
    found = list(client.workspaces.get_workspaces(fields=["name"]))
    if len(found) != 1:
        listed = ", ".join(f"{each['gid']} ({each['name']})" for each in found) or "there is none"
        raise ValueError(f"which workspace? Set ASANA_WORKSPACE: {listed}")
    return found[0]["gid"]


# Signing in


def sign_in(oauth: bool = False) -> "User":
    """Keep a token of the user's, and return the user.

    The token is asked for, or read from stdin if that is not a terminal. With ``oauth``, a browser
    opens, in which the user allows the access of the app whose id and secret are
    ``ASANA_CLIENT_ID`` and ``ASANA_CLIENT_SECRET``. If ``ASANA_REDIRECT_URI`` is a redirect URL of
    the app on this machine, such as ``http://localhost:8765/callback``, the browser hands over the
    code; otherwise Asana shows it, and it is read from stdin. Messages are written to stderr. Sends
    one request, or two with ``oauth``.

    :raises MissingTokenError: there is no token or no app
    :raises NoAuthorizationError: Asana refuses the token; it is not kept
    :raises OAuthError: the user declined, or the code is wrong
    :raises OSError: another program uses the port of the redirect URL
    """
    kept = _by_oauth() if oauth else {"token": {"access_token": _typed()}}
    found = Client.access_token(kept["token"]["access_token"]).users.me(fields=["name", "email"])
    if os.path.exists(path()):  # whatever is there, such as the workspace of another user
        os.unlink(path())
    save(**kept)
    return found


def _typed() -> str:
    if sys.stdin.isatty():
        import getpass

        token = getpass.getpass("Access token (from https://app.asana.com/0/my-apps): ")
    else:
        token = sys.stdin.read()
    if not token.strip():
        raise MissingTokenError("there is no access token on stdin", "Write it there")
    return token.strip()


def _by_oauth() -> dict[str, Any]:
    names = ("ASANA_CLIENT_ID", "ASANA_CLIENT_SECRET", "ASANA_REDIRECT_URI")
    client_id, secret, redirect_uri = map(os.environ.get, names)
    if not client_id:
        raise MissingTokenError("there is no app", f"Set {names[0]} and {names[1]}")
    session = Client.oauth(client_id, secret, redirect_uri=redirect_uri or COPIED).session
    url, _ = session.authorization_url()
    if redirect_uri and redirect_uri.startswith("http://"):
        answer = _redirect(redirect_uri, url)
        token = session.fetch_token(authorization_response=answer)
    else:
        _open(url)
        token = session.fetch_token(code=_copied())
    return {"token": dict(token), "client_id": client_id}


def _copied() -> str:
    print("The code that it shows: ", end="", file=sys.stderr, flush=True)
    code = sys.stdin.readline().strip()
    if not code:
        raise MissingTokenError("there is no code on stdin", "Copy it from the browser")
    return code


def _open(url: str) -> None:
    import webbrowser

    print(f"Open this in a browser, and allow the access:\n{url}", file=sys.stderr, flush=True)
    if sys.stdin.isatty():
        webbrowser.open(url)


def _redirect(redirect_uri: str, url: str) -> str:
    """Return the URL that the browser is redirected to."""
    from http.server import BaseHTTPRequestHandler, HTTPServer

    expected = urlsplit(redirect_uri)
    answers: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        timeout = IDLE

        def do_GET(self) -> None:
            found = urlsplit(self.path).path == (expected.path or "/")
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.end_headers()
            if found:
                answers.append(f"{expected.scheme}://{expected.netloc}{self.path}")
                self.wfile.write(b"Go back to the terminal; you can close this window.\n")

        def log_message(self, format: str, *args: Any) -> None:
            """Log nothing, because the URL contains the code."""

    host = "127.0.0.1" if expected.hostname == "localhost" else expected.hostname or ""
    with HTTPServer((host, expected.port or 80), Handler) as server:
        _open(url)
        while not answers:  # browsers request an icon, too
            server.handle_request()
    return answers[0]


def __dir__() -> list[str]:
    return __all__
