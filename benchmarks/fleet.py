"""Measure how much of a rate limit many processes use: ``python -m benchmarks.fleet [--restart]``.

Processes with threads share a rate limit in a real Redis, and send requests to a sandbox that
counts them as Asana does. The output is the fraction of the limit that was used after the first
minute, and the fraction of requests that the sandbox rejected. The clock of one process is an hour
off.
"""

import argparse
import json
import multiprocessing
import shutil
import tempfile
import threading
import time
from datetime import datetime, timezone
from pathlib import Path

from asana.client import Client
from asana.sandbox import Sandbox
from asana.stores import SharedRate
from asana.stores.rate import WINDOW
from tests.fleet.conftest import RedisServer

RATE = 600  # requests per minute
MINUTE = 60.0
PERIOD = WINDOW / 1000  # seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--minutes", type=float, default=4)
    parser.add_argument("--rate", type=int, default=RATE)
    parser.add_argument("--restart", action="store_true", help="restart Redis in the middle")
    options = parser.parse_args()
    if shutil.which("redis-server") is None:
        parser.error("redis-server is not installed")
    with tempfile.TemporaryDirectory() as folder:
        server = RedisServer(Path(folder))
        server.start()
        try:
            with Sandbox(rate_limit=options.rate, max_requests=0) as sandbox:
                print(json.dumps(measured(options, server, sandbox)))
        finally:
            server.stop()


def measured(
    options: argparse.Namespace, server: RedisServer, sandbox: Sandbox
) -> dict[str, float]:
    """Run the processes, and count the responses of the sandbox."""
    spawn = multiprocessing.get_context("spawn")
    outcomes = spawn.Queue()
    seconds = options.minutes * MINUTE
    workers = [
        spawn.Process(
            target=work,
            args=(
                (sandbox.base_url, sandbox.access_token, server.url, options.rate),
                (options.threads, seconds, 3600.0 if number == 0 else 0.0),
                outcomes,
            ),
        )
        for number in range(options.processes)
    ]
    for worker in workers:
        worker.start()
    if options.restart:
        time.sleep(seconds / 2)
        server.stop()
        time.sleep(1)
        server.start()
    found = [each for _ in workers for each in outcomes.get()]
    for worker in workers:
        worker.join()
    return figures([(at, status) for at, status in found], options.rate)


def figures(found: list[tuple[float, int]], rate: int) -> dict[str, float]:
    """Return the used fraction of the limit from the second minute on, and that of rejections.

    It counts entire windows, because requests come in bursts within a window.
    """
    first, last = min(at for at, _ in found), max(at for at, _ in found)
    windows = int((last - first) / PERIOD)
    steady = [status for at, status in found if PERIOD <= at - first < windows * PERIOD]
    allowance = rate * (windows - 1) * PERIOD / MINUTE
    return {
        "requests": len(found),
        "used": round(steady.count(200) / allowance, 4),
        "refused": round(sum(status == 429 for _, status in found) / len(found), 5),
        "failed": sum(status not in (200, 429) for _, status in found),
    }


def work(
    where: tuple[str, str, str, int],
    how: tuple[int, float, float],
    outcomes: "multiprocessing.Queue[list[tuple[float, int]]]",
) -> None:
    """Send requests at the rate of the shared limit, and record their times and statuses."""
    base_url, token, redis_url, rate = where
    threads, seconds, ahead = how
    clock = time.monotonic
    if ahead:
        wall = time.time
        time.time = lambda: wall() + ahead
    found: list[tuple[float, int]] = []
    client = Client.access_token(
        token,
        base_url=base_url,
        rate_limit=SharedRate(redis_url, rate),
        deadline=None,
        on_attempt=lambda attempt: found.append((clock(), attempt.status or 0)),
    )
    end = clock() + seconds

    def ask() -> None:
        while clock() < end:
            client.users.me()

    workers = [threading.Thread(target=ask) for _ in range(threads)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    outcomes.put(found)


if __name__ == "__main__":
    print(datetime.now(timezone.utc).isoformat(timespec="seconds"))
    main()
