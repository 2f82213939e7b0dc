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
        stories = [story for story in listing if story["type"] == "comment"]
        assert [story["text"] for story in stories] == ["one", "two"]
    one, two = (story["gid"] for story in stories)
    updated = client.stories.update(story=one, text="three")
    assert client.stories.find_by_id(story=one) == updated
    assert client.stories.delete(story=two) == {}
    assert two not in [story["gid"] for story in client.stories.find_by_task(task_gid)]


def test_comments_on_a_goal(client: asana.Client, goal_gid: str) -> None:
    for text in "abc":
        client.stories.create_story_for_goal(goal_gid, {"text": text})
    listed = client.stories.get_stories_for_goal(goal_gid, page_size=2)
    assert [story["text"] for story in listed if story["type"] == "comment"] == ["a", "b", "c"]
