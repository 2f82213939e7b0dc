"""Sync tokens after events have been read."""

import json
from typing import Any

import pytest

import asana
from asana.error import InvalidTokenError
from tests.faults import Act, data, reply
from tests.old_code.work import MAKERS, Connect, Serve, targets


def events(*numbers: int, sync: str = "S2", **more: Any) -> Act:
    body = {"data": [{"n": number} for number in numbers], "sync": sync, **more}
    return reply(200, json.dumps(body).encode())


LOST = reply(412, b'{"sync": "S9", "errors": [{"message": "Sync token invalid"}]}')

LISTS: dict[str, Any] = {
    "get_events": lambda c, **o: c.events.get_events(resource="P", sync="S1", **o),
    "params": lambda c, **o: c.events.get_events({"resource": "P", "sync": "S1"}, **o),
    "workspace": lambda c, **o: c.workspaces.get_workspace_events("P", sync="S1", **o),
    "workspace params": lambda c, **o: c.workspaces.get_workspace_events("P", {"sync": "S1"}, **o),
    "verb": lambda c, **o: c.get_collection("/events", {"resource": "P", "sync": "S1"}, **o),
}

every_list = pytest.mark.parametrize("kind", LISTS)


@every_list
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"prefetch": True},
        {"iterator_type": "pages"},
        {"iterator_type": "pages", "full_payload": True},
        {"item_limit": 2},
        {"item_limit": 9},
    ],
)
@pytest.mark.parametrize("numbers", [(1, 2), ()])
def test_an_iterator_has_the_next_token_afterwards(
    connect: Connect, kind: str, options: dict[str, Any], numbers: tuple[int, ...]
) -> None:
    client, server = connect(events(*numbers))
    found = LISTS[kind](client, **options)
    assert found.sync == "S1"
    for _ in found:
        pass
    assert found.sync == "S2"
    assert len(server.requests) == 1
    assert "sync=S1" in targets(server)[0]


@every_list
@pytest.mark.parametrize("maker", MAKERS)
def test_any_client_gives_the_next_token(serve: Serve, kind: str, maker: str) -> None:
    client = MAKERS[maker](asana.Client, base_url=serve(events(1)).base_url)
    found = LISTS[kind](client)
    assert list(found) == [{"n": 1}]
    assert found.sync == "S2"


@every_list
def test_the_token_does_not_run_ahead_of_the_events(connect: Connect, kind: str) -> None:
    client, _ = connect(events(1, 2))
    found = LISTS[kind](client)
    next(found)
    assert found.sync == "S1"
    next(found)
    assert found.sync == "S2"


@every_list
@pytest.mark.parametrize("pages", [False, True])
def test_a_limit_that_cuts_events_keeps_the_token(connect: Connect, kind: str, pages: bool) -> None:
    client, _ = connect(events(1, 2, 3))
    options = {"iterator_type": "pages"} if pages else {}
    found = LISTS[kind](client, item_limit=2, **options)
    assert len(list(found)) == (1 if pages else 2)
    assert found.sync == "S1"


@every_list
def test_one_page_holds_the_next_token(connect: Connect, kind: str) -> None:
    client, _ = connect(events(1, has_more=True))
    found = LISTS[kind](client, iterator_type=None)
    assert (found["sync"], found["has_more"], found.get("sync")) == ("S2", True, "S2")


@every_list
def test_an_action_of_a_batch_gives_the_next_token(connect: Connect, kind: str) -> None:
    body = {"data": [{"n": 1}], "sync": "S2"}
    client, _ = connect(data([{"status_code": 200, "body": body}]))
    batch = client.batch()
    action = LISTS[kind](batch)
    batch.send()
    found = action.result()
    assert list(found) == [{"n": 1}]
    assert found.sync == "S2"


def test_a_token_among_the_options_leads_to_the_next_one(connect: Connect) -> None:
    client, server = connect(events(1))
    client.options["sync"] = "S1"
    found = client.events.get_events(resource="P")
    list(found)
    assert found.sync == "S2"
    assert targets(server) == ["/events?resource=P&sync=S1"]


def test_an_iterator_that_waits_has_the_next_token(connect: Connect) -> None:
    client, _ = connect(events(1, 2), events(3, sync="S3"))
    found = client.events.get_iterator({"resource": "P", "sync": "S1"})
    seen = []
    for _ in range(3):
        next(found)
        seen.append(found.sync)
    assert seen == ["S1", "S2", "S3"]
    client, _ = connect(events(1, 2))
    assert client.events.get_next({"resource": "P", "sync": "S1"})[1] == "S2"


@every_list
def test_a_lost_token_is_replaced_by_a_fresh_one(connect: Connect, kind: str) -> None:
    client, _ = connect(LOST, events(1))
    found = LISTS[kind](client)
    with pytest.raises(InvalidTokenError) as caught:
        next(found)
    assert caught.value.sync == "S9"
    assert found.sync == "S9"


def test_the_sandbox_gives_each_event_once(asana_client: asana.Client) -> None:
    workspace = next(iter(asana_client.workspaces.get_workspaces()))["gid"]
    project = asana_client.projects.create_project(name="x", workspace=workspace)["gid"]
    with pytest.raises(InvalidTokenError) as caught:
        list(asana_client.events.get_events(resource=project))
    sync = caught.value.sync
    seen = []
    for name in ("a", "b"):
        asana_client.tasks.create_task(name=name, projects=[project])
        found = asana_client.events.get_events(resource=project, sync=sync)
        seen.append({(event["resource"]["gid"], event["action"]) for event in found})
        sync = found.sync
    assert all(seen)
    assert not seen[0] & seen[1]
    again = asana_client.events.get_events(resource=project, sync=sync)
    assert list(again) == []
