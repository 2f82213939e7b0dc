"""Bodies compressed with Brotli or Zstandard, which requests accepts if they are installed."""

import importlib
import sys
from collections.abc import Callable
from typing import Any

import pytest
from urllib3.util.request import ACCEPT_ENCODING

from asana import error
from tests.connection.answers import BODY, Connect
from tests.faults import reply

INVALID, UNKNOWN = error.InvalidResponseError, error.UnknownOutcomeError

ZSTD = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
PACKERS = {"br": "brotli", "zstd": ZSTD}
QUICKLY: dict[str, dict[str, int]] = {"br": {"quality": 1}, "zstd": {}}

Pack = Callable[[bytes], bytes]


@pytest.fixture(params=PACKERS)
def encoding(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    if name not in ACCEPT_ENCODING.split(","):
        pytest.skip(f"{PACKERS[name]} is not installed, or too new for this urllib3")
    return name


@pytest.fixture
def pack(encoding: str) -> Pack:
    packer: Any = importlib.import_module(PACKERS[encoding])
    return lambda body: bytes(packer.compress(body, **QUICKLY[encoding]))


def whole(pack: Pack) -> bytes:
    return pack(BODY)


def cut(pack: Pack) -> bytes:
    return pack(BODY)[:-2]


def nonsense(pack: Pack) -> bytes:
    return b"it is not packed"


def bomb(pack: Pack) -> bytes:
    return pack(bytes(80_000_000))


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
@pytest.mark.parametrize("body", [whole, cut, nonsense, bomb])
def test_what_is_packed_as_it_was_asked_for(
    connect: Connect,
    sleeps: list[float],
    encoding: str,
    pack: Pack,
    method: str,
    body: Callable[[Pack], bytes],
) -> None:
    client, server = connect(reply(200, body(pack), Content_Encoding=encoding))
    if body is whole:
        assert client.request(method, "/x") == {"gid": "1"}
    else:
        kind: Any = INVALID if method == "GET" else UNKNOWN
        with pytest.raises(kind):
            client.request(method, "/x")
    assert encoding in server.requests[0].headers["accept-encoding"]


@pytest.mark.parametrize(("method", "kind"), [("GET", INVALID), ("POST", UNKNOWN)])
def test_what_is_packed_as_nobody_asked_for(
    connect: Connect, sleeps: list[float], method: str, kind: Any
) -> None:
    client, _ = connect(reply(200, b"\x28\xb5\x2f\xfd\x04\x00", Content_Encoding="x-other"))
    with pytest.raises(kind):
        client.request(method, "/x")
