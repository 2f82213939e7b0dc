"""A document between Markdown and Asana's rich text: blocks of lines, and lines of runs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote

__all__ = [
    "Block",
    "Code",
    "Heading",
    "Image",
    "Item",
    "Line",
    "Link",
    "Listing",
    "Node",
    "Paragraph",
    "Quote",
    "Rule",
    "Run",
    "Span",
    "Table",
    "address",
    "clean",
    "nested",
    "tidy",
]

_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
# Characters that XML does not allow, other control characters, and the byte order mark.
_UNFIT = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_SPACES = re.compile(r"(\s+)")
_ADDRESS = re.compile(r"(?:https?://[^/?#]|mailto:.)", re.IGNORECASE)
_SAFE = ":/?#@!$&()*+,;=%"
NO_STYLES: frozenset[str] = frozenset()


class Link(NamedTuple):
    """The target of a link: a URL, or the gid of an object in Asana.

    :ivar own_words: the link has its own text instead of the name of the object
    """

    href: str = ""
    gid: str = ""
    project: str = ""
    tag: str = ""
    own_words: bool = False

    @property
    def mention(self) -> bool:
        """Return whether Asana generates the text of the link."""
        return bool(self.gid) and not self.own_words


class Run(NamedTuple):
    """Text in one style. The text of a mention is the last known name of the object, if any."""

    text: str
    styles: frozenset[str] = NO_STYLES
    link: Link | None = None

    @property
    def solid(self) -> bool:
        """Return whether the run keeps its spaces, as code and mentions do."""
        return "code" in self.styles or (self.link is not None and self.link.mention)


class Span(NamedTuple):
    """Runs that share a style or a link."""

    key: str | Link
    nodes: "list[Node]"


Node = Run | Span
Line = list[Run]


@dataclass
class Paragraph:
    """Lines of text."""

    lines: list[Line]


@dataclass
class Heading:
    """A heading of level 1 or 2."""

    level: int
    line: Line


@dataclass
class Rule:
    """A horizontal rule."""


@dataclass
class Code:
    """A block of code."""

    text: str


@dataclass
class Quote:
    """A block quote: paragraphs of lines."""

    paragraphs: list[list[Line]]


@dataclass
class Image:
    """An attachment displayed inline."""

    gid: str
    words: str = ""


@dataclass
class Item:
    """An item of a list: lines, then the lists below it."""

    lines: list[Line] = field(default_factory=list)
    lists: "list[Listing]" = field(default_factory=list)


@dataclass
class Listing:
    """A list."""

    ordered: bool
    items: list[Item] = field(default_factory=list)


@dataclass
class Table:
    """A table; all rows have the same number of cells."""

    rows: list[list[Line]]


Block = Paragraph | Heading | Rule | Code | Quote | Image | Listing | Table


def clean(text: str) -> str:
    """Return a text with uniform newlines, and without characters that rich text does not allow."""
    return _UNFIT.sub("", _LINE_ENDS.sub("\n", text))


def address(url: str) -> str:
    """Return the URL of a link, or an empty string if Asana would not accept it."""
    url = url.strip()
    return quote(url, safe=_SAFE) if _ADDRESS.match(url) else ""


def tidy(line: Iterable[Run]) -> Line:
    """Return a line in its normal form, which Markdown can express.

    A space has a style or a link only if both of its neighbors have it, and there is no space at
    the ends.
    """
    pieces = (piece for run in line for piece in _pieces(_expressible(run)))
    groups = [(space, list(group)) for space, group in groupby(pieces, _is_space)]
    result: Line = []
    for number, (space, group) in enumerate(groups):
        if not space:
            for run in group:
                _append(result, run)
        elif 0 < number < len(groups) - 1:
            _append(result, _shared(groups[number - 1][1][-1], group, groups[number + 1][1][0]))
    return result


def _expressible(run: Run) -> Run:
    """Return a run without the styles that Markdown cannot combine with its text."""
    if "code" not in run.styles:
        return run
    if run.link is not None and (run.link.mention or re.search(r"[\[\]]", run.text)):
        return run._replace(styles=run.styles - {"code"})
    if "~~" in run.text:
        return run._replace(styles=run.styles - {"s"})
    return run


def _pieces(run: Run) -> list[Run]:
    """Split a run into words and spaces."""
    if run.solid:
        return [run] if run.text or run.link is not None else []
    return [run._replace(text=part) for part in _SPACES.split(run.text) if part]


def _is_space(run: Run) -> bool:
    return not run.solid and run.text.isspace()


def _shared(left: Run, spaces: Sequence[Run], right: Run) -> Run:
    """Return spaces as one run, with the styles that they and their neighbors share."""
    runs = [left, *spaces, right]
    styles = frozenset.intersection(*(run.styles for run in runs)) - {"code"}
    link = left.link if len({run.link for run in runs}) == 1 else None
    return Run("".join(run.text for run in spaces), styles, link)


def _append(line: Line, run: Run) -> None:
    """Add a run to a line, joined with the last run if both have the same style."""
    last = line[-1] if line else None
    mention = run.link is not None and run.link.mention
    if last is not None and last[1:] == run[1:] and not mention:
        line[-1] = last._replace(text=last.text + run.text)
    else:
        line.append(run)


def nested(runs: Sequence[Run]) -> list[Node]:
    """Return a line as a tree, in which the longest span is the outermost."""
    nodes: list[Node] = []
    start = 0
    while start < len(runs):
        key, end = _longest(runs, start)
        if key is None:
            nodes.append(runs[start])
        else:
            inner = [_without(run, key) for run in runs[start:end]]
            nodes.append(Span(key, nested(inner)))
        start = end
    return nodes


def _longest(runs: Sequence[Run], start: int) -> tuple[str | Link | None, int]:
    best: tuple[str | Link | None, int] = (None, start + 1)
    for key in _keys(runs[start]):
        end = start + 1
        while end < len(runs) and key in _keys(runs[end]):
            end += 1
        if best[0] is None or end > best[1]:
            best = (key, end)
    return best


def _keys(run: Run) -> list[str | Link]:
    keys: list[str | Link] = [style for style in ("strong", "em", "s") if style in run.styles]
    if run.link is not None and not run.link.mention:
        keys.append(run.link)
    return keys


def _without(run: Run, key: str | Link) -> Run:
    return run._replace(link=None) if key == run.link else run._replace(styles=run.styles - {key})
