"""Kill the leader of a feed repeatedly: ``python -m benchmarks.feed_leaders [KILLS]``.

Three processes share one position in the events of a project, in a real Redis. The leader is killed
with ``kill -9`` at a random moment, and another process is started. The output is the number of
changes, of missed ones, of those handled twice, and of those handled twice although the feed had
saved a later position.
"""

import argparse
import json
import multiprocessing
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Container, Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from asana.feed import Resync
from asana.sandbox import Sandbox
from tests.feeds import Project
from tests.fleet.conftest import RedisServer

from .feed_worker import follow, line

PROCESSES = 3
PATIENCE = 60.0  # seconds to wait for something that should happen soon
PAGE = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("kills", nargs="?", type=int, default=100)
    kills: int = parser.parse_args().kills
    if shutil.which("redis-server") is None:
        parser.error("redis-server is not installed")
    with tempfile.TemporaryDirectory() as folder:
        server = RedisServer(Path(folder))
        server.start()
        try:
            print(json.dumps(measured(kills, server, Path(folder, "log"))))
        finally:
            server.stop()


def measured(kills: int, server: RedisServer, log: Path) -> dict[str, int]:
    """Return the figures for a number of kills."""
    with Sandbox(max_requests=0) as sandbox:
        project = Project(sandbox)
        watching = project.client.events.feed(project.gid, log.with_suffix(".mine"))
        assert isinstance(next(watching), Resync)
        watching.commit()
        with fleet(project, server, log) as kill_the_leader:
            wait_for({("C",)}, log)  # the first leader has started
            happened: set[tuple[str, ...]] = set()
            for number in range(kills):
                happened |= {tuple(line(each)) for each in changed(project, watching, str(number))}
                kill_the_leader()
            wait_for(happened, log)
        return figures(kills, happened, [each.split("\t") for each in lines(log)])


def changed(project: Project, watching: Any, name: str) -> list[Any]:
    """Change something in the project, and return the change that Asana reports."""
    gids = [project.add(f"Task {name}.{each}") for each in range(1 + len(name) % 4)]
    project.client.tasks.update_task(gids[-1], completed=True)
    found: list[Any] = watching.poll()
    watching.commit()
    return found


@contextmanager
def fleet(project: Project, server: RedisServer, log: Path) -> Iterator[Any]:
    """Start processes that follow the project; yield a function that kills the leader."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.feed_worker"])
    where = (project.sandbox.base_url, project.sandbox.access_token, project.gid)
    dice = random.Random(7)
    workers: dict[int, BaseProcess] = {}

    def start() -> None:
        worker = context.Process(target=follow, args=(*where, server.url, str(log)), daemon=True)
        worker.start()
        workers[worker.pid or 0] = worker

    def kill_the_leader() -> None:
        leader = leader_of(server, project.gid, workers)
        live(log, dice)
        workers[leader].kill()
        workers.pop(leader).join()
        start()

    for _ in range(PROCESSES):
        start()
    try:
        yield kill_the_leader
    finally:
        for worker in workers.values():
            worker.kill()
            worker.join()


def leader_of(server: RedisServer, project: str, alive: Container[int]) -> int:
    """Wait for a leader, and return the id of its process."""
    import redis

    until = time.monotonic() + PATIENCE
    with redis.Redis.from_url(server.url, decode_responses=True) as client:
        while time.monotonic() < until:
            leader = str(client.get(f"{{asana}}:leader:{project}") or "0").partition(":")[0]
            if int(leader) in alive:
                return int(leader)
            time.sleep(0.005)
    raise TimeoutError("nobody took over")


def live(log: Path, dice: random.Random) -> None:
    """Wait for a random moment: during the handling of a page, or later, when all is handled."""
    before, more = size(log), dice.choice((dice.randrange(30), 10**6))
    until = time.monotonic() + dice.random() * 0.2
    while time.monotonic() < until and size(log) < before + more * 50:
        time.sleep(0.0005)


def size(log: Path) -> int:
    return log.stat().st_size if log.exists() else 0


def lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def wait_for(happened: set[tuple[str, ...]], log: Path) -> None:
    """Wait until all changes have been handled, or until a timeout."""
    until = time.monotonic() + PATIENCE
    while not happened <= {tuple(each.split("\t")[1:]) for each in lines(log)}:
        if time.monotonic() > until:
            return
        time.sleep(0.02)


def figures(kills: int, happened: set[tuple[str, ...]], found: list[list[str]]) -> dict[str, int]:
    """Return the numbers of changes, of missed ones, and of those that were handled twice."""
    given = Counter(tuple(words) for _, *words in found if words[0] == "E")
    told = {each: count for each, count in given.items() if each[1] != "resync"}
    return {
        "kills": kills,
        "changes": len(happened),
        "missed": len(happened - told.keys()),
        "repeated": sum(told.values()) - len(told),
        "repeated beyond the page in hand": repeated_wrongly(found),
    }


def repeated_wrongly(found: list[list[str]]) -> int:
    """Return the number of changes handled twice although a later position had been saved.

    A slow process can still handle changes after a later leader has saved its position.
    """
    kept: dict[tuple[str, ...], int] = {}
    pending: dict[int, set[tuple[str, ...]]] = {}
    wrong = 0
    for leader, *words in found:
        fence, change = int(leader), tuple(words)
        page = pending.setdefault(fence, set())
        if words == ["C"]:
            kept |= {each: fence for each in page if each not in kept}
            page.clear()
        else:
            wrong += kept.get(change, fence + 1) <= fence or change in page or len(page) >= PAGE
            page.add(change)
    return wrong


if __name__ == "__main__":
    main()
