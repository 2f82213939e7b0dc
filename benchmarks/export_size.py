"""Measure a large export: ``python -m benchmarks.export_size [TASKS]``.

A process exports a project of 10,000 tasks with 30,000 stories and 100 files, changes it slightly,
and exports it again. It counts the requests, and those that count for Asana's rate limit, which
counts each action of a batch. For comparison, it also prints the number of requests that
asana-exporter sends: one for each task, its subtasks, its stories and its attachments. The goals:
at most 100 MB of memory, and at most one request for 100 tasks, and one for ten tasks for each of
subtasks, stories and attachments.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import asana
from asana.sandbox import Sandbox

ROOT = Path(__file__).parents[1]

MOST_MEMORY = 100 * 1000 * 1000

SUBTASKS = 20  # every 20th task has subtasks
FILES = 100


class Figures(NamedTuple):
    """The cost of one export."""

    requests: Counter[str]
    actions: int
    seconds: float
    peak: int
    manifest: Any

    @property
    def total(self) -> int:
        return sum(self.requests.values())


def data(tasks: int) -> dict[str, Any]:
    """Return a project, whose tasks have three stories each, including that of their creation."""
    rows: list[dict[str, Any]] = []
    for number in range(tasks):
        row: dict[str, Any] = {
            "name": f"Task {number}",
            "project": "Large",
            "notes": f"What task {number} is about. " * 10,
            "comments": [f"Comment {each} on {number}" for each in range(2)],
        }
        if number % SUBTASKS == 0:
            row["subtasks"] = [{"name": f"Below {number}"}]
        rows.append(row)
    return {"projects": [{"name": "Large", "sections": ["One", "Two"]}], "tasks": rows}


def export(sandbox: Sandbox, project: str, folder: str) -> Figures:
    """Export in a new process, and return the cost."""
    where = (sandbox.base_url, sandbox.access_token, project, folder)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.export_size", "--child", *where],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    return Figures(**{**found, "requests": Counter(found["requests"])})


def child(base_url: str, token: str, project: str, folder: str) -> None:
    requests: Counter[str] = Counter()
    actions = 0

    class Counting(asana.Client):
        def request(self, method: str, path: str, /, **options: Any) -> Any:  # type: ignore[override]
            nonlocal actions
            requests[getattr(path, "template", path)] += 1
            actions += len(options["data"]["data"]["actions"]) if path == "/batch" else 1
            return super().request(method, path, **options)

        def download(self, *args: Any, **options: Any) -> Any:
            requests["(file)"] += 1
            return super().download(*args, **options)

    client = Counting.access_token(token, base_url=base_url)
    started = time.monotonic()
    manifest = client.projects.export(project, folder)
    seconds = time.monotonic() - started
    print(json.dumps(Figures(requests, actions, seconds, _peak(), manifest)._asdict()))


def _peak() -> int:
    """Return the peak memory of this process in bytes, on Linux."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (kilobytes,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kilobytes) * 1024


def most_requests(figures: Figures, tasks: int, parents: int) -> int:
    """Return the goal: the maximum number of requests of an export."""
    records = figures.manifest["records"]
    every: int = records["tasks"]["count"]
    further = 12  # the project, its events, and batches that are not full
    users: int = records["users"]["count"] // 10 + 1
    return tasks // 100 + parents // 10 + 2 * (every // 10) + FILES + users + further


def show(name: str, figures: Figures) -> None:
    print(
        f"{name}: {figures.total} requests, {figures.actions} that count for the rate limit, "
        f"{figures.seconds:.1f} seconds, {figures.peak / 1e6:.0f} MB"
    )
    print("  " + ", ".join(f"{route} {count}" for route, count in figures.requests.most_common()))


def measure(tasks: int) -> bool:
    """Export, print the cost, and return whether it meets the goals."""
    parents = -(-tasks // SUBTASKS)
    with Sandbox(data=data(tasks)) as sandbox, tempfile.TemporaryDirectory() as folder:
        client = sandbox.client()
        project = next(iter(client.projects.get_projects()))["gid"]
        page: Any = client.tasks.get_tasks_for_project(project, item_limit=FILES)
        for task in page:
            client.attachments.create_attachment_for_object(
                parent=task["gid"], file=b"content" * 100, file_name="notes.txt"
            )
        first = export(sandbox, project, folder)
        show(f"{tasks} tasks", first)
        again = export(sandbox, project, folder)
        show("  again, nothing changed", again)
        for task in client.tasks.get_tasks_for_project(project, item_limit=50):
            client.stories.create_story_for_task(task["gid"], text="One more")
        show("  again, 50 comments", export(sandbox, project, folder))
        records = first.manifest["records"]
        count, stories = records["tasks"]["count"], records["stories"]["count"]
        each = 4 * count + FILES
        print(f"{stories} stories; one request for each task and kind: {each} requests")
        goal = most_requests(first, tasks, parents)
        print(f"goals: {goal} requests, {MOST_MEMORY / 1e6:.0f} MB")
        return first.total <= goal and max(first.peak, again.peak) <= MOST_MEMORY


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a large export.")
    parser.add_argument("tasks", nargs="?", type=int, default=10_000)
    sys.exit(not measure(parser.parse_args().tasks))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
    else:
        main()
