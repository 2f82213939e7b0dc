"""Back up everything that a user can access, for example every night: backup.py [FOLDER]

Each workspace gets a folder. Run it again to update the backup, or to continue after an
interruption. It exits with status 1 if anything is missing.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from account import connect

import asana
from asana import exporting

RATE_LIMIT = 1000  # requests per minute, which leaves some for other programs


def main() -> None:
    parser = argparse.ArgumentParser(description="Back up everything that a user can access.")
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--markdown", action="store_true", help="also save texts as Markdown")
    options = parser.parse_args()
    with connect() as client, tempfile.TemporaryDirectory() as demonstration:
        client.options["rate_limit"] = RATE_LIMIT
        folder = options.folder or Path(demonstration)
        problems = [
            problem
            for workspace in client.workspaces.get_workspaces()
            for problem in back_up(client, workspace["gid"], folder, options.markdown)
        ]
    for problem in problems:
        print(f"  {problem}")
    sys.exit(bool(problems))


def back_up(client: asana.Client, workspace: str, folder: Path, markdown: bool) -> list[str]:
    """Export a workspace, and return the problems."""
    target = folder / workspace
    manifest = client.workspaces.export(workspace, target, markdown=markdown, progress=show)
    tasks = files = 0
    for part in manifest["parts"]:
        for _ in exporting.records(target / part["path"], "tasks"):
            tasks += 1
        for _ in exporting.records(target / part["path"], "files"):
            files += 1
    print(f"{workspace}: {len(manifest['parts'])} projects, {tasks} tasks, {files} files")
    return exporting.verify(target)


def show(phase: str, done: int, total: int | None) -> None:
    if sys.stderr.isatty():
        print(f"\r  {phase}: {done} of {total or '?'}    ", end="", file=sys.stderr)


if __name__ == "__main__":
    main()
