"""Scripts that read the whole body of each response, for one call or for the whole client."""

import os

import asana

client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]

print(sorted(client.users.me(full_payload=True)))
me = client.users.me(full_payload=True)["data"]
workspace = me["workspaces"][0]["gid"]
page = client.projects.find_by_workspace(workspace, full_payload=True, iterator_type=None, limit=2)
print(sorted(page), len(page["data"]), sorted(page["next_page"]))
created = client.tasks.create({"name": "x", "workspace": workspace}, full_payload=True)
print(sorted(created), created["data"]["name"])
gid = created["data"]["gid"]
print(client.tasks.update(gid, {"name": "y"}, full_payload=True)["data"]["name"])
print(client.tasks.delete(gid, full_payload=True))
# An iterator reads the payload, and yields the same items.
names = [p["name"] for p in client.projects.find_by_workspace(workspace, full_payload=True)]
print(names)

client.options["full_payload"] = True
print(client.users.me()["data"]["name"] == me["name"])
print([p["name"] for p in client.projects.find_all(workspace=workspace)] == names)
print(client.users.me(full_payload=False)["name"] == me["name"])

asana.Client.DEFAULT_OPTIONS["full_payload"] = True
whole = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
whole.options["base_url"] = os.environ["BASE_URL"]
print(sorted(whole.get("/users/me", {})))
