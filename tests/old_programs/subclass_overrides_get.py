"""A report that counts its reads, and always requests the same fields, by overriding `get`."""

import collections
import os

import asana


class CountingClient(asana.Client):
    FIELDS = {"tasks": "name,completed", "projects": "name,owner.name", "users": "name"}

    def __init__(self, *args, **kwargs):
        super(CountingClient, self).__init__(*args, **kwargs)
        self.reads = collections.Counter()

    def get(self, path, query, **options):
        kind = path.split("/")[1]
        self.reads[kind] += 1
        query = dict(query)
        if kind in self.FIELDS and "opt_fields" not in query:
            query["opt_fields"] = self.FIELDS[kind]
        return super(CountingClient, self).get(path, query, **options)


client = CountingClient.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]

print(sorted(client.users.me()))
workspace = next(w for w in client.workspaces.find_all() if "Harbour" in w["name"])
for project in client.projects.find_all({"workspace": workspace["gid"]}):
    owner = (project["owner"] or {}).get("name")
    tasks = list(client.tasks.find_all({"project": project["gid"]}, page_size=100))
    done = sum(task["completed"] for task in tasks)
    print("%-20s %-15s %d of %d" % (project["name"], owner, done, len(tasks)))
first = client.projects.find_by_id(project["gid"], {"opt_fields": "name"})
print(sorted(first))
print(sorted(client.reads.items()))
