"""Rewrite programs for asana 5.x: ``python -m asana.upgrade [--write] FILE…``."""

import argparse
import difflib
import io
import sys
import tokenize
from collections.abc import Sequence
from pathlib import Path

from . import Left, Upgraded, upgrade
from .left import marks_in

__all__ = ["main"]

LEFT, FAILED = 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Rewrite the files that a command line names.

    :param arguments: the arguments; by default, those of the process
    :return: 0; 1 if something is left to do by hand; 2 if a file could not be read or parsed
    """
    options = _parser().parse_intermixed_args(arguments)
    return max(_file(path, options.write) for path in options.files)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m asana.upgrade",
        description="Rewrite programs for asana 5.x to this library. Prints a diff, and on "
        "standard error what is left to do by hand.",
    )
    parser.add_argument("--write", action="store_true", help="change the files")
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    return parser


def _file(path: Path, write: bool) -> int:
    """Rewrite a file, and return the exit status for it."""
    try:
        before = path.read_bytes()
        found = upgrade(before)
        if write and found.source != before:
            path.write_bytes(found.source)
    except (ImportError, OSError, SyntaxError) as error:
        print(f"{path}: {error}", file=sys.stderr)
        return FAILED
    if not write:
        sys.stdout.write(_diff(path, before, found.source))
    return _report(path, found, write)


def _report(path: Path, found: Upgraded, write: bool) -> int:
    """Say what is left to do, with the lines of the file as it is now."""
    left: list[Left] = marks_in(found.source) if write else found.left
    for line, message in left:
        print(f"{path}:{line}: {message}", file=sys.stderr)
    return LEFT if left else 0


def _diff(path: Path, before: bytes, after: bytes) -> str:
    old, new = (_text(source).splitlines(keepends=True) for source in (before, after))
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in difflib.unified_diff(old, new, fromfile=str(path), tofile=str(path))
    )


def _text(source: bytes) -> str:
    """Return a source as text, in the encoding that it declares."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    return source.decode(encoding)


if __name__ == "__main__":
    sys.exit(main())
