"""Fixtures for all tests: nothing waits on a clock, and nothing comes from the environment."""

import gc
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

import asana
from asana._http.deadline import Deadline
from asana.sandbox import Sandbox
from tests.certificates import Authority
from tests.faults import Act, FaultServer, Greet

TOKEN = "0/0123456789abcdef"


def client_of(server: FaultServer, **options: Any) -> asana.Client:
    """Return a client of a server, whose waits before retries have no jitter."""
    client = asana.Client.access_token(TOKEN, base_url=server.base_url, **options)
    client.RETRY_JITTER = 0
    return client


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    own = ("ASANA_BASE_URL", "ASANA_ACCESS_TOKEN", "ASANA_READ_ONLY", "ASANA_WORKSPACE")
    proxies = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
    for name in (*own, *proxies, "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that connects to another machine."""
    resolve = socket.getaddrinfo

    def resolve_loopback(host: Any, *args: Any, **kwargs: Any) -> Any:
        assert host in (None, "localhost", "127.0.0.1", "::1", "0.0.0.0"), f"a test asks for {host}"
        return resolve(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve_loopback)


@pytest.fixture(autouse=True)
def _nothing_to_finalize(request: pytest.FixtureRequest) -> None:
    """Collect garbage first, because finalizers cannot run when deep JSON fills the stack."""
    if "too deep" in request.node.name:
        gc.collect()


@pytest.fixture
def sleeps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits of the code under test, which return immediately."""
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    return waits


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A local Asana with demo data; files and folders of tests have others of this name."""
    with Sandbox() as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> asana.Client:
    """A client of the sandbox."""
    return sandbox.client()


@pytest.fixture
def workspace(client: asana.Client) -> str:
    """The gid of the first workspace."""
    return client.users.me()["workspaces"][0]["gid"]


@pytest.fixture
def project(client: asana.Client) -> str:
    """The gid of the first project."""
    return next(client.projects.get_projects())["gid"]


@pytest.fixture
def advance(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Advance the clock of deadlines, which otherwise runs as usual."""
    monotonic, ahead = time.monotonic, [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: monotonic() + ahead[0])

    def move(seconds: float) -> None:
        ahead[0] += seconds

    return move


@pytest.fixture
def first_timeout(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make only the first attempt of a call time out soon, even on a slow machine."""

    def soon(seconds: float, connect: float | None = None) -> None:
        timeouts = iter([seconds])

        def both(*_: Any) -> tuple[float, float]:
            timeout = next(timeouts, 60)
            return timeout if connect is None else connect, timeout

        monkeypatch.setattr(Deadline, "bounds", both)

    return soon


@pytest.fixture
def serve() -> Iterator[Callable[..., FaultServer]]:
    """Start a server that responds with the given acts, and repeats the last one."""
    with ExitStack() as stack:

        def start(*acts: Act, greet: Greet | None = None) -> FaultServer:
            return stack.enter_context(FaultServer(*acts, greet=greet))

        yield start


@pytest.fixture
def connect(serve: Callable[..., FaultServer]) -> Callable[..., tuple[asana.Client, FaultServer]]:
    """Start a server and a client of it."""

    def start(*acts: Act, **options: Any) -> tuple[asana.Client, FaultServer]:
        server = serve(*acts)
        return client_of(server, **options), server

    return start


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A certificate authority that clients trust only if they are configured to."""
    return Authority(tmp_path_factory.mktemp("authority"))
