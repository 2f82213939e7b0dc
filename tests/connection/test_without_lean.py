"""The library does not depend on private parts of urllib3 and http.client."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from asana._http import connection, lean
from asana._http.adapter import DeadlineAdapter

ROOT = Path(__file__).parents[2]
OF_THE_WIRE = (
    "tests/test_fault_matrix.py",
    "tests/test_uploads.py",
    "tests/test_downloads.py",
    "tests/test_transport.py",
    "tests/requests_features",
    "tests/connection/test_tls.py",
)


@pytest.mark.parametrize(("value", "pools"), [("0", connection.POOLS), ("1", lean.POOLS)])
def test_the_switch(monkeypatch: pytest.MonkeyPatch, value: str, pools: object) -> None:
    monkeypatch.setenv("ASANA_LEAN", value)
    assert DeadlineAdapter().poolmanager.pool_classes_by_scheme is pools


def test_the_tests_of_the_wire_pass_without_it() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *OF_THE_WIRE],
        cwd=ROOT,
        env={**os.environ, "ASANA_LEAN": "0"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    assert " passed" in done.stdout
