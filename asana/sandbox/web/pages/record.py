"""The page of any other record: its rich text, and its fields as in the API."""

from asana.sandbox.records.record import Record
from asana.sandbox.records.schema.table import TYPES
from asana.sandbox.web.pages import rich_text
from asana.sandbox.web.pages.visit import Shown, Visit

# The fields with rich text, and those with the same text as plain text.
_RICH = {"html_notes": "notes", "html_text": "text", "html_description": "description"}


def record(visit: Visit, gid: str) -> Shown:
    """Show a record; the script fetches its JSON."""
    return _shown(visit.find(gid))


def overview(visit: Visit, gid: str) -> Shown:
    """Show a team, or the brief of a project."""
    found = visit.find(gid, "team", "project")
    briefs = visit.store.where("project_brief", "project", found)
    return _shown(briefs[0] if briefs else found)


def _shown(record: Record) -> Shown:
    collection = TYPES[record.type].collection
    named = (record.get(field) for field in ("name", "title", "text"))
    rich = next((field for field in _RICH if record.get(field)), "")
    return "record.html", {
        "record": record,
        "name": next(filter(None, named), ""),
        "notes": rich and rich_text.shown(record[rich], record.get(_RICH[rich]) or ""),
        "path": f"/{collection}/{record.gid}" if collection else "",
    }
