"""The audit log of an organization, for its service accounts."""

from asana.sandbox.api.call import LiveCall, LiveOperation
from asana.sandbox.records.record import Record
from asana.sandbox.records.values import choice, moment

_actor_type = choice("user", "asana", "asana_support", "anonymous", "external_administrator")


def get_audit_log_events(call: LiveCall) -> list[Record]:
    """Return the events that match all filters, oldest first."""
    workspace = call.objects["workspace"]
    call.access.require_service(call.user, workspace)
    query = call.query
    start = moment(query.get("start_at"), "start_at")
    end = moment(query.get("end_at"), "end_at")
    if "actor_type" in query:
        _actor_type(query["actor_type"], "actor_type")
    return [
        event
        for event in call.services.audit.of(workspace)
        if (start is None or event["created_at"] >= start)
        and (end is None or event["created_at"] < end)
        and query.get("event_type") in (None, event["event_type"])
        and query.get("actor_type") in (None, event["actor"]["actor_type"])
        and query.get("actor_gid") in (None, event["actor"].get("gid"))
        and query.get("resource_gid") in (None, event["resource"]["gid"])
    ]


OPERATIONS = (
    LiveOperation(
        "get_audit_log_events",
        "GET",
        "/workspaces/{workspace_gid}/audit_log_events",
        get_audit_log_events,
        endless=True,
    ),
)
