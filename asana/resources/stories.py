"""Stories: comments, and the history of changes."""

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
    """Stories: comments, and the history of changes."""

    def get_story(
        self, story_gid: str, params: Params = None, **options: Unpack[StoryOptions]
    ) -> Story:
        """Return the complete record of one story.

        ``html_text`` is returned only if ``opt_fields`` lists it.

        GET /stories/{story_gid}   (scope stories:read)
        """
        return self.client.get(path("/stories/{}", story_gid), params or {}, **options)

    def update_story(
        self, story_gid: str, params: UpdateStory = NONE, **options: Unpack[UpdateStoryOptions]
    ) -> Story:
        """Change a story and return its complete record.

        ``text`` or ``html_text`` (not both) can be changed only on comments. ``is_pinned`` pins
        comments and attachment stories.

        PUT /stories/{story_gid}   (scope stories:write)
        """
        return self.client.put(path("/stories/{}", story_gid), params or {}, **options)

    def delete_story(
        self, story_gid: str, params: Params = None, **options: Unpack[Options]
    ) -> Empty:
        """Delete a story that the user has created and return an empty dictionary.

        DELETE /stories/{story_gid}   (scope stories:delete)
        """
        return self.client.delete(path("/stories/{}", story_gid), params or {}, **options)

    def get_stories_for_task(
        self, task_gid: str, params: Params = None, **options: Unpack[StoryListOptions]
    ) -> ItemIterator[Story]:
        """List the compact records of a task's stories, including comments, oldest first.

        Comments have the ``resource_subtype`` ``comment_added``. The text of other stories depends
        on the user's language: use ``resource_subtype`` to distinguish them.

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

        Pass ``text``, ``html_text`` or ``sticker_name``. The author is the user of the token.

        POST /tasks/{task_gid}/stories   (scope stories:write)
        """
        return self.client.post(path("/tasks/{}/stories", task_gid), params or {}, **options)

    def get_stories_for_goal(
        self, goal_gid: str, params: Params = None, **options: Unpack[StoryListOptions]
    ) -> ItemIterator[Story]:
        """List the compact records of a goal's stories, including comments, oldest first.

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

        Pass ``text``, ``html_text`` or ``sticker_name``. The author is the user of the token.

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
        """Return the comment on a task with the given key; post it if there is none.

        If a comment with the same ``key`` exists, nothing is posted, even if the text differs. The
        key is visible, because Asana has no hidden place for it: the last line of the comment is
        ``[key]``. Pass ``text`` or ``html_text``, not both. A comment of any user that ends with
        the key is found; if somebody has removed the key from a comment, it is posted again.

        If the outcome of posting is unknown, the stories are listed again before it is retried.
        Calls from several threads are serialized; two processes that run at the same time may each
        post one. The record has the type, text, author and time, or the fields requested with
        ``fields``. Sends one request per 100 stories of the task, and one to post the comment.

        POST /tasks/{task_gid}/stories   (scope stories:write)
        """
        words = {"text": text, "html_text": html_text}
        return ensure_comment(self.client, task_gid, words, key, options)

    # -- python-asana 0.x names

    create_on_task = classic(create_story_for_task, gids.task)
    """Comment on a task and return the complete record of the comment."""
    delete = classic(delete_story, gids.story)
    """Delete a story that the user has created and return an empty dictionary."""
    find_by_id = classic(get_story, gids.story)
    """Return the complete record of one story."""
    find_by_task = classic(get_stories_for_task, gids.task)
    """List the compact records of a task's stories, including comments, oldest first."""
    update = classic(update_story, gids.story)
    """Change a story and return its complete record."""
