"""Webhooks, events and audit log events."""

from asana.sandbox.records.schema import parts as p

_WEBHOOK = {
    "active": p.never(False),
    "resource": p.never(),
    "target": p.never(),
    "filters": p.never([]),
    "created_at": p.never(),
    "last_success_at": p.never(),
    "last_failure_at": p.never(),
    "last_failure_content": p.never(""),
    "delivery_retry_count": p.never(0),
    "next_attempt_after": p.never(),
    "failure_deletion_timestamp": p.never(),
}

_AUDIT = "gid created_at event_type event_category actor resource details context"

TYPES = (
    # Lists render webhooks in full.
    p.record_type(
        "webhook", "webhooks", " ".join(_WEBHOOK), _WEBHOOK, {"owner": None, "workspace": None}
    ),
    # Not records of the store, and without their own gid and resource_type.
    p.record_type(
        "event",
        "",
        "user created_at type action resource parent change",
        {
            "user": p.never(),
            "created_at": p.never(),
            "type": p.never(),
            "action": p.never(),
            "resource": p.never(),
            "parent": p.never(),
            "change": p.never(conditional=True),
        },
    ),
    p.record_type("audit_log_event", "", _AUDIT, {name: p.never() for name in _AUDIT.split()}),
)
