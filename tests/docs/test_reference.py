"""Every example of the reference runs against the sandbox."""

import contextlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from asana_site.examples import example
from tests.docs.world import World, client_for, worlds
from tests.operations import OPERATIONS, Operation


@pytest.fixture(scope="module")
def fresh() -> Iterator[World]:
    with worlds() as world:
        yield world


@pytest.fixture
def world(fresh: World) -> World:
    fresh.sandbox.reset()
    return fresh


@pytest.mark.parametrize("row", OPERATIONS, ids=lambda row: f"{row.resource}.{row.method}")
def test_every_example_runs(
    row: Operation, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("Some notes", encoding="utf-8")
    client = client_for(world.sandbox, row.resource, row.method)
    program = world.filled(example(row), row, client)
    before = len(world.sandbox.requests)
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(program, f"<example of {row.method}>", "exec"), {"client": client})
    sent = world.sandbox.requests[before]
    path = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(row.path))
    assert sent.method == row.verb
    assert re.fullmatch(path, sent.path)
    assert sent.status < 300
