"""What a command prints: JSON, JSON lines, CSV, or a table for people."""

import json
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

__all__ = ["BESIDES", "FORMATS", "cell", "line_of", "plain", "prepare", "progress", "write"]

FORMATS = ("json", "jsonl", "csv", "table")
HEAD = 200  # rows that decide how wide the columns of a table are
WIDEST = 60
BESIDES = ("depth", "created")
EVERY = 500  # items after which the progress is shown


def prepare() -> None:
    """Let no character that the terminal lacks end the command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)  # which a program's own may lack
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def write(value: Any, form: str, columns: list[str] | None) -> None:
    """Write what a method returned.

    :param columns: of a table; by default those of the first record
    """
    value = plain(value)
    many = isinstance(value, Iterable) and not isinstance(value, str | Mapping)
    if form in ("json", "jsonl"):
        _write_json(value, form == "json", many)
    elif many:
        (_write_csv if form == "csv" else _write_table)(_counted(map(plain, value)), columns)
    elif form == "csv":
        _write_csv(iter([value]), columns)
    else:
        _write_record(value)


def plain(value: Any) -> Any:
    """Return a value that JSON has: methods also return pairs, and objects of ours."""
    if isinstance(value, tuple) and len(value) == 2:
        record, other = value if isinstance(value[0], Mapping) else value[::-1]
        return {BESIDES[isinstance(other, bool)]: other, **record}
    if isinstance(value, str | int | float | Mapping | Iterable) or value is None:
        return value
    return {"type": type(value).__name__, **vars(value)}


# JSON


def _encode(value: Any, indent: int | None = None) -> str:
    # What the terminal cannot show is escaped, which is the same to whoever parses it.
    ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    return json.dumps(value, ensure_ascii=ascii_only, indent=indent, default=_encodable)


def _encodable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, Iterable) else str(value)


def _write_json(value: Any, pretty: bool, many: bool) -> None:
    if not many:
        print(_encode(value, 2 if pretty else None))
    elif not pretty:
        for each in _counted(value):
            # Whoever reads a feed waits for this line.
            print(_encode(plain(each)), flush=not isinstance(value, list))
    else:
        comma = "["
        for each in _counted(value):
            print(comma, _encode(plain(each), 2), sep="\n")
            comma = ","
        print("[]" if comma == "[" else "]")


def progress(*facts: Any) -> None:
    """Show how far it is; a method may call it with anything."""
    print(
        "\r" + " ".join(str(each) for each in facts if each is not None), end=" ", file=sys.stderr
    )


def _counted(items: Iterable[Any]) -> Iterator[Any]:
    """Yield items, and show people how many there were if they see nothing else."""
    shows = sys.stderr.isatty() and not sys.stdout.isatty()
    count = 0
    for count, each in enumerate(items, 1):
        yield each
        if shows and count % EVERY == 0:
            print(f"\r{count} ", end="", file=sys.stderr, flush=True)
    if shows and count >= EVERY:
        print(f"\r{count} in all", file=sys.stderr)


# Tables


def _names(rows: list[Any], columns: list[str] | None) -> list[str]:
    """Return the columns of a table; what methods say of a record besides its fields is first."""
    if columns is None:
        return _keys(rows)
    first = rows[0] if rows and isinstance(rows[0], Mapping) else {}
    return [*(name for name in BESIDES if name in first and name not in columns), *columns]


def _keys(rows: list[Any]) -> list[str]:
    return list({key: 0 for row in rows if isinstance(row, Mapping) for key in row}) or ["value"]


def _value(row: Any, column: str) -> Any:
    """Return a part of a record; that of a list is the list of the parts."""
    if not isinstance(row, Mapping):
        return row
    if column in row:
        return row[column]
    head, _, rest = column.partition(".")
    inside = row.get(head)
    if isinstance(inside, list):
        return [_value(each, rest) for each in inside]
    return _value(inside, rest) if rest and inside is not None else None


def cell(value: Any) -> str:
    """Return the text of a value: a record is its name, and a list the names in it."""
    if isinstance(value, Mapping):
        name = value.get("name") or value.get("gid")
        return str(name) if name else _encode(value) if value else ""
    if isinstance(value, list | tuple):
        return ", ".join(cell(each) for each in value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _write_csv(rows: Iterator[Any], columns: list[str] | None) -> None:
    import csv

    head = list(islice(rows, HEAD))
    names = _names(head, columns)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(names)
    for row in chain(head, rows):
        if not columns and isinstance(row, Mapping) and not row.keys() <= {*names}:
            lost = ", ".join(sorted(row.keys() - {*names}))
            raise ValueError(f"a later record has {lost} too: name the columns with --fields")
        out.writerow([cell(_value(row, name)) for name in names])


def _write_table(rows: Iterator[Any], columns: list[str] | None) -> None:
    head = list(islice(rows, HEAD))
    if not head:
        print("(nothing)", file=sys.stderr)
        return
    names = [name for name in _names(head, columns) if columns or name != "resource_type"]
    lines = [[line_of(_value(row, name)) for name in names] for row in head]
    most = WIDEST if sys.stdout.isatty() else sys.maxsize
    widths = [
        min(most, max(_width(line[place]) for line in [names, *lines]))
        for place in range(len(names))
    ]
    rest = ([line_of(_value(row, name)) for name in names] for row in rows)
    for line in chain([[name.upper() for name in names]], lines, rest):
        print(_line(line, widths))


def _line(cells: list[str], widths: list[int]) -> str:
    if not sys.stdout.isatty():
        return "  ".join(map(_padded, cells, widths)).rstrip()
    line = "  ".join(map(_padded, map(_cut, cells, widths), widths))
    return _cut(line.rstrip(), shutil.get_terminal_size().columns)


def _write_record(record: Any) -> None:
    if not isinstance(record, Mapping):
        print(line_of(record))
        return
    width = max(map(len, record), default=0)
    for name, value in record.items():
        print(f"{name.ljust(width)}  {line_of(value)}".rstrip())
    if not record:
        print("Done.", file=sys.stderr)


def line_of(value: Any) -> str:
    """Return a value on one line, without what a terminal would take for a command."""
    text = cell(value)
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else " " for each in " ".join(text.split()))


def _width(text: str) -> int:
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
