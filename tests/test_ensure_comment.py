"""Comments once: a job that runs again does not repeat a comment, whatever happens."""

import threading
from typing import Any

import pytest

import asana
from asana._above import comments as comments_of
from asana._above.comments import FIELDS
from tests.overriding import overriding
from tests.places import CLEAR, UNCLEAR, Place, killed, place, shared

__all__ = ["place", "shared"]


@pytest.fixture
def task(place: Place) -> str:
    made = place.client.tasks.create_task(name="Pay", projects=[place.project])
    return str(made["gid"])


def comments(place: Place, task: str) -> list[str]:
    return [
        story["text"]
        for story in place.client.stories.get_stories_for_task(task, fields=["text", "type"])
        if story["type"] == "comment"
    ]


def test_a_comment_is_posted_once(place: Place, task: str) -> None:
    ensure = place.client.stories.ensure_comment
    with place.requests(2):
        story = ensure(task, "Paid.", key="march")
    assert story["text"] == "Paid.\n\n[march]"
    assert set(story) == {"gid", *(name.partition(".")[0] for name in FIELDS)}
    with place.requests(1):
        assert ensure(task, "Paid.", key="march") == story
    assert ensure(task, "Paid again.", key="march") == story
    ensure(task, "Paid.", key="april")
    assert comments(place, task) == ["Paid.\n\n[march]", "Paid.\n\n[april]"]


def test_rich_text(place: Place, task: str) -> None:
    ensure = place.client.stories.ensure_comment
    html = "<body>Paid:<ul><li>a <strong>lot</strong></li></ul></body>\n"
    story = ensure(task, html_text=html, key="a & <b>", fields=["html_text"])
    assert story["html_text"].startswith("<body>Paid:<ul><li>a <strong>lot</strong></li></ul>")
    assert story["html_text"].endswith("[a &amp; &lt;b&gt;]</body>")
    assert set(story) == {"gid", "html_text", "text", "type"}
    assert ensure(task, html_text=html, key="a & <b>", fields=["html_text"]) == story
    assert ensure(task, "plain", key="a & <b>")["gid"] == story["gid"]


def test_only_a_comment_that_ends_with_the_key_is_meant(place: Place, task: str) -> None:
    create = place.client.stories.create_story_for_task
    for text in ("[march] Paid", "march", "Paid [march]!", "[ march ]", "[March]", "[x-march]"):
        create(task, text=text)
    place.client.tasks.update_task(task, name="[march]")  # whose story has it at its end, too
    story = place.client.stories.ensure_comment(task, "Paid", key="march")
    assert comments(place, task)[-1] == story["text"]
    assert len(comments(place, task)) == 7


def test_a_comment_of_another_user_counts(place: Place, task: str) -> None:
    other = next(
        user
        for user in place.client.users.get_users(workspace=place.workspace, fields="email")
        if user["gid"] != place.client.users.me()["gid"]
    )
    place.client.tasks.update_task(task, assignee=other["gid"])
    token = place.sandbox.token_for(other["gid"])
    client = asana.Client.access_token(token, base_url=place.sandbox.base_url)
    story = client.stories.ensure_comment(task, "Paid", key="march")
    assert place.client.stories.ensure_comment(task, "Paid", key="march") == story


@pytest.mark.parametrize("fault", [*UNCLEAR, *CLEAR])
def test_one_comment_after_a_post_that_went_wrong(
    place: Place, task: str, fault: str, sleeps: list[float]
) -> None:
    place.client.options["retry_writes"] = True
    place.sandbox.faults.add(**{**UNCLEAR, **CLEAR}[fault], route="create_story_for_task", times=1)
    place.client.stories.ensure_comment(task, "Paid", key="march")
    assert comments(place, task) == ["Paid\n\n[march]"]


def test_a_read_only_client_finds_but_does_not_post(place: Place, task: str) -> None:
    ensure = place.sandbox.client(read_only=True).stories.ensure_comment
    with pytest.raises(asana.error.ReadOnlyError):
        ensure(task, "Paid", key="march")
    story = place.client.stories.ensure_comment(task, "Paid", key="march")
    assert ensure(task, "Paid", key="march") == story


def test_it_gives_up_after_three_posts(place: Place, task: str, sleeps: list[float]) -> None:
    place.sandbox.faults.add("drop_before", route="create_story_for_task")
    with place.requests(7), pytest.raises(asana.error.UnknownOutcomeError):
        place.client.stories.ensure_comment(task, "Paid", key="march")


def test_a_process_that_is_killed_leaves_one_comment(place: Place, task: str) -> None:
    program = f'client.stories.ensure_comment("{task}", "Paid", key="march")'
    killed(place, program, "create_story_for_task", lambda: comments(place, task))
    place.client.stories.ensure_comment(task, "Paid", key="march")
    assert comments(place, task) == ["Paid\n\n[march]"]


def test_threads_take_turns(place: Place, task: str) -> None:
    def run() -> None:
        for key in "abc":
            place.client.stories.ensure_comment(task, key, key=key)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(comments(place, task)) == ["a\n\n[a]", "b\n\n[b]", "c\n\n[c]"]


def test_many_stories(place: Place, task: str) -> None:
    for number in range(250):
        place.client.stories.create_story_for_task(task, text=str(number))
    with place.requests(4):
        place.client.stories.ensure_comment(task, "Paid", key="march")
    with place.requests(3):
        place.client.stories.ensure_comment(task, "Paid", key="march")


