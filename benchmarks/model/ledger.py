"""The server: chooses the fate of each request at random, and counts the effects of writes."""

import json
import random
import re
from collections import Counter
from typing import Any

from tests import faults
from tests.faults import Wire

from .fates import FATES, Fate

MARKER = re.compile(r"w\d+")

# Possible responses to an action of a batch, and whether the action took effect.
ACTIONS: list[tuple[bool, Any]] = [
    (True, {"status_code": 201, "body": None}),
    (True, {"status_code": 200, "body": {"data": {}, "errors": [{"message": "no"}]}}),
    (True, {"status_code": 500, "body": {"errors": []}}),
    (True, {"status_code": 302, "body": {"data": {}}}),
    (True, {"status_code": True, "body": {"data": {}}}),
    (True, None),
    (True, "ok"),
    (False, {"status_code": 403, "body": {"errors": [{"message": "no"}]}}),
    (False, {"status_code": 429, "body": None}),
    (False, {"status_code": 307, "body": None}),
]


class Ledger:
    """Responds to requests, and records their effects.

    :param rate: the fraction of requests with a fault
    :param waiting: the fraction of faults that can make the client wait for a timeout
    :ivar effects: the number of effects of each write, by its marker
    :ivar met: the number of occurrences of each fault
    :ivar strays: requests that belong to no write
    """

    def __init__(self, seed: int, rate: float = 0.5, waiting: float = 0.02) -> None:
        self.chance = random.Random(seed)
        self.rate, self.waiting = rate, waiting
        self.effects: Counter[str] = Counter()
        self.met: Counter[str] = Counter()
        self.strays: list[str] = []
        self.expired = False
        self._names = list(FATES)
        self._weights = [fate.times for fate in FATES.values()]

    def act(self, wire: Wire) -> bool:
        """Return the response to one request."""
        request = wire.request
        if request.target.endswith("/oauth_token"):
            return self._token(wire)
        if self.expired and self._is_fault():
            self.met["401"] += 1
            return faults.failure(401)(wire)
        path = "/" + request.target.removeprefix("http://").partition("/")[2]
        if path == "/api/1.0/batch":
            return self._batch(wire)
        markers = self._markers(path, request.body)
        if markers is None:
            self.strays.append(request.target)
            return faults.failure(404)(wire)
        if request.method == "DELETE" and self.effects[markers]:
            return faults.failure(404)(wire)
        return self._fate(wire, [markers], {"gid": markers})

    def _markers(self, path: str, body: bytes) -> str | None:
        """Return the marker of a write, or None for a request that no client sent."""
        found = re.fullmatch(r"/api/1\.0/things/(w\d+\.)(/attachments)?", path)
        if found:
            return found[1]
        if path == "/api/1.0/things":
            return str(json.loads(body)["data"]["name"])
        return None

    def _batch(self, wire: Wire) -> bool:
        names = [action["data"]["name"] for action in wire.request.json["data"]["actions"]]
        answers: list[Any] = [{"status_code": 201, "body": {"data": {"gid": n}}} for n in names]
        done = list(names)
        if self._is_fault():
            number = self.chance.randrange(len(names))
            effective, answers[number] = self.chance.choice(ACTIONS)
            if not effective:
                done.remove(names[number])
            self.met["an action"] += 1
        if self.chance.random() < 0.05:
            answers = answers[1:]
            self.met["a missing answer"] += 1
        return self._fate(wire, done, answers)

    def _fate(self, wire: Wire, markers: list[str], answer: Any) -> bool:
        fate: Fate | None = None
        if self._is_fault():
            [name] = self.chance.choices(self._names, self._weights)
            fate = FATES[name]
            if fate.waits and self.chance.random() >= self.waiting:
                fate = None
            else:
                self.met[name] += 1
        if fate is None or fate.effective:
            self.effects.update(markers)
        act = faults.data(answer) if fate is None else fate.act(self.chance, answer)
        return act(wire)

    def _token(self, wire: Wire) -> bool:
        """Return a new token, most of the time."""
        if self.chance.random() < 0.2:
            self.met["no token"] += 1
            act = self.chance.choice([faults.hang_up, faults.failure(500), faults.reply(200, b"x")])
            return act(wire)
        self.met["a new token"] += 1
        token = {
            "access_token": f"t{self.chance.random()}",
            "refresh_token": "r",
            "expires_in": 3600,
        }
        return faults.reply(200, json.dumps(token).encode())(wire)

    def _is_fault(self) -> bool:
        return self.chance.random() < self.rate
