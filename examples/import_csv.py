"""Import tasks from a CSV file, and again after an interruption: import_csv.py [FILE [JOURNAL]].

The first line of the file contains the names of the columns, see COLUMNS. Without a file, it
imports a small example twice: the second run has nothing left to do.
"""

import sys
import tempfile
from pathlib import Path

from account import connect, on_asana

import asana
from asana.importing import InvalidRowsError

COLUMNS = {
    "ID": "key",
    "Title": "name",
    "Parent": "parent",
    "Status": "section",
    "Due": "due_on",
    "Labels": "tags",
    "Remark": "comments",
    "Waits for": "dependencies",
}

SAMPLE = """ID,Title,Parent,Status,Due,Labels,Remark,Waits for
1,Find a room,,This month,2030-03-01,"office, urgent",At least 200 square meters,
2,Ask the landlord,1,,,,,
3,Order the desks,,Later,2030-04-01,office,,1
4,Move in,,Later,2030-05-01,,"Party, of course","1,3"
"""


def main() -> None:
    with connect() as client, tempfile.TemporaryDirectory() as folder:
        file = Path(sys.argv[1]) if len(sys.argv) > 1 else sample(Path(folder))
        journal = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder, "import.db")
        workspace_gid = client.users.me()["workspaces"][0]["gid"]
        project = client.projects.ensure(workspace_gid, f"Imported from {file.name}")
        for _ in range(1 if len(sys.argv) > 2 else 2):
            load(client, project["gid"], file, journal)
        for depth, task in client.tasks.walk(project["gid"]):
            print("  " * depth + task["name"])
        if on_asana() and len(sys.argv) < 2:
            client.projects.delete_project(project["gid"])


def sample(folder: Path) -> Path:
    file = folder / "sample.csv"
    file.write_text(SAMPLE, encoding="utf-8")
    return file


def load(client: asana.Client, project_gid: str, file: Path, journal: Path) -> None:
    try:
        with client.projects.importer(project_gid, journal) as importer:
            importer.csv(file, COLUMNS)
    except InvalidRowsError as error:
        sys.exit(str(error))
    print(importer.report)


if __name__ == "__main__":
    main()
