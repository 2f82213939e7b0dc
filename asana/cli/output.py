"""What a command prints: JSON, JSON lines, CSV, or a table for people."""

import json
import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

__all__ = ["BESIDES", "FORMATS", "plain", "prepare", "progress", "write"]

FORMATS = ("json", "jsonl", "csv", "table")
HEAD = 200  # rows that decide the columns
BESIDES = ("depth", "created")  # beside the fields of a record
EVERY = 500  # items after which the progress is shown


def prepare() -> None:
    """Make any text printable, and replace streams that are closed."""
    for name in ("stdin", "stdout", "stderr"):
        stream: Any = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "r+", encoding="utf-8"))  # noqa: SIM115
        elif name != "stdin" and hasattr(stream, "reconfigure"):  # which a program's own may lack
            stream.reconfigure(errors="backslashreplace")


def write(value: Any, given: Namespace) -> None:
    """Print what a method returned, or the part of it that was asked for."""
    value = plain(value)
    many = isinstance(value, Iterable) and not isinstance(value, str | Mapping)
    rows = _counted(islice(map(plain, value), given.limit)) if many else iter([value])
    if given.output == "jsonl" or (given.output == "json" and not many):
        for row in rows:
            # The reader of a feed waits for this line.
            indent = None if given.output == "jsonl" else 2
            print(_encode(row, indent), flush=not isinstance(value, list))
    elif given.output == "json":
        _write_array(rows)
    elif given.output == "csv":
        _write_csv(_mappings(rows), given.fields)
    elif isinstance(value, Mapping) or many:
        _write_table(_mappings(rows), many)
    else:
        print(value)


def plain(value: Any) -> Any:
    """Return a value that JSON has: methods also return pairs, and objects of ours."""
    if isinstance(value, tuple) and len(value) == 2:
        record, other = value if isinstance(value[0], Mapping) else value[::-1]
        return {BESIDES[isinstance(other, bool)]: other, **record}
    if isinstance(value, str | int | float | Mapping | Iterable) or value is None:
        return value
    return {"type": type(value).__name__, **vars(value)}


def progress(*facts: Any) -> None:
    """Show the progress; a method can call it with any facts."""
    shown = " ".join(str(each) for each in facts if each is not None)
    print(f"\r{shown} ", end="", file=sys.stderr, flush=True)


def _counted(items: Iterable[Any]) -> Iterator[Any]:
    """Yield items, and show people how many there were if they see nothing else."""
    shows = sys.stderr.isatty() and not sys.stdout.isatty()
    count = 0
    for count, each in enumerate(items, 1):
        yield each
        if shows and count % EVERY == 0:
            progress(count)
    if shows and count >= EVERY:
        progress(count, "in all\n")


def _encode(value: Any, indent: int | None = None) -> str:
    # What the terminal cannot show is escaped, which is the same to whoever parses it.
    ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    return json.dumps(value, ensure_ascii=ascii_only, indent=indent, default=_encodable)


def _encodable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, Iterable) else str(value)


def _write_array(rows: Iterator[Any]) -> None:
    begin = "["
    for row in rows:
        print(begin, _encode(row, 2), sep="\n")
        begin = ","
    print("[]" if begin == "[" else "]")


def _mappings(rows: Iterator[Any]) -> Iterator[Mapping[str, Any]]:
    return (row if isinstance(row, Mapping) else {"value": row} for row in rows)


def _write_csv(rows: Iterator[Mapping[str, Any]], columns: list[str] | None) -> None:
    import csv

    from ..tables import cell

    head = list(islice(rows, HEAD))
    names = list({name: 0 for row in head for name in row}) or columns or ["gid", "name"]
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(names)
    for row in chain(head, rows):
        if not row.keys() <= {*names}:
            lost = ", ".join(sorted(row.keys() - {*names}))
            raise ValueError(f"a later record has {lost} too: name the columns with --fields")
        out.writerow([cell(row.get(name)) for name in names])


def _write_table(rows: Iterator[Mapping[str, Any]], many: bool) -> None:
    from ..tables import text

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    lines = text(rows if many else next(rows), width=width)
    first = next(lines, None)
    if first is None:
        print("(nothing)" if many else "Done.", file=sys.stderr)
        return
    for line in chain([first], lines):
        print(line)
