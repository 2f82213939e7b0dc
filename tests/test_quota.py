"""The retry quota: it protects a service that is down, and does not affect a healthy one."""

import random
import time
from collections.abc import Callable

import pytest

import asana
from asana import error
from asana._http import retry
from tests.faults import FaultServer, data, failure

Connect = Callable[..., tuple[asana.Client, FaultServer]]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still; its only item is the time."""
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def taken(quota: retry.Quota) -> int:
    count = 0
    while quota.take(1):
        count += 1
    return count


def test_one_comes_back_each_second(clock: list[float]) -> None:
    quota = retry.Quota(10)
    assert taken(quota) == 10
    clock[0] += 3
    assert taken(quota) == 3
    clock[0] += 1000
    assert taken(quota) == 10


def test_a_success_gives_back(clock: list[float]) -> None:
    quota = retry.Quota(10)
    assert taken(quota) == 10
    quota.give(2)
    assert taken(quota) == 2
    quota.give(1000)
    assert taken(quota) == 10


def test_what_costs_nothing_is_always_there(clock: list[float]) -> None:
    quota = retry.Quota(0)
    assert quota.take(0)
    assert not quota.take(1)
    assert retry.cost(error.RateLimitEnforcedError()) == 0
    assert retry.cost(error.ServerError()) == 1


@pytest.mark.usefixtures("clock")
def test_there_are_100_unless_told_otherwise() -> None:
    assert taken(retry.Quota()) == 100


def test_the_quota_can_be_turned_off() -> None:
    quota = retry.Quota(None)
    quota.give(1)
    assert all(quota.take(1) for _ in range(1000))


def test_a_service_that_is_down_gets_few_resends(
    connect: Connect, sleeps: list[float], clock: list[float]
) -> None:
    client, server = connect(failure(500))
    for _ in range(200):
        with pytest.raises(error.ServerError):
            client.get("/x")
    assert len(server.requests) == 300


def test_a_client_can_do_without_the_quota(
    connect: Connect, sleeps: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asana.Client, "RETRY_QUOTA", None)
    client, server = connect(failure(500), max_retries=2)
    for _ in range(60):
        with pytest.raises(error.ServerError):
            client.get("/x")
    assert len(server.requests) == 180


def test_rate_limits_cost_nothing(connect: Connect, sleeps: list[float]) -> None:
    client, _ = connect(*[failure(429, Retry_After="1")] * 5, data({}))
    client._api.quota = retry.Quota(0)
    assert client.get("/x") == {}


@pytest.mark.parametrize("rate", [0.2, 0.5])
def test_a_service_that_recovers_is_never_starved(clock: list[float], rate: float) -> None:
    """The quota is sufficient at these rates of faults, even if no time passes."""
    quota = retry.Quota()
    faults = random.Random(7)
    refused = 0
    for _ in range(20_000):
        costs = 0
        while faults.random() < rate and costs < 5:
            if not quota.take(1):
                refused += 1
                break
            costs += 1
        else:
            quota.give(costs + 1)
    assert refused <= 20_000 * 0.01
