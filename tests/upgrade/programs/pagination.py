"""Reads listings: items up to a limit, pages by hand, and without iterators."""

import os

import asana

configuration = asana.Configuration()
configuration.access_token = os.environ["ACCESS_TOKEN"]
configuration.host = os.environ["BASE_URL"]
configuration.page_limit = 3
api_client = asana.ApiClient(configuration)
tasks_api = asana.TasksApi(api_client)
workspace = asana.UsersApi(api_client).get_user("me", {})["workspaces"][0]["gid"]
project = asana.ProjectsApi(api_client).create_project(
    {"data": {"name": "Pages", "workspace": workspace}}, {}
)["gid"]
for number in range(8):
    tasks_api.create_task({"data": {"name": f"t{number}", "projects": [project]}}, {})

print([t["name"] for t in tasks_api.get_tasks_for_project(project, {})])
print([t["name"] for t in tasks_api.get_tasks_for_project(project, {"limit": 2}, item_limit=5)])

# Page after page, as a crawler that keeps the offset does.
opts = {"limit": 3, "opt_fields": "name"}
while True:
    page = tasks_api.get_tasks_for_project(project, opts, full_payload=True)
    print([task["name"] for task in page["data"]], bool(page["next_page"]))
    if not page["next_page"]:
        break
    opts["offset"] = page["next_page"]["offset"]

for whole in (True, False):
    found = tasks_api.get_tasks({"project": project, "limit": 2}, full_payload=whole)
    print(len(found["data"]) if whole else len(list(found)))

payload = tasks_api.get_task(
    next(tasks_api.get_tasks({"project": project}))["gid"], {}, full_payload=True
)
print(sorted(payload), payload["data"]["name"])

plain = asana.Configuration()
plain.access_token = os.environ["ACCESS_TOKEN"]
plain.host = os.environ["BASE_URL"]
plain.return_page_iterator = False
raw = asana.TasksApi(asana.ApiClient(plain))
response = raw.get_tasks({"project": project, "limit": 4})
print([task["name"] for task in response["data"]], response["next_page"] is None)
print(raw.get_task(response["data"][0]["gid"], {})["data"]["name"])
