"""Follows a feed in processes that are killed: for each line of input one lives and dies.

The log has ``S`` where one starts, ``E`` for each change that it handled, and ``C`` where the feed
kept its place.
"""

import os
import random
import signal
import sys
import time
from typing import Any

import asana
from asana.resources import events, users  # loaded once, and not by each that is born
from asana.stores import FileTokens

__all__ = ["events", "line", "users"]


class Log(FileTokens):
    """Writes down what happens, one line in one write, which a kill cannot cut."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}.token")
        self.descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def write(self, *words: str) -> None:
        os.write(self.descriptor, ("\t".join(words) + "\n").encode())

    def save(self, resource: str, sync: str) -> None:
        super().save(resource, sync)
        self.write("C")


def follow(base_url: str, token: str, project: str, path: str) -> None:
    """Follow the project until something is deleted."""
    client = asana.Client.access_token(token, base_url=base_url)
    log = Log(path)
    log.write("S")
    feed = client.events.feed(project, log, poll_interval=0.001, max_interval=0.004)
    for change in feed:
        if (change.get("parent") or {}).get("resource_type") == "project":
            client.users.me()  # handling takes a while, so that kills hit it
        log.write(*line(change))
        if change["action"] == "deleted":
            feed.stop()


def line(change: Any) -> list[str]:
    """Return what is written down of a change."""
    parent, what = change.get("parent") or {}, change.get("change") or {}
    told = (change["action"], change["resource"].get("gid"), parent.get("gid"), what.get("field"))
    return ["E", *(word or "-" for word in told), change.get("created_at", "-")]


def live(path: str, dice: random.Random) -> None:
    """Wait for a random moment: within the handling of a page, or later, when all is done."""
    size, lines = _size(path), dice.choice((dice.randrange(30), sys.maxsize))
    end = time.monotonic() + dice.random() * 0.15
    while time.monotonic() < end and _size(path) < size + lines * 50:
        time.sleep(0.0005)


def _size(path: str) -> int:
    return os.stat(path).st_size if os.path.exists(path) else 0


def main() -> None:
    dice = random.Random(11)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.alarm(60)  # nobody lives for ever
            follow(*sys.argv[1:])
            os._exit(0)
        if line == "kill\n":
            live(sys.argv[-1], dice)
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        print("done", flush=True)


if __name__ == "__main__":
    main()
