"""Receive the requests of Asana's webhooks: handshakes, heartbeats and signed events.

A :class:`Receiver` is independent of web frameworks: it returns the response for the headers and
body of a request. :func:`wsgi_app`, :func:`asgi_app`, :func:`flask_view` and :func:`django_view`
connect it to a server. ``client.webhooks.establish`` creates the webhook.
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

# Generous limits: Asana repeats a rejected delivery for a day, and then deletes the webhook.
MAX_BODY = 4 * 1024 * 1024
MAX_WAITING = 1000
WINDOW = 24 * 60 * 60  # seconds: Asana repeats failed deliveries for this long
MAX_REMEMBERED = 50_000

# Valid secrets. A secret is returned in a header.
SECRET = re.compile(r"[\x21-\x7e]{16,256}")

Data = str | bytes | bytearray | memoryview | None
Headers = Mapping[str, Any] | Iterable[tuple[str, Any]]
# A function can also be declared to take any dictionaries.
OnEvents = Callable[[str, "list[Event]"], object] | Callable[[str, list[dict[str, Any]]], object]


def verify(secret: Data, body: Data, signature: Data) -> bool:
    """Return whether a delivery is signed with the secret, in constant time.

    :param secret: the secret from the handshake; without one, the result is always False
    :param body: the raw body of the request; None is an empty body
    :param signature: the value of the header ``X-Hook-Signature``
    :raises TypeError: an argument is neither bytes nor a string
    """
    if not secret or not signature:
        return False
    mac = hmac.new(_raw(secret, "secret"), _raw(body), hashlib.sha256)
    return hmac.compare_digest(mac.hexdigest().encode(), _raw(signature, "signature"))


def key_of(target: str) -> str:
    """Return the key in the target URL of a webhook: the last part of the path.

    :raises TypeError: the URL is not a string
    :raises ValueError: it is not a URL
    """
    if not isinstance(target, str):
        raise TypeError(f"target must be a URL, not {type(target).__name__}")
    try:
        return _last(unquote(urlsplit(target).path))
    except ValueError:  # its message does not name the target
        raise ValueError("target must be a valid URL") from None


class Answer(NamedTuple):
    """The response to a request.

    :ivar status: the HTTP status
    :ivar headers: the headers
    :ivar body: the body
    """

    status: int
    headers: dict[str, str]
    body: bytes


class Delivery(NamedTuple):
    """The events of one request.

    :ivar key: the key of the webhook
    :ivar events: the events
    """

    key: str
    events: "list[Event]"


class Receiver:
    """Responds to the requests of webhooks, and passes on their events.

    Many threads can use one receiver. Each webhook has a key, the last part of the path of its
    target URL, under which its secret is stored. Use a key that is hard to guess, such as
    ``secrets.token_urlsafe()``.

    :param secrets: a path, a dictionary, or an object with the methods of :class:`SecretStore`
    :param on_events: called with the key and the events, in the thread of :meth:`handle`, before
        the response. Its exceptions are raised from there, and Asana sends the events again.
        Without it, events wait for :meth:`work` or :meth:`get`
    :param on_heartbeat: called with the key for each heartbeat
    :param max_body: the maximum size of a body, in bytes; larger ones are rejected
    :param max_waiting: the maximum number of waiting deliveries; more are rejected, and Asana sends
        them again
    :param window: the time in which repeated events are dropped, in seconds; or, for receivers in
        many processes, a shared object, such as ``asana.stores.RedisWindow``
    :raises ValueError: an argument has an invalid value
    :raises TypeError: an argument has an invalid type
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
                raise TypeError(f"{name} must be callable, not {type(function).__name__}")
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

    # -- requests

    def handle(self, headers: Headers, body: Data, key: str = "") -> Answer:
        """Return the response to a request. Sends no request.

        Its status is 200 for accepted or repeated events, a heartbeat or the handshake; 400 for a
        signed but invalid body; 401 for a wrong or missing signature; 403 for an unexpected
        handshake; 413 for a body that is too large; and 503 if the receiver is busy, so that Asana
        sends the events again.

        :param headers: the headers of the request, in any capitalization; values are strings,
            bytes, or lists of them
        :param body: the raw body; a string is encoded as UTF-8, and None is an empty body
        :param key: the key of the webhook, from the URL
        :raises TypeError: an argument has an invalid type
        :raises Exception: any exception of ``on_events`` or ``on_heartbeat``
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
        """Expect a handshake for a key; return False if the key already has a secret.

        :raises TypeError: the key is not a string
        """
        check_key(key)
        return self.secrets.swap(key, None, "") or self.secrets.get(key) == ""

    def forget(self, key: str) -> None:
        """Delete the secret of a key, or stop expecting one: its deliveries are then rejected.

        :raises TypeError: the key is not a string
        """
        check_key(key)
        self.secrets.swap(key, self.secrets.get(key), None)

    def _shake_hands(self, key: str, secret: str) -> Answer:
        # Only an expected handshake is accepted: an existing secret is never overwritten.
        if not SECRET.fullmatch(secret) or not self.secrets.swap(key, "", secret):
            return _answer(403)
        return Answer(200, {"X-Hook-Secret": secret}, b"")

    def _hand_on(self, key: str, events: "list[Event]") -> Answer:
        marks = [_mark(key, event) for event in events]
        fresh = self._window.enter(marks)
        if fresh is None:
            # Another thread is handling some of them. If it fails, Asana must send them again.
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

    # -- waiting deliveries, without on_events

    def get(self, timeout: float | None = None) -> Delivery | None:
        """Return the delivery that has waited longest.

        :param timeout: the maximum time to wait for one, in seconds; None is no limit
        :return: None if none arrived in time, or none is left after :meth:`stop`
        :raises ValueError: ``timeout`` is not a number of seconds
        """
        timeout = None if timeout is None else check_seconds("timeout", timeout, -math.inf)
        return self._inbox.take(timeout)

    def work(self, on_events: OnEvents) -> None:
        """Call a function with the key and the events of each delivery, until :meth:`stop`.

        Call it in one or more threads of your own. An exception of the function is raised here,
        and the delivery becomes the first again: call the method again to continue with it.

        :raises Exception: any exception of the function
        """
        take: Callable[[str, Any], object] = on_events
        while (delivery := self._inbox.take(None)) is not None:
            try:
                take(delivery.key, delivery.events)
            except BaseException:
                self._inbox.put_back(delivery)
                raise

    def stop(self) -> None:
        """Reject new events, and end :meth:`work` when no delivery is left."""
        self._inbox.close()


# -- servers and frameworks


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
    """Return a Flask view for a rule such as ``/hooks/<key>``, or for a fixed URL."""
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
    """Return a Django view for a route such as ``hooks/<str:key>``, or for a fixed URL.

    The view is exempt from CSRF protection.
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
    """Return the response to a request of a framework.

    :param read: returns the body of the request; it reads at most one byte more than allowed
    :param length: the Content-Length of the request. It is checked even if the rest of the body is
        shorter, because other code can have read a part of a large body: then 413 is right, not 401
    """
    most = receiver.max_body
    try:
        body = read(
            request, most
        )  # also if it is too large: otherwise, some servers cannot send the response
    except OSError:  # such as an invalid chunk, or a closed connection
        return _answer(400)
    return _answer(413) if _declared(length, most) > most else receiver.handle(headers, body, key)


