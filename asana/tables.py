"""Convert records to flat rows for csv, pandas, polars, SQLite and DuckDB, and to text."""

import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, islice
from typing import Any, NamedTuple, cast

from ._call.dates import as_date, as_datetime
from ._call.near import near_names
from ._call.paths import segment
from ._call.values import short
from ._call.words import fields_of, fields_with_names
from .fields import Fields
from .records import Record, member

__all__ = ["cell", "columns", "opt_fields", "rows", "text"]

# The default columns, which are those of tasks.
COLUMNS = (
    "gid",
    "name",
    "section",
    "assignee",
    "due_on",
    "completed",
    "completed_at",
    "created_at",
    "tags",
)

SECTION = "section"
_SECTION_FIELDS = ("memberships.project.gid", "memberships.section.name")

CUSTOM = "custom_fields."
"""The prefix for a custom field that has the name of another column."""

REQUIRED: Any = object()

HEAD = 200  # rows whose cells decide the widths of a text table
WIDEST = 60  # characters of a cell, where the width is limited

Get = Callable[[Any], Any]


class _Table(NamedTuple):
    """How rows are made.

    :ivar getters: the functions that return the values of columns that are not custom fields
    :ivar custom: the key in ``fields`` of each custom field column
    :ivar fields: the custom fields, which are read once for each row
    :ivar numbers: the type of their numbers
    :ivar join: the separator of list items, or None to keep lists
    :ivar missing: the value for fields that a record lacks, or REQUIRED
    """

    getters: dict[str, Get]
    custom: dict[str, str]
    fields: Fields | None
    numbers: Callable[[str], Any]
    join: str | None
    missing: Any


def columns(fields: Fields | None = None, *, project: str | None = None) -> list[str]:
    """Return the columns of tasks: ``gid``, ``name``, ``section``, …, and all custom fields.

    ``section`` is included if a project is given by ``fields`` or ``project``. A custom field with
    the same name as a field of tasks or projects has the prefix ``custom_fields.``.
    Sends no request.

    :param fields: the custom fields, from ``client.custom_fields.of``
    """
    known = _project(fields, project) is not None
    own = [name for name in COLUMNS if known or name != SECTION]
    return [*own, *(_column(name) for name in fields or ())]


def opt_fields(
    columns: Iterable[str] | None = None,
    fields: Fields | None = None,
    *,
    project: str | None = None,
) -> list[str]:
    """Return the fields to request of records for the columns of a table.

    ``client.tasks.get_tasks_for_project(gid, fields=tables.opt_fields(columns, fields))``

    Sends no request.

    :param columns: as in ``rows``
    :raises ValueError: ``section`` is a column and no project is given
    :raises UnknownFieldError: a column is a misspelled custom field
    """
    names = _checked(columns, fields, project)
    found: dict[str, None] = {}
    for name in names:
        found.update(dict.fromkeys(_requested(name, fields)))
    return list(found)


def rows(
    records: Iterable[Mapping[str, Any]],
    columns: Iterable[str] | None = None,
    fields: Fields | None = None,
    *,
    project: str | None = None,
    numbers: Callable[[str], Any] = float,
    join: str | None = ", ",
    missing: Any = REQUIRED,
) -> Iterator[dict[str, Any]]:
    """Return an iterator over flat dictionaries with the same keys in the same order.

    A column is a field of the records (``due_on``), a nested field (``assignee.email``), a custom
    field by name, or ``section``. Dates and times become ``date`` and aware ``datetime`` objects, a
    nested record becomes its name, and the items of a list are joined. Records are read one at a
    time, as you read the rows. Sends no request.

    :param records: tasks or any other records: a listing, a search, a list
    :param columns: the names of the columns, by default ``tables.columns(fields)``
    :param fields: the custom fields, from ``client.custom_fields.of``
    :param project: the gid of the project of ``section``, by default that of ``fields``
    :param numbers: the type for numbers of custom fields: ``float``, or ``decimal.Decimal``
    :param join: the separator of list items, such as tags; None keeps lists
    :param missing: the value for fields that a record lacks; by default, ``ValueError`` is raised
    :raises UnknownFieldError: a column is a misspelled custom field
    :raises ValueError: ``section`` is a column and no project is given; or, while you read the
        rows, a record lacks a field of ``opt_fields``
    """
    if isinstance(records, str | bytes | Mapping) or not isinstance(records, Iterable):
        raise TypeError(f"records must be an iterable of records, not {short(records)}")
    if not callable(numbers) or not isinstance(join, str | None):
        raise TypeError("numbers must be a function such as float, and join a string or None")
    names = _checked(columns, fields, project)
    place = _project(fields, project)
    custom = {name: key for name in names if (key := _custom(name, fields)) is not None}
    getters = {name: _getter(name, place, missing) for name in names if name not in custom}
    table = _Table(getters, custom, fields, numbers, join, missing)
    return (_row(table, names, record) for record in records)


