"""Programs for asana 5.x print the same after the rewriting as before."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from asana.sandbox import Sandbox
from asana.upgrade import upgrade
from tests.upgrade import running

# An interpreter with asana 5.x, which has the same name as this library.
WITH_5X = os.environ.get("ASANA_5X_PYTHON")

# The remaining manual work of the programs, if any.
LEFT = {"wrapped_client": ["no option connection_pool_maxsize: see the options of the client"]}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.mark.parametrize("name", running.NAMES)
def test_a_program_after_it(name: str, sandbox: Sandbox, tmp_path: Path) -> None:
    found = upgrade(running.source(name))
    program = tmp_path / f"{name}.py"
    program.write_bytes(found.source)
    assert running.run(program, sandbox) == running.expected(name)
    assert [message for _, message in found.left] == LEFT.get(name, [])


@pytest.mark.skipif(not WITH_5X, reason="ASANA_5X_PYTHON does not name a Python with asana 5.x")
@pytest.mark.parametrize("name", running.NAMES)
def test_a_program_before_it(name: str, sandbox: Sandbox) -> None:
    program = running.FOLDER / f"{name}.py"
    assert running.run(program, sandbox, WITH_5X) == running.expected(name)


@pytest.mark.parametrize("name", running.NAMES)
def test_a_second_time_changes_nothing(name: str) -> None:
    once = upgrade(running.source(name)).source
    assert once != running.source(name)
    assert upgrade(once).source == once


@pytest.mark.parametrize("name", running.NAMES)
def test_comments_stay(name: str) -> None:
    def comments(source: bytes) -> list[str]:
        lines = source.decode().splitlines()
        return [line.partition("#")[2].strip() for line in lines if "# " in line]

    assert set(comments(running.source(name))) <= set(
        comments(upgrade(running.source(name)).source)
    )
