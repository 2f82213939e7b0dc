"""Rich text: convert Markdown to Asana's HTML and back, write mentions, and check rich text.

>>> from asana import rich_text
>>> client.tasks.update_task(gid, html_notes=rich_text.from_markdown("Call **Tom**", to="task"))

No function sends a request. Only :func:`from_markdown` needs more than the standard library:
install ``asana[markdown]``.
"""

from collections.abc import Mapping
from typing import Any, Literal
from xml.parsers import expat

from .._call.values import short
from . import _from_html, _to_html, _to_markdown
from ._document import Link, clean
from ._rules import BRIEF, Checker, tags_of
from ._text import plain

__all__ = ["Field", "check", "from_markdown", "mention", "text", "to_markdown"]

Field = Literal["task", "comment", "project", "status", "brief"]
"""The kind of field. Fields of goals and teams accept the same tags as those of a ``"project"``."""


def from_markdown(text: str, to: Field) -> str:
    """Return Markdown as rich text that Asana accepts in a field. Sends no request.

    Elements that the field does not support become the closest supported ones: see
    ``docs/how-to/rich-text.md``.

    :param text: CommonMark with tables, task lists, strikethrough and footnotes
    :param to: ``"task"``, ``"comment"``, ``"project"``, ``"status"`` or ``"brief"``
    :raises ImportError: mistune is not installed; ``pip install asana[markdown]``
    :raises ValueError: `to` is unknown
    :raises TypeError: the Markdown is not a string
    """
    from ._from_markdown import document  # slow to import

    return _to_html.rich_text(document(_string(text, "the Markdown"), tags_of(to)))


def to_markdown(html: str) -> str:
    """Return rich text, such as ``html_notes``, as Markdown. Sends no request.

    Text that Markdown would interpret as markup is escaped. A mention becomes a link that
    :func:`from_markdown` converts back to the mention. A tag without an equivalent in Markdown,
    such as ``<u>``, is replaced by its content. HTML that is not rich text is accepted too.

    :raises TypeError: the rich text is not a string
    """
    return _to_markdown.markdown(_from_html.document(_string(html, "the rich text"), BRIEF))


def mention(record: Mapping[str, Any] | str) -> str:
    """Return Markdown that mentions a user, a task or any other object.

    Asana shows the current name of the object, and notifies a mentioned user. Sends no request.

    :param record: a record with a ``gid``, or the gid
    :raises ValueError: the gid does not consist of digits, or the record has no gid
    :raises TypeError: the argument is neither a record nor a gid
    """
    if not isinstance(record, Mapping):
        return _to_markdown.mention("", Link(gid=_gid(record)))
    name = " ".join(clean(str(record.get("name") or "")).split())
    at = "@" if name and record.get("resource_type") == "user" else ""
    return _to_markdown.mention(at + name, Link(gid=_gid(record.get("gid"))))


def check(html: str, to: Field) -> None:
    """Raise ValueError if Asana would reject a rich text. Sends no request.

    It cannot check whether you have access to the mentioned objects.

    :param to: see :func:`from_markdown`
    :raises ValueError: Asana would reject it; the message has the line, the column, the open
        elements, and what to write instead
    :raises TypeError: the rich text is not a string
    """
    Checker(to).read(_string(html, "the rich text"))


def text(html: str) -> str:
    """Return the plain text of a rich text, in the form of ``notes`` for ``html_notes``.

    Sends no request.

    :raises ValueError: the rich text is not well-formed
    :raises TypeError: the rich text is not a string
    """
    try:
        return plain(_string(html, "the rich text"))
    except expat.ExpatError as error:
        place = f"line {error.lineno}, column {error.offset + 1}"
        problem = expat.ErrorString(error.code)
    except UnicodeEncodeError as error:
        place, problem = f"line 1, column {error.start + 1}", "an unpaired surrogate"
    raise ValueError(f"not rich text: {place}: {problem}")


def _string(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{what} must be a string, not {type(value).__name__}")
    return value


def _gid(gid: Any) -> str:
    if isinstance(gid, int) and not isinstance(gid, bool):
        gid = str(gid)
    if not isinstance(gid, str | None):
        raise TypeError(f"a mention must be a record or a gid, not {type(gid).__name__}")
    if not gid or not (gid.isascii() and gid.isdecimal()):
        raise ValueError(f"the gid of a mention must consist of digits, not be {short(gid)}")
    return gid