def _row(table: _Table, names: list[str], record: Any) -> dict[str, Any]:
    if not isinstance(record, Mapping):
        raise TypeError(f"a record must be a dictionary, not {short(record)}")
    values = _custom_values(table, record)
    absent = None if table.missing is REQUIRED else table.missing
    row = {}
    for name in names:
        getter = table.getters.get(name)
        found = getter(record) if getter else values.get(table.custom[name], absent)
        row[name] = _flat(found, name, table.join)
    return row


def _custom_values(table: _Table, record: Any) -> dict[str, Any]:
    if not table.custom or table.fields is None:
        return {}
    if table.missing is not REQUIRED and "custom_fields" not in record:
        return {}
    return table.fields.read(record, numbers=table.numbers)


# Columns


def _own_names() -> frozenset[str]:
    """Return the columns that are never custom fields."""
    tasks, projects = (fields_of(("GET", f"/{kind}/{{}}")) for kind in ("tasks", "projects"))
    return tasks | projects | {SECTION}


def _column(name: str) -> str:
    """Return the column of a custom field."""
    return f"{CUSTOM}{name}" if name in _own_names() or name.startswith(CUSTOM) else name


def _project(fields: Fields | None, project: str | None) -> str | None:
    if project is not None:
        return segment(project)
    return fields.project if fields is not None else None


def _checked(names: Iterable[str] | None, fields: Fields | None, project: str | None) -> list[str]:
    """Return the names of the columns."""
    if fields is not None and not isinstance(fields, Fields):
        raise TypeError("fields must be the result of client.custom_fields.of")
    if isinstance(names, str | Fields) or not isinstance(names, Iterable | None):
        raise TypeError("columns must be a list of names; pass the custom fields as fields=")
    given = columns(fields, project=project) if names is None else list(names)
    for name in given:
        if not isinstance(name, str) or not name:
            raise TypeError(f"a column must be a name, not {short(name)}")
        _check_custom(name, fields)
    found = list(dict.fromkeys(given))
    if SECTION in found and _project(fields, project) is None:
        raise ValueError("the column 'section' needs a project: pass project=")
    return found


def _check_custom(name: str, fields: Fields | None) -> None:
    """Raise if a column looks like a misspelled custom field."""
    if fields is None:
        if name.startswith(CUSTOM):
            raise ValueError(f"the column {name!r} needs fields=client.custom_fields.of(…)")
        return
    if name.startswith(CUSTOM):
        fields[name.removeprefix(CUSTOM)]
    elif name.partition(".")[0] not in _own_names():
        same = any(field["name"] == name for field in fields.values())
        if same or near_names(name, fields):
            fields[name]  # raises if it is ambiguous or misspelled


def _custom(name: str, fields: Fields | None) -> str | None:
    """Return the key of the custom field that a column is, or None."""
    if fields is None:
        return None
    key = name.removeprefix(CUSTOM)
    if key not in fields or (key == name and key in _own_names()):
        return None
    if key in list(fields):
        return key
    gid = fields[key]["gid"]  # the column is a gid, and the field has a name
    return next(each for each in fields if fields[each]["gid"] == gid)


def _requested(name: str, fields: Fields | None) -> Iterable[str]:
    """Return the fields to request for a column."""
    if name == SECTION:
        return _SECTION_FIELDS
    if fields is not None and _custom(name, fields) is not None:
        return fields.opt_fields
    # For a bare name, Asana returns only the gid of a record.
    return [f"{name}.name"] if name.rpartition(".")[2] in fields_with_names() else [name]


# Values


def _getter(name: str, project: str | None, missing: Any) -> Get:
    """Return a function that gets the value of a column that is not a custom field."""
    if name == SECTION:
        return lambda record: _section(record, project, missing)
    parts = name.split(".")
    return lambda record: _part(record, parts, name, missing)


def _part(value: Any, parts: list[str], name: str, missing: Any) -> Any:
    """Return a nested value; for a list, the list of the values of its items."""
    for number, part in enumerate(parts):
        if value is None:
            return None
        if isinstance(value, list):
            return [_part(each, parts[number:], name, missing) for each in value]
        if not isinstance(value, Mapping) or part not in value:
            if missing is not REQUIRED:
                return missing
            raise ValueError(
                f"the record has no {name!r}: check the name, request "
                "fields=tables.opt_fields(columns, fields), or pass missing=None"
            )
        value = value[part]
    return _real(value, parts[-1])


