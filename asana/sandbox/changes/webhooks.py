"""Webhook deliveries: batched, signed, and retried until the target accepts them."""

import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from asana.sandbox.changes import targets
from asana.sandbox.changes.events import Event, EventLog
from asana.sandbox.records.custom_values import VALUE_NAMES
from asana.sandbox.records.record import Record
from asana.sandbox.records.schema.table import TYPES
from asana.sandbox.records.store import Change, Store
from asana.sandbox.records.values import format_moment

HEARTBEAT = timedelta(hours=8)
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=24)
GRACE = timedelta(hours=24)  # how long a target can fail before its webhook is deleted

MAX_WAITING = 1000  # pending events of one target; the oldest are dropped
MAX_DELIVERIES = 20  # deliveries stored per webhook

_POLL = 0.25  # seconds between checks of the clock
_PATIENCE = 5.0  # seconds to wait for a delivery in progress when the sandbox stops


@dataclass(frozen=True)
class Delivery:
    """An attempt to deliver events, none for a heartbeat; `failure` is None on success."""

    time: str
    events: list[dict[str, Any]]
    failure: str | None


@dataclass(eq=False)
class Outbox:
    """The pending events of a webhook; `closed` if it is deleted and these are the last."""

    webhook: Record
    secret: str = field(repr=False)
    heartbeat_at: datetime
    events: "deque[dict[str, Any]]" = field(default_factory=lambda: deque(maxlen=MAX_WAITING))
    failures: int = 0
    next_attempt: datetime | None = None
    delete_at: datetime | None = None
    closed: bool = False
    delivered: "deque[Delivery]" = field(default_factory=lambda: deque(maxlen=MAX_DELIVERIES))

    def is_due(self, now: datetime) -> bool:
        """Return whether there is something to deliver now."""
        if self.next_attempt is not None and now < self.next_attempt:
            return False
        return bool(self.events) or now >= self.heartbeat_at


