"""Streams of events on a task, project or goal, and on a whole workspace."""

from collections.abc import Callable

from asana.sandbox.call import Answer, Call, Operation
from asana.sandbox.errors import invalid

STREAMED = ("task", "project", "goal")


def get_events(call: Call) -> Answer:
    """What happened since the sync token was given."""
    if "resource" not in call.query:
        raise invalid("You should specify one of resource")
    watched = call.lookup.one(" ".join(STREAMED), call.query["resource"], "resource")
    return call.services.streams.read(call.user, watched, call.query.get("sync"))


def get_events_of(type_name: str) -> Callable[[Call], Answer]:
    """The same with the object in the path."""
    return lambda call: call.services.streams.read(
        call.user, call.objects[type_name], call.query.get("sync")
    )


def get_workspace_events(call: Call) -> Answer:
    """Everything that happened in a workspace, for service accounts."""
    workspace = call.objects["workspace"]
    call.access.require_service(call.user, workspace)
    return call.services.streams.read(call.user, workspace, call.query.get("sync"))


OPERATIONS = (
    Operation("get_events", "GET", "/events", get_events, paged=False),
    *(
        Operation(
            "get_events", "GET", f"/{kind}s/{{{kind}_gid}}/events", get_events_of(kind), paged=False
        )
        for kind in STREAMED
    ),
    Operation(
        "get_workspace_events",
        "GET",
        "/workspaces/{workspace_gid}/events",
        get_workspace_events,
        paged=False,
    ),
)
