"""The model checker of benchmarks/model: no write takes effect twice, and all reports are true."""

import pytest
import requests

from asana._http import response, retry
from benchmarks.model.__main__ import check
from benchmarks.model.clients import SESSIONS
from benchmarks.model.judge import FAULTY, Judge
from benchmarks.model.ledger import Ledger
from benchmarks.model.wires import in_process
from tests import faults
from tests.faults import FaultServer


def wrong(judge: Judge) -> dict[str, int]:
    return {name: judge.found[name] for name in FAULTY if judge.found[name]}


@pytest.mark.parametrize("session", SESSIONS)
@pytest.mark.parametrize("proxy", ["none", "http", "connect"])
def test_writes_over_sockets(proxy: str, session: str) -> None:
    judge = check(200, proxy, session)
    assert (wrong(judge), judge.examples) == ({}, [])
    assert judge.found["successes"] > 30
    assert judge.found["faults"] > 50


@pytest.mark.parametrize("session", SESSIONS)
@pytest.mark.parametrize("proxy", ["none", "http"])
def test_writes_in_process(proxy: str, session: str) -> None:
    judge = check(2000, proxy, session, memory=True)
    assert (wrong(judge), judge.examples) == ({}, [])
    assert judge.found["successes"] > 300


@pytest.mark.parametrize("proxy", ["none", "http"])
def test_connections_of_other_threads_stay_their_own(proxy: str) -> None:
    ledger = Ledger(1)
    with FaultServer(faults.data({"gid": "5"})) as server, in_process(ledger, proxy):
        assert requests.get(f"http://127.0.0.1:{server.port}/hooks/k", timeout=5).json() == {
            "data": {"gid": "5"}
        }
    assert ledger.strays == []


def test_it_finds_a_client_that_sends_again_what_may_have_been_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = retry.effect

    def hopeful(failure: Exception) -> retry.Effect:
        found = real(failure)  # type: ignore[arg-type]
        return retry.Effect.NONE if found is retry.Effect.UNKNOWN else found

    monkeypatch.setattr(retry, "effect", hopeful)
    assert wrong(check(500, "none", "ours", memory=True))["duplicates"] > 0


def test_it_finds_a_client_that_takes_anything_for_success(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(response, "_success", lambda *_: {"data": {"gid": "w0."}})
    found = wrong(check(300, "none", "ours", memory=True))
    assert found["wrong answers"] > 0
    assert found["false successes"] > 0
