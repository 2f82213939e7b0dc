"""Asana accepts the rich text of any Markdown, and it converts back to the same text."""

import gc
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asana import rich_text
from asana.rich_text import Field
from benchmarks.markdown import FIELDS, convert, installed, problem_of
from tests.rich_text.markdowns import inline, markdowns

CHECKED = settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("to", FIELDS)
@CHECKED
@given(text=markdowns)
def test_any_markdown_is_accepted_and_stable(to: Field, text: str) -> None:
    assert problem_of(text, to) == ""


@CHECKED
@given(text=inline | st.text(), to=st.sampled_from(FIELDS))
def test_any_line_is_accepted_and_stable(text: str, to: Field) -> None:
    assert problem_of(text, to) == ""


@CHECKED
@given(text=st.text())
def test_any_text_comes_back(text: str) -> None:
    """Plain text is preserved, except control characters and spaces at the ends of lines."""
    text = "\n".join(filter(None, map(str.strip, rich_text_lines(text))))
    html = rich_text.from_markdown(rich_text.to_markdown(f"<body>{escaped(text)}</body>"), "task")
    assert rich_text.text(html) == text


def rich_text_lines(text: str) -> list[str]:
    allowed = (character for character in text if character.isprintable() or character in " \n")
    return "".join(allowed).split("\n")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@CHECKED
@given(html=st.lists(st.text(max_size=5) | st.sampled_from(
    ["<b>", "</b>", "<ul>", "<li>", "</li>", "</ul>", "<h1>", "</h1>", "<pre>", "</pre>", "<a ",
     "<a href='https://a.b'>", "<a data-asana-gid='1'>", "</a>", "<td>", "<tr>", "<table>", "\n",
     "</table>", "<blockquote>", "</blockquote>", "<!--", "<br>", "<hr/>", "<body>", "</body>",
     "<img data-asana-gid='2' alt='x'>", "<p>", "&nbsp;", "<!DOCTYPE x>", "<?x", "<em>", "</em>"]
), max_size=25).map("".join))  # fmt: skip
def test_any_html_can_be_read(html: str) -> None:
    first = rich_text.to_markdown(html)
    assert problem_of(first, "brief") == ""


def test_the_descriptions_of_installed_packages() -> None:
    outcome = convert(installed(), ["task"])
    assert outcome.texts > 5
    assert outcome.failures == []


# Depth and length


@pytest.mark.parametrize("to", ["task", "comment", "brief"])
@pytest.mark.parametrize(
    "text",
    [
        ">" * 1000 + " x",
        "> " * 1000 + "x",
        "- " * 1000 + "x",
        "1. " * 1000 + "x",
        "> - " * 1000 + "x",
        "".join("  " * level + "- x\n" for level in range(1000)),
        "[" * 1000 + "x" + "](https://a.b)" * 1000,
        "![" * 1000 + "x" + "](https://a.b)" * 1000,
        "*" * 1000 + "x" + "*" * 1000,
        "**a *b " * 1000 + "c* d**" * 1000,
        "~~a **b " * 1000,
        "<b>" * 1000 + "x" + "</b>" * 1000,
        "`" * 1000 + "x",
    ],
    ids=lambda text: text[:8],
)
def test_deep_nesting_is_flattened(text: str, to: Field) -> None:
    assert problem_of(text, to) == ""


@pytest.mark.parametrize("tag", ["ul", "ul><li", "blockquote", "em", "h1", "a", "table", "td", "x"])
def test_deep_html_is_flattened(tag: str) -> None:
    opened = f"<{tag}>" * 1000
    for html in (opened, f"<body>{opened}x", f"{opened}x{f'</{tag}>' * 1000}"):
        assert problem_of(rich_text.to_markdown(html), "brief") == ""


@pytest.mark.parametrize(
    "make",
    [
        lambda size: (
            "Some *text* with `code`, **bold** and [a link](https://a.b).\n\n" * (size // 60)
        ),
        lambda size: "- a\n" * (size // 4),
        lambda size: "[" * size,
        lambda size: "*a" * (size // 2),
        lambda size: "**a *b " * (size // 14) + "c* d**" * (size // 14),
        lambda size: "<!--" * (size // 4),
        lambda size: "\\*" * (size // 2),
        lambda size: "|a" * (size // 2),
        lambda size: "&amp;" * (size // 5),
    ],
    ids=["prose", "list", "brackets", "stars", "deep", "comments", "escapes", "cells", "entities"],
)
def test_the_time_grows_with_the_length_only(make: Callable[[int], str]) -> None:
    def seconds(size: int) -> float:
        text = make(size)
        gc.collect()
        begin = time.process_time()
        rich_text.to_markdown(rich_text.from_markdown(text, to="task"))
        return time.process_time() - begin

    seconds(500)
    small, large = min(seconds(2000) for _ in range(3)), seconds(32_000)
    assert large < 16 * small * 4 + 0.1
