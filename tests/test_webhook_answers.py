"""The whole answers of a receiver and of each web app, its bounds, and its messages."""

import asyncio
import io
import json
from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import flask
import pytest
from django.test import Client as DjangoClient  # type: ignore[import-untyped]

from asana import webhook
from asana.webhook import Answer, Delivery, Receiver
from tests.hook_server import BODY, SECRET, SIGNATURE, in_django, in_flask, signature, signed

EVENT = json.loads(BODY)["events"][0]
BEAT = b'{"events":[]}'
NEW = "f" * 16


def receiver(**options: Any) -> Receiver:
    made = Receiver({"k": SECRET}, max_body=100, max_waiting=1, **options)
    made.expect("new")
    return made


# What is sent to which key, and the answer to it.
REQUESTS: dict[str, tuple[dict[str, str], bytes, str, Answer]] = {
    "events": (signed(BODY), BODY, "k", Answer(200, {}, b"")),
    "heartbeat": (signed(BEAT), BEAT, "k", Answer(200, {}, b"")),
    "handshake": ({"X-Hook-Secret": NEW}, b"{}", "new", Answer(200, {"X-Hook-Secret": NEW}, b"")),
    "no events": (signed(b"{}"), b"{}", "k", Answer(400, {}, b"Bad Request")),
    "unsigned": ({}, BODY, "k", Answer(401, {}, b"Unauthorized")),
    "another key": (signed(BODY), BODY, "l", Answer(401, {}, b"Unauthorized")),
    "unexpected": ({"X-Hook-Secret": NEW}, b"{}", "k", Answer(403, {}, b"Forbidden")),
    "as large as it can be": (signed(b" " * 100), b" " * 100, "k", Answer(400, {}, b"Bad Request")),
    "too large": (signed(b" " * 101), b" " * 101, "k", Answer(413, {}, b"Content Too Large")),
    "busy": (signed(BODY), BODY, "busy", Answer(503, {}, b"Service Unavailable")),
}
PHRASES = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    405: "Method Not Allowed",
    413: "Content Too Large",
    503: "Service Unavailable",
}
GET = Answer(405, {"Allow": "POST"}, b"Method Not Allowed")


def by_itself(made: Receiver, headers: dict[str, str], body: bytes, key: str) -> Answer:
    return made.handle(headers, body, key)


def by_wsgi(
    made: Receiver, headers: dict[str, str], body: bytes, key: str, method: str = "POST"
) -> Answer:
    started: list[Any] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": f"/hooks/{key}",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }
    parts = webhook.wsgi_app(made)(environ, lambda *given: started.append(given))
    ((status, fields),) = started
    code, _, phrase = status.partition(" ")
    assert phrase == PHRASES[int(code)]
    return answered(int(code), dict(fields), b"".join(parts))


def by_asgi(
    made: Receiver, headers: dict[str, str], body: bytes, key: str, method: str = "POST"
) -> Answer:
    sent: list[dict[str, Any]] = []
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": f"/hooks/{key}", "headers": raw}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(webhook.asgi_app(made)(scope, receive, send))
    start, end = sent
    assert {**start, "headers": 0, "status": 0} == {
        "type": "http.response.start",
        "headers": 0,
        "status": 0,
    }
    assert end.keys() == {"type", "body"}
    assert end["type"] == "http.response.body"
    fields = {name.decode().title(): value.decode() for name, value in start["headers"]}
    assert all(name == name.lower() for name, _ in start["headers"])
    return answered(start["status"], fields, end["body"])


def by_flask(
    made: Receiver, headers: dict[str, str], body: bytes, key: str, method: str = "POST"
) -> Answer:
    found = (
        in_flask(made)
        .test_client()
        .open(f"/hooks/{key}", method=method, data=body, headers=headers)
    )
    fields = {name: value for name, value in found.headers.items() if name != "Content-Type"}
    return answered(found.status_code, fields, found.data)


def by_django(
    made: Receiver, headers: dict[str, str], body: bytes, key: str, method: str = "POST"
) -> Answer:
    in_django(made)
    found = DjangoClient().generic(
        method, f"/hooks/{key}", body, content_type="application/json", headers=headers
    )
    fields = {name: value for name, value in found.headers.items() if name != "Content-Type"}
    return Answer(found.status_code, fields, found.content)


