"""Every row of docs/explanation/reliability.md is in order, and a test has its number."""

import re
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs/explanation/reliability.md"


def rows() -> list[int]:
    """Return the numbers of the rows on the page; a row can have several."""
    found: list[int] = []
    page = PAGE.read_text(encoding="utf-8")
    for cell in re.findall(r"^\| (\d[\d\u2013, ]*) \|", page, re.MULTILINE):
        for part in cell.split(", "):
            first, _, last = part.partition("\u2013")
            found.extend(range(int(first), int(last or first) + 1))
    return found


def played() -> set[int]:
    """Return the numbers of the rows in the names of tests."""
    found: set[int] = set()
    for file in TESTS.rglob("test_*.py"):
        text = file.read_text(encoding="utf-8")
        found |= {int(number) for number in re.findall(r"\bdef test_row_(\d+)_", text)}
        found |= {int(number) for number in re.findall(r"\bRow\(\s*(\d+),", text)}
    return found


def test_all_rows_are_there_in_order() -> None:
    assert list(dict.fromkeys(rows())) == list(range(1, 71))


def test_each_row_is_played_by_a_test_that_names_it() -> None:
    assert set(rows()) - played() == set()
