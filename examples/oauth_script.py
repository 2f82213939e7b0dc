"""Sign in with Asana from a script: oauth_script.py [--copy] [--port 8000] [--save FILE]

It opens a browser and waits for the redirect. Your app needs the redirect URL
http://localhost:8000/callback. With --copy, you copy a code from the browser, and the redirect URL
is urn:ietf:wg:oauth:2.0:oob. Without an app, it uses a sandbox, see oauth_app.py.
"""

import argparse
import webbrowser
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from oauth_app import register

import asana
from asana.session import AsanaOAuth2Session
from asana.stores import OAuthTokenFile
from asana.types.oauth import OAuthToken


def main() -> None:
    parser = argparse.ArgumentParser(description="Sign in with Asana from a script.")
    parser.add_argument("--copy", action="store_true", help="copy a code from the browser")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--save", type=Path, help="a file to store the token for the next run")
    options = parser.parse_args()
    loopback = f"http://localhost:{options.port}/callback"
    with register("urn:ietf:wg:oauth:2.0:oob" if options.copy else loopback) as settings:
        client = sign_in(settings, options)
        print(f"Hello, {client.users.me()['name']}!")


def sign_in(settings: dict[str, Any], options: argparse.Namespace) -> asana.Client:
    """Yield a client for the user, with the saved token if there is one."""
    file = OAuthTokenFile(options.save) if options.save else None
    token = file.load() if file else None
    client = asana.Client.oauth(**settings, token=token, token_updater=file.save if file else None)
    if token is None:
        session = client.session
        token = by_copying(session) if options.copy else by_coming_back(session, options.port)
        if file:
            file.save(token)
    return client


def by_copying(session: AsanaOAuth2Session) -> OAuthToken:
    """Let the user copy the code."""
    url, _ = session.authorization_url()
    print(f"Open this in a browser:\n{url}")
    return session.fetch_token(code=input("The code that it shows: ").strip())


def by_coming_back(session: AsanaOAuth2Session, port: int) -> OAuthToken:
    """Receive the code by a redirect to this machine."""
    url, _ = session.authorization_url()
    with Catcher(("127.0.0.1", port), Handler) as catcher:
        print(f"If no browser opens, open this in one:\n{url}")
        webbrowser.open(url)
        while catcher.answer is None:
            catcher.handle_request()
    address = f"http://localhost:{port}{catcher.answer}"
    return session.fetch_token(authorization_response=address)


class Catcher(HTTPServer):
    """Waits for the redirect of the browser."""

    answer: str | None = None


class Handler(BaseHTTPRequestHandler):
    """Reads the code from the URL of the redirect."""

    server: Catcher

    def do_GET(self) -> None:
        """Tell the user that the sign-in is complete; browsers also request an icon."""
        found = self.path.startswith("/callback?")
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        if found:
            self.server.answer = self.path
            self.wfile.write(b"Go back to the script; you can close this window.\n")

    def log_message(self, *_: Any) -> None:
        """Log nothing, because the URL contains the code."""


if __name__ == "__main__":
    main()
