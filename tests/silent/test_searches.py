"""Searches beyond the 100 results of one response."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

import asana
from asana.error import PaginationError
from asana.sandbox import Sandbox
from asana.types.tasks import SearchTasksForWorkspace
from tests.faults import Act, data
from tests.old_code.work import LISTINGS, Connect

START = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.utc)


class Found:
    """A sandbox in which a search for a word finds as many tasks as the word says."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.client = sandbox.client()
        self.workspace = next(iter(self.client.workspaces.get_workspaces()))["gid"]

    def search(self, text: str, **options: Any) -> Any:
        tasks = self.client.tasks
        return tasks.search_tasks_for_workspace(self.workspace, {"text": text}, **options)


@pytest.fixture(scope="module")
def found() -> Any:
    """130 tasks one second apart, 100 of them, 120 at the same time, and 150 in groups of 60."""
    now = [START]
    with Sandbox(clock=lambda: now[0]) as sandbox:
        made = Found(sandbox)
        for word, count, together in (
            ("needle", 130, 1),
            ("centum", 100, 1),
            ("momentum", 120, 999),
            ("cluster", 150, 60),
        ):
            batch = made.client.batch(concurrency=1)
            for number in range(count):
                batch.tasks.create_task(name=f"{word} {number}", workspace=made.workspace)
                if number % together == together - 1 or together == 1:
                    batch.send()
                    now[0] += timedelta(seconds=1)
            batch.send()
            now[0] += timedelta(seconds=1)
        yield made


@pytest.mark.parametrize("listing", LISTINGS)
@pytest.mark.parametrize(
    "options",
    [
        {"sort_ascending": True},
        {"sort_ascending": "true"},
        {"sort_ascending": True, "sort_by": "created_at"},
        {"sort_ascending": False},
        {},
        {"fields": ["name"]},
        {"sort_ascending": True, "opt_fields": "name"},
        {"sort_ascending": True, "limit": 20},
        {"sort_ascending": True, "page_size": 20},
    ],
)
def test_all_results_are_given_once(found: Found, listing: str, options: dict[str, Any]) -> None:
    before = len(found.sandbox.requests)
    gids = LISTINGS[listing](lambda **o: found.search("needle", **o), item_limit=500, **options)
    assert len(gids) == len(set(gids)) == 130
    assert len(found.sandbox.requests) - before <= 3


@pytest.mark.parametrize("ascending", [True, False])
def test_results_come_in_the_order_asked_for(found: Found, ascending: bool) -> None:
    tasks = list(found.search("needle", sort_ascending=ascending, item_limit=500))
    numbers = [int(task["name"].split()[1]) for task in tasks]
    assert numbers == sorted(numbers, reverse=not ascending)


@pytest.mark.parametrize("limit", [101, 120, 130, 131, 500])
@pytest.mark.parametrize("ascending", [True, False])
def test_no_more_results_are_given_than_the_limit(
    found: Found, limit: int, ascending: bool
) -> None:
    tasks = list(found.search("needle", sort_ascending=ascending, item_limit=limit))
    assert len(tasks) == min(limit, 130)


@pytest.mark.parametrize("ascending", [True, False])
def test_results_of_one_instant_are_not_lost_between_pages(found: Found, ascending: bool) -> None:
    gids = [
        task["gid"] for task in found.search("cluster", sort_ascending=ascending, item_limit=500)
    ]
    assert len(gids) == len(set(gids)) == 150
    gids = [task["gid"] for task in found.search("centum", item_limit=500)]
    assert len(gids) == len(set(gids)) == 100


@pytest.mark.parametrize("ascending", [True, False])
def test_more_results_of_one_instant_than_a_page_are_an_error(
    found: Found, ascending: bool
) -> None:
    tasks = found.search("momentum", sort_ascending=ascending, item_limit=500)
    given: list[str] = []
    with pytest.raises(PaginationError, match="instant"):
        given.extend(task["gid"] for task in tasks)
    with pytest.raises(PaginationError):
        next(tasks)


