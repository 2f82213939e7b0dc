"""The account for the examples: Asana if ASANA_ACCESS_TOKEN is set, otherwise a sandbox."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import asana


@contextmanager
def connect() -> Iterator[asana.Client]:
    """Yield a client, and print what it is connected to."""
    if os.environ.get("ASANA_ACCESS_TOKEN"):
        client = asana.Client.access_token()
        print(f"Asana: {client.options['base_url']}")
        yield client
        return
    from asana.sandbox import Sandbox

    with Sandbox() as sandbox:
        print(f"Sandbox: {sandbox.base_url}")
        yield sandbox.client()


def on_asana() -> bool:
    """Return whether this is a real account, in which examples delete what they created."""
    return bool(os.environ.get("ASANA_ACCESS_TOKEN"))
