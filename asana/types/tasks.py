"""Tasks: units of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

from .common import CallOptions, ListCallOptions, Options
from .jobs import JobFields

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .common import Date, DateTime
    from .compact import (
        AnyResource,
        CustomTypeCompact,
        CustomTypeStatusOptionCompact,
        External,
        ExternalInput,
        Like,
        MembershipInput,
        ProjectCompact,
        SectionCompact,
        TagCompact,
        TaskCompact,
        TaskCreator,
        UserCompact,
        WorkspaceCompact,
    )
    from .custom_fields import CustomField
    from .fields import TaskCountField, TaskField
    from .sets import ApprovalStatus, TaskSortBy

__all__ = [
    "AddDependenciesForTask",
    "AddDependenciesForTaskOptions",
    "AddDependentsForTask",
    "AddDependentsForTaskOptions",
    "AddFollowersForTask",
    "AddFollowersForTaskOptions",
    "AddProjectForTask",
    "AddProjectForTaskOptions",
    "AddTagForTask",
    "AddTagForTaskOptions",
    "CreateSubtaskForTask",
    "CreateSubtaskForTaskOptions",
    "CreateTask",
    "CreateTaskOptions",
    "DuplicateTask",
    "DuplicateTaskOptions",
    "GetTasks",
    "GetTasksForProject",
    "GetTasksForProjectOptions",
    "GetTasksForSection",
    "GetTasksForSectionOptions",
    "GetTasksForUserTaskList",
    "GetTasksForUserTaskListOptions",
    "GetTasksOptions",
    "RemoveDependenciesForTask",
    "RemoveDependenciesForTaskOptions",
    "RemoveDependentsForTask",
    "RemoveDependentsForTaskOptions",
    "RemoveFollowerForTask",
    "RemoveFollowerForTaskOptions",
    "RemoveProjectForTask",
    "RemoveProjectForTaskOptions",
    "RemoveTagForTask",
    "RemoveTagForTaskOptions",
    "SearchTasksForWorkspace",
    "SearchTasksForWorkspaceOptions",
    "SetParentForTask",
    "SetParentForTaskOptions",
    "Task",
    "TaskCount",
    "TaskCountFields",
    "TaskCountOptions",
    "TaskFields",
    "TaskListOptions",
    "TaskMembership",
    "TaskOptions",
    "TaskTree",
    "UpdateTask",
    "UpdateTaskOptions",
]


class TaskCount(TypedDict):
    """The complete record of a task count."""

    num_tasks: int
    num_incomplete_tasks: int
    num_completed_tasks: int
    num_milestones: int
    num_incomplete_milestones: int
    num_completed_milestones: int


class Task(TypedDict):
    """The complete record of a task."""

    gid: str
    resource_type: str
    name: str
    resource_subtype: Literal["default_task", "milestone", "approval", "custom"] | str
    created_by: TaskCreator
    approval_status: ApprovalStatus | str
    assignee_status: Literal["today", "upcoming", "later", "new", "inbox"] | str
    assigned_by: UserCompact | None
    completed: bool
    completed_at: str | None
    completed_by: UserCompact | None
    created_at: str
    dependencies: list[AnyResource]
    dependents: list[AnyResource]
    due_at: str | None
    due_on: str | None
    external: External
    html_notes: str
    hearted: bool
    hearts: list[Like]
    is_rendered_as_separator: bool
    liked: bool
    likes: list[Like]
    memberships: list[TaskMembership]
    modified_at: str
    notes: str
    num_hearts: int
    num_likes: int
    num_subtasks: int
    start_at: str | None
    start_on: str | None
    actual_time_minutes: float | None
    assignee: UserCompact | None
    assignee_section: SectionCompact | None
    custom_fields: list[CustomField]
    custom_type: CustomTypeCompact | None
    custom_type_status_option: CustomTypeStatusOptionCompact | None
    followers: list[UserCompact]
    parent: TaskCompact | None
    projects: list[ProjectCompact]
    tags: list[TagCompact]
    workspace: WorkspaceCompact
    permalink_url: str


class TaskTree(Task):
    """A task with all of its subtasks, as returned by :meth:`tree`."""

    subtasks: list[TaskTree]


class TaskMembership(TypedDict):
    """The project and section that contain a task."""

    project: ProjectCompact
    section: SectionCompact


class TaskFields(TypedDict, total=False):
    """The option with the fields of tasks to return."""

    fields: Iterable[TaskField | str] | str | None
    opt_fields: Iterable[TaskField | str] | str | None


class TaskOptions(TaskFields, CallOptions, total=False):
    """The options of a call that returns a task."""


class TaskListOptions(TaskFields, ListCallOptions, total=False):
    """The options of a call that lists tasks."""


class TaskCountFields(TypedDict, total=False):
    """The option with the fields of task counts to return."""

    fields: Iterable[TaskCountField | str] | str | None
    opt_fields: Iterable[TaskCountField | str] | str | None


class TaskCountOptions(TaskCountFields, CallOptions, total=False):
    """The options of a call that returns a task count."""


class AddDependenciesForTask(TypedDict, total=False):
    """The parameters of :meth:`add_dependencies_for_task`."""

    dependencies: Iterable[str]


class AddDependentsForTask(TypedDict, total=False):
    """The parameters of :meth:`add_dependents_for_task`."""

    dependents: Iterable[str]


class AddFollowersForTask(TypedDict, total=False):
    """The parameters of :meth:`add_followers_for_task`."""

    followers: Iterable[str]


class AddProjectForTask(TypedDict, total=False):
    """The parameters of :meth:`add_project_for_task`."""

    project: str
    insert_after: str | None
    insert_before: str | None
    section: str | None


class AddTagForTask(TypedDict, total=False):
    """The parameters of :meth:`add_tag_for_task`."""

    tag: str


class CreateTask(TypedDict, total=False):
    """The parameters of :meth:`create_task`."""

    name: str
    resource_subtype: Literal["default_task", "milestone", "approval", "custom"]
    approval_status: ApprovalStatus
    assignee_status: Literal["today", "upcoming", "later", "new", "inbox"]
    completed: bool
    due_at: DateTime | None
    due_on: Date | None
    external: ExternalInput
    html_notes: str
    liked: bool
    notes: str
    start_at: DateTime | None
    start_on: Date | None
    assignee: str | None
    assignee_section: str | None
    custom_fields: Mapping[str, Any]
    parent: str | None
    followers: Iterable[str]
    projects: Iterable[str]
    tags: Iterable[str]
    workspace: str
    memberships: Iterable[MembershipInput]


class CreateSubtaskForTask(CreateTask, total=False):
    """The parameters of :meth:`create_subtask_for_task`."""


class DuplicateTask(TypedDict, total=False):
    """The parameters of :meth:`duplicate_task`."""

    name: str
    include: str | Iterable[str]


class GetTasks(TypedDict, total=False):
    """The parameters of :meth:`get_tasks`."""

    assignee: str
    project: str
    section: str
    workspace: str
    completed_since: DateTime
    modified_since: DateTime
    tag: str
    user_task_list: str


class GetTasksForProject(TypedDict, total=False):
    """The parameters of :meth:`get_tasks_for_project`."""

    completed_since: DateTime


class GetTasksForSection(GetTasksForProject, total=False):
    """The parameters of :meth:`get_tasks_for_section`."""


class GetTasksForUserTaskList(GetTasksForProject, total=False):
    """The parameters of :meth:`get_tasks_for_user_task_list`."""


class RemoveDependenciesForTask(AddDependenciesForTask, total=False):
    """The parameters of :meth:`remove_dependencies_for_task`."""


class RemoveDependentsForTask(AddDependentsForTask, total=False):
    """The parameters of :meth:`remove_dependents_for_task`."""


class RemoveFollowerForTask(AddFollowersForTask, total=False):
    """The parameters of :meth:`remove_follower_for_task`."""


class RemoveProjectForTask(TypedDict, total=False):
    """The parameters of :meth:`remove_project_for_task`."""

    project: str


class RemoveTagForTask(AddTagForTask, total=False):
    """The parameters of :meth:`remove_tag_for_task`."""


_SearchTasksForWorkspaceDotted = TypedDict(
    "_SearchTasksForWorkspaceDotted",
    {
        "assignee.any": "str | Iterable[str]",
        "assignee.not": "str | Iterable[str]",
        "portfolios.any": "str | Iterable[str]",
        "projects.any": "str | Iterable[str]",
        "projects.not": "str | Iterable[str]",
        "projects.all": "str | Iterable[str]",
        "sections.any": "str | Iterable[str]",
        "sections.not": "str | Iterable[str]",
        "sections.all": "str | Iterable[str]",
        "tags.any": "str | Iterable[str]",
        "tags.not": "str | Iterable[str]",
        "tags.all": "str | Iterable[str]",
        "teams.any": "str | Iterable[str]",
        "followers.any": "str | Iterable[str]",
        "followers.not": "str | Iterable[str]",
        "created_by.any": "str | Iterable[str]",
        "created_by.not": "str | Iterable[str]",
        "assigned_by.any": "str | Iterable[str]",
        "assigned_by.not": "str | Iterable[str]",
        "liked_by.not": "str | Iterable[str]",
        "commented_on_by.not": "str | Iterable[str]",
        "due_on.before": "Date",
        "due_on.after": "Date",
        "due_at.before": "DateTime",
        "due_at.after": "DateTime",
        "start_on.before": "Date",
        "start_on.after": "Date",
        "created_on.before": "Date",
        "created_on.after": "Date",
        "created_at.before": "DateTime",
        "created_at.after": "DateTime",
        "completed_on.before": "Date",
        "completed_on.after": "Date",
        "completed_at.before": "DateTime",
        "completed_at.after": "DateTime",
        "modified_on.before": "Date",
        "modified_on.after": "Date",
        "modified_at.before": "DateTime",
        "modified_at.after": "DateTime",
    },
    total=False,
)


class _SearchTasksForWorkspaceUnsorted(_SearchTasksForWorkspaceDotted, total=False):
    custom_fields: Mapping[str, Any]
    text: str
    resource_subtype: Literal["default_task", "milestone", "approval", "custom"]
    due_on: Date | None
    start_on: Date | None
    created_on: Date | None
    completed_on: Date | None
    modified_on: Date | None
    is_blocking: bool
    is_blocked: bool
    has_attachment: bool
    completed: bool
    is_subtask: bool
    sort_ascending: bool


class SearchTasksForWorkspace(_SearchTasksForWorkspaceUnsorted, total=False):
    """The parameters of :meth:`search_tasks_for_workspace`."""

    sort_by: TaskSortBy


class SetParentForTask(TypedDict, total=False):
    """The parameters of :meth:`set_parent_for_task`."""

    parent: str | None
    insert_after: str | None
    insert_before: str | None


class UpdateTask(TypedDict, total=False):
    """The parameters of :meth:`update_task`."""

    name: str
    resource_subtype: Literal["default_task", "milestone", "approval", "custom"]
    approval_status: ApprovalStatus
    assignee_status: Literal["today", "upcoming", "later", "new", "inbox"]
    completed: bool
    due_at: DateTime | None
    due_on: Date | None
    external: ExternalInput
    html_notes: str
    liked: bool
    notes: str
    start_at: DateTime | None
    start_on: Date | None
    assignee: str | None
    assignee_section: str | None
    custom_fields: Mapping[str, Any]
    parent: str | None
    custom_type: str | None
    custom_type_status_option: str | None


class AddDependenciesForTaskOptions(AddDependenciesForTask, Options, total=False):
    """The keywords of :meth:`add_dependencies_for_task`."""


class AddDependentsForTaskOptions(AddDependentsForTask, Options, total=False):
    """The keywords of :meth:`add_dependents_for_task`."""


class AddFollowersForTaskOptions(AddFollowersForTask, TaskFields, CallOptions, total=False):
    """The keywords of :meth:`add_followers_for_task`."""


class AddProjectForTaskOptions(AddProjectForTask, Options, total=False):
    """The keywords of :meth:`add_project_for_task`."""


class AddTagForTaskOptions(AddTagForTask, Options, total=False):
    """The keywords of :meth:`add_tag_for_task`."""


class CreateSubtaskForTaskOptions(CreateSubtaskForTask, TaskFields, CallOptions, total=False):
    """The keywords of :meth:`create_subtask_for_task`."""


class CreateTaskOptions(CreateTask, TaskFields, CallOptions, total=False):
    """The keywords of :meth:`create_task`."""


class DuplicateTaskOptions(DuplicateTask, JobFields, CallOptions, total=False):
    """The keywords of :meth:`duplicate_task`."""


class GetTasksOptions(GetTasks, TaskFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_tasks`."""


