"""Creating history: what people did with the API before the sandbox started."""

from typing import Any

from asana.sandbox.api.call import Call
from asana.sandbox.api.operations import RECORD_OPERATIONS
from asana.sandbox.records.record import Record
from asana.sandbox.records.store import Store

_HANDLERS = {operation.name: operation.handler for operation in reversed(RECORD_OPERATIONS)}


def perform(
    store: Store, user: Record, operation: str, on: Record | None = None, /, **data: Any
) -> Record:
    """Perform an operation as a user; return the record that it created, otherwise the user."""
    objects = {} if on is None else {on.type: on}
    with store.acting(user):
        result = _HANDLERS[operation](Call(store, user, objects, data))
    return result if isinstance(result, Record) else user


def put_last(store: Store, task: Record) -> None:
    """Move a new task to the end of its sections, because data lists tasks in order."""
    for membership in task["memberships"]:
        store.put(membership["section"], "tasks", task)
