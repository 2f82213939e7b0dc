"""Every snippet of README and of docs runs, or is read by a parser of its language."""

import importlib.util
import json
import logging
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

import asana
from asana.sandbox import Sandbox
from tests.docs.snippets import (
    BUILDS_ON,
    NOT_RUN,
    PAGES,
    ROOT,
    Snippet,
    check_syntax,
    commands,
    environment,
    matches,
    run_shell,
    snippets,
)

# Pages that need more than a sandbox: the tests that run their Python.
ELSEWHERE = {
    "docs/how-to/cli.md": "tests/cli/test_page.py",
    "docs/how-to/fleet.md": "tests/fleet/test_fleet_page.py",
    "docs/how-to/oauth.md": "tests/test_oauth_examples.py",
    "docs/moving/from-asana-5x.md": "tests/upgrade/test_page.py",
    "docs/reference/sandbox.md": "tests/sandbox/test_docs.py",
}

# What snippets use and tests do without.
OPTIONAL = ("airflow", "duckdb", "pandas", "polars")

RUN = [page for page in PAGES if page.relative_to(ROOT).as_posix() not in ELSEWHERE]
PYTHON = [page for page in RUN if snippets(page, "python")]
SHELL = [page for page in RUN if snippets(page, "console")]
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """Undo what a snippet sets."""
    loggers = [logging.getLogger(each) for each in ("asana", "urllib3")]
    levels = [logger.level for logger in loggers]
    yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
    logging.captureWarnings(False)


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    """A sandbox that the environment leads to, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(asana.Client, "DEFAULTS", dict(asana.Client.DEFAULTS))
    with Sandbox(token="1/123:abc") as running:
        monkeypatch.setenv("ASANA_BASE_URL", running.base_url)
        monkeypatch.setenv("ASANA_ACCESS_TOKEN", running.access_token)
        yield running


@pytest.mark.parametrize("page", PYTHON, ids=name)
def test_the_python_of_a_page_runs(page: Path, sandbox: Sandbox, sleeps: list[float]) -> None:
    write_files(page)
    names: dict[str, object] = {}
    for snippet in snippets(page, "python"):
        if not snippet.file and not missing(snippet):
            exec(compile(snippet.text, f"<{snippet.place}>", "exec"), names)


def write_files(page: Path) -> None:
    if name(page) in BUILDS_ON:
        write_files(ROOT / BUILDS_ON[name(page)])
    for snippet in snippets(page):
        if snippet.file:
            Path(snippet.file).parent.mkdir(parents=True, exist_ok=True)
            Path(snippet.file).write_text(snippet.text, encoding="utf-8")


def missing(snippet: Snippet) -> list[str]:
    """Return the optional packages that a snippet imports and that are not installed."""
    wanted = [
        package
        for package in OPTIONAL
        if re.search(rf"^(?:import|from) {package}\b", snippet.text, re.MULTILINE)
    ]
    return [package for package in wanted if importlib.util.find_spec(package) is None]


@pytest.mark.parametrize("package", OPTIONAL)
def test_what_needs_an_optional_package_can_be_compiled(package: str) -> None:
    """Run by the test of the page if the package is installed."""
    using = [
        snippet
        for page in PYTHON
        for snippet in snippets(page, "python")
        if re.search(rf"^(?:import|from) {package}\b", snippet.text, re.MULTILINE)
    ]
    for snippet in using:
        compile(snippet.text, f"<{snippet.place}>", "exec")
    if any(map(missing, using)):
        named = {"airflow": "apache-airflow"}.get(package, package)
        pytest.skip(f"the snippets for {package} are not run: pip install {named}")


@needs_bash
@pytest.mark.parametrize("page", SHELL, ids=name)
def test_the_commands_of_a_page_run(page: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    write_files(page)
    shell = environment(sandbox, tmp_path)
    for snippet in snippets(page, "console"):
        for command, shown in commands(snippet.text):
            if NOT_RUN.match(command):
                check_syntax(command, snippet.place)
                continue
            output = run_shell(command, snippet.place, tmp_path, shell)
            assert not shown or matches(shown, output), f"{snippet.place}: {command}\n{output}"


def toml(text: str) -> object:
    if sys.version_info < (3, 11):
        return text  # which has no parser
    found: object = importlib.import_module("tomllib").loads(text)
    return found


PARSERS: dict[str, Callable[[str], object]] = {
    "json": json.loads,
    "toml": toml,
    "yaml": yaml.safe_load,
}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_the_data_of_a_page_can_be_read(page: Path) -> None:
    for snippet in snippets(page, *PARSERS):
        assert PARSERS[snippet.language](snippet.text), snippet.place


@needs_bash
@pytest.mark.parametrize("page", PAGES, ids=name)
def test_the_scripts_of_a_page_can_be_read(page: Path) -> None:
    for snippet in snippets(page, "sh"):
        check_syntax(snippet.text, snippet.place)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_snippet_says_its_language(page: Path) -> None:
    known = {"python", "console", "sh", *PARSERS, "diff", "javascript", "text", "mermaid"}
    assert {each.language for each in snippets(page)} <= known


def test_the_tests_that_run_other_pages_name_them() -> None:
    for page, test in ELSEWHERE.items():
        assert page in (ROOT / test).read_text(encoding="utf-8")
    assert set(ELSEWHERE) <= set(map(name, PAGES))


def test_each_recipe_sends_as_many_requests_as_it_says(sandbox: Sandbox) -> None:
    names: dict[str, object] = {}
    for snippet in snippets(ROOT / "docs/how-to/recipes.md", "python"):
        said = re.match(r"# (\d+) requests?\b", snippet.text)
        assert said, snippet.place
        before = len(sandbox.requests)
        exec(snippet.text, names)
        assert len(sandbox.requests) - before == int(said[1]), snippet.place
