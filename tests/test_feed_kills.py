"""A feed whose process is killed repeatedly; ``ASANA_TEST_KILLS`` sets the number of kills."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from asana.feed import Resync
from asana.sandbox import Sandbox
from tests import feed_follower
from tests.feeds import Project

ROOT = Path(__file__).parents[1]


class Killer:
    """Runs processes that follow a feed, and kills them."""

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


def told(changes: list[Any]) -> set[tuple[str, ...]]:
    """Return changes in the form of the log."""
    return {tuple(feed_follower.line(change)) for change in changes}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_whenever_a_process_is_killed_no_change_is_missed(tmp_path: Path) -> None:
    kills = int(os.environ.get("ASANA_TEST_KILLS", "20"))
    with Sandbox() as sandbox:
        project = Project(sandbox)
        path = tmp_path / "log"
        for store in (f"{path}.token", tmp_path / "mine"):
            feed = project.client.events.feed(project.gid, store)
            assert isinstance(next(feed), Resync)
            feed.commit()
        killer = Killer(project, path)
        happened: set[tuple[str, ...]] = set()
        for number in range(kills):
            killer.begin("kill")
            gids = [project.add(f"Task {number}.{each}") for each in range(1 + number % 4)]
            project.client.tasks.update_task(gids[-1], {"completed": True})
            happened |= told(feed.poll())
            killer.end()
        project.client.tasks.delete_task(gids[0])
        happened |= told(feed.poll())
        killer.begin("let live")
        killer.end()
        killer.process.communicate()
    lines = killer.lines()
    given = Counter(tuple(line) for line in lines if line[0] == "E")
    assert len(happened) > 10 * kills // 2
    assert (happened - given.keys(), given.keys() - happened) == (set(), set())
    assert repeated_beyond_the_last_page(lines) == []
    again = given.total() - len(given)
    print(f"{kills} kills, {len(given)} changes, 0 missed, {again} times one was given again")


def repeated_beyond_the_last_page(lines: list[list[str]]) -> list[list[str]]:
    """Return the changes handled twice although the feed had saved a later position."""
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
            pending = set()  # changes after the saved position can be returned again
    return wrong
