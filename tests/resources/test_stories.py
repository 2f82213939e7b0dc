import pytest

import asana
from asana import error


def test_a_comment_from_beginning_to_end(client: asana.Client, task_gid: str) -> None:
    created = client.stories.create_story_for_task(task_gid, {"text": "first"})
    gid = created["gid"]
    assert client.stories.get_story(gid)["type"] == "comment"
    assert client.stories.update_story(gid, {"text": "better"})["is_edited"] is True
    texts = [s["text"] for s in client.stories.get_stories_for_task(task_gid, page_size=1)]
    assert texts[-1] == "better"
    assert client.stories.delete_story(gid) == {}
    with pytest.raises(error.NotFoundError):
        client.stories.get_story(gid)


def test_comments_by_their_classic_names(client: asana.Client, task_gid: str) -> None:
    client.tasks.add_comment(task_gid, {"text": "one"})
    client.stories.create_on_task(task_gid, text="two")
    for listing in (client.tasks.stories(task_gid), client.stories.find_by_task(task=task_gid)):
        assert [s["text"] for s in listing if s["type"] == "comment"] == ["one", "two"]
