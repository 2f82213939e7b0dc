"""pytest fixtures that provide a fresh local Asana for each test.

pytest finds this file by its entry point. The sandbox is imported and started only for tests that
use one of the fixtures.
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
        "asana_sandbox_data",
        "the initial state of the sandbox in tests, a path relative to the root directory",
        default="",
    )
    parser.addini(
        "asana_instant_retries",
        "whether clients skip the delay before a retry while a test uses the sandbox",
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
    """Start one server for all tests of this process; with pytest-xdist, for each worker."""
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
    """Return a sandbox in its initial state; `ASANA_BASE_URL` and the token are set for the test.

    Clients do not wait before a retry, so injected outages do not slow down the test, unless the
    setting `asana_instant_retries` is false or the test has the marker `asana_retry_delays`.

    Names that Asana does not know are rejected, unless the setting `asana_strict` is false or the
    test has the marker `asana_unknown_names`.
    """
    sandbox = _asana_sandbox_server
    sandbox.strict = _is_on(request, "asana_strict", "asana_unknown_names")
    if _is_on(request, "asana_instant_retries", "asana_retry_delays"):
        from asana._http import retry

        monkeypatch.setattr(retry, "delay", lambda *_: 0.0)
    sandbox.reset()
    monkeypatch.setenv("ASANA_BASE_URL", sandbox.base_url)
    monkeypatch.setenv("ASANA_ACCESS_TOKEN", sandbox.access_token)
    yield sandbox
    sandbox.reset()  # end the background work of this test, such as its webhooks


@pytest.fixture
def asana_client(asana_sandbox: "Sandbox") -> "Client":
    """Return a client of the sandbox's main user, as strict as the sandbox."""
    return asana_sandbox.client(**({"strict": True} if asana_sandbox.strict else {}))


def _is_on(request: pytest.FixtureRequest, setting: str, unless: str) -> bool:
    """Return a boolean setting; False for a test with the marker `unless`."""
    return request.config.getini(setting) and request.node.get_closest_marker(unless) is None
