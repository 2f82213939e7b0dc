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
    parser.addini(
        "asana_strict",
        "whether the sandbox and its client refuse names that Asana does not know",
        type="bool",
        default=True,
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers."""
    for marker in (
        "asana_retry_delays: clients wait before a retry, as they do outside of tests",
        "asana_unknown_names: the sandbox ignores names that Asana does not know, as Asana does",
    ):
        config.addinivalue_line("markers", marker)


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

    An outage that the test injects costs no time: clients wait neither before a retry nor for their
    `rate_limit`, unless the setting `asana_instant_retries` is false or the test has the marker
    `asana_retry_delays`.

    It refuses names that Asana does not know, unless the setting `asana_strict` is false or the
    test has the marker `asana_unknown_names`.
    """
    sandbox = _asana_sandbox_server
    sandbox.strict = _is_on(request, "asana_strict", "asana_unknown_names")
    if _is_on(request, "asana_instant_retries", "asana_retry_delays"):
        from asana._http import pacer, retry

        monkeypatch.setattr(retry, "delay", lambda *_: 0.0)
        monkeypatch.setattr(pacer._Window, "earliest", lambda _, now: now)
    sandbox.reset()
    monkeypatch.setenv("ASANA_BASE_URL", sandbox.base_url)
    monkeypatch.setenv("ASANA_ACCESS_TOKEN", sandbox.access_token)
    yield sandbox
    sandbox.reset()  # so that nothing of this test goes on, such as its webhooks


@pytest.fixture
def asana_client(asana_sandbox: "Sandbox") -> "Client":
    """A client of the sandbox's main user, which is as strict as the sandbox."""
    return asana_sandbox.client(**({"strict": True} if asana_sandbox.strict else {}))


def _is_on(request: pytest.FixtureRequest, setting: str, unless: str) -> bool:
    """Return a setting, which is off for a test with the marker `unless`."""
    return request.config.getini(setting) and request.node.get_closest_marker(unless) is None
