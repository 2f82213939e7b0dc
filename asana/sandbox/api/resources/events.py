"""Event streams of tasks, projects, goals, and whole workspaces."""

from collections.abc import Callable

from asana.sandbox.api.call import Answer, LiveCall, LiveOperation
from asana.sandbox.errors import invalid
from asana.sandbox.records.record import Record

STREAMED = ("task", "project", "goal")


def get_events(call: LiveCall) -> Answer:
    """Return the events since the sync token was issued."""
    if "resource" not in call.query:
        raise invalid("You should specify one of resource")
    watched = call.lookup.one(" ".join(STREAMED), call.query["resource"], "resource")
    return _read(call, watched)


def get_events_of(type_name: str) -> Callable[[LiveCall], Answer]:
    """Return a handler for the events of the object in the path."""
    return lambda call: _read(call, call.objects[type_name])


def get_workspace_events(call: LiveCall) -> Answer:
    """Return all events of a workspace, for service accounts."""
    workspace = call.objects["workspace"]
    call.access.require_service(call.user, workspace)
    return _read(call, workspace)


def _read(call: LiveCall, watched: Record) -> Answer:
    update = call.services.streams.read(call.user, watched, call.query.get("sync"))
    return Answer(update.data, {"sync": update.sync, "has_more": update.has_more})


OPERATIONS = (
    LiveOperation("get_events", "GET", "/events", get_events, paged=False),
    *(
        LiveOperation(
            "get_events", "GET", f"/{kind}s/{{{kind}_gid}}/events", get_events_of(kind), paged=False
        )
        for kind in STREAMED
    ),
    LiveOperation(
        "get_workspace_events",
        "GET",
        "/workspaces/{workspace_gid}/events",
        get_workspace_events,
        paged=False,
    ),
)
