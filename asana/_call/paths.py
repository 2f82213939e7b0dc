"""Builds the path of a request from what the caller gave, so that no gid can leave its place."""

import functools
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from .values import as_text, plain, short

__all__ = ["Path", "path", "route", "segment"]

# Separators and `%` would change the meaning of the path; white space, control characters and
# halves of surrogate pairs have no business in an id.
FORBIDDEN = re.compile(r"[/?#%\s\x00-\x1f\x7f-\x9f\ud800-\udfff]")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
EXTERNAL = "external:"


class Path(str):
    """A path that knows its route, and what is special about its endpoint.

    It rides on the path because the verbs may be overridden: a method that was written before
    there was anything special gets the arguments that it knows.

    :ivar template: the path with ``{}`` in the place of each gid
    :ivar idempotent: a POST to it does the same when it is done twice
    :ivar pages: the iterator over its pages; None is that of any listing
    """

    template: str
    idempotent: bool = False
    pages: Any = None


def path(template: str, *gids: Any, idempotent: bool = False, pages: Any = None) -> Path:
    """Return the template with each ``{}`` replaced by a gid.

    A gid is a string or an int; ``me``, e-mail addresses and ``external:`` ids pass too.

    :param idempotent: a POST to it does the same when it is done twice
    :param pages: the iterator over its pages, see :mod:`asana.page_iterator`
    :raises ValueError: a gid is empty, ``.``, ``..`` or holds a character that no gid has
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
"""Return a path without gids, which is always the same."""


def segment(gid: Any) -> str:
    """Return one gid as one segment of a path, percent-encoded.

    :raises ValueError: as :func:`path`
    :raises TypeError: as :func:`path`
    """
    text = gid if type(gid) is str else _text(gid)
    if text.isascii() and text.isalnum():  # as nearly all are
        return text
    if text.startswith(EXTERNAL):
        return EXTERNAL + _external(text[len(EXTERNAL) :])
    if text in ("", ".", "..") or FORBIDDEN.search(text):
        raise ValueError(f"not a gid: {short(text)}")
    return quote(text, safe="@:+")


def _text(gid: Any) -> str:
    """Return the text of a gid of any type, such as a whole number of numpy's or a Decimal."""
    gid = plain(gid)
    if isinstance(gid, str):
        return str.__str__(gid)  # what it is, not how a subclass shows itself
    if isinstance(gid, Mapping) and "gid" in gid:
        raise TypeError('gid must be a string, not a record: use record["gid"]')
    if not isinstance(gid, bool | float | bytes | list | tuple | Mapping) and gid is not None:
        text = as_text(int(gid) if isinstance(gid, int) else gid, "gid")
        if (text.isascii() and text.isdecimal()) or isinstance(gid, int):
            return text
    raise TypeError(f"gid must be a string, not {type(gid).__name__}")


def _external(text: str) -> str:
    """Quote an id of the caller's own making: anything but control characters may be in it."""
    if not text or CONTROL.search(text):
        raise ValueError(f"not an external id: {short(text)}")
    return quote(text, safe="")
