"""Keep a copy of a project's tasks in a database: mirror.py PROJECT_GID [--once]

It runs until Ctrl-C, or with --once updates the copy and exits. You can kill it at any time: the
next run continues from there. Without a project, it creates one and changes it.
"""

import argparse
import tempfile
from pathlib import Path

from account import connect

import asana
from asana.mirror import Mirror, Step


def main() -> None:
    parser = argparse.ArgumentParser(description="Keep a copy of a project's tasks.")
    parser.add_argument("project_gid", nargs="?")
    parser.add_argument("--database", default="tasks.db", help="an SQLite file (%(default)s)")
    parser.add_argument("--once", action="store_true", help="update the copy and exit")
    options = parser.parse_args()
    with connect() as client:
        if options.project_gid is None:
            demonstrate(client)
            return
        mirror = client.events.mirror(options.project_gid, options.database)
        if options.once:
            show(mirror, mirror.update())
        else:
            follow(mirror)


def follow(mirror: Mirror) -> None:
    try:
        for step in mirror.follow():
            show(mirror, step)
    except KeyboardInterrupt:
        print("The next run continues from here")


def show(mirror: Mirror, step: Step) -> None:
    done = sum(task["completed"] for task in mirror.tasks.values())
    print(
        f"  {len(mirror.tasks)} tasks, {done} completed: {step.changes} changes, "
        f"{step.listings} listings, {step.written} written, {step.removed} removed"
    )


def demonstrate(client: asana.Client) -> None:
    workspace = client.users.me()["workspaces"][0]["gid"]
    project = client.projects.create_project({"workspace": workspace, "name": "Mirrored"})
    try:
        tasks = [
            client.tasks.create_task(name=f"Task {n}", projects=[project["gid"]]) for n in range(8)
        ]
        with tempfile.TemporaryDirectory() as folder:
            mirror = client.events.mirror(project["gid"], Path(folder) / "tasks.db")
            show(mirror, mirror.update())
            client.tasks.update_task(tasks[0]["gid"], {"completed": True})
            show(mirror, mirror.update())
            client.tasks.delete_task(tasks[1]["gid"])
            show(mirror, mirror.update())
            show(mirror, mirror.update())
    finally:
        client.projects.delete_project(project["gid"])


if __name__ == "__main__":
    main()
