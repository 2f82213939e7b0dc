"""Type checkers find the mistakes of users, and accept correct programs."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.operations import CLASSIC_NAMES, OPERATIONS
from tests.words import language_server, pages

ROOT = Path(__file__).parents[2]
FILES = Path(__file__).parent / "user_files"
MISTAKES = FILES / "mistakes.py"

# The minimum number of 60 mistakes that both checkers find.
SHARE = 57 / 60


class Complaint(NamedTuple):
    """A message of a checker for a line."""

    file: str
    line: int
    code: str
    message: str


class Mistake(NamedTuple):
    """A mistake and the comment above it: error codes, and a word in the messages."""

    first: int
    last: int
    mypy: str
    pyright: str
    word: str


MYPY = """\
[mypy]
strict = True
pretty = False

# Functions in the snippets of pages are short, and mostly without annotations; they are checked.
[mypy-{modules}]
allow_untyped_defs = True
allow_incomplete_defs = True
allow_untyped_calls = True
# Django's classes have no types.
disallow_subclassing_any = False

# They have no types of their own.
[mypy-celery.*,django.*,duckdb.*,pandas.*,polars.*,matplotlib.*]
ignore_missing_imports = True

# Nor have Celery's decorators.
[mypy-fleet_listing,fleet_webhooks]
disallow_untyped_decorators = False
"""

# Files of this library are checked in strict mode. pyright's inference from the source of Django,
# which has no types, is wrong.
PYRIGHT = {
    "typeCheckingMode": "basic",
    "pythonVersion": "3.10",
    "useLibraryCodeForTypes": False,
}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all files to check, each of them once."""
    found = tmp_path_factory.mktemp("checked")
    for file in FILES.glob("*.py"):
        shutil.copy(file, found)
    modules = ",".join(pages.write(found))
    (found / "mypy.ini").write_text(MYPY.format(modules=modules), encoding="utf-8")
    (found / "pyrightconfig.json").write_text(json.dumps(PYRIGHT), encoding="utf-8")
    return found


def run(folder: Path, *command: str) -> str:
    paths = {"PYTHONPATH": str(ROOT), "MYPYPATH": str(ROOT), "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={**os.environ, **paths},
        capture_output=True,
        text=True,
    )
    assert done.stdout, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def mypy(folder: Path) -> list[Complaint]:
    """The output of mypy for all files, in strict mode."""
    options = ("--config-file=mypy.ini", f"--cache-dir={folder / 'cache'}")
    output = run(folder, "mypy", *options, *sorted(file.name for file in folder.glob("*.py")))
    line = re.compile(r"([^:\n]+):(\d+): error: (.*?)  \[([\w-]+)\]")
    found = [line.fullmatch(each) for each in output.splitlines() if ": error: " in each]
    return [Complaint(each[1], int(each[2]), each[4], each[3]) for each in found if each]


@pytest.fixture(scope="session")
def pyright(folder: Path) -> list[Complaint]:
    """The output of pyright for all files, in basic mode, as in editors."""
    if reason := language_server.unavailable():
        pytest.skip(reason)
    found = json.loads(run(folder, "pyright", "--outputjson", "--pythonpath", sys.executable, "."))
    return [
        Complaint(
            Path(each["file"]).name,
            each["range"]["start"]["line"] + 1,
            each.get("rule", ""),
            each["message"],
        )
        for each in found["generalDiagnostics"]
        if each["severity"] == "error"
    ]


def mistakes() -> Iterator[Mistake]:
    """Yield the statements below the comments."""
    text = MISTAKES.read_text(encoding="utf-8")
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        above = lines[node.lineno - 2].strip() if isinstance(node, ast.stmt) else ""
        if isinstance(node, ast.stmt) and above.startswith("# "):
            mypy, pyright, *word = above[2:].split(" | ")
            last = node.end_lineno or node.lineno
            yield Mistake(node.lineno, last, mypy, pyright, "".join(word))


ALL = sorted(mistakes())


