"""Tags: labels on tasks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from .._above.names import Names
from .._call.parts import NONE
from .._call.paths import path, route
from ..page_iterator import ItemIterator
from . import gids
from .resource import Gid, Params, Resource, classic, old_listing

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty, Options
    from ..types.tags import (
        CreateTag,
        CreateTagForWorkspace,
        CreateTagForWorkspaceOptions,
        CreateTagOptions,
        GetTags,
        GetTagsOptions,
        Tag,
        TagListOptions,
        TagOptions,
        UpdateTag,
        UpdateTagOptions,
    )
    from ..types.tasks import Task

__all__ = ["Tags"]


class Tags(Resource):
    """Tags: labels on tasks."""

    def get_tags(
        self, params: GetTags = NONE, **options: Unpack[GetTagsOptions]
    ) -> ItemIterator[Tag]:
        """List the compact records of the tags visible to the user.

        ``workspace`` limits the result to one workspace.

        GET /tags   (scope tags:read)
        """
        return self.client.get_collection(route("/tags"), params or {}, **options)

    def create_tag(self, params: CreateTag = NONE, **options: Unpack[CreateTagOptions]) -> Tag:
        """Create a tag and return its complete record.

        ``name`` and ``workspace`` are required. Several tags can have the same name. ``followers``
        can be set only on creation.

        POST /tags   (scope tags:write)
        """
        return self.client.post(route("/tags"), params or {}, **options)

    def get_tag(self, tag_gid: str, params: Params = None, **options: Unpack[TagOptions]) -> Tag:
        """Return the complete record of one tag.

        GET /tags/{tag_gid}   (scope tags:read)
        """
        return self.client.get(path("/tags/{}", tag_gid), params or {}, **options)

    def update_tag(
        self, tag_gid: str, params: UpdateTag = NONE, **options: Unpack[UpdateTagOptions]
    ) -> Tag:
        """Change the name, color or notes of a tag and return its complete record.

        PUT /tags/{tag_gid}   (scope tags:write)
        """
        return self.client.put(path("/tags/{}", tag_gid), params or {}, **options)

    def delete_tag(self, tag_gid: str, params: Params = None, **options: Unpack[Options]) -> Empty:
        """Delete a tag and return an empty dictionary.

        DELETE /tags/{tag_gid}
        """
        return self.client.delete(path("/tags/{}", tag_gid), params or {}, **options)

    def get_tags_for_task(
        self, task_gid: str, params: Params = None, **options: Unpack[TagListOptions]
    ) -> ItemIterator[Tag]:
        """List the compact records of a task's tags.

        GET /tasks/{task_gid}/tags   (scope tags:read)
        """
        return self.client.get_collection(path("/tasks/{}/tags", task_gid), params or {}, **options)

    def get_tags_for_workspace(
        self, workspace_gid: str, params: Params = None, **options: Unpack[TagListOptions]
    ) -> ItemIterator[Tag]:
        """List the compact records of a workspace's tags.

        GET /workspaces/{workspace_gid}/tags   (scope tags:read)
        """
        return self.client.get_collection(
            path("/workspaces/{}/tags", workspace_gid), params or {}, **options
        )

    def create_tag_for_workspace(
        self,
        workspace_gid: str,
        params: CreateTagForWorkspace = NONE,
        **options: Unpack[CreateTagForWorkspaceOptions],
    ) -> Tag:
        """Create a tag in a workspace and return its complete record.

        ``name`` is required. Several tags can have the same name.

        POST /workspaces/{workspace_gid}/tags   (scope tags:write)
        """
        return self.client.post(path("/workspaces/{}/tags", workspace_gid), params or {}, **options)

    def named(self, workspace_gid: str, name: str, **options: Unpack[TagOptions]) -> Tag:
        """Return the tag with the given name in a workspace.

        The name is compared exactly, then ignoring case and white space. Raises ``LookupError`` if
        no tag has the name (the message lists similar names) or if several have it (the message
        lists their gids). The record has the name, the type, and the fields requested with
        ``fields``. Sends one request per 100 tags.

        GET /workspaces/{workspace_gid}/tags   (scope tags:read)
        """
        return self._names(workspace_gid).named(name, options)

    def ensure(
        self, workspace_gid: str, name: str, /, **fields: Unpack[CreateTagForWorkspaceOptions]
    ) -> Tag:
        """Return the tag with the given name in a workspace; create it if there is none.

        Names are compared as in :meth:`named`. The other fields are used only to create the tag; an
        existing one is not changed. If the outcome of the create request is unknown, the tags are
        listed again before it is retried. Calls from several threads are serialized; two processes
        that run at the same time may each create one, and later calls then raise ``LookupError``
        with the gids. Sends one request per 100 tags, and one to create the tag.

        POST /tags   (scope tags:write)
        """
        return self._names(workspace_gid).ensure(name, fields)

    def _names(self, workspace_gid: str) -> Names[Tag]:
        return Names(
            self.client,
            "tag",
            workspace_gid,
            partial(self.get_tags_for_workspace, workspace_gid),
            self.create_tag,
        )

    # -- python-asana 0.x names

    create = classic(create_tag, gids.no_gid)
    """Create a tag and return its complete record."""
    create_in_workspace = classic(create_tag_for_workspace, gids.workspace)
    """Create a tag in a workspace and return its complete record."""
    delete = classic(delete_tag, gids.tag)
    """Delete a tag and return an empty dictionary."""
    find_all = classic(get_tags, gids.no_gid)
    """List the compact records of the tags visible to the user."""
    find_by_id = classic(get_tag, gids.tag)
    """Return the complete record of one tag."""
    find_by_workspace = classic(get_tags_for_workspace, gids.workspace)
    """List the compact records of a workspace's tags."""

    @old_listing(gids.tag)
    def get_tasks_with_tag(
        self, tag: Gid, params: Params = None, **options: Any
    ) -> ItemIterator[Task]:
        """List the compact records of the tasks with a tag.

        Classic name of ``tasks.get_tasks_for_tag``.

        GET /tags/{tag}/tasks   (scope tasks:read)
        """
        return self.client.get_collection(path("/tags/{}/tasks", tag), params or {}, **options)

    update = classic(update_tag, gids.tag)
    """Change the name, color or notes of a tag and return its complete record."""
