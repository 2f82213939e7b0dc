"""After an interrupt anywhere, a batch reports its outcomes, and a listing continues."""

import collections
import contextlib
import json
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter

import asana
from asana import error
from asana.batch import Action
from tests.interrupts import at_every_bytecode

SENDING = ["batch.py", "_verbs.py", "client.py"]
LAYERS = [
    f"_http/{name}.py" for name in ("retrying", "authorized", "paced", "exchange", "parallel")
]
PAGES = ["page_iterator.py"]


class Service(HTTPAdapter):
    """A server in this process, which counts writes.

    :ivar done: the number of times that each task was created
    """

    def __init__(self) -> None:
        super().__init__()
        self.done: collections.Counter[str] = collections.Counter()

    def send(self, request: Any, *_: Any, **__: Any) -> requests.Response:
        answer = self._page(request) if request.method == "GET" else self._batch(request)
        response = requests.Response()
        response.status_code, response.url, response.request = 200, request.url, request
        response._content = json.dumps(answer).encode()
        return response

    def _batch(self, request: Any) -> Any:
        actions = json.loads(request.body)["data"]["actions"]
        self.done.update(action["data"]["name"] for action in actions)
        return {"data": [{"status_code": 200, "body": {"data": {}}} for _ in actions]}

    def _page(self, request: Any) -> Any:
        start = int(request.url.partition("offset=")[2].partition("&")[0] or 0)
        found = [{"gid": str(start + number)} for number in range(2)]
        return {"data": found, "next_page": {"offset": str(start + 2)} if start < 6 else None}


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def client(service: Service) -> asana.Client:
    session = requests.Session()
    session.mount("https://", service)
    return asana.Client(session)


@pytest.mark.parametrize("count", [2, 13])
@pytest.mark.parametrize(("files", "stride"), [(SENDING, 1), (LAYERS, 3)], ids=["verbs", "layers"])
def test_row_61_an_interrupted_batch_knows_what_became_of_its_actions(
    client: asana.Client, service: Service, files: list[str], stride: int, count: int
) -> None:
    batch: Any = None
    actions: list[Action] = []

    def send() -> None:
        batch.send()

    def record() -> None:
        nonlocal batch
        service.done.clear()
        batch = client.batch(concurrency=2)
        actions[:] = [batch.tasks.create_task({"name": str(n)}) for n in range(count)]

    record()
    interrupted = 0
    for number in at_every_bytecode(send, files, stride):
        interrupted += 1
        assert all(action.done == action.sent for action in actions), number
        assert len(batch) == sum(not action.sent for action in actions), number
        batch.send()
        assert len(batch) == 0
        for name, action in enumerate(actions):
            unclear = isinstance(action.error, error.UnknownOutcomeError)
            assert service.done[str(name)] in ((0, 1) if unclear else (1,)), number
        record()
    assert interrupted > 50


def gids(records: Any) -> list[str]:
    return [record["gid"] for record in records]


@pytest.mark.parametrize("prefetch", [False, True])
def test_row_61_an_interrupted_listing_loses_no_page(client: asana.Client, prefetch: bool) -> None:
    items: Any = None
    found: list[str] = []

    def begin() -> None:
        nonlocal items
        items = client.tasks.get_tasks(page_size=2, prefetch=prefetch)
        found.clear()

    def turn() -> None:
        # By pages, because an interrupt can also lose an item after it was returned to the caller.
        items._turn_page()
        found.extend(gids(items._rest))

    def go_on() -> None:
        for _ in range(4):
            turn()

    begin()
    interrupted = 0
    for number in at_every_bytecode(go_on, PAGES):
        interrupted += 1
        found.extend(gids(items._rest))
        with contextlib.suppress(StopIteration):
            while True:
                turn()
        assert list(dict.fromkeys(found)) == [str(n) for n in range(8)], number
        assert len(found) <= 10, number
        begin()
    assert interrupted > 300
