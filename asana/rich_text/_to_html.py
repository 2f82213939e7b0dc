"""Write a document as Asana's rich text."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise

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
    Rule,
    Run,
    Table,
    nested,
)

__all__ = ["rich_text"]

PARAGRAPH = "\n\n"


def rich_text(blocks: Sequence[Block]) -> str:
    """Return the rich text of a document. Newlines are literal, and a block ends its line."""
    parts = list(map(_block, blocks[:1]))
    for before, block in pairwise(blocks):
        both = isinstance(before, Paragraph) and isinstance(block, Paragraph)
        parts.append(PARAGRAPH * both + _block(block))
    return f"<body>{''.join(parts)}</body>"


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return _lines(block.lines)
    if isinstance(block, Heading):
        return f"<h{block.level}>{_line(block.line)}</h{block.level}>"
    if isinstance(block, Code):
        return f"<pre>{escape(block.text, quote=False)}</pre>"
    if isinstance(block, Quote):
        return f"<blockquote>{PARAGRAPH.join(map(_lines, block.paragraphs))}</blockquote>"
    if isinstance(block, Image):
        return f'<img data-asana-gid="{block.gid}"/>'
    if isinstance(block, Listing):
        return _listing(block)
    return "<hr/>" if isinstance(block, Rule) else _table(block)


def _listing(listing: Listing) -> str:
    tag = "ol" if listing.ordered else "ul"
    return f"<{tag}>{''.join(map(_item, listing.items))}</{tag}>"


def _item(item: Item) -> str:
    return f"<li>{_lines(item.lines)}{''.join(map(_listing, item.lists))}</li>"


def _table(table: Table) -> str:
    rows = ("".join(f"<td>{_line(cell)}</td>" for cell in row) for row in table.rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _lines(lines: Iterable[Line]) -> str:
    return "\n".join(map(_line, lines))


def _line(line: Line) -> str:
    return "".join(map(_node, nested(line)))


def _node(node: Node) -> str:
    if isinstance(node, Run):
        return _run(node)
    inner = "".join(map(_node, node.nodes))
    if isinstance(node.key, str):
        return f"<{node.key}>{inner}</{node.key}>"
    return f"<a{_attributes(node.key)}>{inner}</a>"


def _run(run: Run) -> str:
    if run.link is None:
        text = escape(run.text, quote=False)
        return f"<code>{text}</code>" if "code" in run.styles else text
    return f"<a{_attributes(run.link)}/>"


def _attributes(link: Link) -> str:
    given = {
        "href": link.href,
        "data-asana-gid": link.gid,
        "data-asana-project": link.project,
        "data-asana-tag": link.tag,
        "data-asana-dynamic": "false" if link.own_words else "",
    }
    return "".join(f' {name}="{escape(value)}"' for name, value in given.items() if value)
