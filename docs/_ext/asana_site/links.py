"""Check the links of a built site: ``python docs/_ext/asana_site/links.py docs/_build/html``.

Each relative link must refer to a file, and each anchor to an element in that file. Links to other
hosts are not fetched, but everything that a page loads must be part of the site.
"""

import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

__all__ = ["broken", "main"]

# Elements that a browser loads without a click.
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}


class _Page(HTMLParser):
    """The links, the anchors and the resources of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record the anchor and the links of a tag."""
        values = {name: value for name, value in attrs if value is not None}
        self.anchors.update(values[name] for name in ("id", "name") if name in values)
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag in LOADED and LOADED[tag] in values and values.get("rel") != "canonical":
            self.loaded.append(values[LOADED[tag]])


def broken(site: Path) -> Iterator[str]:
    """Yield a message for each broken link, and for each resource loaded from another host."""
    for path in sorted(site.rglob("*.html")):
        page = _page(path)
        name = path.relative_to(site)
        for link in page.loaded:
            if _is_elsewhere(link):
                yield f"{name} loads {link}"
        for link in (*page.links, *page.loaded):
            if not _is_elsewhere(link) and not _leads(site, path, link):
                yield f"{name} has a broken link: {link}"


@cache
def _page(path: Path) -> _Page:
    return _Page(path.read_text(encoding="utf-8"))


def _is_elsewhere(link: str) -> bool:
    parts = urlsplit(link)
    return bool(parts.scheme and parts.scheme != "file") or bool(parts.netloc)


def _leads(site: Path, path: Path, link: str) -> bool:
    parts = urlsplit(link)
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.is_relative_to(site.resolve()) and target != path:
        return False
    target = target / "index.html" if target.is_dir() else target
    if not target.is_file():
        return False
    if not parts.fragment or target.suffix != ".html":
        return True
    return unquote(parts.fragment) in _page(target).anchors


def main(site: str) -> int:
    """Print all broken links; return the exit status."""
    found = list(broken(Path(site)))
    print(*found, f"{len(found)} broken links", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
