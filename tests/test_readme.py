"""README is true: its snippets run, and its tables say what the code does."""

import ast
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import asana
from asana.sandbox import Sandbox

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


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
    "docs/events.md",
    "docs/performance.md",
    "docs/reliability.md",
    "docs/tracing.md",
    "docs/types.md",
]


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
        names: dict[str, object] = {}
        for number, code in enumerate(snippets, 1):
            exec(compile(code, f"<{page}, snippet {number}>", "exec"), names)


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
