"""Handlers that need nothing but the table of record types, and checks that several share."""

from typing import Any

from asana.sandbox.access import workspace_of
from asana.sandbox.call import Call, Handler
from asana.sandbox.errors import invalid
from asana.sandbox.fields import read_changes, read_new
from asana.sandbox.placement import without
from asana.sandbox.state import Record, Store


def show(type_name: str) -> Handler:
    """The record in the path."""
    return lambda call: call.objects[type_name]


def create(type_name: str, **homes: str) -> Handler:
    """A new record from the body; `homes` maps fields to the objects of the path."""

    def handler(call: Call) -> Record:
        given = {name: call.objects[place] for name, place in homes.items()}
        return call.store.create(type_name, **read_new(call, type_name, **given))

    return handler


def update(type_name: str) -> Handler:
    """The record in the path with the values of the body."""

    def handler(call: Call) -> Record:
        record = call.objects[type_name]
        call.store.change(record, **read_changes(call, type_name))
        return record

    return handler


def require_members(call: Call, users: list[Record], place: Record, field: str) -> None:
    """400 unless the users, as the body lists them in a field, are in the workspace of a place."""
    workspace = workspace_of(place)
    for user in users:
        if call.access.membership(user, workspace) is None:
            raise invalid(f"{field}: {not_a_user_in(workspace)}: {_as_sent(call, field, user)}")


def not_a_user_in(workspace: Record) -> str:
    """How Asana says that somebody does not belong to a workspace."""
    return f"Not a user in {'Organization' if workspace['is_organization'] else 'Workspace'}"


def _as_sent(call: Call, field: str, user: Record) -> str:
    """The spelling that the body used for a user: e-mail address or gid."""
    sent = call.data.get(field)
    spellings: list[Any] = sent if isinstance(sent, list) else str(sent).split(",")
    emails = (each for each in spellings if str(each).strip().lower() == user["email"].lower())
    return str(next(emails, user.gid))


def require_same_workspace(record: Record, workspace: Record, field: str) -> None:
    """400 unless a record that a field names is in the workspace."""
    if workspace_of(record) is not workspace:
        raise invalid(f"{field}: Object is not in the same workspace: {record.gid}")


def forget_favorite(store: Store, record: Record) -> None:
    """Take a deleted record out of everybody's favourites."""
    for user in store.all("user"):
        if record in user["favorites"]:
            store.change(user, favorites=without(user["favorites"], record))