@pytest.mark.parametrize("key", ["", " a", "a ", "a]", "[a", "a\nb", "\x00", "x" * 101])
def test_keys_that_no_line_can_end_with(place: Place, key: str) -> None:
    with place.requests(0), pytest.raises(ValueError, match="key must have 1 to 100 characters"):
        place.client.stories.ensure_comment("1", "Paid", key=key)


@pytest.mark.parametrize("key", [None, 5, b"a"])
def test_keys_are_strings(place: Place, key: Any) -> None:
    with (
        place.requests(0),
        pytest.raises(TypeError, match=f"key must be a string, not {type(key).__name__}"),
    ):
        place.client.stories.ensure_comment("1", "Paid", key=key)


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        ({}, TypeError, "pass either text or html_text"),
        ({"text": "a", "html_text": "<body>a</body>"}, TypeError, "pass either"),
        ({"text": 5}, TypeError, "text must be a string, not int"),
        ({"text": " \n"}, ValueError, "text must not be empty"),
        ({"html_text": "a"}, ValueError, "one complete <body>"),
        ({"html_text": "<body>a"}, ValueError, "one complete <body>"),
    ],
)
def test_texts_that_are_none(place: Place, words: dict[str, Any], error: Any, message: str) -> None:
    with place.requests(0), pytest.raises(error, match=message):
        place.client.stories.ensure_comment("1", key="march", **words)


def test_keys_in_other_scripts(place: Place, task: str) -> None:
    ensure = place.client.stories.ensure_comment
    assert ensure(task, "a", key="\u4e09\u6708 \u2603") == ensure(
        task, "b", key="\u4e09\u6708 \u2603"
    )


@pytest.mark.parametrize("fields", [FIELDS, ("created_at",)])
def test_the_requests_for_a_comment(place: Place, task: str, fields: tuple[str, ...]) -> None:
    overriding(place.client)
    place.client.options.update(full_payload=True, item_limit=1, retry_writes=True)
    options: dict[str, Any] = {} if fields is FIELDS else {"fields": fields}
    asked = [*fields, *(name for name in ("text", "type") if name not in fields)]
    place.sandbox.requests.clear()
    place.client.stories.ensure_comment(task, "Paid", key="march", **options)
    where = f"/tasks/{task}/stories"
    sent = [(each.method, each.path, each.query, each.body) for each in place.sandbox.requests]
    assert sent == [
        ("GET", where, {"opt_fields": ",".join(asked), "limit": "100"}, None),
        (
            "POST",
            where,
            {},
            {"data": {"text": "Paid\n\n[march]"}, "options": {"fields": asked}},
        ),
    ]
    assert set(FIELDS) == {
        *("resource_type", "resource_subtype", "type", "text", "created_at", "created_by.name")
    }


@pytest.mark.parametrize(
    ("words", "key", "sent"),
    [
        ({"text": " a \n\n"}, "k", {"text": " a\n\n[k]"}),
        ({"text": "a", "html_text": None}, "k", {"text": "a\n\n[k]"}),
        (
            {"html_text": "<body>a</body>"},
            "<&>",
            {"html_text": "<body>a\n\n[&lt;&amp;&gt;]</body>"},
        ),
        ({"html_text": "<body>a \n</body> \n"}, "k", {"html_text": "<body>a\n\n[k]</body>"}),
        ({"html_text": "<body></body></body>"}, "k", {"html_text": "<body></body>\n\n[k]</body>"}),
    ],
)
def test_the_key_is_the_last_line(words: dict[str, Any], key: str, sent: dict[str, str]) -> None:
    assert comments_of._marked(words, comments_of._marker(key)) == sent


@pytest.mark.parametrize(
    ("words", "key", "kind", "message"),
    [
        *(
            (words, "k", TypeError, "pass either text or html_text, not both")
            for words in ({}, {"text": "a", "html_text": "b"})
        ),
        ({"text": 5}, "k", TypeError, "text must be a string, not int"),
        ({"html_text": b"a"}, "k", TypeError, "html_text must be a string, not bytes"),
        ({"text": " "}, "k", ValueError, "text must not be empty"),
        ({"html_text": "\n"}, "k", ValueError, "html_text must not be empty"),
        (
            {"html_text": "a</body>b"},
            "k",
            ValueError,
            "html_text must be one complete <body>…</body>",
        ),
        ({"text": "a"}, 5, TypeError, "key must be a string, not int"),
        *(
            (
                {"text": "a"},
                key,
                ValueError,
                "key must have 1 to 100 characters on one line, without brackets and without "
                f"space at its ends, not {shown}",
            )
            for key, shown in (
                ("", "''"), ("a[", "'a['"), ("a\u2028b", "'a\\u2028b'"), ("a\x7f", "'a\\x7f'"),
                ("a\ud800", "'a\\ud800'"), ("x" * 101, f"'{'x' * 27}...{'x' * 28}'"),
            )
        ),
    ],
)  # fmt: skip
def test_what_is_no_comment_is_explained(
    words: dict[str, Any], key: Any, kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind) as raised:
        comments_of._marked(words, comments_of._marker(key))
    assert str(raised.value) == message


def test_a_key_has_at_most_100_characters() -> None:
    assert comments_of._marker("x" * 100) == f"[{'x' * 100}]"
