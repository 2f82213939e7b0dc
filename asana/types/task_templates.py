"""Task templates: templates for new tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import CallOptions, ListCallOptions
from .compact import TaskTemplateCompact, TaskTemplateRecipeCompact
from .jobs import JobFields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .compact import AttachmentCompact, CustomFieldCompact, ProjectCompact, UserCompact
    from .fields import TaskTemplateField

__all__ = [
    "GetTaskTemplates",
    "GetTaskTemplatesOptions",
    "InstantiateTask",
    "InstantiateTaskOptions",
    "TaskTemplate",
    "TaskTemplateFields",
    "TaskTemplateOptions",
    "TaskTemplateRecipe",
]


class TaskTemplate(TaskTemplateCompact):
    """The complete record of a task template."""

    project: ProjectCompact | None
    template: TaskTemplateRecipe
    created_by: UserCompact
    created_at: str


class TaskTemplateRecipe(TaskTemplateRecipeCompact):
    """The task that a template creates."""

    description: str
    html_description: str
    memberships: list[ProjectCompact]
    relative_start_on: int | None
    relative_due_on: int | None
    due_time: str | None
    dependencies: list[TaskTemplateRecipeCompact]
    dependents: list[TaskTemplateRecipeCompact]
    followers: list[UserCompact]
    attachments: list[AttachmentCompact]
    subtasks: list[TaskTemplateRecipeCompact]
    custom_fields: list[CustomFieldCompact]


class TaskTemplateFields(TypedDict, total=False):
    """The option with the fields of task templates to return."""

    fields: Iterable[TaskTemplateField | str] | str | None
    opt_fields: Iterable[TaskTemplateField | str] | str | None


class TaskTemplateOptions(TaskTemplateFields, CallOptions, total=False):
    """The options of a call that returns a task template."""


class GetTaskTemplates(TypedDict, total=False):
    """The parameters of :meth:`get_task_templates`."""

    project: str


class InstantiateTask(TypedDict, total=False):
    """The parameters of :meth:`instantiate_task`."""

    name: str


class GetTaskTemplatesOptions(GetTaskTemplates, TaskTemplateFields, ListCallOptions, total=False):
    """The keywords of :meth:`get_task_templates`."""


class InstantiateTaskOptions(InstantiateTask, JobFields, CallOptions, total=False):
    """The keywords of :meth:`instantiate_task`."""
