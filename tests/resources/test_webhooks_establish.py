"""Webhooks created while a receiver answers the handshake."""

import json
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import asana
from asana import error
from asana.records import Record
from asana.sandbox import Sandbox
from asana.types.webhooks import WebhookFilter
from asana.webhook import Receiver, wsgi_app
from tests.faults import FaultServer, data, failure, reply, reset
from tests.hook_server import BODY, serving, signed

SECRET = "0123456789abcdef" * 4


class Hooks:
    """A receiver at a URL, and the events it received."""

    def __init__(self, sandbox: Sandbox, store: Any) -> None:
        self.sandbox = sandbox
        self.store = store
        self.taken: list[Record] = []
        self.receiver = Receiver(store, lambda key, events: self.taken.extend(events))
        self.target = ""

    def fields(self) -> list[str]:
        """Return the changes since the previous call."""
        self.sandbox.webhooks.flush()
        changes, self.taken[:] = [event.get("change") or {} for event in self.taken], []
        return [change["field"] for change in changes if "field" in change]


@pytest.fixture
def hooks(sandbox: Sandbox) -> Iterator[Hooks]:
    found = Hooks(sandbox, {})
    with serving(wsgi_app(found.receiver)) as address:
        found.target = f"{address}/k"
        yield found


def test_a_webhook_is_established_and_delivers(
    client: asana.Client, hooks: Hooks, task_gid: str
) -> None:
    made = client.webhooks.establish(task_gid, hooks.target, receiver=hooks.receiver)
    assert (made["target"], made["resource"]["gid"]) == (hooks.target, task_gid)
    assert "X-Hook-Secret" not in made
    client.tasks.update_task(task_gid, {"name": "renamed"})
    assert hooks.fields() == ["name"]


def test_the_process_that_establishes_need_not_be_the_one_that_answers(
    client: asana.Client, task_gid: str, tmp_path: Path
) -> None:
    path = tmp_path / "secrets.json"
    with serving(wsgi_app(Receiver(path))) as address:
        client.webhooks.establish(task_gid, f"{address}/k", receiver=Receiver(path))
    assert len(json.loads(path.read_text())["k"]) == 64


def test_one_that_is_there_is_kept_and_gets_its_filters(
    client: asana.Client, hooks: Hooks, task_gid: str
) -> None:
    made = client.webhooks.establish(task_gid, hooks.target, receiver=hooks.receiver)
    secret = dict(hooks.store)
    again = client.webhooks.establish(task_gid, hooks.target, receiver=hooks.receiver)
    filters: list[WebhookFilter] = [{"action": "changed", "fields": ["notes"]}]
    other = client.webhooks.establish(task_gid, hooks.target, filters, receiver=hooks.receiver)
    assert made["gid"] == again["gid"] == other["gid"]
    assert (again["filters"], other["filters"]) == ([], filters)
    assert hooks.store == secret
    client.tasks.update_task(task_gid, {"name": "unheard", "notes": "heard"})
    assert hooks.fields() == ["notes"]


def test_one_that_asana_deleted_is_made_anew(
    client: asana.Client, hooks: Hooks, task_gid: str
) -> None:
    made = client.webhooks.establish(task_gid, hooks.target, receiver=hooks.receiver)
    first = dict(hooks.store)
    client.webhooks.delete_webhook(made["gid"])
    anew = client.webhooks.establish(task_gid, hooks.target, receiver=hooks.receiver, key="k")
    assert anew["gid"] != made["gid"]
    assert hooks.store.keys() == first.keys()
    assert hooks.store != first
    client.tasks.update_task(task_gid, {"name": "renamed"})
    assert hooks.fields() == ["name"]


def test_one_whose_secret_is_lost_is_told_apart(
    client: asana.Client, hooks: Hooks, task_gid: str
) -> None:
    made = client.webhooks.establish(task_gid, hooks.target, receiver=hooks.receiver)
    hooks.receiver.forget("k")
    with pytest.raises(error.DuplicateWebhookError, match="replace=True") as caught:
        client.webhooks.establish(task_gid, hooks.target, receiver=hooks.receiver)
    assert caught.value.webhook is not None
    assert (caught.value.webhook["gid"], caught.value.status) == (made["gid"], 403)
    assert isinstance(caught.value, error.ForbiddenError)
    assert hooks.store == {}
    anew = client.webhooks.establish(task_gid, hooks.target, receiver=hooks.receiver, replace=True)
    assert anew["gid"] != made["gid"]
    client.tasks.update_task(task_gid, {"name": "renamed"})
    assert hooks.fields() == ["name"]


@pytest.mark.parametrize("kept", [None, "f" * 64])
def test_a_target_that_does_not_answer(
    client: asana.Client, task_gid: str, kept: str | None
) -> None:
    store = {} if kept is None else {"k": kept}
    with (
        serving(wsgi_app(Receiver({}))) as address,  # which expects no handshake
        pytest.raises(error.WebhookHandshakeError, match="same secret store") as caught,
    ):
        client.webhooks.establish(task_gid, f"{address}/k", receiver=Receiver(store))
    assert (caught.value.status, caught.value.method) == (400, "POST")
    assert isinstance(caught.value, error.InvalidRequestError)
    assert caught.value.__cause__ is None
    assert store == {}


