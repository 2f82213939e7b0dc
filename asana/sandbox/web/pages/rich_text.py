"""Rich text as HTML that is safe to display.

Nothing is copied from the source: each element is created from an allowlist.
"""

import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

from markupsafe import Markup, escape

from asana.sandbox.records.computed import WEB

MAX_DEPTH = 40  # nested elements; deeper ones are shown as text

# The displayed elements and their tags; h1 and h2 are used by the page itself.
_SAME = "strong em u s code ol ul li blockquote pre table tr td"
_SHOWN = {**{tag: tag for tag in _SAME.split()}, "h1": "h3", "h2": "h4"}
_BREAKS = frozenset(["hr"])
_HOSTS = frozenset([urlsplit(WEB).netloc])
_LINK = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f]+", re.ASCII | re.IGNORECASE)


def shown(source: str, plain: str = "") -> Markup:
    """Return rich text as HTML; the plain text if it cannot be parsed."""
    if "<!" in source:  # a document type could define entities
        return escape(plain)
    try:
        root = ElementTree.fromstring(source)  # noqa: S314  (without a document type)
    except (ElementTree.ParseError, ValueError):
        return escape(plain)
    return _inside(root, 0)


def local(url: str) -> str:
    """Return an Asana web URL as a path of the sandbox, and other URLs unchanged."""
    if not is_link(url):
        return url
    parts = urlsplit(url)
    if parts.netloc in _HOSTS and not parts.path.startswith("//"):
        return parts.path or "/"
    return url


def is_link(url: str) -> bool:
    """Return whether a URL is a web or email address, so that it cannot run code."""
    try:
        urlsplit(url)
    except ValueError:
        return False
    return _LINK.fullmatch(url) is not None


def _inside(element: ElementTree.Element, depth: int) -> Markup:
    parts = [escape(element.text or "")]
    for child in element:
        parts += [_written(child, depth + 1), escape(child.tail or "")]
    return Markup("").join(parts)


def _written(element: ElementTree.Element, depth: int) -> Markup:
    if depth > MAX_DEPTH:
        return escape("".join(element.itertext()))
    if element.tag in _BREAKS:
        return Markup("<hr>")
    inside = _inside(element, depth)
    if element.tag == "a":
        return _anchor(element.get("href", ""), inside)
    if element.tag == "img":
        return Markup('<span class="tag">Image {}</span>').format(element.get("data-asana-gid", ""))
    tag = _SHOWN.get(element.tag)
    return inside if tag is None else Markup(f"<{tag}>{{}}</{tag}>").format(inside)  # noqa: S704


def _anchor(url: str, inside: Markup) -> Markup:
    if not is_link(url):
        return inside
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(local(url), inside or url)
