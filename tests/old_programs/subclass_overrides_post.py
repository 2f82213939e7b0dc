"""A migration script with a dry-run mode: its client overrides `post`, `put` and `delete`."""

import itertools
import os

import asana


class DryRunClient(asana.Client):
    numbers = itertools.count(1)

    def post(self, path, data, **options):
        print("POST", path, sorted(data.items()), sorted(options.items()))
        return dict(data, gid="dry-%d" % next(self.numbers))

    def put(self, path, data, **options):
        print("PUT", path, sorted(data.items()), sorted(options.items()))
        return data

    def delete(self, path, data, **options):
        print("DELETE", path, data)
        return {}


def migrate(client, workspace_gid, names):
    project = client.projects.create({"name": "Imported", "workspace": workspace_gid})
    for name in names:
        task = client.tasks.create_in_workspace(
            workspace_gid, {"name": name, "projects": [project["gid"]]}
        )
        client.tasks.add_comment(task["gid"], {"text": "Imported"})
        client.tasks.add_tag(task["gid"], tag="100")
        client.tasks.update(task["gid"], {"completed": True}, opt_fields="completed")
    client.tasks.delete(task["gid"])
    return project


dry = DryRunClient.access_token(os.environ["ACCESS_TOKEN"])
dry.options["base_url"] = os.environ["BASE_URL"]
print(migrate(dry, dry.users.me()["workspaces"][0]["gid"], ["Water the plants", "Call Ana"]))
print([w["name"] for w in dry.workspaces.find_all()])
