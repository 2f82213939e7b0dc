"""Build the site once for all processes of a test run."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from asana.stores import JsonFile

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


class Site(NamedTuple):
    """A built site with the warnings of Sphinx."""

    folder: Path
    complaints: str

    def text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def pages(self) -> list[str]:
        """Return the names of the pages, without redirects and the search page."""
        found = (path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))
        return sorted(name for name in found if is_page(name))


def is_page(name: str) -> bool:
    return "/" in name.removeprefix("_static/") or name == "index.html"


def site(folder: Path) -> Site:
    """Return the site in a folder; the first process builds it."""
    html = folder / "html"
    with JsonFile(folder / "build.json").change() as built:
        if "complaints" not in built:
            built["complaints"] = _build(html, folder / "doctrees")
        return Site(html, built["complaints"])


def _build(html: Path, doctrees: Path) -> str:
    command = [sys.executable, "-m", "sphinx", "-q", "--keep-going", "-b", "html"]
    done = subprocess.run(
        [*command, "-d", str(doctrees), str(DOCS), str(html)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if "ASANA" not in name},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    return f"{done.stdout}{done.stderr}".strip()
