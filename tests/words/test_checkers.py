"""Checkers find the mistakes of users, and do not complain of programs that are right."""

import ast
import importlib.util
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.operations import CLASSIC_NAMES, OPERATIONS

ROOT = Path(__file__).parents[2]
FILES = Path(__file__).parent / "user_files"
MISTAKES = FILES / "mistakes.py"

# Of 60 mistakes, how many both checkers find at the least.
SHARE = 57 / 60


class Complaint(NamedTuple):
    """What a checker says of a line."""

    file: str
    line: int
    code: str
    message: str


class Mistake(NamedTuple):
    """A mistake, and what the comment above it says: codes, and a word that is in the messages."""

    first: int
    last: int
    mypy: str
    pyright: str
    word: str


def run(*command: str) -> str:
    paths = {"PYTHONPATH": str(ROOT), "MYPYPATH": str(ROOT), "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=FILES,
        env={**os.environ, **paths},
        capture_output=True,
        text=True,
    )
    assert done.stdout, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def mypy(tmp_path_factory: pytest.TempPathFactory) -> list[Complaint]:
    """What mypy says of all files, in its strict mode."""
    cache = tmp_path_factory.mktemp("mypy")
    options = ("--strict", "--config-file=", f"--cache-dir={cache}", "--no-pretty")
    output = run("mypy", *options, *sorted(file.name for file in FILES.glob("*.py")))
    line = re.compile(r"([^:\n]+):(\d+): error: (.*?)  \[([\w-]+)\]")
    found = [line.fullmatch(each) for each in output.splitlines() if ": error: " in each]
    return [Complaint(each[1], int(each[2]), each[4], each[3]) for each in found if each]


@pytest.fixture(scope="session")
def pyright() -> list[Complaint]:
    """What pyright says of all files, as editors run it."""
    if importlib.util.find_spec("pyright") is None:
        pytest.skip("pyright is not installed; pip install pyright")
    found = json.loads(run("pyright", "--outputjson", "."))["generalDiagnostics"]
    return [
        Complaint(
            Path(each["file"]).name,
            each["range"]["start"]["line"] + 1,
            each.get("rule", ""),
            each["message"],
        )
        for each in found
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
    """Hold what a checker says of each mistake to the comment above it."""
    by_line = defaultdict(list)
    for each in complaints:
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


# Some names are those of an operation, and of python-asana.
BOTH = ("every_operation.py",)
