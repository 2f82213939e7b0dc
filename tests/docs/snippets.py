"""Reads the snippets of README and of the pages in docs, and runs them as a reader would.

The Python of a page runs from top to bottom in one namespace. A snippet whose first line is a
comment with the name of a file, such as ``# nightly.py``, is that file: it is written and not run,
and a ``console`` snippet runs it. Commands of ``console`` and ``sh`` snippets run in bash, in the
folder of those files, on the sandbox; output that a ``console`` snippet shows is compared, and
``…`` in it stands for anything.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from asana.sandbox import Sandbox

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^(`{3,})(\w[\w-]*)?[^\n]*\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"#+ (?:\S*/)?[\w.-]+\.(?:py|toml|ya?ml|ini|cfg|sh)$")

# Pages that go on with the files of another page.
BUILDS_ON = {"docs/tutorial/first-test.md": "docs/tutorial/first-job.md"}

# What a test must not do: it changes the machine, or needs the network.
NOT_RUN = re.compile(
    r"(?:\S*/)?(?:pip|git|docker|crontab|sudo|systemctl|apt-get)\b|python3? -m (?:venv|pip)\b|"
    r"python3? -m asana\.sandbox(?!.* -- )|asana sandbox|tox\b|source\b|exit\b"
)


@dataclass(frozen=True)
class Snippet:
    """A fenced block of a page."""

    page: str
    line: int
    language: str
    text: str

    @property
    def file(self) -> str | None:
        """The file that it is, if its first line names one."""
        first = self.text.partition("\n")[0]
        return first.lstrip("# ") if FILE.match(first) else None

    @property
    def place(self) -> str:
        return f"{self.page}:{self.line}"


def snippets(page: Path, *languages: str) -> list[Snippet]:
    """Return the snippets of a page in these languages; without any, all of them."""
    text = page.read_text(encoding="utf-8")
    name = page.relative_to(ROOT).as_posix()
    found = [
        Snippet(name, text.count("\n", 0, match.start()) + 1, match[2] or "", match[3])
        for match in FENCE.finditer(text)
    ]
    return [each for each in found if not languages or each.language in languages]


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a ``console`` snippet, and the output that the snippet shows."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        end = next(number for number, line in enumerate(lines, 1) if not line.endswith("\\\n"))
        yield "".join(lines[:end]).strip(), "".join(lines[end:])


def environment(sandbox: Sandbox, folder: Path) -> dict[str, str]:
    """Return the environment of a shell: the sandbox, the command ``asana``, and this Python."""
    programs = folder / ".programs"
    programs.mkdir(exist_ok=True)
    for name, command in (
        ("asana", f'"{sys.executable}" -m asana'),
        ("python", f'"{sys.executable}"'),
        ("pytest", f'"{sys.executable}" -m pytest -p no:cacheprovider'),
    ):
        (programs / name).write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
        (programs / name).chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if "ASANA" not in name}
    return {
        **kept,
        "PATH": f"{programs}{os.pathsep}{kept['PATH']}",
        "HOME": str(folder),
        "TZ": "UTC",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "PYTEST_ADDOPTS": "",
        "COLUMNS": "100",
        "ASANA_BASE_URL": sandbox.base_url,
        "ASANA_ACCESS_TOKEN": sandbox.access_token,
        "ASANA_WORKSPACE": "Harbour Lights Coffee",
        "ASANA_CONFIG_DIR": str(folder),
    }


def run_shell(script: str, place: str, folder: Path, environment: dict[str, str]) -> str:
    """Run a script in bash, and return its output with that of stderr; it has to succeed."""
    done = subprocess.run(
        ["bash", "-c", f"set -euo pipefail\n{script}"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, f"{place}: {script}\n{done.stdout}"
    return done.stdout


def check_syntax(script: str, place: str) -> None:
    """Fail if bash cannot read the script."""
    done = subprocess.run(
        ["bash", "-n"], input=script, capture_output=True, encoding="utf-8", timeout=60
    )
    assert (done.returncode, done.stderr) == (0, ""), place


def matches(shown: str, output: str) -> bool:
    """Return whether the output is what a page shows."""
    pattern = ".*?".join(re.escape(part) for part in shown.strip().split("…"))
    return re.fullmatch(pattern, output.strip(), re.DOTALL) is not None
