"""Typeahead search for objects of a workspace by part of their name."""

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.errors import missing
from asana.sandbox.records.homes import workspace_of
from asana.sandbox.records.record import Record
from asana.sandbox.records.values import choice, integer

DEFAULT_COUNT = 20

_KINDS = "actor agent custom_field goal project project_template portfolio tag task team user"
_kind = choice(*_KINDS.split())
_count = integer(1, 100)


def typeahead(call: Call) -> list[Record]:
    """Return one page: tasks that the caller follows first, other objects newest first."""
    workspace = call.objects["workspace"]
    raw = call.query.get("resource_type", call.query.get("type"))
    if raw is None:
        raise missing("resource_type")
    kind = _kind(raw, "resource_type")
    count = _count(call.query.get("count", DEFAULT_COUNT), "count")
    letters = call.query.get("query", "").strip().lower()
    found = [r for r in _candidates(call, workspace, str(kind)) if letters in _words(r)]
    return found[:count]


def _candidates(call: Call, workspace: Record, kind: str) -> list[Record]:
    if kind in ("user", "actor"):
        return call.access.members(workspace)
    records = [r for r in call.store.all(kind) if workspace_of(r) is workspace]
    records.reverse()
    if kind == "task":
        records.sort(key=lambda task: call.user not in task["followers"])
    return call.visible(records)


def _words(record: Record) -> str:
    return f"{record['name']} {record.get('email', '')}".lower()


OPERATIONS = (
    *(
        Operation(
            "typeahead_for_workspace",
            "GET",
            f"/{workspaces}/{{workspace_gid}}/typeahead",
            typeahead,
            paged=False,
        )
        for workspaces in ("workspaces", "workspace")  # the latter is an old spelling
    ),
)
