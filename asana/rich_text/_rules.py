"""The rules of Asana's rich text: which tags and attributes a field accepts, and where."""

from collections.abc import Sequence
from typing import Any, NoReturn
from xml.parsers import expat

__all__ = ["TAGS", "Checker", "tags_of"]

INLINE = frozenset(["strong", "em", "u", "s", "code", "a"])
LISTS = frozenset(["ol", "ul"])
HEADINGS = frozenset(["h1", "h2"])
BASIC = INLINE | LISTS | {"body", "li", "blockquote", "pre"}
TASK = BASIC | HEADINGS | {"hr", "img"}
BRIEF = TASK | {"table", "tr", "td", "object"}
TAGS = {"task": TASK, "comment": BASIC, "project": BASIC, "status": BASIC, "brief": BRIEF}

# Asana adds the last two attributes of a link, and ignores them in requests.
ATTRIBUTES = {
    "a": (
        "href",
        "data-asana-gid",
        "data-asana-project",
        "data-asana-tag",
        "data-asana-dynamic",
        "data-asana-accessible",
        "data-asana-type",
    ),
    "img": ("data-asana-gid",),
    "object": ("type", "data-asana-gid"),
}

# The tags that are not allowed anywhere inside each tag.
FORBIDDEN = {
    "li": HEADINGS | {"pre", "blockquote"},
    "pre": LISTS,
    "blockquote": LISTS,
    "a": frozenset(["a"]),
}

INSTEAD = {
    "p": "separate paragraphs by an empty line",
    "br": "write a new line",
    "b": "write <strong>",
    "i": "write <em>",
    "del": "write <s>",
    "strike": "write <s>",
    "tt": "write <code>",
    "kbd": "write <code>",
    "th": "write <td>",
    "thead": "put <tr> into <table>",
    "tbody": "put <tr> into <table>",
    **dict.fromkeys(("h3", "h4", "h5", "h6"), "write <h2>"),
    **dict.fromkeys(("h1", "h2"), "write <strong>"),
    "hr": "write an empty line",
    "img": "link to the image with <a href>",
    **dict.fromkeys(("table", "tr", "td"), "write a line for each row"),
}

# The messages of expat, and the advice for each.
ADVICE = {
    "not well-formed (invalid token)": "write &amp; for & and &lt; for <, and quote attributes",
    "mismatched tag": "close each element before the one around it",
    "undefined entity": "write the character itself",
    "junk after document element": "put everything into one <body>",
    "no element found": "close every element, and <body> last",
    "syntax error": "put everything into one <body>",
    "unclosed token": "complete the last tag",
    "duplicate attribute": "write each attribute once",
}


def tags_of(to: str) -> frozenset[str]:
    """Return the tags that a kind of field accepts.

    :raises ValueError: the kind is unknown
    """
    try:
        return TAGS[to]
    except (KeyError, TypeError):
        raise ValueError(f"to must be one of {', '.join(map(repr, TAGS))}, not {to!r}") from None


class Checker:
    """Reads a rich text, and raises at the first problem that Asana would reject."""

    def __init__(self, to: str) -> None:
        self._tags = tags_of(to)
        self._to = to
        self._open: list[str] = []
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = self._doctype

    def read(self, source: str) -> None:
        """Read the whole text.

        :raises ValueError: Asana would reject it; the message says where, and what to write
        """
        try:
            self._parser.Parse(source.encode(), True)
        except UnicodeEncodeError as error:
            line = source.count("\n", 0, error.start) + 1
            column = error.start - source.rfind("\n", 0, error.start)
            raise ValueError(f"line {line}, column {column}: an unpaired surrogate") from None
        except expat.ExpatError as error:
            problem = expat.ErrorString(error.code)
            advice = ADVICE.get(problem)
            told = f"{problem}; {advice}" if advice else problem
            raise ValueError(self._at(told, error.lineno, error.offset)) from None

    def _start(self, tag: str, attributes: Sequence[str]) -> None:
        if (tag == "body") != (not self._open):
            self._refuse(f"<{tag}>: the root must be one <body>; put everything into it")
        if tag not in self._tags:
            self._refuse_tag(tag)
        self._check_place(tag)
        self._check_attributes(tag, attributes[::2])
        self._open.append(tag)

    def _refuse_tag(self, tag: str) -> NoReturn:
        if tag.lower() in self._tags:
            self._refuse(f"<{tag}>: tags are case-sensitive; write <{tag.lower()}>")
        kinds = [kind for kind, tags in TAGS.items() if tag in tags]
        where = f"a {self._to} has no <{tag}>" if kinds else f"Asana has no <{tag}>"
        self._refuse(f"{where}; {INSTEAD.get(tag, 'write its content alone')}")

    def _check_place(self, tag: str) -> None:
        for outer in self._open:
            if outer in HEADINGS and tag not in INLINE:
                self._refuse(
                    f"<{tag}> in <{outer}>, which accepts only inline elements; close it first"
                )
            if tag in FORBIDDEN.get(outer, ()):
                instead = "write <strong>" if tag in HEADINGS else f"close <{outer}> first"
                self._refuse(f"<{tag}> cannot be in <{outer}>; {instead}")

    def _check_attributes(self, tag: str, names: Sequence[str]) -> None:
        known = ATTRIBUTES.get(tag, ())
        for name in names:
            if name not in known:
                takes = f"accepts only {', '.join(known)}" if known else "accepts no attributes"
                self._refuse(f"<{tag} {name}>: <{tag}> {takes}; omit it")
        if tag == "a" and not {"href", "data-asana-gid"}.intersection(names):
            self._refuse("<a> without a target; add href or data-asana-gid")

    def _end(self, _: str) -> None:
        self._open.pop()

    def _data(self, text: str) -> None:
        if "\n" in text:
            heading = next((tag for tag in self._open if tag in HEADINGS), None)
            if heading:
                self._refuse(f"a new line in <{heading}>; write a space")

    def _doctype(self, *_: Any) -> None:
        self._refuse("a document type is not allowed; begin with <body>")

    def _refuse(self, problem: str) -> NoReturn:
        parser = self._parser
        raise ValueError(self._at(problem, parser.CurrentLineNumber, parser.CurrentColumnNumber))

    def _at(self, problem: str, line: int, column: int) -> str:
        path = " > ".join(self._open)
        return f"line {line}, column {column + 1}{f', in {path}' if path else ''}: {problem}"
