"""docs/moving/from-asana-5x.md is true: its rows and its example are what the codemod writes."""

import re
from pathlib import Path

import pytest

from asana.upgrade import upgrade
from asana.upgrade.settings import OPTIONS
from tests.upgrade.snippets import rewritten

PAGE = (Path(__file__).parents[2] / "docs/moving/from-asana-5x.md").read_text(encoding="utf-8")


def rows(head: str) -> list[list[str]]:
    table = PAGE.partition(f"\n| {head} |")[2].partition("\n\n")[0]
    return [re.findall(r"`([^`]+)`", line) for line in table.splitlines()[2:]]


@pytest.mark.parametrize(("before", "after"), rows("asana 5.x"))
def test_a_row(before: str, after: str) -> None:
    assert rewritten(before) == after


def test_the_example() -> None:
    lines = re.findall(r"```diff\n(.*?)```", PAGE, re.DOTALL)[0].splitlines(keepends=True)
    before = "".join(line[1:] or "\n" for line in lines if not line.startswith("+"))
    after = "".join(line[1:] or "\n" for line in lines if not line.startswith("-"))
    found = upgrade(before.encode())
    assert found.source.decode() == after
    assert found.left == []


def test_the_settings_are_complete() -> None:
    listed = {name for cells in rows("setting") for name in cells}
    assert OPTIONS.keys() <= listed
    assert set(OPTIONS.values()) <= listed
