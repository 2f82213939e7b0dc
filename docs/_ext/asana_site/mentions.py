"""Link mentions of methods and errors, such as ``client.tasks.get_task``, to the reference."""

import re
from functools import cache

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.nodes import make_refnode

from asana import error

from .methods import class_of, resources

__all__ = ["link_names"]

METHOD = re.compile(r"client\.(\w+)\.(\w+)(?:\(.*\))?")
TABLE = "reference/methods"  # its sections are resources, and its tables contain method names


def link_names(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Replace each mention of a method or an error with a link."""
    for literal in list(doctree.findall(nodes.literal)):
        name = _named(literal, page)
        found = app.env.domains.python_domain.objects.get(name) if name else None
        if found is not None and found.docname != page:
            link = make_refnode(app.builder, page, found.docname, found.node_id, literal.deepcopy())
            literal.replace_self(link)


def _named(literal: nodes.literal, page: str) -> str | None:
    """Return the full name of the method or error that a literal mentions, if any."""
    if isinstance(literal.parent, nodes.reference | nodes.title):
        return None
    text = literal.astext()
    if page == TABLE:
        return _full_name(_section(literal), text)
    kind = text.removeprefix("asana.").removeprefix("error.")
    if kind.endswith("Error") and kind in error.__all__:
        return f"asana.error.{kind}"
    found = METHOD.fullmatch(text)
    return _full_name(found[1], found[2]) if found else None


def _section(literal: nodes.literal) -> str:
    node = literal.parent
    while not isinstance(node, nodes.section | nodes.document):
        node = node.parent
    return str(node[0].astext())


@cache
def _full_name(resource: str, method: str) -> str | None:
    if resource not in resources():
        return None
    kind = class_of(resource)
    return f"{kind.__module__}.{kind.__qualname__}.{method}"
