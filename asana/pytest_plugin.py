"""pytest fixtures for programs that use the client: a local Asana, reset for each test.

pytest loads this plugin automatically. The sandbox is imported and started only if a test uses one
of the fixtures.
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
    parser.addini("asana_sandbox_data", "a file with the initial data of the sandbox", default="")
    parser.addini(
        "asana_instant_retries",
        "whether clients retry without a delay in tests that use the sandbox",
        type="bool",
        default=True,
    )
    parser.addini(
        "asana_strict",
        "whether the sandbox and its client reject names that Asana does not know",
        type="bool",
        default=True,
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers."""
    for marker in (
        "asana_retry_delays: clients wait before a retry, as outside of tests",
        "asana_unknown_names: the sandbox ignores names that Asana does not know, as Asana does",
    ):
        config.addinivalue_line("markers", marker)


@pytest.fixture(scope="session")
def _asana_sandbox_server(pytestconfig: pytest.Config) -> "Iterator[Sandbox]":
    """One server for all tests of this process; with pytest-xdist, one for each worker."""
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
    """A local Asana in its initial state.

    During the test, `ASANA_BASE_URL` and `ASANA_ACCESS_TOKEN` refer to it.

    Clients wait neither before a retry nor for their `rate_limit`, unless the setting
    `asana_instant_retries` is false or the test has the marker `asana_retry_delays`.

    It rejects names that Asana does not know, unless the setting `asana_strict` is false or the
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
    sandbox.reset()  # stop the activities of this test, such as its webhooks


@pytest.fixture
def asana_client(asana_sandbox: "Sandbox") -> "Client":
    """A client for the sandbox's main user; it is strict if the sandbox is."""
    return asana_sandbox.client(**({"strict": True} if asana_sandbox.strict else {}))


def _is_on(request: pytest.FixtureRequest, setting: str, unless: str) -> bool:
    """Return a setting, or false for a test with the marker `unless`."""
    return request.config.getini(setting) and request.node.get_closest_marker(unless) is None
