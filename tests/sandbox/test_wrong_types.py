"""Every operation that takes a body answers anything in it, and a refusal changes nothing."""

import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest

from asana.sandbox.api import fields
from asana.sandbox.api.call import LiveCall, Row
from asana.sandbox.api.messages import Body, Message
from asana.sandbox.api.operations import OPERATIONS
from asana.sandbox.records.schema.table import TYPES
from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Clock

ROUNDS = 60  # bodies for each operation
NESTED: Any = "deep"
for _ in range(60):
    NESTED = [NESTED]
WORDS = (
    *("", " ", "x", "me", "null", "true", "-1", "10", "x" * 5000, "<body>rich</body>", "<body>"),
    *("2026-02-30", "2026-03-09", "2026-03-15", "2026-03-09T10:00:00Z", "tom@example.com", "a@"),
    *("a\0b", "a\x0bb", "a\x1fb", "\ud800", "a\uffffb", "😀", "external:1", "1" * 40, "hours"),
    *("admin", "editor", "project", "task", "day", "task_subtasks,notes", "http://127.0.0.1:1/"),
)
NUMBERS = (0, 1, -1, 1.5, 10**400, -(10**400), float("nan"), float("inf"), 2**53, True, False)
SHAPES: tuple[Any, ...] = (
    *(None, [], {}, [[]], [{}], [None], [1], {"gid": 1}, {"name": {}}, NESTED, {"a\0": "\ud800"}),
    *([{"name": "x"}, 5], [{"gid": None, "value": []}], {"date": 10**400}, {"date_time": []}),
)
CREATED = [row for row in OPERATIONS if row.verb in ("POST", "PUT")]


class Fuzzer:
    """Sends bodies to one operation, and learns from its handler what it looks for in them."""

    def __init__(self, sandbox: Sandbox, row: Row[LiveCall]) -> None:
        self.sandbox = sandbox
        self.row = row
        self.random = random.Random(f"{row.name} {row.path}")
        self.names: dict[str, None] = {}
        self.sent: dict[str, Any] = {}

    def paths(self) -> Iterator[str]:
        """Yield paths of the operation, each with records of the demo."""
        names = re.findall(r"{(\w+)}", self.row.path)
        gids = {name: self.gids(name.removesuffix("_gid")) for name in names}
        while all(gids.values()):
            chosen = {name: self.random.choice(gids[name]) for name in names}
            yield self.row.path.format(**chosen)

    def gids(self, kind: str) -> list[str]:
        kind = {"project_status": "status_update"}.get(kind, kind)
        return [record.gid for record in self.sandbox.store.all(kind)]

    def value(self, depth: int = 0) -> Any:
        kind = self.random.randrange(7 if depth < 2 else 4)
        if kind == 0:
            return self.random.choice(WORDS)
        if kind == 1:
            return self.random.choice(NUMBERS)
        if kind == 2:
            return self.random.choice(SHAPES)
        if kind in (3, 4):
            return self.random.choice(self.sandbox.store.records()).gid
        if kind == 5:
            return [self.value(depth + 1) for _ in range(self.random.randrange(3))]
        keys = [*self.names, "gid", "value", "type", "resource_type"]
        return {self.random.choice(keys): self.value(depth + 1) for _ in range(2)}

    def fitting(self, name: str) -> Any:
        """Return a value that suits a field of this name in most places, to come further."""
        kinds = [field.refers for each in TYPES.values() if (field := each.fields.get(name))]
        refers = " ".join(kinds) or name
        gids = [gid for kind in refers.split() if kind in TYPES for gid in self.gids(kind)]
        if gids:
            return self.random.choice(gids)
        given = {"name": "Name", "text": "Text", "include": [], "resource_subtype": "number"}
        return given.get(name, self.value())

    def body(self) -> dict[str, Any]:
        names = list(self.names)
        chosen = self.random.sample(names, min(len(names), self.random.randrange(6)))
        wrong = {name: self.value() for name in chosen[:2]}
        right = {name: self.fitting(name) for name in self.needed(names)}
        return Looked(self.names, {**right, **wrong})

    def needed(self, names: list[str]) -> list[str]:
        return [name for name in names if self.random.random() < 0.4]

    def send(self, path: str) -> tuple[int, Any]:
        data = self.sent = self.body()
        body = Body(data, {}, {"data": data})
        message = Message(self.row.verb, path, self.sandbox.access_token, body=body)
        reply = self.sandbox._application.dispatcher.reply(message)
        return reply.status, reply.payload


class Looked(dict[str, Any]):
    """A body that notes the names that a handler asks for."""

    def __init__(self, names: dict[str, None], values: dict[str, Any]) -> None:
        super().__init__(values)
        self.names = names

    def get(self, name: str, default: Any = None) -> Any:
        self.names[name] = None
        return super().get(name, default)

    def __contains__(self, name: object) -> bool:
        self.names[str(name)] = None
        return super().__contains__(name)

    def __getitem__(self, name: str) -> Any:
        self.names[name] = None
        return super().__getitem__(name)

    def pop(self, name: str, *default: Any) -> Any:
        self.names[name] = None
        return super().pop(name, *default)


@pytest.fixture(scope="module")
def fresh() -> Iterator[Sandbox]:
    with Sandbox(clock=Clock()) as sandbox:
        yield sandbox


def state(sandbox: Sandbox) -> str:
    """Return everything that a request can change, as text that can be saved."""
    log = sandbox._services.streams.log
    beside = (log.next_number, len(log.newest(9999)), len(sandbox._services.audit.events()))
    text = json.dumps([sandbox.dump(), beside], allow_nan=False, ensure_ascii=False)
    assert text.encode()
    return text


@pytest.mark.parametrize("row", CREATED, ids=lambda row: f"{row.verb} {row.path}")
def test_row_67_no_body_fails_the_sandbox_and_a_refusal_changes_nothing(
    fresh: Sandbox, row: Row[LiveCall], monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh.reset()
    fuzzer = Fuzzer(fresh, row)
    read = fields._read

    def note(call: Any, type_name: str, *rest: Any, **more: Any) -> Any:
        fuzzer.names.update(dict.fromkeys(TYPES[type_name].fields))
        return read(call, type_name, *rest, **more)

    monkeypatch.setattr(fields, "_read", note)
    before = state(fresh)
    for path, _ in zip(fuzzer.paths(), range(ROUNDS), strict=False):
        status, payload = fuzzer.send(path)
        assert status < 500, (path, fuzzer.sent)
        json.dumps(payload, allow_nan=False)
        after = state(fresh)
        if status >= 400:
            assert after == before, (path, fuzzer.sent, payload)
        elif after != before:
            fresh.reset()
