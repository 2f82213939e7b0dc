"""Generic handlers based on the table of record types, and shared checks."""

from collections.abc import Mapping
from typing import Any

from asana.sandbox.api.call import Call, Handler, Operation
from asana.sandbox.api.fields import read_changes, read_new
from asana.sandbox.errors import invalid, payment_required
from asana.sandbox.records.homes import workspace_of
from asana.sandbox.records.order import without
from asana.sandbox.records.record import Record
from asana.sandbox.records.schema.table import TYPES
from asana.sandbox.records.store import Store


def show(type_name: str) -> Handler:
    """Return a handler for the record in the path."""
    return lambda call: call.objects[type_name]


def create(type_name: str, **homes: str) -> Handler:
    """Return a handler that creates a record; `homes` maps fields to objects in the path."""

    def handler(call: Call) -> Record:
        given = {name: call.objects[place] for name, place in homes.items()}
        return call.store.create(type_name, **read_new(call, type_name, **given))

    return handler


def update(type_name: str) -> Handler:
    """Return a handler that changes the record in the path."""

    def handler(call: Call) -> Record:
        record = call.objects[type_name]
        call.store.change(record, **read_changes(call, type_name))
        return record

    return handler


def delete(type_name: str) -> Handler:
    """Return a handler that deletes the record in the path, which no other record refers to."""
    return lambda call: call.store.delete(call.objects[type_name])


def usual(type_name: str, **handlers: Handler) -> tuple[Operation, ...]:
    """Return the operations that most types have; each keyword is the purpose of a handler.

    `list` and `create` are for all records of the type, `get`, `update` and `delete` for one; `get`
    is always included.
    """
    collection = TYPES[type_name].collection
    one = f"/{collection}/{{{type_name}_gid}}"
    rows = {
        "list": (f"get_{collection}", "GET", f"/{collection}"),
        "create": (f"create_{type_name}", "POST", f"/{collection}"),
        "get": (f"get_{type_name}", "GET", one),
        "update": (f"update_{type_name}", "PUT", one),
        "delete": (f"delete_{type_name}", "DELETE", one),
    }
    return tuple(
        Operation(*rows[what], handler, created=what == "create")
        for what, handler in {"get": show(type_name), **handlers}.items()
    )


def require_paid(workspace: Record) -> None:
    """Raise 402 in a free workspace."""
    if not workspace["premium"]:
        raise payment_required("This feature is not available for free users.")


def require_order(start: str | None, end: str | None, field: str) -> None:
    """Raise 400 if an end is before its start."""
    if start is not None and end is not None and end < start:
        raise invalid(f"{field}: The end must not be before the start")


def settle_period(values: dict[str, Any], before: Mapping[str, Any]) -> None:
    """Check start_on and due_on: a start requires a later end, and is cleared with it."""
    if "start_on" in values:
        if "due_on" not in values:
            raise invalid("start_on: You must provide due_on in the same request")
        if values["start_on"] and not values["due_on"]:
            raise invalid("start_on: A start date needs a due date")
    start = values.get("start_on", before.get("start_on"))
    due = values.get("due_on", before.get("due_on"))
    if start and due and start >= due:
        raise invalid("start_on: The start date must be before the due date")
    if start and not due:
        values["start_on"] = None


def settle_privacy(values: dict[str, Any], public: str, private: str) -> None:
    """Replace `public` by the corresponding privacy setting."""
    if "public" in values:
        values.setdefault("privacy_setting", public if values.pop("public") else private)


def delete_parts(store: Store, whole: Record, parts: Mapping[str, str]) -> None:
    """Delete the parts of a record, given as types with the field that refers to the record."""
    for type_name, field in parts.items():
        for record in store.where(type_name, field, whole):
            store.delete(record)


def require_members(call: Call, users: list[Record], place: Record, field: str) -> None:
    """Raise 400 unless the users in a field of the body are in a place's workspace."""
    workspace = workspace_of(place)
    for user in users:
        if call.access.membership(user, workspace) is None:
            raise invalid(f"{field}: {not_a_user_in(workspace)}: {_as_sent(call, field, user)}")


def not_a_user_in(workspace: Record) -> str:
    """Return Asana's message for a user who is not in a workspace."""
    return f"Not a user in {'Organization' if workspace['is_organization'] else 'Workspace'}"


def _as_sent(call: Call, field: str, user: Record) -> str:
    """Return a user as written in the body: an email address or a gid."""
    sent = call.data.get(field)
    spellings: list[Any] = sent if isinstance(sent, list) else str(sent).split(",")
    emails = (each for each in spellings if str(each).strip().lower() == user["email"].lower())
    return str(next(emails, user.gid))


def require_same_workspace(record: Record, workspace: Record, field: str) -> None:
    """Raise 400 unless the record in a field is in the workspace."""
    if workspace_of(record) is not workspace:
        raise invalid(f"{field}: Object is not in the same workspace: {record.gid}")


def forget_favorite(store: Store, record: Record) -> None:
    """Remove a deleted record from all favorites."""
    for user in store.all("user"):
        if record in user["favorites"]:
            store.change(user, favorites=without(user["favorites"], record))


def forget_support(store: Store, record: Record) -> None:
    """Remove a deleted record from the goals that it supports."""
    for relationship in store.where("goal_relationship", "supporting_resource", record):
        goal = relationship["supported_goal"]
        store.change(goal, relationships=without(goal["relationships"], relationship))
        store.delete(relationship)
