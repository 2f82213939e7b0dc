"""The command: ``python -m benchmarks.model WRITES``."""

import argparse
import json
import sys
import time

from . import __doc__ as text
from .clients import SESSIONS
from .judge import FAULTY, Judge
from .ledger import Ledger
from .wires import in_process, over_sockets


def check(writes: int, proxy: str, session: str, memory: bool = False, seed: int = 1) -> Judge:
    """Send writes over one kind of connection, and return the results."""
    ledger = Ledger(seed)
    connect = in_process if memory else over_sockets
    with connect(ledger, proxy) as place:
        judge = Judge(ledger, place, session, seed, timed=session == "ours" and not memory)
        judge.run(writes)
    judge.found["faults"] = ledger.met.total()
    return judge


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.model", description=text)
    parser.add_argument("writes", type=int, nargs="?", default=1000)
    parser.add_argument("--proxy", choices=("none", "http", "connect"), default="none")
    parser.add_argument("--session", choices=SESSIONS, default="ours")
    parser.add_argument("--in-process", action="store_true", help="without sockets")
    parser.add_argument("--seed", type=int, default=1)
    how = parser.parse_args()
    if how.in_process and how.proxy == "connect":
        parser.error("a tunnel needs sockets")
    started = time.monotonic()
    judge = check(how.writes, how.proxy, how.session, how.in_process, how.seed)
    found = {name: judge.found[name] for name in FAULTY} | dict(judge.found)
    print(json.dumps({**found, "seconds": round(time.monotonic() - started)}, indent=1))
    for example in judge.examples:
        print(example)
    return any(judge.found[name] for name in FAULTY)


if __name__ == "__main__":
    sys.exit(main())
