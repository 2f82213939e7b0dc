"""The page of webhooks and their deliveries."""

import json
from typing import Any

from asana.sandbox.records.record import Record
from asana.sandbox.web.pages.visit import Shown, Visit, cut, pager

PAGE = 20


def webhooks(visit: Visit) -> Shown:
    """Show the webhooks of all users, newest first."""
    found = list(reversed(visit.store.of("webhook")))
    at = pager(visit, len(found), PAGE)
    return "webhooks.html", {"webhooks": [_told(visit, w) for w in cut(found, at)], "pager": at}


def _told(visit: Visit, webhook: Record) -> dict[str, Any]:
    services = visit.sources.dispatcher.services
    deliveries = services.webhooks.deliveries(webhook)
    return {
        "webhook": webhook,
        "target": webhook["target"],
        "waiting": services.webhooks.waiting(webhook),
        "deliveries": [
            {"delivery": each, "body": json.dumps({"events": each.events}, indent=2)}
            for each in reversed(deliveries)
        ],
    }
