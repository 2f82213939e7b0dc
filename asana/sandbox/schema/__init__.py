"""The table of record types: what fields each has, how they are read, and when they are shown.

One file per domain; importing it enters its types into `TYPES`.
"""

from asana.sandbox.schema import (
    administration,
    attachments,
    custom_fields,
    goals,
    people,
    planning,
    portfolios,
    projects,
    statuses,
    tasks,
    templates,
    time,
    watching,
)
from asana.sandbox.schema.table import TYPES, Field, RecordType

__all__ = [
    "TYPES",
    "Field",
    "RecordType",
    "administration",
    "attachments",
    "custom_fields",
    "goals",
    "people",
    "planning",
    "portfolios",
    "projects",
    "statuses",
    "tasks",
    "templates",
    "time",
    "watching",
]
