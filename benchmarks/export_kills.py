"""Kill exports at random moments: ``python -m benchmarks.export_kills [KILLS]``.

A process exports a project of the sandbox with injected faults, and is killed with SIGKILL after a
random time, a few times in a row, in a new folder or in that of an earlier export. Then one process
finishes, and its files are compared with the sandbox, record by record and byte by byte. Between
the kills, the project changes: tasks, subtasks, comments and files are added, changed, moved and
deleted.
"""

import argparse
import io
import json
import logging
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import asana
from asana import exporting
from asana._exporting import project as phases  # imported once, before the forks
from asana._exporting.asked import FIELDS
from asana.resources import attachments, projects, users
from asana.sandbox import Sandbox

__all__ = ["attachments", "phases", "projects", "users"]

ROOT = Path(__file__).parents[1]

TASKS = 40


class Outcome(NamedTuple):
    """The results of the kills.

    :ivar kills: the number of processes that were killed before they ended
    :ivar rounds: the number of exports that were compared
    :ivar wrong: the differences
    """

    kills: int
    rounds: int
    wrong: list[str]


class Project:
    """A project of a sandbox that changes at random."""

    def __init__(self, sandbox: Sandbox, dice: random.Random) -> None:
        self.client = sandbox.client()
        self.dice = dice
        workspace = self.client.users.me()["workspaces"][0]["gid"]
        project = self.client.projects.create_project(workspace=workspace, name="Killed")
        self.gid: str = project["gid"]
        self.section = self.client.sections.create_section_for_project(self.gid, name="Second")
        self.tasks: list[str] = []
        for _ in range(TASKS):
            self.add()
        for _ in range(TASKS):
            self.change()

    def add(self) -> None:
        above = self.dice.choice(self.tasks) if self.tasks and self.dice.random() < 0.4 else None
        home: Any = {"parent": above} if above else {"projects": [self.gid]}
        name = f"Task {len(self.tasks)} é\u2028"
        task = self.client.tasks.create_task(name=name, **home)
        self.tasks.append(task["gid"])

    def change(self) -> None:
        gid = self.dice.choice(self.tasks)
        what = self.dice.randrange(7)
        if what < 2:
            self.client.stories.create_story_for_task(gid, text=f"Comment {self.dice.random()}")
        elif what < 4:
            content = self.dice.randbytes(self.dice.randrange(3000))
            self.client.attachments.create_attachment_for_object(
                parent=gid, file=content, file_name=f"../{what}:é.bin"
            )
        elif what == 4:
            self.client.tasks.update_task(gid, completed=self.dice.random() < 0.5)
        elif what == 5:
            self.client.sections.add_task_for_section(self.section["gid"], task=gid)
        elif len(self.tasks) < TASKS:
            self.add()
        else:
            self.client.tasks.delete_task(gid)
            self.tasks = [task["gid"] for _, task in self.client.tasks.walk(self.gid)]

    def truth(self) -> Iterator[tuple[str, Any]]:
        """Yield the kind and the record of each object, each fetched individually."""
        seen = set()
        for _, task in self.client.tasks.walk(self.gid):
            gid = task["gid"]
            if gid in seen:
                continue
            seen.add(gid)
            yield "tasks", self.client.tasks.get_task(gid, fields=FIELDS["tasks"].split())
            listing: Any = self.client.stories.get_stories_for_task(
                gid, fields=FIELDS["stories"].split()
            )
            yield from (("stories", story) for story in listing)
            listing = self.client.attachments.get_attachments_for_object(
                parent=gid, fields=FIELDS["attachments"].split()
            )
            for each in listing:
                del each["download_url"], each["view_url"]
                yield "attachments", each


