"""Rows from dictionaries, CSV files and JSON Lines files."""

import csv
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .._call.near import near_names
from .._call.values import file_path, short
from .rows import FIELDS

__all__ = ["Columns", "Raw", "checked_columns", "csv_rows", "json_rows", "picked"]

Columns = Mapping[str, str]
"""The field of a row by the name of a column; ``custom_fields.Cost`` is a custom field."""

Raw = tuple[str, "Mapping[str, Any] | str"]
"""The location of a row, and its values, or the reason why it has none."""

CUSTOM = "custom_fields."
LISTS = frozenset(["attachments", "comments", "dependencies", "followers", "tags"])


def checked_columns(columns: Columns | None) -> Columns | None:
    """Return a valid mapping of columns.

    :raises ValueError: it contains an unknown field, or the same field twice
    :raises TypeError: it is not a mapping
    """
    if columns is None:
        return None
    if not isinstance(columns, Mapping):
        raise TypeError(
            'columns must be a dictionary such as {"Title": "name", "Cost": "custom_fields.Cost"}, '
            f"not {type(columns).__name__}"
        )
    seen = set()
    for field in columns.values():
        known = isinstance(field, str) and (
            field in FIELDS or (field.startswith(CUSTOM) and field != CUSTOM)
        )
        if not known:
            near = near_names(str(field), FIELDS)
            hint = (
                f"; did you mean {near[0]!r}?" if near else f"; the fields are {', '.join(FIELDS)}"
            )
            raise ValueError(f"a row has no field {short(field)}{hint}")
        if field in seen and field not in LISTS:
            raise ValueError(f"two columns are mapped to the field {field!r}")
        seen.add(field)
    return columns


def picked(given: Mapping[str, Any], columns: Columns | None) -> dict[str, Any]:
    """Return the values of a row, keyed by field."""
    pairs = [
        (columns[name] if columns is not None else name, value)
        for name, value in given.items()
        if columns is None or name in columns
    ]
    found: dict[str, Any] = {}
    for field, value in pairs:
        if isinstance(field, str) and field.startswith(CUSTOM):
            found.setdefault("custom_fields", {})[field[len(CUSTOM) :]] = value
        elif columns is not None and field in LISTS and field in found:
            found[field] = [*_listed(found[field]), *_listed(value)]
        else:
            found[field] = value
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _check_header(where: str, names: Iterable[str], columns: Columns | None) -> None:
    """Reject missing columns.

    :raises ValueError: a column is missing
    """
    names = list(names)
    wanted = list(columns) if columns is not None else ["key", "name"]
    for name in wanted:
        if name not in names:
            near = near_names(str(name), names)
            meant = (
                f"; did you mean {near[0]!r}?" if near else f"; the columns are {', '.join(names)}"
            )
            hint = "" if columns is not None else ". Pass columns={…} to map other columns"
            raise ValueError(f"{where} has no column {short(name)}{meant}{hint}")


def csv_rows(
    path: str | os.PathLike[str], columns: Columns | None, encoding: str, format: Mapping[str, Any]
) -> Iterator[Raw]:
    """Yield the rows of a CSV file whose first line has the names of the columns.

    :raises ValueError: a column is missing, or the file has another encoding
    """
    where = file_path(path, "the path of a CSV file")
    name = os.path.basename(where)
    with open(where, encoding=encoding, newline="") as file:
        reader = csv.reader(file, **{"strict": True, **format})
        try:
            header = next(reader, [])
            _check_header(name, header, columns)
            line = reader.line_num + 1
            for cells in reader:
                if any(map(str.strip, cells)):
                    yield f"{name}, line {line}", _cells(header, cells)
                line = reader.line_num + 1
        except csv.Error as error:
            raise ValueError(f"{name}, line {reader.line_num}: {error}") from None
        except UnicodeDecodeError as error:
            raise ValueError(
                f"{name} is not in {encoding} (byte {error.start}): pass its encoding, "
                'such as encoding="cp1252"'
            ) from None


def _cells(header: list[str], cells: list[str]) -> Mapping[str, Any] | str:
    if len(cells) > len(header):
        return f"the row has {len(cells)} cells, but there are {len(header)} columns"
    return {name: cell for name, cell in zip(header, cells, strict=False) if cell.strip()}


def json_rows(path: str | os.PathLike[str], encoding: str) -> Iterator[Raw]:
    """Yield the rows of a file with one JSON object per line."""
    where = file_path(path, "the path of a JSON Lines file")
    with open(where, encoding=encoding) as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield f"{os.path.basename(where)}, line {number}", _object(line)


def _object(line: str) -> Mapping[str, Any] | str:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"not valid JSON: {error}"
    return found if isinstance(found, dict) else "not a JSON object"
