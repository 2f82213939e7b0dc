"""The decisions of a run: what is sent again, what waits, and how failures are told."""

from pathlib import Path
from typing import Any

import pytest

from asana._importing.journal import Journal
from asana.error import AsanaError, RetryableAsanaError
from asana.importing import Problem
from tests.importing.conftest import Place
from tests.importing.test_importer import row
from tests.importing.test_settling import Crash, crash_at

UNKNOWN = "the outcome of the request is unknown"
WAITING = "it depends on objects that have not been created"


def sent(place: Place, end: str) -> int:
    """Return the number of writes to a path since the previous call."""
    return sum(each.endswith(end) for each in place.written())


def test_a_create_is_sent_in_five_passes(place: Place) -> None:
    place.sandbox.faults.add("drop_before", route="create_task")
    report = place.run(row("a"), row("b", parent="a"), row("c", dependencies=["a"]), concurrency=1)
    assert sent(place, " /tasks") == 10
    assert report.unsettled == [
        Problem(f"row {number}", key, f"task: {UNKNOWN}") for number, key in ((3, "c"), (1, "a"))
    ]
    assert report.failed == [Problem("row 2", "b", WAITING)]


@pytest.mark.parametrize(
    ("route", "fault", "end"),
    [
        ("create_attachment_for_object", {"fault": "rate_limit"}, "/attachments"),
        ("create_story_for_task", {"fault": "rate_limit"}, "/stories"),
        ("create_tag", {"fault": "rate_limit"}, " /tags"),
        ("create_section_for_project", {"fault": "rate_limit"}, "/sections"),
        ("add_dependencies_for_task", {"status": 503}, "/addDependencies"),
        ("add_tag_for_task", {"status": 503}, "/addTag"),
    ],
)
def test_a_failure_is_raised_after_a_pass_without_progress(
    place: Place, route: str, fault: dict[str, Any], end: str
) -> None:
    place.client.options["max_retries"] = 0
    place.run(row("b"))
    rows = [row("b", tags=["t"]), row("c")]
    rows.append(row("a", comments="x", attachments=("f", b""), section="s", dependencies="c"))
    place.written()
    place.sandbox.faults.add(**fault, route=route)
    with pytest.raises(RetryableAsanaError):
        place.run(*rows, update=True, concurrency=1)
    assert sent(place, end) == 2
    place.sandbox.faults.clear()
    assert place.run(*rows, update=True).complete


def test_progress_gives_the_failing_write_more_passes(place: Place) -> None:
    place.client.options["max_retries"] = 0
    place.sandbox.faults.add(status=503, route="create_task", times=12)
    assert place.run(*(row(f"{n}") for n in range(3)), concurrency=1).made == 3
    assert sent(place, " /tasks") == 15


def test_moves_are_tried_five_times(place: Place) -> None:
    place.client.options["max_retries"] = 0
    report = place.run(row("a"), row("c"))
    place.written()
    faults = place.sandbox.faults
    faults.add(status=503, route="add_task_for_section", times=4)
    assert place.run(row("a"), row("b"), row("c")).complete
    assert place.names() == ["A", "B", "C"]
    assert sent(place, "/addTask") == 5
    faults.add(status=503, route="add_task_for_section")
    with pytest.raises(AsanaError):
        place.run(row("a"), row("b"), row("c"), row("d"), row("e"), concurrency=1)
    assert report.gids["a"]
    assert place.written().count(f"POST /sections/{home(place)}/addTask") == 5


