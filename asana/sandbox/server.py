"""The sandbox as a server on a free port, in a thread of its own."""

import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Response

from asana.sandbox.app import ROOT, WIRE, Application, ReceivedRequest
from asana.sandbox.audit import AuditLog
from asana.sandbox.demo import add_service_account, populate
from asana.sandbox.deprecations import Deprecations
from asana.sandbox.dispatch import Dispatcher
from asana.sandbox.events import EventLog
from asana.sandbox.faults import CUT, DROP, Faults
from asana.sandbox.gate import Gate
from asana.sandbox.limits import Limits
from asana.sandbox.oauth import OAuth
from asana.sandbox.oauth_apps import Clients, read_apps
from asana.sandbox.pagination import Paginator
from asana.sandbox.plan import Plan
from asana.sandbox.services import Services
from asana.sandbox.state import Clock, Store
from asana.sandbox.storage import Storage
from asana.sandbox.streams import Streams
from asana.sandbox.targets import is_loopback
from asana.sandbox.webhooks import Webhooks

if TYPE_CHECKING:
    from asana import Client

_POLL = 0.02  # seconds until the accepting thread notices that it shall stop
_PATIENCE = 5.0  # seconds that a reply on its way may take when the sandbox stops


class Sandbox:
    """A local Asana with demo data, for demonstrations and tests.

    Use it as a context manager, or call `start` and `stop`. It needs no account and no network:
    it listens on a loopback address only.
    """

    def __init__(
        self,
        port: int = 0,
        host: str = "127.0.0.1",
        token: str | None = None,
        clock: Clock | None = None,
        on_request: Callable[[ReceivedRequest], None] | None = None,
        oauth_clients: Clients = (),
        rate_limit: int | None = None,
        plan: str = "paid",
    ) -> None:
        if not is_loopback(host):
            raise ValueError(f"the sandbox listens on loopback addresses only, not on {host!r}")
        self.host = host
        self.port = port
        self.store = Store(clock)
        audit = AuditLog(self.store)  # which knows the history of the demo, unlike the events
        self.user = populate(self.store)
        self.service_account_token = add_service_account(self.store)
        if token:
            self.store.tokens[token] = self.user
        self.access_token = self.store.token_for(self.user)
        self.requests: list[ReceivedRequest] = []
        self._on_request = on_request
        oauth = OAuth(self.store, self.user, read_apps(oauth_clients))
        self.faults = Faults()
        self._limits = Limits(self.store, rate_limit)
        self._services = _services(self.store, audit, oauth, Plan(plan))
        dispatcher = Dispatcher(self.store, self._services)
        self._services.dispatch = dispatcher.reply
        gate = Gate(dispatcher, self.faults, self._limits)
        self._application = Application(dispatcher, self._received, gate)
        self._server: BaseWSGIServer | None = None
        self._thread: threading.Thread | None = None
        self._connections = _Connections()

    # Running

    def start(self) -> "Sandbox":
        """Listen; OSError when the port is in use."""
        if self._server is not None:
            raise RuntimeError("the sandbox is already running")
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        # Werkzeug would end the process when the port is in use: it is given a bound socket.
        self._connections = _Connections()
        with socket.create_server((self.host, self.port), family=family) as listener:
            self._server = make_server(
                self.host,
                self.port,
                self._application.flask,
                threaded=True,
                request_handler=self._connections.handler(),
                fd=listener.fileno(),
            )
        self.port = self._server.port
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_POLL,), name="asana-sandbox", daemon=True
        )
        self._thread.start()
        self.faults.resume()
        self._services.webhooks.start()
        return self

    def stop(self) -> None:
        """Stop listening and close every connection, idle ones too."""
        if self._server is None or self._thread is None:
            return
        self.faults.interrupt()
        self._server.shutdown()
        self._thread.join()
        self._connections.close()
        self._services.webhooks.stop()
        self._services.storage.clear()
        self._server = self._thread = None

    def __enter__(self) -> "Sandbox":
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    # Using

    @property
    def base_url(self) -> str:
        """Where the API is."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}{ROOT}"

    def client(self, **options: Any) -> "Client":
        """A client of the main demo user."""
        from asana import Client

        return Client.access_token(self.access_token, base_url=self.base_url, **options)

    def token_for(self, user: str) -> str:
        """The token of another user, given by gid or e-mail address."""
        with self.store.lock:
            found = self.store.user_by_email(user) or self.store.get("user", user)
            if found is None:
                raise LookupError(f"the sandbox has no user {user!r}")
            return self.store.token_for(found)

    def expire_offsets(self) -> None:
        """Let every page offset given out so far be refused as too old."""
        with self.store.lock:
            self._services.paginator.expire_offsets()

    def expire_sync_tokens(self) -> None:
        """Let every sync token given out so far be refused as too old."""
        with self.store.lock:
            self._services.streams.expire()

    def expire_access_tokens(self) -> None:
        """Let every access token that OAuth gave out so far be refused as too old."""
        with self.store.lock:
            self._services.oauth.expire_access_tokens()

    @property
    def webhooks(self) -> Webhooks:
        """Delivers events: `flush` brings what is due, `heartbeat` a sign of life."""
        return self._services.webhooks

    @property
    def deprecations(self) -> Deprecations:
        """The changes that responses announce: `announce`, `withdraw`."""
        return self._services.deprecations

    def _received(self, received: ReceivedRequest) -> None:
        self.requests.append(received)
        if self._on_request:
            self._on_request(received)


def _services(store: Store, audit: AuditLog, oauth: OAuth, plan: Plan) -> Services:
    log = EventLog(store)
    return Services(
        paginator=Paginator(),
        storage=Storage(store),
        streams=Streams(store, log),
        webhooks=Webhooks(store, log),
        audit=audit,
        deprecations=Deprecations(),
        oauth=oauth,
        plan=plan,
    )


class _Connections:
    """The open connections, so that stopping does not wait for idle clients."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.closing = False
        self.open: dict[threading.Thread, socket.socket] = {}

    def handler(self) -> type[WSGIRequestHandler]:
        """A request handler that registers its connection here."""
        return type("Handler", (_Handler,), {"connections": self})

    def add(self, connection: socket.socket) -> None:
        """Register the connection of the running thread."""
        with self.lock:
            self.open[threading.current_thread()] = connection
            if self.closing:  # accepted at the very end
                connection.shutdown(socket.SHUT_RD)

    def remove(self) -> None:
        """Forget the connection of the running thread."""
        with self.lock:
            self.open.pop(threading.current_thread(), None)

    def close(self) -> None:
        """End every connection and wait until its thread is done with it."""
        with self.lock:
            self.closing = True
            threads = list(self.open)
            for connection in self.open.values():
                with contextlib.suppress(OSError):  # the client may have been faster
                    connection.shutdown(socket.SHUT_RD)
        for thread in threads:
            thread.join(_PATIENCE)


class _Handler(WSGIRequestHandler):
    """Quiet, without Nagle's delay of 40 ms, and keeping connections open as Asana does."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    connections: _Connections

    def setup(self) -> None:
        """Register the connection."""
        super().setup()
        self.connections.add(self.connection)

    def finish(self) -> None:
        """Forget the connection."""
        super().finish()
        self.connections.remove()

    def run_wsgi(self) -> None:
        """Answer one request; Werkzeug's own version closes the connection after each.

        A fault on demand cuts the answer in half, or keeps it back.
        """
        environ = self.make_environ()
        response = Response.from_app(self.server.app, environ)
        wire = environ.get(WIRE)
        if wire in (CUT, DROP):
            self.close_connection = True
        try:
            if wire == DROP:
                return
            self.send_response(response.status_code)
            for name, value in response.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                for chunk in response.iter_encoded():
                    self.wfile.write(chunk[: len(chunk) // 2] if wire == CUT else chunk)
            self.wfile.flush()
        finally:
            response.close()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: `Sandbox.requests` keeps what was received."""
