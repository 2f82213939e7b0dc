"""Receives what Asana's webhooks send: the handshake, the signature, heartbeats and events.

Nothing here belongs to a web framework. A :class:`Receiver` turns the headers and the body of a
request into an answer; :func:`wsgi_app`, :func:`asgi_app`, :func:`flask_view` and
:func:`django_view` put it behind an address. ``client.webhooks.establish`` makes the webhook.
"""

import hashlib
import hmac
import json
import math
import re
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from ._call.counts import check_positive, check_seconds, count
from ._call.values import is_of_the_caller
from .stores import FileSecrets, MemorySecrets, SecretStore, secret_store

if TYPE_CHECKING:
    from .types.events import Event

__all__ = [
    "Answer",
    "Delivery",
    "FileSecrets",
    "MemorySecrets",
    "Receiver",
    "SecretStore",
    "asgi_app",
    "check_key",
    "django_view",
    "flask_view",
    "key_of",
    "verify",
    "wsgi_app",
]

# A refused delivery comes again for a day, and then the webhook is deleted: be generous.
MAX_BODY = 4 * 1024 * 1024
MAX_WAITING = 1000
WINDOW = 24 * 60 * 60  # as long as Asana repeats what was not taken
MAX_REMEMBERED = 50_000

# What a secret may look like; it is sent back in a header.
SECRET = re.compile(r"[\x21-\x7e]{16,256}")

Data = str | bytes | bytearray | memoryview | None
Headers = Mapping[str, Any] | Iterable[tuple[str, Any]]
# A function may also declare that it takes any dictionaries.
OnEvents = Callable[[str, "list[Event]"], object] | Callable[[str, list[dict[str, Any]]], object]


def verify(secret: Data, body: Data, signature: Data) -> bool:
    """Tell whether a delivery is signed with the secret.

    :param secret: that of the handshake; without one nothing is ever true
    :param body: the body as it came, before anything has decoded it; None is an empty one
    :param signature: the header ``X-Hook-Signature``
    """
    if not secret or not signature:
        return False
    mac = hmac.new(_raw(secret, "a secret"), _raw(body), hashlib.sha256)
    return hmac.compare_digest(mac.hexdigest().encode(), _raw(signature, "a signature"))


def key_of(target: str) -> str:
    """Return the key in a webhook's address: the last part of the path.

    :raises TypeError: the address is not a string
    :raises ValueError: it is not a URL
    """
    if not isinstance(target, str):
        raise TypeError(f"the target of a webhook is a URL, not {type(target).__name__}")
    try:
        return _last(unquote(urlsplit(target).path))
    except ValueError:  # whose message is about a part of it
        raise ValueError("the target of a webhook is not a URL") from None


class Answer(NamedTuple):
    """What to answer a request with."""

    status: int
    headers: dict[str, str]
    body: bytes


class Delivery(NamedTuple):
    """Events that came together.

    :ivar key: which webhook they came from
    """

    key: str
    events: "list[Event]"


