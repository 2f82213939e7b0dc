"""A real PostgreSQL server for a test."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.fleet.processes import free_port


@contextmanager
def running_postgres() -> Iterator[str]:
    """Yield the URL of a database that is removed after this block; skip without PostgreSQL."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install psycopg[binary]")
    if shutil.which("initdb") is None or shutil.which("pg_ctl") is None:
        pytest.skip("PostgreSQL's initdb and pg_ctl are not on the PATH")
    with TemporaryDirectory() as name:
        folder, port, own = Path(name), free_port(), user()
        if own:
            shutil.chown(folder, **own)
        run(own, "initdb", "-A", "trust", "-U", "asana", "-D", str(folder / "data"))
        options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off"
        data = ("-D", str(folder / "data"), "-l", str(folder / "log"))
        run(own, "pg_ctl", *data, "-o", options, "-w", "start")
        try:
            yield f"postgresql+psycopg://asana@127.0.0.1:{port}/postgres"
        finally:
            run(own, "pg_ctl", *data, "-m", "immediate", "-w", "stop")


def user() -> dict[str, Any]:
    """Return the user to run the server as; it refuses to run as root."""
    if os.name != "posix" or os.getuid() != 0:
        return {}
    import pwd

    try:
        pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
    return {"user": "postgres", "group": "postgres"}


def run(own: dict[str, Any], *command: str) -> None:
    done = subprocess.run(
        command, **own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", check=False
    )
    assert done.returncode == 0, command
