"""Task templates: what new tasks are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .common import ListOptions, Options
from .compact import TaskTemplateCompact, TaskTemplateRecipeCompact

if TYPE_CHECKING:
    from .compact import AttachmentCompact, CustomFieldCompact, ProjectCompact, UserCompact

__all__ = [
    "GetTaskTemplates",
    "GetTaskTemplatesOptions",
    "InstantiateTask",
    "InstantiateTaskOptions",
    "TaskTemplate",
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


class GetTaskTemplates(TypedDict, total=False):
    """The parameters of :meth:`get_task_templates`."""

    project: str


class InstantiateTask(TypedDict, total=False):
    """The parameters of :meth:`instantiate_task`."""

    name: str


class GetTaskTemplatesOptions(GetTaskTemplates, ListOptions, total=False):
    """The keywords of :meth:`get_task_templates`."""


class InstantiateTaskOptions(InstantiateTask, Options, total=False):
    """The keywords of :meth:`instantiate_task`."""
