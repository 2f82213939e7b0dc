"""docs/how-to/cli.md is true: its recipes run, and its session is what a terminal shows."""

import re
import shutil
import subprocess
import sys

import pytest

from asana.cli.failures import CODES
from asana.cli.pages import OPTIONS

if sys.platform == "win32":
    pytest.skip("the page is for POSIX shells", allow_module_level=True)

from tests.cli import session

PAGE = session.PAGE.read_text(encoding="utf-8")
RECIPES = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
WITHOUT_JQ = "jq is not installed"


@needs_bash
@pytest.mark.parametrize("number", range(len(RECIPES)))
def test_every_recipe_runs(number: int) -> None:
    recipe = RECIPES[number]
    if "jq " in recipe and shutil.which("jq") is None:
        pytest.skip(WITHOUT_JQ)
    with session.prepared() as (_, environment, folder):
        script = f"set -euo pipefail\n{recipe}"
        done = subprocess.run(
            ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, timeout=120
        )
    assert (done.returncode, done.stderr) == (0, b""), done.stdout


def test_there_are_recipes_for_each_use() -> None:
    assert len(RECIPES) >= 12
    for heading in ("cron", "CI", "jq", "Agents"):
        assert f"\n### {heading}\n" in PAGE


@needs_bash
@pytest.mark.skipif(shutil.which("jq") is None, reason=WITHOUT_JQ)
def test_the_session_is_what_a_terminal_shows() -> None:
    assert len(session.COMMANDS) >= 30
    [recorded] = session.BLOCK.findall(PAGE)
    assert recorded == session.record()


def test_the_table_of_exit_codes_is_complete() -> None:
    listed = {int(code) for code in re.findall(r"^\| (\d+) \| ", PAGE, re.MULTILINE)}
    assert listed == {0, 1, 130, *(code for _, code in CODES)}


def test_every_option_is_on_the_page() -> None:
    flags = [flags.split()[-1] for flags, _, _ in OPTIONS]
    missing = [flag for flag in flags if flag not in PAGE and flag not in ("--output", "--timeout")]
    assert missing == []
