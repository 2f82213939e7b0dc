"""A script for endpoints without a method in the library, with the client's verbs."""

import os

import asana

client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]

me = client.get("/users/me", {})
print(me["name"], client.get("/users/me", {"opt_fields": "email"})["email"])
workspace = client.get(path="/workspaces", query={})[0]["gid"]
print(sorted(client.get("/users/me", "", fields=["name"])))
print([p["name"] for p in client.get_collection("/projects", {"workspace": workspace})])
projects = client.get_collection(path="/projects", query={"workspace": workspace}, item_limit=1)
print([project["name"] for project in projects])
tags = client.get_collection("/workspaces/%s/tags" % workspace, {}, iterator_type=None, limit=2)
print([tag["name"] for tag in tags])

task = client.post("/tasks", {"name": "raw", "workspace": workspace})
print(client.post(path="/tasks", data={"name": "2"}, workspace=workspace)["name"])
print(client.put("/tasks/" + task["gid"], {"name": "rawer"}, fields=["name"])["name"])
print(
    client.put(path="/tasks/" + task["gid"], data={}, notes="n", opt_fields="notes")["gid"]
    == task["gid"]
)
print(client.post("/tasks/%s/subtasks" % task["gid"], {"name": "child"})["name"])
print(client.get("/tasks/%s/subtasks" % task["gid"], {"opt_fields": "name"}))

path = "/tasks/" + task["gid"]
print(client.request("get", path, params={"opt_fields": "name"})["name"])
print(client.request("put", path, data={"data": {"completed": True}})["completed"])
print(client.request(method="get", path=path, params={}, full_payload=True)["data"]["notes"])
headers = {"content-type": "application/json"}
body = {"data": {"text": "by hand"}, "options": {"fields": ["text"]}}
story = client.request("post", path + "/stories", data=body, headers=headers)
print(story["text"])
print(client.delete(path, {}))
try:
    client.get(path, {})
except asana.error.NotFoundError as error:
    print(str(error)[:10])
