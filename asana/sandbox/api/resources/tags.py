"""Tags."""

from asana.sandbox.api.call import Call, Operation
from asana.sandbox.api.resources import common
from asana.sandbox.records.order import without
from asana.sandbox.records.record import Record


def get_tags(call: Call) -> list[Record]:
    """Return all visible tags, or those of one workspace."""
    workspace = call.objects.get("workspace") or call.query_record("workspace", "workspace")
    tags = call.visible(call.store.all("tag"))
    return [tag for tag in tags if workspace is None or tag["workspace"] is workspace]


def get_tags_for_task(call: Call) -> list[Record]:
    """Return the tags in the order in which they were added."""
    return list(call.objects["task"]["tags"])


def delete_tag(call: Call) -> None:
    """Delete a tag, and remove it from its tasks."""
    tag = call.objects["tag"]
    for task in call.store.all("task"):
        if tag in task["tags"]:
            call.store.change(task, tags=without(task["tags"], tag))
    common.forget_favorite(call.store, tag)
    call.store.delete(tag)


OPERATIONS = (
    Operation("create_tag", "POST", "/tags", common.create("tag"), created=True),
    Operation(
        "create_tag_for_workspace",
        "POST",
        "/workspaces/{workspace_gid}/tags",
        common.create("tag", workspace="workspace"),
        created=True,
    ),
    Operation("get_tags", "GET", "/tags", get_tags),
    Operation("get_tags_for_workspace", "GET", "/workspaces/{workspace_gid}/tags", get_tags),
    Operation("get_tags_for_task", "GET", "/tasks/{task_gid}/tags", get_tags_for_task),
    Operation("get_tag", "GET", "/tags/{tag_gid}", common.show("tag")),
    Operation("update_tag", "PUT", "/tags/{tag_gid}", common.update("tag")),
    Operation("delete_tag", "DELETE", "/tags/{tag_gid}", delete_tag),
)
