"""Scripts that page by hand, with `iterator_type=None`, `limit`, `offset` and `full_payload`."""

import os

import asana

client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]
client.LOG_ASANA_CHANGE_WARNINGS = False
workspace = client.workspaces.get_workspaces(limit=100, full_payload=True, iterator_type=None)
workspace_gid = workspace["data"][0]["gid"]
projects = client.projects.find_all({"workspace": workspace_gid}, iterator_type=None)
project = [p for p in projects if p["name"] == "Open Pier Street"][0]["gid"]

# Until there is no next page.
names, sizes = [], []
response = client.tasks.get_tasks_for_project(
    project, limit=8, opt_fields="name", full_payload=True, iterator_type=None
)
while True:
    names += [task["name"] for task in response["data"]]
    sizes.append(len(response["data"]))
    if not response["next_page"]:
        break
    response = client.tasks.get_tasks_for_project(
        project,
        limit=8,
        opt_fields="name",
        full_payload=True,
        iterator_type=None,
        offset=response["next_page"]["offset"],
    )
print(sizes, len(names), len(set(names)), names[0])

# The same with all parameters in one dictionary.
params = {"project": project, "limit": 10, "opt_fields": "name"}
again = []
while params:
    result = client.tasks.find_all(params, iterator_type=None, full_payload=True)
    again.extend(task["name"] for task in result["data"])
    next_page = result.get("next_page")
    params = dict(params, offset=next_page["offset"]) if next_page else None
print(again == names)

# Without a page size, everything is in one response.
users = client.users.get_users({"workspace": workspace_gid}, offset=None, iterator_type=None)
print(sorted(user["name"] for user in users), type(users) is dict)
everything = list(client.tasks.find_by_project(project, iterator_type=None))
print(len(everything), everything[0]["name"])
first = client.get("/projects/%s/tasks" % project, {"limit": 2})
print(isinstance(first, list), [task["name"] for task in first])
try:
    client.tasks.find_all({"project": project, "offset": "made-up"}, limit=5, iterator_type=None)
except asana.error.InvalidRequestError as error:
    print(error.status, str(error)[:16])
