"""The anchors that GitHub gives headings, also where Sphinx would give others."""

from docutils import nodes
from sphinx.application import Sphinx

__all__ = ["add_slugs"]


def add_slugs(app: Sphinx, doctree: nodes.document) -> None:
    """Add to each section the anchor that links on GitHub use."""
    taken = {name for node in doctree.findall(nodes.Element) for name in node.get("ids", ())}
    for section in doctree.findall(nodes.section):
        slug = section.get("slug")
        if slug and slug not in taken:
            section["ids"].append(slug)
