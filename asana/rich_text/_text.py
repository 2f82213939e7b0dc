"""The plain text of a rich text."""

from xml.parsers import expat

__all__ = ["plain"]

_LINES = frozenset(["li", "h1", "h2", "pre", "blockquote"])
_BLOCKS = _LINES | {"ul", "ol", "hr", "table", "tr"}


class _Reader:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self._fresh = True  # at the start of a line
        self._ended = False  # after a block that does not end its own line
        self._has_cell = False  # the row of a table
        self._begun: list[int] = []

    def start(self, tag: str, _: object) -> None:
        if tag in _BLOCKS:
            self._end_line()
        if tag == "tr":
            self._has_cell = False
        elif tag == "td":
            if self._has_cell:
                self.data("\t")
            self._has_cell = True
        self._begun.append(len(self.parts))

    def end(self, tag: str) -> None:
        empty = self._begun.pop() == len(self.parts)
        if tag in _LINES and empty:
            self.data("\n")
        elif tag in _LINES:
            self._end_line()
        elif tag in _BLOCKS:
            self._ended = True

    def data(self, text: str) -> None:
        if self._ended and not self._fresh and text != "\n":
            self.parts.append("\n")
        self._ended = False
        self.parts.append(text)
        self._fresh = text.endswith("\n")

    def _end_line(self) -> None:
        if not self._fresh:
            self.data("\n")


def plain(source: str) -> str:
    """Return the text, with each block element on its own line."""
    reader = _Reader()
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    parser.Parse(source.encode(), True)
    return "".join(reader.parts)
