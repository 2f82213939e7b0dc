"""A daily digest of somebody's My Tasks list."""

import os

import asana


def digest(client, user, workspace):
    my_tasks = client.user_task_lists.find_by_user(user, {"workspace": workspace})
    print(my_tasks["name"], my_tasks["owner"]["name"])
    full = client.user_task_lists.find_by_id(my_tasks["gid"], opt_fields="workspace.name")
    print(full["workspace"]["name"])
    tasks = list(
        client.tasks.find_by_user_task_list(
            my_tasks["gid"], {"completed_since": "now"}, opt_fields="name,completed"
        )
    )
    print("%d open tasks" % len(tasks), any(task["completed"] for task in tasks))
    return my_tasks["gid"], [task["name"] for task in tasks]


client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]
client.headers = {"asana-enable": "new_user_task_lists"}
workspace = client.users.me()["workspaces"][0]["gid"]
gid, names = digest(client, "me", workspace)
task = client.tasks.create({"name": "Read the digest", "workspace": workspace, "assignee": "me"})
again = [each["name"] for each in client.user_task_lists.tasks(gid, completed_since="now")]
print(sorted(set(again) - set(names)))
first = client.tasks.find_all(
    assignee="me", workspace=workspace, completed_since="now", item_limit=1
)
print(len(list(first)))
client.tasks.update(task["gid"], {"completed": True})
print("Read the digest" in digest(client, "me", workspace)[1])
for teammate in sorted(client.users.find_by_workspace(workspace), key=lambda user: user["name"]):
    found = client.tasks.find_all({"assignee": teammate["gid"], "workspace": workspace})
    print(teammate["name"], len(list(found)))
