"""Read Markdown with mistune."""

import html
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from ._builder import Builder
from ._document import Block, Link, address, clean

if TYPE_CHECKING:
    from mistune import Markdown

__all__ = ["document"]

Token = dict[str, Any]

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MENTION = re.compile(r"asana:(\d{1,40})(?:\?(.*))?")
_STYLES = {"strong": "strong", "emphasis": "em", "strikethrough": "s"}
# Marks next to spaces and words begin or end emphasis.
_MARKS = re.compile(r"(?<!\S)(?P<opens>[*_]+)(?=\S)|(?<=\S)[*_]+(?!\S)")
MAX_EMPHASIS = 100
_MISSING = "reading Markdown requires mistune: pip install asana[markdown]"


@cache
def _parser() -> "Markdown":
    try:
        from mistune import InlineParser, Markdown
        from mistune.plugins.footnotes import footnotes
        from mistune.plugins.formatting import strikethrough
        from mistune.plugins.table import table, table_in_list, table_in_quote
        from mistune.plugins.task_lists import task_lists
        from mistune.plugins.url import url
    except ImportError as failure:
        raise ImportError(_MISSING) from failure

    class Inline(InlineParser):
        """Treats deeply nested emphasis as text, because mistune tries every pair of marks."""

        def finalize_tokens(self, tokens: list[Token], depth: int) -> list[Token]:
            text = "".join(token["raw"] for token in tokens if token["type"] == "text")
            return super().finalize_tokens(tokens, self.max_nested_level if _deep(text) else depth)

    plugins = [strikethrough, footnotes, table, table_in_list, table_in_quote, task_lists, url]
    return Markdown(inline=Inline(), plugins=plugins)


def _deep(text: str) -> bool:
    """Return whether a text begins emphasis far more often than it ends it."""
    opened = 0
    for mark in _MARKS.finditer(text):
        opened = max(opened + (1 if mark["opens"] else -1), 0)
        if opened > MAX_EMPHASIS:
            return True
    return False


def document(text: str, tags: frozenset[str]) -> list[Block]:
    """Return the blocks of a Markdown text, for a field that accepts some tags."""
    tokens, _ = _parser().parse(clean(text))
    reader = _Reader(Builder(tags))
    reader.blocks(tokens)  # type: ignore[arg-type]  # without a renderer, they are tokens
    return reader.builder.finish()


