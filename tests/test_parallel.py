"""Calls in parallel threads: results in order, bounded work, and errors that stop later calls."""

import gc
import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import asana
from asana.sandbox import Sandbox
from tests.faults import FaultServer, Gauge, Wire, data

Connect = Callable[..., tuple[asana.Client, FaultServer]]


@pytest.fixture
def client() -> asana.Client:
    return asana.Client.access_token("x")


def mapping_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("asana-map")]


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    yield
    for thread in mapping_threads():
        thread.join(5)
    assert mapping_threads() == []


def test_results_come_in_the_order_of_the_items(client: asana.Client) -> None:
    second = threading.Event()

    def function(number: int) -> int:
        if number == 0:
            assert second.wait(5)  # it can end only after the other has started
        if number == 1:
            second.set()
        return number * number

    assert list(client.map(function, range(6), concurrency=2)) == [0, 1, 4, 9, 16, 25]


@pytest.mark.parametrize("concurrency", [1, 3])
def test_no_more_calls_are_under_way_than_there_are_threads(
    client: asana.Client, concurrency: int
) -> None:
    lock = threading.Lock()
    under_way, most = 0, 0
    together = threading.Barrier(concurrency)

    def function(_: int) -> None:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        together.wait(5)  # all of them run at the same time
        with lock:
            under_way -= 1

    list(client.map(function, range(4 * concurrency), concurrency=concurrency))
    assert most == concurrency


def test_items_are_taken_as_they_are_needed(client: asana.Client) -> None:
    numbers = itertools.count()
    results = client.map(str, numbers, concurrency=3)
    assert repr(numbers) == "count(0)"
    assert [next(results) for _ in range(100)] == [str(number) for number in range(100)]
    assert next(numbers) <= 100 + 6
    results.close()  # type: ignore[attr-defined]


def test_items_are_taken_in_the_callers_thread(client: asana.Client) -> None:
    threads = set()

    def numbers() -> Iterator[int]:
        for number in range(20):
            threads.add(threading.current_thread())
            yield number

    list(client.map(str, numbers(), concurrency=4))
    assert threads == {threading.current_thread()}


def test_the_first_error_in_order_stops_what_has_not_begun(client: asana.Client) -> None:
    called = []

    def function(number: int) -> int:
        called.append(number)
        if number == 3:
            raise ValueError("three")
        return number

    results = client.map(function, range(1000), concurrency=2)
    assert [next(results), next(results), next(results)] == [0, 1, 2]
    with pytest.raises(ValueError, match="three"):
        next(results)
    assert max(called) <= 3 + 4
    assert list(results) == []


def test_errors_can_be_results(client: asana.Client) -> None:
    def function(number: int) -> float:
        return 1 / number

    first, second, third = client.map(function, [1, 0, 2], return_errors=True)
    assert (first, third) == (1.0, 0.5)
    assert isinstance(second, ZeroDivisionError)


@pytest.mark.parametrize("return_errors", [False, True])
def test_an_error_of_the_items_comes_behind_the_results(
    client: asana.Client, return_errors: bool
) -> None:
    def numbers() -> Iterator[int]:
        yield 1
        yield 2
        raise asana.AsanaError("the listing failed")

    results = client.map(str, numbers(), 5, return_errors)  # type: ignore[call-overload]
    assert [next(results), next(results)] == ["1", "2"]
    with pytest.raises(asana.AsanaError, match="the listing failed"):
        next(results)


def test_nothing_new_is_called_when_the_caller_stops(client: asana.Client) -> None:
    hold = threading.Event()
    begun = []

    def function(number: int) -> int:
        begun.append(number)
        assert number == 0 or hold.wait(5)
        return number

    results = client.map(function, range(1000), concurrency=4)
    assert next(results) == 0
    del results  # does not wait for running calls
    hold.set()
    for thread in mapping_threads():
        thread.join(5)
    assert len(begun) <= 5


