"""Read Asana's rich text, or any other HTML; never fails."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any
from xml.parsers import expat

from ._builder import Builder
from ._document import Block, Link, address, clean

__all__ = ["document"]

Attributes = dict[str, str]

STYLES = {
    "strong": "strong",
    "b": "strong",
    "em": "em",
    "i": "em",
    "s": "s",
    "del": "s",
    "strike": "s",
    "code": "code",
    "tt": "code",
}
LEVELS = {f"h{level}": level for level in range(1, 7)}
VOID = frozenset(["br", "hr", "img", "input", "meta", "link"])  # elements without an end tag
URL = re.compile(r"https?://[^\s<]+[^<.,:;\"')\]\s]")
_GID = re.compile(r"\d{1,40}", re.ASCII)


def document(source: str, tags: frozenset[str]) -> list[Block]:
    """Return the blocks of a rich text."""
    source = clean(source)
    reader = _Reader(tags)
    try:
        _read_xml(source, reader)
    except expat.ExpatError:
        reader = _Reader(tags)
        _read_html(source, reader)
    return reader.finish()


def _read_xml(source: str, reader: "_Reader") -> None:
    parser = expat.ParserCreate("utf-8")
    data = source.encode()
    parser.buffer_text = True  # report each text as a whole, whatever its length
    parser.buffer_size = len(data) + 1
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(data, True)


def _refuse(*_: Any) -> None:
    raise expat.ExpatError(
        "document types are rejected, because their entities can expand to any size"
    )


def _read_html(source: str, reader: "_Reader") -> None:
    from html.parser import HTMLParser  # only for HTML that Asana did not create

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            reader.start(tag, {name: value or "" for name, value in attrs})
            if tag in VOID:
                reader.end(tag)

        def handle_endtag(self, tag: str) -> None:
            if tag not in VOID:
                reader.end(tag)

        def handle_data(self, data: str) -> None:
            reader.data(clean(data))

    parser = Parser()
    parser.feed(source)
    parser.close()


class _Reader:
    """Passes elements and text to a builder. An unknown tag is replaced by its content."""

    def __init__(self, tags: frozenset[str]) -> None:
        self.builder = Builder(tags)
        self._open: list[
            tuple[str, Callable[[], None]]
        ] = []  # open tags, and the functions that close them
        self._code: list[str] | None = None  # the text of the open <pre>

    def finish(self) -> list[Block]:
        """Return the blocks of the whole text."""
        while self._open:
            self._open.pop()[1]()
        return self.builder.finish()

    def start(self, tag: str, attributes: Attributes) -> None:
        """Begin an element."""
        close = _nothing if self._code is not None else self._start(tag, attributes)
        self._open.append((tag, close))

    def end(self, tag: str) -> None:
        """End an element, and the open elements in it."""
        if all(tag != name for name, _ in self._open):
            return
        while self._open:
            name, close = self._open.pop()
            close()
            if name == tag:
                return

    def data(self, text: str) -> None:
        """Read text; URLs in it become links, as in Asana."""
        if self._code is not None:
            self._code.append(text)
            return
        for number, line in enumerate(text.split("\n")):
            if number:
                self.builder.new_line()
            self._line(line)

    def _line(self, line: str) -> None:
        if self.builder.in_link or self.builder.in_code:
            self.builder.text(line)
            return
        end = 0
        for found in URL.finditer(line):
            self.builder.text(line[end : found.start()])
            self.builder.open_link(Link(address(found[0])))
            self.builder.text(found[0])
            self.builder.close_link()
            end = found.end()
        self.builder.text(line[end:])

    def _start(self, tag: str, attributes: Attributes) -> Callable[[], None]:
        """Begin an element, and return the function that ends it."""
        if tag in STYLES:
            self.builder.open_style(STYLES[tag])
            return partial(self.builder.close_style, STYLES[tag])
        if tag in LEVELS:
            self.builder.open_heading(LEVELS[tag])
            return self.builder.close
        begin: Callable[[Attributes], Callable[[], None]] | None
        begin = getattr(self, f"_start_{tag}", None) if tag.isascii() else None
        return begin(attributes) if begin is not None else _nothing

    def _start_ul(self, _: Attributes) -> Callable[[], None]:
        self.builder.open_list(False)
        return self.builder.close

    def _start_ol(self, _: Attributes) -> Callable[[], None]:
        self.builder.open_list(True)
        return self.builder.close

    def _start_li(self, _: Attributes) -> Callable[[], None]:
        self.builder.open_item()
        return self.builder.close

    def _start_blockquote(self, _: Attributes) -> Callable[[], None]:
        self.builder.open_quote()
        return self.builder.close

    def _start_table(self, _: Attributes) -> Callable[[], None]:
        self.builder.open_table()
        return self.builder.close

    def _start_tr(self, _: Attributes) -> Callable[[], None]:
        self.builder.open_row()
        return self.builder.close

    def _start_td(self, _: Attributes) -> Callable[[], None]:
        self.builder.open_cell()
        return self.builder.close

    _start_th = _start_td

    def _start_pre(self, _: Attributes) -> Callable[[], None]:
        self._code = []
        return self._end_pre

    def _end_pre(self) -> None:
        code, self._code = "".join(self._code or ()), None
        self.builder.code(code)

    def _start_p(self, _: Attributes) -> Callable[[], None]:
        self.builder.end_paragraph()
        return self.builder.end_paragraph

    def _start_br(self, _: Attributes) -> Callable[[], None]:
        self.builder.new_line()
        return _nothing

    def _start_hr(self, _: Attributes) -> Callable[[], None]:
        self.builder.rule()
        return _nothing

    def _start_img(self, attributes: Attributes) -> Callable[[], None]:
        gid, words = attributes.get("data-asana-gid", ""), attributes.get("alt", "")
        if _GID.fullmatch(gid):
            self.builder.image(gid, clean(words))
        return _nothing

    def _start_a(self, attributes: Attributes) -> Callable[[], None]:
        self.builder.open_link(_link(attributes))
        return self.builder.close_link


def _nothing() -> None:
    """End an element that is replaced by its content."""


def _link(attributes: Attributes) -> Link | None:
    """Return the target of a link: its object, or its URL if the object is not accessible."""
    href = address(attributes.get("href", ""))
    gid = attributes.get("data-asana-gid", "")
    if attributes.get("data-asana-accessible") == "false" or not _GID.fullmatch(gid):
        return Link(href) if href else None
    gids = {
        name: value
        for name in ("project", "tag")
        if _GID.fullmatch(value := attributes.get(f"data-asana-{name}", ""))
    }
    project = gids.get("project", "")
    if project == gid:  # Asana adds the attribute to mentions of projects
        gids.pop("project")
    if gids.get("tag") == gid:
        gids.pop("tag")
    return Link(gid=gid, own_words=attributes.get("data-asana-dynamic") == "false", **gids)
