"""The programs in tests/old_programs print the same with python-asana 3.2.3 and with ours."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from asana.sandbox import Sandbox
from tests import programs


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.mark.parametrize("name", programs.NAMES)
def test_the_expected_output_is_that_of_the_released_version(
    name: str, sandbox: Sandbox, released: Path
) -> None:
    assert programs.run(name, sandbox, released) == programs.expected(name)


@pytest.mark.parametrize("name", programs.NAMES)
def test_a_program_prints_the_same_on_both(name: str, sandbox: Sandbox, released: Path) -> None:
    assert programs.run(name, sandbox) == programs.run(name, sandbox, released)
