"""A server for webhooks: it answers handshakes, stores deliveries, and can be set to fail."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests

from asana.sandbox.web.server import Sandbox
from tests.sandbox.conftest import Api


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """The caller may have timed out."""


@dataclass
class Delivery:
    headers: dict[str, str]
    raw: bytes

    @property
    def events(self) -> list[dict[str, Any]]:
        return list(json.loads(self.raw)["events"])


@dataclass
class Receiver:
    """`echo` makes the response to the handshake, `status` is the status of all responses."""

    status: int = 200
    content: bytes = b""
    echo: Callable[[str], str | None] = lambda secret: secret
    before: Callable[[], None] = lambda: None
    secrets: list[str] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)

    def __enter__(self) -> "Receiver":
        self.server = _Server(("127.0.0.1", 0), self._handler())
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/hook"

    @property
    def events(self) -> list[dict[str, Any]]:
        """All events that were delivered so far."""
        return [event for delivery in self.deliveries for event in delivery.events]

    def is_signed(self, delivery: Delivery) -> bool:
        expected = hmac.new(self.secrets[-1].encode(), delivery.raw, hashlib.sha256).hexdigest()
        return delivery.headers.get("X-Hook-Signature") == expected

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.before()
                secret = self.headers.get("X-Hook-Secret")
                echo = None
                if secret is not None:
                    receiver.secrets.append(secret)
                    echo = receiver.echo(secret)
                else:
                    receiver.deliveries.append(Delivery(dict(self.headers), raw))
                self.send_response(receiver.status)
                if echo is not None:
                    self.send_header("X-Hook-Secret", echo)
                self.send_header("Content-Length", str(len(receiver.content)))
                self.end_headers()
                self.wfile.write(receiver.content)

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


class Told:
    """A separate sandbox, with a target."""

    def __init__(self, sandbox: Sandbox, receiver: Receiver, session: requests.Session) -> None:
        self.sandbox, self.receiver = sandbox, receiver
        self.maya = Api(sandbox.base_url, sandbox.access_token, session)
        self.tom = Api(sandbox.base_url, sandbox.token_for("tom@example.com"), session)
        self.workspace = str(self.maya.get("/workspaces")[0]["gid"])
        self.project = str(self.maya.get("/projects")[0]["gid"])
        self.task = str(
            self.maya.post("/tasks", name="Watched", projects=[self.project], assignee="me")["gid"]
        )

    def watch(self, resource: str, *filters: dict[str, Any]) -> str:
        hook = self.maya.post(
            "/webhooks", resource=resource, target=self.receiver.url, filters=list(filters)
        )
        self.sandbox.webhooks.flush()
        self.receiver.deliveries.clear()
        return str(hook["gid"])

    def events(self) -> list[str]:
        """The deliveries since the previous call, in short form."""
        self.sandbox.webhooks.flush()
        events, self.receiver.deliveries[:] = self.receiver.events, []
        return [short(event) for event in events]


def short(event: dict[str, Any]) -> str:
    field = event.get("change", {}).get("field", "")
    return f"{event['resource']['resource_type']} {event['action']} {field}".strip()
