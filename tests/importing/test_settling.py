"""Unknown outcomes, and interrupted imports: nothing is lost or duplicated."""

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import requests

from asana._importing.clock import Clock, clock_of
from asana._importing.journal import Journal, Write
from asana.error import AsanaError
from asana.importing import ImportReport, Problem
from tests.importing.conftest import Place
from tests.importing.test_importer import row

CREATES = {
    "create_tag": "tag",
    "create_section_for_project": "section",
    "create_task": "task",
    "create_story_for_task": "comment",
    "create_attachment_for_object": "attachment",
    "add_dependencies_for_task": "dependencies",
}

ROWS = [
    row("a", "Same", section="One", tags=["t", "u"], comments=["x", "x"]),
    row("b", "Same", section="Two", attachments=[("f", b"1"), ("f", b"22")], notes="First"),
    row("c", "Same", parent="a", dependencies=["a"], comments=[{"markdown": "**x** & y"}]),
    row("d", "Same", parent="a", notes_markdown="Second\n\n* list"),
    row("e", "Same", section="Two", due_on="2027-03-01", attachments=[("f", b"1"), ("f", b"1")]),
    row("f", "Same", section="Two", due_on="2027-03-01"),
    row("g", "Same", section="Two", due_on="2027-03-01", assignee="me"),
]


def content(place: Place) -> dict[str, Any]:
    """Return all objects that an import has created."""
    fields = ["name", "notes", "due_on", "tags.name", "assignee.name", "memberships.section.name"]
    tasks = [
        (
            depth,
            {name: value for name, value in task.items() if name != "gid"}
            | {"tags": sorted(tag["name"] for tag in task["tags"])}
            | {"assignee": task["assignee"] and task["assignee"]["name"]}
            | {"sections": [each["section"]["name"] for each in task["memberships"]]}
            | {"memberships": None},
            place.comments(task["gid"]),
            place.files(task["gid"]),
            len(list(place.client.tasks.get_dependencies_for_task(task["gid"]))),
        )
        for depth, task in place.client.tasks.walk(place.project, fields=fields)
    ]
    tags = [tag["name"] for tag in place.client.tags.get_tags_for_workspace(place.workspace)]
    sections = place.client.sections.get_sections_for_project(place.project)
    return {"tasks": tasks, "tags": tags, "sections": [each["name"] for each in sections]}


RIGHT: dict[str, Any] = {}


@pytest.fixture
def right(place: Place) -> dict[str, Any]:
    """The content that the rows create in a project; the place is reset afterwards."""
    if not RIGHT:
        place.run(*ROWS)
        RIGHT.update(content(place))
        anew(place)
    return RIGHT


def anew(place: Place) -> None:
    place.sandbox.reset()
    place.sandbox.faults.clear()
    place.journal.unlink()
    place.project = place.new_project()
    place.sandbox.requests.clear()


@pytest.mark.parametrize("fault", ["drop_after", "drop_before", "cut_body", "garbage_body"])
@pytest.mark.parametrize("route", CREATES)
def test_an_unclear_answer_is_settled_in_the_run(
    place: Place, right: dict[str, Any], route: str, fault: str
) -> None:
    place.sandbox.faults.add(fault, route=route, times=2)
    report = place.run(*ROWS)
    assert report.complete
    assert content(place) == right


@pytest.mark.parametrize("effect", [True, False])
def test_a_server_error_is_settled_in_the_run(
    place: Place, right: dict[str, Any], effect: bool
) -> None:
    for number, route in enumerate(CREATES):
        place.sandbox.faults.add(
            status=502, effect=effect, route=route, probability=0.4, seed=number
        )
    report = place.run(*ROWS)
    assert report.complete
    assert content(place) == right


class Crash(BaseException):
    """The end of a process, which no code of this library handles."""


def crash_at(monkeypatch: pytest.MonkeyPatch, name: str, number: int) -> Callable[[], bool]:
    """End the import at a method of the journal; return whether that happened."""
    method, left = getattr(Journal, name), [number]

    def crash(self: Journal, *args: Any) -> None:
        left[0] -= 1
        if name == "intend":
            method(self, *args)
        if left[0] == 0:
            raise Crash
        if name != "intend":
            method(self, *args)

    monkeypatch.setattr(Journal, name, crash)
    return lambda: left[0] <= 0


@pytest.mark.parametrize("name", ["intend", "done", "keep_row", "place_rows", "forget"])
def test_whenever_an_import_ends_the_next_one_finishes_it(
    place: Place, right: dict[str, Any], name: str
) -> None:
    crashes = 0
    while True:
        with pytest.MonkeyPatch.context() as monkeypatch:
            crashed = crash_at(monkeypatch, name, crashes + 1)
            with suppress(Crash):
                place.run(*ROWS, concurrency=1)
            if not crashed():
                break
        assert place.run(*ROWS).complete
        assert content(place) == right
        anew(place)
        crashes += 1
    assert crashes >= {"intend": 19, "done": 19, "place_rows": 1}.get(name, 0)


