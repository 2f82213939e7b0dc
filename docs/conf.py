"""Settings of Sphinx for the documentation; the extension in _ext generates the API reference."""

import sys
from pathlib import Path

DOCS = Path(__file__).parent
sys.path[:0] = [str(DOCS / "_ext"), str(DOCS.parent)]

from asana import __version__  # noqa: E402

project = "asana"
author = "the asana client's contributors"
copyright = f"2026, {author}"
version = release = __version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx_reredirects",
    "asana_site",
]
exclude_patterns = ["_build", "_ext"]
nitpicky = True
# Type variables and internal names in signatures, which have no page.
nitpick_ignore_regex = [
    ("py:.*", r"asana\.[\w.]+\.[A-Z]"),
    ("py:class", r"asana\.([\w.]+\.)?_[\w.]+"),
    ("py:class", r"asana\.sandbox\.(api|changes)\.\w+\.\w+"),
    ("py:class", r"asana\.sandbox\.web\.faults\.Strike"),
    ("py:class", r"asana\.(options\.Options|page_iterator\.Source|resources\.Resources)"),
    ("py:func", r"asana\._[\w.]+"),
    ("py:class", r"asana\.feed\.TokenStore"),
]
default_role = "code"
suppress_warnings = ["myst.xref_ambiguous"]

# The anchors of headings are those of GitHub.
myst_heading_anchors = 4
myst_enable_extensions = ["html_image"]
myst_url_schemes = ["http", "https", "mailto"]

autodoc_inherit_docstrings = False
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_typehints = "signature"
toc_object_entries = False
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = f"asana {version}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
pygments_style = "tango"
pygments_dark_style = "monokai"

# Pages that moved into folders. Redirects keep the anchor.
_MOVED = {
    "explanation": ("architecture", "performance", "reliability", "types"),
    "how-to": (
        *("cli", "custom-fields", "events", "fleet", "import-export", "oauth", "recipes"),
        *("rich-text", "tables", "tracing"),
    ),
    "reference": ("methods", "sandbox"),
}
redirects = {
    **{page: f"{folder}/{page}.html" for folder, pages in _MOVED.items() for page in pages},
    "moving-from-5x": "moving/from-asana-5x.html",
    "upgrading": "moving/from-python-asana.html",
}