def _section(record: Record, project: str | None, missing: Any) -> Any:
    """Return the name of the section of a task in a project."""
    if "memberships" not in record:
        if missing is not REQUIRED:
            return missing
        raise ValueError(
            "the record has no memberships: request fields=tables.opt_fields(columns, fields)"
        )
    if record["memberships"] is None:
        return None
    for membership in member(record, "memberships", list):
        if member(membership, "project", dict).get("gid") == project:
            given = membership.get("section") is not None
            return member(membership, "section", dict).get("name") if given else None
    return None


def _real(value: Any, name: str) -> Any:
    """Return a string as a date or time, depending on the name of its field."""
    if isinstance(value, str):
        try:
            if name.endswith("_at"):
                return as_datetime(value)
            if name.endswith(("_on", "_date")):
                return as_date(value)
        except ValueError:
            return value  # other text, in spite of the name
    return value


def _flat(value: Any, name: str, join: str | None) -> Any:
    """Return a value of a row: a scalar, or a list of scalars if lists are kept."""
    if isinstance(value, list):
        parts = [_flat(each, name, join) for each in value]
        return parts if join is None else join.join(map(_shown, parts))
    if not isinstance(value, Mapping):
        return value
    if "name" not in value:
        choices = ", ".join(repr(f"{name}.{part}") for part in ("name", *value))
        raise ValueError(f"the column {name!r} is a record without a name: use one of {choices}")
    return value["name"]


def _shown(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


# Text


def text(
    rows: Iterable[Mapping[str, Any]] | Mapping[str, Any],
    columns: Iterable[str] | None = None,
    *,
    width: int | None = None,
) -> Iterator[str]:
    """Return an iterator over the lines of a table for a terminal or a text file.

    The rows are flat rows or records; a value that is a record is shown by its name. The first 200
    rows are read before the first line, and decide the widths. One record or row gives a line for
    each of its fields. Characters that control a terminal are left out. Sends no request.

    >>> print(*tables.text(tables.rows(tasks, ["name", "due_on"])), sep="\\n")

    :param columns: the names of the columns, by default those of the first 200 rows, but
        for ``resource_type``
    :param width: the longest line, in columns of a terminal; by default, lines are not cut
    """
    if isinstance(rows, Mapping):
        return _record_lines(cast("Mapping[str, Any]", rows))
    return _table_lines(iter(rows), columns, width)


def cell(value: Any) -> str:
    """Return a value of a record as text: another record is its name, and a list the names in it.

    Sends no request.
    """
    if isinstance(value, Mapping):
        name = value.get("name") or value.get("gid")
        return str(name) if name else json.dumps(value, default=str) if value else ""
    if isinstance(value, list | tuple):
        return ", ".join(map(cell, value))
    return str(value).lower() if isinstance(value, bool) else _shown(value)


def _record_lines(record: Mapping[str, Any]) -> Iterator[str]:
    width = max(map(_width, record), default=0)
    for name, value in record.items():
        yield f"{_padded(_one_line(name), width)}  {_one_line(value)}".rstrip()


def _table_lines(
    rows: Iterator[Mapping[str, Any]], columns: Iterable[str] | None, width: int | None
) -> Iterator[str]:
    head = list(islice(rows, HEAD))
    if columns is None:
        columns = {name: 0 for row in head for name in row if name != "resource_type"}
    names = list(columns)
    lines = ([_one_line(row.get(name)) for name in names] for row in chain(head, rows))
    if not names:
        return
    first = [[_one_line(name.upper()) for name in names], *islice(lines, len(head))]
    most = sys.maxsize if width is None else WIDEST
    widths = [min(most, max(map(_width, cells))) for cells in zip(*first, strict=True)]
    for line in chain(first, lines):
        if width is None:
            yield "  ".join(map(_padded, line, widths)).rstrip()
        else:
            cells = map(_padded, map(_cut, line, widths), widths)
            yield _cut("  ".join(cells).rstrip(), width)


def _one_line(value: Any) -> str:
    """Return a value on one line, without characters that control a terminal."""
    found = cell(value)
    if found.isprintable():
        return found
    return "".join(each if each.isprintable() else " " for each in " ".join(found.split()))


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(each) in "WF" for each in text)
    return len(text) + wide - sum(unicodedata.combining(each) > 0 for each in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _cut(text: str, width: int) -> str:
    if _width(text) <= width:
        return text
    text = text[:width]
    while _width(text) >= width:
        text = text[:-1]
    return f"{text}…"


def __dir__() -> list[str]:
    return __all__
