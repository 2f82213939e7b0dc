"""Goals: what an organization or team wants to achieve, and its progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

from .common import CallOptions, ListCallOptions, Options
from .compact import GoalCompact
from .custom_field_settings import CustomFieldSettingFields

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .common import Date
    from .compact import (
        CustomFieldCompact,
        Like,
        StatusUpdateCompact,
        TeamCompact,
        TimePeriodCompact,
        UserCompact,
        WorkspaceCompact,
    )
    from .custom_field_settings import CustomFieldSetting
    from .custom_fields import CreateCustomField
    from .fields import GoalField
    from .sets import ProgressSource

__all__ = [
    "AddCustomFieldSettingForGoal",
    "AddCustomFieldSettingForGoalOptions",
    "AddFollowers",
    "AddFollowersOptions",
    "CreateGoal",
    "CreateGoalMetric",
    "CreateGoalMetricOptions",
    "CreateGoalOptions",
    "GetGoals",
    "GetGoalsOptions",
    "Goal",
    "GoalFields",
    "GoalListOptions",
    "GoalMetric",
    "GoalOptions",
    "RemoveCustomFieldSettingForGoal",
    "RemoveCustomFieldSettingForGoalOptions",
    "RemoveFollowers",
    "RemoveFollowersOptions",
    "UpdateGoal",
    "UpdateGoalMetric",
    "UpdateGoalMetricOptions",
    "UpdateGoalOptions",
]


class Goal(GoalCompact):
    """The complete record of a goal."""

    html_notes: str
    notes: str
    due_on: str | None
    start_on: str | None
    is_workspace_level: bool
    liked: bool
    likes: list[Like]
    num_likes: int
    team: TeamCompact | None
    workspace: WorkspaceCompact
    followers: list[UserCompact]
    time_period: TimePeriodCompact | None
    metric: GoalMetric | None
    current_status_update: StatusUpdateCompact | None
    status: str | None
    privacy_setting: Literal["public_to_workspace", "members_only"] | str
    default_access_level: Literal["admin", "editor", "commenter", "viewer"] | str
    custom_fields: list[CustomFieldCompact]
    custom_field_settings: list[CustomFieldSetting]
    hearted: bool
    hearts: list[Like]
    num_hearts: int


class GoalMetric(TypedDict):
    """The metric of a goal."""

    gid: str
    resource_type: str
    resource_subtype: Literal["number"] | str
    precision: int
    unit: Literal["none", "currency", "percentage"] | str
    currency_code: str | None
    initial_number_value: float
    target_number_value: float
    current_number_value: float
    current_display_value: str
    progress_source: ProgressSource | str
    is_custom_weight: bool
    can_manage: bool


class GoalFields(TypedDict, total=False):
    """The option with the fields of goals to return."""

    fields: Iterable[GoalField | str] | str | None
    opt_fields: Iterable[GoalField | str] | str | None


class GoalOptions(GoalFields, CallOptions, total=False):
    """The options of a call that returns a goal."""


class GoalListOptions(GoalFields, ListCallOptions, total=False):
    """The options of a call that lists goals."""


class AddCustomFieldSettingForGoal(TypedDict, total=False):
    """The parameters of :meth:`add_custom_field_setting_for_goal`."""

    custom_field: str | CreateCustomField
    is_important: bool
    insert_before: str
    insert_after: str


class AddFollowers(TypedDict, total=False):
    """The parameters of :meth:`add_followers`."""

    followers: Iterable[str]


class CreateGoal(TypedDict, total=False):
    """The parameters of :meth:`create_goal`."""

    name: str
    html_notes: str
    notes: str
    due_on: Date | None
    start_on: Date | None
    is_workspace_level: bool
    liked: bool
    team: str | None
    workspace: str
    time_period: str | None
    owner: str | None
    followers: Iterable[str]


class CreateGoalMetric(TypedDict, total=False):
    """The parameters of :meth:`create_goal_metric`."""

    precision: int
    unit: Literal["none", "currency", "percentage"]
    currency_code: str | None
    initial_number_value: float
    target_number_value: float
    current_number_value: float
    progress_source: ProgressSource
    is_custom_weight: bool


class GetGoals(TypedDict, total=False):
    """The parameters of :meth:`get_goals`."""

    portfolio: str
    project: str
    task: str
    is_workspace_level: bool
    team: str
    workspace: str
    time_periods: Iterable[str]


class RemoveCustomFieldSettingForGoal(TypedDict, total=False):
    """The parameters of :meth:`remove_custom_field_setting_for_goal`."""

    custom_field: str


class RemoveFollowers(AddFollowers, total=False):
    """The parameters of :meth:`remove_followers`."""


class UpdateGoal(TypedDict, total=False):
    """The parameters of :meth:`update_goal`."""

    name: str
    html_notes: str
    notes: str
    due_on: Date | None
    start_on: Date | None
    is_workspace_level: bool
    liked: bool
    team: str | None
    workspace: str
    time_period: str | None
    owner: str | None
    status: str | None
    custom_fields: Mapping[str, Any]


class UpdateGoalMetric(TypedDict, total=False):
    """The parameters of :meth:`update_goal_metric`."""

    current_number_value: float


class AddCustomFieldSettingForGoalOptions(
    AddCustomFieldSettingForGoal, CustomFieldSettingFields, CallOptions, total=False
):
    """The keywords of :meth:`add_custom_field_setting_for_goal`."""


class AddFollowersOptions(AddFollowers, GoalFields, CallOptions, total=False):
    """The keywords of :meth:`add_followers`."""


class CreateGoalOptions(CreateGoal, GoalFields, CallOptions, total=False):
    """The keywords of :meth:`create_goal`."""


class CreateGoalMetricOptions(CreateGoalMetric, GoalFields, CallOptions, total=False):
    """The keywords of :meth:`create_goal_metric`."""


class GetGoalsOptions(GetGoals, GoalFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_goals`."""


class RemoveCustomFieldSettingForGoalOptions(RemoveCustomFieldSettingForGoal, Options, total=False):
    """The keywords of :meth:`remove_custom_field_setting_for_goal`."""


class RemoveFollowersOptions(RemoveFollowers, GoalFields, CallOptions, total=False):
    """The keywords of :meth:`remove_followers`."""


class UpdateGoalOptions(UpdateGoal, GoalFields, CallOptions, total=False):
    """The keywords of :meth:`update_goal`."""


class UpdateGoalMetricOptions(UpdateGoalMetric, GoalFields, CallOptions, total=False):
    """The keywords of :meth:`update_goal_metric`."""
