"""Supporting resources of goals: subgoals, projects, portfolios and tasks."""

from asana.sandbox.api.call import Call, Handler, Operation
from asana.sandbox.api.fields import read_new
from asana.sandbox.api.resources import common
from asana.sandbox.errors import invalid
from asana.sandbox.records.order import index_for, inserted, without
from asana.sandbox.records.record import Record
from asana.sandbox.records.values import choice

_SUPPORTERS = "goal project task portfolio"
_WORK = "project task portfolio"
_subtype = choice("subgoal", "supporting_work")


def get_relationships(call: Call) -> list[Record]:
    """Return the relationships of a goal in order."""
    goal = call.query_required("goal", "supported_goal")
    wanted = call.query.get("resource_subtype")
    if wanted is not None:
        _subtype(wanted, "resource_subtype")
    return _of(goal, wanted)


def _of(goal: Record, subtype: str | None) -> list[Record]:
    return [r for r in goal["relationships"] if subtype in (None, r["resource_subtype"])]


def add_relationship(call: Call) -> Record:
    """Add or move a supporting resource; a subgoal can be placed next to another."""
    goal = call.objects["goal"]
    values = read_new(call, "goal_relationship")
    supporter = values["supporting_resource"]
    common.require_same_workspace(supporter, goal["workspace"], "supporting_resource")
    if supporter.type == "goal" and _is_below(goal, supporter):
        raise invalid("supporting_resource: A goal cannot be below itself")
    anchor = call.anchors()
    if anchor and supporter.type != "goal":
        raise invalid(f"{anchor}: Only subgoals have positions")
    beside = _known(goal, call.anchored("goal", anchor), anchor)
    relationship = _between(goal, supporter)
    index = index_for(goal["relationships"], relationship, anchor, beside)
    if relationship is None:
        kind = "subgoal" if supporter.type == "goal" else "supporting_work"
        relationship = call.store.create(
            "goal_relationship", **values, resource_subtype=kind, supported_goal=goal
        )
    elif "contribution_weight" in values:
        call.store.change(relationship, contribution_weight=values["contribution_weight"])
    rest = inserted(goal["relationships"], relationship, index)
    call.store.change(goal, relationships=rest)
    return relationship


def _known(goal: Record, subgoal: Record | None, anchor: str | None) -> Record | None:
    """Return the relationship to insert next to, given by its subgoal."""
    if subgoal is None:
        return None
    beside = _between(goal, subgoal)
    if beside is None:
        raise invalid(f"{anchor}: Not a subgoal of this goal: {subgoal.gid}")
    return beside


def _between(goal: Record, supporter: Record) -> Record | None:
    found = (r for r in goal["relationships"] if r["supporting_resource"] is supporter)
    return next(found, None)


def _is_below(goal: Record, above: Record) -> bool:
    """Return whether a goal is the other one, or supports it directly or indirectly."""
    subgoals = [r["supporting_resource"] for r in _of(above, "subgoal")]
    return goal is above or any(_is_below(goal, subgoal) for subgoal in subgoals)


def remove_relationship(call: Call) -> None:
    """Remove a supporting resource from a goal; the resource itself is kept."""
    goal = call.objects["goal"]
    supporter = call.body_record(_SUPPORTERS, "supporting_resource")
    relationship = _between(goal, supporter)
    if relationship is None:
        raise invalid(f"supporting_resource: Does not support this goal: {supporter.gid}")
    call.store.change(goal, relationships=without(goal["relationships"], relationship))
    call.store.delete(relationship)


# The legacy operations: one pair for subgoals, one for supporting work


def get_supporters(subtype: str) -> Handler:
    """Return a handler for the goals, or the other resources, that support a goal."""

    def handler(call: Call) -> list[Record]:
        related = _of(call.objects["goal"], subtype)
        return call.visible([relationship["supporting_resource"] for relationship in related])

    return handler


def _renamed(name: str, types: str, handler: Handler) -> Handler:
    """Return a handler whose body has another name for the supporting resource."""

    def renaming(call: Call) -> None:
        call.data["supporting_resource"] = call.body_record(types, name).gid
        handler(call)

    return renaming


_GOAL = "/goals/{goal_gid}"


def _old(action: str, name: str, types: str, handler: Handler) -> Operation:
    verb = "add" if action.startswith("add") else "remove"
    operation = f"{verb}_supporting_relationship"
    return Operation(operation, "POST", f"{_GOAL}/{action}", _renamed(name, types, handler))


OPERATIONS = (
    *common.usual(
        "goal_relationship", list=get_relationships, update=common.update("goal_relationship")
    ),
    Operation(
        "add_supporting_relationship",
        "POST",
        f"{_GOAL}/addSupportingRelationship",
        add_relationship,
    ),
    Operation(
        "remove_supporting_relationship",
        "POST",
        f"{_GOAL}/removeSupportingRelationship",
        remove_relationship,
    ),
    _old("addSubgoal", "subgoal", "goal", add_relationship),
    _old("removeSubgoal", "subgoal", "goal", remove_relationship),
    _old("addSupportingWork", "supporting_work", _WORK, add_relationship),
    _old("removeSupportingWork", "supporting_work", _WORK, remove_relationship),
    Operation("get_subgoals", "GET", f"{_GOAL}/subgoals", get_supporters("subgoal")),
    Operation(
        "get_supporting_work", "GET", f"{_GOAL}/supportingWork", get_supporters("supporting_work")
    ),
)
