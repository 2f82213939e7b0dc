"""The README, and the tables of options and errors, agree with the code."""

import ast
import re
from pathlib import Path

import asana

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TABLES = (ROOT / "docs/how-to/tables.md").read_text(encoding="utf-8")


def blocks(language: str, page: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def table(page: str) -> dict[str, str]:
    """Return the first two columns of a page's table, without the quotes around code."""
    text = (ROOT / "docs/reference" / page).read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| (.+?) \|", text, re.MULTILINE)
    return {name: value.strip("`") for names, value in rows for name in re.findall(r"\w+", names)}


def test_no_snippet_is_left_out() -> None:
    fences = re.findall(r"^```(\S.*)$", README, re.MULTILINE)
    assert set(fences) == {"python", "sh", "console"}


def test_the_table_of_options_is_that_of_the_code() -> None:
    told = {name: ast.literal_eval(default) for name, default in table("options.md").items()}
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
    assert set(table("errors.md")) == public - bases


def test_the_two_commands_come_first() -> None:
    demonstration, tests = blocks("sh")
    assert "examples/hello_world.py" in demonstration
    assert "pytest" in tests
