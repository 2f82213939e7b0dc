"""The OAuth app of the examples: your own, or one in a sandbox.

Register your app in Asana's developer console, with the redirect URL that the example names and
the scopes below. Then set ASANA_CLIENT_ID and ASANA_CLIENT_SECRET in the environment.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SCOPES = ["tasks:read", "users:read"]


@contextmanager
def register(redirect_uri: str) -> Iterator[dict[str, Any]]:
    """Yield the arguments of `asana.Client.oauth` for the app."""
    app = {
        "client_id": os.environ.get("ASANA_CLIENT_ID", "example"),
        "client_secret": os.environ.get("ASANA_CLIENT_SECRET") or secrets.token_hex(),
    }
    if os.environ.get("ASANA_CLIENT_ID"):
        yield {**app, "redirect_uri": redirect_uri, "scope": SCOPES, "pkce": True}
        return
    from asana.sandbox import Sandbox

    with Sandbox(oauth_clients={**app, "redirect_uris": redirect_uri}) as sandbox:
        print(f"Sandbox: {sandbox.base_url}")
        where = {"base_url": sandbox.base_url}
        yield {**app, **where, "redirect_uri": redirect_uri, "scope": SCOPES, "pkce": True}
