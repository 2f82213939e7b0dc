"""The two ways of reading a connection, and the ways in which a response can end."""

from collections.abc import Callable

import pytest


@pytest.fixture(params=[None, 60], ids=["no deadline", "a deadline"])
def deadline(request: pytest.FixtureRequest) -> float | None:
    """The two ways of reading a socket."""
    found: float | None = request.param
    return found


@pytest.fixture
def end(request: pytest.FixtureRequest, first_timeout: Callable[..., None]) -> str:
    """How the first response ends; only one that never arrives has a short timeout."""
    found: str = request.param
    if found == "stalled":
        first_timeout(0.2, connect=60)
    return found
