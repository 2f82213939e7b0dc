"""Write the lists of docs/moving/from-python-asana.md: ``python -m tests.upgrading``."""

import csv
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/moving/from-python-asana.md"
DATA = Path(__file__).parent / "data"
MARK = "<!-- The lists below are written by: python -m tests.upgrading -->\n"


def rows(table: str) -> list[dict[str, str]]:
    with (DATA / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def calls() -> str:
    """Return the accepted differences of calls as a list."""
    return "\n".join(f"- {row['reason']}" for row in rows("accepted-differences.tsv"))


def names() -> str:
    """Return the accepted differences of the surface as a list: the places, and the reasons."""
    places: dict[str, list[str]] = {}
    for row in rows("surface-differences.tsv"):
        places.setdefault(row["reason"], []).append(f"`{row['place']}`")
    return "\n".join(f"- {', '.join(found)}: {reason}" for reason, found in places.items())


def text() -> str:
    """Return the current text of the page: the text before the mark, and the lists."""
    head = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    return (
        f"{head}{MARK}\n### What calls do\n\n{calls()}\n\n### Names and attributes\n\n{names()}\n"
    )


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
