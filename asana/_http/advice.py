"""Advice on failures, based on the request, where Asana's message does not say what to do."""

import json
import re
from collections.abc import Mapping
from typing import Any

from .. import error
from .._call.values import short
from .request import Request

__all__ = ["advise", "refused"]

# The advice for a part of Asana's message.
_ADVICE = {
    "pagination token has expired": (
        "An offset expires after about 15 minutes: list again from the beginning, and collect "
        "all items before you process them"
    ),
    "DayAndDateTime is not a JSON object": (
        'The value of a date field must be {"date": "2026-06-24"} or {"date_time": ...}'
    ),
    "XML is invalid": "asana.rich_text.from_markdown() converts Markdown to valid rich text",
}

_NOT_A_GID = re.compile(r"(\w+): (?:\[\d+\]: )?Not a recognized ID: (?!\d+$)")

# For each parameter that takes a gid, the resource whose records can be found by name.
_NAMED = {
    "assignee": "users",
    "followers": "users",
    "portfolio": "portfolios",
    "project": "projects",
    "projects": "projects",
    "section": "sections",
    "tag": "tags",
    "tags": "tags",
    "team": "teams",
    "user": "users",
}


def advise(failure: error.AsanaError, request: Request) -> None:
    """Set the advice of a failure, if there is any."""
    if isinstance(failure, error.NotFoundError) and not failure.errors:
        failure.advice = f"The response is not from Asana: check the base URL {request.base_url}"
    elif isinstance(failure, error.InvalidRequestError) and failure.advice is None:
        failure.advice = (
            _about_words(failure) or _about_names(failure) or _about_custom_fields(failure, request)
        )


def _about_words(failure: error.AsanaError) -> str | None:
    """Return the advice for Asana's message, or None."""
    words = failure.message or ""
    return next((advice for said, advice in _ADVICE.items() if said in words), None)


def _about_names(failure: error.AsanaError) -> str | None:
    """Return advice if a name is used in place of the gid of a record, or None."""
    found = _NOT_A_GID.search(failure.message or "")
    resource = _NAMED.get(found[1]) if found else None
    if resource is None:
        return None
    expected = 'a gid, an email address or "me"' if resource == "users" else "a gid"
    return f"Pass {expected}; client.{resource}.named() finds a record by its name"


def refused(failure: error.AsanaError, request: Request, credential: str | None) -> None:
    """Set the advice of a 401: the credential that was rejected.

    :param credential: a description of the credential, or None if there was none
    """
    if any(name.lower() == "authorization" for name in request.headers):
        credential = "the header Authorization"
    shown = "The request had no credentials, and was rejected"
    if credential:
        shown = f"{credential[0].upper()}{credential[1:]} was rejected"
    failure.advice = f"{shown} by {request.base_url}"


def _about_custom_fields(failure: error.AsanaError, request: Request) -> str | None:
    """Return advice if names are used in place of gids of custom fields or options, or None."""
    if not isinstance(request.body, bytes) or b'"custom_fields"' not in request.body:
        return None
    try:
        data = json.loads(request.body)["data"]
        values = data["custom_fields"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    named = {str(each.get("message")).partition(":")[0] for each in failure.errors}
    if named & (data.keys() - {"custom_fields"}):
        return None  # the message is about another field
    if not isinstance(values, Mapping):
        return "custom_fields must be a dictionary from the gids of fields to their values"
    names = [name for name in values if not _is_gid(name)]
    if names:
        return (
            f"The keys of custom_fields must be gids, not names such as {short(names[0])}; "
            "client.custom_fields.of(project_gid).values({...}) converts names"
        )
    texts = [value for value in values.values() if _has_name(value)]
    if texts:
        return (
            f"The value of an enum field must be the gid of an option, not a name such as "
            f"{short(texts[0])}; client.custom_fields.of(project_gid).values({{...}}) converts "
            "names"
        )
    return None


def _is_gid(value: Any) -> bool:
    return isinstance(value, str) and (value.isdecimal() or value.startswith("external:"))


def _has_name(value: Any) -> bool:
    """Return whether a value is, or a list contains, text that cannot be a gid."""
    if isinstance(value, list):
        return any(_has_name(each) for each in value)
    return isinstance(value, str) and not _is_gid(value)