def test_all_that_was_under_way_is_done_when_an_error_is_raised(client: asana.Client) -> None:
    begun, ended = [], []

    def function(number: int) -> None:
        begun.append(number)
        if number == 1:
            raise ValueError(number)
        time.sleep(0.001)
        ended.append(number)

    with pytest.raises(ValueError, match="1"):
        list(client.map(function, range(1000), concurrency=4))
    assert sorted(begun) == sorted([1, *ended])


def test_the_collector_may_end_a_map_in_any_thread(client: asana.Client) -> None:
    results = client.map(str, range(100), concurrency=2)
    assert next(results) == "0"
    cell: list[Any] = [results]
    cell.append(cell)
    del results, cell
    collected = threading.Thread(target=gc.collect)
    collected.start()
    collected.join(5)
    assert not collected.is_alive()


@pytest.mark.parametrize("concurrency", [0, -1, 1.5, True, None, "10"])
def test_a_bad_concurrency_is_refused_at_the_call(client: asana.Client, concurrency: Any) -> None:
    with pytest.raises(ValueError, match="concurrency"):
        client.map(str, [], concurrency)


def test_what_cannot_be_called_is_refused_at_the_call(client: asana.Client) -> None:
    with pytest.raises(TypeError, match="function must be callable, not dict"):
        client.map({}, [])  # type: ignore[call-overload]


def test_all_calls_share_the_connections_of_the_client(connect: Connect) -> None:
    client, server = connect(data({"gid": "1"}))
    found: Any = list(client.map(client.users.get_user, ["me"] * 100, concurrency=5))
    assert found == [{"gid": "1"}] * 100
    assert server.connections <= 5


def test_a_listing_can_be_updated_while_it_is_read() -> None:
    with Sandbox() as sandbox:
        client = sandbox.client(page_size=7)
        workspace = client.users.me()["workspaces"][0]["gid"]
        project = client.projects.create_project(workspace=workspace, name="many")
        names = [f"task {number}" for number in range(30)]

        def create(name: str) -> Any:
            return client.tasks.create_task(name=name, projects=[project["gid"]])

        assert [task["name"] for task in client.map(create, names)] == names

        def complete(task: Any) -> Any:
            return client.tasks.update_task(task["gid"], {"completed": True})

        tasks = client.tasks.get_tasks_for_project(project["gid"])
        assert all(task["completed"] for task in client.map(complete, tasks, concurrency=4))


def test_a_forked_process_does_not_wait_for_threads_that_it_has_not(
    client: asana.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = client.map(str, range(100), concurrency=2)
    assert next(results) == "0"
    monkeypatch.setattr(os, "getpid", lambda: -1)
    with pytest.raises(RuntimeError, match="a forked process"):
        next(results)


@pytest.mark.parametrize(("method", "limit"), [("GET", 50), ("PUT", 15)])
def test_no_more_are_under_way_than_asana_serves(connect: Connect, method: str, limit: int) -> None:
    gauge = Gauge(limit)

    def act(wire: Wire) -> bool:
        gauge.hold(wire)
        return data({})(wire)

    client, server = connect(act)

    def call(number: int) -> Any:
        return client.request(method, f"/things/{number}")

    list(client.map(call, range(100), concurrency=limit + 10))
    assert len(server.requests) == 100
    assert gauge.most == limit


@pytest.mark.parametrize("concurrency", [1, 3])
def test_row_57_a_function_that_raises_stop_iteration_is_named(
    client: asana.Client, concurrency: int
) -> None:
    def look_up(number: int) -> int:
        return next(iter([number] if number < 2 else []))

    found = client.map(look_up, range(4), concurrency=concurrency)
    assert [next(found), next(found)] == [0, 1]
    with pytest.raises(RuntimeError, match="look_up raised StopIteration") as caught:
        next(found)
    assert isinstance(caught.value.__cause__, StopIteration)


def test_row_57_stop_iteration_may_stand_in_the_place_of_a_result(client: asana.Client) -> None:
    found = list(client.map(lambda _: next(iter([])), [1, 2], return_errors=True))
    assert [type(each) for each in found] == [StopIteration] * 2
