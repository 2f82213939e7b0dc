"""Attachments: uploaded files, and links to files elsewhere."""

from asana.sandbox.api.call import Call, LiveCall, LiveOperation, Operation
from asana.sandbox.api.resources import common
from asana.sandbox.changes.storytelling import tell, touch
from asana.sandbox.errors import invalid, missing
from asana.sandbox.records.record import Record
from asana.sandbox.records.values import choice, name

PARENTS = "task project project_brief"

_CREATED = "resource_type,name,resource_subtype"  # the fields of a new one

_subtype = choice("asana", "external")


def get_attachments(call: Call) -> list[Record]:
    """Return the attachments of the object in the query or path, oldest first."""
    parent = call.objects.get("task") or call.query_required(PARENTS, "parent")
    return call.store.where("attachment", "parent", parent)


def create_attachment(call: LiveCall) -> Record:
    """Attach a file or, with the subtype `external`, a link."""
    parent = call.objects.get("task") or call.body_record(PARENTS, "parent")
    subtype = _subtype(call.data.get("resource_subtype", "asana"), "resource_subtype")
    attachment = _external(call, parent) if subtype == "external" else _uploaded(call, parent)
    if parent.type == "task":
        tell(call, parent, "attachment_added", f"attached {attachment['name']}")
    return attachment


def _uploaded(call: LiveCall, parent: Record) -> Record:
    upload = call.message.body.files.get("file")
    if upload is None:
        raise missing("file")
    return call.store.create(
        "attachment",
        name=upload.name,
        size=upload.size,
        file=call.services.storage.keep(upload),
        parent=parent,
        created_by=call.user,
    )


def _external(call: Call, parent: Record) -> Record:
    values = {field: name(call.data.get(field), field) for field in ("url", "name")}
    if "connect_to_app" in call.data:
        raise invalid("connect_to_app: Only available to OAuth apps")
    return call.store.create(
        "attachment",
        resource_subtype="external",
        connected_to_app=False,
        parent=parent,
        created_by=call.user,
        **values,
    )


def delete_attachment(call: Call) -> None:
    """Delete an attachment with its file."""
    attachment = call.objects["attachment"]
    call.store.delete(attachment)
    if attachment["parent"].type == "task":
        touch(call, attachment["parent"])


OPERATIONS = (
    Operation("get_attachments_for_object", "GET", "/attachments", get_attachments),
    LiveOperation(
        "create_attachment_for_object", "POST", "/attachments", create_attachment, fields=_CREATED
    ),
    Operation("get_attachment", "GET", "/attachments/{attachment_gid}", common.show("attachment")),
    Operation("delete_attachment", "DELETE", "/attachments/{attachment_gid}", delete_attachment),
    Operation("get_attachments_for_task", "GET", "/tasks/{task_gid}/attachments", get_attachments),
    LiveOperation(
        "create_attachment_for_task",
        "POST",
        "/tasks/{task_gid}/attachments",
        create_attachment,
        fields=_CREATED,
    ),
)
