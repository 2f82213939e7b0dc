"""Links to objects in rich text: `<a data-asana-gid="..."/>`."""

from xml.etree import ElementTree

from asana.sandbox.errors import invalid
from asana.sandbox.records.access import Access
from asana.sandbox.records.computed import WEB
from asana.sandbox.records.record import Record, Records
from asana.sandbox.records.schema.table import TYPES
from asana.sandbox.records.view import View

_GID = "data-asana-gid"
_TYPES = {"status_update": "project_status"}


def expand(records: Records, user: Record, source: str, where: str) -> str:
    """Return the rich text with its links completed."""
    # It has been validated: it is well-formed, and has no document type.
    root = ElementTree.fromstring(source)  # noqa: S314
    links = [link for link in root.iter("a") if link.get(_GID) is not None]
    if not links:
        return source
    for link in links:
        _fill(records, user, link, where)
    return ElementTree.tostring(root, encoding="unicode")


def _fill(records: Records, user: Record, link: ElementTree.Element, where: str) -> None:
    target = records.find(link.get(_GID, ""))
    if target is None or not Access(records).sees(user, target):
        if link.get("href") is None:
            raise invalid(f"{where}: Unknown object: {link.get(_GID)}")
        link.set("data-asana-accessible", "false")
        _write(link, "Private Link")
        return
    dynamic = link.get("data-asana-dynamic") != "false"
    link.set("href", _address(records, user, target))
    link.set("data-asana-accessible", "true")
    link.set("data-asana-dynamic", str(dynamic).lower())
    link.set("data-asana-type", _TYPES.get(target.type, target.type))
    if target.type in ("project", "tag"):
        link.set(f"data-asana-{target.type}", target.gid)
    if dynamic:
        _write(link, f"{'@' if target.type == 'user' else ''}{target.get('name', '')}")


def _write(link: ElementTree.Element, words: str) -> None:
    for child in list(link):
        link.remove(child)
    link.text = words


def _address(records: Records, user: Record, target: Record) -> str:
    field = TYPES[target.type].fields.get("permalink_url")
    if field is not None and field.compute is not None:
        return str(field.compute(target, View(records, user)))
    kind = "profile/" if target.type == "user" else ""
    return f"{WEB}/0/{kind}{target.gid}"


def mentioned(records: Records, source: str) -> list[Record]:
    """Return the users mentioned in a rich text."""
    root = ElementTree.fromstring(source)  # noqa: S314  (validated, see above)
    links = [link for link in root.iter("a") if link.get("data-asana-type") == "user"]
    users = [records.get("user", link.get(_GID, "")) for link in links]
    return [user for user in users if user is not None]
