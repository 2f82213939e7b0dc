"""Convert real Markdown: ``python -m benchmarks.markdown [FOLDER…]``.

It reads the ``*.md`` files in the folders, and the long descriptions of the packages installed
there and in this environment. For each text and each kind of field, the rich text must be valid for
Asana, and from the second round trip on, converting to Markdown and back must change nothing.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from email.parser import BytesParser
from importlib.metadata import distributions
from pathlib import Path
from typing import NamedTuple

from asana import rich_text
from asana.rich_text import Field

FIELDS: tuple[Field, ...] = ("task", "comment", "project", "status", "brief")
LARGEST = 2_000_000


class Failure(NamedTuple):
    """A problem with a text."""

    name: str
    field: Field
    problem: str


class Outcome(NamedTuple):
    """The results of a run."""

    texts: int
    characters: int
    failures: list[Failure]


def installed() -> Iterator[tuple[str, str]]:
    """Yield the names and descriptions of the packages in this environment."""
    for each in distributions():
        found = each.metadata.json
        if str(found.get("description_content_type", "")).startswith("text/markdown"):
            yield str(found["name"]), str(found.get("description", ""))


def below(folder: Path, largest: int) -> Iterator[tuple[str, str]]:
    """Yield the names and the texts of Markdown files and descriptions below a folder."""
    for path in sorted(folder.rglob("*.md")):
        if path.is_file() and path.stat().st_size <= largest:
            yield str(path), path.read_bytes().decode("utf-8", "replace")
    for path in sorted(folder.rglob("METADATA")):
        if path.stat().st_size > largest:
            continue
        message = BytesParser().parsebytes(path.read_bytes())
        if message.get("Description-Content-Type", "").startswith("text/markdown"):
            body = message.get_payload(decode=True)
            text = body.decode("utf-8", "replace") if isinstance(body, bytes) else ""
            yield str(path), text or str(message.get("Description", ""))


def problem_of(text: str, field: Field) -> str:
    """Return the problem with the conversion of a text, or an empty string."""
    html = rich_text.from_markdown(text, to=field)
    try:
        rich_text.check(html, to=field)
    except ValueError as refusal:
        return str(refusal)
    first = rich_text.to_markdown(html)
    second = rich_text.to_markdown(rich_text.from_markdown(first, to=field))
    return "" if first == second else f"not stable: {_difference(first, second)}"


def _difference(first: str, second: str) -> str:
    lines = zip(first.split("\n"), second.split("\n"), strict=False)
    different = ((one, other) for one, other in lines if one != other)
    one, other = next(different, ("a part", "less or more"))
    return f"{one!r} became {other!r}"


def convert(texts: Iterable[tuple[str, str]], fields: Iterable[Field] = FIELDS) -> Outcome:
    """Convert each different text for some kinds of fields."""
    seen: set[str] = set()
    failures, characters = [], 0
    for name, text in texts:
        if text in seen or not text.strip():
            continue
        seen.add(text)
        characters += len(text)
        for field in fields:
            problem = problem_of(text, field)
            if problem:
                failures.append(Failure(name, field, problem))
    return Outcome(len(seen), characters, failures)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.markdown", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--largest",
        type=int,
        default=LARGEST,
        metavar="BYTES",
        help=f"leave out larger files ({LARGEST})",
    )
    given = parser.parse_args()
    begin = time.perf_counter()
    sources = (installed(), *(below(folder, given.largest) for folder in given.folders))
    texts = (text for source in sources for text in source)
    outcome = convert(texts)
    seconds = time.perf_counter() - begin
    for failure in outcome.failures:
        print(f"{failure.name}, {failure.field}: {failure.problem}")
    print(
        f"{outcome.texts} texts, {outcome.characters:,} characters, {len(FIELDS)} kinds of fields, "
        f"{len(outcome.failures)} failures, {seconds:.0f} s"
    )
    return int(bool(outcome.failures))


if __name__ == "__main__":
    sys.exit(main())
