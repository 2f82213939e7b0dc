"""Uploads files and links, and lists them."""

import os
import tempfile

import asana
from asana.api.attachments_api import AttachmentsApi
from asana.api_client import ApiClient
from asana.configuration import Configuration
from asana.rest import ApiException

configuration = Configuration()
configuration.access_token = os.environ["ACCESS_TOKEN"]
configuration.host = os.environ["BASE_URL"]

client = ApiClient(configuration)
attachments_api = AttachmentsApi(client)
tasks_api = asana.TasksApi(client)
workspace = asana.UsersApi(client).get_user("me", {})["workspaces"][0]["gid"]
task_gid = tasks_api.create_task({"data": {"name": "Files", "workspace": workspace}}, {})["gid"]


def upload(path, **more):
    """Attach a file, with its name and its size."""
    opts = {"parent": task_gid, "file": path, "opt_fields": "name,size,resource_subtype"}
    opts.update(more)
    return attachments_api.create_attachment_for_object(opts)


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "report.txt")
    with open(path, "w") as file:
        file.write("12345")
    done = upload(path)
    print(done["name"], done["size"], done["resource_subtype"])
    done = attachments_api.create_attachment_for_object(
        {
            "parent": task_gid,
            "file": path,
        }
    )
    print(done["name"])

link = attachments_api.create_attachment_for_object(
    {
        "resource_subtype": "external",
        "parent": task_gid,
        "url": "https://example.com/a",
        "name": "Example",
    }
)
print(link["name"], link["resource_subtype"])

found = attachments_api.get_attachments_for_object(task_gid, {"opt_fields": "name"})
print(sorted(attachment["name"] for attachment in found))
attachments_api.delete_attachment(link["gid"])
try:
    attachments_api.get_attachment(link["gid"], {"opt_fields": "name,download_url"})
except ApiException as error:
    print(error.status)
print(len(list(attachments_api.get_attachments_for_object(parent=task_gid, opts={}))))
