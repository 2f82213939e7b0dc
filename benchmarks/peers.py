"""The compared libraries, each in its own virtual environment."""

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CHECKOUT = HERE.parent

# The distributions that determine the cost of a library.
TOLD = ("asana", "orjson", "requests", "requests-oauthlib", "urllib3")

VERSIONS = """
import importlib.metadata, json
found = importlib.metadata.distributions()
print(json.dumps({each.metadata["Name"].lower().replace("_", "-"): each.version for each in found}))
"""


@dataclass(frozen=True)
class Environment:
    """A virtual environment, and the packages in it.

    :ivar checkout: whether this checkout is installed as well
    """

    name: str
    requirements: tuple[str, ...] = ()
    checkout: bool = False

    @property
    def folder(self) -> Path:
        return HERE / ".venvs" / self.name

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    def prepare(self, fresh: bool) -> None:
        """Create the environment, unless it exists and is up to date."""
        wanted = json.dumps([sys.version, sys.base_prefix, self.requirements])
        made = self.folder / "made"  # written last, to detect an interrupted creation
        if fresh or not made.exists() or made.read_text(encoding="utf-8") != wanted:
            run(sys.executable, "-m", "venv", "--clear", self.folder)
            if self.requirements:
                self._install(*self.requirements)
            made.write_text(wanted, encoding="utf-8")
        if self.checkout:
            self._install_checkout()

    def _install_checkout(self) -> None:
        """Install the current code as users install it.

        With an editable install or PYTHONPATH, imports would work differently. It is installed from
        a copy, because setuptools leaves a folder ``build`` behind and reuses its content.
        """
        with tempfile.TemporaryDirectory() as folder:
            for name in ("setup.py", "pyproject.toml", "README.md", "LICENSE"):
                shutil.copy(CHECKOUT / name, folder)
            without = shutil.ignore_patterns("__pycache__")
            shutil.copytree(CHECKOUT / "asana", Path(folder, "asana"), ignore=without)
            self._install(folder)

    def _install(self, *requirements: str) -> None:
        run(self.python, "-m", "pip", "install", "--quiet", "--upgrade", *requirements)

    def versions(self) -> dict[str, str]:
        """Return the versions that affect the figures."""
        found: dict[str, str] = json.loads(run(self.python, "-I", "-c", VERSIONS))
        return {name: found[name] for name in TOLD if name in found}


def run(*command: str | Path) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


@dataclass(frozen=True)
class Library:
    """A library, or one way to use it.

    :ivar name: the name for ``--libraries`` and in ``worker.py``
    :ivar imports: the import statement of a program that uses it
    :ivar only: the cases in which it is measured; empty for all
    :ivar lacks: the cases in which it is not measured
    :ivar times: the factor by which each measurement does more, because the library is fast
    """

    name: str
    title: str
    environment: Environment
    imports: str
    only: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    times: int = 1

    def does(self, case: str) -> bool:
        return case not in self.lacks and case in (self.only or (case,))


THIS = Environment("this", checkout=True)
THIS_ORJSON = Environment("this-orjson", ("orjson",), checkout=True)

# The others are compared with the first one.
LIBRARIES = (
    Library("this", "asana (this)", THIS, "import asana"),
    Library("this-orjson", "asana (this) + orjson", THIS_ORJSON, "import asana"),
    Library(
        "this-prefetch", "asana (this), prefetch", THIS, "import asana", only=("latency-list",)
    ),
    Library(
        "this-small-pages",
        "asana (this), pages of 20",
        THIS,
        "import asana",
        only=("latency-list",),
    ),
    Library(
        "this-map", "asana (this), map", THIS, "import asana", only=("latency-updates",), times=20
    ),
    Library(
        "this-batch",
        "asana (this), batch",
        THIS,
        "import asana",
        only=("latency-updates",),
        times=20,
    ),
    Library(
        "asana-3.2.3",
        "python-asana 3.2.3",
        Environment("asana-3.2.3", ("asana==3.2.3",)),
        "import asana",
    ),
    Library(
        "asana-5.4.0",
        "asana 5.4.0",
        Environment("asana-5.4.0", ("asana==5.4.0",)),
        "import asana",
    ),
    Library("requests", "requests", Environment("requests", ("requests",)), "import requests"),
    Library("urllib3", "urllib3", Environment("urllib3", ("urllib3",)), "import json, urllib3"),
    Library(
        "http.client",
        "http.client",
        Environment("http.client"),
        "import http.client, json",
        lacks=("upload",),
    ),
)
