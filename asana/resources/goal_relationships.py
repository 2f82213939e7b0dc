"""Goal relationships: which goals, projects, tasks and portfolios support a goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty
    from ..types.goal_relationships import (
        AddSupportingRelationship,
        AddSupportingRelationshipOptions,
        GetGoalRelationships,
        GetGoalRelationshipsOptions,
        GoalRelationship,
        GoalRelationshipOptions,
        RemoveSupportingRelationship,
        RemoveSupportingRelationshipOptions,
        UpdateGoalRelationship,
        UpdateGoalRelationshipOptions,
    )

__all__ = ["GoalRelationships"]


class GoalRelationships(Resource):
    """Goal relationships: which goals, projects, tasks and portfolios support a goal."""

    def get_goal_relationship(
        self,
        goal_relationship_gid: str,
        params: Params = None,
        **options: Unpack[GoalRelationshipOptions],
    ) -> GoalRelationship:
        """Return the complete record of one goal relationship.

        GET /goal_relationships/{goal_relationship_gid}
        """
        return self.client.get(
            path("/goal_relationships/{}", goal_relationship_gid), params or {}, **options
        )

    def update_goal_relationship(
        self,
        goal_relationship_gid: str,
        params: UpdateGoalRelationship = NONE,
        **options: Unpack[UpdateGoalRelationshipOptions],
    ) -> GoalRelationship:
        """Change a goal relationship and return its complete record.

        ``contribution_weight``, from 0 to 1, can be changed.

        PUT /goal_relationships/{goal_relationship_gid}
        """
        return self.client.put(
            path("/goal_relationships/{}", goal_relationship_gid), params or {}, **options
        )

    def get_goal_relationships(
        self, params: GetGoalRelationships = NONE, **options: Unpack[GetGoalRelationshipsOptions]
    ) -> ItemIterator[GoalRelationship]:
        """List the compact records of the relationships that support a goal.

        ``supported_goal`` is required; ``resource_subtype`` is ``subgoal`` or ``supporting_work``.

        GET /goal_relationships
        """
        return self.client.get_collection(route("/goal_relationships"), params or {}, **options)

    def add_supporting_relationship(
        self,
        goal_gid: str,
        params: AddSupportingRelationship = NONE,
        **options: Unpack[AddSupportingRelationshipOptions],
    ) -> GoalRelationship:
        """Add a ``supporting_resource`` to a goal and return the goal relationship.

        The resource is a goal, project, task or portfolio. ``contribution_weight`` is a number from
        0 (the default) to 1. ``insert_before`` or ``insert_after`` (not both) positions a subgoal.

        POST /goals/{goal_gid}/addSupportingRelationship
        """
        return self.client.post(
            path("/goals/{}/addSupportingRelationship", goal_gid), params or {}, **options
        )

    def remove_supporting_relationship(
        self,
        goal_gid: str,
        params: RemoveSupportingRelationship = NONE,
        **options: Unpack[RemoveSupportingRelationshipOptions],
    ) -> Empty:
        """Remove a ``supporting_resource`` from a goal and return an empty dictionary.

        POST /goals/{goal_gid}/removeSupportingRelationship
        """
        return self.client.post(
            path("/goals/{}/removeSupportingRelationship", goal_gid, idempotent=True),
            params or {},
            **options,
        )
