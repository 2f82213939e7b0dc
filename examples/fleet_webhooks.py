"""Receive webhooks in several web workers, and handle their events in Celery workers on Redis.

    export REDIS_URL=redis://localhost:6379/0 ASANA_ACCESS_TOKEN=...
    gunicorn --workers 4 fleet_webhooks:web
    celery --app fleet_webhooks:queue worker
    python fleet_webhooks.py PROJECT_GID https://example.com/hooks/KEY

Any web worker can receive the handshake or a delivery, so secrets and recent events are in Redis. A
web worker only adds events to the queue. If that fails, Asana sends them again.
"""

import os
import sys
from contextlib import suppress
from typing import Any

from celery import Celery
from flask import Flask

import asana
from asana.stores import RedisSecrets, RedisWindow, SharedRate
from asana.webhook import Receiver, flask_view

REDIS = os.environ.get("REDIS_URL", "redis://localhost:6379/0")
GREETING = "Thank you! We look at new tasks every Monday."

queue = Celery("fleet_webhooks", broker=REDIS)
# A task runs again if its worker dies.
queue.conf.update(task_acks_late=True, task_reject_on_worker_lost=True, task_ignore_result=True)

# Created before Celery and gunicorn fork; each process opens its own connections.
client = asana.Client.access_token(rate_limit=SharedRate(REDIS, 1500))


@queue.task(autoretry_for=(asana.error.RetryableAsanaError,), retry_backoff=True)
def handle(key: str, events: list[dict[str, Any]]) -> None:
    """Greet each new task once, no matter how often this runs."""
    for event in events:
        if event["action"] == "added" and event["resource"]["resource_type"] == "task":
            greet(event["resource"]["gid"])


def greet(task_gid: str) -> None:
    with suppress(asana.error.NotFoundError):  # deleted in the meantime
        client.stories.ensure_comment(task_gid, text=GREETING, key="greeting")


receiver = Receiver(RedisSecrets(REDIS), handle.delay, window=RedisWindow(REDIS))
web = Flask(__name__)
web.add_url_rule("/hooks/<key>", view_func=flask_view(receiver))


def main() -> None:
    """Establish the webhook. Run it at every deployment."""
    project_gid, target = sys.argv[1:]
    webhook = client.webhooks.establish(
        project_gid, target, [{"resource_type": "task", "action": "added"}], receiver=receiver
    )
    print(f"Webhook {webhook['gid']} calls the web workers")


if __name__ == "__main__":
    main()
