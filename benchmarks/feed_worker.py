"""A process that follows a feed whenever it leads, until it is killed; see ``feed_leaders``."""

import os
import signal

from asana.client import Client
from asana.feed import Feed
from asana.stores import RedisTokens
from tests.feed_follower import line

__all__ = ["follow", "line"]

LEASE = 0.3  # seconds after which another process takes over


class Log(RedisTokens):
    """Writes each event as one line in one write, which a kill cannot interrupt."""

    def __init__(self, url: str, path: str) -> None:
        super().__init__(url, lease=LEASE)
        self.feed: Feed | None = None
        self.descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def write(self, *words: str) -> None:
        fence = str(self.feed.fence if self.feed else None)
        os.write(self.descriptor, ("\t".join((fence, *words)) + "\n").encode())

    def save(self, resource: str, sync: str) -> None:
        super().save(resource, sync)
        self.write("C")


def follow(base_url: str, token: str, project: str, url: str, path: str) -> None:
    """Follow the project whenever this process leads, until it is killed."""
    signal.alarm(600)  # ends orphaned processes
    client = Client.access_token(token, base_url=base_url)
    log = Log(url, path)
    log.feed = client.events.feed(project, log, poll_interval=0.01, max_interval=0.05)
    for change in log.feed:
        if (change.get("parent") or {}).get("resource_type") == "project":
            client.users.me()  # makes handling slow enough for kills to interrupt it
        log.write(*line(change))
