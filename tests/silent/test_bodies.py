"""Fields that Asana would ignore with a 200 response."""

import collections
import types
from typing import Any

import pytest

import asana
from asana.batch import Batch
from asana.types.batch_api import BatchAction
from tests.old_code.work import DONE, MAKERS, Connect, Serve, parts, targets

# The names here are made up.
pytestmark = pytest.mark.filterwarnings("ignore::asana.UnknownNameWarning")

ENVELOPES: list[Any] = [
    {"data": {"name": "x"}, "opt_fields": "gid"},
    {"opt_fields": "gid", "data": {"name": "x"}},
    {"data": {"name": "x"}, "options": {"fields": "gid"}},
    {"data": {"name": "x", "opt_fields": "gid"}},
    {"name": "x", "opt_fields": "gid"},
    {"data": types.MappingProxyType({"name": "x"}), "opt_fields": "gid"},
    collections.OrderedDict(data=collections.OrderedDict(name="x"), opt_fields="gid"),
    [("data", {"name": "x"}), ("opt_fields", "gid")],
]

WRITES: dict[str, Any] = {
    "update": lambda c, body: c.tasks.update_task("1", body),
    "create": lambda c, body: c.tasks.create_task(body),
    "classic": lambda c, body: c.tasks.update("1", body),
    "post": lambda c, body: c.post("/x", body),
    "put": lambda c, body: c.put("/x", body),
    "post by keyword": lambda c, body: c.post("/x", data=body),
    "request": lambda c, body: c.request("post", "/x", data=body),
    "add": lambda c, body: c.tasks.add_followers("1", body),
    "webhook": lambda c, body: c.webhooks.create_webhook(body),
}

every_write = pytest.mark.parametrize("write", WRITES)


@every_write
@pytest.mark.parametrize("envelope", ENVELOPES[:3] + ENVELOPES[5:])
def test_options_beside_the_fields_are_options(connect: Connect, write: str, envelope: Any) -> None:
    client, server = connect(DONE)
    WRITES[write](client, envelope)
    assert server.requests[0].json == {"data": {"name": "x"}, "options": {"fields": "gid"}}


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("name", ["fields", "expand", "pretty", "client_name"])
def test_each_option_may_stand_beside_the_fields(serve: Serve, maker: str, name: str) -> None:
    server = serve(DONE)
    client = MAKERS[maker](asana.Client, base_url=server.base_url)
    tasks: Any = client.tasks
    tasks.update_task("1", {"data": {"name": "x"}, f"opt_{name}": "a"})
    tasks.update_task("1", {"data": {"name": "x"}}, **{f"opt_{name}": "a"})
    for request in server.requests:
        assert request.json == {"data": {"name": "x"}, "options": {name: "a"}}


@every_write
@pytest.mark.parametrize(
    "body",
    [
        {"data": {"data": {"name": "x"}}},
        {"data": {"data": {}}},
        {"data": {"data": "x"}},
        {"data": {"data": {"name": "x"}}, "opt_fields": "gid"},
        {"data": {"data": {"name": "x"}, "name": "y"}},
        {"data": {"name": "x"}, "completed": True},
        {"data": "x"},
        {"data": ["x"]},
        {"data": None},
        {"data": 5, "name": "x"},
        {"data": {"name": "x"}, "opt_feilds": "gid"},
        {"data": {"name": "x"}, "limit": 5},
    ],
)
def test_fields_that_would_be_ignored_are_refused(connect: Connect, write: str, body: Any) -> None:
    client, server = connect(DONE)
    for caller in (client, client.batch()):
        with pytest.raises(ValueError, match="ignore"):
            WRITES[write](caller, body)
    assert server.requests == []


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.tasks.create_task(data="x"),
        lambda c: c.tasks.update_task("1", data=["x"]),
        lambda c: c.tasks.create_task({"name": "y"}, data={"name": "x"}),
        lambda c: c.tasks.create_task(data={"data": {"name": "x"}, "name": "y"}),
        lambda c: c.tasks.update_task("1", {"name": "y"}, data={"data": {"name": "x"}}),
        lambda c: c.post("/x", {"name": "y"}, data={"name": "x"}),
        lambda c: c.put("/x", {}, data={"data": {"data": {}}}),
    ],
)
@pytest.mark.parametrize("batched", [False, True])
def test_fields_by_keyword_that_would_be_ignored_are_refused(
    connect: Connect, call: Any, batched: bool
) -> None:
    client, server = connect(DONE)
    with pytest.raises((TypeError, ValueError)):
        call(client.batch() if batched else client)
    assert server.requests == []


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.tasks.create_task(data={"name": "x"}),
        lambda c: c.tasks.update_task("1", data={"name": "x"}),
        lambda c: c.tasks.update_task("1", data={"data": {"name": "x"}}),
        lambda c: c.tasks.update_task("1", {"data": {"name": "x"}}),
        lambda c: c.tasks.update_task("1", {}, name="x"),
        lambda c: c.post("/x", {}, data={"name": "x"}),
    ],
)
def test_fields_given_as_data_are_the_fields(connect: Connect, call: Any) -> None:
    client, server = connect(DONE)
    call(client)
    assert server.requests[0].json == {"data": {"name": "x"}}


