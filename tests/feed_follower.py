"""Follow a feed in processes that are killed: one process for each line of input.

The log has ``S`` for each start of a process, ``E`` for each change that it handled, and ``C`` for
each time that the feed saved its position.
"""

import os
import random
import signal
import sys
import time
from typing import Any

import asana
from asana.resources import events, users  # imported once, before the forks
from asana.stores import FileTokens

__all__ = ["events", "line", "users"]


class Log(FileTokens):
    """Writes each event as one line in one write, which a kill cannot interrupt."""

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
            client.users.me()  # makes handling slow enough for kills to interrupt it
        log.write(*line(change))
        if change["action"] == "deleted":
            feed.stop()


def line(change: Any) -> list[str]:
    """Return the text for a change in the log."""
    parent, what = change.get("parent") or {}, change.get("change") or {}
    told = (change["action"], change["resource"].get("gid"), parent.get("gid"), what.get("field"))
    return ["E", *(word or "-" for word in told), change.get("created_at", "-")]


def live(path: str, dice: random.Random) -> None:
    """Wait for a random moment: during the handling of a page, or later, when all is handled."""
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
            signal.alarm(60)  # ends orphaned processes
            follow(*sys.argv[1:])
            os._exit(0)
        if line == "kill\n":
            live(sys.argv[-1], dice)
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        print("done", flush=True)


if __name__ == "__main__":
    main()
