"""docs/reference/sandbox.md is correct: its code runs, and its tables match the code."""

import ast
import inspect
import re
import shlex
from pathlib import Path

import pytest

from asana.sandbox.__main__ import _parser
from asana.sandbox.data.written import _OWN
from asana.sandbox.web.control import CONTROLS
from asana.sandbox.web.faults import NAMES, Faults
from asana.sandbox.web.server import Sandbox
from tests.sandbox.test_plugin import PLUGIN

pytest_plugins = ["pytester"]

PAGE = (Path(__file__).parents[2] / "docs/reference/sandbox.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^<!-- file: (\S+) -->\n```\w+\n(.*?)^```$", PAGE, re.M | re.S))
SNIPPETS = re.findall(r"(?<! -->\n)^```python\n(.*?)^```$", PAGE, re.M | re.S)


def table(first: str) -> dict[str, list[str]]:
    """Return the table with a header; a row with several names counts for each of them."""
    start = PAGE.index(f"\n| {first} |")
    rows = PAGE[start:].partition("\n\n")[0].strip().splitlines()[2:]
    found: dict[str, list[str]] = {}
    for row in rows:
        names, *rest = [cell.strip() for cell in row.strip("|").split(" | ")]
        found |= dict.fromkeys(re.findall(r"`([^`]+)`", names), rest)
    return found


def test_its_tests_pass(pytester: pytest.Pytester) -> None:
    for name, content in FILES.items():
        pytester.path.joinpath(name).write_text(content, encoding="utf-8")
    arguments = ["-W", "error", "-p", "no:cacheprovider", *PLUGIN]
    pytester.runpytest_inprocess(*arguments).assert_outcomes(passed=8)


def test_its_snippets_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    Path("asana.json").write_text(FILES["asana.json"], encoding="utf-8")
    names: dict[str, object] = {}
    assert len(SNIPPETS) == 4
    for number, code in enumerate(SNIPPETS, 1):
        exec(compile(code, f"<docs/reference/sandbox.md, snippet {number}>", "exec"), names)
    assert "Be on time" in Path("state.json").read_text(encoding="utf-8")


def test_the_table_of_faults() -> None:
    assert table("fault") == {name: [meaning] for name, meaning in NAMES.items()}
    parameters = set(inspect.signature(Faults.add).parameters)
    assert set(table("argument of `faults.add`")) == parameters - {"self", "fault"}


def test_the_table_of_the_command() -> None:
    options = re.findall(r"^  (--[a-z-]+)", _parser().format_help(), re.M)
    assert set(table("option")) == set(options)


def test_the_table_of_addresses() -> None:
    told = table("address")
    assert list(told) == [control.address for control in CONTROLS]
    for control in CONTROLS:
        keys = set(re.findall(r"`(\w+)`", told[control.address][1]))
        if control.address == "POST /_sandbox/faults":
            assert keys == {"fault"}
        else:
            assert set(control.keys or ()) <= keys


def test_the_commands_have_options_that_there_are() -> None:
    lines = re.findall(r"python -m asana\.sandbox (.*(?:\n +--.*)*)", PAGE)
    assert len(lines) == 5
    for line in lines:
        line = line.partition("`")[0].removesuffix("&")
        _parser().parse_args(shlex.split(line.strip()))


def test_the_table_of_a_written_file() -> None:
    told = table("key")
    assert list(told) == [*_OWN, "me"]
    for kind, own in _OWN.items():
        assert set(own.split()) <= set(re.findall(r"`(\w+)`", told[kind][0]))


def test_the_table_of_arguments() -> None:
    rows = table("argument of `Sandbox`").items()
    told = {name: ast.literal_eval(default.strip("`")) for name, (default, _) in rows}
    parameters = inspect.signature(Sandbox).parameters.values()
    assert told == {parameter.name: parameter.default for parameter in parameters}


def test_the_table_of_members() -> None:
    members = {*vars(Sandbox), *vars(Sandbox())}
    assert set(table("member")) == {name for name in members if not name.startswith("_")}
