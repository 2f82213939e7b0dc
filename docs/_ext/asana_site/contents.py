"""Build the table of contents from the links of the index pages, in their order.

Sphinx warns about a page that no index page links to.
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["add_toctree", "toctree"]

LINK = re.compile(r"\]\(([\w/-]+)\.md\)")
API = """

## API

Every name of the library with its signature, generated from the code when this site is built.

```{toctree}
:maxdepth: 1

api/index
```
"""


def add_toctree(app: "Sphinx", name: str, source: list[str]) -> None:
    """Append a table of contents to an index page."""
    if name.rpartition("/")[2] == "index" and not name.startswith("reference/api"):
        source[0] += toctree(source[0]) + (API if name == "reference/index" else "")


def toctree(text: str) -> str:
    """Return a table of contents with the links of an index page."""
    pages = list(dict.fromkeys(LINK.findall(text)))
    return "\n".join(["\n\n```{toctree}", ":hidden:", "", *pages, "```\n"]) if pages else ""
