"""Goals: what an organization or team wants to achieve, and its progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator, ListPageIterator
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty, Options
    from ..types.custom_field_settings import CustomFieldSetting
    from ..types.goals import (
        AddCustomFieldSettingForGoal,
        AddCustomFieldSettingForGoalOptions,
        AddFollowers,
        AddFollowersOptions,
        CreateGoal,
        CreateGoalMetric,
        CreateGoalMetricOptions,
        CreateGoalOptions,
        GetGoals,
        GetGoalsOptions,
        Goal,
        GoalListOptions,
        GoalOptions,
        RemoveCustomFieldSettingForGoal,
        RemoveCustomFieldSettingForGoalOptions,
        RemoveFollowers,
        RemoveFollowersOptions,
        UpdateGoal,
        UpdateGoalMetric,
        UpdateGoalMetricOptions,
        UpdateGoalOptions,
    )

__all__ = ["Goals"]


class Goals(Resource):
    """Goals: what an organization or team wants to achieve, and its progress."""

    def get_goal(
        self, goal_gid: str, params: Params = None, **options: Unpack[GoalOptions]
    ) -> Goal:
        """Return the complete record of one goal.

        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        GET /goals/{goal_gid}   (scope goals:read)
        """
        return self.client.get(path("/goals/{}", goal_gid), params or {}, **options)

    def update_goal(
        self, goal_gid: str, params: UpdateGoal = NONE, **options: Unpack[UpdateGoalOptions]
    ) -> Goal:
        """Change the given fields of a goal and return its complete record.

        ``status`` can be changed only if the goal has a metric. Followers, the metric and
        supporting work have their own methods.

        PUT /goals/{goal_gid}
        """
        return self.client.put(path("/goals/{}", goal_gid), params or {}, **options)

    def delete_goal(
        self, goal_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a goal and return an empty dictionary.

        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        DELETE /goals/{goal_gid}
        """
        return self.client.delete(path("/goals/{}", goal_gid), params or {}, **options)

    def get_goals(
        self, params: GetGoals = NONE, **options: Unpack[GetGoalsOptions]
    ) -> ItemIterator[Goal]:
        """List the compact records of goals.

        Filters are ``workspace``, ``team``, ``portfolio``, ``project`` or ``task`` (goals that
        these support), ``time_periods`` and, together with ``workspace``, ``is_workspace_level``.
        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        GET /goals   (scope goals:read)
        """
        return self.client.get_collection(route("/goals"), params or {}, **options)

    def create_goal(self, params: CreateGoal = NONE, **options: Unpack[CreateGoalOptions]) -> Goal:
        """Create a goal in a ``workspace`` or ``team`` and return its complete record.

        ``start_on`` requires ``due_on``. After creation, ``add_followers`` adds more ``followers``.
        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        POST /goals
        """
        return self.client.post(route("/goals"), params or {}, **options)

    def create_goal_metric(
        self,
        goal_gid: str,
        params: CreateGoalMetric = NONE,
        **options: Unpack[CreateGoalMetricOptions],
    ) -> Goal:
        """Set or replace the metric of a goal and return the goal's complete record.

        ``target_number_value`` must differ from ``initial_number_value``. ``progress_source`` is
        the source of the progress: ``manual``, ``external``, ``subgoal_progress``,
        ``task_completion`` and so on. Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        POST /goals/{goal_gid}/setMetric
        """
        return self.client.post(
            path("/goals/{}/setMetric", goal_gid, idempotent=True), params or {}, **options
        )

    def update_goal_metric(
        self,
        goal_gid: str,
        params: UpdateGoalMetric = NONE,
        **options: Unpack[UpdateGoalMetricOptions],
    ) -> Goal:
        """Set the ``current_number_value`` of a goal's metric and return the goal.

        Raises ``InvalidRequestError`` if the goal has no metric. Requires a paid plan, otherwise
        raises ``PremiumOnlyError``.

        POST /goals/{goal_gid}/setMetricCurrentValue
        """
        return self.client.post(
            path("/goals/{}/setMetricCurrentValue", goal_gid, idempotent=True),
            params or {},
            **options,
        )

    def add_followers(
        self, goal_gid: str, params: AddFollowers = NONE, **options: Unpack[AddFollowersOptions]
    ) -> Goal:
        """Add ``followers`` to a goal and return its complete record.

        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        POST /goals/{goal_gid}/addFollowers
        """
        return self.client.post(
            path("/goals/{}/addFollowers", goal_gid, idempotent=True), params or {}, **options
        )

    def remove_followers(
        self,
        goal_gid: str,
        params: RemoveFollowers = NONE,
        **options: Unpack[RemoveFollowersOptions],
    ) -> Goal:
        """Remove ``followers`` from a goal and return its complete record.

        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        POST /goals/{goal_gid}/removeFollowers
        """
        return self.client.post(
            path("/goals/{}/removeFollowers", goal_gid, idempotent=True), params or {}, **options
        )

    def get_parent_goals_for_goal(
        self, goal_gid: str, params: Params = None, **options: Unpack[GoalListOptions]
    ) -> ItemIterator[Goal]:
        """List the compact records of the goals that a goal supports.

        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        GET /goals/{goal_gid}/parentGoals   (scope goals:read)
        """
        return self.client.get_collection(
            path("/goals/{}/parentGoals", goal_gid, pages=ListPageIterator), params or {}, **options
        )

    def add_custom_field_setting_for_goal(
        self,
        goal_gid: str,
        params: AddCustomFieldSettingForGoal = NONE,
        **options: Unpack[AddCustomFieldSettingForGoalOptions],
    ) -> CustomFieldSetting:
        """Add a custom field to a goal and return the custom field setting.

        ``custom_field`` is a gid, or the fields of a new one. ``insert_before`` or
        ``insert_after`` is the gid of another setting of the goal.

        POST /goals/{goal_gid}/addCustomFieldSetting   (scope goals:write)
        """
        return self.client.post(
            path("/goals/{}/addCustomFieldSetting", goal_gid), params or {}, **options
        )

    def remove_custom_field_setting_for_goal(
        self,
        goal_gid: str,
        params: RemoveCustomFieldSettingForGoal = NONE,
        **options: Unpack[RemoveCustomFieldSettingForGoalOptions],
    ) -> Empty:
        """Remove a ``custom_field`` from a goal and return an empty dictionary.

        POST /goals/{goal_gid}/removeCustomFieldSetting   (scope goals:write)
        """
        return self.client.post(
            path("/goals/{}/removeCustomFieldSetting", goal_gid), params or {}, **options
        )
