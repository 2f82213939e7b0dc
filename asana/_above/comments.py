"""Comments that are posted once, even if the job that posts them runs again."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from .._call.complete import complete, for_one
from .._call.paths import path
from .._call.values import plain, short
from ..records import Record, gid_of
from .once import found_or_made, turn

if TYPE_CHECKING:
    from .._verbs import Verbs

__all__ = ["FIELDS", "MOST_CHARACTERS", "ensure_comment"]

# The default fields of the record.
FIELDS = ("resource_type", "resource_subtype", "type", "text", "created_at", "created_by.name")

MOST_CHARACTERS = 100  # of a key

KEY = re.compile(r"[^\[\]\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")

END = re.compile(r"\s*</body>\s*\Z")


def ensure_comment(
    client: "Verbs", task: str, words: Mapping[str, Any], key: str, options: Mapping[str, Any]
) -> Any:
    """Return the comment of a task that ends with a key; post it if it does not exist.

    :param words: ``text`` or ``html_text``, with None for the other
    :param options: the options of the requests
    """
    where = path("/tasks/{}/stories", task)
    marker = _marker(key)
    fields = _marked(words, marker)
    asked = complete(options, client.options, ["text", "type"], FIELDS)

    def look() -> Any:
        for story in client.get_collection(where, {}, **asked):
            gid_of(story)
            text = story.get("text")
            if story.get("type") == "comment" and isinstance(text, str) and text.endswith(marker):
                return story
        return None

    def create() -> Any:
        # An automatic retry would repeat the create without first checking whether it succeeded.
        return client.post(where, fields, **{**for_one(asked), "retry_writes": False})

    with turn("comment", str(where), marker):
        return found_or_made(look, create)[0]


def _marker(key: Any) -> str:
    """Return the last line of the comment with a key."""
    key = plain(key)
    if not isinstance(key, str):
        raise TypeError(f"key must be a string, not {type(key).__name__}")
    if not KEY.fullmatch(key) or key != key.strip() or len(key) > MOST_CHARACTERS:
        raise ValueError(
            f"key must have 1 to {MOST_CHARACTERS} characters on one line, without brackets and "
            f"without space at its ends, not {short(key)}"
        )
    return f"[{key}]"


def _marked(words: Mapping[str, Any], marker: str) -> Record:
    """Return the fields of a comment with its marker on the last line.

    :raises TypeError: not exactly one of the texts is given, or the text is not a string
    :raises ValueError: the text is empty, or the rich text is not complete
    """
    given = {name: plain(text) for name, text in words.items() if text is not None}
    if len(given) != 1:
        raise TypeError("pass either text or html_text, not both")
    [(name, text)] = given.items()
    if not isinstance(text, str):
        raise TypeError(f"{name} must be a string, not {type(text).__name__}")
    if not text.strip():
        raise ValueError(f"{name} must not be empty")
    if name == "text":
        return {name: f"{text.rstrip()}\n\n{marker}"}
    end = END.search(text)
    if end is None:
        raise ValueError("html_text must be one complete <body>…</body>")
    return {name: f"{text[: end.start()]}\n\n{escape(marker)}</body>"}
