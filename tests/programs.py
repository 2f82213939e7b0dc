"""Run the programs in tests/old_programs, which were written for python-asana 0.x to 3.x."""

import os
import subprocess
import sys
from pathlib import Path

from asana.sandbox import Sandbox

FOLDER = Path(__file__).with_name("old_programs")
NAMES = sorted(path.stem for path in FOLDER.glob("[!_]*.py"))


def expected(name: str) -> str:
    """Return the output of a program with python-asana 3.2.3."""
    return (FOLDER / "expected" / f"{name}.txt").read_text(encoding="utf-8")


def run(name: str, sandbox: Sandbox, python: Path | None = None) -> str:
    """Return the output of a program on a new sandbox; the program must succeed.

    :param python: an interpreter with a released version of python-asana; by default, this one
    """
    sandbox.reset()
    done = subprocess.run(
        [python or sys.executable, FOLDER / f"{name}.py"],
        env=_environment(sandbox),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, f"{name} failed after printing:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def _environment(sandbox: Sandbox) -> dict[str, str]:
    """Return the environment of a program: the current one, without settings of this library."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("ASANA_")}
    own.pop("PYTHONPATH", None)
    return own | {
        "BASE_URL": sandbox.base_url,
        "ACCESS_TOKEN": sandbox.access_token,
        "SERVICE_ACCOUNT_TOKEN": sandbox.service_account_token,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
        # Without it, OAuth sessions of python-asana 3.2.3 reject plain http.
        "OAUTHLIB_INSECURE_TRANSPORT": "1",
    }
