"""Builds the path of a request from what the caller gave, so that no gid can leave its place."""

import re
from typing import Any
from urllib.parse import quote

import six

# Separators and `%` would change the meaning of the path; white space and control characters
# have no business in an id.
FORBIDDEN = re.compile(r"[/?#%\s\x00-\x1f\x7f-\x9f]")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
EXTERNAL = "external:"


def path(template: str, *gids: Any) -> str:
    """Return the template with each ``{}`` replaced by a gid.

    A gid is a string or an int; ``me``, e-mail addresses and ``external:`` ids pass too.

    :raises ValueError: a gid is empty, ``.``, ``..`` or holds a character that no gid has
    :raises TypeError: a gid is neither a string nor an int
    """
    return template.format(*map(segment, gids))


def segment(gid: Any) -> str:
    """Return one gid as one segment of a path, percent-encoded.

    :raises ValueError: as :func:`path`
    :raises TypeError: as :func:`path`
    """
    if isinstance(gid, int) and not isinstance(gid, bool):
        gid = str(gid)
    elif not isinstance(gid, str | bytes):
        raise TypeError(f"a gid is a string, not {type(gid).__name__}")
    text = six.ensure_str(gid)
    if text.isascii() and text.isalnum():  # as nearly all are
        return text
    if text.startswith(EXTERNAL):
        return EXTERNAL + _external(text[len(EXTERNAL) :])
    if text in ("", ".", "..") or FORBIDDEN.search(text):
        raise ValueError(f"not a gid: {text!r}")
    return _quote(text, safe="@:+")


def _external(text: str) -> str:
    """Quote an id of the caller's own making: anything but control characters may be in it."""
    if not text or CONTROL.search(text):
        raise ValueError(f"not an external id: {text!r}")
    return _quote(text, safe="")


def _quote(text: str, safe: str) -> str:
    try:
        return quote(text, safe=safe)
    except UnicodeEncodeError:
        # The codec's message would be about surrogates; the caller's mistake is the id.
        raise ValueError(f"not a gid: {text!r}") from None
