"""Print how many snippets of each page run, and in which test: ``python -m tests.docs.table``.

Files are written for other snippets, which import or run them. Commands that a test must not run,
such as installations, are parsed only, and so is data.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.docs.snippets import NOT_RUN, PAGES, ROOT, Snippet, commands, snippets
from tests.docs.test_snippets import ELSEWHERE, PARSERS

HERE = "tests/docs/test_snippets.py"


HEAD = ("page", "Python run", "files", "commands run", "read", "shown", "test")


class Row(NamedTuple):
    """The number of snippets of a page by treatment, and the test that runs them."""

    page: str
    counts: tuple[int, ...]
    test: str


def row(page: Path) -> Row:
    """Return the row of a page."""
    name = page.relative_to(ROOT).as_posix()
    found = snippets(page)
    own = [each for each in found if not each.file]
    python = sum(each.language == "python" for each in own)
    consoles = sum(each.language == "console" for each in own)
    read = sum(each.language in ("sh", *PARSERS) for each in own)
    typed = list(_commands(own))
    run = sum(not NOT_RUN.match(each) for each in typed)
    counts = (
        *(python, len(found) - len(own), run),
        *(read + len(typed) - run, len(own) - python - consoles - read),
    )
    return Row(name, counts, ELSEWHERE.get(name, HERE) if found else "")


def _commands(own: Iterable[Snippet]) -> Iterator[str]:
    for each in own:
        if each.language == "console":
            yield from (command for command, _ in commands(each.text))


def text(pages: Sequence[Path] = PAGES) -> str:
    """Return the table in Markdown."""
    rows = [row(page) for page in pages]
    sums = tuple(map(sum, zip(*(each.counts for each in rows), strict=True)))
    cells = [
        HEAD,
        *((each.page, *each.counts, each.test) for each in (*rows, Row("all", sums, ""))),
    ]
    lines = [f"| {' | '.join(map(str, each))} |" for each in cells]
    return "\n".join([lines[0], "|---" * len(HEAD) + "|", *lines[1:]])


if __name__ == "__main__":
    print(text())
