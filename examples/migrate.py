"""Import the rows of a CSV file into a project: migrate.py [rows.csv] [--project "Old tool"]

Run it again after a crash, or with a newer file: existing tasks are updated, and no task is created
twice. Columns: id, title, notes (Markdown), stage, urgency, tags (separated by commas), due.
"""

import argparse
import csv
import io
from collections.abc import Iterable, Mapping

from account import connect

import asana
from asana import rich_text
from asana.types.custom_fields import CreateCustomField
from asana.types.tasks import CreateTask

ROWS = """id,title,notes,stage,urgency,tags,due
A-17,Order chairs,"Forty, **stackable**",To do,High,"purchase,urgent",2027-03-01
A-18,Paint the sign,See the [drawing](https://example.com/sign),Doing,Low,marketing,2027-03-08
A-19,Hire two people,,To do,High,,
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Import the rows of a CSV file into a project.")
    parser.add_argument("file", nargs="?", help="the CSV file (by default, three sample rows)")
    parser.add_argument("--project", default="Old tool")
    options = parser.parse_args()
    with connect() as client:
        for run in ("first", "second"):
            with (
                open(options.file, encoding="utf-8") if options.file else io.StringIO(ROWS) as file
            ):
                created, found = migrate(client, options.project, csv.DictReader(file))
            print(f"{run} run: {created} created, {found} found")


def migrate(
    client: asana.Client, project_name: str, rows: Iterable[Mapping[str, str]]
) -> tuple[int, int]:
    """Return the numbers of created and existing tasks."""
    workspace_gid = client.users.me()["workspaces"][0]["gid"]
    project = client.projects.ensure(workspace_gid, project_name)["gid"]
    add_fields(client, workspace_gid, project)
    fields = client.custom_fields.of(project)
    index = client.tasks.index(project, field="Old id")
    outcomes = []
    for row in rows:
        section = client.sections.ensure(project, row["stage"])["gid"]
        names = [name for name in row["tags"].split(",") if name]
        values = {"Old id": row["id"], "Urgency": row["urgency"]}
        task: CreateTask = {
            "name": row["title"],
            "html_notes": rich_text.from_markdown(row["notes"], to="task"),
            "due_on": row["due"] or None,
            "memberships": [{"project": project, "section": section}],
            "tags": [client.tags.ensure(workspace_gid, name)["gid"] for name in names],
            "custom_fields": fields.values(values, ensure=True),
        }
        outcomes.append(client.tasks.upsert(task, by=index)[1])
    return outcomes.count(True), outcomes.count(False)


def add_fields(client: asana.Client, workspace_gid: str, project: str) -> None:
    """Create the two custom fields, and add them to the project."""
    known = client.custom_fields.of(project)
    wanted: dict[str, CreateCustomField] = {
        "Old id": {"resource_subtype": "text"},
        "Urgency": {"resource_subtype": "enum", "enum_options": [{"name": "High"}]},
    }
    for name in wanted.keys() - known.keys():
        field = client.custom_fields.ensure(workspace_gid, name, **wanted[name])["gid"]
        client.projects.add_custom_field_setting_for_project(project, custom_field=field)


if __name__ == "__main__":
    main()
