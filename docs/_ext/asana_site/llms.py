"""Write llms.txt, a list of all pages for language models, and llms-full.txt, their text."""

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from .docstrings import with_docstrings

__all__ = ["note", "write"]

SUMMARY = (
    "A hand-written, synchronous Python client for the Asana API, with a local sandbox of it. "
    "Not published by Asana. Records are plain dictionaries: client.tasks.get_task(gid)."
)
SECTIONS = (
    ("Tutorials", "tutorial"),
    ("How-to guides", "how-to"),
    ("Explanation", "explanation"),
    ("Reference", "reference"),
    ("Moving here", "moving"),
)
NOTE = "asana-note"  # the key in the metadata of a page
LONGEST = 160  # characters of a note


def note(app: Sphinx, page: nodes.document) -> None:
    """Store the first sentence of a page for the list."""
    found = next((each for each in page.findall(nodes.paragraph)), None)
    text = " ".join(found.astext().split()) if found is not None else ""
    sentence = text.partition(". ")[0].removesuffix(".")
    if len(sentence) > LONGEST:
        sentence = f"{sentence[:LONGEST].rpartition(' ')[0]} …"
    app.env.metadata[app.env.docname][NOTE] = sentence


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write both files to the root of the site."""
    if exception is not None or app.builder.format != "html":
        return
    out = Path(app.outdir)
    (out / "llms.txt").write_text(_list(app.env), encoding="utf-8")
    (out / "llms-full.txt").write_text(_texts(app), encoding="utf-8")


def _list(env: BuildEnvironment) -> str:
    lines = ["# asana", "", f"> {SUMMARY}", "", f"- {_entry(env, 'index')}"]
    for title, folder in SECTIONS:
        names = [name for name in _in_order(env) if name.startswith(f"{folder}/")]
        lines += ["", f"## {title}", "", *(f"- {_entry(env, name)}" for name in names)]
    return "\n".join([*lines, ""])


def _entry(env: BuildEnvironment, name: str) -> str:
    note = env.metadata[name][NOTE]
    return f"[{env.titles[name].astext()}]({name}.html)" + (f": {note}" if note else "")


def _in_order(env: BuildEnvironment) -> list[str]:
    """Return the names of all pages in the order of the table of contents."""
    return list(dict.fromkeys(_below(env, "index")))


def _below(env: BuildEnvironment, name: str) -> Iterator[str]:
    yield name
    for child in env.toctree_includes.get(name, ()):
        yield from _below(env, child)


def _texts(app: Sphinx) -> str:
    """Return the text of all pages."""
    paths = (Path(app.env.doc2path(name)) for name in _in_order(app.env))
    texts = (path.read_text(encoding="utf-8").strip() for path in paths)
    return "\n\n".join(map(with_docstrings, texts)) + "\n"
