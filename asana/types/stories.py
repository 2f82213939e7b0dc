"""Stories: comments, and the history of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from .common import CallOptions, ListCallOptions
from .compact import StoryCompact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import (
        CustomFieldCompact,
        EnumOption,
        Like,
        Preview,
        ProjectCompact,
        ReactionSummaryItemCompact,
        SectionCompact,
        StoryDates,
        TagCompact,
        TaskCompact,
        UserCompact,
    )
    from .fields import StoryField
    from .sets import Sticker

__all__ = [
    "CreateStoryForGoal",
    "CreateStoryForGoalOptions",
    "CreateStoryForTask",
    "CreateStoryForTaskOptions",
    "Story",
    "StoryFields",
    "StoryListOptions",
    "StoryOptions",
    "UpdateStory",
    "UpdateStoryOptions",
]


class Story(StoryCompact):
    """The complete record of a story."""

    html_text: str
    is_pinned: bool
    sticker_name: Sticker | str
    type: Literal["comment", "system"] | str
    is_editable: bool
    is_edited: bool
    hearted: bool
    hearts: list[Like]
    num_hearts: int
    liked: bool
    likes: list[Like]
    num_likes: int
    reaction_summary: list[ReactionSummaryItemCompact]
    previews: list[Preview]
    old_name: str
    new_name: str | None
    old_dates: StoryDates
    new_dates: StoryDates
    old_resource_subtype: str
    new_resource_subtype: str
    story: StoryCompact
    assignee: UserCompact
    follower: UserCompact
    old_section: SectionCompact
    new_section: SectionCompact
    task: TaskCompact
    project: ProjectCompact
    tag: TagCompact
    custom_field: CustomFieldCompact
    old_text_value: str
    new_text_value: str
    old_number_value: int | None
    new_number_value: int
    old_enum_value: EnumOption
    new_enum_value: EnumOption
    old_date_value: StoryDates
    new_date_value: StoryDates
    old_people_value: list[UserCompact]
    new_people_value: list[UserCompact]
    old_multi_enum_values: list[EnumOption]
    new_multi_enum_values: list[EnumOption]
    new_approval_status: str
    old_approval_status: str
    duplicate_of: TaskCompact
    duplicated_from: TaskCompact
    dependency: TaskCompact
    source: Literal["web", "email", "mobile", "api", "unknown"] | str
    target: TaskCompact


class StoryFields(TypedDict, total=False):
    """The option with the fields of stories to return."""

    fields: Iterable[StoryField | str] | str | None
    opt_fields: Iterable[StoryField | str] | str | None


class StoryOptions(StoryFields, CallOptions, total=False):
    """The options of a call that returns a story."""


class StoryListOptions(StoryFields, ListCallOptions, total=False):
    """The options of a call that lists stories."""


class CreateStoryForGoal(TypedDict, total=False):
    """The parameters of :meth:`create_story_for_goal`."""

    text: str
    html_text: str
    is_pinned: bool
    sticker_name: Sticker


class CreateStoryForTask(CreateStoryForGoal, total=False):
    """The parameters of :meth:`create_story_for_task`."""


class UpdateStory(CreateStoryForGoal, total=False):
    """The parameters of :meth:`update_story`."""


class CreateStoryForGoalOptions(CreateStoryForGoal, StoryFields, CallOptions, total=False):
    """The keywords of :meth:`create_story_for_goal`."""


class CreateStoryForTaskOptions(CreateStoryForTask, StoryFields, CallOptions, total=False):
    """The keywords of :meth:`create_story_for_task`."""


class UpdateStoryOptions(UpdateStory, StoryFields, CallOptions, total=False):
    """The keywords of :meth:`update_story`."""
