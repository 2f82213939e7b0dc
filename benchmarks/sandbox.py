"""Measures the sandbox with many records: ``python -m benchmarks.sandbox [TASKS]``.

All tasks are in one section. The goals, for 100,000 tasks: load them in less than 20 seconds, and
delete 10,000 of them in less than 2. Requests go to the dispatcher, without HTTP.
"""

import argparse
import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from asana.sandbox import Sandbox
from asana.sandbox.api.messages import Body, Message


def written(size: int) -> dict[str, Any]:
    tasks = [{"name": f"Task {n}", "project": "P", "section": "S"} for n in range(size)]
    return {"projects": [{"name": "P", "sections": ["S"]}], "tasks": tasks}


class Bench:
    """A sandbox, and short ways to use it."""

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
    sandbox = timed(f"load {size} tasks", lambda: Sandbox(data=data))
    state = timed("dump", sandbox.dump)
    text = timed("write as JSON", lambda: json.dumps(state))
    timed("load the dump", lambda: sandbox.load(json.loads(text)))
    timed("reset", sandbox.reset)
    bench = Bench(sandbox)
    project, section = (bench.first(kind) for kind in ("project", "section"))
    one = bench.first("task")
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
