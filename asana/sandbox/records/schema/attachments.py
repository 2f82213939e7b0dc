"""Attachments: uploaded files, and links to files elsewhere."""

from asana.sandbox.records import computed as c
from asana.sandbox.records.schema import parts as p

TYPES = (
    p.record_type(
        "attachment",
        "attachments",
        "name resource_subtype",
        {
            "resource_subtype": p.never("asana"),
            "name": p.never(""),
            "created_at": p.never(),
            "download_url": p.worked_out(c.download_url),
            "permanent_url": p.worked_out(c.asset_url),
            "host": p.worked_out(c.subtype),
            "parent": p.never(),
            "size": p.never(conditional=True, opt_in=True),
            "view_url": p.worked_out(c.view_url),
            "connected_to_app": p.never(conditional=True),
        },
        # The name of the file on disk, and its uploader; or the URL of an external file.
        {"file": None, "url": None, "created_by": None},
    ),
)
