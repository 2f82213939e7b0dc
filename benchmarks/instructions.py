"""Counts the machine instructions of a call: ``python -m benchmarks.instructions [CHECKOUT]``.

Times vary on a machine that does other work; the instructions that valgrind counts hardly do. With
another checkout, such as ``git worktree add /tmp/before REVISION``, each count is also given as a
ratio to the one there. The kernel's work is not counted.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

from .server import BASE_PATH

HERE = Path(__file__).parents[1]
VALGRIND = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")

# Each call, how often it is made, and how many of what is counted each has.
CALLS = {
    "GET": ("client.users.me()", 400, 1),
    "POST": ("client.tasks.create_task(name='a', projects=['1'])", 400, 1),
    "item": ("list(client.tasks.get_tasks_for_project('1', fields=['name']))", 16, 2000),
}

PROGRAM = """\
import asana, sys
client = asana.Client.access_token("1/123:abc", base_url=sys.argv[1])
for _ in range(int(sys.argv[2])):
    {call}
"""


def counted(checkout: Path, base_url: str, call: str, times: int) -> int:
    """Return the instructions of a program that makes a call so many times."""
    program = PROGRAM.format(call=call)
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": str(checkout)}
    done = subprocess.run(
        [*VALGRIND, sys.executable, "-c", program, base_url, str(times)],
        cwd=checkout,
        env=environment,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    found = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
    if found is None:
        raise RuntimeError(done.stderr)
    return int(found[1].replace(",", ""))


def per_call(checkout: Path, base_url: str, call: str, times: int, each: int) -> float:
    """Return the instructions of one call, or of one of its items."""
    first = 10 if each == 1 else 1  # what is made ready once is not counted
    more = counted(checkout, base_url, call, first + times)
    return (more - counted(checkout, base_url, call, first)) / times / each


def main() -> None:
    """Print a line for each call."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.instructions", description=__doc__)
    parser.add_argument("checkout", nargs="?", type=Path, help="the checkout to compare with")
    other = parser.parse_args().checkout
    command = [sys.executable, "-m", "benchmarks.server"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        base_url = f"http://127.0.0.1:{port}/latency/0/total/2000{BASE_PATH}"
        for name, call in CALLS.items():
            here = per_call(HERE, base_url, *call)
            line = f"{name:5}{here:12,.0f} instructions"
            if other is not None:
                line += f"{here / per_call(other.resolve(), base_url, *call):8.3f}"
            print(line, flush=True)
        server.communicate()


if __name__ == "__main__":
    main()
