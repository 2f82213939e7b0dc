"""The services of a running sandbox besides its records, available to handlers of live calls."""

from dataclasses import dataclass

from asana.sandbox.api.deprecations import Deprecations
from asana.sandbox.api.pagination import Paginator
from asana.sandbox.api.plan import Plan
from asana.sandbox.changes.audit import AuditLog
from asana.sandbox.changes.events import EventLog
from asana.sandbox.changes.streams import Streams
from asana.sandbox.changes.webhooks import Webhooks
from asana.sandbox.oauth.grants import OAuth
from asana.sandbox.records.record import Record
from asana.sandbox.records.storage import Storage
from asana.sandbox.records.store import Store


@dataclass
class Services:
    """All parts of a sandbox besides its store."""

    paginator: Paginator
    storage: Storage
    streams: Streams
    webhooks: Webhooks
    audit: AuditLog
    deprecations: Deprecations
    oauth: OAuth
    plan: Plan
    strict: bool = False
    plain_batch_headers: bool = False

    def forget(self, user: Record) -> None:
        """Drop all data about records that were replaced; `user` is the new main user."""
        self.paginator.forget()
        self.streams.forget()
        self.webhooks.forget()
        self.audit.replace([])
        self.deprecations.forget()
        self.oauth.forget(user)
        self.storage.clear()


def connect(store: Store, audit: AuditLog, oauth: OAuth, plan: Plan) -> Services:
    """Return the services of a store, which then record its changes as events."""
    log = EventLog(store)
    return Services(
        paginator=Paginator(store.now),
        storage=Storage(store),
        streams=Streams(store, log),
        webhooks=Webhooks(store, log),
        audit=audit,
        deprecations=Deprecations(),
        oauth=oauth,
        plan=plan,
    )
