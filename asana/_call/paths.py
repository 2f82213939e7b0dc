"""Build request paths, so that a gid can never change the rest of the path."""

import functools
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from .values import as_text, plain, short

__all__ = ["Path", "path", "route", "segment"]

# Separators and `%` would change the meaning of the path. White space, control characters and lone
# surrogates are never part of an id.
FORBIDDEN = re.compile(r"[/?#%\s\x00-\x1f\x7f-\x9f\ud800-\udfff]")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
EXTERNAL = "external:"


class Path(str):
    """A path with its template and the properties of its endpoint.

    The properties are attributes of the path, not arguments, because programs override the verbs
    with methods that have the signatures of python-asana.

    :ivar template: the path with ``{}`` in place of each gid
    :ivar idempotent: whether sending a POST twice has the same effect as sending it once
    :ivar pages: the class of the iterator over its pages, or None for the default
    """

    template: str
    idempotent: bool = False
    pages: Any = None


def path(template: str, *gids: Any, idempotent: bool = False, pages: Any = None) -> Path:
    """Return the template with each ``{}`` replaced by a gid.

    A gid is a string or an int; ``me``, email addresses and ``external:`` ids are valid too.

    :param idempotent: sending a POST to it twice has the same effect as sending it once
    :param pages: the class of the iterator over its pages, see :mod:`asana.page_iterator`
    :raises ValueError: a gid is empty, ``.``, ``..``, or has a character that no gid has
    :raises TypeError: a gid is neither a string nor a whole number
    """
    found = Path(template.format(*map(segment, gids)))
    found.template = template
    if idempotent:
        found.idempotent = True
    if pages is not None:
        found.pages = pages
    return found


route = functools.cache(path)
"""Return a path without gids. It is cached, because it is always the same."""


def segment(gid: Any) -> str:
    """Return a gid as one percent-encoded segment of a path.

    :raises ValueError: as :func:`path`
    :raises TypeError: as :func:`path`
    """
    text = gid if type(gid) is str else _text(gid)
    if text.isascii() and text.isalnum():  # the usual case
        return text
    if text.startswith(EXTERNAL):
        return EXTERNAL + _external(text[len(EXTERNAL) :])
    if text in ("", ".", "..") or FORBIDDEN.search(text):
        raise ValueError(f"not a gid: {short(text)}")
    return quote(text, safe="@:+")


def _text(gid: Any) -> str:
    """Return a gid of any type, such as a numpy integer or a Decimal, as a string."""
    gid = plain(gid)
    if isinstance(gid, str):
        return str.__str__(gid)  # a subclass can have its own __str__
    if isinstance(gid, Mapping) and "gid" in gid:
        raise TypeError('gid must be a string, not a record: use record["gid"]')
    if not isinstance(gid, bool | float | bytes | list | tuple | Mapping) and gid is not None:
        text = as_text(int(gid) if isinstance(gid, int) else gid, "gid")
        if (text.isascii() and text.isdecimal()) or isinstance(gid, int):
            return text
    raise TypeError(f"gid must be a string, not {type(gid).__name__}")


def _external(text: str) -> str:
    """Return a percent-encoded external id, which can have any but control characters."""
    if not text or CONTROL.search(text):
        raise ValueError(f"not an external id: {short(text)}")
    return quote(text, safe="")
