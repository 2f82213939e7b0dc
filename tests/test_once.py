"""A record is created once: the decision to repeat a create."""

import os
from collections.abc import Callable
from typing import Any

import pytest

from asana._above import comments, names, upserts
from asana._above.once import MOST_CREATES, found_or_made, turn
from asana.error import (
    AsanaError,
    ForbiddenError,
    InvalidResponseError,
    NetworkError,
    UnknownOutcomeError,
)
from tests.places import Place, place, shared

__all__ = ["place", "shared"]

RECORD = {"gid": "1"}


def script(*steps: Any) -> Callable[[], Any]:
    """Return a function that returns or raises the next step at each call."""
    left = iter(steps)

    def step() -> Any:
        found = next(left)
        if isinstance(found, Exception):
            raise found
        return found

    return step


UNCLEAR = UnknownOutcomeError()


@pytest.mark.parametrize(
    ("looks", "creates", "outcome"),
    [
        ([RECORD], [], (RECORD, False)),
        ([None], [RECORD], (RECORD, True)),
        ([None, RECORD], [UNCLEAR], (RECORD, True)),
        ([None, None], [UNCLEAR, RECORD], (RECORD, True)),
        ([None, None, None, RECORD], [UNCLEAR] * MOST_CREATES, (RECORD, True)),
        ([None, RECORD], [{}], (RECORD, True)),
        ([None, None], ["odd", RECORD], (RECORD, True)),
    ],
)
def test_which_record_is_taken(looks: Any, creates: Any, outcome: Any) -> None:
    assert found_or_made(script(*looks), script(*creates)) == outcome


@pytest.mark.parametrize(
    ("looks", "creates", "error"),
    [
        ([NetworkError("x")], [], NetworkError),
        ([None], [ForbiddenError()], ForbiddenError),
        ([None, NetworkError("x")], [UNCLEAR], UnknownOutcomeError),
        ([None, LookupError("two")], [UNCLEAR], LookupError),
        ([None] * (MOST_CREATES + 1), [UNCLEAR] * MOST_CREATES, UnknownOutcomeError),
    ],
)
def test_what_is_raised(looks: Any, creates: Any, error: Any) -> None:
    with pytest.raises(error):
        found_or_made(script(*looks), script(*creates))


def test_a_success_without_a_record_stays_unclear() -> None:
    with pytest.raises(UnknownOutcomeError) as caught:
        found_or_made(script(None, AsanaError("x")), script({}))
    assert isinstance(caught.value.cause, InvalidResponseError)


def test_a_forked_process_has_locks_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    lock = turn("tag", "1", "x")
    assert turn("tag", "1", "x") is lock
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert turn("tag", "1", "x") is not lock


def test_calls_for_different_records_do_not_wait_for_each_other(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[tuple[str, ...]] = []

    def noted(*key: str) -> Any:
        turns.append(key)
        return turn(*key)

    for module in (comments, names, upserts):
        monkeypatch.setattr(module, "turn", noted)
    tasks = place.client.tasks
    index = tasks.index(place.project, "name")
    task, _ = tasks.upsert({"name": " x"}, by=index)
    tasks.upsert({"workspace": place.workspace}, external="e")
    place.client.stories.ensure_comment(task["gid"], "Paid", key="k")
    place.client.tags.ensure(place.workspace, " A  b")
    assert turns == [
        ("index", place.project, "name", "x"),
        ("external", "e"),
        ("comment", f"/tasks/{task['gid']}/stories", "[k]"),
        ("tag", place.workspace, "a b"),
    ]


def test_there_are_few_locks() -> None:
    locks = {id(turn("tag", str(number))) for number in range(1000)}
    assert 32 < len(locks) <= 64