def compare(complaints: list[Complaint], which: str) -> None:
    """Compare a checker's messages for each mistake with the comment above it."""
    by_line = defaultdict(list)
    for each in complaints:
        if (FILES / each.file).exists():
            by_line[each.file, each.line].append(each)
    wrong = []
    for mistake in ALL:
        lines = range(mistake.first, mistake.last + 1)
        said = [each for line in lines for each in by_line.pop((MISTAKES.name, line), [])]
        codes = ", ".join(sorted({each.code for each in said})) or "-"
        if codes != getattr(mistake, which):
            wrong.append(f"line {mistake.first}: {codes}, not {getattr(mistake, which)}")
        elif not any(mistake.word in each.message for each in said) and codes != "-":
            wrong.append(f"line {mistake.first}: {mistake.word!r} is not in {said}")
    assert wrong == []
    assert [each for said in by_line.values() for each in said] == []


def test_mypy_says_what_the_comments_say_and_nothing_else(mypy: list[Complaint]) -> None:
    compare(mypy, "mypy")


def test_pyright_says_what_the_comments_say_and_nothing_else(pyright: list[Complaint]) -> None:
    compare(pyright, "pyright")


def on_pages(complaints: list[Complaint], folder: Path) -> list[Complaint]:
    """Return a checker's messages for pages and examples, without the intentional mistakes.

    :raises AssertionError: an intentional mistake is not found
    """
    left = [each for each in complaints if not (FILES / each.file).exists()]
    for page, words in pages.ON_PURPOSE.items():
        for word in words:
            file = folder / f"{pages.module_of(ROOT / page)}.py"
            lines = file.read_text(encoding="utf-8").splitlines()
            shown = [c for c in left if c.file == file.name and word in lines[c.line - 1]]
            assert shown, f"{page}: nothing is said of {word}"
            left.remove(shown[0])
    return left


def test_mypy_has_nothing_to_say_of_pages_and_examples(mypy: list[Complaint], folder: Path) -> None:
    assert on_pages(mypy, folder) == []


def test_pyright_has_nothing_to_say_of_pages_and_examples(
    pyright: list[Complaint], folder: Path
) -> None:
    assert on_pages(pyright, folder) == []


def test_every_page_is_checked(folder: Path) -> None:
    names = {file.stem for file in folder.glob("*.py")}
    assert {pages.module_of(page) for page in pages.PAGES if pages.snippets(page)} <= names
    assert "page_readme" in names
    assert {
        "page_docs_explanation_types",
        "page_docs_how_to_events",
        "hello_world",
        "account",
        "right",
    } <= names


@pytest.mark.parametrize("file", ["every_classic_name.py", "every_operation.py", "right.py"])
def test_our_own_files_are_checked_strictly(file: str) -> None:
    assert (FILES / file).read_text(encoding="utf-8").startswith("# pyright: strict\n")


def test_nearly_all_mistakes_are_found_by_both() -> None:
    found = [each for each in ALL if "-" not in (each.mypy, each.pyright)]
    assert len(found) >= 60
    assert len(found) / len(ALL) >= SHARE


def test_the_files_of_mistakes_have_a_comment_at_each_of_them() -> None:
    text = MISTAKES.read_text(encoding="utf-8")
    comments = re.findall(r"^ +# .+", text, re.MULTILINE)
    assert len(comments) == len(ALL)


@pytest.mark.parametrize(
    ("file", "rows"),
    [("every_operation.py", OPERATIONS), ("every_classic_name.py", CLASSIC_NAMES)],
    ids=["operations", "classic names"],
)
def test_the_result_of_every_method_is_asserted(file: str, rows: list[object]) -> None:
    text = "\n".join((FILES / name).read_text(encoding="utf-8") for name in (file, *BOTH))
    called = set(re.findall(r"client\.(\w+\.\w+)\(", text))
    assert {f"{row.resource}.{row.method}" for row in rows} <= called  # type: ignore[attr-defined]


# Some names exist both as operations and in python-asana.
BOTH = ("every_operation.py",)