def answered(status: int, fields: dict[str, str], body: bytes) -> Answer:
    """Return an answer without the length of its body, which must be right."""
    assert fields.pop("Content-Length") == str(len(body))
    return Answer(status, fields, body)


WAYS = [by_itself, by_wsgi, by_asgi, by_flask, by_django]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", REQUESTS)
def test_each_way_to_a_receiver_has_the_same_answers(way: Callable[..., Answer], name: str) -> None:
    headers, body, key, answer = REQUESTS[name]
    beats: list[str] = []
    made = receiver(on_heartbeat=beats.append)
    if key == "busy":
        made.stop()
        key = "k"
    assert way(made, headers, body, key) == answer
    assert beats == (["k"] if name == "heartbeat" else [])
    assert made.get(timeout=0) == (Delivery("k", [EVENT]) if name == "events" else None)
    assert made.secrets.get("new") == (NEW if name == "handshake" else "")
    assert made.secrets.get("k") == SECRET


@pytest.mark.parametrize("way", [by_wsgi, by_asgi, by_django])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_posts_are_of_webhooks(way: Callable[..., Answer], method: str) -> None:
    made = receiver()
    assert way(made, signed(BODY), BODY, "k", method) == GET
    assert made.get(timeout=0) is None


def test_flask_routes_only_posts_to_the_view() -> None:
    view: Any = webhook.flask_view(receiver())
    assert view.methods == ["POST"]
    assert by_flask(receiver(), signed(BODY), BODY, "k", "GET").status == 405


@pytest.mark.parametrize("kind", ["websocket", "lifespan"])
def test_asgi_is_for_http(kind: str) -> None:
    with pytest.raises(ValueError, match=f"^a webhook is a request over http, not {kind}$"):
        asyncio.run(webhook.asgi_app(receiver())({"type": kind}, None, None))


# -- how much of a body is read


class Body(io.BytesIO):
    """Records how much is read."""

    def __init__(self, size: int = 0) -> None:
        super().__init__(b" " * size)
        self.sizes: list[int] = []

    def read(self, size: int | None = -1) -> bytes:
        self.sizes.append(-1 if size is None else size)
        return super().read(size)


@pytest.mark.parametrize(
    ("length", "most"),
    [
        *((None, 0), ("", 0), ("0", 0), ("000", 0), ("5", 5), (5, 5), ("005", 5), ("9", 9)),
        *(("10", 10), ("11", 11), ("12", 11), ("9" * 18, 11), ("9" * 19, 11), ("9" * 5000, 11)),
        *(("-1", 0), ("1.5", 0), ("x", 0), ("+5", 0), (f"{'0' * 30}7", 7)),
    ],
)
def test_the_declared_length_of_a_body(length: Any, most: int) -> None:
    assert webhook._declared(length, 10) == most


