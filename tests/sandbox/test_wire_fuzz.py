"""Any input on the wire gets one HTTP response, and the next request gets its own."""

import random
import re
import socket
from collections.abc import Iterator
from typing import IO

import pytest

from asana.sandbox.api.operations import OPERATIONS
from asana.sandbox.web.control import CONTROLS
from asana.sandbox.web.server import Sandbox

_PARTS = [
    *("me", "1", "%20", "%00", "%ff", "%2F", "%2e%2e", "é", "'", '"', "<b>", "%F0%9F%92%A9"),
    "a" * 3000,
]
_VALUES = [
    *("1", "", "null", "%00", "%ff", "[]", "-1", "1e999", "a,b", "%F0%9F%92%A9", "{}"),
    "9" * 40,
]
_NAMES = [
    *("limit", "offset", "opt_fields", "opt_pretty", "workspace", "%00", "assignee", ""),
    "due_on.before",
]
_BODIES = [
    *(b"", b"{}", b"[]", b"null", b"\xff\xfe", b"a=1&b[]=2&c[9]=3"),
    *(b'{"data": null}', b'{"data": []}', b'{"data": {"name": null}}', b'{"data": {"": 1}}'),
    *(b'{"data": {"name": {"a": []}}}', b'{"options": {"fields": {}}}'),
    *(b'{"data": {"name": "\\ud800"}}', b'{"data": {"actions": [{}, 1, null]}}'),
]
_TYPES = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data", "", "x/y"]


@pytest.fixture(scope="module")
def fuzzed() -> Iterator[Sandbox]:
    with Sandbox(token="chosen", control_token="control") as sandbox:
        yield sandbox


def request(dice: random.Random, sandbox: Sandbox) -> bytes:
    """Return a request to some operation or URL, with unusual values everywhere."""
    if dice.random() < 0.2:
        verb, path = dice.choice(CONTROLS).address.split(" ")
        token = "control"
    else:
        operation = dice.choice(OPERATIONS)
        verb, path, token = operation.verb, f"/api/1.0{operation.path}", "chosen"
    gids = [record.gid for record in sandbox.store.records()]
    while "{" in path:
        part = dice.choice(gids if dice.random() < 0.7 else _PARTS)
        before, _, rest = path.partition("{")
        path = before + part + rest.partition("}")[2]
    names = dice.sample(_NAMES, dice.randrange(3))
    query = "&".join(f"{name}={dice.choice(_VALUES)}" for name in names)
    body = dice.choice(_BODIES)
    head = (
        f"{verb} {path}?{query} HTTP/1.1",
        "Host: localhost",
        f"Authorization: Bearer {token}",
        f"Content-Type: {dice.choice(_TYPES)}",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join([*head, "", ""]).encode() + body


def response(wire: IO[bytes]) -> tuple[int, bytes]:
    """Read one response."""
    status = wire.readline()
    found = re.fullmatch(rb"HTTP/1\.1 (\d{3}) .*\r\n", status)
    assert found, status
    headers = {}
    while (line := wire.readline().strip()) != b"":
        name, _, value = line.partition(b":")
        headers[name.lower()] = value.strip()
    return int(found[1]), wire.read(int(headers[b"content-length"]))


@pytest.mark.parametrize("seed", range(8))
def test_each_request_gets_its_response(fuzzed: Sandbox, seed: int) -> None:
    dice = random.Random(seed)
    last = b"GET /api/1.0/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with socket.create_connection(("127.0.0.1", fuzzed.port), timeout=20) as connection:
        wire = connection.makefile("rb")
        for _ in range(60):
            sent = request(dice, fuzzed)
            connection.sendall(sent + last)
            status, content = response(wire)
            assert status < 500, (sent, content)
            assert response(wire)[0] == 404, sent
        wire.close()
    fuzzed.reset()
