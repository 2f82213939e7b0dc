"""Bodies packed with Brotli, which requests asks for where it is installed."""

from typing import Any

import pytest

from asana import error
from tests.connection.answers import BODY, Connect
from tests.faults import reply

brotli = pytest.importorskip("brotli", reason="Brotli is not installed")

INVALID, UNKNOWN = error.InvalidResponseError, error.UnknownOutcomeError
PACKED = brotli.compress(BODY)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
@pytest.mark.parametrize(
    ("body", "fails"),
    {
        "whole": (PACKED, False),
        "cut": (PACKED[:-2], True),
        "nonsense": (b"no brotli", True),
        "a bomb": (brotli.compress(bytes(80_000_000), quality=1), True),
    }.values(),
    ids=["whole", "cut", "nonsense", "a bomb"],
)
def test_what_is_packed_with_brotli(
    connect: Connect, sleeps: list[float], method: str, body: bytes, fails: bool
) -> None:
    client, server = connect(reply(200, body, Content_Encoding="br"))
    if fails:
        kind: Any = INVALID if method == "GET" else UNKNOWN
        with pytest.raises(kind):
            client.request(method, "/x")
    else:
        assert client.request(method, "/x") == {"gid": "1"}
    assert "br" in server.requests[0].headers["accept-encoding"]
