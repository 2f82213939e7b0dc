"""Receive webhooks in FastAPI: uvicorn --workers 4 fastapi_webhooks:app

The last part of the path, /hooks/KEY, is the webhook's key. The environment variable HOOK_SECRETS
is the file of secrets, which all workers of one machine share. On several machines, use
asana.stores.RedisSecrets.
"""

import os

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from asana.types.events import Event
from asana.webhook import Receiver


def on_events(key: str, events: list[Event]) -> None:
    for event in events:
        print(event["action"], event["resource"]["gid"], flush=True)


receiver = Receiver(os.environ.get("HOOK_SECRETS", "webhook_secrets.json"), on_events)
app = FastAPI()


@app.post("/hooks/{key}")
async def hook(key: str, request: Request) -> Response:
    """Pass a request to the receiver, in a thread, because handling events can take a while."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > receiver.max_body:  # the receiver responds with 413
            break
    answer = await run_in_threadpool(receiver.handle, request.headers.items(), body, key)
    return Response(answer.body, answer.status, answer.headers)
