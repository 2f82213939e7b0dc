"""Query all tasks of a workspace with SQL: workspace_sql.py ["SELECT …"]

It needs DuckDB and pandas: pip install duckdb pandas
"""

import sys
from collections.abc import Iterator
from typing import Any

from account import connect

import asana
from asana import tables

COLUMNS = ["gid", "name", "assignee", "completed", "due_on", "created_at"]
QUERY = """
    SELECT project, count(*) AS tasks, count(*) FILTER (NOT completed) AS open,
        min(due_on) FILTER (NOT completed) AS next_due
    FROM tasks GROUP BY project ORDER BY open DESC
"""


def main() -> None:
    query = sys.argv[1] if len(sys.argv) > 1 else QUERY
    import duckdb
    import pandas

    with connect() as client:
        workspace_gid = client.users.me()["workspaces"][0]["gid"]
        tasks = pandas.DataFrame(tasks_of(client, workspace_gid))
    database = duckdb.connect()
    database.register("tasks", tasks)
    print(database.sql(query))


def tasks_of(client: asana.Client, workspace_gid: str) -> Iterator[dict[str, Any]]:
    """Yield a row for each task of each project, fetched in parallel."""

    def rows(project: Any) -> list[dict[str, Any]]:
        tasks = client.tasks.get_tasks_for_project(
            project["gid"], fields=tables.opt_fields(COLUMNS)
        )
        return [{"project": project["name"], **row} for row in tables.rows(tasks, COLUMNS)]

    for found in client.map(rows, client.projects.get_projects(workspace=workspace_gid)):
        yield from found


if __name__ == "__main__":
    main()
