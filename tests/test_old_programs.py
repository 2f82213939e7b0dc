"""Programs for python-asana 0.x to 3.x print the same as with those versions."""

from collections.abc import Iterator

import pytest

from asana.sandbox import Sandbox
from tests import programs


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.mark.parametrize("name", programs.NAMES)
def test_an_old_program(name: str, sandbox: Sandbox) -> None:
    assert programs.run(name, sandbox) == programs.expected(name)
