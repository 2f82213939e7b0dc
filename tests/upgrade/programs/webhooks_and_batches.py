"""Follows a project: webhooks, events, and several calls in one request."""

import json
import os
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import asana
from asana import rest


class Hook(BaseHTTPRequestHandler):
    """Shakes hands with Asana."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        if "X-Hook-Secret" in self.headers:
            self.send_header("X-Hook-Secret", self.headers["X-Hook-Secret"])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


server = HTTPServer(("127.0.0.1", 0), Hook)
threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
TARGET = f"http://127.0.0.1:{server.server_port}/hook"

configuration = asana.Configuration()
configuration.access_token = os.environ["ACCESS_TOKEN"]
configuration.host = os.environ["BASE_URL"]
client = asana.ApiClient(configuration)
tasks_api = asana.TasksApi(client)
webhooks_api = asana.WebhooksApi(client)
workspace = asana.UsersApi(client).get_user("me", {})["workspaces"][0]["gid"]
project = asana.ProjectsApi(client).create_project(
    {"data": {"name": "Watched", "workspace": workspace}}, {}
)["gid"]

filters = [{"resource_type": "task", "action": "added"}]
hook = webhooks_api.create_webhook(
    {"data": {"resource": project, "target": TARGET, "filters": filters}},
    {"opt_fields": "target,active"},
)
print(hook["target"] == TARGET, hook["active"])
print(len(list(webhooks_api.get_webhooks(workspace, {"resource": project}))))
webhooks_api.update_webhook({"data": {"filters": []}}, hook["gid"], {})
webhooks_api.delete_webhook(hook["gid"])
print(list(webhooks_api.get_webhooks(workspace, {"resource": project})))

events_api = asana.EventsApi(client)
try:
    events_api.get_events(project, {}, full_payload=True)
    sync = None
except rest.ApiException as error:
    print(error.status)
    sync = json.loads(error.body)["sync"]

batch_api = asana.BatchAPIApi(client)
actions = [
    {
        "method": "post",
        "relative_path": "/tasks",
        "data": {"name": f"Batched {number}", "projects": [project]},
        "options": {"fields": ["name"]},
    }
    for number in range(3)
]
for result in batch_api.create_batch_request({"data": {"actions": actions}}, {}):
    print(result["status_code"], result["body"]["data"]["name"])

# The events since the token.
answer = events_api.get_events(project, {"sync": sync}, full_payload=True)
print(sorted({event["action"] for event in answer["data"] if event["type"] == "task"}))
print(sorted(task["name"] for task in tasks_api.get_tasks({"project": project})))
server.shutdown()
