"""What to do about a failure, where the request behind it tells more than Asana's words do."""

import json
from collections.abc import Mapping
from typing import Any

from .. import error
from .._call.values import short
from .request import Request

__all__ = ["advise", "refused"]

# By a part of Asana's words.
_ADVICE = {
    "pagination token has expired": (
        "An offset lives for about 15 minutes: list again from the beginning, and collect the "
        "items before working on them for long"
    ),
    "DayAndDateTime is not a JSON object": (
        'The value of a date field is {"date": "2026-06-24"} or {"date_time": ...}'
    ),
}


def advise(failure: error.AsanaError, request: Request) -> None:
    """Add to a failure what the caller can do about it."""
    if isinstance(failure, error.NotFoundError) and not failure.errors:
        failure.advice = f"The answer is not Asana's: is {request.base_url} the base URL?"
    elif isinstance(failure, error.InvalidRequestError) and failure.advice is None:
        failure.advice = _about_words(failure) or _about_custom_fields(failure, request)


def _about_words(failure: error.AsanaError) -> str | None:
    """Return advice where Asana's own words tell what is wrong, but not what to do."""
    words = failure.message or ""
    return next((advice for said, advice in _ADVICE.items() if said in words), None)


def refused(failure: error.AsanaError, request: Request, credential: str | None) -> None:
    """Add to a refusal which credential it was that was refused.

    :param credential: what showed who is calling, in words; None where nothing did
    """
    if any(name.lower() == "authorization" for name in request.headers):
        credential = "the header Authorization"
    shown = "The request had no credentials, and was refused"
    if credential:
        shown = f"{credential[0].upper()}{credential[1:]} was refused"
    failure.advice = f"{shown} by {request.base_url}"


def _about_custom_fields(failure: error.AsanaError, request: Request) -> str | None:
    """Return advice where names stand in place of the gids of custom fields or their options."""
    if not isinstance(request.body, bytes) or b'"custom_fields"' not in request.body:
        return None
    try:
        data = json.loads(request.body)["data"]
        values = data["custom_fields"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    named = {str(each.get("message")).partition(":")[0] for each in failure.errors}
    if named & (data.keys() - {"custom_fields"}):
        return None  # Asana means another field
    if not isinstance(values, Mapping):
        return "custom_fields is a dictionary of the gids of fields and their values"
    names = [name for name in values if not _is_gid(name)]
    if names:
        return (
            f"custom_fields takes gids of fields, not names such as {short(names[0])}; "
            "client.custom_fields.of(project_gid).values({…}) takes names"
        )
    texts = [value for value in values.values() if _has_name(value)]
    if texts:
        return (
            f"Where a field has options, its value is the gid of one, not a name such as "
            f"{short(texts[0])}; client.custom_fields.of(project_gid).values({{…}}) takes names"
        )
    return None


def _is_gid(value: Any) -> bool:
    return isinstance(value, str) and (value.isdecimal() or value.startswith("external:"))


def _has_name(value: Any) -> bool:
    """Tell whether a value is a text, or a list with one, that cannot be a gid."""
    if isinstance(value, list):
        return any(_has_name(each) for each in value)
    return isinstance(value, str) and not _is_gid(value)
