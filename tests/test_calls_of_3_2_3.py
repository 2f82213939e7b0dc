"""Calls that were recorded with python-asana 3.2.3 do the same, or differ in an accepted way.

To update the recording, in an environment with 3.2.3:

    python tests/released/run_calls.py sample 1 400 > tests/data/calls-3.2.3.jsonl

The complete comparison, with thousands of calls, is in tests/released.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.released.accepted import PREDICATES, explanations, rows
from tests.released.calls import Call
from tests.released.differences import report
from tests.released.recorder import Recorder
from tests.released.run_calls import outcome

RECORDING = Path(__file__).parent / "data" / "calls-3.2.3.jsonl"
RECORDED = [json.loads(line) for line in RECORDING.read_text(encoding="utf-8").splitlines()]


def _name(recorded: Any) -> str:
    return f"{recorded['call']['kind']}: {recorded['call']['target']}"


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    with Recorder() as running:
        yield running


@pytest.mark.parametrize("recorded", RECORDED, ids=_name)
def test_a_recorded_call(recorder: Recorder, recorded: dict[str, Any]) -> None:
    call = Call.from_json(recorded["call"])
    left, _ = explanations(call, recorded["did"], outcome(call, recorder))
    assert not left, report(call, left)


def test_each_accepted_class_has_a_rule_and_a_reason() -> None:
    table = rows()
    assert [row.name for row in table] == list(PREDICATES)
    for row in table:
        assert row.rule == " ".join((PREDICATES[row.name].__doc__ or "").split())
        assert row.reason.endswith(".")


def test_the_recording_is_small() -> None:
    assert 300 <= len(RECORDED) <= 500
    assert RECORDING.stat().st_size < 200_000
