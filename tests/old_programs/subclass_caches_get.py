"""A dashboard whose client caches responses in a dictionary keyed by path and parameters."""

import os

from _server import Server, page

import asana


class CachingClient(asana.Client):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.cache = {}

    def get(self, path, query, **options):
        key = (path, tuple(sorted(query.items())), options.get("offset"))
        if key not in self.cache:
            self.cache[key] = super().get(path, query, **options)
        return self.cache[key]

    def put(self, path, data, **options):
        self.cache.clear()
        return super().put(path, data, **options)


server = Server(
    {"gid": "1", "name": "Ada"},
    page([{"gid": "11"}, {"gid": "12"}], "next"),
    page([{"gid": "13"}]),
    {"gid": "11", "name": "changed"},
    {"gid": "1", "name": "Ada Lovelace"},
)
client = CachingClient.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = server.url

for _ in range(3):
    print(client.users.find_by_id("1")["name"])
for _ in range(2):
    tasks = client.tasks.find_all({"project": "7", "completed_since": "now"}, page_size=2)
    print([task["gid"] for task in tasks])
print(sorted((key[0], key[1], key[2]) for key in client.cache if key[0] == "/users/1"))
client.tasks.update("11", {"name": "changed"})
print(len(client.cache), client.users.find_by_id("1")["name"])
print([request.method for request in server.requests])