@pytest.mark.parametrize(
    "call",
    [
        lambda f, **o: f.client.tasks.search_in_workspace(f.workspace, {"text": "needle"}, **o),
        lambda f, **o: f.client.tasks.search_in_workspace(f.workspace, text="needle", **o),
        lambda f, **o: f.client.tasks.search_tasks_for_workspace(
            f.workspace, {"text": "needle", "created_on": "2026-03-02"}, **o
        ),
    ],
)
def test_old_names_and_filters_find_all(found: Found, call: Callable[..., Any]) -> None:
    assert len(list(call(found, sort_ascending=True, item_limit=500))) == 130


def test_a_filter_by_creation_is_kept(found: Found) -> None:
    query: SearchTasksForWorkspace = {
        "text": "needle",
        "created_at.after": "2026-03-02T09:00:20Z",
    }
    tasks = found.client.tasks.search_tasks_for_workspace(
        found.workspace, query, sort_ascending=True, item_limit=500
    )
    assert len(list(tasks)) in (109, 110)


def test_a_batch_and_an_option_of_the_client_find_all(found: Found) -> None:
    batch = found.client.batch()
    action: Any = batch.tasks.search_tasks_for_workspace(
        found.workspace, {"text": "needle"}, sort_ascending=True, item_limit=500
    )
    batch.send()
    assert len(list(action.result())) == 130
    client = found.sandbox.client()
    client.options["sort_ascending"] = True
    tasks = client.tasks.search_tasks_for_workspace(
        found.workspace, {"text": "needle"}, item_limit=500
    )
    assert len(list(tasks)) == 130


# -- a server that makes no progress


def page_of(numbers: range) -> Act:
    return data([{"gid": str(n), "created_at": f"2026-01-01T00:00:00.{n:03}Z"} for n in numbers])


SAME = page_of(range(100))


@pytest.mark.parametrize("ascending", [True, False])
@pytest.mark.parametrize("listing", LISTINGS)
def test_a_full_page_that_brings_nothing_new_is_an_error(
    connect: Connect, ascending: bool, listing: str
) -> None:
    client, server = connect(SAME)
    with pytest.raises(PaginationError, match="the same results twice"):
        LISTINGS[listing](
            lambda **o: client.tasks.search_in_workspace("1", **o),
            item_limit=500,
            sort_ascending=ascending,
        )
    assert len(server.requests) == 2


def test_the_error_comes_again_and_asks_little(connect: Connect) -> None:
    client, server = connect(SAME)
    tasks = client.tasks.search_in_workspace("1", item_limit=500)
    for _ in range(100):
        next(tasks)
    for _ in range(5):
        with pytest.raises(PaginationError):
            next(tasks)
    assert len(server.requests) <= 6


@pytest.mark.parametrize(
    ("acts", "count"),
    [
        ([SAME, page_of(range(50))], 100),
        ([SAME, data([])], 100),
        ([SAME, page_of(range(99, 150))], 150),
        ([page_of(range(99))], 99),
    ],
)
def test_a_short_page_ends_the_search(connect: Connect, acts: list[Act], count: int) -> None:
    client, server = connect(*acts)
    tasks = client.tasks.search_in_workspace("1", item_limit=500, sort_ascending=True)
    assert len(list(tasks)) == count
    assert len(server.requests) == len(acts)


@pytest.mark.parametrize(
    "records",
    [
        [{"gid": str(n)} for n in range(100)],
        [{"gid": str(n), "created_at": None} for n in range(100)],
        [{"gid": str(n), "created_at": "soon"} for n in range(100)],
        [{"created_at": "2026-01-01T00:00:00.000Z"} for _ in range(100)],
    ],
)
def test_records_that_do_not_say_when_they_were_created_are_an_error(
    connect: Connect, records: list[Any]
) -> None:
    client, server = connect(data(records))
    with pytest.raises(asana.AsanaError):
        list(client.tasks.search_in_workspace("1", item_limit=500))
    assert len(server.requests) <= 2


def test_a_search_without_a_limit_asks_once(connect: Connect) -> None:
    client, server = connect(SAME)
    assert len(list(client.tasks.search_in_workspace("1", sort_ascending=True))) == 100
    assert len(server.requests) == 1
