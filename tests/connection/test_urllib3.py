"""The urllib3 code path, used when a request needs more than a single send."""

from typing import Any

import pytest
import requests
from urllib3 import Retry

import asana
from asana import error
from tests.conftest import TOKEN
from tests.connection.answers import BODY, DONE, LENGTH, Connect, Sleeps, answer
from tests.faults import Act, FaultServer, failure, hang_up, raw


def retrying(client: asana.Client, server: FaultServer, retries: Retry) -> None:
    adapter: Any = client.session.get_adapter(server.base_url)
    adapter.max_retries = retries


@pytest.mark.parametrize("first", [hang_up, failure(503)], ids=["hangs up", "says 503"])
def test_an_adapter_may_be_told_to_retry_by_itself(
    connect: Connect, sleeps: Sleeps, first: Act
) -> None:
    client, server = connect(first, DONE, max_retries=0)
    retrying(client, server, Retry(1, status_forcelist=[503]))
    assert client.get("/x") == {"gid": "1"}
    assert client.post("/x", {"name": "x"}) == {"gid": "1"}
    assert [request.method for request in server.requests] == ["GET", "GET", "POST"]
    assert server.requests[2].json == {"data": {"name": "x"}}
    assert server.connections == (2 if first is hang_up else 1)


def test_an_adapter_that_retries_does_no_write_twice(connect: Connect, sleeps: Sleeps) -> None:
    client, server = connect(hang_up, DONE)
    retrying(client, server, Retry(1))
    with pytest.raises(error.UnknownOutcomeError):
        client.post("/x")
    assert len(server.requests) == 1


def test_an_adapter_that_has_retried_in_vain_is_a_typed_error(
    connect: Connect, sleeps: Sleeps
) -> None:
    client, server = connect(failure(503), max_retries=0)
    retrying(client, server, Retry(1, status_forcelist=[503]))
    with pytest.raises(error.ConnectionFailedError, match="too many 503"):
        client.get("/x")
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "retries",
    [
        None,
        False,
        Retry(1),
        pytest.param(
            Retry(0),
            id="once",
        ),
    ],
)
def test_the_pools_can_be_used_by_themselves(connect: Connect, retries: Any) -> None:
    client, server = connect(DONE)
    adapter: Any = client.session.get_adapter(server.base_url)
    answered = adapter.poolmanager.request("POST", server.base_url, body=b"x", retries=retries)
    assert (answered.status, answered.json()) == (200, {"data": {"gid": "1"}})
    assert server.requests[0].body == b"x"


def test_an_answer_is_of_the_kind_that_urllib3_gives(connect: Connect) -> None:
    client, server = connect(raw(answer(LENGTH, start=b"HTTP/1.0 200 All right"), keep=False))
    with client.session.get(server.base_url, stream=True) as response:
        told: Any = response.raw
        assert (told.status, told.version, told.reason) == (200, 10, "All right")
        assert told.headers.getlist("content-length") == [str(len(BODY))]
        assert told.length_remaining == len(BODY)
        assert [told.read(5), told.read()] == [BODY[:5], BODY[5:]]


def test_a_failure_to_connect_names_the_pool_of_the_server() -> None:
    client = asana.Client.access_token(TOKEN)
    with pytest.raises(requests.ConnectionError) as caught:
        client.session.get("http://127.0.0.1:9/x", timeout=30)
    (reason,) = caught.value.args
    assert (reason.pool.host, reason.pool.port) == ("127.0.0.1", 9)
