"""A receiver as an ASGI application, message by message; on real servers it is in
test_production_servers.py."""

import asyncio
from typing import Any

import pytest

from asana.webhook import Receiver, asgi_app
from tests.hook_server import BODY, SECRET, signature

SIGNED = [(b"x-hook-signature", signature(BODY).encode())]


class Exchange:
    """What an application is sent, and what it sends."""

    def __init__(self, *messages: dict[str, Any]) -> None:
        self.messages, self.sent = [*messages], list[dict[str, Any]]()
        self.events: list[Any] = []
        self.receiver = Receiver(
            {"k": SECRET, "ü /": SECRET}, lambda key, events: self.events.extend(events)
        )

    async def receive(self) -> dict[str, Any]:
        return self.messages.pop(0)

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)

    def run(self, **scope: Any) -> int | None:
        """Return the status of the answer, or None if there is none."""
        given = {"type": "http", "method": "POST", "path": "/hooks/k", "headers": SIGNED, **scope}
        asyncio.run(asgi_app(self.receiver)(given, self.receive, self.send))
        return self.sent[0]["status"] if self.sent else None


def part(body: bytes, more: bool = False) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


@pytest.mark.parametrize(
    "messages",
    [
        [part(BODY)],
        [{"type": "http.request", "body": BODY}],
        [part(BODY[:9], True), part(b"", True), part(BODY[9:])],
        [part(BODY, True), {"type": "http.request"}],
    ],
)
def test_a_body_in_any_number_of_messages(messages: list[dict[str, Any]]) -> None:
    exchange = Exchange(*messages)
    assert exchange.run() == 200
    assert len(exchange.events) == 1
    assert exchange.sent == [
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]},
        {"type": "http.response.body", "body": b""},
    ]


def test_a_sender_that_hangs_up_gets_no_answer() -> None:
    exchange = Exchange(part(BODY, True), {"type": "http.disconnect"})
    assert exchange.run() is None
    assert exchange.events == []


def test_a_body_without_end_is_refused_early() -> None:
    exchange = Exchange(*[part(b" " * 1_000_000, True)] * 100)
    assert exchange.run() == 413
    assert len(exchange.messages) == 95  # 4 MiB have come with the fifth


def test_the_last_part_of_a_decoded_path_is_the_key() -> None:
    exchange = Exchange(part(BODY))
    assert exchange.run(path="/hooks/k/") == 200
    assert Exchange(part(BODY)).run(path="/") == 401


def test_nothing_but_a_post() -> None:
    exchange = Exchange(part(BODY))
    assert exchange.run(method="GET") == 405
    assert (b"allow", b"POST") in exchange.sent[0]["headers"]


def test_a_handshake() -> None:
    exchange = Exchange(part(b""))
    exchange.receiver.expect("new")
    headers = [(b"x-hook-secret", SECRET.encode())]
    assert exchange.run(path="/hooks/new", headers=headers) == 200
    assert (b"x-hook-secret", SECRET.encode()) in exchange.sent[0]["headers"]


@pytest.mark.parametrize("kind", ["lifespan", "websocket"])
def test_what_is_not_http_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match=kind):
        Exchange().run(type=kind)


def test_a_failure_of_the_handler_is_raised() -> None:
    exchange = Exchange(part(BODY))

    def fail(key: str, events: list[Any]) -> None:
        raise RuntimeError("the queue is full")

    exchange.receiver = Receiver({"k": SECRET}, fail)
    with pytest.raises(RuntimeError, match="the queue is full"):
        exchange.run()
    assert exchange.sent == []


def test_many_at_once_do_not_block_the_loop() -> None:
    """Each handler waits until all of them have begun."""
    count = 4

    async def all_of_them() -> list[Any]:
        loop, ready = asyncio.get_running_loop(), asyncio.Event()
        begun: list[str] = []

        def wait(key: str, events: list[Any]) -> None:
            begun.append(key)
            if len(begun) == count:
                loop.call_soon_threadsafe(ready.set)
            asyncio.run_coroutine_threadsafe(ready.wait(), loop).result(timeout=60)

        receiver = Receiver(dict.fromkeys(map(str, range(count)), SECRET), wait)
        sent: list[Any] = []

        async def send(message: dict[str, Any]) -> None:
            sent.append(message.get("status"))

        async def deliver(key: int) -> None:
            async def receive() -> dict[str, Any]:
                return part(BODY)

            scope = {"type": "http", "method": "POST", "path": f"/{key}", "headers": SIGNED}
            await asgi_app(receiver)(scope, receive, send)

        await asyncio.gather(*map(deliver, range(count)))
        return sent

    sent = asyncio.run(all_of_them())
    assert [status for status in sent if status] == [200] * count