class GetTasksForProjectOptions(GetTasksForProject, TaskFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_tasks_for_project`."""


class GetTasksForSectionOptions(GetTasksForSection, TaskFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_tasks_for_section`."""


class GetTasksForUserTaskListOptions(
    GetTasksForUserTaskList, TaskFields, ListCallOptions, total=False
):
    """The keywords of :meth:`get_tasks_for_user_task_list`."""


class RemoveDependenciesForTaskOptions(RemoveDependenciesForTask, Options, total=False):
    """The keywords of :meth:`remove_dependencies_for_task`."""


class RemoveDependentsForTaskOptions(RemoveDependentsForTask, Options, total=False):
    """The keywords of :meth:`remove_dependents_for_task`."""


class RemoveFollowerForTaskOptions(RemoveFollowerForTask, TaskFields, CallOptions, total=False):
    """The keywords of :meth:`remove_follower_for_task`."""


class RemoveProjectForTaskOptions(RemoveProjectForTask, Options, total=False):
    """The keywords of :meth:`remove_project_for_task`."""


class RemoveTagForTaskOptions(RemoveTagForTask, Options, total=False):
    """The keywords of :meth:`remove_tag_for_task`."""


class SearchTasksForWorkspaceOptions(
    SearchTasksForWorkspace, TaskFields, ListCallOptions, total=False
):
    """The keywords of :meth:`search_tasks_for_workspace`."""

    assignee_any: str | Iterable[str]
    assignee_not: str | Iterable[str]
    portfolios_any: str | Iterable[str]
    projects_any: str | Iterable[str]
    projects_not: str | Iterable[str]
    projects_all: str | Iterable[str]
    sections_any: str | Iterable[str]
    sections_not: str | Iterable[str]
    sections_all: str | Iterable[str]
    tags_any: str | Iterable[str]
    tags_not: str | Iterable[str]
    tags_all: str | Iterable[str]
    teams_any: str | Iterable[str]
    followers_any: str | Iterable[str]
    followers_not: str | Iterable[str]
    created_by_any: str | Iterable[str]
    created_by_not: str | Iterable[str]
    assigned_by_any: str | Iterable[str]
    assigned_by_not: str | Iterable[str]
    liked_by_not: str | Iterable[str]
    commented_on_by_not: str | Iterable[str]
    due_on_before: Date
    due_on_after: Date
    due_at_before: DateTime
    due_at_after: DateTime
    start_on_before: Date
    start_on_after: Date
    created_on_before: Date
    created_on_after: Date
    created_at_before: DateTime
    created_at_after: DateTime
    completed_on_before: Date
    completed_on_after: Date
    completed_at_before: DateTime
    completed_at_after: DateTime
    modified_on_before: Date
    modified_on_after: Date
    modified_at_before: DateTime
    modified_at_after: DateTime


class SetParentForTaskOptions(SetParentForTask, TaskFields, CallOptions, total=False):
    """The keywords of :meth:`set_parent_for_task`."""


class UpdateTaskOptions(UpdateTask, TaskFields, CallOptions, total=False):
    """The keywords of :meth:`update_task`."""