class Receiver:
    """Answers the requests of webhooks, and hands on the events they bring.

    Many threads may use one. Each webhook has a key, the last part of its address, under which
    its secret is kept. A key should not be easy to guess: ``secrets.token_urlsafe()``.

    :param secrets: a path, a dictionary, or what has the methods of :class:`SecretStore`
    :param on_events: called with the key and the events, in the thread of :meth:`handle` and
        before the answer; what it raises is raised there, and Asana sends the events again.
        Without it events wait for :meth:`work` or :meth:`get`
    :param on_heartbeat: called with the key when Asana says that it is still there
    :param max_body: bytes; a larger body is refused
    :param max_waiting: how many deliveries may wait; more are refused, and come again
    :param window: seconds; events that come a second time within them are dropped. Receivers in
        many processes share an object, such as ``asana.stores.RedisWindow``
    """

    def __init__(
        self,
        secrets: Any,
        on_events: OnEvents | None = None,
        *,
        on_heartbeat: Callable[[str], object] | None = None,
        max_body: int = MAX_BODY,
        max_waiting: int = MAX_WAITING,
        window: Any = WINDOW,
    ) -> None:
        self.secrets: SecretStore = secret_store(secrets)
        for name, function in {"on_events": on_events, "on_heartbeat": on_heartbeat}.items():
            if function is not None and not callable(function):
                raise TypeError(f"{name} is something to call, not {type(function).__name__}")
        check_positive("max_body", max_body)
        check_positive("max_waiting", max_waiting)
        self.max_body: int = count(max_body)
        self._on_events: Callable[[str, Any], object] | None = on_events
        self._on_heartbeat = on_heartbeat
        self._inbox = _Inbox(count(max_waiting))
        shared = callable(getattr(window, "enter", None)) and callable(
            getattr(window, "leave", None)
        )
        self._window = window if shared else _Window(check_seconds("window", window))

    # -- what comes in

    def handle(self, headers: Headers, body: Data, key: str = "") -> Answer:
        """Return the answer to a request.

        200: taken, a duplicate, a heartbeat or the handshake. 400: signed, but no events. 401: not
        signed. 403: a handshake that nobody awaits. 413: too large. 503: busy, send it again.

        :param headers: those of the request, however they are capitalized; the values are text,
            bytes, or lists of them
        :param body: as it came; a text is taken as UTF-8, and None is an empty body
        :param key: which webhook the address stands for
        """
        raw = _raw(body)
        check_key(key)
        if len(raw) > self.max_body:
            return _answer(413)
        named = _by_name(headers)
        if "x-hook-secret" in named:
            return self._shake_hands(key, named["x-hook-secret"])
        if not verify(self.secrets.get(key), raw, named.get("x-hook-signature")):
            return _answer(401)
        events = _events(raw)
        if events is None:
            return _answer(400)
        if not events:
            if self._on_heartbeat is not None:
                self._on_heartbeat(key)
            return _answer(200)
        return self._hand_on(key, events)

    def expect(self, key: str) -> bool:
        """Await a handshake for a key; return False when it has a secret, which then stays."""
        check_key(key)
        return self.secrets.swap(key, None, "") or self.secrets.get(key) == ""

    def forget(self, key: str) -> None:
        """Drop the secret of a key, or no longer await one: its deliveries are refused."""
        check_key(key)
        self.secrets.swap(key, self.secrets.get(key), None)

    def _shake_hands(self, key: str, secret: str) -> Answer:
        # Only from "awaited" to a secret: one that is there is never overwritten.
        if not SECRET.fullmatch(secret) or not self.secrets.swap(key, "", secret):
            return _answer(403)
        return Answer(200, {"X-Hook-Secret": secret}, b"")

    def _hand_on(self, key: str, events: "list[Event]") -> Answer:
        marks = [_mark(key, event) for event in events]
        fresh = self._window.enter(marks)
        if fresh is None:
            # Another thread has not finished with them: if it fails they have to come again.
            return _answer(503)
        taken = False
        try:
            new = [event for mark, event in zip(marks, events, strict=True) if mark in fresh]
            taken = not new or self._give(Delivery(key, new))
        finally:
            self._window.leave(fresh, taken)
        return _answer(200 if taken else 503)

    def _give(self, delivery: Delivery) -> bool:
        if self._on_events is None:
            return self._inbox.put(delivery)
        self._on_events(delivery.key, delivery.events)
        return True

    # -- what waits, where there is no on_events

    def get(self, timeout: float | None = None) -> Delivery | None:
        """Return the delivery that has waited longest.

        :param timeout: seconds to wait for one; None is for ever
        :return: None when none came in time, or :meth:`stop` was called and none is left
        :raises ValueError: ``timeout`` is not a number of seconds
        """
        timeout = None if timeout is None else check_seconds("timeout", timeout, -math.inf)
        return self._inbox.take(timeout)

    def work(self, on_events: OnEvents) -> None:
        """Call a function with the key and the events of each delivery, until :meth:`stop`.

        Give it a thread of yours, or several. What the function raises is raised here, and the
        delivery waits on, as the first: call again to go on with it.
        """
        take: Callable[[str, Any], object] = on_events
        while (delivery := self._inbox.take(None)) is not None:
            try:
                take(delivery.key, delivery.events)
            except BaseException:
                self._inbox.put_back(delivery)
                raise

    def stop(self) -> None:
        """Refuse further events, and let :meth:`work` end when none is left."""
        self._inbox.close()


# -- behind an address


def wsgi_app(receiver: Receiver) -> Callable[[dict[str, Any], Callable[..., Any]], list[bytes]]:
    """Return a WSGI application; the last part of the path is the key."""

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        if environ["REQUEST_METHOD"] != "POST":
            answer = NOT_A_POST
        else:
            path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
            headers = [
                (name[5:].replace("_", "-"), value)
                for name, value in environ.items()
                if name.startswith("HTTP_X_HOOK_")
            ]
            length = environ.get("CONTENT_LENGTH")
            answer = _handled(receiver, headers, _read, environ, _last(path), length)
        status = f"{answer.status} {PHRASES[answer.status]}"
        start_response(status, [*answer.headers.items(), ("Content-Length", str(len(answer.body)))])
        return [answer.body]

    return app


