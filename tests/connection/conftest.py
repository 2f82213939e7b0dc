"""The two ways in which a connection is read."""

import pytest


@pytest.fixture(params=[None, 60], ids=["no deadline", "a deadline"])
def deadline(request: pytest.FixtureRequest) -> float | None:
    """The two ways in which a socket is read."""
    found: float | None = request.param
    return found