@pytest.mark.parametrize(
    ("environ", "sizes"),
    [
        ({}, []),
        ({"CONTENT_LENGTH": ""}, []),
        ({"CONTENT_LENGTH": "0"}, []),
        ({"CONTENT_LENGTH": "-5"}, []),
        ({"CONTENT_LENGTH": "5"}, [5]),
        ({"CONTENT_LENGTH": "10"}, [10]),
        ({"CONTENT_LENGTH": "12"}, [11]),
        ({"wsgi.input_terminated": True}, [11]),
        ({"wsgi.input_terminated": False}, []),
        ({"wsgi.input_terminated": True, "CONTENT_LENGTH": "5"}, [5]),
        ({"wsgi.input_terminated": True, "CONTENT_LENGTH": "0"}, []),
        ({"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}, [11]),
    ],
)
def test_what_is_read_of_a_wsgi_body(environ: dict[str, Any], sizes: list[int]) -> None:
    body = Body(20)
    assert webhook._read({**environ, "wsgi.input": body}, 10) == b" " * sum(sizes)
    assert body.sizes == sizes


@pytest.mark.parametrize(
    ("environ", "sizes"),
    [
        ({"CONTENT_LENGTH": "5"}, [11]),
        ({}, [11]),
        ({"wsgi.input_terminated": True}, [11]),
        ({"wsgi.input_terminated": True, "CONTENT_LENGTH": "5"}, [11]),
    ],
)
def test_what_is_read_of_a_django_body(environ: dict[str, Any], sizes: list[int]) -> None:
    body, chunked = Body(20), Body(20)
    request = Mock(spec=["environ", "read"], read=body.read)
    request.environ = {**environ, "wsgi.input": chunked}
    assert webhook._django_body(request, 10) == b" " * 11
    ends = environ.get("wsgi.input_terminated") and "CONTENT_LENGTH" not in environ
    assert (chunked if ends else body).sizes == sizes
    assert (body if ends else chunked).sizes == []


def test_a_django_body_that_was_read_is_taken_as_it_is() -> None:
    assert webhook._django_body(Mock(spec=["_body", "body"], body=b"x" * 20), 10) == b"x" * 20
    without_wsgi = Mock(spec=["read"], read=Body(20).read)
    assert webhook._django_body(without_wsgi, 10) == b" " * 11


@pytest.mark.parametrize(
    ("length", "cached", "sizes", "size"),
    [
        (None, False, [11], 11),
        (None, True, [], 3),
        (5, False, [], 3),
        (10, False, [], 3),
        (11, False, [11], 11),
        (11, True, [11], 11),
    ],
)
def test_what_is_read_of_a_flask_body(
    length: int | None, cached: bool, sizes: list[int], size: int
) -> None:
    class Request:
        content_length = length
        stream = Body(20)

        def get_data(self) -> bytes:
            return b"all"

    request: Any = Request()
    if cached:
        request._cached_data = b"all"
    assert len(webhook._flask_body(request, 10)) == size
    assert request.stream.sizes == sizes


@pytest.mark.parametrize(
    ("parts", "read", "found"),
    [
        ([(b"", False)], 1, b""),
        ([(b"a" * 10, False)], 1, b"a" * 10),
        ([(b"a" * 10, True), (b"b", False)], 2, b"a" * 10 + b"b"),
        ([(b"a" * 11, True), (b"b", False)], 1, b"a" * 11),
        ([(b"a", True), (None, False)], 2, None),
    ],
)
def test_what_is_read_of_an_asgi_body(
    parts: list[tuple[bytes | None, bool]], read: int, found: bytes | None
) -> None:
    messages = [
        {"type": "http.disconnect"}
        if body is None
        else {"type": "http.request", "body": body, "more_body": more}
        for body, more in parts
    ]
    taken: list[Any] = []

    async def receive() -> Any:
        taken.append(messages[len(taken)])
        return taken[-1]

    assert asyncio.run(webhook._asgi_body(receive, 10)) == found
    assert len(taken) == read


@pytest.mark.parametrize(("length", "status"), [(None, 200), ("100", 200), ("101", 413)])
def test_the_declared_length_counts_even_if_less_is_left(length: Any, status: int) -> None:
    asked: list[tuple[Any, int]] = []

    def read(request: Any, most: int) -> bytes:
        asked.append((request, most))
        return BODY

    answer = webhook._handled(receiver(), signed(BODY), read, "request", "k", length)
    assert answer.status == status
    assert asked == [("request", 100)]


def test_the_length_of_a_django_request_counts_too() -> None:
    view, answers = webhook.django_view(receiver()), []
    in_django(receiver())
    for length in ("100", "101", None):
        request = Mock(method="POST", headers=signed(BODY), read=lambda size: BODY, environ={})
        del request._body
        request.META = {} if length is None else {"CONTENT_LENGTH": length}
        answers.append(view(request, key="k").status_code)
    assert answers == [200, 413, 200]


def test_a_body_that_breaks_off_is_refused() -> None:
    def read(request: Any, most: int) -> bytes:
        raise OSError("cut")

    answer = webhook._handled(receiver(), {}, read, None, "k", None)
    assert answer == (400, {}, b"Bad Request")


@pytest.mark.parametrize("rule", ["/hooks/<key>", "/a/k/", "/k"])
def test_the_key_of_flask_is_that_of_the_rule_or_the_address(rule: str) -> None:
    app = flask.Flask("hooks")
    made = receiver()
    app.add_url_rule(rule, view_func=webhook.flask_view(made))
    address = rule.replace("<key>", "k")
    assert app.test_client().post(address, data=BODY, headers=signed(BODY)).status_code == 200


# -- bounds


@pytest.mark.parametrize(
    ("secret", "valid"),
    [("x" * 15, False), ("!" * 16, True), ("~" * 256, True), ("x" * 257, False), ("x y" * 9, False)]
    + [(f"{'x' * 20}{chr(code)}", False) for code in (0x20, 0x7F)],
)
def test_the_length_and_the_characters_of_a_secret(secret: str, valid: bool) -> None:
    made = receiver()
    answer = made.handle({"X-Hook-Secret": secret}, b"", "new")
    assert answer.status == (200 if valid else 403)
    assert made.secrets.get("new") == (secret if valid else "")


def given(made: Receiver, *numbers: int, key: str = "k") -> int:
    body = json.dumps({"events": [{"gid": number} for number in numbers]}).encode()
    return made.handle(signed(body), body, key).status


def test_so_many_events_are_remembered_and_the_oldest_are_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert webhook.MAX_REMEMBERED == 50_000
    monkeypatch.setattr(webhook, "MAX_REMEMBERED", 3)
    taken: list[int] = []
    made = receiver(on_events=lambda key, events: taken.extend(each["gid"] for each in events))
    for number in (0, 1, 2, 0):
        given(made, number)
    assert taken == [0, 1, 2]
    for number in (3, 1, 0):
        given(made, number)
    assert taken == [0, 1, 2, 3, 0]


def test_one_event_of_two_webhooks_is_two() -> None:
    taken: list[str] = []
    made = Receiver({"a": SECRET, "b": SECRET}, lambda key, events: taken.append(key))
    for key in ("a", "b", "a", "b"):
        assert given(made, 1, key=key) == 200
    assert taken == ["a", "b"]


def test_new_events_are_handed_on_without_those_that_are_known() -> None:
    taken: list[list[int]] = []
    made = receiver(on_events=lambda key, events: taken.append([each["gid"] for each in events]))
    for numbers in ((1,), (1, 2), (2, 1), (3, 1, 4)):
        assert given(made, *numbers) == 200
    assert taken == [[1], [2], [3, 4]]


def test_events_that_found_no_place_come_again() -> None:
    made = receiver()
    assert [given(made, 1), given(made, 2), given(made, 1)] == [200, 503, 200]
    assert made.get(0) == ("k", [{"gid": 1}])
    assert given(made, 2) == 200
    assert made.get(0) == ("k", [{"gid": 2}])


class Window:
    """A window of the program's own."""

    def __init__(self, fresh: Any) -> None:
        self.fresh = fresh
        self.left: list[Any] = []

    def enter(self, marks: Any) -> Any:
        return self.fresh(marks)

    def leave(self, fresh: Any, taken: bool) -> None:
        self.left.append((fresh, taken))


@pytest.mark.parametrize(
    ("fresh", "status", "left"),
    [
        (lambda marks: set(marks), 200, [True]),
        (lambda marks: set(), 200, [True]),
        (lambda marks: None, 503, []),
    ],
)
def test_a_window_may_be_shared(fresh: Any, status: int, left: list[bool]) -> None:
    window = Window(fresh)
    assert given(receiver(window=window), 1) == status
    assert [taken for _, taken in window.left] == left


def test_a_shared_window_learns_what_was_not_taken() -> None:
    window = Window(set)
    made = receiver(window=window)
    made.stop()
    assert given(made, 1) == 503
    with pytest.raises(KeyError):
        given(receiver(window=window, on_events=Mock(side_effect=KeyError)), 1)
    assert [taken for _, taken in window.left] == [False, False]


@pytest.mark.parametrize("method", ["enter", "leave"])
def test_half_a_window_is_none(method: str) -> None:
    window = Window(set)
    setattr(window, method, None)
    with pytest.raises((TypeError, ValueError), match="window"):
        receiver(window=window)


def test_the_bounds_of_a_receiver_are_whole_numbers() -> None:
    class Number:
        def __index__(self) -> int:
            return 5

    number: Any = Number()
    made = Receiver({}, max_body=number, max_waiting=number)
    assert (made.max_body, type(made.max_body), made._inbox._size) == (5, int, 5)
    assert Receiver({}, max_body=1, max_waiting=1, window=0).max_body == 1
    for bound in ({"max_body": 0}, {"max_waiting": 0}, {"max_body": 1.5}, {"window": -1}):
        wrong: Any = bound
        with pytest.raises(ValueError, match=f"^{next(iter(bound))} must be a "):
            Receiver({}, **wrong)


@pytest.mark.parametrize("timeout", [None, 5, 0, -1])
def test_get_waits_as_long_as_it_is_told(timeout: float | None) -> None:
    made = receiver()
    waits: list[float | None] = []
    changed: Any = made._inbox._changed
    changed.wait_for = lambda ready, seconds: waits.append(seconds)
    assert made.get(timeout) is None
    assert waits == [timeout]


@pytest.fixture
def waiting() -> Receiver:
    made = Receiver({"k": SECRET})
    for number in range(3):
        given(made, number)
    made.stop()
    return made


def test_a_delivery_that_failed_is_the_first_again(waiting: Receiver) -> None:
    with pytest.raises(KeyboardInterrupt):
        waiting.work(Mock(side_effect=KeyboardInterrupt))
    taken: list[Any] = []
    waiting.work(lambda key, events: taken.append((key, events[0]["gid"])))
    assert taken == [("k", 0), ("k", 1), ("k", 2)]


# -- headers and messages

MAKE: Any = Receiver
VERIFY: Any = webhook.verify
KEY_OF: Any = webhook.key_of


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Hook-Signature": [SIGNATURE, SIGNATURE]},
        {"X-Hook-Signature": (SIGNATURE.encode(),)},
        {"X-Hook-Signature": f"{SIGNATURE} , {SIGNATURE}"},
        {b"X-Hook-Signature": bytearray(SIGNATURE.encode())},
        [["X-Hook-Signature", memoryview(SIGNATURE.encode())], ("Other", None)],
        {("X-Hook-Signature",): SIGNATURE},
    ],
)
def test_headers_that_have_one_signature(headers: Any) -> None:
    assert receiver().handle(headers, BODY, "k").status == 200


