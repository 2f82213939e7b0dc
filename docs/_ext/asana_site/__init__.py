"""A Sphinx extension that generates the API reference, llms.txt and anchors for old links."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["setup"]


def setup(app: "Sphinx") -> dict[str, Any]:
    """Connect the handlers of the extension to the events of Sphinx."""
    # Tests import other modules of this package where Sphinx is not installed.
    from . import anchors, contents, docstrings, generating, llms, mentions, outside, references

    app.connect("builder-inited", generating.generate)
    app.connect("source-read", contents.add_toctree)
    app.connect("source-read", outside.link_files)
    app.connect("autodoc-process-signature", docstrings.shorten)
    app.connect("autodoc-process-docstring", docstrings.without_route)
    app.connect("autodoc-skip-member", docstrings.skip_others)
    app.connect("doctree-read", anchors.add_anchors)
    app.connect("doctree-read", llms.note)
    app.connect("missing-reference", references.resolve)
    app.connect("doctree-resolved", mentions.link_names)
    app.connect("build-finished", llms.write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
