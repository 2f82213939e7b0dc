"""The two ways in which a connection is read, and the ways in which an answer ends."""

from collections.abc import Callable

import pytest


@pytest.fixture(params=[None, 60], ids=["no deadline", "a deadline"])
def deadline(request: pytest.FixtureRequest) -> float | None:
    """The two ways in which a socket is read."""
    found: float | None = request.param
    return found


@pytest.fixture
def end(request: pytest.FixtureRequest, first_timeout: Callable[..., None]) -> str:
    """How the first answer ends; only one that never comes times out soon."""
    found: str = request.param
    if found == "stalled":
        first_timeout(0.2, connect=60)
    return found
