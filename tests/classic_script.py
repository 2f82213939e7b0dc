"""A typical script for python-asana 3.2.3, which prints the same with this library."""
# mypy: ignore-errors
# Such scripts have no types.

import os

import asana

asana.Client.DEFAULT_OPTIONS["page_size"] = 50
client = asana.Client.access_token(os.environ["ASANA_ACCESS_TOKEN"])
client.options["base_url"] = os.environ["ASANA_BASE_URL"]
client.headers = {"asana-enable": "string_ids"}

me = client.users.me()
print("Hello " + me["name"], client.users.get_user("me")["gid"] == me["gid"])
workspace_id = me["workspaces"][0]["gid"]

project = client.projects.create_in_workspace(workspace_id, {"name": "new project"})
print("Created project: " + project["name"])
section = client.sections.create_in_project(project["gid"], {"name": "to do"})
for number in range(5):
    task = client.tasks.create({"name": f"task {number}", "projects": [project["gid"]]})
    client.sections.add_task(section["gid"], {"task": task["gid"]})
    client.tasks.update(task["gid"], {"completed": number % 2 == 0}, opt_fields="completed")

# collections: items, limits, explicit pages
print([t["name"] for t in client.tasks.find_by_project(project["gid"], page_size=2)])
print(len(list(client.tasks.find_all({"project": project["gid"]}, item_limit=3))))
first = client.tasks.get_tasks({"project": project["gid"]}, item_limit=1)
print(next(first)["name"], next(first, "no more"))
offset, pages = None, []
while True:
    page = client.tasks.find_by_project(
        project["gid"], iterator_type=None, full_payload=True, limit=2, offset=offset
    )
    pages.append(len(page["data"]))
    if page.get("next_page"):
        offset = page["next_page"]["offset"]
    else:
        break
print(pages)

# fields, comments, tags, followers, subtasks, the raw API
client.tasks.add_comment(task["gid"], {"text": "a comment"})
print([s["text"] for s in client.tasks.stories(task["gid"]) if s["type"] == "comment"])
tag = client.tags.create_in_workspace(workspace_id, {"name": "urgent"})
client.tasks.add_tag(task["gid"], {"tag": tag["gid"]})
fields = client.tasks.find_by_id(task["gid"], fields=["name", "tags.name"], opt_pretty=True)
print(fields["name"], [t["name"] for t in fields["tags"]])
print(client.tasks.add_followers(task["gid"], {"followers": [me["gid"]]})["name"])
client.tasks.add_subtask(task["gid"], {"name": "a part"})
print([t["name"] for t in client.tasks.subtasks(task["gid"])])
print(client.get("/users/me", {})["email"] == me["email"])
client.attachments.create_on_task(task["gid"], "content", "a.txt", "text/plain")
print([a["name"] for a in client.attachments.find_by_task(task["gid"])])

# events and errors
try:
    client.events.get({"resource": project["gid"]})
except asana.error.InvalidTokenError as error:
    sync = error.sync
client.tasks.update(task["gid"], {"name": "renamed"})
events, sync = client.events.get_next({"resource": project["gid"], "sync": sync})
print(events[0]["action"], events[0]["resource"]["name"], bool(sync))
for attempt in (lambda: client.tasks.find_by_id("1"), lambda: client.tasks.create({})):
    try:
        attempt()
    except asana.error.AsanaError as error:
        print(type(error).__name__, error.status, error)
print(client.tasks.delete(task["gid"]), client.projects.delete(project["gid"]))
