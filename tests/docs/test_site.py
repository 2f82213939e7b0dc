"""The site builds without warnings, its links resolve, and the reference is complete."""

import re
from html import unescape
from pathlib import Path
from pkgutil import iter_modules

import pytest

import asana
from asana.error import __all__ as errors
from asana.options import OPTIONS
from asana.sandbox.web.faults import NAMES
from asana_site.contents import toctree
from asana_site.examples import example
from asana_site.library import PAGES
from asana_site.links import broken
from asana_site.outside import as_downloads
from tests.docs.site import DOCS, Site
from tests.operations import CLASSIC_NAMES, OPERATIONS

ANCHORS = Path(__file__).parents[1] / "data/anchors.tsv"


def code(html: str) -> str:
    """Return the text of a page."""
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_sphinx_complains_of_nothing(built: Site) -> None:
    assert built.complaints == ""


def test_every_link_leads_somewhere(built: Site) -> None:
    assert list(broken(built.folder)) == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ('<a href="other.html">', []),
        ('<a href="other.html#here">', []),
        ('<a href="#top"></a><p id="top">', []),
        ('<a href="">', []),
        ('<a href="https://example.com/gone#x"><a href="mailto:a@example.com">', []),
        ('<a href="gone.html">', ["page.html has a broken link: gone.html"]),
        ('<a href="other.html#gone">', ["page.html has a broken link: other.html#gone"]),
        ('<a href="#gone">', ["page.html has a broken link: #gone"]),
        ('<a href="../outside.html">', ["page.html has a broken link: ../outside.html"]),
        ('<img src="gone.png">', ["page.html has a broken link: gone.png"]),
        (
            '<link rel="stylesheet" href="//fonts.example.com/a.css">',
            ["page.html loads //fonts.example.com/a.css"],
        ),
        (
            '<script src="https://cdn.example.com/a.js"></script>',
            ["page.html loads https://cdn.example.com/a.js"],
        ),
    ],
)
def test_the_check_of_links(page: str, found: list[str], tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "outside.html").touch()
    (site / "other.html").write_text('<h1 id="here">Here</h1>', encoding="utf-8")
    (site / "page.html").write_text(page, encoding="utf-8")
    assert list(broken(site)) == found


def test_a_link_out_of_docs_is_a_download() -> None:
    def changed(text: str) -> str:
        return as_downloads(text, Path("/x/docs"), Path("/x/docs/how-to"))

    assert changed("[a](../../CHANGELOG.md#330)") == "[a](path:../../CHANGELOG.md)"
    kept = (
        "[a](../reference/errors.md#logging), [b](search.md), [c](https://example.com/../../d.md)"
    )
    assert changed(kept) == kept


def test_an_index_is_the_table_of_contents() -> None:
    text = "- [A](a.md)\n- [B](b/index.md), [C](a.md)\n- [D](https://example.com/d.md)\n"
    assert toctree(text).split() == ["```{toctree}", ":hidden:", "a", "b/index", "```"]
    assert toctree("No links.") == ""


def test_every_address_of_before_leads_to_its_content(built: Site) -> None:
    rows = [line.split("\t") for line in ANCHORS.read_text(encoding="utf-8").splitlines()[1:]]
    lost = []
    for page, anchor in rows:
        (target,) = re.findall(r"url=([^\"]+)\"", built.text(f"{page}.html"))
        if f'id="{anchor}"' not in built.text(target):
            lost.append(f"{page}.html#{anchor}")
    assert lost == []


@pytest.mark.parametrize("resource", sorted({row.resource for row in OPERATIONS}))
def test_the_reference_has_every_operation(resource: str, built: Site) -> None:
    html = built.text(f"reference/api/{resource}.html")
    text = code(html)
    for row in OPERATIONS:
        if row.resource == resource:
            assert f'id="asana.resources.{resource}.' in html
            assert f".{row.method}(" in text
            assert f"{row.verb} {row.path}" in text
            assert example(row) in text


def test_the_reference_has_every_option_error_and_fault(built: Site) -> None:
    options = code(built.text("reference/options.html"))
    classes = built.text("reference/api/library-errors.html")
    faults = code(built.text("reference/api/library-sandbox.html"))
    assert [name for name in OPTIONS if name not in options] == []
    kinds = [name for name in errors if name.endswith("Error")]
    assert [name for name in kinds if f'id="asana.error.{name}"' not in classes] == []
    assert [name for name in NAMES if name not in faults] == []


# Public modules without a page of their own, or with one that names their contents.
APART = {"cli", "client", "options", "pytest_plugin", "records", "resources", "sandbox"} | {
    *("types", "upgrade", "version"),
}


def test_every_public_module_is_in_the_reference() -> None:
    named = {name.split(".")[1] for page in PAGES for name in page.objects}
    found = {module.name for module in iter_modules(asana.__path__)}
    assert {name for name in found if not name.startswith("_")} - APART - named == set()


def test_mentions_of_methods_and_errors_are_links(built: Site) -> None:
    target = "api/tasks.html#asana.resources.tasks.Tasks.create_task"
    assert f'href="{target}"' in built.text("reference/methods.html")
    assert f'href="../reference/{target}"' in "".join(map(built.text, built.pages()))
    error = 'href="api/library-errors.html#asana.error.NotFoundError"'
    assert error in built.text("reference/errors.html")


def test_classic_names_are_no_sections_of_their_own(built: Site) -> None:
    html = built.text("reference/api/tasks.html")
    assert "find_by_project" in code(html)
    own = {row.method for row in OPERATIONS}
    old = [name.method for name in CLASSIC_NAMES if name.resource == "tasks"]
    assert [name for name in old if name not in own and f'.Tasks.{name}"' in html] == []


def test_llms_txt_lists_every_page(built: Site) -> None:
    text = built.text("llms.txt")
    assert text.startswith("# asana\n\n> ")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [
        *("Tutorials", "How-to guides", "Explanation", "Reference", "Moving here")
    ]
    links = re.findall(r"^- \[.+\]\((\S+)\)(?:: .+)?$", text, re.MULTILINE)
    assert sorted(links) == built.pages()


def test_llms_full_txt_has_every_page_and_method(built: Site) -> None:
    text = built.text("llms-full.txt")
    for page in DOCS.rglob("*.md"):
        assert page.read_text(encoding="utf-8").strip() in text, page
    assert [row.method for row in OPERATIONS if example(row).split("(")[0] not in text] == []
    assert "Create a task and return its complete record." in text
    assert ".. auto" not in text
