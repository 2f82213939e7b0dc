"""The account that the examples work in: Asana with ASANA_ACCESS_TOKEN set, else a sandbox."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import asana


@contextmanager
def connect() -> Iterator[asana.Client]:
    """Give a client, and say of what."""
    if os.environ.get("ASANA_ACCESS_TOKEN"):
        client = asana.Client.access_token()
        print(f"Asana: {client.options['base_url']}")
        yield client
        return
    from asana.sandbox import Sandbox

    with Sandbox() as sandbox:
        print(f"A sandbox of our own: {sandbox.base_url}")
        yield sandbox.client()


def on_asana() -> bool:
    """Tell whether this is a real account, where examples clear up what they made."""
    return bool(os.environ.get("ASANA_ACCESS_TOKEN"))
