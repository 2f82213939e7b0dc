"""Listening on a port, and the open connections."""

import contextlib
import re
import socket
import threading
import time
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Response

from asana.sandbox.web.faults import CUT, DROP

_WIRE = "asana.sandbox.wire"  # the key of the `Wire` in the WSGI environment

_LENGTH = re.compile(r"\d{1,18}", re.ASCII)
_POLL = 0.02  # seconds until the accepting thread notices a stop
_PATIENCE = 5.0  # seconds to wait for responses in progress when the sandbox stops


@dataclass
class Wire:
    """The state of a request that the connection and the application share."""

    fault: str = ""  # the fault of the response
    endless: bool = False  # whether the end of the body is unknown
    read: bool = False  # whether the body has been read to its end
    address: str = ""  # the local address that received the request
    begun: float = field(default_factory=time.perf_counter)

    @classmethod
    def of(cls, environ: dict[str, Any]) -> "Wire":
        """Return the state of a request."""
        return environ.setdefault(_WIRE, cls())  # type: ignore[no-any-return]


class Connections:
    """The open connections, so that stopping does not wait for idle clients."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.closing = False
        self.open: dict[threading.Thread, socket.socket] = {}

    def handler(self) -> type[WSGIRequestHandler]:
        """Return a request handler class that registers its connections here."""
        return type("Handler", (_Handler,), {"connections": self})

    def add(self, connection: socket.socket) -> None:
        """Register the connection of the running thread."""
        with self.lock:
            self.open[threading.current_thread()] = connection
            if self.closing:  # accepted during closing
                connection.shutdown(socket.SHUT_RD)

    def remove(self) -> None:
        """Unregister the connection of the running thread."""
        with self.lock:
            self.open.pop(threading.current_thread(), None)

    def close(self) -> None:
        """Close all connections, and wait until their threads have finished."""
        with self.lock:
            self.closing = True
            threads = list(self.open)
            for connection in self.open.values():
                with contextlib.suppress(OSError):  # already closed by the client
                    connection.shutdown(socket.SHUT_RD)
        for thread in threads:
            thread.join(_PATIENCE)


@dataclass(frozen=True)
class Listener:
    """A server that accepts connections in its own thread."""

    server: BaseWSGIServer
    thread: threading.Thread

    def stop(self) -> None:
        """Stop accepting connections."""
        self.server.shutdown()
        self.thread.join()


def listen(host: str, port: int, application: Flask, connections: Connections) -> Listener:
    """Listen on a port, or on a free one for 0; OSError if the port is in use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Werkzeug exits the process if the port is in use, so bind the socket first.
    with socket.create_server((host, port), family=family) as bound:
        server = make_server(
            host,
            port,
            application,
            threaded=True,
            request_handler=connections.handler(),
            fd=bound.fileno(),
        )
    thread = threading.Thread(
        target=server.serve_forever, args=(_POLL,), name="asana-sandbox", daemon=True
    )
    thread.start()
    return Listener(server, thread)


class _Handler(WSGIRequestHandler):
    """A quiet handler that keeps connections open and avoids Nagle's delay of 40 ms."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    connections: Connections

    def setup(self) -> None:
        """Register the connection."""
        super().setup()
        self.connections.add(self.connection)

    def finish(self) -> None:
        """Unregister the connection."""
        super().finish()
        self.connections.remove()

    def run_wsgi(self) -> None:
        """Handle one request; Werkzeug's own method closes the connection after each request.

        An injected fault can truncate or drop the response.
        """
        address = self.connection.getsockname()[0]
        wire = Wire(endless=not _is_framed(self.headers), address=address)
        response = Response.from_app(self.server.app, {**self._environ(), _WIRE: wire})
        if wire.fault in (CUT, DROP):
            self.close_connection = True
        try:
            if wire.fault == DROP:
                return
            self.send_response(response.status_code)
            for name, value in response.headers.items():
                self.send_header(name, value)
            if wire.endless:
                self.send_header("Connection", "close")  # also closes the connection
            self.end_headers()
            if self.command != "HEAD":
                for chunk in response.iter_encoded():
                    self.wfile.write(chunk[: len(chunk) // 2] if wire.fault == CUT else chunk)
            self.wfile.flush()
        finally:
            response.close()

    def _environ(self) -> dict[str, Any]:
        try:
            return self.make_environ()
        except ValueError:  # not a URL; it gets a 404
            self.path = "*"
            return self.make_environ()

    def log_error(self, format: str, *args: Any) -> None:
        """Do not log invalid HTTP, because it may be a body with secrets."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Do not log requests, because `Sandbox.requests` has them."""


def _is_framed(headers: Message) -> bool:
    """Return whether the headers define the length of the body unambiguously."""
    lengths = headers.get_all("Content-Length", [])
    encodings = headers.get_all("Transfer-Encoding", [])
    if encodings:
        return not lengths and [each.strip().lower() for each in encodings] == ["chunked"]
    return not lengths or (len(lengths) == 1 and _LENGTH.fullmatch(lengths[0].strip()) is not None)
