"""How much memory a process has taken."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def output_of(code: str, *arguments: str) -> str:
    """Run code in a process of its own, where :func:`peak` is at hand; return what it prints."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout


def peak() -> int:
    """Return the most bytes that this process has held, on Linux.

    The module ``resource`` would count those that its parent held when it was started.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (kilobytes,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kilobytes) * 1024
