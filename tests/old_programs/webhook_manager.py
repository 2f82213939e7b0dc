"""A program that sets up webhooks for its projects, lists them, and removes the old ones."""

import os
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import asana


class Hook(BaseHTTPRequestHandler):
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
BASE = "http://127.0.0.1:%d/hooks/" % server.server_port

client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]
workspace = client.users.me()["workspaces"][0]["gid"]
projects = list(client.projects.find_all({"workspace": workspace}))

for project in projects[:2]:
    target = BASE + project["gid"]
    hook = client.webhooks.create({"resource": project["gid"], "target": target})
    print(hook["resource_type"], hook["target"] == target)
named = client.webhooks.create_webhook(resource=projects[2]["gid"], target=BASE + "named")
hooks = list(client.webhooks.get_all({"workspace": workspace}))
print(sorted(hook["resource"]["name"] for hook in hooks))
mine = client.webhooks.get_all(workspace=workspace, resource=projects[0]["gid"])
print([hook["resource"]["name"] for hook in mine])
print(client.webhooks.get_by_id(hooks[0]["gid"])["target"].startswith(BASE))
print(
    client.webhooks.get_by_id(webhook=named["gid"], opt_fields="target")["target"] == BASE + "named"
)
try:
    client.webhooks.create({"resource": projects[0]["gid"], "target": "not a URL"})
except asana.error.AsanaError as error:
    print(type(error).__name__, error.status)
for hook in hooks[1:]:
    print(client.webhooks.delete_by_id(hook["gid"]))
print(len(list(client.webhooks.get_webhooks({"workspace": workspace}))))
server.shutdown()
