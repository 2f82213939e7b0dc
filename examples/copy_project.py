"""Copy a project into another workspace: copy_project.py PROJECT_GID WORKSPACE_GID [--work FOLDER]

Users are matched by email address and custom fields by name. Missing custom fields are created, and
everything that cannot be copied is listed. Run it again with the same folder to continue after an
interruption. Without a project, it copies one within the first workspace.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from account import connect

import asana
from asana import exporting


def main() -> None:
    parser = argparse.ArgumentParser(description="Copy a project into another workspace.")
    parser.add_argument("project_gid", nargs="?")
    parser.add_argument("workspace_gid", nargs="?")
    parser.add_argument("--work", type=Path, help="the folder for the export and the journal")
    parser.add_argument("--dry-run", action="store_true", help="list what would be written")
    options = parser.parse_args()
    with connect() as client, tempfile.TemporaryDirectory() as folder:
        project = options.project_gid or next(client.projects.get_projects())["gid"]
        workspace = options.workspace_gid or client.users.me()["workspaces"][0]["gid"]
        complete = copy(client, project, workspace, options.work or Path(folder), options.dry_run)
    sys.exit(not complete)


def copy(
    client: asana.Client, project: str, workspace: str, work: Path, dry_run: bool = False
) -> bool:
    """Copy a project, and return whether everything could be copied."""
    client.projects.export(project, work / "export")
    if problems := exporting.verify(work / "export"):
        print(*problems, sep="\n")
    target = target_of(client, workspace, work)
    found = client.projects.restore(target, work / "export", work / "copy.db", dry_run=dry_run)
    print(found.report)
    for lost in found.lost:
        print(f"  not kept: {lost}")
    return found.report.complete


def target_of(client: asana.Client, workspace: str, work: Path) -> str:
    """Return the gid of the copy, which the first run creates."""
    note = work / "target.txt"
    if not note.exists():
        [project] = exporting.records(work / "export", "project")
        name = f"Copy of {project['name']}"
        note.write_text(client.projects.create_project(workspace=workspace, name=name)["gid"])
    return note.read_text()


if __name__ == "__main__":
    main()
