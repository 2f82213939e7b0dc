from collections.abc import Callable, Iterator
from typing import Any

import pytest

import asana
from asana import error
from asana.sandbox import Sandbox
from asana.types.webhooks import WebhookFilter
from tests.faults import data
from tests.resources.listing import gids
from tests.sandbox.receiver import Receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


def test_a_webhook_from_beginning_to_end(
    client: asana.Client, sandbox: Sandbox, project_gid: str, task_gid: str, receiver: Receiver
) -> None:
    webhooks: Any = client.webhooks
    body = webhooks.create_webhook(
        {"resource": project_gid, "target": receiver.url}, full_payload=True
    )
    gid = body["data"]["gid"]
    assert receiver.secrets == [body["X-Hook-Secret"]]
    filters: list[WebhookFilter] = [
        {"resource_type": "task", "action": "changed", "fields": ["name"]}
    ]
    assert client.webhooks.update_webhook(gid, {"filters": filters})["filters"] == filters
    assert client.webhooks.get_webhook(gid)["filters"] == filters
    client.tasks.update_task(task_gid, {"name": "renamed"})
    sandbox.webhooks.flush()
    assert [event["resource"]["gid"] for event in receiver.events] == [task_gid]
    assert receiver.is_signed(receiver.deliveries[-1])
    assert client.webhooks.delete_webhook(gid) == {}
    with pytest.raises(error.NotFoundError):
        client.webhooks.get_webhook(gid)


def test_a_listing_over_several_pages(
    client: asana.Client, workspace_gid: str, task_gid: str, receiver: Receiver
) -> None:
    made = [
        client.webhooks.create_webhook(resource=task_gid, target=f"{receiver.url}{n}")["gid"]
        for n in range(3)
    ]
    listed = client.webhooks.get_webhooks(workspace=workspace_gid, resource=task_gid, page_size=2)
    assert gids(listed) == made
    for gid in made:
        client.webhooks.delete_webhook(gid)


def test_a_webhook_by_its_classic_names(
    client: asana.Client, workspace_gid: str, task_gid: str, receiver: Receiver
) -> None:
    gid = client.webhooks.create({"resource": task_gid, "target": receiver.url})["gid"]
    assert client.webhooks.get_by_id(webhook=gid)["target"] == receiver.url
    assert gids(client.webhooks.get_all(workspace=workspace_gid, resource=task_gid)) == [gid]
    assert client.webhooks.delete_by_id(gid) == {}
    assert gids(client.webhooks.get_all(workspace=workspace_gid, resource=task_gid)) == []


def test_parameters_of_deleting_go_out(connect: Callable[..., Any]) -> None:
    hook, server = connect(data({}))
    assert hook.webhooks.delete_webhook("7", {"opt_pretty": True}) == {}
    assert server.requests[0].target == "/api/1.0/webhooks/7?opt_pretty=true"
