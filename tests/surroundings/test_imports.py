"""A Python built without some of its modules."""

import subprocess
import sys
from pathlib import Path

import pytest


def run(code: str, *missing: str) -> str:
    """Run code with some modules not importable."""
    hide = f"import sys\nfor name in {missing!r}: sys.modules[name] = None\n"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", hide + code],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.strip()


SQLITE = ("sqlite3", "_sqlite3")

CLIENT = "import asana\nclient = asana.Client.access_token('t')\n"


@pytest.mark.parametrize(
    "use",
    [
        "client.events",
        "client.batch().events",
        "client.events.feed('1', {})",
        "client.events.feed('1', 'tokens.json')",
        "client.events.mirror('1', {})",
        "client.events.get_iterator({'resource': '1'})",
        "client.webhooks",
        "[getattr(client, name) for name in dir(type(client)) if not name.startswith('_')]",
        "__import__('asana.mirror'), __import__('asana.feed'), __import__('asana.stores')",
        "__import__('asana.sandbox')",
        "__import__('asana.pytest_plugin')",
        "asana.Client.oauth(client_id='1')",
    ],
)
def test_everything_else_works_without_sqlite(use: str) -> None:
    assert run(f"{CLIENT}{use}\nprint('works')", *SQLITE) == "works"


def test_a_copy_in_sqlite_says_what_it_lacks(tmp_path: Path) -> None:
    code = (
        f"{CLIENT}"
        f"try: client.events.mirror('1', {str(tmp_path / 'tasks.sqlite')!r})\n"
        "except ImportError as error: print('sqlite3' in str(error))\n"
    )
    assert run(code, *SQLITE) == "True"


@pytest.mark.parametrize("missing", ["orjson", "requests_oauthlib", "oauthlib", "flask", "django"])
def test_a_client_works_without_what_it_does_not_use(missing: str) -> None:
    assert run(f"{CLIENT}client.users, client.batch(), client.events\nprint('works')", missing)
