import asana
from asana.sandbox import Sandbox


def test_reactions_are_listed_over_several_pages(
    client: asana.Client, sandbox: Sandbox, task_gid: str
) -> None:
    comment = client.stories.create_story_for_task(task_gid, {"text": "good news"})["gid"]
    for user, emoji in zip(sandbox.store.all("user"), ("👍", "👍🏽", "🎉"), strict=False):
        sandbox.store.create(
            "reaction",
            target=sandbox.store.get("story", comment),
            user=user,
            emoji=emoji,
            emoji_base=emoji[0],
        )
    listed = client.reactions.get_reactions_on_object(target=comment, emoji_base="👍", page_size=1)
    assert [reaction["emoji"] for reaction in listed] == ["👍", "👍🏽"]
