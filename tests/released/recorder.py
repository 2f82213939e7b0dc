"""A server that records requests and responds according to the script of a call."""

import email.parser
import email.policy
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

# Parts that differ between HTTP libraries and are irrelevant to Asana.
NOISE = {
    "accept",
    "accept-encoding",
    "connection",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "user-agent",
}
LIBRARY = "x-asana-client-lib"
LIBRARY_FACTS = {"language", "version", "language_version", "os", "os_version"}

# The boundary of a multipart body is random.
BOUNDARY = re.compile(r"(--|boundary=)[0-9a-f]{32}\b")

# A call that sends more requests than this is in a loop.
MOST_REQUESTS = 40
CIRCLES = {"status": 400, "body": {"errors": [{"message": "more requests than any call needs"}]}}


class Recorder:
    """The server; `begin` a call, and read `requests` after it.

    :ivar requests: the requests received since the call began
    """

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self._serve: dict[str, Any] = {}
        self._faults: list[dict[str, Any]] = []
        self._named: set[str] = set()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.daemon = True
        self._thread.start()

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def base_url(self) -> str:
        """The URL of the server, with a path like that of Asana's API."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/api/1.0"

    def begin(self, serve: dict[str, Any], faults: list[dict[str, Any]], named: set[str]) -> None:
        """Forget the last call. `faults` are sent first; headers in `named` are compared."""
        with self._lock:
            self.requests = []
            self._serve, self._faults, self._named = serve, list(faults), named

    def take(self, verb: str, target: str, headers: Any, body: bytes) -> dict[str, Any]:
        """Record a request and return the response."""
        with self._lock:
            self.requests.append(self._noted(verb, target, headers, body))
            if len(self.requests) > MOST_REQUESTS:
                return CIRCLES
            if self._faults:
                keep = self._faults[0].get("forever")
                return self._faults[0] if keep else self._faults.pop(0)
            return _answer(self._serve, parse_qs(urlsplit(target).query))

    def _noted(self, verb: str, target: str, headers: Any, body: bytes) -> dict[str, Any]:
        parts = urlsplit(target)
        noted: dict[str, Any] = {"verb": verb, "path": _readable(parts.path)}
        if parts.query:
            pairs = parse_qsl(parts.query, keep_blank_values=True)
            noted["query"] = [list(pair) for pair in sorted(pairs, key=lambda pair: pair[0])]
        if sent := self._headers(headers):
            noted["headers"] = sent
        if body:
            kind = headers.get("content-type", "")
            noted["type"] = kind.partition(";")[0]
            noted["body"] = _body(kind, body)
        return noted

    def _headers(self, headers: Any) -> dict[str, str]:
        noise = NOISE - self._named
        sent = {name.lower(): BOUNDARY.sub(r"\1drawn", value) for name, value in headers.items()}
        library = sent.pop(LIBRARY, "")
        if set(parse_qs(library)) != LIBRARY_FACTS:
            sent[LIBRARY] = library
        return {name: value for name, value in sorted(sent.items()) if name not in noise}


def _readable(path: str) -> str:
    """Return a path without its prefix, decoded, with its segments unchanged."""
    segments = path.removeprefix("/api/1.0").split("/")
    return "/".join(unquote(segment).replace("/", "%2F") for segment in segments)


def _body(kind: str, body: bytes) -> Any:
    if kind.startswith("multipart/"):
        return _parts(kind, body)
    text = body.decode("utf-8", "backslashreplace")
    text = BOUNDARY.sub(r"\1drawn", text)
    try:
        return json.loads(text)
    except ValueError:
        return text


def _parts(kind: str, body: bytes) -> list[dict[str, Any]]:
    """Return the parts of a multipart body, decoded."""
    head = f"Content-Type: {kind}\r\n\r\n".encode()
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    return [_part(part) for part in message.iter_parts()]


def _part(part: Any) -> dict[str, Any]:
    content = part.get_payload(decode=True).decode("utf-8", "backslashreplace")
    noted = {
        "name": part.get_param("name", header="content-disposition"),
        "filename": _file_name(part),
        "type": part["content-type"],
        "content": content,
    }
    return {key: value for key, value in noted.items() if value is not None}


def _file_name(part: Any) -> str | None:
    """Return the name of a file; the form of RFC 5987 takes precedence over the plain one."""
    head = str(part["content-disposition"])
    extended = re.search(r"filename\*=utf-8''([^;]+)", head, re.IGNORECASE)
    if extended:
        return unquote(extended[1])
    plain = re.search(r'filename="([^"]*)"', head)
    return unquote(plain[1]) if plain else None


def _answer(serve: dict[str, Any], query: dict[str, list[str]]) -> dict[str, Any]:
    """Return a record or a page with a number of items; without pagination, the first page."""
    if "record" in serve:
        return {"status": 200, "body": {"data": serve["record"]}}
    if "items" not in serve:
        return {"status": 200, "body": {"data": {"gid": "7"}}}
    start = int(query.get("offset", ["o0"])[0].lstrip("o") or 0)
    limit = _number(query.get("limit", [""])[0])
    stop = min(serve["items"], start + (limit or serve["items"]))
    body: dict[str, Any] = {"data": [{"gid": str(n)} for n in range(start, stop)]}
    if limit and serve.get("pages", True):
        following = {"offset": f"o{stop}", "path": "/x", "uri": "https://app.asana.com/x"}
        body["next_page"] = following if stop < serve["items"] else None
    return {"status": 200, "body": body}


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _handler(recorder: Recorder) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1  # head and body in one write
        timeout = 30

        def _do(self) -> None:
            answer = recorder.take(self.command, self.path, self.headers, self._read())
            text = answer["text"] if "text" in answer else json.dumps(answer.get("body"))
            body = b"" if answer["status"] == 204 else text.encode()
            self.send_response(answer["status"])
            self.send_header("Content-Type", answer.get("type", "application/json"))
            for name, value in answer.get("headers", {}).items():
                self.send_header(name, value)
            if answer["status"] != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = _do

        def _read(self) -> bytes:
            if self.headers.get("transfer-encoding", "").lower() != "chunked":
                return self.rfile.read(int(self.headers.get("content-length") or 0))
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return body

        def log_message(self, *_: object) -> None:
            pass

    return Handler
