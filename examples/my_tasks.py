"""Show the tasks assigned to you, for example in a desktop widget: my_tasks.py [--days 7]"""

import argparse
from datetime import date, timedelta
from typing import Any

from account import connect

import asana
from asana import tables

COLUMNS = ["due_on", "name", "projects", "permalink_url"]


def main() -> None:
    parser = argparse.ArgumentParser(description="Show the tasks assigned to you.")
    parser.add_argument(
        "--days", type=int, default=7, help="show tasks that are due within this many days (7)"
    )
    days = parser.parse_args().days
    with connect() as client:
        rows = my_tasks(client)
    until = date.today() + timedelta(days=days)
    soon = [row for row in rows if row["due_on"] and row["due_on"] <= until]
    print(f"{len(rows)} tasks are yours; {len(soon)} are due by {until}")
    for row in sorted(soon, key=lambda row: row["due_on"]):
        print(f"  {row['due_on']}  {row['name']}  ({row['projects']})")


def my_tasks(client: asana.Client) -> list[dict[str, Any]]:
    """Return the open tasks that are assigned to the user, in all workspaces."""
    found: list[dict[str, Any]] = []
    for workspace in client.users.me()["workspaces"]:
        mine = client.tasks.get_tasks(
            workspace=workspace["gid"],
            assignee="me",
            completed_since="now",
            fields=tables.opt_fields(COLUMNS),
        )
        found += tables.rows(mine, COLUMNS)
    return found


if __name__ == "__main__":
    main()
