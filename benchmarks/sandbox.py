"""Measure the sandbox with many records: ``python -m benchmarks.sandbox [TASKS]``.

All tasks are in one section. The goals for 100,000 tasks: load them in less than 20 seconds with at
most 4 KB for each, return a page of 100 in at most 30 ms, and delete 10,000 of them in less than 2
seconds. The first response of the command must arrive within 0.6 seconds. The times of pages and of
the start are also given as multiples of a comparable operation, because a busy machine is slow at
both. Requests go to the dispatcher, without HTTP, except for the start.
"""

import argparse
import gc
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from asana.sandbox import Sandbox
from asana.sandbox.api.messages import Body, Message


def written(size: int) -> dict[str, Any]:
    tasks = [{"name": f"Task {n}", "project": "P", "section": "S"} for n in range(size)]
    return {"projects": [{"name": "P", "sections": ["S"]}], "tasks": tasks}


class Bench:
    """A sandbox, with shortcuts."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def send(self, verb: str, path: str, **data: Any) -> Any:
        query, body = (data, {}) if verb == "GET" else ({}, data)
        message = Message(verb, path, self.sandbox.access_token, query, Body(body, {}, {}))
        reply = self.sandbox._application.dispatcher.reply(message)
        assert reply.status in (200, 201), reply.payload
        return reply.payload

    def first(self, kind: str) -> str:
        return self.sandbox.store.all(kind)[0].gid

    def tasks(self, count: int) -> list[str]:
        return [task.gid for task in self.sandbox.store.all("task")[:count]]

    def read(self, path: str) -> None:
        """Read all pages of a list."""
        query: dict[str, str] = {"limit": "100"}
        while page := self.send("GET", path, **query)["next_page"]:
            query["offset"] = page["offset"]

    def each(self, count: int, verb: str, path: str, **data: Any) -> None:
        for gid in self.tasks(count):
            self.send(verb, path.format(gid), **{k: v.format(gid) for k, v in data.items()})


FIELDS = "name,completed,due_on,notes,assignee.name,followers,tags.name,memberships.section.name"


def best(work: Callable[[], Any], times: int = 5) -> float:
    """Return the shortest time of several."""
    durations = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        durations.append(time.perf_counter() - started)
    return min(durations)


def measure_start() -> None:
    """Time the command until its first response, and the imports of its dependencies."""

    def answer() -> None:
        command = [sys.executable, "-m", "asana.sandbox", "--quiet", "--token", "t"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            url = process.stdout.readline().split()[-1] + "/users/me"
            request = urllib.request.Request(url, headers={"Authorization": "Bearer t"})
            urllib.request.urlopen(request).read()
            process.terminate()

    flask = best(lambda: subprocess.run([sys.executable, "-c", "import flask, requests"]))
    start = best(answer)
    told = f"{start / flask:.1f} times the import of flask and requests"
    print(f"{'start to the first response':40} {start:8.2f} s, {told}")


def measure_pages(bench: Bench, project: str, section: str) -> None:
    """Time the first, the middle and the last page of 100 tasks, as multiples of one task."""
    task = bench.first("task")
    one = best(lambda: bench.send("GET", f"/tasks/{task}"), 20)
    for path, scope in (
        (f"/projects/{project}/tasks", {}),
        (f"/sections/{section}/tasks", {}),
        ("/tasks", {"project": project}),
    ):
        for fields in ({}, {"opt_fields": FIELDS}):
            query = {"limit": "100", **scope, **fields}
            offsets: list[dict[str, str]] = [{}]
            while page := bench.send("GET", path, **query, **offsets[-1])["next_page"]:
                offsets.append({"offset": page["offset"]})
            for name, at in (("first", 0), ("middle", len(offsets) // 2), ("last", -1)):
                work = partial(bench.send, "GET", path, **query, **offsets[at])
                seconds = best(work)
                title = f"{name} page of {path.split('/')[1]}{' with fields' if fields else ''}"
                told = f"{seconds * 1000:8.2f} ms, {seconds / one:.0f} times one task"
                print(f"{title:40} {told}", flush=True)


def measure_threads(bench: Bench, path: str) -> None:
    """Time pages requested by 32 threads, as a multiple of the same pages in sequence."""
    count = 320
    work = partial(bench.send, "GET", path, limit="100")
    alone = best(lambda: [work() for _ in range(count)], 2)
    with ThreadPoolExecutor(32) as pool:
        together = best(lambda: list(pool.map(lambda _: work(), range(count))), 2)
    told = f"{together:8.2f} s, {together / alone:.1f} times one thread"
    print(f"{f'{count} pages by 32 threads':40} {told}", flush=True)


def resident() -> int:
    """Return the memory of this process in bytes, on Linux."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


def timed(name: str, work: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    result = work()
    print(f"{name:40} {time.perf_counter() - started:8.2f} s", flush=True)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("tasks", nargs="?", type=int, default=100_000)
    size = parser.parse_args().tasks
    some = max(size // 10, 1)
    data = written(size)
    measure_start()
    Sandbox()  # loads the data that all sandboxes share
    gc.collect()
    before = resident()
    sandbox = timed(f"load {size} tasks", lambda: Sandbox(data=data))
    gc.collect()
    print(f"{'memory of each task':40} {(resident() - before) / size:8.0f} bytes")
    state = timed("dump", sandbox.dump)
    text = timed("write as JSON", lambda: json.dumps(state))
    timed("load the dump", lambda: sandbox.load(json.loads(text)))
    timed("reset", sandbox.reset)
    bench = Bench(sandbox)
    project, section = (bench.first(kind) for kind in ("project", "section"))
    one = bench.first("task")
    measure_pages(bench, project, section)
    measure_threads(bench, f"/projects/{project}/tasks")
    timed("read the tasks of the project", lambda: bench.read(f"/projects/{project}/tasks"))
    timed("read the tasks of the section", lambda: bench.read(f"/sections/{section}/tasks"))
    plan: tuple[tuple[str, str, str, dict[str, str]], ...] = (
        ("move to the top", "POST", f"/sections/{section}/addTask", {"task": "{}"}),
        ("complete", "PUT", "/tasks/{}", {"completed": "true"}),
        ("read the stories of each", "GET", "/tasks/{}/stories", {}),
        ("make subtasks of one", "POST", f"/tasks/{one}/subtasks", {"name": "Subtask"}),
        ("comment on one", "POST", f"/tasks/{one}/stories", {"text": "Comment"}),
    )
    for name, verb, path, body in plan:
        timed(f"{name}, {some} times", partial(bench.each, some, verb, path, **body))
    gids = bench.tasks(some + 1)[1:]
    timed(f"delete {some} tasks", lambda: [bench.send("DELETE", f"/tasks/{gid}") for gid in gids])
    timed("delete the project", lambda: bench.send("DELETE", f"/projects/{project}"))


if __name__ == "__main__":
    main()
