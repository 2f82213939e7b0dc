"""Feeds and mirrors: nothing is missed, whenever a process dies."""

import json
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import asana
from asana import error
from asana.feed import Feed, FileTokens, Resync, merged
from asana.mirror import Mirror, SqliteTasks, Step
from asana.records import Record
from asana.sandbox import Sandbox
from tests import feed_follower
from tests.faults import FaultServer, data, failure, reply

Connect = Callable[..., tuple[asana.Client, FaultServer]]

ROOT = Path(__file__).parents[1]


def change(number: int, action: str = "changed", field: str = "name") -> Record:
    resource = {"gid": str(number), "resource_type": "task"}
    return {"action": action, "resource": resource, "change": {"field": field}}


def events(sync: Any, *changes: Record, has_more: bool = False) -> Any:
    body = {"data": changes, "sync": sync, "has_more": has_more}
    return reply(200, json.dumps(body).encode())


def stale(sync: str | None) -> Any:
    body: dict[str, Any] = {"errors": [{"message": "Sync token invalid or too old"}]}
    return reply(412, json.dumps({**body, "sync": sync} if sync else body).encode())


def asked(server: FaultServer) -> list[str]:
    """Return the tokens that were shown."""
    return [request.target.partition("sync=")[2] for request in server.requests]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits of feeds, which take no time."""
    found: list[float] = []
    monkeypatch.setattr(Feed, "wait", lambda self, seconds: found.append(seconds))
    return found


# -- the token


def test_a_feed_begins_with_a_resync_and_keeps_its_place(connect: Connect) -> None:
    client, server = connect(
        stale("S1"), events("S2", change(1), change(2)), events("S3", change(3))
    )
    tokens: dict[str, str] = {}
    feed = client.events.feed("9", tokens)
    first = next(feed)
    assert isinstance(first, Resync)
    assert (first["action"], first["resource"], first.first) == ("resync", {"gid": "9"}, True)
    assert tokens == {}  # whoever dies before the resource was read has to read it
    assert (feed.next(), tokens) == (change(1), {"9": "S1"})
    assert (next(feed), tokens) == (change(2), {"9": "S1"})
    assert (next(feed), tokens) == (change(3), {"9": "S2"})
    assert asked(server) == ["", "S1", "S2"]
    feed.commit()
    feed.commit()
    assert tokens == {"9": "S3"}


def test_the_place_survives_the_process(connect: Connect, tmp_path: Path) -> None:
    client, server = connect(events("S2", change(1)), events("S3", change(2)))
    path = tmp_path / "tokens.json"
    path.write_text('{"9": "S1", "8": "T1"}')
    assert next(client.events.feed("9", path)) == change(1)
    feed = client.events.feed("9", FileTokens(path))
    assert next(feed) == change(2)
    assert next(client.events.feed("9", str(path))) == change(2)
    assert asked(server) == ["S1", "S1", "S1"]
    feed.commit()
    assert json.loads(path.read_text()) == {"9": "S3", "8": "T1"}


def test_what_was_not_handled_can_be_given_again(connect: Connect) -> None:
    client, server = connect(events("S2", change(1), change(2)), events("S2", change(1), change(2)))
    feed = client.events.feed("9", {"9": "S1"})
    assert next(feed) == change(1)
    feed.rewind()
    assert [next(feed), next(feed)] == [change(1), change(2)]
    feed.rewind()
    assert next(feed) == change(1)
    assert asked(server) == ["S1", "S1", "S1"]


def test_a_store_that_fails_is_asked_again(connect: Connect) -> None:
    client, server = connect(events("S2", change(1)), events("S3", change(2)))

    class Store:
        saved: list[str] = []

        def load(self, resource: str) -> str:
            return "S1"

        def save(self, resource: str, sync: str) -> None:
            self.saved.append(sync)
            if len(self.saved) == 1:
                raise OSError("disk full")

    feed = client.events.feed("9", Store())
    next(feed)
    with pytest.raises(OSError, match="disk full"):
        next(feed)
    assert next(feed) == change(2)
    assert (Store.saved, asked(server)) == (["S2", "S2"], ["S1", "S2"])


def test_a_token_of_an_empty_page_is_kept_too(connect: Connect, waits: list[float]) -> None:
    client, _ = connect(events("S1"), events("S2"), events("S3", change(1)))
    tokens = {"9": "S1"}
    assert next(client.events.feed("9", tokens)) == change(1)
    assert tokens == {"9": "S2"}


@pytest.mark.parametrize(
    "answer",
    [events(None), events(5, change(1)), events("S1", change(1)), reply(200, b'{"data": {}}')],
)
def test_an_answer_that_leads_nowhere_is_an_error(connect: Connect, answer: Any) -> None:
    client, _ = connect(answer)
    tokens = {"9": "S1"}
    with pytest.raises(error.InvalidResponseError):
        next(client.events.feed("9", tokens))
    assert tokens == {"9": "S1"}


@pytest.mark.parametrize(("store", "why"), [(5, "load and save"), ([], "load and save")])
def test_what_is_no_store(store: Any, why: str) -> None:
    with pytest.raises(TypeError, match=why):
        asana.Client().events.feed("9", store)


@pytest.mark.parametrize(("least", "most"), [(0, 5), (-1, 5), (6, 5)])
def test_intervals_that_make_no_sense(least: float, most: float) -> None:
    with pytest.raises(ValueError, match="poll_interval"):
        asana.Client().events.feed("9", poll_interval=least, max_interval=most)


# -- gaps


def test_a_gap_is_one_record_and_the_fresh_token_counts_after_it(connect: Connect) -> None:
    client, server = connect(events("S2", change(1)), stale("S9"), events("S10", change(2)))
    tokens = {"9": "S1"}
    feed = client.events.feed("9", tokens)
    assert next(feed) == change(1)
    gap = next(feed)
    assert isinstance(gap, Resync)
    assert (gap.first, tokens) == (False, {"9": "S2"})
    assert (next(feed), tokens) == (change(2), {"9": "S9"})
    assert asked(server) == ["S1", "S2", "S9"]


def test_a_gap_can_be_a_call(connect: Connect, waits: list[float]) -> None:
    client, server = connect(stale("S8"), stale("S9"), events("S10", change(2)))
    tokens: dict[str, str] = {"9": "S1"}
    seen: list[Any] = []

    def on_resync(resync: Resync) -> None:
        seen.append((resync.first, dict(tokens)))
        if len(seen) == 1:
            raise RuntimeError("could not read it")

    feed = client.events.feed("9", tokens, on_resync=on_resync)
    with pytest.raises(RuntimeError):
        next(feed)
    assert next(feed) == change(2)
    assert seen == [(False, {"9": "S1"})] * 2
    assert (asked(server), tokens) == (["S1", "S1", "S9"], {"9": "S9"})


def test_a_resource_that_cannot_be_followed_is_not_asked_for_all_the_time(
    connect: Connect, waits: list[float]
) -> None:
    client, _ = connect(*(stale(f"S{number}") for number in range(9)))
    feed = client.events.feed("9", max_interval=30)
    assert all(isinstance(next(feed), Resync) for _ in range(4))
    assert waits == [30, 30, 30]


def test_a_412_without_a_token_is_an_error(connect: Connect) -> None:
    client, _ = connect(stale(None))
    feed = client.events.feed("9")
    for _ in range(2):
        with pytest.raises(error.InvalidTokenError):
            next(feed)


def test_a_failed_question_is_asked_again(connect: Connect) -> None:
    client, server = connect(failure(403), events("S2", change(1)))
    feed = client.events.feed("9", {"9": "S1"})
    with pytest.raises(error.ForbiddenError):
        next(feed)
    assert next(feed) == change(1)
    assert asked(server) == ["S1", "S1"]


# -- waiting


def test_waits_grow_while_nothing_happens(connect: Connect, waits: list[float]) -> None:
    client, _ = connect(*[events("S1")] * 4, events("S2", change(1)), events("S2"), events("S3"))
    feed = client.events.feed("9", {"9": "S1"}, poll_interval=4, max_interval=10)
    next(feed)
    assert waits == [4, 6, 9, 10]
    feed.stop()


def test_after_a_change_the_waits_begin_anew(connect: Connect, waits: list[float]) -> None:
    answers = [events("S1"), events("S2", change(1)), events("S2"), events("S3", change(2))]
    client, _ = connect(*answers)
    feed = client.events.feed("9", {"9": "S1"}, poll_interval=4)
    assert [next(feed), next(feed)] == [change(1), change(2)]
    assert waits == [4, 4]


def test_more_is_fetched_at_once(connect: Connect, waits: list[float]) -> None:
    client, _ = connect(
        events("S2", change(1), has_more=True),
        events("S3", has_more=True),
        events("S3", has_more=True),  # which says so, and leads nowhere
        events("S4", change(2)),
    )
    feed = client.events.feed("9", {"9": "S1"})
    assert [next(feed), next(feed)] == [change(1), change(2)]
    assert waits == [5]


def test_a_job_that_runs_now_and_then(connect: Connect) -> None:
    client, _ = connect(events("S2", change(1), has_more=True), events("S3"))
    tokens = {"9": "S1"}
    feed = client.events.feed("9", tokens, opt_fields=["resource"])
    assert (feed.poll(), feed.has_more, tokens) == ([change(1)], True, {"9": "S1"})
    assert (feed.poll(), feed.has_more, tokens) == ([], False, {"9": "S2"})
    feed.commit()
    assert tokens == {"9": "S3"}


def test_a_feed_is_stopped_while_it_waits(connect: Connect) -> None:
    client, server = connect(events("S1"))
    feed = client.events.feed("9", {"9": "S1"}, poll_interval=60)
    left: list[Record] = []
    thread = threading.Thread(target=lambda: left.extend(feed))
    thread.start()
    while not server.requests:
        pass
    feed.stop()
    thread.join(5)
    assert (thread.is_alive(), left) == (False, [])
    assert list(feed) == []


def test_what_has_been_fetched_is_given_after_stop(connect: Connect) -> None:
    client, _ = connect(events("S2", change(1), change(2), has_more=True))
    tokens = {"9": "S1"}
    feed = client.events.feed("9", tokens)
    assert next(feed) == change(1)
    feed.stop()
    assert list(feed) == [change(2)]
    assert tokens == {"9": "S2"}


# -- coalescing


def test_repeated_changes_of_one_object_become_one() -> None:
    nobody = {"action": "changed", "resource": None}
    found = merged(
        [
            change(1, field="name"),
            change(2, field="name"),
            change(1, "added"),
            change(1, field="notes"),
            nobody,
            nobody,
            change(1, "deleted"),
            change(1, "deleted"),
        ]
    )
    assert found == [
        {**change(2), "changes": [{"field": "name"}]},
        change(1, "added"),
        {**change(1, field="notes"), "changes": [{"field": "name"}, {"field": "notes"}]},
        nobody,
        nobody,
        change(1, "deleted"),
        change(1, "deleted"),
    ]


def test_a_feed_merges_when_asked_to(connect: Connect) -> None:
    client, _ = connect(events("S2", change(1), change(1, field="notes"), change(2)))
    feed = client.events.feed("9", {"9": "S1"}, coalesce=True)
    assert [each["resource"]["gid"] for each in (next(feed), next(feed))] == ["1", "2"]


# -- mirrors


class Project:
    """A project of a sandbox, to change and to mirror."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.client = sandbox.client()
        self.workspace = self.client.users.me()["workspaces"][0]["gid"]
        made = self.client.projects.create_project(workspace=self.workspace, name="Mirrored")
        self.gid = str(made["gid"])

    def add(self, name: str) -> str:
        return str(self.client.tasks.create_task(projects=[self.gid], name=name)["gid"])

    def truth(self, mirror: Mirror) -> dict[str, Record]:
        tasks = self.client.tasks.get_tasks_for_project(self.gid, **mirror._options)
        return {task["gid"]: task for task in tasks}


