"""Scripts that read only the first few items of long listings."""

import itertools
import os

from _server import Server, page

import asana

client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]
workspace = client.users.me()["workspaces"][0]["gid"]
projects = {p["name"]: p["gid"] for p in client.projects.find_all({"workspace": workspace})}
pier = projects["Open Pier Street"]


def count(**options):
    return len(list(client.tasks.find_by_project(pier, **options)))


print(count(), count(item_limit=5), count(item_limit=100), count(item_limit=7, page_size=3))
print(count(page_size=1, item_limit=2), count(item_limit=0), count(item_limit=None, page_size=4))
iterator = client.tasks.find_by_project(pier, item_limit=1)
print(next(iterator)["resource_type"], next(iterator, "the end"))
try:
    next(iterator)
except StopIteration:
    print("stopped")
print(len(list(itertools.islice(client.tasks.find_by_project(pier, page_size=2), 5))))
print(sum(1 for _ in client.tasks.find_all({"project": pier}, page_size=19)))
client.options["item_limit"] = 4
print(count(), count(item_limit=6))
client.options["item_limit"] = None
print(count())

server = Server(page([{"gid": "1"}, {"gid": "2"}], "a"), page([{"gid": "3"}], "b"), page([]))
client.options["base_url"] = server.url
print([t["gid"] for t in client.tasks.find_all(project="9", page_size=2, item_limit=3)])
print([dict(request.query) for request in server.requests])
print(list(client.tasks.find_all(project="9")), len(server.requests))
lazy = client.tasks.find_all(project="9")
print(len(server.requests), list(lazy), len(server.requests))