def _declared(length: Any, max_body: int) -> int:
    """Return the declared length of a body, limited to one byte more than allowed."""
    digits = str(length or "").lstrip("0")
    if not digits.isdecimal():
        return 0
    return max_body + 1 if len(digits) > 18 else min(int(digits), max_body + 1)


def _read(environ: Mapping[str, Any], max_body: int) -> bytes:
    """Return the body; if it is too large, one byte more than allowed."""
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
    """Return the body, at most one byte more than allowed; other code can have read it before."""
    if request.content_length is not None and request.content_length > max_body:
        return bytes(request.stream.read(max_body + 1))
    if request.content_length is not None or "_cached_data" in vars(request):
        return bytes(request.get_data())
    return bytes(request.stream.read(max_body + 1))


def _django_body(request: Any, max_body: int) -> bytes:
    """Return the body, at most one byte more than allowed; other code can have read it before."""
    if hasattr(request, "_body"):
        return bytes(request.body)
    environ = getattr(request, "environ", {})
    if environ.get("wsgi.input_terminated") and not environ.get("CONTENT_LENGTH"):
        return _read(environ, max_body)  # Django treats a body without a length as empty
    return bytes(request.read(max_body + 1))


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _raw(data: Data, what: str = "body") -> bytes:
    """Return data of a server or gateway as bytes; None is empty.

    :raises TypeError: it is neither a string nor bytes
    """
    if data is None:
        return b""
    if isinstance(data, str):
        return data.encode(errors="surrogatepass")  # does not raise; no signature will match
    if isinstance(data, bytes | bytearray | memoryview):
        return bytes(data)
    raise TypeError(f"{what} must be bytes or a string, not {type(data).__name__}")


def check_key(key: Any) -> None:
    """Raise if a key of a webhook is invalid.

    :raises TypeError: it is not a string
    """
    if not isinstance(key, str | int):
        raise TypeError(f"key must be a string, not {type(key).__name__}")


def _by_name(headers: Headers) -> dict[str, str]:
    """Return headers with lowercase names and single values; see :func:`_only`."""
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
        raise TypeError("headers must be a dictionary, or pairs (name, value)") from None


def _only(values: list[str]) -> str:
    """Return the value of a header that can occur more than once; empty if its values differ.

    It is unknown which one Asana sent, and an empty value is neither a secret nor a signature.
    """
    return values[0] if len(set(values)) == 1 else ""


def _texts(value: Any) -> list[str]:
    """Return the values of a header of a server or gateway: a string, bytes, or a list.

    Many servers join a repeated header with commas, which Asana's secrets do not contain.
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
    """Return the events in a signed body, or None if it is invalid."""
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
    """Remembers events for some time, so that each is handled once.

    It remembers events, not deliveries, because Asana repeats events whose response was late,
    possibly together with newer ones.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._seen: dict[bytes, float] = {}
        self._busy: set[bytes] = set()
        self._lock = threading.Lock()

    def enter(self, marks: Iterable[bytes]) -> set[bytes] | None:
        """Return the new marks, or None if another thread is handling one of them."""
        with self._lock:
            self._expire()
            fresh = set(marks) - self._seen.keys()
            if fresh & self._busy:
                return None
            self._busy |= fresh
            return fresh

    def leave(self, fresh: set[bytes], taken: bool) -> None:
        """Remember the marks of handled events, and forget the others."""
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
    """Deliveries that wait for a thread of the caller."""

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
