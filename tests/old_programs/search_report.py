"""A report from the search of a workspace, with filters whose names hold dots."""

import os

import asana

client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]
me = client.users.me()
workspace = me["workspaces"][0]["gid"]
project = client.projects.create({"name": "Searched", "workspace": workspace})["gid"]
tag = client.tags.create({"name": "report", "workspace": workspace})["gid"]
for number in range(6):
    client.tasks.create(
        {
            "name": "Quarter %d" % number,
            "projects": [project],
            "due_on": "2030-01-%02d" % (number + 1),
            "completed": number % 2 == 1,
            "assignee": "me" if number < 3 else None,
            "tags": [tag] if number == 4 else [],
        }
    )


def search(params=None, **options):
    query = {"projects.any": project, "sort_by": "due_date", "sort_ascending": True}
    query.update(params or {})
    found = client.tasks.search_in_workspace(workspace, query, **options)
    return [task["name"] for task in found]


print(search())
print(search({"completed": False}))
print(search({"due_on.after": "2030-01-04"}))
print(search({"due_on.before": "2030-01-03", "assignee.any": me["gid"]}))
print(search({"assignee.any": "null"}))
print(search({"tags.any": tag}))
print(search({"text": "Quarter 5"}))
print(search(item_limit=2))
print(search({"opt_fields": "name"}, iterator_type=None))
print(search(fields=["name"], page_size=10))
found = client.tasks.search_tasks_for_workspace(
    workspace, {"projects.any": project, "completed": True, "opt_fields": "name,completed"}
)
print(sorted((task["name"], task["completed"]) for task in found))
