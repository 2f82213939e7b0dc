"""Scripts that request fields as a list, tuple or string, as an option or a parameter."""

import os

from _server import Server

import asana

server = Server([])
client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = server.url


def sent(function, *args, **kwargs):
    result = function(*args, **kwargs)
    if not isinstance(result, (list, dict)):
        list(result)
    request = server.requests[-1]
    print(request.method, request.path, request.json or request.without_limit())


find = client.tasks.find_by_project
sent(find, "1", fields=["name", "due_on"])
sent(find, "1", fields=("name", "assignee.name"))
sent(find, "1", fields="name,notes")
sent(find, "1", opt_fields="name,completed")
sent(find, "1", {"opt_fields": "name,tags.name"})
sent(find, "1", {"opt_fields": ",".join(["gid", "name"])}, page_size=20)
sent(find, "1", expand=["this", "subtasks+"])
sent(find, "1", {"opt_expand": "assignee"}, opt_pretty=True)
sent(client.tasks.find_by_id, "7", fields=["this.name", "memberships.(project|section).name"])
sent(client.tasks.find_by_id, "7", opt_fields="name", opt_pretty=True)
sent(client.tasks.update, "7", {"name": "x"}, fields=["name"])
sent(client.tasks.create, {"name": "x"}, fields=["name", "gid"], expand=["projects"], pretty=True)
sent(client.users.me, {"opt_fields": "email"}, client_name="reporter")

client.options["base_url"] = os.environ["BASE_URL"]
me = client.users.me(fields=["name", "workspaces.name"])
print(sorted(me), sorted(me["workspaces"][0]))
workspace = me["workspaces"][0]["gid"]
project = next(iter(client.projects.find_all({"workspace": workspace}, opt_fields="owner.email")))
print(sorted(project), project["owner"]["email"])
task = next(client.tasks.find_by_project(project["gid"], fields=("name", "assignee.name")))
print(sorted(task), sorted(task["assignee"] or {}), task["name"])
compact = next(client.tasks.find_by_project(project["gid"]))
print(sorted(compact))
full = client.tasks.find_by_id(compact["gid"], {"opt_fields": "name,projects.name"}, pretty=True)
print(full["projects"][0]["name"])