def home(place: Place) -> str:
    [section] = place.client.sections.get_sections_for_project(place.project)
    return section["gid"]


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time of imports and of their journals, which a test sets."""
    now = [1_000_000.0]
    monkeypatch.setattr("asana.importing.clock_of", lambda *_: lambda: now[0])
    monkeypatch.setattr(Journal, "clock", staticmethod(lambda: now[0]))
    return now


@pytest.mark.parametrize(("later", "waits"), [(3599, [30.0]), (3600, []), (3601, [])])
def test_after_an_hour_no_request_of_an_earlier_run_is_waited_for(
    place: Place, sleeps: list[float], now: list[float], later: int, waits: list[float]
) -> None:
    with pytest.MonkeyPatch.context() as crashing:
        crash_at(crashing, "done", 1)
        with pytest.raises(Crash):
            place.run(row("a"))
    now[0] += later
    assert place.run(row("a"), grace=30).made == 1
    assert sleeps == waits


@pytest.mark.parametrize(("later", "waits"), [(0, [30.0]), (10, [20.0]), (30, []), (-10, [30.0])])
def test_the_grace_period_begins_with_the_unknown_outcome(
    place: Place,
    sleeps: list[float],
    monkeypatch: pytest.MonkeyPatch,
    now: list[float],
    later: int,
    waits: list[float],
) -> None:
    unclear = Journal.unclear

    def slow(self: Journal, write: Any) -> None:
        unclear(self, write)
        now[0] += later

    monkeypatch.setattr(Journal, "unclear", slow)
    place.sandbox.faults.add("drop_after", route="create_task", times=1)
    assert place.run(row("a"), grace=30).made == 1
    assert sleeps == waits


@pytest.mark.parametrize("how", ["delete", "rename"])
def test_a_tag_or_section_that_is_gone_is_created_again(place: Place, how: str) -> None:
    client = place.client
    place.run(row("a", tags=["T"], section="S"))
    [tag] = [
        each for each in client.tags.get_tags_for_workspace(place.workspace) if each["name"] == "T"
    ]
    section = client.sections.named(place.project, "S")
    if how == "delete":
        client.tags.delete_tag(tag["gid"])
    else:
        client.tags.update_tag(tag["gid"], name="Other")
    client.sections.update_section(section["gid"], name="Other")
    report = place.run(row("a", tags=["T"], section="S"), row("b", tags=["t"], section="s"))
    assert (report.writes, report.skipped) == ({"tag": 1, "section": 1, "task": 1}, 1)
    assert place.names("s") == ["B"]
    assert place.names("Other") == ["A"]


def test_failures_name_their_rows(place: Place, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.write_bytes(b"1")
    faults = place.sandbox.faults
    faults.add(status=403, route="create_task", times=1, message="No")
    faults.add(status=403, route="create_story_for_task", times=1, message="No")
    faults.add(status=403, route="add_dependencies_for_task", times=1, message="No")
    told: list[tuple[int, int]] = []
    with place.importer(concurrency=1, progress=lambda *both: told.append(both)) as importer:
        importer.rows(
            [
                row("c", comments=["x", "y"], attachments=[gone, ("g", b"")]),
                row("d", dependencies=["c"]),
                row("e", dependencies=["b"]),
                row("f", parent="b"),
                row("b"),
            ]
        )
        gone.unlink()
    report = importer.report
    refused = [each for each in report.failed if ": No (" in each.reason]
    assert [(each.where, each.key) for each in refused] == [
        ("row 5", "b"), ("row 1", "c"), ("row 2", "d"),
    ]  # fmt: skip
    assert [each for each in report.failed if each not in refused] == [
        Problem("row 4", "f", "the task of the row 'b' could not be created"),
        Problem("row 1", "c", f"the file {gone}: No such file or directory"),
        Problem("row 3", "e", "dependencies: the task of the row 'b' could not be created"),
    ]
    assert report.writes == {"task": 3, "comment": 1, "attachment": 1}
    assert told == [(done, 11) for done in range(12)]
    assert place.comments(report.gids["c"]) == ["y"]
    again = place.run(row("c", comments=["x", "y"]), row("d", dependencies=["c"]))
    assert again.writes == {"comment": 1, "dependencies": 1}
    assert (again.made, again.changed, again.skipped) == (0, 2, 0)


def test_a_refused_change_is_tried_again_in_the_next_run(place: Place) -> None:
    gid = place.run(row("a", notes="n"), row("b")).gids["a"]
    place.sandbox.faults.add(status=403, route="update_task", times=1, message="No")
    rows = [row("a", notes="m", tags=["t"]), row("b")]
    report = place.run(*rows, update=True)
    [problem] = report.failed
    assert (problem.where, problem.key) == ("row 1", "a")
    assert (report.changed, report.skipped, report.outdated) == (0, 2, 1)
    assert report.writes == {"tag": 1}
    report = place.run(*rows, update=True)
    assert (report.changed, report.skipped, report.outdated) == (1, 1, 0)
    assert report.writes == {"update": 2}
    task = place.client.tasks.get_task(gid)
    assert (task["notes"], [tag["name"] for tag in task["tags"]]) == ("m", ["t"])


def test_rows_that_are_not_updated_get_no_new_parts(place: Place) -> None:
    before = row("a", comments=["x"], dependencies=["b"])
    after = row("a", comments=["x", "y"], attachments=[("f", b"")], dependencies=["b", "c"])
    rest = [row("b"), row("c")]
    gid = place.run(before, *rest).gids["a"]
    report = place.run(after, *rest)
    assert (report.writes, report.skipped, report.outdated) == ({}, 3, 1)
    report = place.run(after, *rest, update=True)
    assert report.writes == {"comment": 1, "attachment": 1, "dependencies": 1}
    assert (report.changed, report.skipped, report.outdated) == (1, 2, 0)
    assert place.comments(gid) == ["x", "y"]
    assert place.run(after, *rest).outdated == 0
    assert place.run(before, *rest).outdated == 1
    report = place.run(before, *rest, update=True)
    assert report.writes == {"update": 1, "dependencies": 1} or report.writes == {"update": 1}
    found = place.client.tasks.get_dependencies_for_task(gid)
    assert [each["name"] for each in found] == ["B"]


def test_a_moved_task_is_placed_and_others_stay(place: Place) -> None:
    rows = [row(key, section="S") for key in "abc"]
    gids = place.run(*rows).gids
    place.written()
    rows = [row("d", section="T"), row("a", section="T"), *rows[1:]]
    place.run(*rows, update=True)
    assert place.names("T") == ["D", "A"]
    assert place.names("S") == ["B", "C"]
    journal = Journal(place.journal, place.project)
    assert {key: kept.placed for key, kept in journal.rows.items()} == dict.fromkeys("abcd", True)
    assert journal.rows["a"].fields == {"name": "A", "section": "T"}
    assert journal.rows["a"].gid == gids["a"]
    journal.close()