class _Reader:
    """Passes the tokens of mistune to a builder."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self._in_table = False

    def blocks(self, tokens: Iterable[Token]) -> None:
        """Read block tokens; a token without its own method is replaced by its content."""
        for token in tokens:
            read: Callable[[Token], None] = getattr(self, f"_{token['type']}", self._other)
            read(token)

    def _other(self, token: Token) -> None:
        self.blocks(token.get("children", ()))

    # Blocks

    def _paragraph(self, token: Token) -> None:
        self.builder.end_paragraph()
        self.blocks(token["children"])
        self.builder.end_paragraph()

    def _block_text(self, token: Token) -> None:
        self.builder.end_line()
        self.blocks(token["children"])
        self.builder.end_line()

    def _heading(self, token: Token) -> None:
        self.builder.open_heading(token["attrs"]["level"])
        self._other(token)
        self.builder.close()

    def _thematic_break(self, _: Token) -> None:
        self.builder.rule()

    def _block_code(self, token: Token) -> None:
        self.builder.code(token["raw"].removesuffix("\n"))

    def _block_quote(self, token: Token) -> None:
        self.builder.open_quote()
        self._other(token)
        self.builder.close()

    def _list(self, token: Token) -> None:
        self.builder.open_list(token["attrs"]["ordered"])
        self._other(token)
        self.builder.close()

    def _list_item(self, token: Token) -> None:
        self.builder.open_item()
        self._other(token)
        self.builder.close()

    def _task_list_item(self, token: Token) -> None:
        self.builder.open_item()
        self.builder.text("☑ " if token["attrs"]["checked"] else "☐ ")
        first, *rest = token["children"]
        self._other(first)
        self.builder.end_line()
        self.blocks(rest)
        self.builder.close()

    def _table(self, token: Token) -> None:
        self.builder.open_table()
        self._in_table = True
        self._other(token)
        self._in_table = False
        self.builder.close()

    def _table_head(self, token: Token) -> None:
        self.builder.open_style("strong")
        self._table_row(token)
        self.builder.close_style("strong")

    def _table_row(self, token: Token) -> None:
        self.builder.open_row()
        self._other(token)
        self.builder.close()

    def _table_cell(self, token: Token) -> None:
        self.builder.open_cell()
        self._other(token)
        self.builder.close()

    def _footnotes(self, token: Token) -> None:
        for note in token["children"]:
            self.builder.end_paragraph()
            self.builder.text(f"[{note['attrs']['index']}] ")
            first, *rest = note["children"] or [{"type": "blank_line"}]
            self._other(first) if first["type"] == "paragraph" else self.blocks([first])
            self.builder.end_paragraph()
            self.blocks(rest)

    def _block_html(self, token: Token) -> None:
        self.builder.end_paragraph()
        for line in _without_comments(token["raw"]).split("\n"):
            for number, part in enumerate(_BREAK.split(line)):
                if number:
                    self.builder.new_line()
                self.builder.text(part)
            self.builder.end_line()
        self.builder.end_paragraph()

    # Text

    def _text(self, token: Token) -> None:
        self._add(_characters(token["raw"]))

    def _add(self, text: str, *styles: str) -> None:
        self.builder.text(text.replace("\n", " "), *styles)

    def _softbreak(self, _: Token) -> None:
        self.builder.text(" ")

    def _linebreak(self, _: Token) -> None:
        self.builder.new_line()

    def _codespan(self, token: Token) -> None:
        raw = token["raw"]
        self._add(raw.replace("\\|", "|") if self._in_table else raw, "code")

    def _styled(self, token: Token) -> None:
        style = _STYLES[token["type"]]
        self.builder.open_style(style)
        self._other(token)
        self.builder.close_style(style)

    _strong = _emphasis = _strikethrough = _styled

    def _inline_html(self, token: Token) -> None:
        if _BREAK.fullmatch(token["raw"]):
            self.builder.new_line()
        else:
            self._add(_without_comments(token["raw"]))

    def _footnote_ref(self, token: Token) -> None:
        self.builder.text(f"[{token['attrs']['index']}]")

    def _link(self, token: Token) -> None:
        link = _target(token["attrs"]["url"])
        self.builder.open_link(link)
        if link is not None and not _words(token).strip():
            self._add(link.href)
        self._other(token)
        self.builder.close_link()

    def _image(self, token: Token) -> None:
        link = _target(token["attrs"]["url"])
        words = _words(token)
        if link is not None and link.gid:
            self.builder.image(link.gid, words)
            return
        if not words.strip() and link is not None and not self.builder.in_link:
            words = link.href
        self.builder.open_link(link)
        self._add(words)
        self.builder.close_link()


def _characters(text: str) -> str:
    """Return a text with its entities replaced by characters."""
    if "&" not in text:
        return text
    return clean(_ENTITY.sub(lambda entity: html.unescape(entity[0]), text))


def _without_comments(raw: str) -> str:
    """Return HTML without comments; an unclosed comment is kept as text."""
    first, *rest = raw.split("<!--")
    kept = [first]
    for part in rest:
        _, end, after = part.partition("-->")
        kept.append(after if end else f"<!--{part}")
    return "".join(kept)


def _target(url: str) -> Link | None:
    """Return the target of a link in Markdown, or None if Asana does not accept the link."""
    found = _MENTION.fullmatch(url)
    if found is None:
        href = address(url)
        return Link(href) if href else None
    options = {name: values[0] for name, values in parse_qs(found[2] or "").items()}
    gids = {
        name: value
        for name in ("project", "tag")
        if (value := options.get(name, "")).isdecimal() and value.isascii()
    }
    return Link(gid=found[1], own_words=options.get("dynamic") == "false", **gids)


def _words(token: Token) -> str:
    """Return the plain text of a token."""
    if token["type"] in ("softbreak", "linebreak"):
        return " "
    if token["type"] == "text":
        return _characters(token["raw"])
    return str(token.get("raw", "")) + "".join(map(_words, token.get("children", ())))
