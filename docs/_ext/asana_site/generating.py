"""Write the generated pages into docs/reference/api, where Sphinx reads them."""

from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx

from . import library, resources
from .rst import heading
from .types import records_page, sets_page

__all__ = ["generate"]

FOLDER = "reference/api"
INDEX = """\
.. toctree::
   :caption: Resources
   :maxdepth: 1

{resources}

.. toctree::
   :caption: Library
   :maxdepth: 1

{library}

.. toctree::
   :caption: Types
   :maxdepth: 1

   records
   sets
"""


def generate(app: Sphinx) -> None:
    """Write the pages that changed, and delete pages that are no longer generated."""
    folder = Path(app.srcdir) / FOLDER
    folder.mkdir(exist_ok=True)
    pages = {f"{name}.rst": text for name, text in _pages()}
    for path in folder.glob("*.rst"):
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def _pages() -> Iterator[tuple[str, str]]:
    yield "index", _index()
    yield "records", records_page()
    yield "sets", sets_page()
    yield from resources.pages()
    for name, text in library.pages():
        yield f"library-{name}", text


def _index() -> str:
    names = "\n".join(f"   {name}" for name, _ in resources.pages())
    others = "\n".join(f"   library-{page.name}" for page in library.PAGES)
    about = "Generated from the code: its signatures, its docstrings and its types.\n"
    toctrees = INDEX.format(resources=names, library=others)
    return "\n".join([heading("API"), about, toctrees])
