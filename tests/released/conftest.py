"""Fixtures for tests that compare this library with released versions of python-asana.

They install those versions from the package index, so they run only when the environment variable
ASANA_COMPARE_RELEASED is 1.
"""

import fcntl
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NEWEST = "3.2.3"
ASK_VERSION = "import importlib.metadata as metadata; print(metadata.version('asana'))"


@pytest.fixture(scope="session", autouse=True)
def _only_on_request() -> None:
    if os.environ.get("ASANA_COMPARE_RELEASED") != "1":
        pytest.skip("set ASANA_COMPARE_RELEASED=1 to install and compare released versions")


@pytest.fixture(scope="session")
def released(request: pytest.FixtureRequest, _only_on_request: None) -> Path:
    """Return the interpreter of a virtual environment with a released version of python-asana.

    The version is 3.2.3. For another one, parametrize the fixture:
    `@pytest.mark.parametrize("released", ["0.10.13"], indirect=True)`. Environments are kept in
    pytest's cache. ASANA_RELEASED_PYTHON can name an interpreter that has the version already.

    Run the interpreter on a script, or with `-c` from a directory other than the root of this
    project: `python -c` imports packages from the current directory first.
    """
    version = getattr(request, "param", NEWEST)
    assert request.config.cache is not None
    name = f"asana-{version}-python{sys.version_info.major}.{sys.version_info.minor}"
    home = request.config.cache.mkdir(name)
    ready = os.environ.get("ASANA_RELEASED_PYTHON")
    if ready and _version_of(Path(ready), home) == version:
        return Path(ready)
    with _lock(home.parent / f"{name}.lock"):
        return _installed(version, home)


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Let one process at a time install: pytest-xdist runs several."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _installed(version: str, home: Path) -> Path:
    """Return the interpreter of an environment, which is made on first use."""
    python = home / "bin" / "python"
    if _version_of(python, home) == version:
        return python
    venv.create(home, with_pip=True, clear=True, symlinks=True)
    done = _run(python, "-m", "pip", "install", "--quiet", f"asana=={version}", cwd=home)
    if done.returncode != 0:
        pytest.skip(f"asana=={version} cannot be installed: {done.stderr.strip()}")
    return python


def _version_of(python: Path, directory: Path) -> str | None:
    """Return the version of asana that an interpreter imports, or None."""
    if not python.exists():
        return None
    asked = _run(python, "-c", ASK_VERSION, cwd=directory)
    return asked.stdout.strip() if asked.returncode == 0 else None


def _run(python: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [python, *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