def asgi_app(receiver: Receiver) -> Callable[..., Coroutine[object, object, None]]:
    """Return an ASGI application; the last part of the path is the key.

    Mount it in FastAPI or Starlette: ``app.mount("/hooks", asgi_app(receiver))``. It handles each
    request in a thread of asyncio's default executor.
    """

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            raise ValueError(f"a webhook is a request over http, not {scope['type']}")
        answer = NOT_A_POST
        if scope["method"] == "POST":
            body = await _asgi_body(receive, receiver.max_body)
            if body is None:
                return  # nobody is left to answer
            from asyncio import to_thread

            headers, key = scope["headers"], _last(scope["path"])
            answer = await to_thread(receiver.handle, headers, body, key)
        length = str(len(answer.body))
        fields = {**answer.headers, "Content-Length": length}.items()
        head = [(name.lower().encode(), value.encode("latin-1")) for name, value in fields]
        await send({"type": "http.response.start", "status": answer.status, "headers": head})
        await send({"type": "http.response.body", "body": answer.body})

    return app


def flask_view(receiver: Receiver) -> Callable[..., Any]:
    """Return a Flask view for a rule such as ``/hooks/<key>``, or for one fixed address."""
    import flask

    def webhook(key: str = "") -> Any:
        request = flask.request
        headers, length = request.headers.items(), request.content_length
        key = key or _last(request.path)
        answer = _handled(receiver, headers, _flask_body, request, key, length)
        return flask.Response(answer.body, answer.status, answer.headers)

    webhook.methods = ["POST"]  # type: ignore[attr-defined]
    return webhook


def django_view(receiver: Receiver) -> Callable[..., Any]:
    """Return a Django view for a route such as ``hooks/<str:key>``, or for one fixed address.

    No CSRF token is asked for.
    """
    from django.http import HttpResponse  # type: ignore[import-untyped]

    def webhook(request: Any, key: str = "") -> Any:
        if request.method != "POST":
            answer = NOT_A_POST
        else:
            length = request.META.get("CONTENT_LENGTH")
            key = key or _last(request.path)
            answer = _handled(receiver, request.headers, _django_body, request, key, length)
        return HttpResponse(answer.body, status=answer.status, headers=answer.headers)

    webhook.csrf_exempt = True  # type: ignore[attr-defined]
    return webhook


PHRASES = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    405: "Method Not Allowed",
    413: "Content Too Large",
    503: "Service Unavailable",
}


def _answer(status: int, **headers: str) -> Answer:
    return Answer(status, headers, b"" if status == 200 else PHRASES[status].encode())


NOT_A_POST = _answer(405, Allow="POST")


def _handled(
    receiver: Receiver,
    headers: Headers,
    read: Callable[[Any, int], bytes],
    request: Any,
    key: str,
    length: Any,
) -> Answer:
    """Return the answer to a request that a framework gave.

    :param read: returns the body of the request, of which it reads a byte too much at most
    :param length: what the request says of its body. It counts even where less is left, since code
        that ran before may have read a part: of a large body, 401 would tell the wrong reason
    """
    most = receiver.max_body
    try:
        body = read(
            request, most
        )  # a refused one too: else the server would not get its answer out
    except OSError:  # such as a chunk without a length, or a sender who has hung up
        return _answer(400)
    return _answer(413) if _declared(length, most) > most else receiver.handle(headers, body, key)


def _declared(length: Any, max_body: int) -> int:
    """Return the length that a request says its body has, or a byte more than is allowed."""
    digits = str(length or "").lstrip("0")
    if not digits.isdecimal():
        return 0
    return max_body + 1 if len(digits) > 18 else min(int(digits), max_body + 1)


def _read(environ: Mapping[str, Any], max_body: int) -> bytes:
    """Return the body, and a byte more than is allowed where it is too large."""
    size = max_body + 1 if environ.get("wsgi.input_terminated") else 0
    if (environ.get("CONTENT_LENGTH") or "").isdecimal():
        size = _declared(environ["CONTENT_LENGTH"], max_body)
    return bytes(environ["wsgi.input"].read(size)) if size else b""


async def _asgi_body(receive: Callable[[], Awaitable[Any]], max_body: int) -> bytes | None:
    """Return the body, of which one chunk too many is read at most, or None if it breaks off."""
    body, more = bytearray(), True
    while more and len(body) <= max_body:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return bytes(body)


def _flask_body(request: Any, max_body: int) -> bytes:
    """Return the body, which code that ran before may have read, and at most a byte too much."""
    if request.content_length is not None and request.content_length > max_body:
        return bytes(request.stream.read(max_body + 1))
    if request.content_length is not None or "_cached_data" in vars(request):
        return bytes(request.get_data())
    return bytes(request.stream.read(max_body + 1))


