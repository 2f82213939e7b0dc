"""Stories: comments, and the record of what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._above.comments import ensure_comment
from .._call.parts import NONE
from .._call.paths import path
from ..page_iterator import ItemIterator
from . import gids
from .resource import Params, Resource, classic

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..types.common import Empty, Options
    from ..types.stories import (
        CreateStoryForGoal,
        CreateStoryForGoalOptions,
        CreateStoryForTask,
        CreateStoryForTaskOptions,
        Story,
        StoryListOptions,
        StoryOptions,
        UpdateStory,
        UpdateStoryOptions,
    )

__all__ = ["Stories"]


class Stories(Resource):
    """Stories: comments, and the record of what was done."""

    def get_story(
        self, story_gid: str, params: Params = None, **options: Unpack[StoryOptions]
    ) -> Story:
        """Return the complete record of one story.

        ``html_text`` comes only when ``opt_fields`` names it.

        GET /stories/{story_gid}   (scope stories:read)
        """
        return self.client.get(path("/stories/{}", story_gid), params or {}, **options)

    def update_story(
        self, story_gid: str, params: UpdateStory = NONE, **options: Unpack[UpdateStoryOptions]
    ) -> Story:
        """Change a story and return its complete record.

        Only comments can change their ``text`` or ``html_text`` (give one of them). ``is_pinned``
        pins comments and attachment stories.

        PUT /stories/{story_gid}   (scope stories:write)
        """
        return self.client.put(path("/stories/{}", story_gid), params or {}, **options)

    def delete_story(
        self, story_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a story, which the user must have created; returns nothing.

        DELETE /stories/{story_gid}   (scope stories:delete)
        """
        return self.client.delete(path("/stories/{}", story_gid), params or {}, **options)

    def get_stories_for_task(
        self, task_gid: str, params: Params = None, **options: Unpack[StoryListOptions]
    ) -> ItemIterator[Story]:
        """List the compact records of a task's stories, comments among them, oldest first.

        Comments have the ``resource_subtype`` ``comment_added``. The words of the others depend on
        the user's language: go by ``resource_subtype``.

        GET /tasks/{task_gid}/stories   (scope stories:read)
        """
        return self.client.get_collection(
            path("/tasks/{}/stories", task_gid), params or {}, **options
        )

    def create_story_for_task(
        self,
        task_gid: str,
        params: CreateStoryForTask = NONE,
        **options: Unpack[CreateStoryForTaskOptions],
    ) -> Story:
        """Comment on a task and return the complete record of the comment.

        Give ``text`` or ``html_text``, or a ``sticker_name``. The user is its author.

        POST /tasks/{task_gid}/stories   (scope stories:write)
        """
        return self.client.post(path("/tasks/{}/stories", task_gid), params or {}, **options)

    def get_stories_for_goal(
        self, goal_gid: str, params: Params = None, **options: Unpack[StoryListOptions]
    ) -> ItemIterator[Story]:
        """List the compact records of a goal's stories, comments among them, oldest first.

        GET /goals/{goal_gid}/stories   (scope stories:read)
        """
        return self.client.get_collection(
            path("/goals/{}/stories", goal_gid), params or {}, **options
        )

    def create_story_for_goal(
        self,
        goal_gid: str,
        params: CreateStoryForGoal = NONE,
        **options: Unpack[CreateStoryForGoalOptions],
    ) -> Story:
        """Comment on a goal and return the complete record of the comment.

        Give ``text`` or ``html_text``, or a ``sticker_name``. The user is its author.

        POST /goals/{goal_gid}/stories   (scope stories:write)
        """
        return self.client.post(path("/goals/{}/stories", goal_gid), params or {}, **options)

    def ensure_comment(
        self,
        task_gid: str,
        text: str | None = None,
        *,
        key: str,
        html_text: str | None = None,
        **options: Unpack[Options],
    ) -> Story:
        """Return the comment on a task with a key, and post it if there is none.

        Call it again with the same ``key`` and nothing is posted, even if the text is another one.
        The key is visible: the last line of the comment is ``[key]``, in ``text`` and in
        ``html_text``, of which you give one. Asana has no place to hide it. A comment of any user
        that ends so is found; one from which somebody has removed it is posted again.

        If it is unclear whether it was posted, the stories are listed again before another attempt.
        Threads of a process take turns; two processes at the same time may post it twice. The
        record has type, text, author and time, or what ``fields`` asks for. It takes a request for
        every 100 stories of the task, and one to post it.

        POST /tasks/{task_gid}/stories   (scope stories:write)
        """
        words = {"text": text, "html_text": html_text}
        return ensure_comment(self.client, task_gid, words, key, options)

    # -- python-asana 0.x names

    create_on_task = classic(create_story_for_task, gids.task)
    """Comment on a task and return the complete record of the comment."""
    delete = classic(delete_story, gids.story)
    """Delete a story, which the user must have created; returns nothing."""
    find_by_id = classic(get_story, gids.story)
    """Return the complete record of one story."""
    find_by_task = classic(get_stories_for_task, gids.task)
    """List the compact records of a task's stories, comments among them, oldest first."""
    update = classic(update_story, gids.story)
    """Change a story and return its complete record."""
