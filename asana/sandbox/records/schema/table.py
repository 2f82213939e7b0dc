"""The table of all record types, by name."""

from asana.sandbox.records.schema import (
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
from asana.sandbox.records.schema.parts import RecordType

TYPES: dict[str, RecordType] = {
    record_type.name: record_type
    for domain in (
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
    for record_type in domain.TYPES
}
