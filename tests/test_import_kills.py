"""An import that is killed repeatedly; ``ASANA_TEST_KILLS`` sets the number of kills."""

import os

import pytest

from benchmarks import import_kills, import_rows


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs signals that kill")
def test_whenever_an_import_is_killed_nothing_is_lost_or_there_twice() -> None:
    kills = int(os.environ.get("ASANA_TEST_KILLS", "6"))
    total = import_kills.kill_imports(kills, rows=60, seed=1, share=3)
    assert total.problems == []
    assert (total.kills, total.lost, total.double, total.wrong) == (kills, 0, 0, 0)
    assert total.rows == 60 * total.imports


def test_the_rows_have_everything_that_an_import_creates() -> None:
    rows = import_rows.rows(500, 1)
    fields = {field for row in rows for field in row}
    assert fields == {
        "attachments",
        "comments",
        "completed",
        "custom_fields",
        "dependencies",
        "due_on",
        "key",
        "name",
        "notes",
        "parent",
        "section",
        "tags",
    }
    assert len({row["name"] for row in rows}) < 200  # most names are not unique


def test_a_difference_is_found() -> None:
    rows = import_rows.rows(60, 1)
    wanted = import_kills.expected(rows)
    place = next(place for place, task in wanted.items() if len(task["comments"]) > 1)
    for comments, lost, double, wrong in (
        (wanted[place]["comments"][1:], 1, 0, 0),
        ([*wanted[place]["comments"], "more"], 0, 1, 0),
        (["another", *wanted[place]["comments"][1:]], 1, 1, 0),
    ):
        total = import_kills.Total()
        there = {**wanted[place], "comments": comments}
        import_kills.compare_task(place, wanted[place], there, total)
        assert (total.lost, total.double, total.wrong) == (lost, double, wrong)
        assert len(total.problems) == 1
