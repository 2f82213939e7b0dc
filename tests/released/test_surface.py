"""Check that the surfaces recorded in `tests/data` are those of the released versions."""

import difflib
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("surface.py")
DATA = Path(__file__).parents[1] / "data"


@pytest.mark.parametrize(
    ("released", "version"), [("3.2.3", "3.2.3"), ("0.10.13", "0.10.13")], indirect=["released"]
)
def test_the_recorded_surface_is_up_to_date(released: Path, version: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [released, SCRIPT], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    recorded = (DATA / f"surface-{version}.json").read_text(encoding="utf-8")
    changes = difflib.ndiff(recorded.splitlines(), done.stdout.splitlines())
    assert done.stdout == recorded, "\n".join(line for line in changes if line[0] in "+-")