def test_an_option_of_the_client_cannot_nest_the_fields(connect: Connect) -> None:
    client, server = connect(DONE)
    client.options["data"] = {"name": "y"}
    with pytest.raises(ValueError, match="ignore"):
        client.tasks.create_task({"name": "x"})
    assert server.requests == []


@pytest.mark.parametrize("envelope", ENVELOPES)
def test_an_action_of_a_batch_has_options_beside_the_fields(envelope: Any) -> None:
    batch: Batch = asana.Client().batch()
    for write in WRITES.values():
        action = write(batch, envelope)
        assert (action.content["data"], action.content["options"]) == (
            {"name": "x"},
            {"fields": "gid"},
        )


@pytest.mark.parametrize("method", ["post", "put"])
def test_an_action_that_is_written_by_hand_cannot_nest_the_fields(
    connect: Connect, method: str
) -> None:
    client, server = connect(DONE)
    action: BatchAction = {
        "method": method,
        "relative_path": "/tasks/1",
        "data": {"data": {"name": "x"}},
    }
    with pytest.raises(ValueError, match="ignore"):
        client.batch_api.create_batch_request({"actions": [action]})
    assert server.requests == []


@pytest.mark.parametrize(
    "fields",
    [
        {"parent": "1", "opt_fields": "gid"},
        {"data": {"parent": "1"}, "opt_fields": "gid"},
        {"data": {"parent": "1"}, "options": {"fields": "gid"}},
    ],
)
def test_an_upload_has_options_in_its_query(connect: Connect, fields: Any) -> None:
    client, server = connect(DONE)
    client.attachments.create_attachment_for_object(fields, file=b"x", file_name="n")
    assert targets(server) == ["/attachments?opt_fields=gid"]
    assert [content for _, content in parts(server.requests[0])] == [b"1", b"x"]


@pytest.mark.parametrize("fields", [{"data": {"data": {"parent": "1"}}}, {"data": "1"}])
def test_an_upload_refuses_fields_that_would_be_ignored(connect: Connect, fields: Any) -> None:
    client, server = connect(DONE)
    with pytest.raises(ValueError, match="ignore"):
        client.attachments.create_attachment_for_object(fields, file=b"x", file_name="n")
    assert server.requests == []


def test_a_task_is_changed_in_the_sandbox(asana_client: asana.Client) -> None:
    workspace = next(iter(asana_client.workspaces.get_workspaces()))["gid"]
    task = asana_client.tasks.create_task(name="old", workspace=workspace)["gid"]
    fields: Any = {"data": {"name": "new"}, "opt_fields": "name"}
    changed = asana_client.tasks.update_task(task, fields)
    assert changed["name"] == "new"
    assert changed.keys() <= {"gid", "name"}
    batch = asana_client.batch()
    fields = {"data": {"name": "newer"}, "opt_fields": "name"}
    batch.tasks.update_task(task, fields)
    batch.send()
    assert asana_client.tasks.get_task(task)["name"] == "newer"
