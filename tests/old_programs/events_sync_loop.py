"""A script that runs repeatedly, and processes the changes in a project since the last run."""

import os

import asana
from asana.error import InvalidTokenError

client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]
client.options["poll_interval"] = 0

workspace = client.users.me()["workspaces"][0]["gid"]
project = client.projects.create({"name": "Watched", "workspace": workspace})["gid"]
state = {}


def changes():
    params = {"resource": project}
    if state.get("sync"):
        params["sync"] = state["sync"]
    try:
        result = client.events.get(params)
    except InvalidTokenError as error:
        print("no token yet:", error.status, str(error)[:30], error.sync is not None)
        state["sync"] = error.sync
        return []
    state["sync"] = result["sync"]
    return result["data"]


def show(events):
    return sorted({(event["action"], event["resource"]["resource_type"]) for event in events})


print(show(changes()))
task = client.tasks.create({"name": "one", "projects": [project]})["gid"]
print(show(changes()))
print(show(changes()))
client.tasks.update(task, {"name": "first"})
client.tasks.add_comment(task, {"text": "Hi"})

query = {"resource": project, "sync": state["sync"]}
events, sync = client.events.get_next(query)
print(show(events), sync != state["sync"], type(sync).__name__)
client.tasks.delete(task)
events, sync = client.events.get_next({"resource": project, "sync": sync})
print(("deleted", "task") in show(events))

try:
    client.events.get({"resource": project, "sync": "made-up"})
except InvalidTokenError as error:
    events = client.events.get({"resource": project, "sync": error.sync})
    print(events["data"], events["has_more"])
