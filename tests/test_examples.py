"""The examples run as a newcomer would run them."""

import subprocess
import sys
from pathlib import Path

import pytest

from asana.sandbox import Sandbox

EXAMPLES = Path(__file__).parents[1] / "examples"


def run(name: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLES / name)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_hello_world_in_a_sandbox_of_its_own() -> None:
    told = run("hello_world.py")
    assert "A sandbox of our own: http://127.0.0.1:" in told
    assert "120 tasks, 40 completed" in told
    assert "page 3: 20 tasks" in told


def test_hello_world_with_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox() as sandbox:
        monkeypatch.setenv("ASANA_BASE_URL", sandbox.base_url)
        monkeypatch.setenv("ASANA_ACCESS_TOKEN", sandbox.access_token)
        told = run("hello_world.py")
        assert f"Asana: {sandbox.base_url}" in told
        assert "Deleted all of it again" in told
        names = {p["name"] for p in sandbox.client().projects.get_projects()}
    assert "Open the second roastery" not in names