def test_other_refusals_are_what_they_are(
    client: asana.Client, hooks: Hooks, workspace_gid: str
) -> None:
    with pytest.raises(error.InvalidRequestError, match="needs filters") as caught:
        client.webhooks.establish(workspace_gid, hooks.target, receiver=hooks.receiver)
    assert type(caught.value) is error.InvalidRequestError
    target = "https://example.com/k"
    with pytest.raises(error.ForbiddenError, match="this machine only") as refused:
        client.webhooks.establish(workspace_gid, target, [{}], receiver=hooks.receiver)
    assert type(refused.value) is error.ForbiddenError
    assert hooks.store == {}


def test_a_mistake_leaves_no_handshake_awaited(
    client: asana.Client, hooks: Hooks, task_gid: str
) -> None:
    with pytest.raises(ValueError, match="timeout"):
        client.webhooks.establish(task_gid, hooks.target, receiver=hooks.receiver, timeout=-1)
    assert hooks.store == {}


# -- only possible with a broken network or another caller

TARGET = "https://example.com/hooks/k"
WORKSPACES = data([{"gid": "1"}])
HOOK: Any = {"gid": "5", "target": TARGET, "filters": []}
NONE, FOUND = data([]), data([HOOK])

Connect = Callable[..., tuple[asana.Client, FaultServer]]


def made(secret: str | None) -> Any:
    body = {"data": HOOK, **({} if secret is None else {"X-Hook-Secret": secret})}
    return reply(201, json.dumps(body).encode())


class Shaken(Receiver):
    """Receives a handshake as soon as it expects one."""

    def expect(self, key: str) -> bool:
        expected = super().expect(key)
        assert self.handle({"X-Hook-Secret": SECRET}, b"{}", key).status == 200
        return expected


def test_a_secret_that_is_not_asanas_is_refused(connect: Connect) -> None:
    client, server = connect(WORKSPACES, NONE, made("f" * 64), data({}), WORKSPACES, NONE)
    store: dict[str, str] = {}
    with pytest.raises(error.WebhookHandshakeError):
        client.webhooks.establish("9", TARGET, receiver=Shaken(store))
    assert store == {}
    assert (server.requests[3].method, server.requests[3].target) == (
        "DELETE",
        "/api/1.0/webhooks/5",
    )


@pytest.mark.parametrize("told", [SECRET, None])
def test_the_secret_is_compared_where_it_is_told(connect: Connect, told: str | None) -> None:
    client, _ = connect(WORKSPACES, NONE, made(told))
    assert client.webhooks.establish("9", TARGET, receiver=Shaken({})) == HOOK


def test_a_lost_answer_is_found_out_about(connect: Connect) -> None:
    client, server = connect(WORKSPACES, NONE, reset, WORKSPACES, FOUND)
    assert client.webhooks.establish("9", TARGET, receiver=Shaken({})) == HOOK
    assert [request.method for request in server.requests].count("POST") == 1


def test_an_unknown_outcome_keeps_the_secret_for_the_next_call(connect: Connect) -> None:
    client, _ = connect(
        *(WORKSPACES, NONE, reset, WORKSPACES, NONE), *(WORKSPACES, FOUND, WORKSPACES, FOUND)
    )
    store: dict[str, str] = {}
    with pytest.raises(error.UnknownOutcomeError):
        client.webhooks.establish("9", TARGET, receiver=Shaken(store))
    assert store == {"k": SECRET}
    assert client.webhooks.establish("9", TARGET, receiver=Receiver(store)) == HOOK


def test_an_unknown_outcome_without_a_handshake_awaits_none(connect: Connect) -> None:
    client, _ = connect(WORKSPACES, NONE, reset, failure(404))
    store: dict[str, str] = {}
    with pytest.raises(error.UnknownOutcomeError):
        client.webhooks.establish("9", TARGET, receiver=Receiver(store))
    assert store == {}


DUPLICATE = failure(403, "Duplicated webhook. You already have an existing webhook")


def test_one_that_another_process_makes_meanwhile_is_taken(connect: Connect) -> None:
    client, _ = connect(WORKSPACES, NONE, DUPLICATE, WORKSPACES, FOUND)
    assert client.webhooks.establish("9", TARGET, receiver=Shaken({})) == HOOK


@pytest.mark.parametrize("rest", [(WORKSPACES, FOUND), (WORKSPACES, NONE), (failure(404),)])
def test_one_that_was_made_elsewhere_meanwhile_is_a_duplicate(
    connect: Connect, rest: tuple[Any, ...]
) -> None:
    client, _ = connect(WORKSPACES, NONE, DUPLICATE, *rest)
    with pytest.raises(error.DuplicateWebhookError) as caught:
        client.webhooks.establish("9", TARGET, receiver=Receiver({}))
    assert caught.value.webhook == (HOOK if FOUND in rest else None)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.webhook, str(again)) == (caught.value.webhook, str(caught.value))


