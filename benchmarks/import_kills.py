"""Kill imports at random moments: ``python -m benchmarks.import_kills [KILLS]``.

Each import writes to a project of a sandbox that loses responses, fails, rejects requests and is
slow. It is killed with SIGKILL at random moments and restarted, until its share of the kills is
done; then it can finish. The project is then compared with the rows, record by record.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asana
from asana.sandbox import Sandbox

from . import import_rows

CHECKOUT = Path(__file__).parents[1]

PATIENCE = 600.0  # seconds for a run that is not killed

FIELDS = (
    "name",
    "due_on",
    "notes",
    "completed",
    "tags.name",
    "memberships.section.name",
    "custom_fields.name",
    "custom_fields.number_value",
)


@dataclass
class Total:
    """The results of all imports.

    :ivar writes: the number of tasks, comments, files and dependencies in the end
    :ivar wrong: the number of records with another content, or in another order
    """

    imports: int = 0
    kills: int = 0
    rows: int = 0
    writes: int = 0
    lost: int = 0
    double: int = 0
    wrong: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills of {self.imports} imports: "
            f"{self.rows} rows, {self.writes} records; "
            f"{self.lost} lost, {self.double} double, {self.wrong} otherwise wrong"
        )


def add_faults(sandbox: Sandbox, seed: int) -> None:
    """Make one request in eight fail."""
    add = sandbox.faults.add
    add("drop_after", probability=0.03, seed=seed)
    add("drop_before", probability=0.02, seed=seed + 1)
    add("cut_body", probability=0.01, seed=seed + 2)
    add(status=500, probability=0.02, seed=seed + 3)
    add(status=502, effect=True, probability=0.02, seed=seed + 4)
    add("rate_limit", retry_after=0, probability=0.02, seed=seed + 5)
    add(latency=0.05, probability=0.05, seed=seed + 6)


def run(
    sandbox: Sandbox, project: str, journal: Path, rows: int, seed: int
) -> "subprocess.Popen[str]":
    """Start an import in a new process."""
    arguments = (
        sandbox.base_url,
        sandbox.access_token,
        project,
        str(journal),
        str(rows),
        str(seed),
    )
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.import_rows", *arguments],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )


def killed(process: "subprocess.Popen[str]", after: float) -> bool:
    """Kill a process after some seconds; return whether it was still running."""
    try:
        process.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return True
    return False


def import_once(
    sandbox: Sandbox, folder: Path, rows: int, seed: int, kills: int, total: Total
) -> None:
    """Import into a new project, with kills, and compare."""
    dice = random.Random(seed)
    sandbox.reset()
    client = sandbox.client()
    project = new_project(client)
    add_faults(sandbox, seed)
    journal = folder / f"{seed}.db"
    done = 0
    while done < kills:
        process = run(sandbox, project, journal, rows, seed)
        wait_for_request(sandbox, process)
        if not killed(process, dice.random() ** 2 * 3.0):
            break  # the process ended first
        done += 1
    process = run(sandbox, project, journal, rows, seed)
    out, err = process.communicate(timeout=PATIENCE)
    sandbox.faults.clear()
    total.imports += 1
    total.kills += done
    total.rows += rows
    if process.returncode:
        total.wrong += 1
        total.problems.append(
            f"import {seed} ended with {process.returncode}: {out[-500:]}{err[-2000:]}"
        )
    compare(client, project, import_rows.rows(rows, seed), total)


def new_project(client: asana.Client) -> str:
    workspace, *_ = client.workspaces.get_workspaces()
    project = client.projects.create_project(name="Imported", workspace=workspace["gid"])
    made = client.custom_fields.create_custom_field(
        name=import_rows.FIELD, resource_subtype="number", precision=2, workspace=workspace["gid"]
    )
    client.projects.add_custom_field_setting_for_project(project["gid"], custom_field=made["gid"])
    return project["gid"]


def wait_for_request(sandbox: Sandbox, process: "subprocess.Popen[str]") -> None:
    """Wait until a process has sent a request, because it starts slowly."""
    before = sandbox.requests[-1] if sandbox.requests else None
    while process.poll() is None and (sandbox.requests[-1] if sandbox.requests else None) is before:
        time.sleep(0.005)


# -- comparing


Place = tuple[Any, ...]
"""Where a task stands: the section and its number in it, or its parent's place and its number."""


def expected(rows: list[dict[str, Any]]) -> dict[Place, dict[str, Any]]:
    """Return the expected task at each place."""
    counts: Counter[Place] = Counter()
    places: dict[str, Place] = {}
    for row in rows:
        above = places[row["parent"]] if "parent" in row else (row["section"],)
        places[row["key"]] = (*above, counts[above])
        counts[above] += 1
    return {
        places[row["key"]]: {
            "name": row["name"],
            "due_on": row.get("due_on"),
            "notes": row.get("notes", ""),
            "completed": row["completed"],
            "tags": sorted(row.get("tags", ())),
            "effort": row.get("custom_fields", {}).get(import_rows.FIELD),
            "comments": list(row.get("comments", ())),
            "attachments": [(name, len(data)) for name, data in row.get("attachments", ())],
            "dependencies": sorted(places[key] for key in row.get("dependencies", ())),
        }
        for row in rows
    }