@pytest.fixture
def project() -> Iterator[Project]:
    with Sandbox() as sandbox:
        yield Project(sandbox)


@pytest.fixture(params=["dict", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    return {} if request.param == "dict" else tmp_path / "tasks.db"


def test_a_mirror_stays_in_step(project: Project, store: Any) -> None:
    client = project.client
    gids = [project.add(f"Task {number}") for number in range(5)]
    mirror = client.events.mirror(project.gid, store)
    assert mirror.update() == Step(changes=0, listings=1, written=5)
    assert dict(mirror.tasks) == project.truth(mirror)
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
    assert dict(mirror.tasks) == project.truth(mirror)
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
    assert dict(mirror.tasks) == project.truth(mirror)


def test_many_changes_are_listed_in_one_go(project: Project) -> None:
    copy: dict[str, Record] = {"stale": {}}
    mirror = project.client.events.mirror(project.gid, copy)
    mirror.update()
    assert copy == {}
    for number in range(20):
        project.add(f"Task {number}")
    assert mirror.update().listings == 1
    assert copy == project.truth(mirror)


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
    again.tasks["x"] = {"gid": "x"}
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


def test_what_is_no_place_for_a_mirror() -> None:
    with pytest.raises(TypeError, match="at a path"):
        asana.Client().events.mirror("9", 5)


# -- kill -9


class Killer:
    """Has processes follow a feed, and kills them."""

    def __init__(self, project: Project, log: Path) -> None:
        where = (project.sandbox.base_url, project.sandbox.access_token, project.gid, str(log))
        self.log = log
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tests.feed_follower", *where],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )

    def begin(self, what: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()

    def end(self) -> None:
        assert self.process.stdout
        assert self.process.stdout.readline() == "done\n"

    def lines(self) -> list[list[str]]:
        return [line.split("\t") for line in self.log.read_text().splitlines()]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_whenever_a_process_is_killed_no_change_is_missed(project: Project, tmp_path: Path) -> None:
    kills = int(os.environ.get("ASANA_TEST_KILLS", "20"))
    killer = Killer(project, tmp_path / "log")
    made = []
    for number in range(kills):
        killer.begin("kill")
        for each in range(1 + number % 4):
            made.append(project.add(f"Task {number}.{each}"))
        project.client.tasks.update_task(made[-1], {"completed": True})
        killer.end()
    made.append(project.add(feed_follower.LAST))
    killer.begin("let live")
    killer.end()
    killer.process.communicate()
    lines = killer.lines()
    seen = {line[2 if line[0] == "E" else 1] for line in lines if line[0] in "EL"}
    assert set(made) - seen == set()
    assert repeated_beyond_the_last_page(lines) == []
    given = Counter(tuple(line) for line in lines if line[0] == "E")
    again = given.total() - len(given)
    print(f"{kills} kills, {len(made)} tasks, 0 missed, {again} changes given twice")


def repeated_beyond_the_last_page(lines: list[list[str]]) -> list[list[str]]:
    """Return the changes that came again though the feed had kept its place behind them."""
    kept: set[tuple[str, ...]] = set()
    pending: set[tuple[str, ...]] = set()
    wrong = []
    for line in lines:
        if line[0] == "E":
            if tuple(line) in kept or tuple(line) in pending:
                wrong.append(line)
            pending.add(tuple(line))
        elif line[0] == "C":
            kept |= pending
            pending = set()
        elif line[0] == "S":
            pending = set()  # what was not kept may come again
    return wrong
