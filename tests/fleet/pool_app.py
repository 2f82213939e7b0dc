"""A Celery app whose tasks use a client created before the fork, and one created in the worker."""

import os
from functools import cache

from celery import Celery

import asana
from asana.stores import SharedRate

REDIS = os.environ["REDIS_URL"]
queue = Celery("pool_app", broker=REDIS, backend=REDIS)


def make() -> asana.Client:
    return asana.Client.access_token(rate_limit=SharedRate(REDIS, 6000))


early = make()
early.users.me()  # its connection is open when the worker forks
late = cache(make)


@queue.task
def ask(number: int) -> list[object]:
    """Create a task with each of the clients; return the users and the names."""
    workspace = early.users.me()["workspaces"][0]["gid"]
    names = [
        client.tasks.create_task(workspace=workspace, name=f"{number} {name}")["name"]
        for name, client in {"early": early, "late": late()}.items()
    ]
    return [os.getpid(), *names]
