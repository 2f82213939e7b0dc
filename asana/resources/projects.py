"""Projects: lists, boards and calendars of tasks."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any

from .._above.names import Names
from .._call.parts import NONE
from .._call.paths import path, route
from .._call.words import dotted
from ..exporting import Manifest, Progress, Restored, export_project, restore
from ..importing import GRACE, Importer
from ..page_iterator import ItemIterator, SearchPageIterator
from . import gids
from .resource import Gid, Params, Resource, also_takes, classic, old_listing

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from typing_extensions import Unpack

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

# What else to say when no project has a name.
HINT = "; pass archived=None to find projects whether they are archived or not"


class Projects(Resource):
    """Projects: lists, boards and calendars of tasks."""

    def get_projects(
        self, params: GetProjects = NONE, **options: Unpack[GetProjectsOptions]
    ) -> ItemIterator[Project]:
        """List the compact records of the projects that the user can see.

        Filters are ``workspace``, ``team`` (deprecated) and ``archived``. Without any it may time
        out in a large organization; ``memberships.get_memberships`` finds the projects of a team.

        GET /projects   (scope projects:read)
        """
        return self.client.get_collection(route("/projects"), params or {}, **options)

    def create_project(
        self, params: CreateProject = NONE, **options: Unpack[CreateProjectOptions]
    ) -> Project:
        """Create a project and return its complete record.

        The ``workspace`` cannot be changed later. ``team`` and the privacy setting
        ``private_to_team`` are deprecated: share the project afterwards, with
        ``memberships.create_membership``. ``start_on`` needs a ``due_on``. ``followers`` can be
        given only here, and later by ``add_followers_for_project``.

        POST /projects   (scope projects:write)
        """
        return self.client.post(route("/projects"), params or {}, **options)

    def get_project(
        self, project_gid: str, params: Params = None, **options: Unpack[ProjectOptions]
    ) -> Project:
        """Return the complete record of one project.

        ``html_notes``, ``project_brief`` and ``created_from_template`` come only when
        ``opt_fields`` names them.

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

        ``archived`` archives it. ``start_on`` is changed together with ``due_on``. Members,
        followers and custom field settings have methods of their own; ``completed`` cannot be
        written.

        PUT /projects/{project_gid}   (scope projects:write)
        """
        return self.client.put(path("/projects/{}", project_gid), params or {}, **options)

    def delete_project(
        self, project_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a project; returns nothing.

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
        """Start copying a project and return the job, whose ``new_project`` is the copy.

        ``name`` is required. Tasks, views and rules are always copied; ``include`` is a comma list
        of what else (``members``, ``notes``, ``forms``, ``task_dates``, ``task_subtasks`` and so
        on), and ``schedule_dates`` goes with ``task_dates``. ``jobs.get_job`` tells when the copy
        is complete. Five jobs may run at a time.

        POST /projects/{project_gid}/duplicate   (scope projects:write)
        """
        return self.client.post(
            path("/projects/{}/duplicate", project_gid), params or {}, **options
        )

    def get_projects_for_task(
        self, task_gid: str, params: Params = None, **options: Unpack[ProjectListOptions]
    ) -> ItemIterator[Project]:
        """List the compact records of the projects that a task is in.

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

        ``archived`` keeps only the archived ones (true) or the others (false).

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

        It takes what ``create_project`` takes.

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

        ``archived`` keeps only the archived ones (true) or the others (false). In a large
        organization it may time out.

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

        It takes what ``create_project`` takes.

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
        """Search a workspace's projects; returns compact records, 100 at most.

        All filters must hold: ``text``, ``completed``, and in ``params`` the dotted ones, such as
        ``owner.any``, ``members.not``, ``due_on.before`` or ``custom_fields.{gid}.value``. There
        are no pages: give ``sort_by="created_at"`` and go on with ``created_at.before``. Changes
        are found after 10 to 60 seconds. It counts as a search (60 a minute) and needs a paid
        plan, else ``PremiumOnlyError``.

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

        ``custom_field`` is a gid, or the fields of a new one that only this project has.
        ``is_important`` shows it in lists. ``insert_before`` or ``insert_after`` is the gid of
        another setting of the project. A project has 20 custom fields at most.

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
        """Remove a ``custom_field`` from a project; returns nothing.

        Values that tasks hold stay, with ``enabled`` false, unless another project of the task has
        the field too.

        POST /projects/{project_gid}/removeCustomFieldSetting   (scope projects:write)
        """
        return self.client.post(
            path("/projects/{}/removeCustomFieldSetting", project_gid), params or {}, **options
        )

    def get_task_counts_for_project(
        self, project_gid: str, params: Params = None, **options: Unpack[TaskCountOptions]
    ) -> TaskCount:
        """Return the counts of a project's tasks that ``opt_fields`` names.

        Without ``opt_fields`` the record is empty. The counts are ``num_tasks``,
        ``num_incomplete_tasks``, ``num_completed_tasks``, and the same for milestones (as
        ``num_milestones``), which are counted as tasks too. Each count is costly, and there is a
        rate limit for this alone.

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

        A member is a gid, an e-mail address or ``me``. Users whose notification settings say so
        become followers too.

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

        Those who are not members become members.

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

        They stay members.

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
        """Start making a project template of a project and return the job.

        The job's ``new_project_template`` is the template. ``name`` and ``public`` are required,
        and ``team`` in an organization or else ``workspace``.

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
        """Return the one project in a workspace with a name.

        The name is compared as it is, then without regard to case and white space. If there is no
        such project, or more than one, ``LookupError`` gives the near names or the gids. The record
        has its name and type, and what ``fields`` asks for. One listing: a request for every 100
        projects.

        Archived projects are left out; with ``archived=True`` only they are found, with ``None``
        both.

        GET /workspaces/{workspace_gid}/projects   (scope projects:read)
        """
        return self._names(workspace_gid, archived).named(name, options)

    def ensure(
        self, workspace_gid: str, name: str, /, **fields: Unpack[CreateProjectForWorkspaceOptions]
    ) -> Project:
        """Return the one project in a workspace with a name; create it if there is none.

        Names are compared as in :meth:`named`. Further fields are those of a new project; one that
        is there is not changed. If it is unclear whether it was created, the projects are listed
        again before another attempt. Threads of a process take turns; two processes at the same
        time may create it twice, and then ``LookupError`` gives the gids. One listing, and one
        request to create it.

        An archived project is not found, unless the new one is to be archived too. In an
        organization a new one may need a ``team``.

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
        grace: float = GRACE,
        progress: bool | Callable[[int, int], object] | None = None,
    ) -> Importer:
        """Return an :class:`asana.importing.Importer`, which creates many tasks, once each.

        ``journal`` is the path of a file that keeps what was done. Run the import again with it
        after a crash or an error, and it goes on where it stopped, without creating anything
        twice. Rows that are wrong raise ``InvalidRowsError`` before anything is written.

        With ``update=True``, rows that have changed since they were imported are written again;
        with ``dry_run=True`` nothing is, and the report says what would be. A request whose answer
        was unclear is looked for ``grace`` seconds later, when none can still be running.
        ``progress`` is True for a bar of tqdm, or a function of what is done and of the total. Two
        requests, and those of :meth:`asana.importing.Importer.run`.

        POST /tasks   (scope tasks:write)
        """
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
        """Export a project into a folder, or bring an export there up to date.

        It writes the records as JSON lines, the files of attachments into ``files/``, and
        ``manifest.json``, which it returns: counts, sizes and checksums. A run that was stopped,
        by whatever, goes on where it was when you call it again. A later run reads what has
        changed; what is no longer in the project goes to ``removed.jsonl``, and its files stay.
        :func:`asana.exporting.verify` checks the folder.

        ``files=False`` downloads nothing, ``markdown=True`` puts ``notes_markdown`` and
        ``text_markdown`` beside the HTML, ``progress`` is called with a phase, what is done of it,
        and the total or None. It takes one request for every 100 tasks, and one for every ten tasks
        with subtasks; for what is new or changed, two for every ten tasks, for their stories and
        attachments, one for every file, and one for every ten users; and those of further pages.

        Raises ``ValueError`` where the folder has the export of something else or another process
        exports to it, and ``AsanaError`` where a request failed; call it again to go on.

        GET /projects/{project_gid}/tasks   (scope tasks:read)
        """
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
        """Import the export of a project into another project, such as a new one.

        It creates what is missing, the sections, tags, custom fields and their options, and then
        imports the tasks with an :class:`asana.importing.Importer`: their tree and order, fields,
        comments, with author and time in the text, files and dependencies. Users are those with
        the same e-mail address, custom fields those with the same name. ``report`` is that of the
        import, and ``lost`` lists what could not be kept.

        ``journal`` is the path of the import's journal: call it again with the same one to go on
        after a stop. ``options`` are those of :meth:`importer`, besides ``dry_run``. A few requests
        for what is there, one for what is created, and those of the import.

        POST /tasks   (scope tasks:write)
        """
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
    """Delete a project; returns nothing."""
    find_all = classic(get_projects, gids.no_gid)
    """List the compact records of the projects that the user can see."""
    find_by_id = classic(get_project, gids.project)
    """Return the complete record of one project."""
    find_by_team = classic(get_projects_for_team, gids.team)
    """List the compact records of a team's projects."""
    find_by_workspace = classic(get_projects_for_workspace, gids.workspace)
    """List the compact records of a workspace's projects."""
    remove_custom_field_setting = classic(remove_custom_field_setting_for_project, gids.project)
    """Remove a ``custom_field`` from a project; returns nothing."""
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
