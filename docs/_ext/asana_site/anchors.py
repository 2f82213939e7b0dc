"""Add anchors to headings: those of GitHub, and those of headings that were renamed."""

from docutils import nodes
from sphinx.application import Sphinx

from .renamed import RENAMED

__all__ = ["add_anchors"]


def add_anchors(app: Sphinx, doctree: nodes.document) -> None:
    """Add the anchors that other sites link to."""
    taken = {name for node in doctree.findall(nodes.Element) for name in node.get("ids", ())}
    old = RENAMED.get(app.env.docname, {})
    for section in doctree.findall(nodes.section):
        slug = section.get("slug")
        for name in (slug, *(name for name, now in old.items() if now == slug)):
            if name and name not in taken:
                section["ids"].append(name)
                taken.add(name)
