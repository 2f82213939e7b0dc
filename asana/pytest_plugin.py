"""Fixtures for the tests of those who build on the client: a fresh local Asana for each test.

pytest finds this file by itself. Without a test that asks for one of its fixtures the sandbox is
not imported, and nothing is started.
"""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

__all__ = ["asana_client", "asana_sandbox"]

if TYPE_CHECKING:
    from asana import Client
    from asana.sandbox import Sandbox


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the settings of the fixtures."""
    parser.addini(
        "asana_sandbox_data", "the state that the sandbox of tests begins with", default=""
    )
    parser.addini(
        "asana_instant_retries",
        "whether clients wait no time before a retry while a test uses the sandbox",
        type="bool",
        default=True,
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line(
        "markers", "asana_retry_delays: clients wait before a retry, as they do outside of tests"
    )


@pytest.fixture(scope="session")
def _asana_sandbox_server(pytestconfig: pytest.Config) -> "Iterator[Sandbox]":
    """One server for all tests of this process; with pytest-xdist each worker is a process."""
    from asana.sandbox import Sandbox

    name = pytestconfig.getini("asana_sandbox_data")
    data = os.path.join(pytestconfig.rootpath, name) if name else None
    with Sandbox(data=data) as sandbox:
        yield sandbox


@pytest.fixture
def asana_sandbox(
    _asana_sandbox_server: "Sandbox",
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> "Iterator[Sandbox]":
    """A local Asana as new; for this test, `ASANA_BASE_URL` and `ASANA_ACCESS_TOKEN` lead to it.

    An outage that the test injects costs no time: clients do not wait before a retry, unless the
    setting `asana_instant_retries` is false or the test has the marker `asana_retry_delays`.
    """
    sandbox = _asana_sandbox_server
    marked = request.node.get_closest_marker("asana_retry_delays")
    if request.config.getini("asana_instant_retries") and marked is None:
        from asana._http import retry

        monkeypatch.setattr(retry, "delay", lambda *_: 0.0)
    sandbox.reset()
    monkeypatch.setenv("ASANA_BASE_URL", sandbox.base_url)
    monkeypatch.setenv("ASANA_ACCESS_TOKEN", sandbox.access_token)
    yield sandbox
    sandbox.reset()  # so that nothing of this test goes on, such as its webhooks


@pytest.fixture
def asana_client(asana_sandbox: "Sandbox") -> "Client":
    """A client of the sandbox's main user."""
    return asana_sandbox.client()
