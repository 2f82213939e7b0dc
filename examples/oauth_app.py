"""The app as which the OAuth examples sign in: yours at Asana, else one in a sandbox.

Asana's developer console registers apps. Yours needs the redirect URL that the example names and
the scopes below; ASANA_CLIENT_ID and ASANA_CLIENT_SECRET in the environment then say which it is.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SCOPES = ["tasks:read", "users:read"]


@contextmanager
def register(redirect_uri: str) -> Iterator[dict[str, Any]]:
    """Give what `asana.Client.oauth` needs to know of the app."""
    app = {
        "client_id": os.environ.get("ASANA_CLIENT_ID", "example"),
        "client_secret": os.environ.get("ASANA_CLIENT_SECRET") or secrets.token_hex(),
    }
    if os.environ.get("ASANA_CLIENT_ID"):
        yield {**app, "redirect_uri": redirect_uri, "scope": SCOPES, "pkce": True}
        return
    from asana.sandbox import Sandbox

    with Sandbox(oauth_clients={**app, "redirect_uris": redirect_uri}) as sandbox:
        print(f"A sandbox of our own: {sandbox.base_url}")
        where = {"base_url": sandbox.base_url}
        yield {**app, **where, "redirect_uri": redirect_uri, "scope": SCOPES, "pkce": True}
