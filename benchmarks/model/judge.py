"""Send writes, and compare the results of the client with their effects at the server."""

import io
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import asana
from asana import error

from .clients import HookError, Subject, subject
from .ledger import Ledger
from .wires import Place

__all__ = ["FAULTY", "Judge"]

# Results that are errors; all other results are only counted.
FAULTY = (
    "duplicates",
    "false successes",
    "false refusals",
    "wrong answers",
    "undocumented exceptions",
    "calls after their deadline",
    "stray requests",
)

# The seconds by which a call can exceed its deadline.
GRACE = 0.25

# The number of writes of a client before a new one replaces it.
PER_CLIENT = 40

# The marker of the returned record, None for an empty record, or the exception.
Told = str | BaseException | None


class Judge:
    """Counts results and errors.

    :param timed: whether calls must end in time, which is not required of foreign sessions
    :ivar found: the number of occurrences of each result
    :ivar examples: the first few errors
    """

    def __init__(self, ledger: Ledger, place: Place, session: str, seed: int, timed: bool) -> None:
        self.found: Counter[str] = Counter()
        self.examples: list[str] = []
        self._ledger, self._place, self._session = ledger, place, session
        self._chance = random.Random(seed)
        self._timed = timed
        self._number = 0

    def run(self, writes: int) -> None:
        """Send a number of writes."""
        while self._number < writes:
            made = subject(self._chance, self._place, self._ledger, self._session)
            until = min(self._number + PER_CLIENT, writes)
            while self._number < until:
                kind = self._chance.choice([create, update, delete, upload, batch, mapped])
                self._send(made, kind)
            made.client.close()
            self._place.tidy()
            self._ledger.effects.clear()

    def _send(self, made: Subject, kind: Callable[..., Any]) -> None:
        count = self._chance.randrange(1, 13) if kind in (batch, mapped) else 1
        markers = [self._marker() for _ in range(count)]
        started = time.monotonic()
        try:
            told = list(kind(made.client, markers))
        except Exception as raised:
            told = [raised] * count
        took = time.monotonic() - started
        calls = -(-count // 10) if kind is batch else count
        # Uploads have no deadline, and neither have entire listings.
        if self._timed and made.deadline is not None and kind is not upload:
            late = took > made.deadline * calls + GRACE
            self._count("calls after their deadline", late, f"{kind.__name__}: {took:.2f} s")
        for marker, outcome in zip(markers, told, strict=True):
            self._judge(made, kind, marker, outcome)
        for stray in self._ledger.strays:
            self._count("stray requests", True, stray)
        self._ledger.strays.clear()

    def _marker(self) -> str:
        self._number += 1
        return f"w{self._number}."

    def _judge(self, made: Subject, kind: Callable[..., Any], marker: str, told: Told) -> None:
        done = self._ledger.effects[marker]
        once = kind not in (update, delete)
        about = f"{kind.__name__} {marker} done {done} times, told {told!r}"
        if told is None or isinstance(told, str):
            self.found["successes"] += 1
            self._count("false successes", done == 0, about)
            self._count("wrong answers", told not in (None, marker), about)
        elif isinstance(told, error.UnknownOutcomeError):
            self.found["unknown"] += 1
            fine = told.cause is None or isinstance(told.cause, error.AsanaError | HookError)
            self._count("undocumented exceptions", not fine, about)
        elif isinstance(told, error.AsanaError):
            self.found["refusals"] += 1
            # With retry_writes, and for idempotent writes, the last failure is raised.
            clear = once and not made.retry_writes
            self._count("false refusals", done > 0 and clear, about)
        else:
            self._count("undocumented exceptions", True, about)
        # Batches and POSTs are never repeated unless retry_writes is set.
        self._count("duplicates", once and not made.retry_writes and done > 1, about)

    def _count(self, name: str, wrong: bool, about: str) -> None:
        if wrong:
            self.found[name] += 1
            if len(self.examples) < 10:
                self.examples.append(f"{name}: {about}")


def gid(record: Any) -> str | None:
    """Return the marker in a record, or None if it has none, such as after a repeated delete."""
    found = record.get("gid")
    return None if found is None else str(found)


def create(client: asana.Client, markers: list[str]) -> Iterator[Told]:
    yield gid(client.post("/things", {"name": markers[0]}))


def update(client: asana.Client, markers: list[str]) -> Iterator[Told]:
    yield gid(client.put(f"/things/{markers[0]}", {"name": "x"}))


def delete(client: asana.Client, markers: list[str]) -> Iterator[Told]:
    yield gid(client.delete(f"/things/{markers[0]}"))


def upload(client: asana.Client, markers: list[str]) -> Iterator[Told]:
    file = ("a.bin", io.BytesIO(b"content" * 20_000), None)
    yield gid(client.post(f"/things/{markers[0]}/attachments", {}, files={"file": file}))


def batch(client: asana.Client, markers: list[str]) -> Iterator[Told]:
    recorder = client.batch(concurrency=2)
    for marker in markers:
        recorder.post("/things", {"name": marker})
    try:
        actions = recorder.send()
    except Exception:
        # Send the remaining actions again, as a program would do.
        actions = recorder.send()
    for action in actions:
        yield action.error if action.error is not None else gid(action.result())


def mapped(client: asana.Client, markers: list[str]) -> Iterator[Told]:
    def one(marker: str) -> Told:
        return gid(client.post("/things", {"name": marker}))

    return client.map(one, markers, concurrency=3, return_errors=True)
