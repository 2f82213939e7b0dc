"""Measure the memory of a process."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def output_of(code: str, *arguments: str) -> str:
    """Run code in a new process, in which :func:`peak` is available; return its output."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout


def peak() -> int:
    """Return the peak memory of this process in bytes, on Linux.

    The module ``resource`` would include the memory of the parent process at the start.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (kilobytes,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kilobytes) * 1024
