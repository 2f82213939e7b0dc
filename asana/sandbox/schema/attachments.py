"""Attachments: uploaded files, and links to files elsewhere."""

from asana.sandbox import computed as c
from asana.sandbox.schema import table as t

t.define(
    "attachment",
    "attachments",
    "name resource_subtype",
    {
        "resource_subtype": t.never("asana"),
        "name": t.never(""),
        "created_at": t.never(),
        "download_url": t.worked_out(c.download_url),
        "permanent_url": t.worked_out(c.asset_url),
        "host": t.worked_out(c.subtype),
        "parent": t.never(),
        "size": t.never(conditional=True),
        "view_url": t.worked_out(c.view_url),
        "connected_to_app": t.never(conditional=True),
    },
    # The name of the file on the disk, and who uploaded it; or where the file is elsewhere.
    {"file": None, "url": None, "created_by": None},
)