def found(client: asana.Client, project: str) -> dict[Place, dict[str, Any]]:
    """Return the task at each place."""
    counts: Counter[Place] = Counter()
    places: dict[str, Place] = {}
    tasks: list[Any] = []
    above: list[Place] = []
    for depth, task in client.tasks.walk(project, fields=[*FIELDS, "num_subtasks"]):
        del above[depth:]
        place = above[-1] if above else (task["memberships"][0]["section"]["name"],)
        places[task["gid"]] = (*place, counts[place])
        counts[place] += 1
        above.append(places[task["gid"]])
        tasks.append(task)
    parts = zip(tasks, *(listed(client, tasks, kind) for kind in KINDS), strict=True)
    return {
        places[task["gid"]]: {
            "name": task["name"],
            "due_on": task["due_on"],
            "notes": task["notes"],
            "completed": task["completed"],
            "tags": sorted(tag["name"] for tag in task["tags"]),
            "effort": effort(task),
            "comments": [story["text"] for story in stories if story["type"] == "comment"],
            "attachments": [(each["name"], each["size"]) for each in files],
            "dependencies": sorted(places[each["gid"]] for each in dependencies),
        }
        for task, stories, files, dependencies in parts
    }


def effort(task: Any) -> Any:
    return next(
        (f["number_value"] for f in task["custom_fields"] if f["name"] == import_rows.FIELD), None
    )


KINDS = {
    "stories": ["type", "text"],
    "attachments": ["name", "size"],
    "dependencies": ["name"],
}


def listed(client: asana.Client, tasks: list[Any], kind: str) -> Iterator[list[Any]]:
    """Yield the records of a kind of each task."""
    batch = client.batch()
    for task in tasks:
        if kind == "attachments":
            batch.attachments.get_attachments_for_object(parent=task["gid"], fields=KINDS[kind])
        else:
            batch.get_collection(f"/tasks/{task['gid']}/{kind}", fields=KINDS[kind])
    for action in batch.send():
        yield list(action.result())


def compare(client: asana.Client, project: str, rows: list[dict[str, Any]], total: Total) -> None:
    """Add the differences to the total."""
    wanted, there = expected(rows), found(client, project)
    before = len(total.problems)
    for place in wanted.keys() | there.keys():
        if place not in there:
            total.lost += 1
            total.problems.append(f"lost: {place} {wanted[place]}")
        elif place not in wanted:
            total.double += 1
            total.problems.append(f"double: {place} {there[place]}")
        else:
            compare_task(place, wanted[place], there[place], total)
    workspace, *_ = client.workspaces.get_workspaces()
    tags = [tag["name"] for tag in client.tags.get_tags_for_workspace(workspace["gid"])]
    sections = [each["name"] for each in client.sections.get_sections_for_project(project)]
    compare_names("tag", {tag for row in rows for tag in row.get("tags", ())}, tags, total)
    compare_names("section", {row["section"] for row in rows if "section" in row}, sections, total)
    total.writes += len(there) + sum(
        len(task[kind])
        for task in there.values()
        for kind in ("comments", "attachments", "dependencies")
    )
    if len(total.problems) > before:
        print(f"{len(total.problems) - before} problems", *total.problems[before:][:5], sep="\n")


def compare_task(place: Place, wanted: dict[str, Any], there: dict[str, Any], total: Total) -> None:
    for name, value in wanted.items():
        if there[name] == value:
            continue
        total.problems.append(f"{place} {name}: {value!r}, not {there[name]!r}")
        if not isinstance(value, list):
            total.wrong += 1
            continue
        less, more = Counter(map(repr, value)), Counter(map(repr, there[name]))
        total.lost += (less - more).total()
        total.double += (more - less).total()
        total.wrong += less == more  # in another order


def compare_names(kind: str, wanted: set[str], there: list[str], total: Total) -> None:
    counts = Counter(there)
    for name in wanted:
        if counts[name] != 1:
            total.lost += not counts[name]
            total.double += max(counts[name] - 1, 0)
            total.problems.append(f"{counts[name]} times the {kind} {name!r}")


def kill_imports(kills: int, rows: int, seed: int, share: int, seconds: float = 1e9) -> Total:
    """Import until a number of kills, or a time, is reached; return the results.

    :param share: the maximum number of kills for one import
    """
    total = Total()
    end = time.monotonic() + seconds
    with Sandbox(max_requests=10) as sandbox, tempfile.TemporaryDirectory() as folder:
        while total.kills < kills and time.monotonic() < end:
            count = min(share, kills - total.kills)
            import_once(sandbox, Path(folder), rows, seed, count, total)
            print(total, flush=True)
            seed += 1
    return total


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.import_kills", description=(__doc__ or "").partition("\n")[0]
    )
    add = parser.add_argument
    add(
        "kills",
        nargs="?",
        type=int,
        default=1000,
        metavar="KILLS",
        help="the total number of kills (1000)",
    )
    add("--rows", type=int, default=500, metavar="N", help="the number of rows of an import (500)")
    add(
        "--share",
        type=int,
        default=20,
        metavar="N",
        help="the maximum number of kills of one import (20)",
    )
    add("--seed", type=int, default=1, metavar="N", help="the seed of the rows and moments (1)")
    add("--seconds", type=float, default=1e9, metavar="S", help="start no import after this time")
    given = parser.parse_args()
    total = kill_imports(given.kills, given.rows, given.seed, given.share, given.seconds)
    return int(bool(total.problems))


if __name__ == "__main__":
    sys.exit(main())
