"""Receive webhooks in FastAPI: uvicorn --workers 4 fastapi_webhooks:app

The last part of the address, /hooks/KEY, is the webhook's key. HOOK_SECRETS is the file of secrets,
which the workers of one machine share. On several machines, use asana.stores.RedisSecrets.
"""

import os

from fastapi import FastAPI

from asana.types.events import Event
from asana.webhook import Receiver, asgi_app


def on_events(key: str, events: list[Event]) -> None:
    """Handle events, in a thread: this may take a few seconds."""
    for event in events:
        print(event["action"], event["resource"]["gid"], flush=True)


receiver = Receiver(os.environ.get("HOOK_SECRETS", "webhook_secrets.json"), on_events)
app = FastAPI()
app.mount("/hooks", asgi_app(receiver))
