from typing import Any

import pytest

import asana
from asana import error


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
