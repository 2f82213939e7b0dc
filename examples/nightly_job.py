"""Tag the tasks of all projects that are due soon, and comment on them: nightly_job.py

It reads the projects in parallel with only the fields it needs, tags in batches, comments in
parallel, stays below Asana's rate limit, and reports failures.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from account import connect, on_asana

import asana
from asana.types.compact import ProjectCompact, TagCompact, TaskCompact
from asana.types.stories import Story

RATE_LIMIT = 1000  # requests per minute, which leaves some for other programs
DAYS = 7
COMMENT = "This is due soon. Will it be done by then?"


def main() -> None:
    with connect() as client:
        client.options["rate_limit"] = RATE_LIMIT
        workspace_gid = client.users.me()["workspaces"][0]["gid"]
        tasks = due_soon(client, workspace_gid)
        print(f"{len(tasks)} tasks are due by {limit()}")
        tag = client.tags.create_tag({"workspace": workspace_gid, "name": "due soon"})
        print(f"{mark(client, tag, tasks)} tagged")
        print(f"{ask(client, tasks)} commented on")
        if on_asana():
            client.tags.delete_tag(tag["gid"])


def limit() -> str:
    return (date.today() + timedelta(days=DAYS)).isoformat()


def due_soon(client: asana.Client, workspace_gid: str) -> list[TaskCompact]:
    def open_tasks(project: ProjectCompact) -> list[TaskCompact]:
        tasks: Iterator[Any] = client.tasks.get_tasks_for_project(
            project["gid"], completed_since="now", fields=["name", "due_on"]
        )
        return [task for task in tasks if task["due_on"] and task["due_on"] <= limit()]

    projects = client.projects.get_projects(workspace=workspace_gid, archived=False)
    found = client.map(open_tasks, projects)
    # A task can be in several projects.
    return list({task["gid"]: task for tasks in found for task in tasks}.values())


def mark(client: asana.Client, tag: TagCompact, tasks: list[TaskCompact]) -> int:
    """Return the number of tagged tasks."""
    batch = client.batch()
    for task in tasks:
        batch.tasks.add_tag(task["gid"], tag=tag["gid"])
    actions = batch.send()
    for task, action in zip(tasks, actions, strict=True):
        if action.error is not None:
            print(f"  {task['name']}: {action.error}")
    return sum(action.error is None for action in actions)


def ask(client: asana.Client, tasks: list[TaskCompact]) -> int:
    """Return the number of tasks with a new comment."""

    def comment(task: TaskCompact) -> Story:
        return client.stories.create_story_for_task(task["gid"], {"text": COMMENT})

    commented = 0
    for task, outcome in zip(tasks, client.map(comment, tasks, return_errors=True), strict=True):
        if isinstance(outcome, Exception):
            print(f"  {task['name']}: {outcome}")
        else:
            commented += 1
    return commented


if __name__ == "__main__":
    main()
