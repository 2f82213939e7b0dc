"""Webhooks: managing the targets of event deliveries."""

from typing import Any

from asana.sandbox.api.call import Answer, Call, LiveCall, LiveOperation, Operation
from asana.sandbox.api.resources import common
from asana.sandbox.changes import targets
from asana.sandbox.errors import cannot_write, forbidden, invalid, missing
from asana.sandbox.records.homes import workspace_of
from asana.sandbox.records.record import Record
from asana.sandbox.records.values import choice

WATCHABLE = "attachment goal portfolio project section story tag task team workspace"

_HIGH = ("workspace", "team", "portfolio")
_action = choice("changed", "added", "removed", "deleted", "undeleted")


def create_webhook(call: LiveCall) -> Answer:
    """Create a webhook after the handshake, during which the store is not locked."""
    with call.store.lock:
        resource, target, filters = _wanted(call)
        _refuse_duplicate(call, resource, target)
    secret = targets.shake_hands(target)
    with call.store.transaction(), call.store.acting(call.user):
        _refuse_duplicate(call, resource, target)
        webhook = call.store.create(
            "webhook",
            resource=resource,
            target=target,
            filters=filters,
            owner=call.user,
            workspace=workspace_of(resource),
        )
        # The response shows the state before the first heartbeat.
        shown = Record(webhook.gid, "webhook", dict(webhook.values))
        call.store.change(webhook, active=True)
        call.services.webhooks.open(webhook, secret)
    return Answer(shown, {"X-Hook-Secret": secret})


def _wanted(call: LiveCall) -> tuple[Record, str, list[dict[str, Any]]]:
    if call.data.get("resource") is None:
        raise invalid("You should specify one of resource")
    resource = call.lookup.one(WATCHABLE, call.data["resource"], "resource")
    if call.data.get("target") is None:
        raise missing("target")
    filters = _filters(call.data.get("filters"), resource)
    target = targets.check(call.data["target"], call.services.webhooks.remote)
    return resource, target, filters


def _refuse_duplicate(call: Call, resource: Record, target: str) -> None:
    for other in call.store.all("webhook"):
        if (other["owner"], other["resource"], other["target"]) == (call.user, resource, target):
            raise forbidden(
                "Duplicated webhook. You already have an existing webhook for the given resource "
                "and target. Delete the old one before creating another."
            )


def _filters(raw: Any, resource: Record) -> list[dict[str, Any]]:
    """Return valid filters, which are required for webhooks on large objects."""
    if not isinstance(raw, list | None):
        raise invalid(f"filters: Value is not an array: {raw}")
    if not raw and resource.type in _HIGH:
        raise invalid(f"filters: A webhook on a {resource.type} needs filters")
    for n, each in enumerate(raw or []):
        _check_filter(each, f"filters: [{n}]", resource)
    return list(raw or [])


def _check_filter(each: Any, where: str, resource: Record) -> None:
    if not isinstance(each, dict):
        raise invalid(f"{where}: Value is not a JSON object: {each}")
    for name in ("resource_type", "resource_subtype"):
        if not isinstance(each.get(name), str | None):
            raise invalid(f"{where}: {name}: Value is not a string: {each[name]}")
    if each.get("action") is not None:
        _action(each["action"], f"{where}: action")
    fields = each.get("fields")
    if fields is None:
        return
    if not isinstance(fields, list) or not all(isinstance(name, str) for name in fields):
        raise invalid(f"{where}: fields: Value is not an array of names: {fields}")
    if each.get("action") != "changed":
        raise invalid(f"{where}: fields: Only valid with the action changed")
    if resource.type in _HIGH:
        raise invalid(f"{where}: fields: Not available on a {resource.type}")


def get_webhooks(call: Call) -> list[Record]:
    """Return the caller's webhooks in a workspace."""
    workspace = call.query_required("workspace", "workspace")
    resource = call.query_record(WATCHABLE, "resource")
    return [
        webhook
        for webhook in call.visible(call.store.all("webhook"))
        if webhook["workspace"] is workspace
        and (resource is None or webhook["resource"] is resource)
    ]


def update_webhook(call: Call) -> Record:
    """Replace the filters."""
    webhook = call.objects["webhook"]
    for name in call.data:
        if name in webhook.values and name != "filters":
            raise cannot_write(name)
    if "filters" in call.data:
        filters = _filters(call.data["filters"], webhook["resource"])
        call.store.change(webhook, filters=filters)
    return webhook


def delete_webhook(call: LiveCall) -> None:
    """Delete a webhook; a delivery in progress may still arrive."""
    webhook = call.objects["webhook"]
    call.services.webhooks.close(webhook)
    call.store.delete(webhook)


OPERATIONS = (
    LiveOperation(
        "create_webhook", "POST", "/webhooks", create_webhook, created=True, unlocked=True
    ),
    Operation("get_webhooks", "GET", "/webhooks", get_webhooks),
    Operation("get_webhook", "GET", "/webhooks/{webhook_gid}", common.show("webhook")),
    Operation("update_webhook", "PUT", "/webhooks/{webhook_gid}", update_webhook),
    LiveOperation("delete_webhook", "DELETE", "/webhooks/{webhook_gid}", delete_webhook),
)
