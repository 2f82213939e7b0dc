"""The leader of a feed is killed, and another process takes over without losing events."""

import os
from pathlib import Path

import pytest

from benchmarks import feed_leaders
from tests.fleet.conftest import RedisServer

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")


def test_nothing_is_lost_when_the_leader_is_killed(
    redis_server: RedisServer, tmp_path: Path
) -> None:
    found = feed_leaders.measured(3, redis_server, tmp_path / "log")
    assert found["changes"] > 10
    assert (found["missed"], found["repeated beyond the page in hand"]) == (0, 0)


def test_what_was_handled_again_is_told_from_what_should_not_have_been() -> None:
    first, second = ("E", "added", "1"), ("E", "added", "2")
    log = [["1", *first], ["1", "C"], ["1", *second], ["2", *second], ["2", "C"]]
    assert feed_leaders.repeated_wrongly(log) == 0
    assert (
        feed_leaders.repeated_wrongly([*log, ["1", *second]]) == 1
    )  # one process handled it twice
    assert feed_leaders.repeated_wrongly([*log, ["2", *first]]) == 1
    assert feed_leaders.repeated_wrongly([*log, ["3", *second]]) == 1
    late = [["1", *first], ["2", *first], ["2", *second], ["2", "C"], ["1", *second]]
    assert feed_leaders.repeated_wrongly(late) == 0
    assert feed_leaders.figures(1, {second, ("E", "added", "3")}, log) == {
        "kills": 1,
        "changes": 2,
        "missed": 1,
        "repeated": 1,
        "repeated beyond the page in hand": 0,
    }
