"""Thousands of generated calls have the same outcome as in 3.2.3, or differ intentionally."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import asana
from tests.released.accepted import explanations, rows
from tests.released.calls import Call
from tests.released.differences import Outcome, mechanism, pieces, report

SCRIPT = Path(__file__).with_name("run_calls.py")
SAMPLE = Path(__file__).parents[1] / "data" / "calls-3.2.3.jsonl"
SEED = 1

Compared = list[tuple[Call, Outcome, Outcome]]


def _run(
    python: Path, directory: Path, *args: str, calls: str = "", library: str = ""
) -> list[dict[str, Any]]:
    """Return the output of the script. `library` is the path of asana if it is not installed."""
    environment = {**os.environ, "PYTHONPATH": library, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [python, SCRIPT, *args],
        input=calls,
        cwd=directory,
        env=environment,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        timeout=300,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def compared(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Compared:
    """Each call with its outcome in 3.2.3 and in this library."""
    directory = tmp_path_factory.mktemp("calls")
    calls = _run(released, directory, "calls", str(SEED))
    lines = "".join(json.dumps(call) + "\n" for call in calls)
    theirs = _run(released, directory, "outcomes", calls=lines)
    library = str(Path(asana.__file__).parents[1])
    ours = _run(Path(sys.executable), directory, "outcomes", calls=lines, library=library)
    assert len(calls) == len(theirs) == len(ours)
    return list(zip(map(Call.from_json, calls), theirs, ours, strict=True))


def _unexplained(compared: Compared) -> list[str]:
    """Return the shortest report of each cause, the most frequent cause first."""
    reports: dict[str, list[str]] = {}
    for call, theirs, ours in compared:
        left, _ = explanations(call, theirs, ours)
        if left:
            reports.setdefault(mechanism(left), []).append(report(call, left))
    ordered = sorted(reports.values(), key=len, reverse=True)
    return [f"{len(found)} like this: {min(found, key=len)}" for found in ordered]


def test_there_are_enough_calls(compared: Compared) -> None:
    assert len(compared) >= 2000
    targets = {call.target for call, _, _ in compared}
    assert len(targets) > 300


def test_every_difference_is_meant(compared: Compared) -> None:
    found = _unexplained(compared)
    message = "calls differ from 3.2.3, and no row of accepted-differences.tsv explains it:\n\n"
    assert not found, message + "\n\n".join(found)


def test_every_accepted_class_explains_something(compared: Compared) -> None:
    used: set[str] = set()
    for call, theirs, ours in compared:
        used |= explanations(call, theirs, ours)[1]
    assert {row.name for row in rows()} - used == set()


def test_the_recorded_sample_is_what_3_2_3_does(released: Path, tmp_path: Path) -> None:
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    recorded = [json.loads(line) for line in lines]
    calls = "".join(json.dumps(each["call"]) + "\n" for each in recorded)
    outcomes = _run(released, tmp_path, "outcomes", calls=calls)
    for each, outcome in zip(recorded, outcomes, strict=True):
        found = pieces(each["did"], outcome)
        assert not found, report(Call.from_json(each["call"]), found)
