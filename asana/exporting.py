"""Exports: a project or workspace in files, which later runs keep up to date.

>>> client.projects.export(project_gid, "backup/")
>>> exporting.verify("backup/")
[]

A run resumes where the previous one stopped, for whatever reason.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any

from ._call.values import file_path, short
from ._exporting.asked import Manifest, Progress, Restored
from ._exporting.finished import FinishedExport
from ._exporting.reading import records, verify
from .feed import gid_text
from .options import OF_THE_REQUEST, check

if TYPE_CHECKING:
    from ._verbs import Verbs
    from .records import Record

__all__ = [
    "FinishedExport",
    "Manifest",
    "Progress",
    "Restored",
    "export_project",
    "export_workspace",
    "records",
    "restore",
    "rows",
    "verify",
]


def export_project(
    client: "Verbs",
    project: str,
    folder: str | os.PathLike[str],
    files: bool,
    markdown: bool,
    progress: Progress | None,
    options: Mapping[str, Any],
) -> Manifest:
    """Export a project: see ``client.projects.export``."""
    from ._exporting.journal import Journal  # imports sqlite3, which is slow
    from ._exporting.project import ProjectExport

    where = _checked(client, folder, progress, options)
    with closing(Journal(where, ["project", gid_text(project)])) as journal:
        run = ProjectExport(
            client, journal, options, progress=progress, files=files, markdown=markdown
        )
        return run.go()


def export_workspace(
    client: "Verbs",
    workspace: str,
    folder: str | os.PathLike[str],
    files: bool,
    markdown: bool,
    progress: Progress | None,
    options: Mapping[str, Any],
) -> Manifest:
    """Export a workspace: see ``client.workspaces.export``."""
    from ._exporting.journal import Journal
    from ._exporting.workspace import WorkspaceExport

    where = _checked(client, folder, progress, options)

    def export(project: str, folder: str) -> Manifest:
        return export_project(client, project, folder, files, markdown, progress, options)

    with closing(Journal(where, ["workspace", gid_text(workspace)])) as journal:
        return WorkspaceExport(client, journal, options, export).go()


def restore(
    client: "Verbs",
    project: str,
    folder: str | os.PathLike[str],
    journal: str | os.PathLike[str],
    dry_run: bool,
    options: Mapping[str, Any],
) -> Restored:
    """Import an export into a project: see ``client.projects.restore``."""
    from ._exporting import restoring

    return restoring.restore(client, gid_text(project), folder, journal, dry_run, options)


def rows(folder: str | os.PathLike[str]) -> "Iterator[Record]":
    """Return an iterator over the rows for an importer, one for each task of an export.

    Users are represented by their email addresses, custom fields by name and value; each comment
    begins with its author and time. ``client.projects.restore`` imports these rows, and also
    prepares the project. Sends no request.

    :raises ValueError: the export has not finished
    """
    from ._exporting.rows import Rows  # imports the rules of rich text, which is slow

    return iter(Rows(folder))


def _checked(client: "Verbs", folder: Any, progress: Any, options: Mapping[str, Any]) -> str:
    """Check the arguments of an export, and return its folder.

    :raises TypeError: an argument has the wrong type
    :raises ValueError: the client is a batch, which does not support exports
    """
    client.batch()
    for name in options:
        if name not in OF_THE_REQUEST:
            raise TypeError(f"an export has no option {short(name)}")
        check(name, options[name])
    if progress is not None and not callable(progress):
        raise TypeError(f"progress must be callable, not {type(progress).__name__}")
    return file_path(folder, "the folder of an export")


def __dir__() -> list[str]:
    return __all__
