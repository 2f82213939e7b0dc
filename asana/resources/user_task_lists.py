"""User task lists: a user's My Tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._call.parts import NONE
from .._call.paths import path
from ..page_iterator import ItemIterator
from . import gids
from .resource import Gid, Params, Resource, classic, old_listing

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.tasks import Task
    from ..types.user_task_lists import (
        GetUserTaskListForUser,
        GetUserTaskListForUserOptions,
        UserTaskList,
        UserTaskListOptions,
    )

__all__ = ["UserTaskLists"]


class UserTaskLists(Resource):
    """User task lists: a user's My Tasks."""

    def get_user_task_list(
        self, user_task_list_gid: str, params: Params = None, **options: Unpack[UserTaskListOptions]
    ) -> UserTaskList:
        """Return the complete record of one user task list.

        GET /user_task_lists/{user_task_list_gid}   (scope tasks:read)
        """
        return self.client.get(
            path("/user_task_lists/{}", user_task_list_gid), params or {}, **options
        )

    def get_user_task_list_for_user(
        self,
        user_gid: str,
        params: GetUserTaskListForUser = NONE,
        **options: Unpack[GetUserTaskListForUserOptions],
    ) -> UserTaskList:
        """Return the complete record of a user's task list in a ``workspace``.

        ``workspace`` is required: a user has one list per workspace.
        ``tasks.get_tasks_for_user_task_list`` lists the tasks.

        GET /users/{user_gid}/user_task_list   (scope tasks:read)
        """
        return self.client.get(path("/users/{}/user_task_list", user_gid), params or {}, **options)

    # -- python-asana 0.x names

    find_by_id = classic(get_user_task_list, gids.user_task_list)
    """Return the complete record of one user task list."""
    find_by_user = classic(get_user_task_list_for_user, gids.user)
    """Return the complete record of a user's task list in a ``workspace``."""

    @old_listing(gids.user_task_list)
    def tasks(
        self, user_task_list: Gid, params: Params = None, **options: Any
    ) -> ItemIterator[Task]:
        """List the compact records of the tasks in a user's My Tasks.

        Classic name of ``tasks.get_tasks_for_user_task_list``.

        GET /user_task_lists/{user_task_list}/tasks   (scope tasks:read)
        """
        return self.client.get_collection(
            path("/user_task_lists/{}/tasks", user_task_list), params or {}, **options
        )
