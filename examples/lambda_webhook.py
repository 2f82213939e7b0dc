"""AWS Lambda handlers: one for webhooks, behind a function URL, and one for a schedule.

Set ASANA_ACCESS_TOKEN and REDIS_URL in the environment of the function. The objects of this module
are created once, at a cold start, and used by all later invocations. It starts no threads, because
a Lambda is frozen between invocations.
"""

import base64
import os
from typing import Any

import asana
from asana.stores import RedisSecrets, RedisTokens, RedisWindow, SharedRate
from asana.types.events import Event
from asana.webhook import Receiver

REDIS = os.environ["REDIS_URL"]
client = asana.Client.access_token(rate_limit=SharedRate(REDIS, 1500))
tokens = RedisTokens(REDIS)


def on_events(key: str, events: list[Event]) -> None:
    """Handle events before the response, within ten seconds; queue work that takes longer."""
    for event in events:
        print(event["action"], event["resource"]["resource_type"], event["resource"]["gid"])


receiver = Receiver(RedisSecrets(REDIS), on_events, window=RedisWindow(REDIS))


def webhook(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Return the response to a request of a webhook; the last part of its path is the key."""
    body = event.get("body") or ""
    raw = base64.b64decode(body) if event.get("isBase64Encoded") else body
    key = event["rawPath"].rstrip("/").rpartition("/")[2]
    answer = receiver.handle(event["headers"], raw, key)
    return {
        "statusCode": answer.status,
        "headers": answer.headers,
        "body": answer.body.decode(),
    }


def scheduled(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Handle the changes of a project since the last invocation, and stop before the timeout."""
    seconds = context.get_remaining_time_in_millis() / 1000
    feed = client.events.feed(os.environ["ASANA_PROJECT"], tokens, deadline=seconds / 2)
    handled = 0
    while changes := feed.poll():
        handled += len(changes)
        if not feed.has_more or context.get_remaining_time_in_millis() < seconds * 500:
            break
    feed.commit()
    tokens.release(feed.resource)
    return {"handled": handled}