def _django_body(request: Any, max_body: int) -> bytes:
    """Return the body, which code that ran before may have read, and at most a byte too much."""
    if hasattr(request, "_body"):
        return bytes(request.body)
    environ = getattr(request, "environ", {})
    if environ.get("wsgi.input_terminated") and not environ.get("CONTENT_LENGTH"):
        return _read(environ, max_body)  # Django takes what has no length for empty
    return bytes(request.read(max_body + 1))


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _raw(data: Data, what: str = "a body") -> bytes:
    """Return what a server or a gateway gives as a body, of which None is an empty one.

    :raises TypeError: it is neither text nor bytes
    """
    if data is None:
        return b""
    if isinstance(data, str):
        return data.encode(errors="surrogatepass")  # no signature fits, and nothing is raised
    if isinstance(data, bytes | bytearray | memoryview):
        return bytes(data)
    raise TypeError(f"{what} is bytes or text, not {type(data).__name__}")


def check_key(key: Any) -> None:
    """Refuse what no webhook has as its key.

    :raises TypeError: it is not a string
    """
    if not isinstance(key, str | int):
        raise TypeError(f"the key of a webhook is a string, not {type(key).__name__}")


def _by_name(headers: Headers) -> dict[str, str]:
    """Return headers under their names in small letters; see :func:`_only`."""
    named: dict[str, list[str]] = {}
    for name, value in _pairs(headers):
        named.setdefault(_only(_texts(name)).lower(), []).extend(_texts(value))
    return {name: _only(values) for name, values in named.items()}


def _pairs(headers: Any) -> list[tuple[Any, Any]]:
    """Return the names and the values of headers.

    :raises TypeError: they are neither a dictionary nor pairs
    """
    items = getattr(headers, "items", None)
    try:
        return [(name, value) for name, value in (headers if items is None else items())]
    except (TypeError, ValueError) as failure:
        if is_of_the_caller(failure):
            raise
        raise TypeError("headers is a dictionary, or pairs of names and values") from None


def _only(values: list[str]) -> str:
    """Return the value of a header, which may come more than once; empty where they differ.

    Nobody could tell which of them Asana sent, and the empty one is neither a secret nor a
    signature.
    """
    return values[0] if len(set(values)) == 1 else ""


def _texts(value: Any) -> list[str]:
    """Return the values of a header as a server or a gateway gives them: text, bytes, or a list.

    Many servers join a header that comes twice with a comma, which is in no secret of Asana's.
    """
    if isinstance(value, list | tuple):
        return [text for each in value for text in _text_of(each)]
    return _text_of(value)


def _text_of(value: Any) -> list[str]:
    if isinstance(value, bytes | bytearray | memoryview):
        value = bytes(value).decode("latin-1")
    if not isinstance(value, str):
        return [""]  # such as None
    return re.split(r"\s*,\s*", value)


def _events(raw: bytes) -> "list[Event] | None":
    """Return the events in a body that has been found to be Asana's, or None."""
    try:
        payload = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    events = payload.get("events") if isinstance(payload, dict) else None
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        return None
    return events


def _mark(key: str, event: "Event") -> bytes:
    text = json.dumps([key, event], sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


class _Window:
    """Remembers events for some time, so that they are taken once.

    Asana sends again what was not answered in time, and may put newer events beside it: that is
    why events are remembered and not deliveries.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._seen: dict[bytes, float] = {}
        self._busy: set[bytes] = set()
        self._lock = threading.Lock()

    def enter(self, marks: Iterable[bytes]) -> set[bytes] | None:
        """Return which of them are new, or None when another thread is busy with one."""
        with self._lock:
            self._expire()
            fresh = set(marks) - self._seen.keys()
            if fresh & self._busy:
                return None
            self._busy |= fresh
            return fresh

    def leave(self, fresh: set[bytes], taken: bool) -> None:
        """Remember those that were taken."""
        with self._lock:
            self._busy -= fresh
            if taken:
                self._seen.update(dict.fromkeys(fresh, time.monotonic() + self._seconds))

    def _expire(self) -> None:
        now = time.monotonic()
        while self._seen:
            oldest = next(iter(self._seen))
            if self._seen[oldest] > now and len(self._seen) <= MAX_REMEMBERED:
                break
            del self._seen[oldest]


class _Inbox:
    """Deliveries that wait for a thread of the caller's."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._waiting: deque[Delivery] = deque()
        self._changed = threading.Condition()
        self._closed = False

    def put(self, delivery: Delivery) -> bool:
        with self._changed:
            if self._closed or len(self._waiting) >= self._size:
                return False
            self._waiting.append(delivery)
            self._changed.notify()
            return True

    def put_back(self, delivery: Delivery) -> None:
        with self._changed:
            self._waiting.appendleft(delivery)
            self._changed.notify()

    def take(self, timeout: float | None) -> Delivery | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed, timeout)
            return self._waiting.popleft() if self._waiting else None

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()


def __dir__() -> list[str]:
    return __all__
