"""``asana import``: tasks from a file."""

import sys
from argparse import Namespace
from typing import Any

from .access import client_of
from .call import finish, form_of
from .failures import UsageError, unknown
from .output import progress
from .places import Places
from .schema import value_of
from .words import Raw, assignment, split

__all__ = ["run_import"]

SCHEMAS: dict[str, dict[str, Any]] = {
    "columns": {"type": "object"},
    "concurrency": {"type": "integer"},
    "grace": {"type": "number"},
    "update": {"type": "boolean"},
}


def run_import(given: Namespace) -> int:
    """Import a file, print the report, and return the exit code.

    :raises UsageError: it does not say what to import, or where to
    """
    files = [word for word in given.words if split(word) is None]
    if len(files) != 1 or not given.project:
        raise UsageError("write asana import FILE --project NAME [--journal FILE]")
    client = client_of(given)
    places = Places(client, given)
    own = dict(_keyword(word, places) for word in given.words if word not in files)
    columns = own.pop("columns", None)
    own |= {"dry_run": given.dry_run, "progress": progress if sys.stderr.isatty() else None}
    journal = given.journal or f"{files[0]}.journal"
    with client.projects.importer(places.project, journal, **own) as importer:
        lines = files[0].endswith((".jsonl", ".ndjson"))
        (importer.jsonl if lines else importer.csv)(files[0], columns)
    report = importer.report
    finish(str(report) if form_of(given) == "table" else vars(report), given, None)
    return 0 if report.complete else 6 if report.unsettled else 1


def _keyword(word: str, places: Places) -> tuple[str, Any]:
    name, mark, text = split(word) or (word, "", "")
    if name not in SCHEMAS:
        raise unknown(f"import has no {name!r}", name, SCHEMAS, "asana import --help")
    value = assignment(name, mark, text, places.who)
    return name, value.value if isinstance(value, Raw) else value_of(name, value, SCHEMAS[name])
