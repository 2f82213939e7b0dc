"""Build a document from events of Markdown or HTML, and flatten nesting that Asana rejects."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby

from ._document import (
    Block,
    Code,
    Heading,
    Image,
    Item,
    Line,
    Link,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
    tidy,
)

__all__ = ["Builder"]

MAX_LISTS = 10  # levels of lists; Markdown is read to a depth of 20
BULLET = "• "
RULE = "———"
CELLS = " | "


@dataclass
class _Place:
    """An open element.

    :ivar kind: its kind; the content of ``lines`` is added to the surrounding place
    :ivar lines: its content; the last line is still open
    """

    kind: str
    lines: list[Line] = field(default_factory=lambda: [[]])
    level: int = 0
    listing: Listing | None = None
    item: Item | None = None
    table: list[list[Line]] = field(default_factory=list)
    number: int = 0


class Builder:
    """Builds a document from its parts.

    :ivar blocks: the completed blocks
    """

    def __init__(self, tags: frozenset[str]) -> None:
        self.blocks: list[Block] = []
        self._tags = tags
        self._body = _Place("body")
        self._open: list[_Place] = [self._body]
        self._flows: list[_Place] = [self._body]  # the open places that hold text
        self._styles: Counter[str] = Counter()
        self._active: frozenset[str] = frozenset()
        self._links: list[Link | None] = [None]  # the innermost is last
        self._lists = 0
        self._lines = 0  # the number of open places of the kind "lines"
        self._marked: Line | None = None  # the last line that begins with a bullet

    def finish(self) -> list[Block]:
        """Return the blocks of the whole document."""
        while len(self._open) > 1:
            self.close()
        self._flush()
        return self.blocks

    # Text

    def text(self, text: str, *styles: str) -> None:
        """Add text without newlines, in the open styles and the given ones."""
        place = self._flows[-1]
        if place.item is not None and place.item.lists and text.strip():
            self._next_item(place)
        place.lines[-1].append(Run(text, self._active.union(styles), self._links[-1]))

    def new_line(self) -> None:
        """End the line; two calls in a row end the paragraph."""
        if self._open[-1].kind == "words":
            self.text(" ")
        else:
            self._flows[-1].lines.append([])

    def end_line(self) -> None:
        """Start a new line, unless the current one is empty."""
        line = self._flows[-1].lines[-1]
        if line and not (line is self._marked and len(line) == 1):
            self.new_line()

    def end_paragraph(self) -> None:
        """Start a new paragraph, or a new line where only lines are possible."""
        self.end_line()
        if not self._lines:
            self.new_line()

    def open_style(self, style: str) -> None:
        """Begin a style, such as strong."""
        self._styles[style] += 1
        self._active |= {style}

    def close_style(self, style: str) -> None:
        """End a style."""
        self._styles[style] -= 1
        if not self._styles[style]:
            self._active -= {style}

    @property
    def in_link(self) -> bool:
        """Return whether a link is open."""
        return self._links[-1] is not None

    @property
    def in_code(self) -> bool:
        """Return whether code is open."""
        return "code" in self._active

    def open_link(self, link: Link | None) -> None:
        """Begin a link; inside another link it becomes text."""
        inside = self._links[-1]
        self._links.append(inside or link)
        if link is not None and link.mention and inside is None:
            self._enter(_Place("mention"))

    def close_link(self) -> None:
        """End the innermost open link."""
        link = self._links.pop()
        if link is not None and link.mention and not self.in_link:
            while self._open[-1].kind != "mention":
                self.close()
            self._add_mention(self._open[-1], link)

    def _add_mention(self, mention: _Place, link: Link) -> None:
        self._leave()
        words = "".join(run.text for run in _joined(mention.lines))
        place = self._flows[-1]
        if place.item is not None and place.item.lists:
            self._next_item(place)
        place.lines[-1].append(Run(" ".join(words.split()), self._active, link))

    # Blocks

    def code(self, text: str) -> None:
        """Add a block of code; inside other blocks it becomes lines of code."""
        if not text.strip():
            return
        if self._at_top():
            self._flush()
            self.blocks.append(Code(text))
            return
        self.end_line()
        for line in filter(str.strip, text.split("\n")):
            self.text(line, "code")
            self.new_line()

    def rule(self) -> None:
        """Add a horizontal rule."""
        if self._at_top() and "hr" in self._tags:
            self._flush()
            self.blocks.append(Rule())
        elif self._flows[-1].kind in ("body", "item", "quote"):
            self.end_paragraph()
            self.text(RULE)
            self.end_paragraph()

    def image(self, gid: str, words: str) -> None:
        """Add an inline image, or its description if an image is not possible."""
        if self._at_top() and "img" in self._tags:
            self._flush()
            self.blocks.append(Image(gid, " ".join(words.split())))
        else:
            self.text(" ".join(words.split()))

    def open_heading(self, level: int) -> None:
        """Begin a heading, or strong text if a heading is not possible."""
        if self._at_top() and "h1" in self._tags:
            self._flush()
            self._enter(_Place("heading", level=min(level, 2)))
        else:
            self.end_paragraph()
            self.open_style("strong")
            self._open.append(_Place("strong lines"))

    def open_quote(self) -> None:
        """Begin a block quote; inside other blocks it becomes lines."""
        if self._at_top():
            self._flush()
            self._enter(_Place("quote"))
        else:
            self._open_lines()

    def open_list(self, ordered: bool) -> None:
        """Begin a list, or lines if a list is not possible."""
        flow = self._flows[-1]
        if self._lists == MAX_LISTS and flow.kind == "item":
            self._open.append(_Place("deep list"))
        elif self._at_top() or (flow.kind == "item" and self._open[-1] is flow):
            if flow.kind == "body":
                self._flush()
            self._lists += 1
            self._open.append(_Place("list", listing=Listing(ordered)))
        else:
            self._open_lines()
            self._open[-1].number = 1 if ordered else 0

    def open_item(self) -> None:
        """Begin an item of the open list."""
        place = self._open[-1]
        if place.kind == "list" and place.listing is not None:
            item = Item()
            place.listing.items.append(item)
            self._enter(_Place("item", item=item, listing=place.listing))
        elif place.kind == "deep list":
            self._next_item(self._flows[-1])
            self._lines += 1
            self._open.append(_Place("lines"))
        else:
            self._open_lines()
            mark = f"{place.number}. " if place.number else BULLET
            place.number += bool(place.number)
            self.text(mark)
            self._marked = self._flows[-1].lines[-1]

    def open_table(self) -> None:
        """Begin a table, or lines if a table is not possible."""
        if self._at_top() and "table" in self._tags:
            self._flush()
            self._open.append(_Place("table"))
        else:
            self._open_lines()

    def open_row(self) -> None:
        """Begin a row of the open table."""
        place = self._open[-1]
        if place.kind == "table":
            place.table.append([])
            self._open.append(_Place("row"))
        else:
            self._open_lines()

    def open_cell(self) -> None:
        """Begin a cell of the open row."""
        place = self._open[-1]
        if place.kind == "row":
            self._enter(_Place("cell"))
            return
        if place.number:
            self.text(CELLS)
        place.number += 1
        self._open.append(_Place("words"))

    def close(self) -> None:
        """End the innermost open block."""
        place = self._open[-1]
        if place is self._flows[-1]:
            self._leave()
        else:
            self._open.pop()
        closing = getattr(self, f"_close_{place.kind.replace(' ', '_')}", None)
        if closing is not None:
            closing(place)

    # The ends of blocks

    def _close_heading(self, place: _Place) -> None:
        line = tidy(_joined(place.lines))
        if line:
            self.blocks.append(Heading(place.level, line))

    def _close_strong_lines(self, _: _Place) -> None:
        self.close_style("strong")
        self.end_paragraph()

    def _close_lines(self, _: _Place) -> None:
        self._lines -= 1
        self.end_paragraph()

    def _close_quote(self, place: _Place) -> None:
        paragraphs = _paragraphs(place.lines)
        if paragraphs:
            self.blocks.append(Quote(paragraphs))

    def _close_item(self, place: _Place) -> None:
        if place.item is not None:
            place.item.lines.extend(filter(None, map(tidy, place.lines)))

    def _close_list(self, place: _Place) -> None:
        self._lists -= 1
        listing = place.listing
        if listing is None:
            return
        listing.items = [kept for item in listing.items for kept in _kept(item)]
        if not listing.items:
            return
        item = self._flows[-1].item
        if item is None:
            self.blocks.append(listing)
        else:
            self.end_line()
            item.lists.append(listing)

    def _close_cell(self, place: _Place) -> None:
        table = self._open[-2].table
        table[-1].append(tidy(_joined(place.lines)))

    def _close_table(self, place: _Place) -> None:
        width = max(map(len, place.table), default=0)
        rows = [row + [[]] * (width - len(row)) for row in place.table if row]
        if any(line for row in rows for line in row):
            self.blocks.append(Table(rows))

    # The places

    def _at_top(self) -> bool:
        return len(self._open) == 1

    def _enter(self, place: _Place) -> None:
        self._open.append(place)
        self._flows.append(place)

    def _leave(self) -> None:
        self._open.pop()
        self._flows.pop()

    def _open_lines(self) -> None:
        self.end_paragraph()
        self._lines += 1
        self._open.append(_Place("lines"))

    def _next_item(self, place: _Place) -> None:
        """Continue in a new item, because the text of an item comes before its lists."""
        if place.item is None or place.listing is None:
            return
        place.item.lines.extend(filter(None, map(tidy, place.lines)))
        place.lines = [[]]
        place.item = Item()
        place.listing.items.append(place.item)

    def _flush(self) -> None:
        """Convert the text at the top level to paragraphs."""
        self.blocks.extend(map(Paragraph, _paragraphs(self._body.lines)))
        self._body.lines = [[]]


def _joined(lines: list[Line]) -> Line:
    """Return lines joined to one, with spaces in between."""
    return [run for line in filter(None, map(tidy, lines)) for run in (*line, Run(" "))]


def _paragraphs(lines: list[Line]) -> list[list[Line]]:
    groups = groupby(map(tidy, lines), bool)
    return [list(group) for filled, group in groups if filled]


def _kept(item: Item) -> list[Item]:
    """Return an item, or the items below it if it has no text of its own."""
    if item.lines:
        return [item]
    return [below for listing in item.lists for below in listing.items]
