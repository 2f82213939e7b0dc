"""Turn links to Markdown files outside docs, such as CHANGELOG.md, into downloads."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["as_downloads", "link_files"]

LINK = re.compile(r"\]\(((?:\.\./)+[\w./-]+\.md)(?:#[\w-]*)?\)")


def link_files(app: "Sphinx", name: str, source: list[str]) -> None:
    """Rewrite the links of a page to files for which Sphinx has no page."""
    source[0] = as_downloads(source[0], Path(app.srcdir), Path(app.env.doc2path(name)).parent)


def as_downloads(text: str, docs: Path, folder: Path) -> str:
    """Return the text of a page with download links to files outside docs."""

    def changed(found: re.Match[str]) -> str:
        target = Path(os.path.normpath(folder / found[1]))
        return found[0] if target.is_relative_to(docs) else f"](path:{found[1]})"

    return LINK.sub(changed, text)
