"""Goal relationships: which goals, projects, tasks and portfolios support a goal."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions, ListCallOptions, Options
from .compact import GoalRelationshipCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import GoalCompact
    from .fields import GoalRelationshipField

__all__ = [
    "AddSupportingRelationship",
    "AddSupportingRelationshipOptions",
    "GetGoalRelationships",
    "GetGoalRelationshipsOptions",
    "GoalRelationship",
    "GoalRelationshipFields",
    "GoalRelationshipOptions",
    "RemoveSupportingRelationship",
    "RemoveSupportingRelationshipOptions",
    "UpdateGoalRelationship",
    "UpdateGoalRelationshipOptions",
]


class GoalRelationship(GoalRelationshipCompact):
    """The complete record of a goal relationship."""

    supported_goal: GoalCompact


class GoalRelationshipFields(TypedDict, total=False):
    """The option with the fields of goal relationships to return."""

    fields: Iterable[GoalRelationshipField | str] | str | None
    opt_fields: Iterable[GoalRelationshipField | str] | str | None


class GoalRelationshipOptions(GoalRelationshipFields, CallOptions, total=False):
    """The options of a call that returns a goal relationship."""


class AddSupportingRelationship(TypedDict, total=False):
    """The parameters of :meth:`add_supporting_relationship`."""

    supporting_resource: str
    insert_before: str
    insert_after: str
    contribution_weight: float


class GetGoalRelationships(TypedDict, total=False):
    """The parameters of :meth:`get_goal_relationships`."""

    supported_goal: str
    resource_subtype: str


class RemoveSupportingRelationship(TypedDict, total=False):
    """The parameters of :meth:`remove_supporting_relationship`."""

    supporting_resource: str


class UpdateGoalRelationship(TypedDict, total=False):
    """The parameters of :meth:`update_goal_relationship`."""

    contribution_weight: float


class AddSupportingRelationshipOptions(
    AddSupportingRelationship, GoalRelationshipFields, CallOptions, total=False
):
    """The keywords of :meth:`add_supporting_relationship`."""


class GetGoalRelationshipsOptions(
    GetGoalRelationships, GoalRelationshipFields, ListCallOptions, total=False
):
    """The keywords of :meth:`get_goal_relationships`."""


class RemoveSupportingRelationshipOptions(RemoveSupportingRelationship, Options, total=False):
    """The keywords of :meth:`remove_supporting_relationship`."""


class UpdateGoalRelationshipOptions(
    UpdateGoalRelationship, GoalRelationshipFields, CallOptions, total=False
):
    """The keywords of :meth:`update_goal_relationship`."""
