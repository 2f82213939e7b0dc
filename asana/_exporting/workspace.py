"""The export of a workspace: its own records, and each of its projects in a folder."""

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .._above.listings import Place, listings
from .._call.paths import path, route
from ..error import (
    AsanaError,
    ForbiddenError,
    NoAuthorizationError,
    NotFoundError,
    PremiumOnlyError,
    RetryableAsanaError,
)
from ..page_iterator import ListPageIterator
from ..records import gid_of
from .asked import FIELDS, PROJECTS, WORKSPACE_KINDS, Manifest, listing_of
from .journal import Journal
from .publish import now, publish

if TYPE_CHECKING:
    from .._verbs import Verbs

__all__ = ["WorkspaceExport"]

HIDDEN: tuple[type[AsanaError], ...] = (NotFoundError, PremiumOnlyError, ForbiddenError)

ExportProject = Callable[[str, str], Manifest]
"""Exports a project to a folder, and returns its manifest."""


class WorkspaceExport:
    """One run of the export of a workspace.

    :param journal: the journal of the export
    :param options: the options of the requests
    :param export: exports one project
    """

    def __init__(
        self,
        client: "Verbs",
        journal: Journal,
        options: Mapping[str, Any],
        export: ExportProject,
    ) -> None:
        self.client = client
        self.journal = journal
        self.workspace: str = journal.get("target")[1]
        self._options = dict(options)
        self._export = export

    def go(self) -> Manifest:
        """Complete the export, and return the manifest.

        :raises AsanaError: a request failed; call this again to resume
        """
        journal = self.journal
        left = set(journal.gids("SELECT task FROM due"))  # of an interrupted run
        self._read()
        for gid in sorted(self._projects(), key=lambda gid: gid not in left):
            self._go_project(gid)
        skipped = journal.get("skipped")
        return publish(
            journal,
            WORKSPACE_KINDS,
            parts=[{"path": f"{PROJECTS}/{gid}"} for gid in self._projects() if gid not in skipped],
            skipped=[{"project": gid, "reason": reason} for gid, reason in skipped.items()],
        )

    def _projects(self) -> list[str]:
        return self.journal.gids("SELECT gid FROM records WHERE kind = 'projects' ORDER BY place")

    def _read(self) -> None:
        """Read the workspace's own records, and record its projects."""
        own = path("/workspaces/{}", self.workspace)
        fields = FIELDS["workspace"].split()
        workspace = self.client.get(own, {}, **{**self._options, "fields": fields})
        found = self._listed()
        with self.journal.step():
            self.journal.set(run=self.journal.run + 1, started_at=now(), skipped={})
            self.journal.put_all("workspace", [workspace])
            for kind, items in found.items():
                self.journal.put_all(kind, items)
            self.journal.do("DELETE FROM due")
            self.journal.do("INSERT INTO due SELECT gid FROM records WHERE kind = 'projects'")

    def _listed(self) -> dict[str, list[Any]]:
        """Return the workspace's records of each kind; one request, plus those of further pages."""
        gid = self.workspace
        where: dict[str, Place] = {
            "projects": (route("/projects"), {"workspace": gid}),
            "users": (path("/workspaces/{}/users", gid, pages=ListPageIterator), {}),
            **{
                kind: (path(f"/workspaces/{{}}/{kind}", gid), {})
                for kind in ("teams", "tags", "custom_fields")
            },
        }
        # Each has its own fields, given in its query.
        places: dict[str, Place] = {
            kind: (place, {**query, "opt_fields": FIELDS[_FIELDS_OF.get(kind, kind)].split()})
            for kind, (place, query) in where.items()
        }
        options = listing_of("users", self._options)
        del options["fields"]
        found = listings(self.client, places, options, HIDDEN)
        # Pages may shift while they are read.
        return {
            kind: [*{gid_of(each): each for each in items or ()}.values()] for kind, items in found
        }

    def _go_project(self, gid: str) -> None:
        journal, reason = self.journal, ""
        try:
            self._export(gid, os.path.join(journal.folder, PROJECTS, gid))
        except (RetryableAsanaError, NoAuthorizationError):
            raise
        except AsanaError as error:  # for example because it was deleted or is now private
            reason = f"{type(error).__name__}: {error}"
        with journal.step():
            journal.do("DELETE FROM due WHERE task = ?", gid)
            if reason:
                journal.set(skipped={**journal.get("skipped"), gid: reason})


_FIELDS_OF = {"projects": "project"}
