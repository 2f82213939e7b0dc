"""Webhooks, and the events that they and the streams tell of; the audit log's events too."""

from asana.sandbox.schema import table as t

_WEBHOOK = {
    "active": t.never(False),
    "resource": t.never(),
    "target": t.never(),
    "filters": t.never([]),
    "created_at": t.never(),
    "last_success_at": t.never(),
    "last_failure_at": t.never(),
    "last_failure_content": t.never(""),
    "delivery_retry_count": t.never(0),
    "next_attempt_after": t.never(),
    "failure_deletion_timestamp": t.never(),
}

# Lists show webhooks in full.
t.define("webhook", "webhooks", " ".join(_WEBHOOK), _WEBHOOK, {"owner": None, "workspace": None})

# Not records of the store, and without gid and resource_type of their own.
t.define(
    "event",
    "",
    "user created_at type action resource parent change",
    {
        "user": t.never(),
        "created_at": t.never(),
        "type": t.never(),
        "action": t.never(),
        "resource": t.never(),
        "parent": t.never(),
        "change": t.never(conditional=True),
    },
)

_AUDIT = "gid created_at event_type event_category actor resource details context"

t.define("audit_log_event", "", _AUDIT, {name: t.never() for name in _AUDIT.split()})
