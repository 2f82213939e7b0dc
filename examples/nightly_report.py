"""Write a CSV report of a project's open tasks: nightly_report.py [PROJECT] [--output report.csv]

It also comments on each overdue task, once for each due date, no matter how often the job runs.
"""

import argparse
import csv
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from account import connect

import asana
from asana import tables

COLUMNS = ["gid", "name", "section", "assignee", "due_on", "Priority", "Cost"]


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a CSV report of a project's open tasks.")
    parser.add_argument("project", nargs="?", default="Open Pier Street")
    parser.add_argument("--output", type=Path, help="the file to write, instead of the terminal")
    options = parser.parse_args()
    with connect() as client:
        rows = list(open_tasks(client, options.project))
        if options.output:
            with options.output.open("w", encoding="utf-8", newline="") as file:
                write(rows, file)
        else:
            write(rows, sys.stdout)
        print(f"{len(rows)} open tasks, {remind(client, rows)} of them overdue")


def open_tasks(client: asana.Client, project_name: str) -> Iterator[dict[str, Any]]:
    """Return the rows of the report, without columns that the project does not have."""
    workspace_gid = client.users.me()["workspaces"][0]["gid"]
    project = client.projects.named(workspace_gid, project_name)
    fields = client.custom_fields.of(project["gid"])
    known = tables.columns(fields)
    columns = [name for name in COLUMNS if name in known]
    tasks = client.tasks.get_tasks_for_project(
        project["gid"], completed_since="now", fields=tables.opt_fields(columns, fields)
    )
    return tables.rows(tasks, columns, fields)


def write(rows: list[dict[str, Any]], file: TextIO) -> None:
    writer = csv.DictWriter(file, rows[0] if rows else ["gid"])
    writer.writeheader()
    writer.writerows(rows)


def remind(client: asana.Client, rows: list[dict[str, Any]]) -> int:
    """Comment on each overdue task; return the number of overdue tasks."""
    overdue = [row for row in rows if row["due_on"] and row["due_on"] < date.today()]
    for row in overdue:
        text = f"This was due on {row['due_on']}. What is left to do?"
        client.stories.ensure_comment(row["gid"], text, key=f"overdue {row['due_on']}")
    return len(overdue)


if __name__ == "__main__":
    main()
