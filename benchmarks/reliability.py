"""Measure what docs/explanation/reliability.md states: ``python -m benchmarks.reliability [N]``.

All figures are counts, not times: writes that took effect twice or were reported wrongly, requests
per call, wrong results, and leaked descriptors and memory. It needs a clone, because it uses the
server of the tests.
"""

import argparse
import contextlib
import io
import json
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.exceptions import ChunkedEncodingError
from urllib3 import HTTPResponse
from urllib3.exceptions import ProtocolError

import asana
from asana import error
from asana._call import paths
from asana.sandbox import Sandbox
from tests import faults
from tests.faults import FaultServer, Wire
from tests.layers import pacer_of

WRITES = ("POST", "PUT", "DELETE")

# Whether the request takes effect before the fault, and the fault.
FAULTS: dict[str, tuple[bool, faults.Act]] = {
    "429": (False, faults.failure(429, Retry_After="0.0001")),
    "429 without Retry-After": (False, faults.failure(429)),
    "500 before": (False, faults.failure(500)),
    "500 after": (True, faults.failure(500)),
    "502 after": (True, faults.reply(502, b"<html>")),
    "503 with Retry-After after": (True, faults.failure(503, Retry_After="0.0001")),
    "closed before": (False, faults.hang_up),
    "closed after": (True, faults.hang_up),
    "reset before": (False, faults.reset),
    "reset after": (True, faults.reset),
    "cut after": (True, faults.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{")),
    "HTML after": (True, faults.reply(200, b"<html>")),
    "empty after": (True, faults.reply(200)),
    "302 after": (True, faults.reply(302, Location="/moved")),
}


class Ledger:
    """Responds with random faults, and records the effects by the name of each write."""

    def __init__(self, rate: float, seed: int) -> None:
        self.rate = rate
        self.random = random.Random(seed)
        self.effects: Counter[str] = Counter()

    def act(self, wire: Wire) -> bool:
        name = wire.request.target.rpartition("/")[2]
        if self.random.random() >= self.rate:
            self.effects[name] += 1
            return faults.data({"name": name})(wire)
        effective, act = self.random.choice(list(FAULTS.values()))
        self.effects[name] += effective
        return act(wire)


def client_of(server: FaultServer, **options: Any) -> asana.Client:
    client = asana.Client(base_url=server.base_url, **options)
    client.RETRY_DELAY = 1e-6
    return client


def faulted_writes(cases: int) -> dict[str, object]:
    """Count the results of writes over sockets, half of which have a fault."""
    ledger = Ledger(rate=0.5, seed=1)
    with FaultServer(ledger.act) as server:

        def tidy() -> None:
            server.requests.clear()
            server.forget_closed()

        return judged(client_of(server), ledger.effects, cases, tidy)


class FaultAdapter(BaseAdapter):
    """Replaces the network: the same faults as exceptions and responses, without sockets."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.random = random.Random(seed)
        self.effects: Counter[str] = Counter()

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        name = (request.url or "").rpartition("/")[2]
        fate = self.random.randrange(16)
        self.effects[name] += fate not in (0, 1, 2, 3)
        if fate in (0, 4):
            raise requests.ConnectionError(ProtocolError("Connection aborted.", OSError("reset")))
        if fate == 1:
            raise requests.ConnectTimeout("no connection")
        if fate in (5, 6):
            raise requests.ReadTimeout("silence") if fate == 5 else ChunkedEncodingError("cut")
        status = {2: 429, 3: 500, 7: 500, 8: 503}.get(fate, 200)
        body = b"<html>" if fate == 9 else b'{"data": {}}'
        response = HTTPResponse(io.BytesIO(body), {}, status, preload_content=False)
        return HTTPAdapter().build_response(request, response)

    def close(self) -> None:
        pass


def faulted_writes_in_process(cases: int) -> dict[str, object]:
    """Count the results of writes with faults below the session."""
    adapter = FaultAdapter(seed=4)
    session = requests.Session()
    session.mount("https://", adapter)
    client = asana.Client(session, base_url="https://asana.invalid")
    client.RETRY_DELAY = 1e-6
    return judged(client, adapter.effects, cases, lambda: None)


def judged(
    client: asana.Client, effects: Counter[str], cases: int, tidy: Callable[[], None]
) -> dict[str, object]:
    """Count writes that took effect twice, and outcomes that were reported wrongly."""
    found: Counter[str] = Counter()
    for number in range(cases):
        method = WRITES[number % 3]
        name = f"{method}-{number}"
        told = outcome(client, method, name)
        done = effects.pop(name, 0)
        if number % 1000 == 0:
            tidy()
        found["duplicates"] += method == "POST" and done > 1
        found["false successes"] += told == "success" and done == 0
        # A PUT or DELETE raises its last failure, even if an earlier attempt took effect.
        found["false failures"] += method == "POST" and told == "refused" and done > 0
        found[told] += 1
    counted = ("duplicates", "false successes", "false failures", "success", "unknown", "refused")
    return {name: found[name] for name in counted}


def outcome(client: asana.Client, method: str, name: str) -> str:
    """Send a write, and return the outcome that the client reports."""
    try:
        client.request(method, f"/things/{name}")
    except error.UnknownOutcomeError:
        return "unknown"
    except (error.RateLimitEnforcedError, error.ConnectTimeoutError):
        return "refused"
    except error.AsanaError:
        return "unknown"  # the last failure of a PUT or DELETE, which are idempotent
    return "success"


def reads_at(rate: float, cases: int) -> dict[str, object]:
    """Count the reads that succeed although a fraction of the requests fails."""
    ledger = Ledger(rate, seed=2)
    failed = 0
    passing = {k: v for k, v in FAULTS.items() if k.split()[0] in ("429", "500", "closed", "reset")}
    original = dict(FAULTS)
    FAULTS.clear()
    FAULTS.update(passing)
    with FaultServer(ledger.act) as server:
        client = client_of(server)
        for number in range(cases):
            try:
                client.get(f"/things/{number}")
            except error.AsanaError:
                failed += 1
            server.requests.clear()
    FAULTS.update(original)
    return {"rate of faults": rate, "success": f"{1 - failed / cases:.4%}"}


def all_fail(cases: int) -> dict[str, object]:
    """Count the requests per call against a service that is down."""
    with FaultServer(faults.failure(500)) as server:
        client = client_of(server)
        for _ in range(cases):
            with contextlib.suppress(error.ServerError):
                client.get("/x")
        return {"requests per call": round(len(server.requests) / cases, 4)}


def echo(wire: Wire) -> bool:
    return faults.data({"name": wire.request.target.rpartition("/")[2]})(wire)


def wrong_answers(client: asana.Client, label: str, cases: int) -> int:
    names = (f"{label}-{number}" for number in range(cases))
    return sum(client.get(f"/things/{name}")["name"] != name for name in names)


def threads(cases: int) -> dict[str, object]:
    with FaultServer(echo) as server, ThreadPoolExecutor(64) as pool:
        client = client_of(server)
        each = max(cases // 64, 1)
        wrong = pool.map(lambda n: wrong_answers(client, str(n), each), range(64))
        return {"threads": 64, "calls": 64 * each, "wrong answers": sum(wrong)}


def forks(cases: int) -> dict[str, object]:
    with FaultServer(echo) as server:
        client = client_of(server)
        wrong_answers(client, "parent", 5)
        children = []
        for number in range(8):
            child = os.fork()
            if child == 0:
                os._exit(min(wrong_answers(client, str(number), cases // 8), 255))
            children.append(child)
        wrong = wrong_answers(client, "parent", cases // 8)
        wrong += sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
        return {"forks": 8, "calls": 9 * (cases // 8), "wrong answers": wrong}


def leaks(cases: int) -> dict[str, object]:
    """Count leaked resources after calls with faults."""
    ledger = Ledger(rate=0.5, seed=3)
    with FaultServer(ledger.act) as server:
        client = client_of(server)

        def some(count: int) -> None:
            for number in range(count):
                outcome(client, "GET", str(number % 7))
                server.requests.clear()
                server.forget_closed()

        some(2000)
        descriptors, memory = len(os.listdir("/proc/self/fd")), resident()
        some(cases)
        return {
            "descriptors": len(os.listdir("/proc/self/fd")) - descriptors,
            "memory": f"{(resident() - memory) / 1e6:.1f} MB",
        }


PIECES = [
    "", ".", "..", "/", "?", "#", "%", "%2e", "%2F", "\\", " ", "\n", "\x00", "\x85", "\u2028", "é",
    "@", ":", "+", "external:", "me", "12", "a", ";", "&", "=", "..;", "\ud800", "//", "{}", "~",
]  # fmt: skip


def fuzzed_gids(cases: int) -> dict[str, object]:
    """Count gids that change the rest of the path."""
    chance = random.Random(5)
    refused = escapes = 0
    for _ in range(cases):
        gid = "".join(chance.choices(PIECES, k=chance.randrange(6)))
        try:
            path = paths.path("/tasks/{}/stories", gid)
        except ValueError:
            refused += 1
            continue
        parts = urlsplit(f"https://a.example{path}")
        inside = parts.path.split("/")
        whole = parts.path == path and inside[1:2] + inside[3:] == ["tasks", "stories"]
        escapes += not (whole and unquote(inside[2]) == gid and inside[2] not in (".", ".."))
    return {"gids": cases, "refused": refused, "escapes": escapes}


HEADERS = ("Retry-After", "Location", "Asana-Change", "Content-Type", "Set-Cookie")
WORDS = [
    b"{", b"}", b"[", b"]", b'"data"', b'"errors"', b":", b",", b"null", b"1e999", b'"x"', b"\xff",
    b"<html>", b"{}", b'{"data": {}}', b'{"errors": [{"message": 1}]}', b" ", b"\x00", b"NaN",
]  # fmt: skip


class NonsenseAdapter(BaseAdapter):
    """Responds with random statuses, headers and bodies."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.random = random.Random(seed)

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        chance = self.random
        body = b"".join(chance.choices(WORDS, k=chance.randrange(8)))
        texts = ("", "0", "-1", "nan", "9" * 40, "http://[", "/x", ";=;", "name;affected=true")
        headers = {name: chance.choice(texts) for name in HEADERS if chance.random() < 0.3}
        status = chance.choice((200, 201, 204, 302, 307, 400, 403, 404, 412, 429, 500, 503, 599))
        response = HTTPResponse(io.BytesIO(body), headers, status, preload_content=False)
        return HTTPAdapter().build_response(request, response)

    def close(self) -> None:
        pass


def fuzzed_responses(cases: int) -> dict[str, object]:
    """Count responses that lead to neither data nor an AsanaError."""
    session = requests.Session()
    session.mount("https://", NonsenseAdapter(seed=6))
    client = asana.Client(session, base_url="https://asana.invalid", max_retries=0)
    pacer_of(client).LONGEST_PAUSE = 0.0  # so that a 429 does not delay later requests
    found: Counter[str] = Counter()
    for number in range(cases):
        try:
            client.request(("GET", *WRITES)[number % 4], "/x")
            found["data"] += 1
        except error.AsanaError:
            found["typed errors"] += 1
        except Exception as untyped:
            found[f"untyped: {type(untyped).__name__}"] += 1
    return dict(found)


def resident() -> int:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def overruns(cases: int) -> dict[str, object]:
    """Measure by how much calls exceed their deadline."""
    worst = 0.0

    def pass_some_time(_: float) -> None:
        time.sleep(0.02)

    slow = [
        faults.silence,
        faults.drip(b"HTTP/1.1 200 OK\r\n", b"X", pass_some_time),
        faults.drip(*faults.SLOW_BODY, pass_some_time),
        faults.failure(429, Retry_After="9999"),
        faults.failure(500),
    ]
    for number in range(cases):
        with FaultServer(slow[number % len(slow)]) as server:
            client = asana.Client(base_url=server.base_url, deadline=0.2, timeout=60)
            started = time.monotonic()
            outcome(client, "GET", "x")
            worst = max(worst, time.monotonic() - started - 0.2)
    return {"calls": cases, "latest end after the deadline": f"{worst * 1000:.0f} ms"}


def rate_limit(cases: int) -> dict[str, object]:
    """Count the requests of 32 busy threads that the sandbox rejects, and those that succeed.

    The rate-limit periods of the sandbox and of the client are shortened to two seconds.
    """
    allowance, minutes, scale = 240, max(2, min(cases // 500, 10)), 30
    beginning, started = datetime.now(timezone.utc), time.monotonic()

    def clock() -> datetime:
        return beginning + (time.monotonic() - started) * timedelta(seconds=scale)

    with Sandbox(rate_limit=allowance, clock=clock) as sandbox:
        client = sandbox.client(rate_limit=allowance)
        pacer_of(client).PERIOD = 60 / scale
        over = time.monotonic() + minutes * 60 / scale

        def work(_: int) -> None:
            while time.monotonic() < over:
                client.users.me()

        with ThreadPoolExecutor(32) as pool:
            list(pool.map(work, range(32)))
        minutes_taken = (time.monotonic() - over) * scale / 60 + minutes
        statuses = Counter(request.status for request in sandbox.requests)
    used = statuses[200] / (allowance * minutes_taken)
    refused = statuses[429] / statuses.total()
    return {"calls": statuses.total(), "allowance used": f"{used:.1%}", "refused": f"{refused:.2%}"}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("cases", nargs="?", type=int, default=2000)
    cases = parser.parse_args().cases
    plan: dict[str, Callable[[], dict[str, object]]] = {
        "faulted writes": lambda: faulted_writes(cases),
        "the same in process": lambda: faulted_writes_in_process(cases * 10),
        "reads, 20 % of faults": lambda: reads_at(0.2, cases),
        "reads, 50 % of faults": lambda: reads_at(0.5, cases),
        "fuzzed gids": lambda: fuzzed_gids(cases * 100),
        "fuzzed responses": lambda: fuzzed_responses(cases * 100),
        "all fail": lambda: all_fail(cases),
        "threads": lambda: threads(cases),
        "forks": lambda: forks(cases),
        "leaks": lambda: leaks(cases),
        "rate limit": lambda: rate_limit(cases),
        "deadlines": lambda: overruns(min(cases, 25)),
    }
    for name, measure in plan.items():
        print(f"{name:24} {json.dumps(measure())}", flush=True)


if __name__ == "__main__":
    main()
