"""A sandbox for the tests of this directory."""

from collections.abc import Iterator

import pytest

import asana
from asana.sandbox import Sandbox


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(strict=True) as sandbox:
        yield sandbox


@pytest.fixture
def client(sandbox: Sandbox) -> asana.Client:
    return sandbox.client(strict=True)
