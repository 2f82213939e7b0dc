"""Renamed headings: an old anchor leads to the section that has the content now.

tests/data/anchors.tsv lists the anchors that must keep working.
"""

__all__ = ["RENAMED"]

# Maps old anchors to current ones, by page.
RENAMED: dict[str, dict[str, str]] = {
    "explanation/architecture": {
        "how-the-command-line-finds-what-there-is": "how-the-command-line-is-generated",
    },
    "explanation/performance": {
        "measured": "measurements",
        "what-it-does-not-cost": "compatibility-with-requests",
    },
    "explanation/types": {"what-types-cost-at-run-time": "cost-at-run-time"},
    "how-to/events": {
        "a-feed": "follow-events-with-a-feed",
        "a-copy-of-a-projects-tasks": "keep-a-copy-of-a-projects-tasks",
    },
    "how-to/fleet": {
        "one-allowance": "share-a-rate-limit",
        "one-oauth-token": "share-an-oauth-token",
        "one-follower-of-events": "follow-events-in-one-of-many-processes",
        "webhooks-received-by-many-workers": "receive-webhooks-in-many-workers",
        "work-spread-out": "distribute-work",
        "what-happens-when": "failures",
        "a-database-of-your-own": "use-your-own-database",
    },
    "how-to/import-export": {
        "what-a-row-has": "the-fields-of-a-row",
        "before-it-writes": "check-the-rows",
        "what-it-writes": "the-files-of-an-export",
        "what-happens-when": "guarantees-of-an-export",
    },
    "how-to/oauth": {
        "keep-the-token-and-let-it-be-renewed": "store-and-refresh-the-token",
        "what-can-go-wrong": "handle-errors",
        "in-django": "sign-in-to-a-web-app",
    },
    "moving/from-asana-5x": {
        "an-example": "example",
        "what-becomes-what": "change-a-program-by-hand",
        "what-it-finds": "what-it-converts",
        "what-stays-for-you": "check-these-afterwards",
    },
    "moving/from-python-asana": {"check-these-first": "what-changes"},
    "reference/sandbox": {
        "keep-a-data-file-in-version-control": "data-files",
        "reference": "start-the-sandbox",
    },
}
