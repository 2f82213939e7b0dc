"""The sandbox: a server in its own thread, and its parts."""

import os
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

import asana
from asana.sandbox.api.deprecations import Deprecations
from asana.sandbox.api.dispatch import Dispatcher
from asana.sandbox.api.plan import Plan
from asana.sandbox.api.services import connect
from asana.sandbox.changes.audit import AuditLog
from asana.sandbox.changes.webhooks import Webhooks
from asana.sandbox.data import dumping, files, loading
from asana.sandbox.data.beginning import Beginning
from asana.sandbox.data.files import Data
from asana.sandbox.loopback import is_loopback
from asana.sandbox.oauth.apps import Clients, read_apps
from asana.sandbox.oauth.grants import OAuth
from asana.sandbox.records.store import Clock, Store
from asana.sandbox.web import checks, options
from asana.sandbox.web.app import ROOT, Application
from asana.sandbox.web.clock import AdvancingClock
from asana.sandbox.web.connections import Connections, Listener, listen
from asana.sandbox.web.control import ControlAddress
from asana.sandbox.web.faults import Faults
from asana.sandbox.web.gate import Gate
from asana.sandbox.web.limits import Limits
from asana.sandbox.web.pages.site import Site
from asana.sandbox.web.pages.sources import Sources
from asana.sandbox.web.received import (
    MAX_REQUEST_BYTES,
    MAX_REQUESTS,
    ReceivedRequest,
    ReceivedRequests,
)
from asana.sandbox.web.status import status_of


