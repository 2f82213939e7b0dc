import json
from collections.abc import Callable
from typing import Any

import pytest

import asana
from asana import error
from tests.faults import reply


@pytest.fixture
def sync(client: asana.Client, project_gid: str) -> str:
    """A token for the events of the project from now on."""
    with pytest.raises(error.InvalidTokenError) as caught:
        client.events.get(resource=project_gid)
    assert caught.value.sync
    return caught.value.sync


def test_events_since_a_token(
    client: asana.Client, project_gid: str, task_gid: str, sync: str
) -> None:
    client.tasks.update_task(task_gid, {"name": "renamed"})
    events: Any = client.events
    page = events.get_events(resource=project_gid, sync=sync, iterator_type=None)
    first = page["data"][0]
    assert (first["action"], first["resource"]["gid"]) == ("changed", task_gid)
    following = {"resource": project_gid, "sync": page["sync"]}
    page = events.get_events(following, iterator_type=None)
    assert page["data"] == []


def test_events_by_their_classic_names(client: asana.Client, project_gid: str, sync: str) -> None:
    query = {"resource": project_gid, "sync": sync}
    client.projects.update_project(project_gid, {"name": "renamed"})
    events = client.events.get(query)["data"]
    assert list(client.events.get_iterator(query, item_limit=1)) == events[:1]
    page, following = client.events.get_next(query, poll_interval=0.001)
    assert list(page) == events
    assert events[0]["change"]["field"] == "name"
    assert client.events.get(resource=project_gid, sync=following)["data"] == []


def test_events_that_were_missed_are_an_error(client: asana.Client, project_gid: str) -> None:
    query = {"resource": project_gid, "sync": "0" * 32}
    iterator = client.events.get_iterator(query, poll_interval=0.001)
    with pytest.raises(error.InvalidTokenError):
        next(iterator)
    client.projects.update_project(project_gid, {"name": "after the gap"})
    assert next(iterator)["action"] == "changed"


def test_one_answer_as_an_iterator(client: asana.Client, project_gid: str) -> None:
    with pytest.raises(error.InvalidTokenError) as caught:
        list(client.events.get_events(resource=project_gid))
    client.tasks.create_task({"projects": [project_gid], "name": "new"})
    seen = list(client.events.get_events(resource=project_gid, sync=caught.value.sync))
    assert "added" in {event["action"] for event in seen}


def gone(sync: str) -> Any:
    body = {"sync": sync, "errors": [{"message": "Sync token invalid or too old."}]}
    return reply(412, json.dumps(body).encode())


def events_until(sync: str) -> Any:
    body = {"data": [{"action": "changed"}], "sync": sync, "has_more": False}
    return reply(200, json.dumps(body).encode())


def test_the_wait_grows_with_each_gap_of_one_resource(
    connect: Callable[..., Any], sleeps: list[float]
) -> None:
    client, server = connect(*map(gone, "bcde"), events_until("f"), gone("g"))
    get_next: Any = client.events.get_next
    query = {"resource": "7", "sync": "a"}
    waits = []
    for _ in range(3):
        with pytest.raises(error.InvalidTokenError):
            get_next(query, poll_interval=3)
        waits.append(sum(sleeps))
        sleeps.clear()
    assert waits[:2] == [0, 3]
    assert waits[2] > 3
    with pytest.raises(error.InvalidTokenError):  # another resource does not wait
        get_next({"resource": "8", "sync": "a"}, poll_interval=3)
    assert sleeps == []
    page, sync = get_next(query, poll_interval=3, item_limit=0)
    assert (list(page), sync) == ([{"action": "changed"}], "f")
    sleeps.clear()
    with pytest.raises(error.InvalidTokenError):  # after events, the next gap is a first one
        get_next(query, poll_interval=3)
    assert sleeps == []
    assert {each.target.partition("?")[0] for each in server.requests} == {"/api/1.0/events"}
    assert [each.target[-1] for each in server.requests] == list("aaaaaa")


def test_the_query_of_classic_events_can_be_one_keyword_or_several(
    connect: Callable[..., Any],
) -> None:
    client, server = connect(events_until("b"))
    query = {"resource": "7", "sync": "a"}
    for events in (
        client.events.get(params=query)["data"],
        client.events.get_next(params=query)[0],
        client.events.get_iterator(params=query, item_limit=1),
        client.events.get_next(**query)[0],
        client.events.get_iterator(**query, item_limit=1),
    ):
        assert list(events) == [{"action": "changed"}]
    queries = [each.target.partition("?")[2] for each in server.requests]
    assert all("resource=7" in each and "sync=a" in each for each in queries)


def test_a_resource_of_another_type_is_refused(connect: Callable[..., Any]) -> None:
    client, server = connect(events_until("b"))
    with pytest.raises(TypeError, match=r"\bresource\b"):
        client.events.get_next({"resource": object()})
    assert server.requests == []
