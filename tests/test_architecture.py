"""The page on the architecture is correct, links resolve, and calls are as short as it states."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import asana
from asana._http.exchange import Exchange
from benchmarks import frames
from tests.sandbox.test_rooms import ALLOWED
from tests.test_house import KNOWS

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/explanation/architecture.md").read_text(encoding="utf-8")
CODE = sorted(set(re.findall(r"`([^`\n]+)`", PAGE)))
PAGES = ["README.md", "CHANGELOG.md"] + [
    page.relative_to(ROOT).as_posix()
    for folder in ("docs", ".github")
    for page in sorted((ROOT / folder).rglob("*.md"))
]
FILES = [name for name in CODE if "/" in name and " " not in name and "<" not in name]
NAMES = [name for name in CODE if re.fullmatch(r"_?[A-Z]\w{3,}(\.(?!md)\w+)?", name)]
MAX_FRAMES = 8
MAX_CALLS = 60


def table(head: str) -> list[list[str]]:
    """Return the rows of the table with a header."""
    rows = PAGE.partition(f"\n| {head} |")[2].partition("\n\n")[0].splitlines()[2:]
    assert rows, head
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]


def code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@cache
def defined() -> set[str]:
    """Return the names of all classes, methods and constants of the package and its tests."""
    found = set()
    for folder in ("asana", "tests"):
        for file in (ROOT / folder).rglob("*.py"):
            found |= set(names_of(ast.parse(file.read_text(encoding="utf-8"))))
    return found


def names_of(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name
            functions = [each for each in node.body if isinstance(each, ast.FunctionDef)]
            yield from (f"{node.name}.{each.name}" for each in functions)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (each.id for each in targets if isinstance(each, ast.Name))


# -- the page


@pytest.mark.parametrize("name", FILES)
def test_every_file_exists(name: str) -> None:
    assert (ROOT / name).exists()


@pytest.mark.parametrize("name", NAMES)
def test_every_class_method_and_constant_exists(name: str) -> None:
    kind, _, method = name.partition(".")
    assert kind in defined()
    if method:
        client = asana.Client()
        owner: Any = {"Client": client, "Tasks": client.tasks}[kind]
        assert callable(getattr(owner, method))


def test_the_page_names_files_and_classes() -> None:
    assert len(FILES) > 30
    assert len(NAMES) > 20


def test_the_layers_are_those_that_a_client_sends_through() -> None:
    layers = []
    layer: Any = asana.Client()._api
    while not isinstance(layer, Exchange):
        layers.append(layer)
        layer = layer._layer
    kinds = [type(each) for each in [*layers, layer]]
    used = [[kind.__name__, f"{kind.__module__.replace('.', '/')}.py"] for kind in kinds]
    assert [code(step) + code(file) for step, file, _ in table("step")][3:] == used


def test_the_table_of_packages_is_that_of_the_test_of_imports() -> None:
    told = {
        name: set(code(known)) for names, _, known in table("in `asana/`") for name in code(names)
    }
    assert told == KNOWS


def test_the_table_of_the_sandbox_is_that_of_its_test() -> None:
    rows = table("in `asana/sandbox/`")
    assert {code(name)[0]: set(code(known)) for name, _, known in rows} == ALLOWED


# -- links


def anchors(page: str) -> set[str]:
    """Return the anchors of the headings of a page on GitHub, and those written in it."""
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    given = {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}
    return given | set(re.findall(r'<a id="([^"]+)">', page))


@pytest.mark.parametrize("name", PAGES)
def test_every_link_resolves(name: str) -> None:
    page = ROOT / name
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    text = re.sub(r"`[^`\n]*`", "", text)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?:|mailto:", target):
            continue
        file, _, anchor = target.partition("#")
        found = page.parent / file if file else page
        assert found.exists(), target
        assert not anchor or anchor in anchors(found.read_text(encoding="utf-8")), target


# -- the length of a call


@pytest.fixture(scope="module")
def counted() -> frames.Count:
    with frames.serving() as base_url:
        return frames.count(base_url)


def test_the_frames_to_the_adapter(counted: frames.Count) -> None:
    functions = [each.partition(": ")[2].rpartition(".")[2] for each in counted.to_adapter]
    assert functions == ["create_task", "post", "request", *["send"] * 5]
    assert len(counted.to_adapter) <= MAX_FRAMES


def test_the_calls_to_the_first_byte(counted: frames.Count) -> None:
    assert counted.to_first_byte[:MAX_FRAMES] == counted.to_adapter
    assert len(counted.calls) <= MAX_CALLS, "\n".join(counted.calls)


def test_the_numbers_and_the_names_are_printed(counted: frames.Count) -> None:
    numbers = [len(names) for names in counted]
    lines = frames.text(counted, show=False).splitlines()
    assert [int(line.split()[0]) for line in lines] == numbers
    shown = frames.text(counted, show=True).splitlines()
    assert len(shown) == len(lines) + sum(numbers)
