"""Write a document as Markdown, which reads back as the same document."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from ._document import (
    Block,
    Code,
    Heading,
    Image,
    Item,
    Line,
    Link,
    Listing,
    Node,
    Paragraph,
    Quote,
    Run,
    Table,
    address,
    nested,
    tidy,
)
from ._from_html import URL

__all__ = ["markdown", "mention"]

HARD_BREAK = "\\\n"
# Text that would begin a block, or turn the line before into one; a backslash escapes it.
_BLOCK = re.compile(r"#{1,6}(?:\s|$)|>|[-+](?:\s|$)|(?:=+|-+)\s*$|[|:-][|:\s-]*$")
_NUMBER = re.compile(r"(\d{1,9})([.)](?:\s|$))")
_MARKUP = re.compile(
    r"[\\`*\[]|~(?=~)|(?<=~)~|^~|~$|<(?=[A-Za-z/!?]|$)|&(?=#?[0-9A-Za-z]+;)"
    r"|(?<![^\W_])_|_(?![^\W_])|(?<=http):(?=//)|(?<=https):(?=//)"
)
_TASKS = {"☐ ": "[ ] ", "☑ ": "[x] "}


def markdown(blocks: Sequence[Block]) -> str:
    """Return the Markdown of a document."""
    return "\n\n".join(_blocks(blocks))


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the Markdown of each block; adjacent lists have different marks."""
    other = False
    for before, block in pairwise([None, *blocks]):
        if isinstance(block, Listing):
            alike = isinstance(before, Listing) and before.ordered == block.ordered
            other = alike and not other
            yield _listing(block, other)
        elif block is not None:
            yield _block(block)


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return _lines(block.lines)
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_heading(block.line)}"
    if isinstance(block, Code):
        fence = _fence(block.text, 3)
        return f"{fence}\n{block.text}\n{fence}"
    if isinstance(block, Quote):
        text = "\n\n".join(map(_lines, block.paragraphs))
        return "\n".join(f"> {line}".rstrip(" ") for line in text.split("\n"))
    if isinstance(block, Image):
        return f"!{_labeled(block.words, f'asana:{block.gid}')}"
    return _table(block) if isinstance(block, Table) else "---"


def _listing(listing: Listing, other: bool) -> str:
    bullet, after = ("*", ")") if other else ("-", ".")
    marks = (f"{n}{after}" if listing.ordered else bullet for n in count(1))
    return "\n".join(map(_item, listing.items, marks))


def _item(item: Item, mark: str) -> str:
    text = "\n".join([_item_lines(item.lines), *_blocks(item.lists)])
    first, *rest = text.split("\n")
    indent = " " * (len(mark) + 1)
    return "\n".join([f"{mark} {first}", *(indent + line for line in rest)])


def _item_lines(lines: Sequence[Line]) -> str:
    box = _TASKS.get(lines[0][0].text[:2])
    words = _without_box(lines[0])
    if box is None or not words:
        return _lines(lines)
    return HARD_BREAK.join([box + _inline(words, len(lines) == 1), *_each_line(lines[1:])])


def _without_box(line: Line) -> Line:
    first = line[0]
    if first.styles or first.link is not None:
        return []
    rest = first.text[2:].lstrip()
    return [first._replace(text=rest), *line[1:]] if rest else line[1:]


def _table(table: Table) -> str:
    head, *rows = table.rows
    plain = [tidy(run._replace(styles=run.styles - {"strong"}) for run in cell) for cell in head]
    return "\n".join([_row(plain), f"|{' --- |' * len(head)}", *map(_row, rows)])


def _row(cells: Iterable[Line]) -> str:
    return f"|{''.join(f' {_cell(cell)} |' for cell in cells)}"


def _cell(line: Line) -> str:
    words = tidy(
        run._replace(styles=run.styles - {"code"}) if "\\|" in run.text else run for run in line
    )
    return _inline(words).replace("|", "\\|")


def _lines(lines: Sequence[Line]) -> str:
    return HARD_BREAK.join(_each_line(lines))


def _each_line(lines: Sequence[Line]) -> Iterator[str]:
    last = len(lines) - 1
    return (_line(line, number == last) for number, line in enumerate(lines))


def _line(line: Line, last: bool) -> str:
    """Return a line that Markdown does not read as a block."""
    text = _inline(line, last)
    if _BLOCK.match(text):
        return f"\\{text}"
    return _NUMBER.sub(r"\1\\\2", text, count=1) if _NUMBER.match(text) else text


def _heading(line: Line) -> str:
    return re.sub(r"((?:^|\s)#*)#$", r"\1\\#", _inline(line))


# Text


@dataclass
class _Text:
    """Plain text. `first` and `last`: the character there would break the mark next to it."""

    text: str
    in_label: bool
    first: bool = False
    last: bool = False
    before_bracket: bool = False

    def __str__(self) -> str:
        start, end = int(self.first), len(self.text) - self.last
        if start > end:
            return _entity(self.text)
        middle = _escaped(self.text[start:end], self.in_label)
        if self.before_bracket and middle.endswith("!"):
            middle = f"{middle[:-1]}\\!"
        first = _entity(self.text[0]) if self.first else ""
        return first + middle + (_entity(self.text[-1]) if self.last else "")


@dataclass
class _Mark:
    """The beginning or the end of a style."""

    style: str
    opens: bool
    mark: str

    def __str__(self) -> str:
        return self.mark


@dataclass
class _Fixed:
    """Text that needs no escaping: code, brackets, URLs."""

    text: str

    def __str__(self) -> str:
        return self.text


_Part = _Text | _Mark | _Fixed
_MARKS = {"strong": "**", "em": "*", "s": "~~"}


