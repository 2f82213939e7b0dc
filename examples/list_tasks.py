"""List the open tasks of a project, by default the first one: list_tasks.py [PROJECT_GID]

It requests only the fields it needs, reads all pages, and shows its progress if tqdm is installed.
"""

import sys
from collections.abc import Iterable

from account import connect

import asana
from asana.types.tasks import Task

FIELDS = ["name", "due_on", "assignee.name", "memberships.section.name"]


def main() -> None:
    with connect() as client:
        project_gid = sys.argv[1] if len(sys.argv) > 1 else first_project(client)
        project = client.projects.get_project(project_gid, fields=["name"])
        counts = client.projects.get_task_counts_for_project(
            project_gid, fields=["num_incomplete_tasks"]
        )
        tasks = client.tasks.get_tasks_for_project(
            project_gid, completed_since="now", fields=FIELDS, page_size=5
        )
        shown = with_progress(tasks, counts["num_incomplete_tasks"])
        rows = [row(task) for task in shown]
        print(f"{project['name']}: {len(rows)} open tasks")
        for line in rows:
            print(f"  {line}")


def with_progress(tasks: Iterable[Task], total: int) -> Iterable[Task]:
    """Show the progress of an iteration in a terminal, if tqdm is installed."""
    try:
        from tqdm import tqdm
    except ImportError:
        return tasks
    return tqdm(tasks, total=total, unit="task", disable=None)


def first_project(client: asana.Client) -> str:
    workspace = client.users.me()["workspaces"][0]["gid"]
    return next(client.projects.get_projects(workspace=workspace, archived=False))["gid"]


def row(task: Task) -> str:
    sections = [place["section"]["name"] for place in task["memberships"] if place.get("section")]
    assignee = task["assignee"]["name"] if task["assignee"] else "nobody"
    return f"{task['due_on'] or '':10}  {assignee:20}  {sections[0]:20}  {task['name']}"


if __name__ == "__main__":
    main()
