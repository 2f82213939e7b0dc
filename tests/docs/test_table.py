"""The table of snippets counts all of them, and the tests in it exist."""

from tests.docs.snippets import PAGES, ROOT, commands, snippets
from tests.docs.table import row, text


def test_every_snippet_is_counted() -> None:
    for page in PAGES:
        found = snippets(page)
        consoles = [each for each in found if each.language == "console" and not each.file]
        typed = sum(len(list(commands(each.text))) for each in consoles)
        assert sum(row(page).counts) == len(found) - len(consoles) + typed


def test_the_tests_exist() -> None:
    tests = {row(page).test for page in PAGES} - {""}
    assert "tests/docs/test_snippets.py" in tests
    assert [test for test in tests if not (ROOT / test).is_file()] == []


def test_the_table_has_all_pages_and_their_sum() -> None:
    lines = text().splitlines()
    assert [line.split(" | ")[0] for line in lines[2:-1]] == [f"| {row(p).page}" for p in PAGES]
    python = [int(line.split(" | ")[1]) for line in lines[2:]]
    assert sum(python[:-1]) == python[-1] > 0