# -- a store that cannot be written

OLD = "f" * 64


class Stuck:
    """A store that can be read, and written depending on the test."""

    def __init__(self, kept: str | None, swapped: Callable[[], bool]) -> None:
        self.kept = kept
        self.swapped = swapped

    def get(self, key: str) -> str | None:
        return self.kept

    def swap(self, key: str, old: str | None, new: str | None) -> bool:
        return self.swapped()


def full() -> bool:
    raise OSError("the disk is full")


def file_of_secrets(path: Path, kept: str | None) -> Path:
    """Return a file of secrets in a directory that is not writable."""
    path.write_text(json.dumps({} if kept is None else {"k": kept}))
    path.with_name(f"{path.name}.new").mkdir()
    return path


STORES: dict[str, Callable[[Path, str | None], Any]] = {
    "raises": lambda path, kept: Stuck(kept, full),
    "refuses": lambda path, kept: Stuck(kept, lambda: False),
    "file": file_of_secrets,
}


@pytest.mark.parametrize("kept", [OLD, None, ""])
@pytest.mark.parametrize("store", STORES)
def test_row_65_nothing_is_deleted_where_the_store_cannot_be_written(
    connect: Connect, tmp_path: Path, store: str, kept: str | None
) -> None:
    client, server = connect(WORKSPACES, FOUND, data({}), made(None))
    receiver = Receiver(STORES[store](tmp_path / "secrets.json", kept))
    with pytest.raises(OSError, match=r"disk is full|rejects writes|directory"):
        client.webhooks.establish("9", TARGET, receiver=receiver, replace=True)
    assert {request.method for request in server.requests} == {"GET"}
    assert receiver.secrets.get("k") == kept


@pytest.mark.parametrize("kept", [OLD, None, ""])
@pytest.mark.parametrize("store", ["raises", "file"])
def test_row_65_nothing_is_made_where_the_store_cannot_be_written(
    connect: Connect, tmp_path: Path, store: str, kept: str | None
) -> None:
    client, server = connect(WORKSPACES, NONE, made(None))
    receiver = Receiver(STORES[store](tmp_path / "secrets.json", kept))
    with pytest.raises(OSError, match=r"disk is full|directory"):
        client.webhooks.establish("9", TARGET, receiver=receiver)
    assert {request.method for request in server.requests} == {"GET"}
    assert receiver.secrets.get("k") == kept


@pytest.mark.parametrize("kind", ["dict", "file"])
@pytest.mark.parametrize("kept", [OLD, None])
@pytest.mark.parametrize("answer", [failure(403), failure(400), reset, reply(200, b"<html>")])
def test_row_65_a_secret_stays_where_its_webhook_could_not_be_deleted(
    connect: Connect, tmp_path: Path, sleeps: list[float], answer: Any, kept: str | None, kind: str
) -> None:
    client, _ = connect(WORKSPACES, FOUND, answer)
    path = tmp_path / "secrets.json"
    path.write_text(json.dumps({} if kept is None else {"k": kept}))
    receiver = Receiver(path if kind == "file" else json.loads(path.read_text()))
    with pytest.raises(asana.AsanaError):
        client.webhooks.establish("9", TARGET, receiver=receiver, replace=True)
    assert receiver.secrets.get("k") == kept
    if kept:
        assert receiver.handle(signed(BODY, kept), BODY, "k").status == 200


def test_row_65_one_that_is_gone_is_as_good_as_deleted(connect: Connect) -> None:
    client, _ = connect(WORKSPACES, FOUND, failure(404), made(SECRET))
    store = {"k": OLD}
    assert client.webhooks.establish("9", TARGET, receiver=Shaken(store), replace=True) == HOOK
    assert store == {"k": SECRET}


def test_a_secret_with_half_of_a_surrogate_pair_is_only_another_secret(connect: Connect) -> None:
    client, server = connect(WORKSPACES, NONE, made("\ud800"), data({}), WORKSPACES, NONE)
    with pytest.raises(error.WebhookHandshakeError):
        client.webhooks.establish("9", TARGET, receiver=Shaken({}))
    assert server.requests[3].method == "DELETE"


def test_filters_that_are_the_same_are_not_sent_again(connect: Connect) -> None:
    filters: list[WebhookFilter] = [{"action": "changed", "fields": ["notes"]}]
    hook = {**HOOK, "filters": filters}
    client, server = connect(WORKSPACES, data([hook]))
    receiver = Receiver({"k": SECRET})
    assert client.webhooks.establish("9", TARGET, filters, receiver=receiver) == hook
    assert [request.method for request in server.requests] == ["GET", "GET"]