@pytest.mark.parametrize(
    "value",
    ["", None, 5, [], [SIGNATURE, None], f"{SIGNATURE},", f"{SIGNATURE},{'0' * 64}", b"\xe9" * 64],
)
def test_headers_that_have_none(value: Any) -> None:
    assert receiver().handle({"X-Hook-Signature": value}, BODY, "k").status == 401


@pytest.mark.parametrize(
    ("act", "kind", "message"),
    [
        (
            lambda made: VERIFY(5, BODY, "x"),
            TypeError,
            "secret must be bytes or a string, not int",
        ),
        (
            lambda made: VERIFY("x", 5, "x"),
            TypeError,
            "body must be bytes or a string, not int",
        ),
        (
            lambda made: VERIFY("x", BODY, 5),
            TypeError,
            "signature must be bytes or a string, not int",
        ),
        (lambda made: KEY_OF(b"x"), TypeError, "target must be a URL, not bytes"),
        (lambda made: webhook.key_of("http://["), ValueError, "target must be a valid URL"),
        (
            lambda made: made.handle({}, [5], "k"),
            TypeError,
            "body must be bytes or a string, not list",
        ),
        (lambda made: made.handle({}, b"", None), TypeError, "key must be a string, not NoneType"),
        (lambda made: made.expect(None), TypeError, "key must be a string, not NoneType"),
        (lambda made: made.forget(b"k"), TypeError, "key must be a string, not bytes"),
        *(
            (
                lambda made, headers=headers: made.handle(headers, b"", "k"),
                TypeError,
                "headers must be a dictionary, or pairs (name, value)",
            )
            for headers in (None, 5, ["ab", "c"], [("a",)], [("a", "b", "c")], [5])
        ),
        (lambda made: MAKE({}, 5), TypeError, "on_events must be callable, not int"),
        (
            lambda made: MAKE({}, on_heartbeat="x"),
            TypeError,
            "on_heartbeat must be callable, not str",
        ),
        (
            lambda made: Receiver(5),
            TypeError,
            "a store must be a path, a dictionary, or an object with the methods get and swap",
        ),
    ],
)
def test_an_argument_that_is_refused(
    act: Callable[[Any], Any], kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind) as caught:
        act(receiver())
    assert str(caught.value) == message


def test_an_exception_of_the_headers_is_their_own() -> None:
    class Headers(dict[str, str]):
        def items(self) -> Any:
            raise ValueError("mine")

    with pytest.raises(ValueError, match=r"^mine$"):
        receiver().handle(Headers(), b"", "k")


def test_a_timeout_that_is_none_is_named() -> None:
    with pytest.raises((TypeError, ValueError), match=r"^timeout "):
        receiver().get("soon")  # type: ignore[arg-type]


def test_the_key_may_be_omitted() -> None:
    made = Receiver({"": SECRET})
    assert made.handle({"X-Hook-Signature": signature(BODY)}, BODY).status == 200
    assert made.get() == Delivery("", [EVENT])
