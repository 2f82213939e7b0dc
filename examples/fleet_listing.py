"""Copy all tasks of a workspace into files, one Celery task for each project.

    export REDIS_URL=redis://localhost:6379/0 ASANA_ACCESS_TOKEN=... OUTPUT=/shared/tasks
    celery --app fleet_listing:queue worker --concurrency 8
    python fleet_listing.py WORKSPACE_GID

Start workers on as many machines as you like: they share one rate limit. A task in several projects
is in the file of each.
"""

import json
import os
import sys
from pathlib import Path

from celery import Celery, group

import asana
from asana.stores import SharedRate

REDIS = os.environ.get("REDIS_URL", "redis://localhost:6379/0")
OUTPUT = Path(os.environ.get("OUTPUT", "tasks"))
FIELDS = ["name", "completed", "assignee.name", "due_on", "modified_at"]

queue = Celery("fleet_listing", broker=REDIS, backend=REDIS)
queue.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,  # projects differ in size
)
# Without a deadline, because a background job can wait for the rate limit as long as it takes.
client = asana.Client.access_token(rate_limit=SharedRate(REDIS, 1500), deadline=None)


@queue.task(autoretry_for=(asana.error.RetryableAsanaError,), retry_backoff=True)
def copy_tasks(project_gid: str) -> int:
    """Write the tasks of a project to a file, which appears when it is complete."""
    part = OUTPUT / f"{project_gid}.part"
    count = 0
    with part.open("w", encoding="utf-8") as file:
        for task in client.tasks.get_tasks_for_project(project_gid, fields=FIELDS):
            file.write(json.dumps(task) + "\n")
            count += 1
    part.replace(OUTPUT / f"{project_gid}.jsonl")
    return count


def main() -> None:
    OUTPUT.mkdir(parents=True, exist_ok=True)
    projects = client.projects.get_projects(workspace=sys.argv[1], fields=["gid"])
    copied = group(copy_tasks.s(project["gid"]) for project in projects).apply_async()
    counts = copied.get()
    print(f"{sum(counts)} tasks of {len(counts)} projects")


if __name__ == "__main__":
    main()