class Killer:
    """Exports the project in processes, and kills them."""

    def __init__(self, sandbox: Sandbox, project: Project) -> None:
        where = (sandbox.base_url, sandbox.access_token, project.gid)
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "benchmarks.export_kills", "--child", *where],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )

    def export(self, folder: Path, seconds: float) -> str:
        """Export, and kill the process after some seconds; return its result."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([str(folder), seconds]) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        self._process.communicate()


def add_faults(sandbox: Sandbox, seed: int) -> None:
    for number, fault in enumerate(("drop_after", "rate_limit", "drop_before")):
        sandbox.faults.add(fault, probability=0.03, seed=seed + number)
    sandbox.faults.add(status=500, probability=0.03, seed=seed)
    sandbox.faults.add(status=503, probability=0.02, seed=seed, route="get_stories_for_task")
    sandbox.faults.add(latency=0.01, probability=0.1, seed=seed)


def run(kills: int, seed: int = 1, tell: Callable[[str], object] = str) -> Outcome:
    """Kill a number of exports, and compare the final files.

    :param tell: called with the progress
    """
    dice = random.Random(seed)
    done = rounds = 0
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as base, Sandbox() as sandbox:
        project = Project(sandbox, dice)
        killer = Killer(sandbox, project)
        folder, longest = Path(base) / "backup", 0.4
        while done < kills and not wrong:
            if dice.random() < 0.4:
                shutil.rmtree(folder, ignore_errors=True)
            for _ in range(dice.randrange(6)):
                project.change()
            add_faults(sandbox, dice.randrange(10**6))
            for _ in range(dice.randrange(1, 6)):
                done += killer.export(folder, dice.random() * longest) == "killed"
                if dice.random() < 0.3:
                    sandbox.faults.clear()
                    project.change()
                    add_faults(sandbox, dice.randrange(10**6))
            started = time.monotonic()
            ended = killer.export(folder, 60)
            longest = (longest + time.monotonic() - started) / 2
            sandbox.faults.clear()
            wrong = [] if ended == "done" else [f"the last run of the round: {ended}"]
            wrong += differences(project, folder)
            rounds += 1
            tell(f"{done} kills, {rounds} exports compared")
        killer.close()
    return Outcome(done, rounds, wrong)


def differences(project: Project, folder: Path) -> list[str]:
    """Return the differences between an export and the sandbox."""
    if not (folder / "manifest.json").exists():
        return ["there is no manifest"]
    wrong = exporting.verify(folder)
    truth: dict[str, list[Any]] = {"tasks": [], "stories": [], "attachments": []}
    for kind, record in project.truth():
        truth[kind].append(record)
    for kind, records in truth.items():
        if [*exporting.records(folder, kind)] != records:
            wrong.append(f"the {kind} differ")
    files = {each["attachment"]: each["path"] for each in exporting.records(folder, "files")}
    for each in truth["attachments"]:
        if not is_whole(project, folder, each["gid"], files.get(each["gid"])):
            wrong.append(f"the file of {each['gid']} differs")
    known = {"files", *(path.name for path in folder.glob("*.jsonl")), "manifest.json"}
    left = {path.name for path in folder.iterdir()} - known
    wrong += [f"{name} is left" for name in left if not name.startswith("export.db")]
    wrong += [f"{each.name} is left" for each in (folder / "files").glob(".*")]
    return wrong


def is_whole(project: Project, folder: Path, attachment: str, where: str | None) -> bool:
    """Return whether the file of an attachment equals that in the sandbox."""
    content = io.BytesIO()
    project.client.attachments.download(attachment, content)
    return where is not None and (folder / where).read_bytes() == content.getvalue()


# -- the process that exports


def child(base_url: str, token: str, project: str) -> None:
    """For each line of input, export in a new process, and kill it."""
    for line in sys.stdin:
        folder, seconds = json.loads(line)
        born = os.fork()
        if born == 0:
            export(base_url, token, project, folder)
        print(_end(born, seconds), flush=True)


def export(base_url: str, token: str, project: str, folder: str) -> None:
    logging.getLogger("asana").setLevel(logging.ERROR)  # retries do not wait
    sleep: Any = time.sleep
    time.sleep = lambda seconds: sleep(min(seconds, 0.002))  # type: ignore[type-var]
    status = 1
    try:
        client = asana.Client.access_token(token, base_url=base_url)
        client.projects.export(project, folder)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _end(born: int, seconds: float) -> str:
    """Kill a process after some seconds, and return its result."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found, status = os.waitpid(born, os.WNOHANG)
        if found:
            return "done" if status == 0 else f"failed with {status}"
        time.sleep(0.001)
    os.kill(born, signal.SIGKILL)
    os.waitpid(born, 0)
    return "killed"


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill exports at random moments.")
    parser.add_argument("kills", nargs="?", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    started = time.monotonic()
    outcome = run(options.kills, options.seed, partial(print, end="\r", file=sys.stderr))
    print(
        f"{outcome.kills} kills, {outcome.rounds} exports compared, {len(outcome.wrong)} wrong, "
        f"in {time.monotonic() - started:.0f} seconds"
    )
    for problem in outcome.wrong:
        print(f"  {problem}")
    sys.exit(bool(outcome.wrong))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
    else:
        main()
