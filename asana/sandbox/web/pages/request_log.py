"""The pages of received requests."""

import json
from collections.abc import Callable
from typing import Any

from asana.sandbox.changes.events import Event
from asana.sandbox.web.pages import snippets
from asana.sandbox.web.pages.visit import MissingError, Shown, Visit, cut, pager
from asana.sandbox.web.received import ReceivedRequest, redacted

PAGE = 50
MAX_TEXT = 200_000  # characters of a body shown on the page of a request

_KINDS: dict[str, Callable[[ReceivedRequest], bool]] = {
    "": lambda each: True,
    "failed": lambda each: not 200 <= each.status < 400,
    "writes": lambda each: each.method not in ("GET", "HEAD", "OPTIONS"),
    "faults": lambda each: each.fault is not None,
}


def requests(visit: Visit) -> Shown:
    """Show the received requests, latest first."""
    kind, words = visit.args.get("kind", ""), visit.args.get("q", "").strip()
    passes = _KINDS.get(kind, _KINDS[""])
    found = [
        each
        for each in reversed(list(visit.sources.requests))
        if passes(each) and words in f"{each.method} {each.path}"
    ]
    at = pager(visit, len(found), PAGE)
    return "requests.html", {
        "requests": cut(found, at),
        "pager": at,
        "kind": kind,
        "q": words,
        "kinds": {"": "All", "failed": "Failed", "writes": "Writes", "faults": "With a fault"},
    }


def request(visit: Visit, number: str) -> Shown:
    """Show one request with its response and the events that it caused."""
    found = next((each for each in list(visit.sources.requests) if str(each.id) == number), None)
    if found is None:
        raise MissingError(f"There is no request {number} in the log.")
    body = redacted(found.body)
    query = redacted(found.query)
    return "request.html", {
        "request": found,
        "query": query,
        "body": _spelled(body),
        "response": _spelled(found.response),
        "curl": snippets.curl(found.method, found.path, query, body),
        "python": snippets.python(found.method, found.path, query, body),
        "events": caused_by(visit, found),
    }


def caused_by(visit: Visit, request: ReceivedRequest) -> list[Event]:
    """Return the events that a request caused."""
    if not request.cause:
        return []
    log = visit.sources.dispatcher.services.streams.log
    return [event for event in log.since(log.first_number) if event.cause == request.cause]


def _spelled(value: Any) -> str:
    if value is None:
        return ""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    rest = len(text) - MAX_TEXT
    return text if rest <= 0 else f"{text[:MAX_TEXT]}\n… and {rest} more characters"
