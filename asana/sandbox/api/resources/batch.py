"""Batch requests: several actions in one request."""

from dataclasses import replace
from typing import Any

from asana.sandbox.api.call import Answer, LiveCall, LiveOperation
from asana.sandbox.api.messages import Body, Message, Reply, as_query
from asana.sandbox.api.unknown import refuse_unknown_in_action
from asana.sandbox.errors import ApiError, invalid, missing
from asana.sandbox.records.values import mapping, text

MAX_ACTIONS = 10

# Not available in a batch: uploads, organization exports, and batches.
_REFUSED = ("/attachments", "/organization_exports", "/batch")


def create_batch_request(call: LiveCall) -> Answer:
    """Perform each action by itself; a failure does not stop the others."""
    actions = call.data.get("actions")
    if actions is None:
        raise missing("actions")
    if not isinstance(actions, list):
        raise invalid(f"actions: Value is not an array: {actions}")
    if not actions:
        raise invalid("Batch requests must contain at least one action")
    if len(actions) > MAX_ACTIONS:
        raise invalid(f"Batch requests must contain no more than {MAX_ACTIONS} actions")
    replies = [_perform(call, action, f"actions: [{n}]") for n, action in enumerate(actions)]
    return Answer([_shown(call, reply) for reply in replies], {})


def _perform(call: LiveCall, action: Any, where: str) -> Reply:
    try:
        message = _message(call, action, where)
    except ApiError as error:
        return Reply(error.status, error.envelope())
    return call.dispatch(message)


def _message(call: LiveCall, action: Any, where: str) -> Message:
    """Return the request that an action represents."""
    action = mapping(action, where)
    if call.services.strict:
        refuse_unknown_in_action(action, where)
    for field in ("method", "relative_path"):
        if action.get(field) is None:
            raise missing(f"{where}: {field}")
    path = text(action["relative_path"], f"{where}: relative_path")
    method = text(action["method"], f"{where}: method").upper()
    if not path.startswith("/") or "?" in path:
        raise invalid(
            f"{where}: relative_path: Must start with / and have no query string, not: {path}"
        )
    if _is_refused(method, path):
        raise invalid(f"{where}: relative_path: Not available in a batch: {path}")
    data = mapping(action.get("data") or {}, f"{where}: data")
    options = mapping(action.get("options") or {}, f"{where}: options")
    query = {} if method in ("POST", "PUT") else as_query(data, options)
    return replace(call.message, method=method, path=path, query=query, body=Body(data, options))


def _is_refused(method: str, path: str) -> bool:
    if path.startswith(_REFUSED[1:]):
        return True
    return method == "POST" and path.endswith(_REFUSED[0])


def _shown(call: LiveCall, reply: Reply) -> dict[str, Any]:
    headers = {name.lower(): value for name, value in reply.headers.items()}
    if reply.location:
        headers["location"] = call.message.base + reply.location
    plain = call.services.plain_batch_headers
    return {
        "status_code": reply.status,
        "headers": headers if plain else _listed(headers),
        "body": reply.payload,
    }


def _listed(headers: dict[str, str]) -> dict[str, Any]:
    """Return headers in the format that Asana has used since 2026."""
    return {
        "headers": [{"key": name, "value": value} for name, value in headers.items()],
        "keys": list(headers),
        "as_tuples": [[name, value] for name, value in headers.items()],
        "empty": not headers,
    }


OPERATIONS = (
    LiveOperation(
        "create_batch_request", "POST", "/batch", create_batch_request, paged=False, unlocked=True
    ),
)
