"""A client for debugging that prints the method, path, parameters and data of every request."""

import json
import os

import asana


class LoggingClient(asana.Client):
    def request(self, method, path, **options):
        parts = [method, path]
        params = options.get("params") or {}
        shown = {key: params[key] for key in sorted(params) if key not in ("limit", "offset")}
        if shown:
            parts.append("params=" + json.dumps(shown))
        if "data" in options:
            parts.append("data=" + json.dumps(options["data"], sort_keys=True))
        if "files" in options:
            parts.append("files=%r" % [(field, what[0]) for field, what in options["files"]])
        print(" ".join(parts))
        return super(LoggingClient, self).request(method, path, **options)


client = LoggingClient.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]

workspace = client.users.me()["workspaces"][0]["gid"]
project = client.projects.create_in_workspace(workspace, {"name": "Debugging"}, fields=["name"])
section = client.sections.create_in_project(project["gid"], name="Inbox")
for name in ("first", "second", "third"):
    client.tasks.create({"name": name}, projects=[project["gid"]])
tasks = list(client.tasks.find_by_project(project["gid"], page_size=2, fields=["name"]))
print([task["name"] for task in tasks])
client.tasks.update(tasks[0]["gid"], {"completed": True}, fields=["completed", "name"])
client.tasks.add_comment(tasks[0]["gid"], text="Done")
client.attachments.create_on_task(tasks[0]["gid"], "log", "log.txt", "text/plain")
client.tasks.find_by_id(tasks[0]["gid"], {"opt_fields": "name"}, pretty=True)
client.tasks.delete(tasks[1]["gid"])
