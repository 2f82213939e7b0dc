"""Fixtures for the tests of those who build on the client: a fresh local Asana for each test.

pytest finds this file by itself. Without a test that asks for one of its fixtures the sandbox is
not imported, and nothing is started.
"""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from asana import Client
    from asana.sandbox import Sandbox


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the settings name a file with the state that tests begin with."""
    parser.addini(
        "asana_sandbox_data", "the state that the sandbox of tests begins with", default=""
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
    _asana_sandbox_server: "Sandbox", monkeypatch: pytest.MonkeyPatch
) -> "Iterator[Sandbox]":
    """A local Asana as new; for this test, `ASANA_BASE_URL` and `ASANA_ACCESS_TOKEN` lead to it."""
    sandbox = _asana_sandbox_server
    sandbox.reset()
    monkeypatch.setenv("ASANA_BASE_URL", sandbox.base_url)
    monkeypatch.setenv("ASANA_ACCESS_TOKEN", sandbox.access_token)
    yield sandbox
    sandbox.reset()  # so that nothing of this test goes on, such as its webhooks


@pytest.fixture
def asana_client(asana_sandbox: "Sandbox") -> "Client":
    """A client of the sandbox's main user."""
    return asana_sandbox.client()
