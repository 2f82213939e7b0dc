"""README is true: its snippets run, and its tables say what the code does."""

import ast
import importlib.util
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import asana
from asana.sandbox import Sandbox

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TABLES = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")


def blocks(language: str, page: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def table(heading: str) -> dict[str, str]:
    """Return the first two columns of a section's first table, without the quotes around code."""
    section = README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| (.+?) \|", section, re.MULTILINE)
    return {name: value.strip("`") for names, value in rows for name in re.findall(r"\w+", names)}


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """Undo what a snippet sets."""
    logger = logging.getLogger("asana")
    level = logger.level
    yield
    logger.setLevel(level)


PAGES = [
    "README.md",
    "docs/custom-fields.md",
    "docs/events.md",
    "docs/import-export.md",
    "docs/performance.md",
    "docs/recipes.md",
    "docs/reliability.md",
    "docs/rich-text.md",
    "docs/tables.md",
    "docs/tracing.md",
    "docs/types.md",
]

# What snippets use and tests do without: each has a section that begins with its import.
OPTIONAL = ("duckdb", "pandas", "polars")


@pytest.mark.parametrize("page", PAGES)
def test_every_snippet_runs(
    page: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sleeps: list[float]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(asana.Client, "DEFAULTS", dict(asana.Client.DEFAULTS))
    snippets = blocks("python", (ROOT / page).read_text(encoding="utf-8"))
    assert snippets
    with Sandbox(token="1/123:abc") as sandbox:
        monkeypatch.setenv("ASANA_BASE_URL", sandbox.base_url)
        run(page, [code for code in snippets if not missing(code)])


def run(page: str, snippets: list[str]) -> None:
    names: dict[str, object] = {}
    for number, code in enumerate(snippets, 1):
        exec(compile(code, f"<{page}, snippet {number}>", "exec"), names)


def missing(code: str) -> list[str]:
    """Return the optional packages that a snippet imports and that are not installed."""
    wanted = [name for name in OPTIONAL if re.search(rf"^import {name}$", code, re.MULTILINE)]
    return [name for name in wanted if importlib.util.find_spec(name) is None]


@pytest.mark.parametrize("package", OPTIONAL)
def test_every_snippet_for_data_frames_is_shown(package: str) -> None:
    """Run by the test of the page if the package is installed."""
    codes = [code for code in blocks("python", TABLES) if f"import {package}\n" in code]
    assert codes
    for code in codes:
        compile(code, f"<tables.md, {package}>", "exec")
    if any(map(missing, codes)):
        pytest.skip(f"the snippets for {package} are not run: pip install {package}")


def test_each_recipe_sends_as_many_requests_as_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox(token="1/123:abc") as sandbox:
        monkeypatch.setenv("ASANA_BASE_URL", sandbox.base_url)
        names: dict[str, object] = {}
        for code in blocks("python", (ROOT / "docs/recipes.md").read_text(encoding="utf-8")):
            said = re.match(r"# (\d+) requests?\b", code)
            assert said, code
            before = len(sandbox.requests)
            exec(code, names)
            assert len(sandbox.requests) - before == int(said[1]), code


def test_no_snippet_is_left_out() -> None:
    fences = re.findall(r"^```(\S.*)$", README, re.MULTILINE)
    assert set(fences) == {"python", "sh", "console"}


def test_the_table_of_options_is_that_of_the_code() -> None:
    told = {name: ast.literal_eval(default) for name, default in table("Options").items()}
    assert told == asana.Client.DEFAULTS


def test_the_table_of_errors_names_all_of_them() -> None:
    bases = {"AsanaError", "RetryableAsanaError", "JobError"}
    public = {
        name
        for name, member in vars(asana.error).items()
        if isinstance(member, type)
        and issubclass(member, asana.AsanaError)
        and not name.startswith("_")
        and not (issubclass(member, asana.error.NetworkError) and name != "NetworkError")
    }
    assert set(table("Errors")) == public - bases


def test_the_two_commands_come_first() -> None:
    demonstration, tests = blocks("sh")
    assert "examples/hello_world.py" in demonstration
    assert "pytest" in tests
