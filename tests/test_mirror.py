"""Mirrors: the copy of a project's tasks equals the tasks at Asana."""

import functools
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import asana
from asana import error
from asana.mirror import DictTasks, Mirror, SqliteTasks, Step
from asana.records import Record
from asana.sandbox import Sandbox
from tests.faults import FaultServer, data, failure
from tests.feeds import Project, change, events, stale
from tests.overriding import overriding

Connect = Callable[..., tuple[asana.Client, FaultServer]]


def truth(project: Project, mirror: Mirror) -> dict[str, Record]:
    """Return the expected copy."""
    tasks: Any = project.client.tasks.get_tasks_for_project(project.gid, **mirror._options)
    return {task["gid"]: task for task in tasks}


def task(gid: str, **fields: Any) -> Any:
    """Return a task with only the given fields."""
    return {"gid": gid, **fields}


@pytest.fixture
def project() -> Iterator[Project]:
    with Sandbox() as sandbox:
        yield Project(sandbox)


@pytest.fixture(params=["dict", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    return {} if request.param == "dict" else tmp_path / "tasks.db"


def test_a_comment_without_user_and_subtype_concerns_its_task(project: Project) -> None:
    gid = project.add("Talked about")
    mirror = project.client.events.mirror(project.gid, {})
    mirror.update()
    project.client.tasks.add_comment(gid, {"text": "Hm"})
    assert mirror.update() == Step(changes=1, written=1)


def test_a_mirror_stays_in_step(project: Project, store: Any) -> None:
    client = project.client
    gids = [project.add(f"Task {number}") for number in range(5)]
    mirror = client.events.mirror(project.gid, store)
    assert mirror.update() == Step(changes=0, listings=1, written=5)
    assert dict(mirror.tasks) == truth(project, mirror)
    client.tasks.update_task(gids[0], {"name": "renamed", "completed": True})
    step = mirror.update()
    assert (step.changes >= 2, step.listings, step.written) == (True, 0, 1)
    assert mirror.tasks[gids[0]]["name"] == "renamed"
    client.tasks.delete_task(gids[1])
    assert mirror.update().removed == 1
    client.tasks.remove_project_for_task(gids[2], {"project": project.gid})
    assert mirror.update().removed == 1
    client.tasks.create_subtask_for_task(gids[3], {"name": "below"})
    client.tasks.add_comment(gids[3], {"text": "seen"})
    mirror.update()
    other = client.tasks.create_task(workspace=project.workspace, name="from elsewhere")["gid"]
    client.tasks.add_project_for_task(other, {"project": project.gid})
    mirror.update()
    assert dict(mirror.tasks) == truth(project, mirror)
    assert set(mirror.tasks) == {gids[0], gids[3], gids[4], other}
    assert mirror.update() == Step()


def test_a_mirror_lists_anew_after_a_gap(project: Project, store: Any) -> None:
    gids = [project.add(f"Task {number}") for number in range(3)]
    mirror = project.client.events.mirror(project.gid, store)
    mirror.update()
    project.client.tasks.delete_task(gids[0])
    project.add("in the gap")
    project.sandbox.expire_sync_tokens()
    assert mirror.update() == Step(changes=0, listings=1, written=3, removed=1)
    assert dict(mirror.tasks) == truth(project, mirror)


def test_many_changes_are_listed_in_one_go(project: Project) -> None:
    copy: dict[str, Record] = {"stale": {}}
    mirror = project.client.events.mirror(project.gid, copy)
    mirror.update()
    assert copy == {}
    for number in range(20):
        project.add(f"Task {number}")
    assert mirror.update().listings == 1
    assert copy == truth(project, mirror)


def test_a_new_name_of_a_section_reaches_all_its_tasks(project: Project) -> None:
    gid = project.add("inside")
    fields = ["name", "memberships.section.name"]
    mirror = project.client.events.mirror(project.gid, {}, fields=fields)
    mirror.update()
    section = next(project.client.sections.get_sections_for_project(project.gid))["gid"]
    project.client.sections.update_section(section, {"name": "renamed"})
    assert mirror.update().listings == 1
    assert mirror.tasks[gid]["memberships"][0]["section"]["name"] == "renamed"


def test_a_database_outlives_the_process_and_serves_many_projects(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "tasks.db"
    other = Project(project.sandbox)
    mine, theirs = project.add("mine"), other.add("theirs")
    for each in (project, other):
        each.client.events.mirror(each.gid, str(path)).update()
    project.client.tasks.update_task(mine, {"name": "renamed"})
    again = project.client.events.mirror(project.gid, SqliteTasks(path, project.gid))
    assert again.update().listings == 0
    assert again.tasks[mine]["name"] == "renamed"
    assert (list(again.tasks), theirs in again.tasks, len(again.tasks)) == ([mine], False, 1)
    again.tasks["x"] = task("x")
    del again.tasks["x"]
    with pytest.raises(KeyError):
        again.tasks["x"]
    with pytest.raises(KeyError):
        del again.tasks["x"]


def test_a_mirror_follows_until_it_is_stopped(project: Project) -> None:
    events = project.client.events
    mirror = events.mirror(project.gid, {}, poll_interval=0.001, max_interval=0.002)
    steps = mirror.follow()
    assert next(steps).listings == 1
    gid = project.add("new")
    while gid not in mirror.tasks:
        next(steps)
    mirror.stop()
    assert list(steps) == []


def test_a_step_that_fails_is_done_again(connect: Connect) -> None:
    listing, task = data([]), {"gid": "1", "projects": [{"gid": "9"}]}
    client, _ = connect(
        *(stale("S1"), failure(402), stale("S1"), listing),
        *(events("S2", change(1)), failure(402)),
        *(events("S2", change(1)), data(task), events("S2")),
    )
    mirror = client.events.mirror("9", {})
    for _ in range(2):
        with pytest.raises(error.PremiumOnlyError):
            mirror.update()
    assert mirror.update() == Step(changes=1, written=1)
    assert mirror.tasks == {"1": task}


def test_a_task_that_may_not_be_seen_is_removed(connect: Connect) -> None:
    client, _ = connect(
        *(stale("S1"), data([{"gid": "1"}]), events("S2", change(1))), failure(403), events("S2")
    )
    mirror = client.events.mirror("9", {})
    assert mirror.update() == Step(changes=1, listings=1, written=1, removed=1)


def test_a_dictionary_keeps_the_token_beside_it() -> None:
    store = DictTasks({})
    assert store.load("9") is None
    store.save("9", "S1")
    assert store.load("9") == "S1"


def test_the_options_of_a_mirror_are_those_of_each_request(connect: Connect) -> None:
    client, server = connect(
        *(stale("S1"), data([{"gid": "1"}]), events("S2", change(1))),
        data({"gid": "1", "projects": [{"gid": "9"}]}),
    )
    attempts: list[Any] = []
    options: dict[str, Any] = {"on_attempt": attempts.append, "timeout": 50}
    how: dict[str, Any] = {"poll_interval": 1, "max_interval": 9}
    mirror = Mirror(
        overriding(client), "9", {}, fields=["name", "projects"], **how, options=options
    )
    assert mirror._feed._intervals == (1, 9)
    assert mirror.update() == Step(changes=1, listings=1, written=2)
    assert [request.target.removeprefix("/api/1.0") for request in server.requests] == [
        "/events?resource=9",
        "/projects/9/tasks?limit=100&opt_fields=name,projects",
        "/events?resource=9&sync=S1",
        "/tasks/1?opt_fields=name,projects",
    ]
    assert len(attempts) == len(server.requests)
    with pytest.raises(TypeError, match=r"^the parameter 'fields' cannot be None"):
        Mirror(client, "9", {}, fields=[None])  # type: ignore[list-item]


def test_what_is_no_place_for_a_mirror() -> None:
    with pytest.raises(TypeError, match="a path or a TaskStore"):
        asana.Client().events.mirror("9", 5)


# -- databases that cannot be used


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make SQLite wait only briefly for other writers."""
    impatiently = functools.partial(sqlite3.connect, timeout=0.01)
    monkeypatch.setattr(sqlite3, "connect", impatiently)


def filled(path: Path) -> SqliteTasks:
    store = SqliteTasks(path, "9")
    store.update({str(number): task(str(number), notes="x" * 100) for number in range(500)})
    store.save("9", "S1")
    return store


def test_a_file_that_is_no_database_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "tasks.db"
    path.write_text("these are notes, and no database " * 10)
    before = path.read_bytes()
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        asana.Client().events.mirror("9", path)
    assert path.read_bytes() == before
    with pytest.raises(sqlite3.Error):
        asana.Client().events.mirror("9", tmp_path)


@pytest.mark.parametrize("path", [":memory:", ""])
def test_a_database_in_memory_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="use a dictionary"):
        asana.Client().events.mirror("9", path)


def test_a_damaged_database_is_an_error_at_each_use(connect: Connect, tmp_path: Path) -> None:
    path = tmp_path / "tasks.db"
    filled(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    client, _ = connect(events("S2", change(1)), data({"gid": "1", "projects": [{"gid": "9"}]}))
    with pytest.raises(sqlite3.DatabaseError, match="malformed"):
        client.events.mirror("9", path).update()
    path.write_bytes(whole)
    assert client.events.mirror("9", path).tasks["7"]["gid"] == "7"


def test_a_database_that_another_process_writes_to(
    connect: Connect, tmp_path: Path, impatient: None
) -> None:
    path = tmp_path / "tasks.db"
    store = filled(path)
    task = {"gid": "1", "projects": [{"gid": "9"}]}
    client, server = connect(
        events("S2", change(1)), data(task), events("S2", change(1)), data(task)
    )
    mirror = client.events.mirror("9", path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            mirror.update()
        assert (store.load("9"), "notes" in store["1"], len(store)) == ("S1", True, 500)
    assert mirror.update() == Step(changes=1, written=1)
    assert (store.load("9"), store["1"]) == ("S2", task)
    assert server.requests[0].target == server.requests[2].target


def test_a_token_that_cannot_be_written_is_written_later(
    connect: Connect, tmp_path: Path, impatient: None
) -> None:
    store = filled(tmp_path / "tasks.db")
    client, _ = connect(events("S2"), events("S3"))
    mirror = client.events.mirror("9", store)
    with closing(sqlite3.connect(store.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            mirror.update()
    mirror.update()
    assert store.load("9") == "S3"


def test_a_disk_that_is_full_keeps_the_old_tasks(
    connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tasks.db"
    store = filled(path)
    task = {"gid": "1", "projects": [{"gid": "9"}], "notes": "y" * 1_000_000}
    client, server = connect(
        events("S2", change(1)), data(task), events("S2", change(1)), data(task)
    )
    mirror = client.events.mirror("9", path)
    opened = sqlite3.connect

    def on_a_full_disk(*args: Any, **how: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = opened(*args, **how)
        connection.execute("PRAGMA max_page_count = 1")  # the database cannot grow
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", on_a_full_disk)
        with pytest.raises(sqlite3.OperationalError, match="full"):
            mirror.update()
    assert (store.load("9"), store["1"]["notes"], len(store)) == ("S1", "x" * 100, 500)
    assert mirror.update() == Step(changes=1, written=1)
    assert (store.load("9"), store["1"]) == ("S2", task)
    assert server.requests[0].target == server.requests[2].target


def test_two_mirrors_write_one_database_in_turn(tmp_path: Path) -> None:
    path = tmp_path / "tasks.db"

    def write(project: str) -> None:
        store = SqliteTasks(path, project)
        for number in range(10):
            store[str(number)] = task(str(number))
            store.save(project, f"S{number}")

    threads = [threading.Thread(target=write, args=(project,)) for project in ("8", "9")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for project in ("8", "9"):
        store = SqliteTasks(path, project)
        assert (len(store), store.load(project)) == (10, "S9")


@pytest.mark.parametrize("record", ["{", None, "[1]", 5])
def test_a_record_that_somebody_else_wrote(tmp_path: Path, record: Any) -> None:
    store = filled(tmp_path / "tasks.db")
    with closing(sqlite3.connect(store.path)) as other, other:
        other.execute("UPDATE asana_tasks SET record = ? WHERE gid = '7'", (record,))
    with pytest.raises(ValueError, match="does not contain a JSON object for the task 7"):
        store["7"]
    assert store["8"]["gid"] == "8"
