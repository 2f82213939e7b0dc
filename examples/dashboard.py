"""Chart complete and incomplete tasks per section and assignee: dashboard.py [PROJECT]

It writes dashboard.png and needs matplotlib: pip install matplotlib
"""

import argparse
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from account import connect

import asana
from asana import tables

COLUMNS = ["name", "section", "assignee", "completed"]


def main() -> None:
    parser = argparse.ArgumentParser(description="Chart complete and incomplete tasks.")
    parser.add_argument("project", nargs="?", default="Open Pier Street")
    parser.add_argument("--output", type=Path, default=Path("dashboard.png"))
    options = parser.parse_args()
    with connect() as client:
        rows = list(tasks_of(client, options.project))
    for column in ("section", "assignee"):
        for name, done, left in counted(rows, column):
            print(f"  {column:8}  {name:20}  {done:3} complete  {left:3} not")
    draw(rows, options.output)
    print(f"Wrote {options.output}")


def tasks_of(client: asana.Client, project_name: str) -> Iterable[dict[str, Any]]:
    workspace_gid = client.users.me()["workspaces"][0]["gid"]
    project = client.projects.named(workspace_gid, project_name)["gid"]
    fields = tables.opt_fields(COLUMNS, project=project)
    tasks = client.tasks.get_tasks_for_project(project, fields=fields)
    return tables.rows(tasks, COLUMNS, project=project)


def counted(rows: list[dict[str, Any]], column: str) -> list[tuple[str, int, int]]:
    """Return each value of a column, with the numbers of complete and incomplete tasks."""
    done = Counter(row[column] or "nobody" for row in rows if row["completed"])
    left = Counter(row[column] or "nobody" for row in rows if not row["completed"])
    return [(name, done[name], left[name]) for name in dict.fromkeys([*done, *left])]


def draw(rows: list[dict[str, Any]], path: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")  # needs no display
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2, figsize=(10, 4), layout="constrained")
    for axis, column in zip(axes, ("section", "assignee"), strict=True):
        names, done, left = zip(*counted(rows, column), strict=True)
        axis.barh(names, done, label="complete", color="#5da283")
        axis.barh(names, left, left=done, label="incomplete", color="#f1bd6c")
        axis.set_title(f"Tasks by {column}")
    axes[0].legend()
    figure.savefig(path)
    pyplot.close(figure)


if __name__ == "__main__":
    main()
