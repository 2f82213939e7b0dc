"""Tasks: units of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._above.trees import Trees
from .._above.upserts import Upserts
from .._call.parts import NONE
from .._call.paths import path, route
from .._call.words import dotted
from ..page_iterator import ItemIterator, SearchPageIterator
from . import gids
from .resource import Gid, Params, Resource, also_takes, classic, old_listing, old_method, old_name

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty, Options
    from ..types.jobs import Job, JobOptions
    from ..types.projects import Project
    from ..types.stories import Story
    from ..types.tags import Tag
    from ..types.tasks import (
        AddDependenciesForTask,
        AddDependenciesForTaskOptions,
        AddDependentsForTask,
        AddDependentsForTaskOptions,
        AddFollowersForTask,
        AddFollowersForTaskOptions,
        AddProjectForTask,
        AddProjectForTaskOptions,
        AddTagForTask,
        AddTagForTaskOptions,
        CreateSubtaskForTask,
        CreateSubtaskForTaskOptions,
        CreateTask,
        CreateTaskOptions,
        DuplicateTask,
        DuplicateTaskOptions,
        GetTasks,
        GetTasksForProject,
        GetTasksForProjectOptions,
        GetTasksForSection,
        GetTasksForSectionOptions,
        GetTasksForUserTaskList,
        GetTasksForUserTaskListOptions,
        GetTasksOptions,
        RemoveDependenciesForTask,
        RemoveDependenciesForTaskOptions,
        RemoveDependentsForTask,
        RemoveDependentsForTaskOptions,
        RemoveFollowerForTask,
        RemoveFollowerForTaskOptions,
        RemoveProjectForTask,
        RemoveProjectForTaskOptions,
        RemoveTagForTask,
        RemoveTagForTaskOptions,
        SearchTasksForWorkspace,
        SearchTasksForWorkspaceOptions,
        SetParentForTask,
        SetParentForTaskOptions,
        Task,
        TaskListOptions,
        TaskOptions,
        UpdateTask,
        UpdateTaskOptions,
    )

__all__ = ["Tasks"]


class Tasks(Upserts, Trees, Resource):
    """Tasks: units of work."""

    def get_tasks(
        self, params: GetTasks = NONE, **options: Unpack[GetTasksOptions]
    ) -> ItemIterator[Task]:
        """List the compact records of the tasks of a project, section, tag or assignee.

        Pass exactly one of ``project``, ``section``, ``tag``, ``user_task_list``, or ``assignee``
        together with ``workspace``. ``completed_since`` excludes tasks completed before it
        (``"now"`` excludes all completed tasks), ``modified_since`` those not modified since.

        GET /tasks   (scope tasks:read)
        """
        return self.client.get_collection(route("/tasks"), params or {}, **options)

    def create_task(self, params: CreateTask = NONE, **options: Unpack[CreateTaskOptions]) -> Task:
        """Create a task and return its complete record.

        One of ``workspace``, ``projects``, ``memberships`` (dictionaries of ``project`` and
        ``section``) or ``parent`` is required. To change ``projects``, ``tags`` and ``followers``
        later, use their own methods. Pass ``due_on`` or ``due_at``, not both; a start date requires
        a due date. ``custom_fields`` maps the gids of the projects' custom fields to values.

        POST /tasks   (scope tasks:write)
        """
        return self.client.post(route("/tasks"), params or {}, **options)

    def get_task(
        self, task_gid: str, params: Params = None, **options: Unpack[TaskOptions]
    ) -> Task:
        """Return the complete record of one task.

        ``html_notes``, ``dependencies``, ``dependents``, ``num_subtasks`` and some other fields are
        returned only if ``opt_fields`` lists them. In place of the gid you can use ``external:``
        followed by the external id that your app has set, here and in other methods.

        GET /tasks/{task_gid}   (scope tasks:read)
        """
        return self.client.get(path("/tasks/{}", task_gid), params or {}, **options)

    def update_task(
        self, task_gid: str, params: UpdateTask = NONE, **options: Unpack[UpdateTaskOptions]
    ) -> Task:
        """Change the given fields of a task and return its complete record.

        ``None`` clears a field. Projects, sections, tags, followers, dependencies and the parent
        have their own methods. ``start_on`` can be changed only together with ``due_on`` or
        ``due_at``.

        PUT /tasks/{task_gid}   (scope tasks:write)
        """
        return self.client.put(path("/tasks/{}", task_gid), params or {}, **options)

    def delete_task(
        self, task_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a task and return an empty dictionary.

        It stays in the user's trash for 30 days, where it can be restored in Asana's own apps.

        DELETE /tasks/{task_gid}   (scope tasks:delete)
        """
        return self.client.delete(path("/tasks/{}", task_gid), params or {}, **options)

    @also_takes("task")
    def duplicate_task(
        self, task_gid: str, params: DuplicateTask = NONE, **options: Unpack[DuplicateTaskOptions]
    ) -> Job:
        """Start duplicating a task and return the job; its ``new_task`` is the copy.

        ``include`` is a comma-separated string of what to copy: ``assignee``, ``attachments``,
        ``dates``, ``dependencies``, ``followers``, ``notes``, ``parent``, ``projects``,
        ``subtasks``, ``tags``. Use ``jobs.wait`` to wait for the copy. At most five jobs can run at
        a time.

        POST /tasks/{task_gid}/duplicate   (scope tasks:write)
        """
        return self.client.post(path("/tasks/{}/duplicate", task_gid), params or {}, **options)

    def get_tasks_for_project(
        self,
        project_gid: str,
        params: GetTasksForProject = NONE,
        **options: Unpack[GetTasksForProjectOptions],
    ) -> ItemIterator[Task]:
        """List the compact records of a project's tasks, in the project's order.

        Completed tasks are included; ``completed_since="now"`` excludes them.

        GET /projects/{project_gid}/tasks   (scope tasks:read)
        """
        return self.client.get_collection(
            path("/projects/{}/tasks", project_gid), params or {}, **options
        )

    def get_tasks_for_section(
        self,
        section_gid: str,
        params: GetTasksForSection = NONE,
        **options: Unpack[GetTasksForSectionOptions],
    ) -> ItemIterator[Task]:
        """List the compact records of a section's tasks, in order.

        Completed tasks are included; ``completed_since="now"`` excludes them.

        GET /sections/{section_gid}/tasks   (scope tasks:read)
        """
        return self.client.get_collection(
            path("/sections/{}/tasks", section_gid), params or {}, **options
        )

    def get_tasks_for_tag(
        self, tag_gid: str, params: Params = None, **options: Unpack[TaskListOptions]
    ) -> ItemIterator[Task]:
        """List the compact records of the tasks with a tag.

        GET /tags/{tag_gid}/tasks   (scope tasks:read)
        """
        return self.client.get_collection(path("/tags/{}/tasks", tag_gid), params or {}, **options)

    def get_tasks_for_user_task_list(
        self,
        user_task_list_gid: str,
        params: GetTasksForUserTaskList = NONE,
        **options: Unpack[GetTasksForUserTaskListOptions],
    ) -> ItemIterator[Task]:
        """List the compact records of the tasks in a user's My Tasks.

        Tasks that are not visible to the caller are omitted. Completed tasks are included;
        ``completed_since="now"`` excludes them.

        GET /user_task_lists/{user_task_list_gid}/tasks   (scope tasks:read)
        """
        return self.client.get_collection(
            path("/user_task_lists/{}/tasks", user_task_list_gid), params or {}, **options
        )

    def get_subtasks_for_task(
        self, task_gid: str, params: Params = None, **options: Unpack[TaskListOptions]
    ) -> ItemIterator[Task]:
        """List the compact records of a task's subtasks, not including their own subtasks.

        GET /tasks/{task_gid}/subtasks   (scope tasks:read)
        """
        return self.client.get_collection(
            path("/tasks/{}/subtasks", task_gid), params or {}, **options
        )

    def create_subtask_for_task(
        self,
        task_gid: str,
        params: CreateSubtaskForTask = NONE,
        **options: Unpack[CreateSubtaskForTaskOptions],
    ) -> Task:
        """Create a subtask of a task and return its complete record.

        The fields are those of ``create_task``, and none is required; ``projects`` and
        ``memberships`` are ignored. Subtasks can be nested at most five levels deep.

        POST /tasks/{task_gid}/subtasks   (scope tasks:write)
        """
        return self.client.post(path("/tasks/{}/subtasks", task_gid), params or {}, **options)

    def set_parent_for_task(
        self,
        task_gid: str,
        params: SetParentForTask = NONE,
        **options: Unpack[SetParentForTaskOptions],
    ) -> Task:
        """Make a task a subtask of ``parent`` and return its complete record.

        ``parent=None`` makes it a top-level task. ``insert_before`` or ``insert_after`` (not both)
        is the subtask of the parent to place it next to; ``insert_after=None`` places it first,
        ``insert_before=None`` last.

        POST /tasks/{task_gid}/setParent   (scope tasks:write)
        """
        return self.client.post(
            path("/tasks/{}/setParent", task_gid, idempotent=True), params or {}, **options
        )

    def get_dependencies_for_task(
        self, task_gid: str, params: Params = None, **options: Unpack[TaskListOptions]
    ) -> ItemIterator[Task]:
        """List the compact records of the tasks that a task depends on.

        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        GET /tasks/{task_gid}/dependencies   (scope tasks:read)
        """
        return self.client.get_collection(
            path("/tasks/{}/dependencies", task_gid), params or {}, **options
        )

    def add_dependencies_for_task(
        self,
        task_gid: str,
        params: AddDependenciesForTask = NONE,
        **options: Unpack[AddDependenciesForTaskOptions],
    ) -> Empty:
        """Make a task depend on the tasks in ``dependencies`` and return an empty dictionary.

        Existing dependencies are ignored. A task has at most 30 dependencies and dependents
        combined. Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        POST /tasks/{task_gid}/addDependencies   (scope tasks:write)
        """
        return self.client.post(
            path("/tasks/{}/addDependencies", task_gid, idempotent=True), params or {}, **options
        )

    def remove_dependencies_for_task(
        self,
        task_gid: str,
        params: RemoveDependenciesForTask = NONE,
        **options: Unpack[RemoveDependenciesForTaskOptions],
    ) -> Empty:
        """Remove ``dependencies`` from a task and return an empty dictionary.

        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        POST /tasks/{task_gid}/removeDependencies   (scope tasks:write)
        """
        return self.client.post(
            path("/tasks/{}/removeDependencies", task_gid, idempotent=True), params or {}, **options
        )

    def get_dependents_for_task(
        self, task_gid: str, params: Params = None, **options: Unpack[TaskListOptions]
    ) -> ItemIterator[Task]:
        """List the compact records of the tasks that depend on a task.

        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        GET /tasks/{task_gid}/dependents   (scope tasks:read)
        """
        return self.client.get_collection(
            path("/tasks/{}/dependents", task_gid), params or {}, **options
        )

    def add_dependents_for_task(
        self,
        task_gid: str,
        params: AddDependentsForTask = NONE,
        **options: Unpack[AddDependentsForTaskOptions],
    ) -> Empty:
        """Make the tasks in ``dependents`` depend on a task and return an empty dictionary.

        Existing dependents are ignored. A task has at most 30 dependencies and dependents combined.
        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        POST /tasks/{task_gid}/addDependents   (scope tasks:write)
        """
        return self.client.post(
            path("/tasks/{}/addDependents", task_gid, idempotent=True), params or {}, **options
        )

    def remove_dependents_for_task(
        self,
        task_gid: str,
        params: RemoveDependentsForTask = NONE,
        **options: Unpack[RemoveDependentsForTaskOptions],
    ) -> Empty:
        """Remove ``dependents`` from a task and return an empty dictionary.

        Requires a paid plan, otherwise raises ``PremiumOnlyError``.

        POST /tasks/{task_gid}/removeDependents   (scope tasks:write)
        """
        return self.client.post(
            path("/tasks/{}/removeDependents", task_gid, idempotent=True), params or {}, **options
        )

    def add_project_for_task(
        self,
        task_gid: str,
        params: AddProjectForTask = NONE,
        **options: Unpack[AddProjectForTaskOptions],
    ) -> Empty:
        """Add a task to a ``project`` or move it within the project; return an empty dictionary.

        ``section`` places it at the end of a section. ``insert_before`` or ``insert_after`` (not
        both) is the task to place it next to; ``insert_after=None`` places it first,
        ``insert_before=None`` last. A task can be in at most 20 projects.

        POST /tasks/{task_gid}/addProject   (scope tasks:write)
        """
        return self.client.post(
            path("/tasks/{}/addProject", task_gid, idempotent=True), params or {}, **options
        )

    def remove_project_for_task(
        self,
        task_gid: str,
        params: RemoveProjectForTask = NONE,
        **options: Unpack[RemoveProjectForTaskOptions],
    ) -> Empty:
        """Remove a task from a ``project`` without deleting it; return an empty dictionary.

        POST /tasks/{task_gid}/removeProject   (scope tasks:write)
        """
        return self.client.post(
            path("/tasks/{}/removeProject", task_gid, idempotent=True), params or {}, **options
        )

    def add_tag_for_task(
        self, task_gid: str, params: AddTagForTask = NONE, **options: Unpack[AddTagForTaskOptions]
    ) -> Empty:
        """Add a ``tag`` of the same workspace to a task and return an empty dictionary.

        POST /tasks/{task_gid}/addTag   (scope tasks:write)
        """
        return self.client.post(
            path("/tasks/{}/addTag", task_gid, idempotent=True), params or {}, **options
        )

    def remove_tag_for_task(
        self,
        task_gid: str,
        params: RemoveTagForTask = NONE,
        **options: Unpack[RemoveTagForTaskOptions],
    ) -> Empty:
        """Remove a ``tag`` from a task and return an empty dictionary.

        POST /tasks/{task_gid}/removeTag   (scope tasks:write)
        """
        return self.client.post(
            path("/tasks/{}/removeTag", task_gid, idempotent=True), params or {}, **options
        )

    def add_followers_for_task(
        self,
        task_gid: str,
        params: AddFollowersForTask = NONE,
        **options: Unpack[AddFollowersForTaskOptions],
    ) -> Task:
        """Add ``followers`` to a task and return its complete record.

        A follower is a gid, an email address or ``me``.

        POST /tasks/{task_gid}/addFollowers   (scope tasks:write)
        """
        return self.client.post(
            path("/tasks/{}/addFollowers", task_gid, idempotent=True), params or {}, **options
        )

    def remove_follower_for_task(
        self,
        task_gid: str,
        params: RemoveFollowerForTask = NONE,
        **options: Unpack[RemoveFollowerForTaskOptions],
    ) -> Task:
        """Remove ``followers`` from a task and return its complete record.

        Users who do not follow it are ignored.

        POST /tasks/{task_gid}/removeFollowers   (scope tasks:write)
        """
        return self.client.post(
            path("/tasks/{}/removeFollowers", task_gid, idempotent=True), params or {}, **options
        )

    def get_task_for_custom_id(
        self,
        workspace_gid: str,
        custom_id: str,
        params: Params = None,
        **options: Unpack[TaskOptions],
    ) -> Task:
        """Return the complete record of the task with a custom ID such as ``EX-1``.

        GET /workspaces/{workspace_gid}/tasks/custom_id/{custom_id}   (scope tasks:read)
        """
        where = path("/workspaces/{}/tasks/custom_id/{}", workspace_gid, custom_id)
        return self.client.get(where, params or {}, **options)

    def search_tasks_for_workspace(
        self,
        workspace_gid: str,
        params: SearchTasksForWorkspace = NONE,
        **options: Unpack[SearchTasksForWorkspaceOptions],
    ) -> ItemIterator[Task]:
        """Search the tasks of a workspace and return up to 100 compact records.

        Tasks must match all filters: ``text``, ``completed``, ``is_blocked``, and in ``params`` the
        dotted ones, such as ``assignee.any``, ``projects.not``, ``due_on.before`` or
        ``custom_fields.{gid}.value``. As keywords they have underscores: ``assignee_any``. The
        results are not paginated: to get more, pass ``sort_by="created_at"`` and continue with
        ``created_at.before``. Changes become searchable after 10 to 60 seconds. Counts toward the
        search rate limit of 60 requests per minute. Requires a paid plan, otherwise raises
        ``PremiumOnlyError``.

        GET /workspaces/{workspace_gid}/tasks/search   (scope tasks:read)
        """
        where = path("/workspaces/{}/tasks/search", workspace_gid, pages=SearchPageIterator)
        return self.client.get_collection(where, dotted(where, params), **dotted(where, options))

    def rollup_task(
        self, task_gid: str, params: Params = None, **options: Unpack[JobOptions]
    ) -> Job:
        """Start a rollup of subtask dates to a task and return the job.

        POST /tasks/{task_gid}/rollup   (scope tasks:write)
        """
        return self.client.post(path("/tasks/{}/rollup", task_gid), params or {}, **options)

    # -- python-asana 0.x names

    @old_method("task")
    def add_comment(self, task: Gid, params: Params = None, **options: Any) -> Story:
        """Comment on a task; see ``stories.create_story_for_task``.

        POST /tasks/{task}/stories   (scope stories:write)
        """
        return self.client.post(path("/tasks/{}/stories", task), params or {}, **options)

    add_dependencies = classic(add_dependencies_for_task, gids.task)
    """Make a task depend on the tasks in ``dependencies`` and return an empty dictionary."""
    add_dependents = classic(add_dependents_for_task, gids.task)
    """Make the tasks in ``dependents`` depend on a task and return an empty dictionary."""
    add_followers = classic(add_followers_for_task, gids.task)
    """Add ``followers`` to a task and return its complete record."""
    add_project = classic(add_project_for_task, gids.task)
    """Add a task to a ``project`` or move it within the project; return an empty dictionary."""
    add_subtask = classic(create_subtask_for_task, gids.task)
    """Create a subtask of a task and return its complete record."""
    add_tag = classic(add_tag_for_task, gids.task)
    """Add a ``tag`` of the same workspace to a task and return an empty dictionary."""
    create = classic(create_task, gids.no_gid)
    """Create a task and return its complete record."""

    @old_method("workspace")
    def create_in_workspace(self, workspace: Gid, params: Params = None, **options: Any) -> Task:
        """Create a task in a workspace and return its complete record.

        ``create_task`` with the field ``workspace`` does the same.

        POST /workspaces/{workspace}/tasks
        """
        return self.client.post(path("/workspaces/{}/tasks", workspace), params or {}, **options)

    delete = classic(delete_task, gids.task)
    """Delete a task and return an empty dictionary."""

    @old_method("task")
    def dependencies(self, task: Gid, params: Params = None, **options: Any) -> list[Task]:
        """Return a list of the tasks that a task depends on; see ``get_dependencies_for_task``.

        GET /tasks/{task}/dependencies   (scope tasks:read)
        """
        return self.client.get(path("/tasks/{}/dependencies", task), params or {}, **options)

    @old_method("task")
    def dependents(self, task: Gid, params: Params = None, **options: Any) -> list[Task]:
        """Return a list of the tasks that depend on a task; see ``get_dependents_for_task``.

        GET /tasks/{task}/dependents   (scope tasks:read)
        """
        return self.client.get(path("/tasks/{}/dependents", task), params or {}, **options)

    find_all = classic(get_tasks, gids.no_gid)
    """List the compact records of the tasks of a project, section, tag or assignee."""
    find_by_id = classic(get_task, gids.task)
    """Return the complete record of one task."""
    find_by_project = classic(get_tasks_for_project, gids.project)
    """List the compact records of a project's tasks, in the project's order."""
    find_by_section = classic(get_tasks_for_section, gids.section)
    """List the compact records of a section's tasks, in order."""
    find_by_tag = classic(get_tasks_for_tag, gids.tag)
    """List the compact records of the tasks with a tag."""
    find_by_user_task_list = classic(get_tasks_for_user_task_list, gids.user_task_list)
    """List the compact records of the tasks in a user's My Tasks."""

    @old_name
    def insert_in_user_task_list(
        self, user_task_list: Gid, params: Params = None, **options: Any
    ) -> Empty:
        """Move a ``task`` into a user's My Tasks and return an empty dictionary.

        The user becomes its assignee. ``insert_before`` or ``insert_after`` is the task to place it
        next to.

        POST /user_task_lists/{user_task_list}/tasks/insert
        """
        where = path("/user_task_lists/{}/tasks/insert", user_task_list, idempotent=True)
        return self.client.post(where, params or {}, **options)

    @old_listing(gids.task)
    def projects(self, task: Gid, params: Params = None, **options: Any) -> ItemIterator[Project]:
        """List a task's projects; see ``projects.get_projects_for_task``.

        GET /tasks/{task}/projects   (scope projects:read)
        """
        return self.client.get_collection(path("/tasks/{}/projects", task), params or {}, **options)

    remove_dependencies = classic(remove_dependencies_for_task, gids.task)
    """Remove ``dependencies`` from a task and return an empty dictionary."""
    remove_dependents = classic(remove_dependents_for_task, gids.task)
    """Remove ``dependents`` from a task and return an empty dictionary."""
    remove_followers = classic(remove_follower_for_task, gids.task)
    """Remove ``followers`` from a task and return its complete record."""
    remove_project = classic(remove_project_for_task, gids.task)
    """Remove a task from a ``project`` without deleting it; return an empty dictionary."""
    remove_tag = classic(remove_tag_for_task, gids.task)
    """Remove a ``tag`` from a task and return an empty dictionary."""
    search_in_workspace = classic(search_tasks_for_workspace, gids.workspace)
    """Search the tasks of a workspace and return up to 100 compact records."""
    set_parent = classic(set_parent_for_task, gids.task_id)
    """Make a task a subtask of ``parent`` and return its complete record."""

    @old_listing(gids.task)
    def stories(self, task: Gid, params: Params = None, **options: Any) -> ItemIterator[Story]:
        """List a task's stories; see ``stories.get_stories_for_task``.

        GET /tasks/{task}/stories   (scope stories:read)
        """
        return self.client.get_collection(path("/tasks/{}/stories", task), params or {}, **options)

    subtasks = classic(get_subtasks_for_task, gids.task)
    """List the compact records of a task's subtasks, not including their own subtasks."""

    @old_listing(gids.task)
    def tags(self, task: Gid, params: Params = None, **options: Any) -> ItemIterator[Tag]:
        """List a task's tags; see ``tags.get_tags_for_task``.

        GET /tasks/{task}/tags   (scope tags:read)
        """
        return self.client.get_collection(path("/tasks/{}/tags", task), params or {}, **options)

    update = classic(update_task, gids.task)
    """Change the given fields of a task and return its complete record."""
