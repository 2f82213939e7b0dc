"""Task templates: what new tasks are made from."""

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
    """Task templates: what new tasks are made from."""

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
        """Delete a task template; returns nothing.

        Needs a paid plan, else ``PremiumOnlyError``.

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
        """Start making a task from a template and return the job, whose ``new_task`` it is.

        The template gives the name unless ``name`` does. ``jobs.get_job`` tells when the task is
        complete. Five jobs may run at a time.

        POST /task_templates/{task_template_gid}/instantiateTask
        """
        return self.client.post(
            path("/task_templates/{}/instantiateTask", task_template_gid), params or {}, **options
        )

    def named(
        self, project_gid: str, name: str, **options: Unpack[TaskTemplateOptions]
    ) -> TaskTemplate:
        """Return the one task template in a project with a name.

        The name is compared as it is, then without regard to case and white space. If there is no
        such task template, or more than one, ``LookupError`` gives the near names or the gids. The
        record has its name and type, and what ``fields`` asks for. One listing: a request for every
        100 task templates.

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