class Webhooks:
    """The outboxes of all webhooks, and the thread that delivers them.

    With `remote`, targets can be on other machines.
    """

    def __init__(self, store: Store, log: EventLog) -> None:
        self.store = store
        self.remote = False
        self._outboxes: dict[str, Outbox] = {}
        self._round = threading.Lock()  # one round of deliveries at a time
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        log.listeners.append(self._hear)
        store.listeners.append(self._end)  # after the log, so that the deletion is delivered

    # Collecting events

    def open(self, webhook: Record, secret: str) -> None:
        """Start deliveries to a webhook, with a heartbeat first."""
        with self.store.lock:
            self._outboxes[webhook.gid] = Outbox(webhook, secret, self.store.now())
            self.start()
        self._wake.set()

    def close(self, webhook: Record) -> None:
        """Stop deliveries to a webhook."""
        self._outboxes.pop(webhook.gid, None)

    def forget(self) -> None:
        """Drop all outboxes."""
        self._outboxes.clear()

    def deliveries(self, webhook: Record) -> list[Delivery]:
        """Return the latest deliveries to a webhook, oldest first."""
        outbox = self._outboxes.get(webhook.gid)
        return [] if outbox is None else list(outbox.delivered)

    def waiting(self, webhook: Record) -> int:
        """Return the number of undelivered events of a webhook."""
        outbox = self._outboxes.get(webhook.gid)
        return 0 if outbox is None else len(outbox.events)

    def _hear(self, event: Event) -> None:
        for outbox in list(self._outboxes.values()):
            if not outbox.closed and _wants(outbox.webhook, event):
                outbox.events.append(_told(event))
                self._wake.set()

    def _end(self, change: Change) -> None:
        """Delete a webhook with its resource, after the delivery of that event."""
        if change.action == "deleted" and self._outboxes:
            self.store.afterwards(partial(self._end_watch, change.record))

    def _end_watch(self, resource: Record) -> None:
        for outbox in list(self._outboxes.values()):
            if outbox.webhook["resource"] is resource:
                outbox.closed = True
                if not outbox.events:
                    self.close(outbox.webhook)
                self.store.delete(outbox.webhook)

    # Delivering

    def flush(self) -> None:
        """Deliver everything that is due, and return when that is done."""
        with self._round:
            with self.store.lock:
                now = self.store.now()
                due = [outbox for outbox in self._outboxes.values() if outbox.is_due(now)]
            for outbox in due:
                self._empty(outbox)

    def heartbeat(self) -> None:
        """Send a heartbeat to every webhook, including failing ones."""
        with self.store.lock:
            for outbox in self._outboxes.values():
                outbox.heartbeat_at = self.store.now()
                outbox.next_attempt = None
        self.flush()

    def start(self) -> None:
        """Start delivering in the background if there is a webhook."""
        with self.store.lock:
            if self._thread is None and self._outboxes:
                self._stopping.clear()
                self._thread = threading.Thread(
                    target=self._run, name="asana-sandbox-webhooks", daemon=True
                )
                self._thread.start()

    def stop(self) -> None:
        """Stop the thread; undelivered events are kept for the next start."""
        with self.store.lock:
            thread, self._thread = self._thread, None
        self._stopping.set()
        self._wake.set()
        if thread is not None:
            thread.join(_PATIENCE)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.wait(_POLL)
            self._wake.clear()
            self.flush()

    def _empty(self, outbox: Outbox) -> None:
        """Deliver a heartbeat if it is due, then all events in one request."""
        with self.store.lock:
            parcels: list[list[dict[str, Any]]] = []
            if self.store.now() >= outbox.heartbeat_at:
                parcels.append([])
            if outbox.events:
                parcels.append(list(outbox.events))
                outbox.events.clear()
        while parcels:
            failure = targets.deliver(outbox.webhook["target"], outbox.secret, parcels[0])
            with self.store.lock:
                moment = self.store.timestamp()
                outbox.delivered.append(Delivery(moment, parcels[0], failure))
                if failure is not None:
                    self._failed(outbox, failure, parcels)
                    break
                self._succeeded(outbox)
            del parcels[0]
        with self.store.lock:
            if outbox.closed:
                self.close(outbox.webhook)

    def _succeeded(self, outbox: Outbox) -> None:
        now = self.store.now()
        outbox.failures, outbox.next_attempt, outbox.delete_at = 0, None, None
        outbox.heartbeat_at = now + HEARTBEAT
        self._note(outbox, last_success_at=format_moment(now))

    def _failed(self, outbox: Outbox, failure: str, parcels: list[list[dict[str, Any]]]) -> None:
        now = self.store.now()
        waiting = [event for parcel in parcels for event in parcel]
        outbox.events.extendleft(reversed(waiting))
        outbox.delete_at = outbox.delete_at or now + GRACE
        wait = min(FIRST_RETRY * 2**outbox.failures, LONGEST_RETRY)
        outbox.failures += 1
        outbox.next_attempt = now + wait
        self._note(outbox, last_failure_at=format_moment(now), last_failure_content=failure)
        if now >= outbox.delete_at and not outbox.closed:
            self.close(outbox.webhook)
            self.store.delete(outbox.webhook)

    def _note(self, outbox: Outbox, **values: Any) -> None:
        """Record the outcome, unless the webhook has been deleted."""
        if self.store.get("webhook", outbox.webhook.gid) is None:
            return
        self.store.change(
            outbox.webhook,
            delivery_retry_count=max(outbox.failures - 1, 0),
            next_attempt_after=outbox.next_attempt and format_moment(outbox.next_attempt),
            failure_deletion_timestamp=outbox.delete_at and format_moment(outbox.delete_at),
            **values,
        )


# Filters, and the form of delivered events


def _wants(webhook: Record, event: Event) -> bool:
    filters = webhook["filters"]
    if webhook["resource"] not in event.audience:
        return False
    return not filters or any(_passes(each, event) for each in filters)


def _passes(wanted: dict[str, Any], event: Event) -> bool:
    """Return whether an event matches all conditions of a filter."""
    has = _reference(event.resource) | {"action": event.action}
    for name in ("resource_type", "resource_subtype", "action"):
        if wanted.get(name) is not None and wanted[name] != has.get(name):
            return False
    change = event.happening.change or {}
    return not wanted.get("fields") or change.get("field") in wanted["fields"]


def _told(event: Event) -> dict[str, Any]:
    """Return an event in the form of deliveries, in which objects have no names."""
    happening = event.happening
    told: dict[str, Any] = {
        "user": event.user and _reference(event.user),
        "created_at": event.created_at,
        "action": event.action,
        "resource": _reference(event.resource),
        "parent": happening.parent and _reference(happening.parent),
    }
    if happening.change is not None:
        told["change"] = {
            name: _reference(value) if isinstance(value, Record) else value
            for name, value in happening.change.items()
        }
    return told


def _reference(record: Record) -> dict[str, Any]:
    kind = TYPES[record.type]
    reference: dict[str, Any] = {"gid": record.gid, "resource_type": kind.shown_as}
    if record.get("resource_subtype") is not None:
        reference["resource_subtype"] = record["resource_subtype"]
    if record.type == "custom_field_value":
        name = VALUE_NAMES[record["resource_subtype"]]
        if isinstance(record[name], Record):
            reference[name] = _reference(record[name])
    return reference
