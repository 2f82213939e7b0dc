"""Webhooks: signatures, handshakes, deliveries and web apps."""

import hmac
import http.client
import io
import json
import random
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client as DjangoClient  # type: ignore[import-untyped]

from asana import webhook
from asana.records import Record
from asana.sandbox import Sandbox
from asana.webhook import Receiver, verify
from asana.webhook import Receiver as _Receiver
from tests.defaults import defaults
from tests.hook_server import APPS, BODY, SECRET, SIGNATURE, in_django, serving, signature, signed

EVENT = {"action": "changed", "resource": {"gid": "1", "resource_type": "task"}}


def body_of(*events: Any) -> bytes:
    return json.dumps({"events": events}).encode()


def event(number: int) -> Record:
    return {"action": "added", "resource": {"gid": str(number), "resource_type": "task"}}


class Taken:
    """Records its calls."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Record]] = []

    def __call__(self, key: str, events: list[Record]) -> None:
        self.events += [(key, event) for event in events]

    @property
    def gids(self) -> list[str]:
        return [event["resource"]["gid"] for _, event in self.events]


@pytest.fixture
def taken() -> Taken:
    return Taken()


@pytest.fixture
def receiver(taken: Taken) -> Receiver:
    return Receiver({"k": SECRET}, taken)


# -- the signature


def test_a_signature_is_that_of_openssl() -> None:
    assert verify(SECRET, BODY, SIGNATURE)
    assert verify(SECRET.encode(), BODY.decode(), SIGNATURE.encode())


@pytest.mark.parametrize(
    ("secret", "body", "given"),
    [
        (SECRET, BODY + b" ", SIGNATURE),
        (SECRET, BODY, SIGNATURE[:-1]),
        (SECRET, BODY, SIGNATURE.upper()),
        (SECRET, BODY, "é" * 64),
        (SECRET, BODY, "\udc80"),
        (SECRET, BODY, ""),
        (SECRET, BODY, None),
        ("", BODY, signature(BODY, "")),
        (None, BODY, signature(BODY, "")),
        (b"", BODY, signature(BODY, "")),
        (SECRET[1:], BODY, SIGNATURE),
    ],
)
def test_what_is_not_signed_with_the_secret(secret: Any, body: bytes, given: Any) -> None:
    assert verify(secret, body, given) is False


def test_signatures_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[Any] = []

    def compare(*both: bytes) -> bool:
        compared.append(both)
        return False

    monkeypatch.setattr(hmac, "compare_digest", compare)
    assert not verify(SECRET, BODY, SIGNATURE)
    assert compared == [(SIGNATURE.encode(), SIGNATURE.encode())]


# -- the handshake


def test_a_handshake_is_answered_once_and_for_a_key_that_awaits_one() -> None:
    secrets: dict[str, str] = {}
    receiver = Receiver(secrets)
    assert receiver.handle({"X-Hook-Secret": SECRET}, b"{}", "k").status == 403
    assert receiver.expect("k")
    assert receiver.expect("k")
    answer = receiver.handle({"x-hook-secret": SECRET}, b"{}", "k")
    assert answer == (200, {"X-Hook-Secret": SECRET}, b"")
    for again in (SECRET, "f" * 64):
        assert receiver.handle({"X-Hook-Secret": again}, b"{}", "k").status == 403
    assert not receiver.expect("k")
    assert secrets == {"k": SECRET}
    receiver.forget("k")
    assert secrets == {}
    assert receiver.handle({"X-Hook-Secret": SECRET}, b"{}", "k").status == 403


@pytest.mark.parametrize("secret", ["", "short", "x" * 257, "a b" * 20, "x" * 30 + "\r\nX: y", "é"])
def test_what_is_no_secret_is_not_sent_back(secret: str) -> None:
    secrets: dict[str, str] = {}
    receiver = Receiver(secrets)
    receiver.expect("k")
    answer = receiver.handle({"X-Hook-Secret": secret}, b"{}", "k")
    assert (answer.status, answer.headers, secrets) == (403, {}, {"k": ""})


def test_while_a_handshake_is_awaited_nothing_is_taken(taken: Taken) -> None:
    receiver = Receiver({}, taken)
    receiver.expect("k")
    assert receiver.handle(signed(BODY, ""), BODY, "k").status == 401
    assert taken.events == []


# -- deliveries


def test_events_are_handed_on(receiver: Receiver, taken: Taken) -> None:
    assert receiver.handle(signed(BODY), BODY, "k") == (200, {}, b"")
    assert taken.events == [("k", EVENT)]


@pytest.mark.parametrize("kind", [dict, list, lambda pairs: {n.upper(): v for n, v in pairs}])
def test_headers_in_any_form(receiver: Receiver, taken: Taken, kind: Any) -> None:
    headers = kind([("X-Hook-Signature", SIGNATURE)])
    assert receiver.handle(headers, BODY.decode(), "k").status == 200
    assert taken.gids == ["1"]


def test_two_signatures_are_none(receiver: Receiver) -> None:
    headers = [("X-Hook-Signature", "0" * 64), ("X-Hook-Signature", SIGNATURE)]
    assert receiver.handle(headers, BODY, "k").status == 401


def test_a_heartbeat_brings_no_events(taken: Taken) -> None:
    beats: list[str] = []
    receiver = Receiver({"k": SECRET}, taken, on_heartbeat=beats.append)
    for _ in range(2):
        assert receiver.handle(signed(b'{"events":[]}'), b'{"events":[]}', "k").status == 200
    assert Receiver({"k": SECRET}).handle(signed(b'{"events":[]}'), b'{"events":[]}', "k")[0] == 200
    assert (beats, taken.events) == (["k", "k"], [])


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff", b"[]", b"{}", b'{"events":{}}', b'{"events":[1]}', b"[" * 200_000],
)
def test_what_is_signed_but_makes_no_sense(receiver: Receiver, taken: Taken, body: bytes) -> None:
    assert receiver.handle(signed(body), body, "k").status == 400
    assert taken.events == []


def test_nothing_is_parsed_before_the_signature_is_right(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json, "loads", lambda _: pytest.fail("parsed"))
    assert receiver.handle({"X-Hook-Signature": "0" * 64}, BODY, "k").status == 401
    assert receiver.handle({}, BODY, "k").status == 401


def test_a_body_that_is_too_large_is_refused(taken: Taken) -> None:
    receiver = Receiver({"k": SECRET}, taken, max_body=len(BODY) - 1)
    assert receiver.handle(signed(BODY), BODY, "k").status == 413
    assert taken.events == []


def test_of_10_000_forgeries_none_is_accepted(taken: Taken) -> None:
    secrets = {"k": SECRET, "awaiting": "", "other": "e" * 64}
    receiver = Receiver(secrets, taken, max_body=2000)
    dice = random.Random(7)
    assert receiver.handle(signed(BODY), BODY, "k").status == 200
    before, taken.events = taken.events, []
    large = body_of(*map(event, range(100)))

    def forged(number: int) -> tuple[dict[str, str], bytes, str, int]:
        body = body_of(event(number))
        cut = dice.randrange(len(body) - 1)
        right, wrong = signed(body), signature(body, f"{dice.getrandbits(256):064x}")
        bit = 1 << dice.randrange(8)
        flipped = body[:cut] + bytes([body[cut] ^ bit]) + body[cut + 1 :]
        return dice.choice(
            [
                ({"X-Hook-Signature": wrong}, body, "k", 401),
                ({"X-Hook-Signature": f"{dice.getrandbits(256):064x}"}, body, "k", 401),
                ({"X-Hook-Signature": signature(body)[: cut % 64]}, body, "k", 401),
                ({"X-Hook-Signature": f" {signature(body)}"}, body, "k", 401),
                ({}, body, "k", 401),
                (right, body[:cut], "k", 401),
                (right, flipped, "k", 401),
                (right, body, "other", 401),
                (right, body, "unknown", 401),
                (signed(body, ""), body, "unknown", 401),
                (signed(body, ""), body, "awaiting", 401),
                (signed(BODY), BODY, "k", 200),  # replayed: accepted, and dropped
                (signed(large), large, "k", 413),
                ({"X-Hook-Secret": "f" * 64}, body, "k", 403),
                ({"X-Hook-Secret": "f" * 64, **right}, body, "other", 403),
            ]
        )

    for number in range(10_000):
        headers, body, key, status = forged(number)
        assert receiver.handle(headers, body, key).status == status
    assert (len(before), taken.events) == (1, [])
    assert secrets == {"k": SECRET, "awaiting": "", "other": "e" * 64}


# -- repeated events


def test_what_comes_again_is_dropped(receiver: Receiver, taken: Taken) -> None:
    first, both = body_of(event(1)), body_of(event(1), event(2), event(2))
    for body in (first, first, both, both):
        assert receiver.handle(signed(body), body, "k").status == 200
    assert taken.gids == ["1", "2", "2"]


def test_what_comes_again_in_another_order_is_dropped(receiver: Receiver, taken: Taken) -> None:
    for turned in (event(1), dict(reversed(event(1).items()))):
        body = body_of(turned)
        assert receiver.handle(signed(body), body, "k").status == 200
    assert taken.gids == ["1"]


def test_what_comes_again_after_the_window_is_taken(
    taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver = Receiver({"k": SECRET}, taken, window=60)
    for now in (1000.0, 1059.0, 1060.0):
        monkeypatch.setattr(time, "monotonic", lambda now=now: now)
        receiver.handle(signed(BODY), BODY, "k")
    assert len(taken.events) == 2


def test_what_is_remembered_is_bounded(
    receiver: Receiver, taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "MAX_REMEMBERED", 3)
    for number in (*range(10), 0):
        body = body_of(event(number))
        receiver.handle(signed(body), body, "k")
    assert taken.gids == [*map(str, range(10)), "0"]


def test_what_could_not_be_handled_comes_again() -> None:
    attempts: list[str] = []

    def handle(key: str, events: list[Record]) -> None:
        attempts.append(key)
        if len(attempts) == 1:
            raise RuntimeError("the database is down")

    receiver = Receiver({"k": SECRET}, handle)
    with pytest.raises(RuntimeError):
        receiver.handle(signed(BODY), BODY, "k")
    for _ in range(2):
        assert receiver.handle(signed(BODY), BODY, "k").status == 200
    assert len(attempts) == 2


def test_what_another_thread_is_busy_with_has_to_come_again() -> None:
    statuses: list[int] = []

    def handle(key: str, events: list[Record]) -> None:
        statuses.append(busy.handle(signed(BODY), BODY, "k").status)

    busy = Receiver({"k": SECRET}, handle)
    assert busy.handle(signed(BODY), BODY, "k").status == 200
    assert statuses == [503]


# -- waiting deliveries


def test_events_wait_where_nobody_is_called() -> None:
    receiver = Receiver({"k": SECRET}, max_waiting=1)
    assert receiver.get(timeout=0) is None
    assert receiver.handle(signed(BODY), BODY, "k").status == 200
    other = body_of(event(2))
    assert receiver.handle(signed(other), other, "k").status == 503
    assert receiver.get() == ("k", [EVENT])
    assert receiver.handle(signed(other), other, "k").status == 200
    receiver.stop()
    last = body_of(event(3))
    assert receiver.handle(signed(last), last, "k").status == 503
    assert receiver.get() == ("k", [event(2)])
    assert receiver.get() is None


def test_a_thread_of_the_callers_works(taken: Taken, monkeypatch: pytest.MonkeyPatch) -> None:
    receiver = Receiver({"k": SECRET})
    worker = threading.Thread(target=receiver.work, args=(taken,))
    worker.start()
    started: list[threading.Thread] = []
    monkeypatch.setattr(threading.Thread, "start", started.append)
    for number in range(5):
        body = body_of(event(number))
        assert receiver.handle(signed(body), body, "k").status == 200
    receiver.stop()
    worker.join()
    assert taken.gids == list("01234")
    assert started == []


def test_what_work_could_not_handle_waits_on(taken: Taken) -> None:
    receiver = Receiver({"k": SECRET})
    for body in (BODY, body_of(event(2))):
        receiver.handle(signed(body), body, "k")

    def fail(key: str, events: list[Record]) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        receiver.work(fail)
    receiver.stop()
    receiver.work(taken)
    assert taken.gids == ["1", "2"]


# -- servers and frameworks


@pytest.mark.parametrize("app", APPS)
def test_end_to_end_over_sockets(app: Callable[[Receiver], Any], taken: Taken) -> None:
    beats: list[str] = []
    receiver = Receiver({}, taken, on_heartbeat=beats.append)
    with Sandbox() as sandbox, serving(app(receiver)) as address:
        client = sandbox.client()
        workspace = client.users.me()["workspaces"][0]["gid"]
        project = client.projects.create_project(workspace=workspace, name="Hooked")["gid"]
        client.webhooks.establish(project, f"{address}/k", receiver=receiver)
        task = client.tasks.create_task(projects=[project], name="Tell")["gid"]
        sandbox.webhooks.flush()
        assert beats == ["k"]
        assert task in taken.gids
        assert {key for key, _ in taken.events} == {"k"}
        for method, length in (("GET", 0), ("POST", 0), ("POST", receiver.max_body + 1)):
            assert ask(address, method, length) == {"GET": 405}.get(method, 413 if length else 401)


def ask(address: str, method: str, length: int) -> int:
    """Send a body of zeros, which the receiver need not read completely; return the status."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    try:
        connection.request(method, f"{parts.path}/k", bytes(length) if method == "POST" else None)
        return connection.getresponse().status
    finally:
        connection.close()


