"""A program that extends the library's resources: own classes, own methods, own attributes."""

import os
import types

import asana
from asana.resources.tasks import Tasks
from asana.resources.users import Users


class OurTasks(Tasks):
    def find_open(self, project, **options):
        return self.find_by_project(project, {"completed_since": "now"}, **options)

    def complete(self, task):
        return self.update(task, {"completed": True})

    def create(self, params={}, **options):
        params = dict(params, name=params["name"].strip().capitalize())
        return super(OurTasks, self).create(params, **options)


class Reports(object):
    def __init__(self, client=None):
        self.client = client

    def names(self, path):
        return [item["name"] for item in self.client.get_collection(path, {})]


class OurClient(asana.Client):
    def __init__(self, *args, **kwargs):
        super(OurClient, self).__init__(*args, **kwargs)
        self.tasks = OurTasks(self)
        self.reports = Reports(self)
        self.log = []


def email(self, user="me"):
    return self.client.get("/users/%s" % user, {"opt_fields": "email"})["email"]


client = OurClient.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = os.environ["BASE_URL"]
workspace = client.users.me()["workspaces"][0]["gid"]
project = client.projects.create({"name": "Own", "workspace": workspace})["gid"]
first = client.tasks.create({"name": "  first task ", "projects": [project]})
client.tasks.create({"name": "second", "projects": [project]})
print(sorted(task["name"] for task in client.tasks.find_open(project)))
print(client.tasks.complete(first["gid"])["completed"])
print([task["name"] for task in client.tasks.find_open(project, page_size=1)])
print(client.reports.names("/workspaces"))
print(client.tasks.client is client, isinstance(client.tasks, Tasks), client.log)

Users.email = email
print(client.users.email())
client.users.shout = types.MethodType(lambda self: self.me()["name"].upper(), client.users)
print(client.users.shout())
client.users.me = lambda **options: {"name": "patched"}
print(client.users.me()["name"])
print(asana.Client.access_token(os.environ["ACCESS_TOKEN"]).users is client.users)
client.stories = asana.resources.stories.Stories(client)
print([story["type"] for story in client.stories.find_by_task(first["gid"])][:1])
