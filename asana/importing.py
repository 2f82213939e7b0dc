"""Imports: create many tasks in a project, each exactly once, despite interruptions.

>>> with client.projects.importer(project_gid, "import.db") as importer:
...     importer.task(key="1", name="Pack", section="To do", comments=["Mind the glasses"])
>>> print(importer.report)
"""

import dataclasses
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ._call.counts import check_positive, check_seconds, count
from ._call.paths import segment
from ._call.values import file_path, is_list, short
from ._importing.clock import clock_of
from ._importing.files import Columns, Raw, checked_columns, csv_rows, json_rows, picked
from ._importing.journal import Journal, JournalError
from ._importing.plan import checked
from ._importing.progress import shown
from ._importing.project import Project
from ._importing.reports import ImportReport, planned, reported
from ._importing.rows import Problem, Row, read_row
from ._importing.run import Run
from ._importing.settle import settle_by_hand
from .records import gid_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from ._verbs import Verbs

__all__ = ["ImportReport", "Importer", "InvalidRowsError", "JournalError", "Problem"]

GRACE = 60.0  # seconds

MOST_SHOWN = 20  # problems in a message

logger = logging.getLogger("asana")


class InvalidRowsError(ValueError):
    """The rows are invalid; nothing was written.

    :ivar problems: what is wrong, in the order of the rows
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        shown = [str(each) for each in self.problems[:MOST_SHOWN]]
        if len(self.problems) > MOST_SHOWN:
            shown.append(f"… and {len(self.problems) - MOST_SHOWN} more")
        count = len(self.problems)
        title = "1 problem" if count == 1 else f"{count} problems"
        super().__init__("\n".join([f"{title}, nothing was written:", *shown]))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems,)


class Importer:
    """Imports rows into a project; returned by ``client.projects.importer``.

    :meth:`task`, :meth:`rows`, :meth:`csv` and :meth:`jsonl` collect rows, in the intended order of
        the tasks. The end of the ``with`` block, or :meth:`run`, imports them.

    :ivar report: the report of the last run
    """

    def __init__(
        self,
        client: "Verbs",
        project: str,
        journal: str | os.PathLike[str],
        *,
        update: bool = False,
        dry_run: bool = False,
        concurrency: int = 10,
        grace: float = GRACE,
        progress: "bool | Callable[[int, int], object] | None" = None,
    ) -> None:
        check_positive("concurrency", concurrency)
        if not (progress is None or isinstance(progress, bool) or callable(progress)):
            raise TypeError(f"progress must be True or a function, not {type(progress).__name__}")
        self.client = client
        self.report = ImportReport()
        self._update = update
        self._dry_run = dry_run
        self._concurrency = count(concurrency)
        self._grace = check_seconds("grace", grace)
        self._progress = progress
        self._rows: list[Row] = []
        self._problems: list[Problem] = []
        self._count = 0
        self._ran = False
        where = file_path(journal, "the path of a journal")
        self._project = Project(client, segment(project))
        # A dry run does not create a journal.
        absent = dry_run and not os.path.exists(where)
        self.journal = Journal(None if absent else where, self._project.gid)

    def __enter__(self) -> "Importer":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None and not self._ran:
                self.run()
        finally:
            self.close()

    def close(self) -> None:
        """Close the journal, so that another import can use it."""
        self.journal.close()

    # -- rows

    def task(
        self,
        key: str,
        name: str,
        *,
        parent: str | None = None,
        section: str | None = None,
        assignee: str | None = None,
        due_on: "str | date | None" = None,
        due_at: "str | datetime | None" = None,
        start_on: "str | date | None" = None,
        start_at: "str | datetime | None" = None,
        completed: bool | None = None,
        tags: "str | Iterable[str] | None" = None,
        followers: "str | Iterable[str] | None" = None,
        custom_fields: Mapping[str, Any] | None = None,
        notes: str | None = None,
        html_notes: str | None = None,
        notes_markdown: str | None = None,
        comments: "str | Iterable[str | Mapping[str, str]] | None" = None,
        attachments: Any = None,
        dependencies: "str | Iterable[str] | None" = None,
        resource_subtype: str | None = None,
        approval_status: str | None = None,
    ) -> None:
        """Add one row.

        Sends no request. Invalid values raise ``InvalidRowsError`` when the import runs.

        :param key: an id of your own, by which later runs recognize the row
        :param parent: the key of the parent task's row, which may be added later
        :param section: the name of a section, which is created if it does not exist; without a
            section and a parent, the task is in the first section of the project
        :param assignee: a name, an email address, a gid or ``me``
        :param tags: names of tags, which are created if they do not exist; a list, or a
            comma-separated string
        :param followers: users, in the same forms as the assignee
        :param custom_fields: values by the names of the custom fields, see
            :meth:`asana.fields.Fields.values`; strings are also accepted for numbers
        :param notes_markdown: the description in Markdown, which requires ``asana[markdown]``
        :param comments: strings, ``{"markdown": …}`` or ``{"html_text": …}``, in order
        :param attachments: paths, and pairs of a name and either bytes or a ``pathlib.Path``
        :param dependencies: the keys of the rows that the task depends on
        """
        given = {name: value for name, value in locals().items() if name != "self"}
        self._add(f"row {self._count + 1}", given)

    def rows(self, rows: Iterable[Mapping[str, Any]], columns: Columns | None = None) -> None:
        """Add a row for each dictionary of an iterable. Sends no request.

        :param columns: the fields of :meth:`task` by the keys of the dictionaries, such as
            ``{"Title": "name", "Cost": "custom_fields.Cost"}``; other keys are ignored. Without it,
            the keys are the names of the fields
        :raises ValueError: a column is mapped to an unknown field
        :raises TypeError: an argument has the wrong type
        """
        columns = checked_columns(columns)
        if not is_list(rows) or isinstance(rows, str | Mapping):
            raise TypeError(f"rows must be an iterable of dictionaries, not {type(rows).__name__}")
        for row in rows:
            self._add_raw((f"row {self._count + 1}", row), columns)

    def csv(
        self,
        path: str | os.PathLike[str],
        columns: Columns | None = None,
        *,
        encoding: str = "utf-8-sig",
        **format: Any,
    ) -> None:
        """Add the rows of a CSV file whose first line has the names of the columns.

        Empty cells mean no value. Several tags, followers or dependencies are separated by commas;
        several columns may be mapped to ``comments`` or ``attachments``. Sends no request.

        :param columns: the fields of :meth:`task` by the names of the columns, see :meth:`rows`
        :param format: parameters of :func:`csv.reader`, such as ``delimiter``
        :raises ValueError: there is no such column or field, or the file has another encoding
        """
        columns = checked_columns(columns)
        for raw in csv_rows(path, columns, encoding, format):
            self._add_raw(raw, columns)

    def jsonl(
        self,
        path: str | os.PathLike[str],
        columns: Columns | None = None,
        *,
        encoding: str = "utf-8",
    ) -> None:
        """Add the rows of a file with one JSON object per line. Sends no request.

        :param columns: the fields of :meth:`task` by the keys of the objects, see :meth:`rows`
        :raises ValueError: a column is mapped to an unknown field
        """
        columns = checked_columns(columns)
        for raw in json_rows(path, encoding):
            self._add_raw(raw, columns)

    def _add_raw(self, raw: Raw, columns: Columns | None) -> None:
        where, given = raw
        if isinstance(given, Mapping):
            self._add(where, picked(given, columns))
        else:
            reason = (
                given if isinstance(given, str) else (f"must be a dictionary, not {short(given)}")
            )
            self._count += 1
            self._problems.append(Problem(where, None, reason))

    def _add(self, where: str, given: Mapping[str, Any]) -> None:
        self._count += 1
        row = read_row(where, given, self._problems)
        if row is not None:
            self._rows.append(row)

    # -- the import

    def settle(self, key: str, gid: str | None) -> None:
        """Give the outcome of a write that a report lists as unsettled. Sends no request.

        :param key: the key of the row
        :param gid: the gid of the task, comment or attachment that was created, or None if none was
            created, so that the next run creates it
        :raises LookupError: the row has no unsettled write
        """
        settle_by_hand(self.journal, key, gid)

    def run(self) -> ImportReport:
        """Import the rows that were added, and return a report.

        The rows are checked first. Then missing tags and sections are created, then the tasks level
        by level, their comments and attachments, and their dependencies, in parallel within the
        rate limit. Tasks that are not in the order of the rows are moved. You can call this again.

        Sends one request per task, comment and attachment, one for the dependencies of a row, and
        one per 100 tags, sections, users and custom fields. Checking the order takes one per 100
        tasks of a section, and one per ten parents.

        :raises InvalidRowsError: rows are invalid; nothing was written
        :raises JournalError: the journal cannot be written
        :raises AsanaError: all requests fail; run the import again
        """
        self._ran = True
        problems = list(self._problems)
        wanted = checked(self._rows, self._project, self.journal.rows, problems)
        if problems:
            raise InvalidRowsError(problems)
        with shown(self._progress) as bar:
            run = Run(
                self.client,
                self._project,
                self.journal,
                wanted,
                update=self._update,
                grace=self._grace,
                concurrency=self._concurrency,
                progress=bar.advance,
            )
            steps = [step for _, step in planned(run)]
            if self._dry_run:
                self.report = dataclasses.replace(reported(run), failed=[], steps=steps)
                return self.report
            bar.begin(len(steps))
            self._begin()
            try:
                run.go()
            finally:
                self.report = reported(run)
        if not self.report.complete:
            logger.warning("The import is not complete: %s", self.report)
        return self.report

    def _begin(self) -> None:
        """Record the importing user, and the tasks that existed before."""
        self.journal.clock = clock_of(self.client, self._project.gid)
        known = []
        if self.journal.meta("begun") is None:
            known = [gid_of(each) for each in self._project.recent(self.journal.clock(), ["name"])]
        self.journal.begin(self._project.me, known)


def __dir__() -> list[str]:
    return __all__