def test_django_asks_for_no_csrf_token(receiver: Receiver, taken: Taken) -> None:
    in_django(receiver)
    browser = DjangoClient(enforce_csrf_checks=True)
    post = {"content_type": "application/json", "headers": signed(BODY)}
    assert browser.post("/hooks/k", BODY, **post).status_code == 200
    assert taken.gids == ["1"]
    assert browser.post("/hooks/k", BODY, content_type="application/json").status_code == 401
    refused = browser.get("/hooks/k")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("length", "terminated", "status"),
    [(str(len(BODY)), False, 200), (None, True, 200), (None, False, 401), ("-1", False, 401)],
)
def test_the_length_of_a_wsgi_body(
    receiver: Receiver, length: str | None, terminated: bool, status: int
) -> None:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/any/where/k/",
        "HTTP_X_HOOK_SIGNATURE": SIGNATURE,
        "wsgi.input": io.BytesIO(BODY),
        "wsgi.input_terminated": terminated,
        **({} if length is None else {"CONTENT_LENGTH": length}),
    }
    started: list[str] = []
    webhook.wsgi_app(receiver)(environ, lambda status, headers: started.append(status))
    assert started[0].startswith(str(status))


def test_the_key_of_a_target() -> None:
    assert webhook.key_of("https://example.com/hooks/a%20b/?c=d") == "a b"
    assert webhook.key_of("https://example.com") == ""


@pytest.mark.parametrize("name", ["max_body", "max_waiting", "window"])
def test_a_bound_that_is_none_is_named(name: str) -> None:
    bounds: dict[str, Any] = {name: "many"}
    with pytest.raises((TypeError, ValueError), match=name):
        Receiver({}, **bounds)


def test_the_defaults_of_a_receiver() -> None:
    assert defaults(_Receiver) == {
        "on_events": None,
        "on_heartbeat": None,
        "max_body": 4 * 1024 * 1024,
        "max_waiting": 1000,
        "window": 24 * 60 * 60,
    }
    assert defaults(_Receiver.handle) == {"key": ""}
    assert defaults(_Receiver.get) == {"timeout": None}
