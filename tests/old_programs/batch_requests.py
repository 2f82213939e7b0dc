"""A script that sends several actions in one request with the batch API."""

import os

import asana

client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]
workspace = client.users.me()["workspaces"][0]["gid"]


def batch(actions):
    return client.batch_api.create_batch_request({"actions": actions})


results = batch(
    [
        {"relative_path": "/users/me", "method": "get", "options": {"fields": ["name", "email"]}},
        {"relative_path": "/tasks/1", "method": "get"},
        {
            "relative_path": "/tasks",
            "method": "post",
            "data": {"name": "From a batch", "workspace": workspace},
        },
    ]
)
print([result["status_code"] for result in results])
print(results[0]["body"]["data"]["email"], results[1]["body"]["errors"][0]["message"])
made = results[2]["body"]["data"]["gid"]
print(client.tasks.find_by_id(made)["name"])


def chunks(items, size=10):
    for start in range(0, len(items), size):
        yield items[start : start + size]


names = ["Task %d" % number for number in range(23)]
statuses = []
for chunk in chunks(names):
    actions = [
        {"relative_path": "/tasks", "method": "post", "data": {"name": n, "workspace": workspace}}
        for n in chunk
    ]
    statuses.append([result["status_code"] for result in batch(actions)])
print([len(each) for each in statuses], set(sum(statuses, [])))
pretty = client.batch_api.create_batch_request(
    {"actions": [{"relative_path": "/users/me", "method": "get"}]}, opt_pretty=True
)
print(pretty[0]["body"]["data"]["name"])
print(
    client.post("/batch", {"actions": [{"relative_path": "/tasks/" + made, "method": "delete"}]})[
        0
    ]["body"]
)
