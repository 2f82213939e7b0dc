"""Task templates: templates for new tasks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .._above.names import Names
from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator
from .resource import Params, Resource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty, Options
    from ..types.jobs import Job
    from ..types.task_templates import (
        GetTaskTemplates,
        GetTaskTemplatesOptions,
        InstantiateTask,
        InstantiateTaskOptions,
        TaskTemplate,
        TaskTemplateOptions,
    )

__all__ = ["TaskTemplates"]


class TaskTemplates(Resource):
    """Task templates: templates for new tasks."""

    def get_task_templates(
        self, params: GetTaskTemplates = NONE, **options: Unpack[GetTaskTemplatesOptions]
    ) -> ItemIterator[TaskTemplate]:
        """List the compact records of a project's task templates.

        ``project`` is required.

        GET /task_templates   (scope task_templates:read)
        """
        return self.client.get_collection(route("/task_templates"), params or {}, **options)

    def get_task_template(
        self, task_template_gid: str, params: Params = None, **options: Unpack[TaskTemplateOptions]
    ) -> TaskTemplate:
        """Return the complete record of one task template.

        GET /task_templates/{task_template_gid}   (scope task_templates:read)
        """
        return self.client.get(
            path("/task_templates/{}", task_template_gid), params or {}, **options
        )

    def delete_task_template(
        self, task_template_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a task template and return an empty dictionary.

        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        DELETE /task_templates/{task_template_gid}
        """
        return self.client.delete(
            path("/task_templates/{}", task_template_gid), params or {}, **options
        )

    def instantiate_task(
        self,
        task_template_gid: str,
        params: InstantiateTask = NONE,
        **options: Unpack[InstantiateTaskOptions],
    ) -> Job:
        """Start creating a task from a template and return the job; its ``new_task`` is the task.

        ``name`` overrides the name in the template. Use ``jobs.wait`` to wait for the task. At most
        five jobs can run at a time.

        POST /task_templates/{task_template_gid}/instantiateTask
        """
        return self.client.post(
            path("/task_templates/{}/instantiateTask", task_template_gid), params or {}, **options
        )

    def named(
        self, project_gid: str, name: str, **options: Unpack[TaskTemplateOptions]
    ) -> TaskTemplate:
        """Return the task template with the given name in a project.

        The name is compared exactly, then ignoring case and white space. Raises ``LookupError`` if
        no task template has the name (the message lists similar names) or if several have it (the
        message lists their gids). The record has the name, the type, and the fields requested with
        ``fields``. Sends one request per 100 task templates.

        GET /task_templates   (scope task_templates:read)
        """
        return self._names(project_gid).named(name, options)

    def _names(self, project_gid: str) -> Names[TaskTemplate]:
        return Names(
            self.client,
            "task template",
            project_gid,
            partial(self.get_task_templates, project=project_gid),
        )
