"""One client in many threads and in forked processes: every call gets its own response."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import asana
from asana.sandbox import Sandbox
from tests.layers import pacer_of


@pytest.fixture(scope="module")
def sandbox() -> object:
    with Sandbox() as running:
        yield running


def ask(client: asana.Client, number: int) -> bool:
    name = f"task {number}"
    task = client.tasks.create_task({"name": name, "workspace": WORKSPACE})
    return bool(client.tasks.get_task(task["gid"])["name"] == name)


WORKSPACE = "1200000000000001"


def test_row_40_many_threads_get_their_own_answers(sandbox: Sandbox) -> None:
    client = sandbox.client()
    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(lambda number: ask(client, number), range(160)))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_row_40_forked_processes_get_their_own_answers(sandbox: Sandbox) -> None:
    client = sandbox.client()
    assert ask(client, 0)  # opens a connection, which the fork inherits
    children = []
    for number in range(4):
        child = os.fork()
        if child == 0:
            try:
                right = all(ask(client, 100 * number + n) for n in range(20))
            except BaseException:
                right = False
            os._exit(0 if right else 1)
        children.append(child)
    assert all(ask(client, 1000 + n) for n in range(20))
    statuses = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert statuses == [0, 0, 0, 0]


def test_a_forked_process_makes_connections_of_its_own(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sandbox.client()
    client.users.me()
    adapter = client.session.get_adapter(sandbox.base_url)
    before, quota = adapter.poolmanager, client._api.quota  # type: ignore[attr-defined]
    pacer = pacer_of(client)
    monkeypatch.setattr(os, "getpid", lambda: -1)
    client.users.me()
    assert adapter.poolmanager is not before  # type: ignore[attr-defined]
    assert client._api.quota is not quota
    assert pacer_of(client) is not pacer


def test_no_thread_is_started(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[threading.Thread] = []
    client = sandbox.client()
    client.users.me()  # the sandbox now has a thread for this connection
    monkeypatch.setattr(threading.Thread, "start", started.append)
    assert client.users.me()
    assert list(client.workspaces.get_workspaces())
    assert asana.Client.access_token("x").tasks
    assert started == []
