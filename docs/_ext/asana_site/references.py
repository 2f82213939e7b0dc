"""Resolve names in signatures: link records and sets of values, and show other names as text."""

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

from .types import places

__all__ = ["resolve"]


def resolve(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.TextElement
) -> nodes.Node | None:
    """Return a link to a type of this library, or plain text for a name of another library."""
    if node.get("refdomain") != "py":
        return None
    target = str(node["reftarget"])
    name = target.rpartition(".")[2]
    if name in places():
        page, anchor = env.domains.standard_domain.anonlabels[f"type-{name}".lower()]
        return make_refnode(app.builder, node["refdoc"], page, anchor, content)
    # Attributes have no target: ``:ivar:`` in the docstring of the class describes them.
    ours = target.startswith("asana.") or node["reftype"] == "meth"
    return None if ours and node["reftype"] != "attr" else content
