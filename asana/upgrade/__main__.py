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
    """Rewrite the files given on the command line.

    :param arguments: the arguments; by default, those of the process
    :return: 0; 1 if manual work is left; 2 if a file could not be read or parsed
    """
    options = _parser().parse_intermixed_args(arguments)
    return max(_file(path, options.write) for path in options.files)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m asana.upgrade",
        description=(
            "Rewrite programs for asana 5.x to use this library. Prints a diff, and the "
            "remaining manual work on standard error."
        ),
    )
    parser.add_argument("--write", action="store_true", help="write the files")
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
    if not write and found.source != before:
        sys.stdout.write(_diff(path, before, found.source))
    return _report(path, found, write)


def _report(path: Path, found: Upgraded, write: bool) -> int:
    """Print the remaining manual work, with line numbers of the current file."""
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
    """Decode a source with the encoding that it declares."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    return source.decode(encoding)


if __name__ == "__main__":
    sys.exit(main())