class Sandbox:
    """A local Asana with demo data, for demonstrations and tests.

    Use it as a context manager, or call `start` and `stop`. It needs no account and no network.
    Other machines can reach it only if `host` is an address of their network, which requires a
    `token` of at least 16 characters. Invalid options raise ValueError.
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
        max_requests: int = MAX_REQUESTS,
        max_request_bytes: int = MAX_REQUEST_BYTES,
        strict: bool = False,
        plain_batch_headers: bool = False,
        control_token: str | None = None,
        allowed_hosts: Iterable[str] = (),
        remote_webhooks: bool = False,
    ) -> None:
        options.check_address(host, port, token, control_token)
        checks.flag("save", save)
        checks.flag("strict", strict)
        checks.flag("plain_batch_headers", plain_batch_headers)
        checks.flag("remote_webhooks", remote_webhooks)
        options.check_callables(clock=clock, on_request=on_request)
        options.check_clock(clock)
        names = options.own_names(host, allowed_hosts)
        self.host = host
        self.port = port
        self.control_token = control_token or secrets.token_hex(16)
        self.store = Store(clock)
        self._clock = self.store.clock = AdvancingClock(self.store.clock)
        audit = AuditLog(
            self.store
        )  # first: unlike the event log, it records the creation of the demo data
        self._file = _file(data) if save else None
        if self._file is not None and not self._file.exists():
            data = None
        start = loading.begin(self.store, data, token)
        self.user, self.access_token = start.user, start.token
        self.service_account_token = start.service_token
        self.requests = ReceivedRequests(max_requests, max_request_bytes)
        self._on_request = on_request
        oauth = OAuth(self.store, self.user, read_apps(oauth_clients))
        self.faults = Faults()
        self._limits = Limits(self.store, rate_limit)
        self._services = connect(self.store, audit, oauth, Plan(plan))
        self._services.plan.apply(self.store)
        self._services.plain_batch_headers = plain_batch_headers
        self._services.webhooks.remote = remote_webhooks
        self.strict = strict
        self._services.storage.restore(start.files)
        self._beginning = Beginning(self.store, self._services, self.user)
        dispatcher = Dispatcher(self.store, self._services)
        gate = Gate(dispatcher, self.faults, self._limits)
        control = ControlAddress(self, self.control_token)
        self._application = Application(dispatcher, self._received, gate, control, names)
        Site(self._application.flask, self._sources(dispatcher))
        self._listener: Listener | None = None
        self._connections = Connections()

    # Running

    def start(self) -> "Sandbox":
        """Start listening; OSError if the port is in use."""
        if self._listener is not None:
            raise RuntimeError("the sandbox is already running")
        self._listener = self._listen()
        return self

    def stop(self) -> None:
        """Stop listening and close all connections, including idle ones.

        If the state cannot be saved, raises OSError and keeps running, so that no data is lost.
        """
        if self._listener is None:
            return
        self.faults.interrupt()
        self._listener.stop()
        self._connections.close()
        self._services.webhooks.stop()
        try:
            if self._file is not None:
                self.save()
        except OSError:
            self._listener = self._listen()
            raise
        self._services.storage.clear()
        self._listener = None

    def _listen(self) -> Listener:
        self._connections = Connections()
        listener = listen(self.host, self.port, self._application.flask, self._connections)
        self.port = listener.server.port
        self.faults.resume()
        self._services.webhooks.start()
        return listener

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
        """Return the URL of the pages for a browser."""
        return f"http://{options.address_of(self.host)}:{self.port}/"

    @property
    def base_url(self) -> str:
        """Return the base URL of the API."""
        return self.url.rstrip("/") + ROOT

    def status(self) -> dict[str, Any]:
        """Return an overview: URLs, users, the clock, options, and rate limit usage."""
        with self.store.lock:
            return {
                "url": self.url,
                "base_url": self.base_url,
                "clock": self.store.timestamp(),
                **status_of(self.store, self.user, self._services, self._limits),
                "requests": len(self.requests),
                "faults": len(list(self.faults)),
            }

    @property
    def strict(self) -> bool:
        """Whether unknown names, which Asana ignores, are rejected with a 400."""
        return self._services.strict

    @strict.setter
    def strict(self, strict: bool) -> None:
        checks.flag("strict", strict)
        self._services.strict = strict

    def client(self, **options: Any) -> asana.Client:
        """Return a client of the main user."""
        return asana.Client.access_token(self.access_token, base_url=self.base_url, **options)

    def token_for(self, user: str) -> str:
        """Return the token of another user, by gid or email address."""
        checks.text("user", user)
        with self.store.lock:
            found = self.store.user_by_email(user) or self.store.get("user", user)
            if found is None:
                raise LookupError(f"the sandbox has no user {user!r}")
            return self.store.token_for(found)

    def advance(self, seconds: float) -> None:
        """Advance the clock by some seconds, for example to expire a token; `reset` undoes it."""
        with self.store.lock:
            self._clock.advance(seconds)

    def expire_offsets(self) -> None:
        """Expire all page offsets."""
        with self.store.lock:
            self._services.paginator.expire_offsets()

    def expire_sync_tokens(self) -> None:
        """Expire all sync tokens."""
        with self.store.lock:
            self._services.streams.expire()

    def expire_access_tokens(self) -> None:
        """Expire all OAuth access tokens."""
        with self.store.lock:
            self._services.oauth.expire_access_tokens()

    # State

    def reset(self) -> None:
        """Restore the initial state and the clock, and clear faults, limits and `requests`."""
        with self.store.lock:
            self._clock.reset()
            self.user = self._beginning.restore(self.store, self._services)
        self.faults.clear()
        self._limits.clear()
        self.requests.clear()

    def dump(self) -> dict[str, Any]:
        """Return the whole state as JSON, for `load`."""
        with self.store.lock:
            return dumping.dump(self.store, self.user, self._services.storage.contents())

    def load(self, data: Data) -> None:
        """Replace the state with a dump, with handwritten data, or with a file of either.

        Anything else raises `DataError`, a subclass of `ValueError`, and leaves the state
        unchanged.
        """
        with self.store.lock:
            self.user, contents = loading.fill(self.store, data)
            loading.hand_out(self.store, self.user, self.access_token, self.service_account_token)
            self._services.forget(self.user)
            self._services.plan.apply(self.store)
            self._services.storage.restore(contents)

    def save(self) -> None:
        """Write the state to the file that it is saved to when the sandbox stops.

        Raises ValueError if there is no such file, and OSError if it cannot be written; the file
        then keeps its old content.
        """
        if self._file is None:
            raise ValueError(
                "there is no file to save to: start the sandbox with data=<path> and save=True"
            )
        try:
            files.write(self._file, self.dump())
        except OSError as error:
            kept = "the previous file, if any, is unchanged, and the sandbox is still running"
            raise OSError(error.errno, f"{error.strerror} ({kept})", str(self._file)) from error

    @property
    def webhooks(self) -> Webhooks:
        """Return the webhooks: `flush` delivers pending events, `heartbeat` sends heartbeats."""
        return self._services.webhooks

    @property
    def deprecations(self) -> Deprecations:
        """Return the announced API changes: `announce`, `withdraw`."""
        return self._services.deprecations

    def _sources(self, dispatcher: Dispatcher) -> Sources:
        return Sources(
            dispatcher=dispatcher,
            requests=self.requests,
            faults=self.faults,
            limits=self._limits,
            main_user=lambda: self.user,
            control_token=self.control_token,
            saves=self._file is not None,
            guarded=not is_loopback(self.host),
        )

    def _received(self, received: ReceivedRequest) -> None:
        received = self.requests.keep(received)
        if self._on_request:
            self._on_request(received)


def _file(data: Data | None) -> Path:
    """Return the file to save to; its directory must exist and be writable."""
    if not isinstance(data, str | os.PathLike):
        raise ValueError("save requires a file: pass its path as data")
    directory = Path(data).resolve().parent
    if not directory.is_dir():
        raise ValueError(f"cannot save {data}: the directory does not exist")
    if not os.access(directory, os.W_OK):
        raise ValueError(f"cannot save {data}: the directory is not writable")
    return Path(data)
