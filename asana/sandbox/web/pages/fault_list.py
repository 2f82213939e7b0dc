"""The page of injected faults."""

from asana.sandbox.api.operations import OPERATIONS
from asana.sandbox.web.faults import NAMES
from asana.sandbox.web.pages.visit import Shown, Visit


def faults(visit: Visit) -> Shown:
    """Show the active faults, and the form that adds one."""
    return "faults.html", {
        "faults": list(visit.sources.faults),
        "names": NAMES,
        "methods": sorted(row.name for row in OPERATIONS),
    }