def test_what_was_there_before_is_not_taken_for_what_was_created(place: Place) -> None:
    old = place.client.tasks.create_task(name="A", projects=[place.project])
    place.sandbox.faults.add("drop_before", route="create_task", times=1)
    report = place.run(row("a"))
    assert place.names() == ["A", "A"]
    assert report.gids["a"] != old["gid"]


def test_what_somebody_else_created_is_not_taken(place: Place) -> None:
    other = next(
        user
        for user in place.client.users.get_users_for_workspace(place.workspace)
        if user["gid"] != place.client.users.me()["gid"]
    )
    theirs = place.client.access_token(place.sandbox.token_for(other["gid"]))
    place.client.projects.add_members_for_project(place.project, members=[other["gid"]])
    run_unclear(place, row("a"))
    task = theirs.tasks.create_task(name="A", projects=[place.project])
    report = place.run(row("a"))
    assert report.made == 1
    assert report.gids["a"] != task["gid"]
    assert place.names() == ["A", "A"]


def run_unclear(place: Place, *rows: dict[str, Any]) -> ImportReport:
    """Import rows without creating a task, with unknown outcomes to the end."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("asana._importing.run.MOST_IDLE", 1)
        place.sandbox.faults.add("drop_before", route="create_task")
        report = place.run(*rows)
    place.sandbox.faults.clear()
    return report


def test_what_stays_unclear_is_reported_and_settled_later(place: Place) -> None:
    report = run_unclear(place, row("a"), row("b", parent="a"))
    assert report.unsettled == [
        Problem("row 1", "a", "task: the outcome of the request is unknown")
    ]
    assert [each.key for each in report.failed] == ["b"]
    assert not report.complete
    assert place.run(row("a"), row("b", parent="a")).made == 2
    assert place.names() == ["A"]


def test_two_records_that_may_be_it_are_reported_and_not_guessed(place: Place) -> None:
    run_unclear(place, row("a", comments=["x"]))
    gids = [
        place.client.tasks.create_task(name="A", projects=[place.project])["gid"] for _ in range(2)
    ]
    place.written()
    report = place.run(row("a", comments=["x"]))
    [problem] = report.unsettled
    assert "there are 2 records that may be the result" in problem.reason
    assert all(gid in problem.reason for gid in gids)
    assert place.written() == []
    place.client.tasks.delete_task(gids[0])
    report = place.run(row("a", comments=["x"]))
    assert report.gids == {"a": gids[1]}
    assert place.comments(gids[1]) == ["x"]


def test_a_record_with_other_content_is_reported_and_not_taken(place: Place) -> None:
    run_unclear(place, row("a", notes="Mine"))
    task = place.client.tasks.create_task(name="A", notes="By hand", projects=[place.project])
    report = place.run(row("a", notes="Mine"))
    assert "there is one record that may be the result" in report.unsettled[0].reason
    with place.importer() as importer:
        importer.settle("a", None)
        importer.task("a", "A", notes="Mine")
    assert importer.report.made == 1
    assert importer.report.gids["a"] != task["gid"]
    with place.importer() as importer, pytest.raises(LookupError, match="nothing about the row"):
        importer.settle("a", None)


def test_the_user_can_say_which_record_it_is(place: Place) -> None:
    run_unclear(place, row("a", notes="Mine"))
    task = place.client.tasks.create_task(name="A", notes="By hand", projects=[place.project])
    place.run(row("a", notes="Mine"))
    with place.importer() as importer:
        importer.settle("a", task["gid"])
        importer.task("a", "A", notes="Mine", comments=["x"])
    assert importer.report.gids["a"] == task["gid"]
    assert place.names() == ["A"]


@pytest.mark.parametrize("kind", ["comments", "attachments"])
def test_a_part_that_may_be_it_is_reported_and_not_taken(place: Place, kind: str) -> None:
    rows = [row("a", comments=["x"]) if kind == "comments" else row("a", attachments=[("x", b"")])]
    with pytest.MonkeyPatch.context() as monkeypatch:
        crash_at(monkeypatch, "intend", 2)
        with pytest.raises(Crash):
            place.run(*rows)
    [task] = place.client.tasks.get_tasks_for_project(place.project)
    if kind == "comments":
        place.client.stories.create_story_for_task(task["gid"], text="by hand")
    else:
        place.client.attachments.create_attachment_for_object(
            parent=task["gid"], file=b"by hand", file_name="x"
        )
    place.written()
    report = place.run(*rows)
    assert "there is one record that may be the result" in report.unsettled[0].reason
    assert place.written() == []
    with place.importer() as importer:
        importer.settle("a", None)
        importer.rows(rows)
    assert importer.report.complete
    assert len([*place.comments(task["gid"]), *place.files(task["gid"])]) == 2


@pytest.mark.parametrize("route", ["create_tag", "create_section_for_project"])
def test_a_name_that_became_ambiguous_is_reported(place: Place, route: str) -> None:
    rows = [row("a", tags=["new"])] if route == "create_tag" else [row("a", section="new")]
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("asana._importing.run.MOST_IDLE", 1)
        place.sandbox.faults.add("drop_before", route=route)
        place.run(*rows)
    place.sandbox.faults.clear()
    for _ in range(2):
        if route == "create_tag":
            place.client.tags.create_tag(name="new", workspace=place.workspace)
        else:
            place.client.sections.create_section_for_project(place.project, name="new")
    kind = "tags" if route == "create_tag" else "sections"
    with pytest.raises(ValueError, match=f"{kind[:-1]}: 2 {kind} in .* are named 'new'"):
        place.run(*rows)


def test_a_request_may_still_be_running_during_the_grace_period(
    place: Place, sleeps: list[float]
) -> None:
    place.sandbox.faults.add("drop_after", route="create_task", times=1)
    began = time.time()
    place.run(row("a"), grace=30)
    took = time.time() - began
    waits = [wait for wait in sleeps if wait > 10]
    assert len(waits) == 1
    assert 30 - took <= waits[0] <= 30


def test_after_a_crash_the_grace_period_begins_anew(place: Place, sleeps: list[float]) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        crash_at(monkeypatch, "done", 1)
        with pytest.raises(Crash):
            place.run(row("a"))
    place.run(row("a"), grace=30)
    [wait] = [wait for wait in sleeps if wait > 10]
    assert 29 < wait <= 30


def test_a_day_after_a_crash_nothing_is_waited_for(
    place: Place, sleeps: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.MonkeyPatch.context() as crashing:
        crash_at(crashing, "done", 1)
        with pytest.raises(Crash):
            place.run(row("a"))
    now = Clock.__call__
    monkeypatch.setattr(Clock, "__call__", lambda self: now(self) + 86400)
    assert place.run(row("a"), grace=30).made == 1
    assert [wait for wait in sleeps if wait > 10] == []
    assert place.names() == ["A"]


@pytest.mark.parametrize("hours", [-5, 5])
def test_the_clock_of_this_machine_may_be_wrong(
    place: Place, sleeps: list[float], monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    now = time.time

    def wrong() -> float:
        caller = sys._getframe(1).f_globals["__name__"]
        return now() + hours * 3600 * ("importing" in caller)

    monkeypatch.setattr(time, "time", wrong)
    monkeypatch.setattr(Journal, "clock", staticmethod(wrong))
    place.sandbox.faults.add("drop_after", route="create_task", times=2)
    report = place.run(row("a"), row("b", parent="a"), row("c"), grace=30)
    assert report.made == 3
    assert max(sleeps) <= 30
    assert place.names() == ["A", "C"]
    assert place.subtasks(report.gids["a"]) == ["B"]


@pytest.mark.parametrize("date", [None, "yesterday", ""])
def test_without_the_time_of_asana_it_is_that_of_this_machine(
    date: str | None,
) -> None:
    class Refusing:
        def get(self, *_: Any) -> None:
            error = AsanaError()
            if date is not None:
                error.response = requests.Response()
                error.response.headers["Date"] = date
            raise error

    client: Any = Refusing()
    assert abs(clock_of(client, "1")() - time.time()) < 5


def test_what_cannot_be_looked_for_stays_unclear(place: Place) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("asana._importing.run.MOST_IDLE", 1)
        place.sandbox.faults.add("drop_after", route="create_task", times=1)
        place.sandbox.faults.add(status=403, route="GET /tasks", effect=False)
        journal = Journal(place.journal, place.project)
        journal.begin(place.client.users.me()["gid"], [])  # otherwise that listing would fail
        journal.close()
        report = place.run(row("a"))
    assert [each.key for each in report.unsettled] == ["a"]
    place.sandbox.faults.clear()
    assert place.run(row("a")).made == 1
    assert place.names() == ["A"]


def test_a_comment_is_not_posted_on_a_task_that_was_deleted(place: Place) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        crash_at(monkeypatch, "intend", 2)
        with pytest.raises(Crash):
            place.run(row("a", comments=["x"]), concurrency=1)
    [task] = place.client.tasks.get_tasks_for_project(place.project)
    place.client.tasks.delete_task(task["gid"])
    report = place.run(row("a", comments=["x"]))
    assert [each.key for each in report.failed] == ["a"]


def test_a_row_that_is_left_out_after_a_crash_is_still_known(place: Place) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        crash_at(monkeypatch, "done", 1)
        with pytest.raises(Crash):
            place.run(row("a"))
    place.run(row("b"))
    assert place.run(row("a"), row("b")).skipped == 2
    assert sorted(place.names()) == ["A", "B"]


def test_the_user_of_each_run_is_remembered(place: Place, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "other.db", "1")
    journal.begin("5", ["7"])
    journal.begin("6", [])
    write = Write("task:a", "task", "a", {"body": {}})
    journal.intend(write)
    journal.done(write, "8")
    journal.close()
    again = Journal(tmp_path / "other.db", "1")
    assert again.users == {"5", "6"}
    assert again.claimed() == {"7", "8"}
    assert again.is_done("task:a")
    again.close()
