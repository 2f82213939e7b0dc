"""The sandbox as a server on a free port, in a thread of its own."""

import contextlib
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Response

from asana.sandbox import data_files, keeping, page
from asana.sandbox.app import ROOT, WIRE, Application, ReceivedRequest
from asana.sandbox.audit import AuditLog
from asana.sandbox.data_files import Data
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
        data: Data | None = None,
        save: bool = False,
    ) -> None:
        if not is_loopback(host):
            raise ValueError(f"the sandbox listens on loopback addresses only, not on {host!r}")
        self.host = host
        self.port = port
        self.store = Store(clock)
        audit = AuditLog(self.store)  # which knows the history of the demo, unlike the events
        self._file = _file(data) if save else None
        if self._file is not None and not self._file.exists():
            data = None
        start = keeping.begin(self.store, data, token)
        self.user, self.access_token = start.user, start.token
        self.service_account_token = start.service_token
        self.requests: list[ReceivedRequest] = []
        self._on_request = on_request
        oauth = OAuth(self.store, self.user, read_apps(oauth_clients))
        self.faults = Faults()
        self._limits = Limits(self.store, rate_limit)
        self._services = _services(self.store, audit, oauth, Plan(plan))
        self._services.plan.apply(self.store)
        self._services.storage.restore(start.files)
        self._beginning = keeping.Beginning(self.store, self._services, self.user)
        dispatcher = Dispatcher(self.store, self._services)
        self._services.dispatch = dispatcher.reply
        gate = Gate(dispatcher, self.faults, self._limits)
        self._application = Application(dispatcher, self._received, gate, self._page)
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
        if self._file is not None:
            data_files.write(self._file, self.dump())
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
    def url(self) -> str:
        """Where a browser shows what is in it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    @property
    def base_url(self) -> str:
        """Where the API is."""
        return self.url.rstrip("/") + ROOT

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

    # State

    def reset(self) -> None:
        """Go back to the state it began with; faults, limits and `requests` too."""
        with self.store.lock:
            self.user = self._beginning.restore(self.store, self._services)
        self.faults.clear()
        self._limits.clear()
        self.requests.clear()

    def dump(self) -> dict[str, Any]:
        """The state as JSON takes it, for `load`."""
        with self.store.lock:
            return keeping.dump(self.store, self._services, self.user)

    def load(self, data: Data) -> None:
        """Take the state from a dump, from what was written by hand, or from a file with either.

        What is no such thing raises `DataError`, a `ValueError`, and changes nothing.
        """
        with self.store.lock:
            self.user, files = keeping.fill(self.store, data)
            keeping.hand_out(self.store, self.user, self.access_token, self.service_account_token)
            keeping.forget(self._services, self.user)
            self._services.plan.apply(self.store)
            self._services.storage.restore(files)

    @property
    def webhooks(self) -> Webhooks:
        """Delivers events: `flush` brings what is due, `heartbeat` a sign of life."""
        return self._services.webhooks

    @property
    def deprecations(self) -> Deprecations:
        """The changes that responses announce: `announce`, `withdraw`."""
        return self._services.deprecations

    def _page(self, base_url: str) -> str:
        with self.store.lock:
            log = self._services.streams.log
            return page.render(self.store, self.user, base_url, self.requests, log)

    def _received(self, received: ReceivedRequest) -> None:
        self.requests.append(received)
        if self._on_request:
            self._on_request(received)


def _file(data: Data | None) -> Path:
    """The file to save to, which must be able to come into being."""
    if not isinstance(data, str | os.PathLike):
        raise ValueError("to save, give the file as data")
    if not Path(data).absolute().parent.is_dir():
        raise ValueError(f"cannot save {data}: there is no such directory")
    return Path(data)


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
        wire: list[str] = []
        response = Response.from_app(self.server.app, {**self.make_environ(), WIRE: wire})
        if wire in ([CUT], [DROP]):
            self.close_connection = True
        try:
            if wire == [DROP]:
                return
            self.send_response(response.status_code)
            for name, value in response.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                for chunk in response.iter_encoded():
                    self.wfile.write(chunk[: len(chunk) // 2] if wire == [CUT] else chunk)
            self.wfile.flush()
        finally:
            response.close()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: `Sandbox.requests` keeps what was received."""
