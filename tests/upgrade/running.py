"""Run the programs in tests/upgrade/programs, which are written for asana 5.x."""

import os
import subprocess
import sys
from pathlib import Path

import asana
from asana.sandbox import Sandbox

FOLDER = Path(__file__).with_name("programs")
NAMES = sorted(path.stem for path in FOLDER.glob("*.py"))


def source(name: str) -> bytes:
    return (FOLDER / f"{name}.py").read_bytes()


def expected(name: str) -> str:
    """Return the output of a program with asana 5.2.5."""
    return (FOLDER / "expected" / f"{name}.txt").read_text(encoding="utf-8")


def run(program: Path, sandbox: Sandbox, python: str | None = None) -> str:
    """Return the output of a program on a fresh sandbox; it must succeed.

    :param python: an interpreter with asana 5.x; by default, this one with this library
    """
    sandbox.reset()
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ASANA_") and name != "PYTHONPATH"
    }
    if python is None:
        environment["PYTHONPATH"] = str(Path(asana.__file__).parents[1])
    done = subprocess.run(
        [python or sys.executable, program],
        env=environment
        | {
            "BASE_URL": sandbox.base_url,
            "ACCESS_TOKEN": sandbox.access_token,
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONIOENCODING": "utf-8",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    shown = f"{program.stem} failed after printing:\n{done.stdout}\n{done.stderr}"
    assert done.returncode == 0, shown
    return done.stdout
