"""A client with defaults for every listing, and a list as the result, in `get_collection`."""

import os

import asana


class ListingClient(asana.Client):
    def get_collection(self, path, query, **options):
        options.setdefault("fields", ["name"])
        options.setdefault("page_size", 100)
        result = super(ListingClient, self).get_collection(path, query, **options)
        records = list(result)
        print("%s: %d" % (path.rstrip("/").split("/")[-1], len(records)))
        return records


client = ListingClient.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]

workspaces = client.workspaces.find_all()
workspace = workspaces[0]["gid"]
print(len(client.users.find_by_workspace(workspace)))
projects = sorted(client.projects.find_by_workspace(workspace), key=lambda p: p["name"])
print([project["name"] for project in projects], sorted(projects[0]))
tasks = client.tasks.find_by_project(projects[0]["gid"], fields=["name", "completed"])
print(sorted(tasks[0]), tasks[-1]["name"])
print(client.tags.find_by_workspace(workspace)[0]["name"])
print(client.sections.get_sections_for_project(projects[1]["gid"])[0]["name"])
print(client.get_collection("/projects/%s/tasks" % projects[2]["gid"], {}, item_limit=2))
