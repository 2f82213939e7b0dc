"""Projects: lists, boards and calendars of tasks."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any

from .._above.names import Names
from .._call.parts import NONE
from .._call.paths import path, route
from .._call.words import dotted
from ..page_iterator import ItemIterator, SearchPageIterator
from . import gids
from .resource import Gid, Params, Resource, also_takes, classic, old_listing

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from typing_extensions import Unpack

    from ..exporting import Manifest, Progress, Restored
    from ..importing import Importer
    from ..types.common import Empty, Options
    from ..types.custom_field_settings import CustomFieldSetting
    from ..types.jobs import Job, JobOptions
    from ..types.projects import (
        AddCustomFieldSettingForProject,
        AddCustomFieldSettingForProjectOptions,
        AddFollowersForProject,
        AddFollowersForProjectOptions,
        AddMembersForProject,
        AddMembersForProjectOptions,
        CreateProject,
        CreateProjectForTeam,
        CreateProjectForTeamOptions,
        CreateProjectForWorkspace,
        CreateProjectForWorkspaceOptions,
        CreateProjectOptions,
        DuplicateProject,
        DuplicateProjectOptions,
        GetProjects,
        GetProjectsForTeam,
        GetProjectsForTeamOptions,
        GetProjectsForWorkspace,
        GetProjectsForWorkspaceOptions,
        GetProjectsOptions,
        Project,
        ProjectListOptions,
        ProjectOptions,
        ProjectSaveAsTemplate,
        ProjectSaveAsTemplateOptions,
        RemoveCustomFieldSettingForProject,
        RemoveCustomFieldSettingForProjectOptions,
        RemoveFollowersForProject,
        RemoveFollowersForProjectOptions,
        RemoveMembersForProject,
        RemoveMembersForProjectOptions,
        SearchProjectsForWorkspace,
        SearchProjectsForWorkspaceOptions,
        UpdateProject,
        UpdateProjectOptions,
    )
    from ..types.sections import Section
    from ..types.tasks import Task, TaskCount, TaskCountOptions

__all__ = ["Projects"]

# Appended to the message when no project has a name.
HINT = "; pass archived=None to find projects whether they are archived or not"


class Projects(Resource):
    """Projects: lists, boards and calendars of tasks."""

    def get_projects(
        self, params: GetProjects = NONE, **options: Unpack[GetProjectsOptions]
    ) -> ItemIterator[Project]:
        """List the compact records of the projects visible to the user.

        Filters are ``workspace``, ``team`` (deprecated) and ``archived``. Without filters, the
        request may time out in a large organization; to find the projects of a team, use
        ``memberships.get_memberships``.

        GET /projects   (scope projects:read)
        """
        return self.client.get_collection(route("/projects"), params or {}, **options)

    def create_project(
        self, params: CreateProject = NONE, **options: Unpack[CreateProjectOptions]
    ) -> Project:
        """Create a project and return its complete record.

        The ``workspace`` cannot be changed later. ``team`` and the privacy setting
        ``private_to_team`` are deprecated: share the project afterwards with
        ``memberships.create_membership``. ``start_on`` requires ``due_on``. After creation,
        ``add_followers_for_project`` adds more ``followers``.

        POST /projects   (scope projects:write)
        """
        return self.client.post(route("/projects"), params or {}, **options)

    def get_project(
        self, project_gid: str, params: Params = None, **options: Unpack[ProjectOptions]
    ) -> Project:
        """Return the complete record of one project.

        ``html_notes``, ``project_brief`` and ``created_from_template`` are returned only if
        ``opt_fields`` lists them.

        GET /projects/{project_gid}   (scope projects:read)
        """
        return self.client.get(path("/projects/{}", project_gid), params or {}, **options)

    def update_project(
        self,
        project_gid: str,
        params: UpdateProject = NONE,
        **options: Unpack[UpdateProjectOptions],
    ) -> Project:
        """Change the given fields of a project and return its complete record.

        ``archived=True`` archives it. ``start_on`` can be changed only together with ``due_on``.
        Members, followers and custom field settings have their own methods; ``completed`` cannot be
        changed.

        PUT /projects/{project_gid}   (scope projects:write)
        """
        return self.client.put(path("/projects/{}", project_gid), params or {}, **options)

    def delete_project(
        self, project_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a project and return an empty dictionary.

        DELETE /projects/{project_gid}   (scope projects:delete)
        """
        return self.client.delete(path("/projects/{}", project_gid), params or {}, **options)

    @also_takes("project")
    def duplicate_project(
        self,
        project_gid: str,
        params: DuplicateProject = NONE,
        **options: Unpack[DuplicateProjectOptions],
    ) -> Job:
        """Start duplicating a project and return the job; its ``new_project`` is the copy.

        ``name`` is required. Tasks, views and rules are always copied; ``include`` is a
        comma-separated string of what else to copy (``members``, ``notes``, ``forms``,
        ``task_dates``, ``task_subtasks`` and so on). ``schedule_dates`` requires ``task_dates`` in
        ``include``. Use ``jobs.wait`` to wait for the copy. At most five jobs can run at a time.

        POST /projects/{project_gid}/duplicate   (scope projects:write)
        """
        return self.client.post(
            path("/projects/{}/duplicate", project_gid), params or {}, **options
        )

    def get_projects_for_task(
        self, task_gid: str, params: Params = None, **options: Unpack[ProjectListOptions]
    ) -> ItemIterator[Project]:
        """List the compact records of the projects that contain a task.

        GET /tasks/{task_gid}/projects   (scope projects:read)
        """
        return self.client.get_collection(
            path("/tasks/{}/projects", task_gid), params or {}, **options
        )

    def get_projects_for_team(
        self,
        team_gid: str,
        params: GetProjectsForTeam = NONE,
        **options: Unpack[GetProjectsForTeamOptions],
    ) -> ItemIterator[Project]:
        """List the compact records of a team's projects.

        ``archived`` limits the result to archived (True) or unarchived (False) projects.

        GET /teams/{team_gid}/projects   (scope projects:read)
        """
        return self.client.get_collection(
            path("/teams/{}/projects", team_gid), params or {}, **options
        )

    def create_project_for_team(
        self,
        team_gid: str,
        params: CreateProjectForTeam = NONE,
        **options: Unpack[CreateProjectForTeamOptions],
    ) -> Project:
        """Create a project shared with a team and return its complete record.

        The fields are those of ``create_project``.

        POST /teams/{team_gid}/projects   (scope projects:write)
        """
        return self.client.post(path("/teams/{}/projects", team_gid), params or {}, **options)

    def get_projects_for_workspace(
        self,
        workspace_gid: str,
        params: GetProjectsForWorkspace = NONE,
        **options: Unpack[GetProjectsForWorkspaceOptions],
    ) -> ItemIterator[Project]:
        """List the compact records of a workspace's projects.

        ``archived`` limits the result to archived (True) or unarchived (False) projects. The
        request may time out in a large organization.

        GET /workspaces/{workspace_gid}/projects   (scope projects:read)
        """
        return self.client.get_collection(
            path("/workspaces/{}/projects", workspace_gid), params or {}, **options
        )

    def create_project_for_workspace(
        self,
        workspace_gid: str,
        params: CreateProjectForWorkspace = NONE,
        **options: Unpack[CreateProjectForWorkspaceOptions],
    ) -> Project:
        """Create a project in a workspace and return its complete record.

        The fields are those of ``create_project``.

        POST /workspaces/{workspace_gid}/projects   (scope projects:write)
        """
        return self.client.post(
            path("/workspaces/{}/projects", workspace_gid), params or {}, **options
        )

    def search_projects_for_workspace(
        self,
        workspace_gid: str,
        params: SearchProjectsForWorkspace = NONE,
        **options: Unpack[SearchProjectsForWorkspaceOptions],
    ) -> ItemIterator[Project]:
        """Search the projects of a workspace and return up to 100 compact records.

        Projects must match all filters: ``text``, ``completed``, and in ``params`` the dotted ones,
        such as ``owner.any``, ``members.not``, ``due_on.before`` or ``custom_fields.{gid}.value``.
        The results are not paginated: to get more, pass ``sort_by="created_at"`` and continue with
        ``created_at.before``. Changes become searchable after 10 to 60 seconds. Counts toward the
        search rate limit of 60 requests per minute. Requires a paid plan, otherwise raises
        ``PremiumOnlyError``.

        GET /workspaces/{workspace_gid}/projects/search   (scope projects:read)
        """
        where = path("/workspaces/{}/projects/search", workspace_gid, pages=SearchPageIterator)
        return self.client.get_collection(where, dotted(where, params), **dotted(where, options))

    def add_custom_field_setting_for_project(
        self,
        project_gid: str,
        params: AddCustomFieldSettingForProject = NONE,
        **options: Unpack[AddCustomFieldSettingForProjectOptions],
    ) -> CustomFieldSetting:
        """Add a custom field to a project and return the custom field setting.

        ``custom_field`` is a gid, or the fields of a new one that belongs only to this project.
        ``is_important`` shows it in list views. ``insert_before`` or ``insert_after`` is the gid of
        another setting of the project. A project has at most 20 custom fields.

        POST /projects/{project_gid}/addCustomFieldSetting   (scope projects:write)
        """
        return self.client.post(
            path("/projects/{}/addCustomFieldSetting", project_gid), params or {}, **options
        )

    def remove_custom_field_setting_for_project(
        self,
        project_gid: str,
        params: RemoveCustomFieldSettingForProject = NONE,
        **options: Unpack[RemoveCustomFieldSettingForProjectOptions],
    ) -> Empty:
        """Remove a ``custom_field`` from a project and return an empty dictionary.

        Tasks keep their values, with ``enabled`` false unless another project of the task has the
        field.

        POST /projects/{project_gid}/removeCustomFieldSetting   (scope projects:write)
        """
        return self.client.post(
            path("/projects/{}/removeCustomFieldSetting", project_gid), params or {}, **options
        )

    def get_task_counts_for_project(
        self, project_gid: str, params: Params = None, **options: Unpack[TaskCountOptions]
    ) -> TaskCount:
        """Return those counts of a project's tasks that ``opt_fields`` lists.

        Without ``opt_fields`` the record is empty. The counts are ``num_tasks``,
        ``num_incomplete_tasks``, ``num_completed_tasks``, and the same for milestones (such as
        ``num_milestones``), which are also counted as tasks. Each count is expensive, and this
        route has its own rate limit.

        GET /projects/{project_gid}/task_counts   (scope projects:read)
        """
        return self.client.get(
            path("/projects/{}/task_counts", project_gid), params or {}, **options
        )

    def add_members_for_project(
        self,
        project_gid: str,
        params: AddMembersForProject = NONE,
        **options: Unpack[AddMembersForProjectOptions],
    ) -> Project:
        """Add ``members`` to a project and return its complete record.

        A member is a gid, an email address or ``me``. Depending on their notification settings,
        users also become followers.

        POST /projects/{project_gid}/addMembers
        """
        return self.client.post(
            path("/projects/{}/addMembers", project_gid, idempotent=True), params or {}, **options
        )

    def remove_members_for_project(
        self,
        project_gid: str,
        params: RemoveMembersForProject = NONE,
        **options: Unpack[RemoveMembersForProjectOptions],
    ) -> Project:
        """Remove ``members`` from a project and return its complete record.

        POST /projects/{project_gid}/removeMembers
        """
        return self.client.post(
            path("/projects/{}/removeMembers", project_gid, idempotent=True),
            params or {},
            **options,
        )

    def add_followers_for_project(
        self,
        project_gid: str,
        params: AddFollowersForProject = NONE,
        **options: Unpack[AddFollowersForProjectOptions],
    ) -> Project:
        """Add ``followers`` to a project and return its complete record.

        Followers who are not members become members.

        POST /projects/{project_gid}/addFollowers
        """
        return self.client.post(
            path("/projects/{}/addFollowers", project_gid, idempotent=True), params or {}, **options
        )

    def remove_followers_for_project(
        self,
        project_gid: str,
        params: RemoveFollowersForProject = NONE,
        **options: Unpack[RemoveFollowersForProjectOptions],
    ) -> Project:
        """Remove ``followers`` from a project and return its complete record.

        They remain members.

        POST /projects/{project_gid}/removeFollowers
        """
        return self.client.post(
            path("/projects/{}/removeFollowers", project_gid, idempotent=True),
            params or {},
            **options,
        )

    def project_save_as_template(
        self,
        project_gid: str,
        params: ProjectSaveAsTemplate = NONE,
        **options: Unpack[ProjectSaveAsTemplateOptions],
    ) -> Job:
        """Start saving a project as a project template and return the job.

        The job's ``new_project_template`` is the template. ``name`` and ``public`` are required,
        and so is ``team`` in an organization, ``workspace`` elsewhere.

        POST /projects/{project_gid}/saveAsTemplate
        """
        return self.client.post(
            path("/projects/{}/saveAsTemplate", project_gid), params or {}, **options
        )

    def rollup_project(
        self, project_gid: str, params: Params = None, **options: Unpack[JobOptions]
    ) -> Job:
        """Start a rollup of subtask dates in a project and return the job.

        POST /projects/{project_gid}/rollup   (scope projects:write)
        """
        return self.client.post(path("/projects/{}/rollup", project_gid), params or {}, **options)

    def named(
        self,
        workspace_gid: str,
        name: str,
        *,
        archived: bool | None = False,
        **options: Unpack[ProjectOptions],
    ) -> Project:
        """Return the project with the given name in a workspace.

        The name is compared exactly, then ignoring case and white space. Raises ``LookupError`` if
        no project has the name (the message lists similar names) or if several have it (the message
        lists their gids). The record has the name, the type, and the fields requested with
        ``fields``. Sends one request per 100 projects.

        By default only unarchived projects are found; ``archived=True`` finds only archived
        projects, ``archived=None`` both.

        GET /workspaces/{workspace_gid}/projects   (scope projects:read)
        """
        return self._names(workspace_gid, archived).named(name, options)

    def ensure(
        self, workspace_gid: str, name: str, /, **fields: Unpack[CreateProjectForWorkspaceOptions]
    ) -> Project:
        """Return the project with the given name in a workspace; create it if there is none.

        Names are compared as in :meth:`named`. The other fields are used only to create the
        project; an existing one is not changed. If the outcome of the create request is unknown,
        the projects are listed again before it is retried. Calls from several threads are
        serialized; two processes that run at the same time may each create one, and later calls
        then raise ``LookupError`` with the gids. Sends one request per 100 projects, and one to
        create the project.

        An archived project is found only if you pass ``archived=True``. In an organization,
        creating a project may require ``team``.

        POST /projects   (scope projects:write)
        """
        return self._names(workspace_gid, bool(fields.get("archived"))).ensure(name, fields)

    def importer(
        self,
        project_gid: str,
        journal: str | os.PathLike[str],
        *,
        update: bool = False,
        dry_run: bool = False,
        concurrency: int = 10,
        grace: float = 60,
        progress: bool | Callable[[int, int], object] | None = None,
    ) -> Importer:
        """Return an :class:`asana.importing.Importer`, which creates many tasks, each exactly once.

        ``journal`` is the path of a file that records the progress. After a crash or an error, run
        the import again with the same journal: it resumes without creating duplicates. Invalid rows
        raise ``InvalidRowsError`` before anything is written.

        With ``update=True``, rows that have changed since they were imported are updated. With
        ``dry_run=True`` nothing is written, and the report lists what would be. If the outcome of a
        request is unknown, its result is looked up ``grace`` seconds later, when the request can no
        longer be in progress. ``progress`` is True for a tqdm progress bar, or a function that is
        called with the completed and total counts. Sends two requests, and those of
        :meth:`asana.importing.Importer.run`.

        POST /tasks   (scope tasks:write)
        """
        from ..importing import Importer  # slow to import

        return Importer(
            self.client,
            project_gid,
            journal,
            update=update,
            dry_run=dry_run,
            concurrency=concurrency,
            grace=grace,
            progress=progress,
        )

    def export(
        self,
        project_gid: str,
        folder: str | os.PathLike[str],
        *,
        files: bool = True,
        markdown: bool = False,
        progress: Progress | None = None,
        **options: Any,
    ) -> Manifest:
        """Export a project to a folder, or bring an existing export up to date.

        Writes the records as JSON Lines, the files of attachments to ``files/``, and
        ``manifest.json``, whose content is returned: counts, sizes and checksums. After an
        interruption of any kind, call this again to resume. A later run fetches what has changed;
        records that are no longer in the project move to ``removed.jsonl``, and their files are
        kept. :func:`asana.exporting.verify` checks the folder.

        ``files=False`` skips the files, ``markdown=True`` adds ``notes_markdown`` and
        ``text_markdown`` next to the HTML, and ``progress`` is called with the phase, the number
        done, and the total or None. Sends one request per 100 tasks, and one per ten tasks with
        subtasks; for what is new or changed, two per ten tasks for their stories and attachments,
        one per file, and one per ten users. Further pages add requests.

        Raises ``ValueError`` if the folder holds the export of something else or another process is
        exporting to it, and ``AsanaError`` if a request failed; call this again to resume.

        GET /projects/{project_gid}/tasks   (scope tasks:read)
        """
        from ..exporting import export_project  # slow to import

        return export_project(self.client, project_gid, folder, files, markdown, progress, options)

    def restore(
        self,
        project_gid: str,
        folder: str | os.PathLike[str],
        journal: str | os.PathLike[str],
        *,
        dry_run: bool = False,
        **options: Any,
    ) -> Restored:
        """Import the export of a project into another project, usually a new one.

        Creates the missing sections, tags, custom fields and enum options, then imports the tasks
        with an :class:`asana.importing.Importer`: their hierarchy and order, fields, comments (with
        author and time in the text), files and dependencies. Users are matched by email address,
        custom fields by name. In the result, ``report`` is the report of the import, and ``lost``
        lists what could not be restored.

        ``journal`` is the path of the import's journal: after an interruption, call this with the
        same journal to resume. ``options`` are those of :meth:`importer` except ``dry_run``. Sends
        a few requests to read what exists, one for each object created, and those of the import.

        POST /tasks   (scope tasks:write)
        """
        from ..exporting import restore

        return restore(self.client, project_gid, folder, journal, dry_run, options)

    def _names(self, workspace_gid: str, archived: bool | None) -> Names[Project]:
        params: GetProjectsForWorkspace = {} if archived is None else {"archived": archived}
        listing = partial(self.get_projects_for_workspace, workspace_gid, params)
        hint = "" if archived is None else HINT
        return Names(self.client, "project", workspace_gid, listing, self.create_project, hint=hint)

    # -- python-asana 0.x names

    add_custom_field_setting = classic(add_custom_field_setting_for_project, gids.project)
    """Add a custom field to a project and return the custom field setting."""
    add_followers = classic(add_followers_for_project, gids.project)
    """Add ``followers`` to a project and return its complete record."""
    add_members = classic(add_members_for_project, gids.project)
    """Add ``members`` to a project and return its complete record."""
    create = classic(create_project, gids.no_gid)
    """Create a project and return its complete record."""
    create_in_team = classic(create_project_for_team, gids.team)
    """Create a project shared with a team and return its complete record."""
    create_in_workspace = classic(create_project_for_workspace, gids.workspace)
    """Create a project in a workspace and return its complete record."""
    delete = classic(delete_project, gids.project)
    """Delete a project and return an empty dictionary."""
    find_all = classic(get_projects, gids.no_gid)
    """List the compact records of the projects visible to the user."""
    find_by_id = classic(get_project, gids.project)
    """Return the complete record of one project."""
    find_by_team = classic(get_projects_for_team, gids.team)
    """List the compact records of a team's projects."""
    find_by_workspace = classic(get_projects_for_workspace, gids.workspace)
    """List the compact records of a workspace's projects."""
    remove_custom_field_setting = classic(remove_custom_field_setting_for_project, gids.project)
    """Remove a ``custom_field`` from a project and return an empty dictionary."""
    remove_followers = classic(remove_followers_for_project, gids.project)
    """Remove ``followers`` from a project and return its complete record."""
    remove_members = classic(remove_members_for_project, gids.project)
    """Remove ``members`` from a project and return its complete record."""

    @old_listing(gids.project)
    def sections(
        self, project: Gid, params: Params = None, **options: Any
    ) -> ItemIterator[Section]:
        """List the compact records of a project's sections, in their order.

        Classic name of ``sections.get_sections_for_project``.

        GET /projects/{project}/sections
        """
        return self.client.get_collection(
            path("/projects/{}/sections", project), params or {}, **options
        )

    @old_listing(gids.project)
    def tasks(self, project: Gid, params: Params = None, **options: Any) -> ItemIterator[Task]:
        """List the compact records of a project's tasks, in the project's order.

        Classic name of ``tasks.get_tasks_for_project``.

        GET /projects/{project}/tasks   (scope tasks:read)
        """
        return self.client.get_collection(
            path("/projects/{}/tasks", project), params or {}, **options
        )

    update = classic(update_project, gids.project)
    """Change the given fields of a project and return its complete record."""