def _inline(line: Line, last: bool = True) -> str:
    """Return the Markdown of a line. All lines but the `last` one are followed by a backslash."""
    parts = list(_parts(nested(line), in_label=False))
    _choose_marks(parts)
    after = [*parts, None if last else _Fixed("\\")][1:]
    for left, part, right in zip([None, *parts], parts, after, strict=False):
        if isinstance(part, _Mark):
            _separate(left, part, right)
        elif isinstance(part, _Text):
            part.before_bracket = isinstance(right, _Fixed) and right.text[0] == "["
    return "".join(str(_plain(part, right)) for part, right in zip(parts, after, strict=True))


def _parts(nodes: Iterable[Node], in_label: bool) -> Iterator[_Part]:
    for node in nodes:
        if isinstance(node, Run):
            yield _leaf(node, in_label)
        elif isinstance(node.key, str):
            yield _Mark(node.key, True, _MARKS[node.key])
            yield from _parts(node.nodes, in_label)
            yield _Mark(node.key, False, _MARKS[node.key])
        elif _is_address(node.nodes, node.key):
            yield _Fixed(f"<{node.nodes[0][0]}>")
        else:
            yield _Fixed("[")
            yield from _parts(node.nodes, in_label=True)
            yield _Fixed(f"]({_target(node.key)})")


def _leaf(run: Run, in_label: bool) -> _Part:
    if run.link is not None:
        return _Fixed(mention(run.text, run.link))
    return _Fixed(_code(run.text)) if "code" in run.styles else _Text(run.text, in_label)


def mention(words: str, link: Link) -> str:
    """Return the Markdown of a mention."""
    return _labeled(words, _target(link)) if words else f"<{_target(link)}>"


def _labeled(words: str, target: str) -> str:
    return f"[{_escaped(words, in_label=True)}]({target})"


def _target(link: Link) -> str:
    if not link.gid:
        # Markdown decodes entities in URLs.
        href = link.href.replace("&", "&amp;") if ";" in link.href else link.href
        href = href.replace("~~", "%7E%7E")
        return f"<{href}>" if re.search("[()]", href) else href
    options = {"project": link.project, "tag": link.tag}
    options["dynamic"] = "false" if link.own_words else ""
    query = "&".join(f"{name}={value}" for name, value in options.items() if value)
    return f"asana:{link.gid}{'?' if query else ''}{query}"


def _is_address(nodes: Sequence[Node], link: Link) -> bool:
    """Return whether the text of a link is its URL."""
    node = nodes[0]
    if len(nodes) > 1 or not isinstance(node, Run) or node.styles or not link.href:
        return False
    odd = re.search(r"[\s<>\\]|&.*;|~~", node.text)
    return not odd and address(node.text) == link.href


def _code(text: str) -> str:
    fence = _fence(text, 1)
    padded = text[0] == "`" or text[-1] == "`" or (text[0] == text[-1] == " " and text.strip(" "))
    return f"{fence} {text} {fence}" if padded else f"{fence}{text}{fence}"


def _fence(text: str, least: int) -> str:
    longest = max(map(len, re.findall("`+", text)), default=0)
    return "`" * max(least, longest + 1)


def _escaped(text: str, in_label: bool) -> str:
    text = _MARKUP.sub(lambda found: "&amp;" if found[0] == "&" else f"\\{found[0]}", text)
    return re.sub(r"]|^\^", lambda found: f"\\{found[0]}", text) if in_label else text


def _entity(character: str) -> str:
    return f"&#{ord(character)};"


def _choose_marks(parts: Sequence[_Part]) -> None:
    """Use the mark ``_`` for em next to strong, because both marks consist of asterisks."""
    opened: list[tuple[_Mark, bool]] = []
    touching = _touching_strong(parts)
    for part, touches in zip(parts, touching, strict=True):
        if not isinstance(part, _Mark) or part.style != "em":
            continue
        if part.opens:
            opened.append((part, touches))
            continue
        begin, begin_touches = opened.pop()
        if touches or begin_touches:
            begin.mark = part.mark = "_"


def _touching_strong(parts: Sequence[_Part]) -> list[bool]:
    strong = [isinstance(part, _Mark) and part.style == "strong" for part in parts]
    after = [*strong, False][1:]
    return [left or right for left, right in zip([False, *strong], after, strict=False)]


def _separate(before: _Part | None, mark: _Mark, after: _Part | None) -> None:
    """Write the character next to a mark as an entity if Markdown would not recognize the mark.

    A mark begins a style only before a letter, or after a space or punctuation, and ends one
    likewise; an entity is punctuation.
    """
    left, right = _last_of(before), _first_of(after)
    inner, outer, beside = (right, left, before) if mark.opens else (left, right, after)
    needs_border = mark.mark == "_" or not inner.isalnum()
    if needs_border and not _is_border(outer) and isinstance(beside, _Text):
        if mark.opens:
            beside.last = True
        else:
            beside.first = True


def _last_of(part: _Part | None) -> str:
    return " " if part is None else part.text[-1] if isinstance(part, _Text) else "*"


def _first_of(part: _Part | None) -> str:
    return " " if part is None else part.text[0] if isinstance(part, _Text) else "*"


def _is_border(character: str) -> bool:
    return character.isspace() or unicodedata.category(character)[0] in "PS"


def _plain(part: _Part, after: _Part | None) -> _Part:
    """Return a URL without brackets if it is followed by a space or by nothing."""
    if not isinstance(part, _Fixed) or part.text[0] != "<" or not _first_of(after).isspace():
        return part
    bare = part.text[1:-1]
    return _Fixed(bare) if URL.fullmatch(bare) else part
